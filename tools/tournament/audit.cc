#include "tools/tournament/audit.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "tools/tournament/bradley_terry.h"
#include "tools/tournament/normal.h"

namespace haze::tools {
namespace {

constexpr double kImprobable = 0.01;

const std::string& OwnerOf(const Entry& entry) { return entry.owner.empty() ? entry.name : entry.owner; }

void FindIdentical(const Specification& specification, std::vector<Suspicion>& found) {
  for (std::size_t a = 0; a < specification.entries.size(); ++a) {
    for (std::size_t b = a + 1; b < specification.entries.size(); ++b) {
      const Entry &first = specification.entries[a], &second = specification.entries[b];
      if (first.content_sha256 != second.content_sha256) continue;
      found.push_back({"identical", first.name, second.name, 0.0, fmt::format("{} and {} are the same program ({})", first.name, second.name, first.content_sha256.substr(0, 8))});
    }
  }
}

// One pair of owners, against the ratings from everybody else's meetings.
void FindImprobable(const Specification& specification, const std::vector<PairResult>& pairs, const std::pair<std::string, std::string>& owners, std::size_t looked_at,
                    std::vector<Suspicion>& found) {
  const auto theirs = [&](const PairResult& pair) {
    const std::string &a = OwnerOf(specification.entries[static_cast<std::size_t>(pair.first)]), &b = OwnerOf(specification.entries[static_cast<std::size_t>(pair.second)]);
    return std::minmax(a, b) == std::minmax(owners.first, owners.second);
  };
  std::vector<Meeting> others;
  std::map<std::pair<int, int>, std::pair<long, double>> meetings;  // pairs and points of the first
  for (const PairResult& pair : pairs) {
    if (theirs(pair)) {
      auto& [count, points] = meetings[{pair.first, pair.second}];
      ++count;
      points += pair.first_points;
    } else {
      others.push_back({.first = pair.first, .second = pair.second, .wins = pair.first_points / 2.0, .draws = 0.0, .losses = 1.0 - pair.first_points / 2.0, .times = 1.0});
    }
  }
  if (others.empty() || meetings.empty()) return;
  // One draw added to each two that met: a table whose ratings have no maximum still has an expectation.
  const std::optional<BradleyTerryFit> fit = FitBradleyTerry(static_cast<int>(specification.entries.size()), MergeAlike(others), {.prior = 1.0});
  if (!fit) return;
  double difference = 0.0, variance = 0.0, expected = 0.0, count = 0.0;
  for (const auto& [who, result] : meetings) {
    const auto [first, second] = who;
    const auto n = static_cast<double>(result.first);
    const double p = 1.0 / (1.0 + std::exp(fit->strength[static_cast<std::size_t>(second)] - fit->strength[static_cast<std::size_t>(first)]));
    const double error = fit->StandardErrorOfDifference(first, second);
    if (!std::isfinite(error)) return;
    // Points of the owner that comes first in the name of the pair.
    const double sign = OwnerOf(specification.entries[static_cast<std::size_t>(first)]) == owners.first ? 1.0 : -1.0;
    difference += sign * (result.second / 2.0 - n * p);
    expected += sign > 0.0 ? n * p : n * (1.0 - p);
    variance += n * p * (1.0 - p) + std::pow(n * p * (1.0 - p) * error, 2);
    count += n;
  }
  if (!(variance > 0.0)) return;
  const double probability = std::min(1.0, 2.0 * NormalCdf(-std::fabs(difference) / std::sqrt(variance)) * static_cast<double>(looked_at));
  if (probability >= kImprobable) return;
  found.push_back({"improbable", owners.first, owners.second, probability,
                   fmt::format("{} took {:.1f} of {:.0f} points from {}; its other results let expect {:.1f} (by chance {:.1g})", owners.first, 2.0 * (expected + difference), 2.0 * count,
                               owners.second, 2.0 * expected, probability)});
}

}  // namespace

std::vector<Suspicion> Audit(const Specification& specification, const std::vector<PairResult>& pairs) {
  std::vector<Suspicion> found;
  FindIdentical(specification, found);
  std::vector<std::string> owners;
  for (const Entry& entry : specification.entries) owners.push_back(OwnerOf(entry));
  std::sort(owners.begin(), owners.end());
  owners.erase(std::unique(owners.begin(), owners.end()), owners.end());
  const std::size_t looked_at = owners.size() * (owners.size() - 1) / 2;
  for (std::size_t a = 0; a < owners.size(); ++a) {
    for (std::size_t b = a + 1; b < owners.size(); ++b) FindImprobable(specification, pairs, {owners[a], owners[b]}, looked_at, found);
  }
  return found;
}

}  // namespace haze::tools
