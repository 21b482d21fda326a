// What entries score against one another, role by role, and how much of it is a ranking and how much goes round in circles.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "tools/tournament/linear.h"

namespace haze::tools {

/// One game as seen from one role.
struct RoleResult {
  std::string role;   ///< "red.target"
  int player = 0;     ///< the entry that played it
  int opponent = 0;   ///< the entry on the other side
  double points = 0;  ///< of `player`, 0 to 1
};

/// Empirical means with counts; cell (i, j) is entry i in the role against entry j.
struct PayoffMatrix {
  Table sum;
  Table count;
  /// Not-a-number where they have not met.
  double Mean(std::size_t i, std::size_t j) const { return sum(i, j) / count(i, j); }
};

std::map<std::string, PayoffMatrix> PayoffsByRole(std::size_t entries, std::span<const RoleResult> results);

/// The zero-sum game between entries: A(i, j) = mean points of i in all roles against j less those of j against i; 0 where they have not met. `weight`, when
/// given, receives the number of games of each two.
Table MetaGame(std::size_t entries, std::span<const RoleResult> results, Table* weight = nullptr);

/// An antisymmetric payoff as differences of potentials plus a rest that no ranking explains.
struct Hodge {
  std::vector<double> potential;   ///< least squares over games, mean 0 in each connected group
  Table cyclic;                    ///< A(i, j) - (potential[i] - potential[j])
  double intransitivity = 0.0;     ///< weighted square of the rest over that of the whole, 0 (a ranking) to 1 (rock, paper, scissors)
};
/// `weight` is symmetric and non-negative; 0 where two have not met. Source: Jiang, Lim, Yao, Ye 2011, "Statistical ranking and combinatorial Hodge theory":
/// the rest is the sum of the curl and harmonic parts.
Hodge Decompose(const Table& payoff, const Table& weight);

/// A circle of three entries each of which beats the next: the one whose weakest win is largest; empty where there is none.
std::vector<int> StrongestCycle(const Table& payoff);

}  // namespace haze::tools
