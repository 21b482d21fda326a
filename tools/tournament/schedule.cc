// Who meets whom.
#include "tools/tournament/schedule.h"

#include "tools/tournament/knockout.h"
#include "tools/tournament/ladder.h"
#include "tools/tournament/match_key.h"
#include "tools/tournament/swiss.h"

namespace haze::tools {
namespace {

// Every pair once a round. The order goes by the later of the two entries, so that a further entry appends its pairs and moves no other.
std::vector<std::pair<int, int>> AllPairs(const Specification& specification) {
  std::vector<std::pair<int, int>> pairs;
  for (int later = 1; later < static_cast<int>(specification.entries.size()); ++later) {
    for (int earlier = 0; earlier < later; ++earlier) {
      if (MayMeet(specification, earlier, later)) pairs.emplace_back(earlier, later);
    }
  }
  return pairs;
}

// The first entry against each other one.
std::vector<std::pair<int, int>> FirstAgainstAll(const Specification& specification) {
  std::vector<std::pair<int, int>> pairs;
  for (int other = 1; other < static_cast<int>(specification.entries.size()); ++other) {
    if (MayMeet(specification, 0, other)) pairs.emplace_back(0, other);
  }
  return pairs;
}

// Where one side alone has seats, an entry would play the same seeds against everybody: each pair gets seeds of its own, from what the two are.
std::int64_t SeedBase(const Entry& a, const Entry& b) {
  const bool in_order = a.content_sha256 < b.content_sha256;
  const dynamics::MatchKey hash = MakeMatchKey((in_order ? a : b).content_sha256, (in_order ? b : a).content_sha256, 0);
  std::int64_t base = 0;
  for (int i = 0; i < 5; ++i) base = base * 256 + hash[static_cast<std::size_t>(i)];
  return base << 20;
}

}  // namespace

bool MayMeet(const Specification& specification, int a, int b) {
  if (a == b) return false;
  if (!specification.rated) return true;
  const Entry& one = specification.entries[static_cast<std::size_t>(a)];
  const Entry& two = specification.entries[static_cast<std::size_t>(b)];
  return one.content_sha256 != two.content_sha256 && (one.owner.empty() || one.owner != two.owner);
}

int RoundsOf(const Specification& specification) {
  switch (specification.format) {
    case Format::kSwiss:
      return specification.rounds > 0 ? specification.rounds : RoundsNeeded(specification.entries.size());
    case Format::kKnockout:
      return RoundsNeeded(specification.entries.size());
    default:
      return specification.rounds > 0 ? specification.rounds : 1;
  }
}

bool PairsByResults(Format format) { return format == Format::kSwiss || format == Format::kKnockout || format == Format::kLadder; }

std::optional<std::vector<std::pair<int, int>>> Pairings(const Specification& specification, std::string_view master_secret, int round,
                                                        std::span<const PairResult> before) {
  if (round >= RoundsOf(specification)) return std::nullopt;
  switch (specification.format) {
    case Format::kRoundRobin:
      return AllPairs(specification);
    case Format::kGauntlet:
    case Format::kSprt:
      return FirstAgainstAll(specification);
    case Format::kSwiss:
      return SwissPairings(specification, master_secret, round, before);
    case Format::kKnockout:
      return KnockoutPairings(specification, master_secret, round, before);
    case Format::kLadder:
      return LadderPairings(specification, round, before);
  }
  return std::nullopt;
}

std::vector<Game> GamesOf(const Specification& specification, int round, std::span<const std::pair<int, int>> pairings) {
  std::vector<Game> games;
  for (const auto& [first, second] : pairings) {
    const std::int64_t base = SeedBase(specification.entries[static_cast<std::size_t>(first)], specification.entries[static_cast<std::size_t>(second)]);
    for (int scenario = 0; scenario < static_cast<int>(specification.scenarios.size()); ++scenario) {
      const bool one_sided = specification.scenarios[static_cast<std::size_t>(scenario)].one_sided;
      for (int k = 1; k <= specification.seeds; ++k) {
        for (int half = 0; half < 2; ++half) {
          games.push_back({.round = round,
                           .scenario = scenario,
                           .seed = (one_sided ? base : 0) + static_cast<std::int64_t>(round) * specification.seeds + k,
                           .first = first,
                           .second = second,
                           .half = half});
        }
      }
    }
  }
  return games;
}

}  // namespace haze::tools
