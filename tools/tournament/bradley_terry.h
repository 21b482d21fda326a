// Joint ratings of many entries from all their games: Bradley-Terry with draws, with intervals that know that the games of a pair belong together.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/tournament/linear.h"

namespace haze::tools {

/// What a draw says.
enum class DrawModel {
  kHalfWin,    ///< half a win for each: Ordo's, and Elo's
  kDavidson,   ///< P(draw) = nu sqrt(pi_i pi_j) / (pi_i + pi_j + nu sqrt(pi_i pi_j)). Davidson 1970, "On extending the Bradley-Terry model to accommodate ties"
  kRaoKupper,  ///< P(i) = pi_i / (pi_i + kappa pi_j). Rao and Kupper 1967, "Ties in paired-comparison experiments"; BayesElo's, drawelo = 400 log10 kappa
};

/// Games of entries `first` and `second` that share luck: the halves of a seed pair, or one game. Counts may be any non-negative numbers.
struct Meeting {
  int first = 0;
  int second = 0;
  double wins = 0.0;  ///< of `first`
  double draws = 0.0;
  double losses = 0.0;
  double times = 1.0;  ///< how many meetings with just these counts
};

/// Meetings of the same entries with the same result as one with `times`, in order: a million results of ten entries become a few hundred.
std::vector<Meeting> MergeAlike(std::span<const Meeting> meetings);

struct BradleyTerryOptions {
  DrawModel draws = DrawModel::kHalfWin;
  int reference = -1;      ///< its strength is 0; -1: the mean of all is
  double prior = 0.0;      ///< draws added to each two entries that met, where the likelihood alone has no maximum
  bool clustered = true;   ///< sandwich intervals over meetings; false: from the likelihood's curvature, as if games were independent
};

struct BradleyTerryFit {
  std::vector<double> strength;     ///< log odds, ln pi
  Table covariance;                 ///< of the strengths, in the same gauge
  std::optional<double> draw;       ///< ln nu (Davidson) or ln kappa (Rao-Kupper), where games were drawn
  double log_likelihood = 0.0;
  int iterations = 0;

  double StandardError(int entry) const;
  /// Of strength[a] - strength[b].
  double StandardErrorOfDifference(int a, int b) const;
};

/// Why there is no finite maximum, or nothing where there is one: every split of the entries into two groups has to have a win (or a draw) of either group over
/// the other, that is, the graph of wins is strongly connected. Source: Ford 1957, "Solution of a ranking problem from binary comparisons"; Hunter 2004, "MM
/// algorithms for generalized Bradley-Terry models", assumption 1.
struct NoMaximum {
  std::vector<std::vector<int>> groups;  ///< each rated within itself; the better ones first where they met
  std::string words;                     ///< with the entries' names
};
std::optional<NoMaximum> WhyNoMaximum(std::span<const Meeting> meetings, std::span<const std::string> names);

/// Maximum likelihood by Newton's method with step halving (the log likelihood is concave in the strengths and the draw parameter). Nothing where
/// WhyNoMaximum() tells why. Where no game was won, all strengths are equal.
std::optional<BradleyTerryFit> FitBradleyTerry(int entries, std::span<const Meeting> meetings, const BradleyTerryOptions& options = {});

/// Points of logistic Elo for each unit of log odds: 400 / ln 10.
double EloPointsPerLogOdds();

}  // namespace haze::tools
