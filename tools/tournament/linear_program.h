// Linear programs over mixtures, by GLPK.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "tools/tournament/linear.h"

namespace haze::tools {

/// The mixtures p >= 0, sum p = 1 with `constraints` p <= 0 (row by row).
class MixtureProgram {
 public:
  explicit MixtureProgram(const Table& constraints);
  ~MixtureProgram();
  MixtureProgram(const MixtureProgram&) = delete;
  MixtureProgram& operator=(const MixtureProgram&) = delete;

  /// A vertex that maximises objective . p; nothing where there is no such mixture.
  std::optional<std::vector<double>> Maximize(const std::vector<double>& objective);

 private:
  void* problem_;
  std::size_t size_;
};

/// The value of the zero-sum game in which the row player receives payoff(i, j), and an optimal mixture of rows.
struct GameValue {
  double value = 0.0;
  std::vector<double> rows;
};
GameValue SolveGame(const Table& payoff);

}  // namespace haze::tools
