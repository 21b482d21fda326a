// Nash averaging: entries weighed as in the equilibrium of the game between them, so that copies of an entry and easy opponents change nothing.
#pragma once

#include <optional>
#include <vector>

#include "tools/tournament/linear.h"

namespace haze::tools {

struct NashAverage {
  std::vector<double> rows;          ///< maximum-entropy equilibrium mixture of the rows
  std::vector<double> columns;       ///< of the columns; equal to `rows` in a symmetric game
  double value = 0.0;                ///< of the game for the row player; 0 in a symmetric one
  std::vector<double> row_scores;    ///< payoff of each row against the columns' mixture: its rating, at most `value`
  std::vector<double> column_scores; ///< minus the payoff of the rows' mixture against each column
  bool unique = false;               ///< there is one equilibrium only
};

/// Of a zero-sum game in which the row player receives payoff(i, j); entries against entries when it is antisymmetric, entries against tasks otherwise.
/// Source: Balduzzi, Tuyls, Perolat, Graepel 2018, "Re-evaluating Evaluation", section 4.1: among equilibria the one of maximum entropy is unique.
NashAverage AverageByNash(const Table& payoff);

/// The most that a deviation gains against `p` in the symmetric game of an antisymmetric payoff: max_i (A p)_i - p A p.
double Exploitability(const Table& payoff, const std::vector<double>& p);

/// The mixture of maximum entropy among those with `constraints` p <= 0 row by row; nothing where there is none. `unique`: whether it is the only one at all.
std::optional<std::vector<double>> MaximumEntropyMixture(const Table& constraints, bool* unique = nullptr);

}  // namespace haze::tools
