// Who meets whom: every pair equally often, sides balanced, the same whatever came first.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "dynamics/random.h"
#include "tools/tournament/knockout.h"
#include "tools/tournament/ladder.h"
#include "tools/tournament/matching.h"
#include "tools/tournament/schedule.h"
#include "tools/tournament/swiss.h"

namespace haze::tools {
namespace {

using Pairs = std::vector<std::pair<int, int>>;

Specification Make(Format format, int entries, int rounds = 1) {
  Specification specification;
  specification.format = format;
  specification.rounds = rounds;
  for (int i = 0; i < entries; ++i) {
    specification.entries.push_back({.name = "e" + std::to_string(i), .version = "1", .owner = "o" + std::to_string(i), .content_sha256 = "c" + std::to_string(i), .roles = {}});
  }
  specification.scenarios = {{.name = "encore", .hash = std::string(64, 'a')}, {.name = "afrl_inspection", .hash = std::string(64, 'b')}};
  return specification;
}

dynamics::RandomStream Random(std::uint64_t index) { return dynamics::RandomStream(dynamics::MatchKey{}, 77, 0, index); }

// Plays a round by strengths: the lower index usually wins.
void Play(const Specification& specification, int round, const Pairs& pairings, dynamics::RandomStream& random, std::vector<PairResult>& results) {
  for (const Game& game : GamesOf(specification, round, pairings)) {
    if (game.half != 0) continue;
    const double draw = random.Uniform();
    results.push_back({.round = round,
                       .scenario = game.scenario,
                       .seed = game.seed,
                       .first = game.first,
                       .second = game.second,
                       .first_points = draw < 0.25 ? 1.0 : (draw < 0.7) == (game.first < game.second) ? 2.0 : 0.0});
  }
}

// All rounds; `shuffle` permutes the results before each round's pairing, as another order of completion would.
std::vector<Pairs> AllRounds(const Specification& specification, std::string_view secret, std::uint64_t seed, bool shuffle, std::vector<PairResult>* out = nullptr) {
  dynamics::RandomStream random = Random(seed);
  dynamics::RandomStream order = Random(seed + 1000000);
  std::vector<PairResult> results;
  std::vector<Pairs> rounds;
  while (const std::optional<Pairs> pairings = Pairings(specification, secret, static_cast<int>(rounds.size()), results)) {
    Play(specification, static_cast<int>(rounds.size()), *pairings, random, results);
    if (shuffle) {
      for (std::size_t i = results.size(); i > 1; --i) std::swap(results[i - 1], results[order.Below(i)]);
    }
    rounds.push_back(*pairings);
    if (rounds.size() > 100) break;
  }
  if (out != nullptr) *out = results;
  return rounds;
}

TEST(Schedule, QuickTournamentHas192GamesAndAFifthEntryAdds128) {
  Specification four = Make(Format::kRoundRobin, 4);
  const std::vector<Game> before = GamesOf(four, 0, *Pairings(four, "s", 0, {}));
  EXPECT_EQ(before.size(), 192u);
  const Specification five = Make(Format::kRoundRobin, 5);
  const std::vector<Game> after = GamesOf(five, 0, *Pairings(five, "s", 0, {}));
  ASSERT_EQ(after.size(), 192u + 128u);
  EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin()));
}

TEST(Schedule, EveryPairMeetsEquallyOftenWithSidesBalanced) {
  for (int entries = 2; entries <= 9; ++entries) {
    const Specification specification = Make(Format::kRoundRobin, entries, 2);
    std::map<std::pair<int, int>, int> meetings;
    std::map<std::tuple<int, int, int>, int> sides;
    for (int round = 0; round < 2; ++round) {
      for (const Game& game : GamesOf(specification, round, *Pairings(specification, "s", round, {}))) {
        ++meetings[std::minmax(game.first, game.second)];
        ++sides[{game.half == 0 ? game.first : game.second, game.half == 0 ? game.second : game.first, game.scenario}];
      }
    }
    EXPECT_EQ(meetings.size(), static_cast<std::size_t>(entries * (entries - 1) / 2));
    for (const auto& [pair, count] : meetings) EXPECT_EQ(count, 2 * 2 * 8 * 2);
    for (const auto& [side, count] : sides) EXPECT_EQ(count, (sides[{std::get<1>(side), std::get<0>(side), std::get<2>(side)}])) << entries;
  }
}

TEST(Schedule, NoSeedPairIsScheduledTwice) {
  const Specification specification = Make(Format::kRoundRobin, 5, 3);
  std::set<std::tuple<int, std::int64_t, int, int, int>> games;
  std::size_t count = 0;
  for (int round = 0; round < 3; ++round) {
    for (const Game& game : GamesOf(specification, round, *Pairings(specification, "s", round, {}))) {
      games.insert({game.scenario, game.seed, game.first, game.second, game.half});
      ++count;
    }
  }
  EXPECT_EQ(games.size(), count);
}

TEST(Schedule, EntriesOfOneOwnerOrContentDoNotMeetInRatedRounds) {
  for (const Format format : {Format::kRoundRobin, Format::kSwiss, Format::kKnockout, Format::kLadder}) {
    Specification specification = Make(format, 8, 3);
    specification.entries[1].owner = specification.entries[5].owner = specification.entries[0].owner;
    specification.entries[2].content_sha256 = specification.entries[3].content_sha256;
    specification.entries[0].anchor = specification.entries[2].anchor = true;
    for (const Pairs& round : AllRounds(specification, "s", 5, false)) {
      for (const auto& [a, b] : round) EXPECT_TRUE(MayMeet(specification, a, b)) << a << " " << b;
    }
    specification.rated = false;
    EXPECT_TRUE(MayMeet(specification, 0, 1));
  }
}

TEST(Schedule, TheOrderOfCompletionChangesNothing) {
  for (const Format format : {Format::kRoundRobin, Format::kGauntlet, Format::kSwiss, Format::kKnockout, Format::kLadder}) {
    Specification specification = Make(format, 11, 4);
    for (int i = 0; i < 3; ++i) {
      specification.entries[static_cast<std::size_t>(4 * i)].anchor = true;
      specification.entries[static_cast<std::size_t>(4 * i)].rating = 1300.0 + 200.0 * i;
    }
    for (std::uint64_t seed = 0; seed < 20; ++seed) EXPECT_EQ(AllRounds(specification, "s", seed, false), AllRounds(specification, "s", seed, true)) << "seed " << seed;
  }
}

TEST(Schedule, ResultsOfLaterRoundsAreNotRead) {
  for (const Format format : {Format::kSwiss, Format::kKnockout, Format::kLadder}) {
    Specification specification = Make(format, 8, 3);
    specification.entries[0].anchor = specification.entries[3].anchor = true;
    std::vector<PairResult> results;
    const std::vector<Pairs> rounds = AllRounds(specification, "s", 3, false, &results);
    for (std::size_t round = 0; round < rounds.size(); ++round) EXPECT_EQ(*Pairings(specification, "s", static_cast<int>(round), results), rounds[round]);
  }
}

TEST(Matching, FindsWhatEnumerationFinds) {
  dynamics::RandomStream random = Random(9);
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t n = 2 + random.Below(8);
    std::vector<std::vector<bool>> allowed(n, std::vector<bool>(n, false));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < i; ++j) allowed[i][j] = allowed[j][i] = random.Bernoulli(0.35);
    }
    // The best over subsets of vertices.
    std::vector<int> best(std::size_t{1} << n, 0);
    for (std::size_t set = 1; set < best.size(); ++set) {
      std::size_t low = 0;
      while (!(set >> low & 1u)) ++low;
      best[set] = best[set ^ (std::size_t{1} << low)];
      for (std::size_t j = low + 1; j < n; ++j) {
        if ((set >> j & 1u) && allowed[low][j]) best[set] = std::max(best[set], 1 + best[set ^ (std::size_t{1} << low) ^ (std::size_t{1} << j)]);
      }
    }
    EXPECT_EQ(LargestMatching(allowed), best.back()) << "trial " << trial;
  }
}

TEST(Swiss, NobodyMeetsTwiceOrSitsOutTwice) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    // With no more rounds than half the entries, everybody can always be paired (Dirac's theorem on the pairs that are left).
    const int entries = 8 + static_cast<int>(seed % 12);
    const Specification specification = Make(Format::kSwiss, entries, 4);
    std::set<std::pair<int, int>> met;
    std::vector<int> played(static_cast<std::size_t>(entries), 0);
    const std::vector<Pairs> rounds = AllRounds(specification, "s", seed, false);
    ASSERT_EQ(rounds.size(), 4u);
    for (const Pairs& round : rounds) {
      EXPECT_EQ(round.size(), static_cast<std::size_t>(entries / 2));
      for (const auto& [a, b] : round) {
        EXPECT_TRUE(met.insert(std::minmax(a, b)).second) << "seed " << seed;
        ++played[static_cast<std::size_t>(a)];
        ++played[static_cast<std::size_t>(b)];
      }
    }
    for (const int games : played) EXPECT_GE(games, 3) << "seed " << seed << ", " << entries << " entries";
  }
}

TEST(Swiss, EqualsMeetEquals) {
  // With 16 entries and no draws, groups of equal points stay even for four rounds.
  const Specification specification = Make(Format::kSwiss, 16, 4);
  std::vector<PairResult> results;
  for (int round = 0; round < 4; ++round) {
    const std::vector<SwissStanding> table = SwissTable(specification, "s", round, results);
    std::vector<double> points(16);
    for (const SwissStanding& line : table) points[static_cast<std::size_t>(line.entry)] = line.points;
    const Pairs pairings = *Pairings(specification, "s", round, results);
    ASSERT_EQ(pairings.size(), 8u);
    for (const auto& [a, b] : pairings) {
      EXPECT_EQ(points[static_cast<std::size_t>(a)], points[static_cast<std::size_t>(b)]) << "round " << round;
      results.push_back({.round = round, .first = a, .second = b, .first_points = a < b ? 2.0 : 0.0});
    }
  }
  const std::vector<SwissStanding> table = SwissTable(specification, "s", 4, results);
  EXPECT_EQ(table.front().entry, 0);
  EXPECT_EQ(table.front().points, 4.0);
  EXPECT_EQ(table.back().entry, 15);
}

TEST(Swiss, BuchholzIsTheSumOfTheOpponentsPoints) {
  Specification specification = Make(Format::kSwiss, 4, 2);
  // Round 0: 0 beats 1, 2 draws with 3. Round 1: 0 beats 2, 1 beats 3.
  const std::vector<PairResult> results = {{.round = 0, .first = 0, .second = 1, .first_points = 2.0},
                                           {.round = 0, .first = 2, .second = 3, .first_points = 1.0},
                                           {.round = 1, .first = 0, .second = 2, .first_points = 1.5},
                                           {.round = 1, .first = 1, .second = 3, .first_points = 1.5}};
  std::map<int, SwissStanding> table;
  for (const SwissStanding& line : SwissTable(specification, "s", 2, results)) table[line.entry] = line;
  EXPECT_EQ(table[0].points, 2.0);
  EXPECT_EQ(table[0].buchholz, 1.5);           // 1 has 1, 2 has 1/2
  EXPECT_EQ(table[0].buchholz_cut, 1.0);       // without 2's 1/2
  EXPECT_EQ(table[0].sonneborn_berger, 1.5);   // both beaten
  EXPECT_EQ(table[2].buchholz, 2.5);           // 3 has 1/2, 0 has 2
  EXPECT_EQ(table[2].sonneborn_berger, 0.25);  // half of 3's
  EXPECT_EQ(table[1].game_points, 1.5 / 4.0);
}

TEST(Swiss, EndsWhereNobodyIsLeftToMeet) {
  const Specification specification = Make(Format::kSwiss, 4, 50);
  EXPECT_EQ(AllRounds(specification, "s", 1, false).size(), 3u);  // everybody has met everybody
}

TEST(Knockout, FirstLotsMeetLastAndHaveTheByes) {
  EXPECT_EQ(Bracket(8), (std::vector<int>{0, 7, 3, 4, 1, 6, 2, 5}));
  EXPECT_EQ(Bracket(5), (std::vector<int>{0, -1, 3, 4, 1, -1, 2, -1}));
}

TEST(Knockout, LosersAreOutAndOneIsLeft) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const int entries = 2 + static_cast<int>(seed);
    const Specification specification = Make(Format::kKnockout, entries);
    std::vector<PairResult> results;
    const std::vector<Pairs> rounds = AllRounds(specification, "s", seed, false, &results);
    EXPECT_EQ(static_cast<int>(rounds.size()), RoundsNeeded(static_cast<std::size_t>(entries)));
    std::size_t matches = 0;
    for (const Pairs& round : rounds) matches += round.size();
    EXPECT_EQ(matches, static_cast<std::size_t>(entries - 1));
    EXPECT_EQ(StillIn(specification, "s", static_cast<int>(rounds.size()), results).size(), 1u);
  }
}

TEST(Knockout, ADrawnMatchGoesToTheEarlierLot) {
  const Specification specification = Make(Format::kKnockout, 2);
  const std::vector<int> lots = DrawLots(specification, "s");
  const std::vector<PairResult> drawn = {{.round = 0, .first = 0, .second = 1, .first_points = 1.0}};
  EXPECT_EQ(StillIn(specification, "s", 1, drawn), std::vector<int>{lots[0] < lots[1] ? 0 : 1});
}

TEST(Lots, HangOnTheSecretAndOnNoOtherEntry) {
  const Specification nine = Make(Format::kKnockout, 9);
  const Specification eight = Make(Format::kKnockout, 8);
  const std::vector<int> all = DrawLots(nine, "s");
  const std::vector<int> fewer = DrawLots(eight, "s");
  for (std::size_t i = 0; i < 8; ++i) {
    for (std::size_t j = 0; j < 8; ++j) EXPECT_EQ(all[i] < all[j], fewer[i] < fewer[j]);
  }
  EXPECT_NE(DrawLots(nine, "s"), DrawLots(nine, "t"));
}

TEST(Ladder, ANewcomerFindsItsRungAndAnchorsStay) {
  Specification specification = Make(Format::kLadder, 6, 12);
  for (int i = 0; i < 5; ++i) {
    specification.entries[static_cast<std::size_t>(i)].anchor = true;
    specification.entries[static_cast<std::size_t>(i)].rating = 1000.0 + 250.0 * i;
  }
  // The newcomer beats anchors below 1800 and loses to the others.
  std::vector<PairResult> results;
  for (int round = 0; round < 12; ++round) {
    const Pairs pairings = *Pairings(specification, "s", round, results);
    ASSERT_EQ(pairings.size(), 1u);
    const auto [newcomer, anchor] = pairings.front();
    EXPECT_EQ(newcomer, 5);
    const bool wins = specification.entries[static_cast<std::size_t>(anchor)].rating < 1800.0;
    for (int k = 0; k < 4; ++k) results.push_back({.round = round, .first = newcomer, .second = anchor, .first_points = wins ? 2.0 : 0.0});
  }
  const std::vector<Glicko> ratings = LadderRatings(specification, 12, results);
  EXPECT_EQ(ratings[3].rating, 1750.0);
  EXPECT_GT(ratings[5].rating, 1750.0);
  EXPECT_LT(ratings[5].rating, 2000.0);
}

TEST(Ladder, AFurtherEntryKeepsTheOthersPairings) {
  Specification fewer = Make(Format::kLadder, 6, 5);
  fewer.entries[0].anchor = fewer.entries[1].anchor = fewer.entries[2].anchor = true;
  fewer.entries[2].rating = 1700.0;
  Specification more = fewer;
  more.entries.push_back({.name = "new", .version = "1", .owner = "n", .content_sha256 = "n", .roles = {}});
  std::vector<PairResult> results;
  for (int round = 0; round < 5; ++round) {
    const Pairs before = *Pairings(fewer, "s", round, results);
    Pairs after = *Pairings(more, "s", round, results);
    after.pop_back();
    EXPECT_EQ(before, after);
    dynamics::RandomStream random = Random(static_cast<std::uint64_t>(round));
    Play(fewer, round, before, random, results);
  }
}

}  // namespace
}  // namespace haze::tools
