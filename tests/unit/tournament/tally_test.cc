// Sums that the store keeps while results come in, against the games themselves.
#include <algorithm>
#include <map>
#include <optional>
#include <random>

#include "arbiter/store/merge.h"
#include "arbiter/store/query.h"
#include "arbiter/store/sha256.h"
#include "arbiter/store/tally.h"
#include "arbiter/store/verify.h"
#include "tests/unit/store/sample.h"
#include "tools/tournament/bradley_terry.h"
#include "tools/tournament/pair_results.h"
#include "tools/tournament/standings.h"

namespace haze::tools {
namespace {

const std::vector<std::string> kNames = {"anna", "bert", "cora"};

class Tallies : public store::StoreTest {
 protected:
  Tallies() {
    scenarios::Scenario two = store::SampleScenario();
    scenarios::Scenario one = two;
    one.name = "alone";
    one.seats.pop_back();
    one.canonical_text = "name: alone\n";
    one.hash = store::Sha256Hex(one.canonical_text);
    one.draw_band = 5.0;
    scenarios_ = {two, one};
    for (const scenarios::Scenario& scenario : scenarios_) {
      all_.specification.scenarios.push_back({.name = scenario.name, .hash = scenario.hash, .one_sided = scenarios::OneSided(scenario)});
      all_.scenarios.push_back({.scenario = std::make_shared<scenarios::Scenario>(scenario), .tables = {}, .astronomy_text = {}, .errors = {}});
    }
    for (const std::string& name : kNames) {
      Entry entry{.name = name, .version = "1", .owner = name, .content_sha256 = store::Sha256Hex(name)};
      entry.roles["inspector"] = {};
      entry.roles["target"] = {};
      all_.specification.entries.push_back(entry);
    }
  }

  void Prepare(store::Store& store) {
    for (const scenarios::Scenario& scenario : scenarios_) store.AddScenario(scenario);
    std::vector<store::EntryRow> rows;
    for (const Entry& entry : all_.specification.entries) {
      rows.push_back({.entry = entry.name, .version = "1", .owner = entry.owner, .entry_sha256 = entry.content_sha256, .plays = "inspector: its own, target: its own"});
    }
    store.AddTournament({.tournament = "cup", .specification = "name: cup\n", .commitment_sha256 = std::string(64, 'c'), .master_secret = "s", .created_utc = "2026-09-01T12:00:00Z"},
                        rows);
  }

  // One game of a pair with a result drawn: won, lost, drawn, forfeited or void.
  void Play(store::Store& store, std::size_t scenario, const std::string& first, const std::string& second, std::int64_t seed, int half) {
    const scenarios::Scenario& played = scenarios_[scenario];
    store::MatchRows rows = store::SampleBeginning(seed);
    rows.attempt.scenario_hash = played.hash;
    rows.attempt.tournament = "cup";
    rows.attempt.exhibition = false;
    rows.seats.resize(played.seats.size());
    for (std::size_t i = 0; i < rows.seats.size(); ++i) {
      const bool is_first = scenarios::OneSided(played) ? half == 0 : (i == 0) == (half == 0);
      rows.seats[i].entry = is_first ? first : second;
      rows.seats[i].entry_sha256 = store::Sha256Hex(rows.seats[i].entry);
    }
    rows.game = store::GameRow{.identity = store::IdentityOf(played.hash, seed, rows.seats), .round = 0, .first = first, .second = second, .half = half};
    store.Begin(rows);
    store::SampleEnd(rows, 1);
    store::AttemptRow& attempt = rows.attempt;
    attempt.counted = true;
    rows.sides = {{"blue", 0.5 * static_cast<double>(random_() % 40)}, {"red", 0.5 * static_cast<double>(random_() % 40)}};
    if (scenarios::OneSided(played)) rows.sides.pop_back();
    const auto draw = random_() % 10;
    attempt.winner = draw < 4 ? "blue" : draw < 8 ? "red" : "";
    attempt.result = attempt.winner.empty() ? "DRAW" : "WIN";
    if (random_() % 8 == 0) {
      const std::size_t guilty = random_() % rows.seats.size();
      attempt.result = "FORFEIT_TIMEOUT";
      attempt.seat_at_fault = rows.seats[guilty].seat;
      attempt.winner = rows.seats[guilty].side == "blue" ? "red" : "blue";
    }
    if (random_() % 12 == 0) {
      attempt.result = "VOID_INFRASTRUCTURE";
      attempt.counted = false;
    }
    store.Finish(rows);
    if (random_() % 5 == 0) store.Flush();
  }

  struct Half {
    std::size_t scenario;
    std::string first, second;
    std::int64_t seed;
    int half;
  };
  std::vector<Half> Games(std::int64_t seeds) {
    std::vector<Half> games;
    for (std::size_t scenario = 0; scenario < scenarios_.size(); ++scenario) {
      for (std::size_t i = 0; i < kNames.size(); ++i) {
        for (std::size_t j = i + 1; j < kNames.size(); ++j) {
          for (std::int64_t seed = 1; seed <= seeds; ++seed) {
            // Where one side alone plays, a seed twice for one entry would be one match: each pairing has its own.
            const std::int64_t own = scenario == 1 ? seed + 1000 * static_cast<std::int64_t>(3 * i + j) : seed;
            for (const int half : {0, 1}) games.push_back({scenario, kNames[i], kNames[j], own, half});
          }
        }
      }
    }
    std::shuffle(games.begin(), games.end(), random_);
    return games;
  }

  // The standings as they follow from the games, one by one.
  void ExpectTablesSayWhatTheGamesSay(store::Database& database) {
    const std::vector<store::CountedGame> games = store::CountedGames(database, "cup");
    const Tables tables = MakeTables(all_.specification, store::PairTallies(database, "cup"), store::RoleTallies(database, "cup"));
    EXPECT_EQ(tables.games, static_cast<long>(games.size()));
    std::map<std::string, double> points;
    std::map<std::string, long> pairs, played, wins, forfeits;
    const std::vector<PairResult> results = PairResults(all_, games);
    for (const PairResult& pair : results) {
      points[kNames[static_cast<std::size_t>(pair.first)]] += pair.first_points;
      points[kNames[static_cast<std::size_t>(pair.second)]] += 2.0 - pair.first_points;
      ++pairs[kNames[static_cast<std::size_t>(pair.first)]];
      ++pairs[kNames[static_cast<std::size_t>(pair.second)]];
    }
    for (const store::CountedGame& game : games) {
      const bool one_sided = game.scenario == "alone";
      const std::string& blue = game.game.half == 0 ? game.game.first : game.game.second;
      const std::string& red = game.game.half == 0 ? game.game.second : game.game.first;
      ++played[blue];
      if (!one_sided) ++played[red];
      if (!one_sided && !game.winner.empty()) ++wins[game.winner == "blue" ? blue : red];
      if (game.result.rfind("FORFEIT", 0) == 0) ++forfeits[game.entry_at_fault];
    }
    EXPECT_EQ(tables.pairs, static_cast<long>(results.size()));
    for (const Standing& standing : tables.standings) {
      EXPECT_EQ(standing.points, points[standing.entry]) << standing.entry;
      EXPECT_EQ(standing.pairs, pairs[standing.entry]) << standing.entry;
      EXPECT_EQ(standing.games, played[standing.entry]) << standing.entry;
      EXPECT_EQ(standing.wins, wins[standing.entry]) << standing.entry;
      EXPECT_EQ(standing.forfeits, forfeits[standing.entry]) << standing.entry;
    }
    // Joint ratings pair by pair, each a meeting of its own.
    std::vector<Meeting> meetings;
    for (const PairResult& pair : results) meetings.push_back({.first = pair.first, .second = pair.second, .wins = pair.first_points, .losses = 2.0 - pair.first_points});
    const bool rated = !meetings.empty() && !WhyNoMaximum(meetings, kNames);
    EXPECT_EQ(tables.joint_words.empty(), rated || meetings.empty());
    const std::optional<BradleyTerryFit> fit = rated ? FitBradleyTerry(static_cast<int>(kNames.size()), meetings) : std::nullopt;
    for (const Standing& standing : tables.standings) {
      ASSERT_EQ(standing.joint.has_value(), fit.has_value());
      if (!fit) continue;
      const auto i = static_cast<int>(std::find(kNames.begin(), kNames.end(), standing.entry) - kNames.begin());
      // The sums are the same in another order.
      EXPECT_NEAR(*standing.joint, EloPointsPerLogOdds() * fit->strength[static_cast<std::size_t>(i)], 1e-7);
      EXPECT_NEAR(*standing.joint_high - *standing.joint, 1.959964 * EloPointsPerLogOdds() * fit->StandardError(i), 1e-3);
    }
    EXPECT_EQ(store::CompareTallies(database), std::vector<std::string>{});
  }

  std::mt19937 random_{5};
  std::vector<scenarios::Scenario> scenarios_;
  SpecificationResult all_;
};

TEST_F(Tallies, SayWhatTheGamesSayInWhateverOrderTheyCame) {
  store::Store store(Path());
  Prepare(store);
  int count = 0;
  for (const Half& game : Games(20)) {
    Play(store, game.scenario, game.first, game.second, game.seed, game.half);
    if (++count % 60 == 0) {
      store.Flush();
      ExpectTablesSayWhatTheGamesSay(store.database());
    }
  }
  store.Flush();
  ExpectTablesSayWhatTheGamesSay(store.database());
}

TEST_F(Tallies, SplitPairsAndRatingsLeaveOutWhatOneSidePlaysAlone) {
  store::Store store(Path());
  Prepare(store);
  for (const Half& game : Games(20)) Play(store, game.scenario, game.first, game.second, game.seed, game.half);
  store.Flush();
  store::Database& database = store.database();
  EXPECT_EQ(database.Ask("SELECT group_concat(DISTINCT scenario) FROM split_pairs"), "sample");
  EXPECT_EQ(database.Ask("SELECT sum(games) FROM rating_history"),
            database.Ask("SELECT 2 * count(*) FROM matches WHERE counted = 1 AND scenario = 'sample'"));
}

TEST_F(Tallies, OfMergedShardsAreThoseOfOneStore) {
  const std::vector<Half> games = Games(10);
  for (const std::size_t shard : {0u, 1u, 2u}) {
    store::Store store(Path("shard" + std::to_string(shard)));
    Prepare(store);
    for (std::size_t i = shard; i < games.size(); i += 3) Play(store, games[i].scenario, games[i].first, games[i].second, games[i].seed, games[i].half);
    store.Close();
  }
  store::Store whole(Path());
  Prepare(whole);
  // Halves of one pair lie in different shards; the last shard comes twice.
  for (const int shard : {2, 0, 1, 1}) EXPECT_EQ(store::MergeShard(whole, Path("shard" + std::to_string(shard)), "cup", "0.0.0").error, "");
  ExpectTablesSayWhatTheGamesSay(whole.database());
}

TEST_F(Tallies, ThatWereTouchedAreFound) {
  {
    store::Store store(Path());
    Prepare(store);
    for (const Half& game : Games(4)) Play(store, game.scenario, game.first, game.second, game.seed, game.half);
    store.Close();
  }
  for (const char* change : {"UPDATE role_tallies SET wins = wins + 1", "UPDATE role_tallies SET points = points + 0.5", "DELETE FROM pair_tallies WHERE first = 'anna'",
                             "UPDATE pair_tallies SET pairs_4 = pairs_4 + 1, pairs_3 = pairs_3 - 1 WHERE pairs_3 > 0", "DELETE FROM open_pairs"}) {
    std::filesystem::copy_file(Path(), Path("touched"), std::filesystem::copy_options::overwrite_existing);
    store::Database(Path("touched"), store::Database::Mode::kWrite).Execute(change);
    store::Reader reader(Path("touched"));
    EXPECT_EQ(store::CompareTallies(reader.database()).size(), 1u) << change;
  }
}

}  // namespace
}  // namespace haze::tools
