// The ladder.
#include "tools/tournament/ladder.h"

#include <cmath>
#include <cstdlib>

#include "tools/tournament/schedule.h"

namespace haze::tools {
namespace {

constexpr double kAnchorDeviation = 30.0;  // Glickman's lower bound of a rating in use
constexpr long kMetBefore = 100;           // points

}  // namespace

std::vector<Glicko> LadderRatings(const Specification& specification, int round, std::span<const PairResult> before) {
  std::vector<Glicko> ratings(specification.entries.size());
  for (std::size_t i = 0; i < ratings.size(); ++i) {
    if (specification.entries[i].anchor) ratings[i] = {.rating = specification.entries[i].rating, .deviation = kAnchorDeviation};
  }
  for (int r = 0; r < round; ++r) {
    std::vector<std::vector<GlickoGame>> games(ratings.size());
    for (const PairResult& result : before) {
      if (result.round != r) continue;
      const auto a = static_cast<std::size_t>(result.first);
      const auto b = static_cast<std::size_t>(result.second);
      games[a].push_back({.rating = ratings[b].rating, .deviation = ratings[b].deviation, .score = 0.5 * result.first_points});
      games[b].push_back({.rating = ratings[a].rating, .deviation = ratings[a].deviation, .score = 1.0 - 0.5 * result.first_points});
    }
    for (std::size_t i = 0; i < ratings.size(); ++i) {
      if (!specification.entries[i].anchor) ratings[i] = RateGlicko2(ratings[i], games[i]).after;
    }
  }
  return ratings;
}

std::optional<std::vector<std::pair<int, int>>> LadderPairings(const Specification& specification, int round, std::span<const PairResult> before) {
  const std::vector<Glicko> ratings = LadderRatings(specification, round, before);
  const int n = static_cast<int>(ratings.size());
  // Rounds in which two met, counted once each.
  std::vector<std::vector<std::vector<int>>> met(ratings.size(), std::vector<std::vector<int>>(ratings.size()));
  for (const PairResult& result : before) {
    if (result.round >= round) continue;
    auto& rounds = met[static_cast<std::size_t>(result.first)][static_cast<std::size_t>(result.second)];
    bool known = false;
    for (const int one : rounds) known = known || one == result.round;
    if (!known) rounds.push_back(result.round);
  }
  std::vector<std::pair<int, int>> pairs;
  for (int entry = 0; entry < n; ++entry) {
    if (specification.entries[static_cast<std::size_t>(entry)].anchor) continue;
    int nearest = -1;
    long least = 0;
    for (int anchor = 0; anchor < n; ++anchor) {
      if (!specification.entries[static_cast<std::size_t>(anchor)].anchor || !MayMeet(specification, entry, anchor)) continue;
      const auto a = static_cast<std::size_t>(anchor);
      const auto e = static_cast<std::size_t>(entry);
      // Whole points: an ulp of the rating decides nothing.
      const long away = std::labs(std::lround(ratings[e].rating - ratings[a].rating)) + kMetBefore * static_cast<long>(met[e][a].size());
      if (nearest < 0 || away < least) {
        nearest = anchor;
        least = away;
      }
    }
    if (nearest >= 0) pairs.emplace_back(entry, nearest);
  }
  if (pairs.empty()) return std::nullopt;
  return pairs;
}

}  // namespace haze::tools
