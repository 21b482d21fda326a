// Ratings round by round.
#include "tools/tournament/history.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "tools/tournament/elo.h"
#include "tools/tournament/sprt.h"

namespace haze::tools {

std::vector<RatingPoint> RatingHistory(const Specification& specification, const std::vector<PairResult>& pairs) {
  std::set<int> rounds;
  std::map<std::pair<int, int>, std::array<long, 5>> met;  // by entry and round
  for (const PairResult& pair : pairs) {
    rounds.insert(pair.round);
    const auto cell = static_cast<std::size_t>(PairCell(pair.first_points));
    ++met[{pair.first, pair.round}][cell];
    ++met[{pair.second, pair.round}][4 - cell];
  }
  std::vector<RatingPoint> out;
  for (std::size_t i = 0; i < specification.entries.size(); ++i) {
    std::array<double, 5> counts{};
    long sum = 0;
    for (const int round : rounds) {
      const auto found = met.find({static_cast<int>(i), round});
      for (std::size_t cell = 0; found != met.end() && cell < counts.size(); ++cell) {
        counts[cell] += static_cast<double>(found->second[cell]);
        sum += found->second[cell];
      }
      if (sum == 0) continue;
      const EloEstimate estimate = EstimateElo(counts);
      out.push_back({.entry = specification.entries[i].name, .round = round, .pairs = sum, .elo = estimate.elo.estimate, .low = estimate.elo.low, .high = estimate.elo.high});
    }
  }
  return out;
}

}  // namespace haze::tools
