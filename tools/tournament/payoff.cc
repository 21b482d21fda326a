// Payoff matrices and their decomposition.
#include "tools/tournament/payoff.h"

#include <algorithm>
#include <cmath>

#include "dynamics/assert.h"
#include "tools/tournament/components.h"

namespace haze::tools {
namespace {

void Add(PayoffMatrix& matrix, const RoleResult& result) {
  const auto i = static_cast<std::size_t>(result.player);
  const auto j = static_cast<std::size_t>(result.opponent);
  matrix.sum(i, j) += result.points;
  matrix.count(i, j) += 1.0;
}

}  // namespace

std::map<std::string, PayoffMatrix> PayoffsByRole(std::size_t entries, std::span<const RoleResult> results) {
  std::map<std::string, PayoffMatrix> roles;
  for (const RoleResult& result : results) {
    PayoffMatrix& matrix = roles[result.role];
    if (matrix.sum.rows() == 0) matrix = {.sum = Table(entries, entries), .count = Table(entries, entries)};
    Add(matrix, result);
  }
  return roles;
}

Table MetaGame(std::size_t entries, std::span<const RoleResult> results, Table* weight) {
  PayoffMatrix all{.sum = Table(entries, entries), .count = Table(entries, entries)};
  for (const RoleResult& result : results) Add(all, result);
  Table game(entries, entries);
  if (weight != nullptr) *weight = Table(entries, entries);
  for (std::size_t i = 0; i < entries; ++i) {
    for (std::size_t j = 0; j < entries; ++j) {
      if (i == j || all.count(i, j) == 0.0 || all.count(j, i) == 0.0) continue;
      game(i, j) = all.Mean(i, j) - all.Mean(j, i);
      if (weight != nullptr) (*weight)(i, j) = all.count(i, j) + all.count(j, i);
    }
  }
  return game;
}

Hodge Decompose(const Table& payoff, const Table& weight) {
  const std::size_t n = payoff.rows();
  HAZE_ASSERT(payoff.cols() == n && weight.rows() == n && weight.cols() == n, "square matrices of one size", n);
  std::vector<std::vector<int>> edges(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (i != j && weight(i, j) > 0.0) edges[i].push_back(static_cast<int>(j));
    }
  }
  Hodge hodge;
  hodge.potential.assign(n, 0.0);
  for (const std::vector<int>& group : StronglyConnected(edges)) {
    const std::size_t k = group.size();
    // Normal equations: the graph's Laplacian, with the mean of the group held at 0 by a matrix of ones.
    Table laplacian(k, k, 1.0);
    Table right(k, 1);
    for (std::size_t a = 0; a < k; ++a) {
      const auto i = static_cast<std::size_t>(group[a]);
      for (std::size_t b = 0; b < k; ++b) {
        if (a == b) continue;
        const auto j = static_cast<std::size_t>(group[b]);
        laplacian(a, a) += weight(i, j);
        laplacian(a, b) -= weight(i, j);
        right(a, 0) += weight(i, j) * payoff(i, j);
      }
    }
    const std::optional<Table> solved = Solve(laplacian, right);
    HAZE_ASSERT(solved.has_value(), "a connected group has a regular Laplacian", k);
    for (std::size_t a = 0; a < k; ++a) hodge.potential[static_cast<std::size_t>(group[a])] = (*solved)(a, 0);
  }
  hodge.cyclic = Table(n, n);
  double rest = 0.0;
  double whole = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (i == j || weight(i, j) <= 0.0) continue;
      const double left = payoff(i, j) - (hodge.potential[i] - hodge.potential[j]);
      hodge.cyclic(i, j) = left;
      rest += weight(i, j) * left * left;
      whole += weight(i, j) * payoff(i, j) * payoff(i, j);
    }
  }
  hodge.intransitivity = whole > 0.0 ? std::min(1.0, rest / whole) : 0.0;
  return hodge;
}

std::vector<int> StrongestCycle(const Table& payoff) {
  const int n = static_cast<int>(payoff.rows());
  const auto at = [&](int i, int j) { return payoff(static_cast<std::size_t>(i), static_cast<std::size_t>(j)); };
  std::vector<int> best;
  double least = 0.0;
  for (int a = 0; a < n; ++a) {
    for (int b = a + 1; b < n; ++b) {
      for (int c = a + 1; c < n; ++c) {
        if (c == b) continue;
        const double weakest = std::min({at(a, b), at(b, c), at(c, a)});
        if (weakest > least) {
          least = weakest;
          best = {a, b, c};
        }
      }
    }
  }
  return best;
}

}  // namespace haze::tools
