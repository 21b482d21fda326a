// alpha-Rank: how long a population of learning players would spend on each strategy, where ratings would go round in circles.
#pragma once

#include <vector>

#include "tools/tournament/linear.h"

namespace haze::tools {

struct AlphaRankOptions {
  int population = 50;         ///< m >= 2 of the paper
  double alpha = 1.0;          ///< selection pressure, >= 0; ignored when `infinite`
  bool infinite = false;       ///< the limit of ever stronger selection
  /// Single population: fitness against the one opponent at hand (true), or against the population as it is composed.
  bool local_selection = true;
};

struct AlphaRank {
  std::vector<double> mass;  ///< stationary share of each strategy, or of each profile in row-major order (the last population's strategy changes fastest)
  /// The chain's recurrent classes under infinite alpha (moves that lose have probability 0): sinks of the response graph, ascending, and the stationary
  /// distribution within each. Under finite alpha every move has some probability: one class of all, which `within` repeats.
  std::vector<std::vector<int>> classes;
  std::vector<std::vector<double>> within;
};

/// Players of one population who meet one another; payoff(i, j) of strategy i against j.
///
/// The stationary distribution comes from the elimination of Grassmann, Taskar and Heyman 1985, which subtracts nothing, on logarithms of probabilities, so that
/// it is relatively exact however small they are. Under infinite alpha it runs on leading terms c exp(-k alpha), pairs (k, c): the limit of the finite
/// distributions, which also shares mass between several recurrent classes rightly. Source: Omidshafiei et al. 2019, "alpha-Rank: Multi-Agent Evaluation by
/// Evolution", eq. (8) to (11).
AlphaRank RankSinglePopulation(const Table& payoff, const AlphaRankOptions& options = {});

/// One population for each role: `strategies[k]` strategies of population k; `payoffs[k][profile]` what its player gets, profiles in row-major order.
AlphaRank RankMultiPopulation(const std::vector<int>& strategies, const std::vector<std::vector<double>>& payoffs, const AlphaRankOptions& options = {});

}  // namespace haze::tools
