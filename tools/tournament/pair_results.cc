// Halves of pairs, put together in the order of the schedule.
#include "tools/tournament/pair_results.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "tools/tournament/schedule.h"

namespace haze::tools {

std::vector<PairResult> PairResults(const SpecificationResult& all, const std::vector<store::CountedGame>& games) {
  const Specification& specification = all.specification;
  const auto entry = [&](const std::string& name) {
    for (std::size_t i = 0; i < specification.entries.size(); ++i) {
      if (specification.entries[i].name == name) return static_cast<int>(i);
    }
    return -1;
  };
  const auto scenario = [&](const std::string& hash) {
    for (std::size_t i = 0; i < specification.scenarios.size(); ++i) {
      if (specification.scenarios[i].hash == hash) return static_cast<int>(i);
    }
    return -1;
  };
  std::vector<PairResult> pairs;
  for (std::size_t i = 0; i + 1 < games.size(); ++i) {
    const store::CountedGame& a = games[i];
    const store::CountedGame& b = games[i + 1];
    const bool together = a.game.half == 0 && b.game.half == 1 && a.game.round == b.game.round && a.game.first == b.game.first && a.game.second == b.game.second &&
                          a.scenario_hash == b.scenario_hash && a.seed == b.seed;
    if (!together) continue;
    PairResult pair{.round = static_cast<int>(a.game.round), .scenario = scenario(a.scenario_hash), .seed = a.seed, .first = entry(a.game.first), .second = entry(a.game.second)};
    if (pair.scenario < 0 || pair.first < 0 || pair.second < 0) continue;
    pair.first_points = PairPoints(a, b, specification.scenarios[static_cast<std::size_t>(pair.scenario)].one_sided,
                                   all.scenarios[static_cast<std::size_t>(pair.scenario)].scenario->draw_band);
    pairs.push_back(pair);
  }
  // The order of the schedule, in which an SPRT reads them.
  std::stable_sort(pairs.begin(), pairs.end(), [](const PairResult& x, const PairResult& y) {
    const auto key = [](const PairResult& p) { return std::tuple(p.round, std::max(p.first, p.second), std::min(p.first, p.second), p.scenario, p.seed); };
    return key(x) < key(y);
  });
  return pairs;
}

SprtState SprtStateOf(const SpecificationResult& all, const std::vector<store::CountedGame>& games) {
  const Specification& specification = all.specification;
  std::map<std::tuple<int, int, int, std::int64_t>, double> known;  // by round, second entry, scenario, seed
  for (const PairResult& pair : PairResults(all, games)) known[{pair.round, pair.second, pair.scenario, pair.seed}] = pair.first_points;
  std::vector<int> cells;
  for (int round = 0; round < std::max(1, specification.rounds); ++round) {
    const std::optional<std::vector<std::pair<int, int>>> pairings = Pairings(specification, "", round, {});
    if (!pairings) break;
    for (const Game& game : GamesOf(specification, round, *pairings)) {
      if (game.half != 0) continue;
      const auto found = known.find({game.round, game.second, game.scenario, game.seed});
      if (found == known.end()) {
        round = specification.rounds;
        break;
      }
      cells.push_back(PairCell(found->second));
    }
  }
  const SprtRule& rule = specification.sprt;
  return RunSprt({.elo0 = rule.elo0, .elo1 = rule.elo1, .alpha = rule.alpha, .beta = rule.beta}, 5, cells);
}

double PairPoints(const store::CountedGame& half0, const store::CountedGame& half1, bool one_sided, double draw_band) {
  if (one_sided) {
    // Both played the same seat: more points win the pair, a forfeit loses it.
    const bool failed0 = half0.result.rfind("FORFEIT", 0) == 0, failed1 = half1.result.rfind("FORFEIT", 0) == 0;
    if (failed0 != failed1) return failed0 ? 0.0 : 2.0;
    const double lead = (half0.blue_points + half0.red_points) - (half1.blue_points + half1.red_points);
    return lead > draw_band ? 2.0 : lead < -draw_band ? 0.0 : 1.0;
  }
  const auto value = [](const store::CountedGame& game, const char* side) { return game.winner == side ? 1.0 : game.winner.empty() ? 0.5 : 0.0; };
  return value(half0, "blue") + value(half1, "red");
}

}  // namespace haze::tools
