// Elo from counted results of two entries: logistic and normalised, by game or by pair.
//
// Counts are a span of 3 (a game: loss, draw, win) or 5 (a pair of games with sides swapped: 0, 1/2, 1, 3/2, 2 points), from the first entry's side. The
// halves of a pair share seed and scenario, so they are not independent: pairs are the unit of every interval here when 5 counts are given.
#pragma once

#include <span>
#include <vector>

namespace haze::tools {

/// 800 / ln 10: normalised Elo for a t value of 1 a game.
extern const double kNormalizedEloPerT;

/// Logistic Elo for an expected score in [0, 1]; infinite at the ends. Source: Elo, "The Rating of Chessplayers", logistic form: 400 log10(s / (1 - s)).
double EloOfScore(double score);
/// Its inverse.
double ScoreOfElo(double elo);

/// Counts with a thousandth of a result in each empty cell, so that likelihoods and variances stay finite.
std::vector<double> Regularized(std::span<const double> counts);

/// Mean and variance of the score (0 to 1) of one unit, a game or a pair.
struct UnitScore {
  double units = 0.0;
  double mean = 0.0;
  double variance = 0.0;  ///< of one unit
  bool pairs = false;
  /// Of one game: a pair's mean score has half the variance of a game's.
  double GameVariance() const { return pairs ? 2.0 * variance : variance; }
};
UnitScore ScoreOf(std::span<const double> counts);

struct Interval {
  double estimate = 0.0, low = 0.0, high = 0.0;
  double HalfWidth() const { return 0.5 * (high - low); }
};

struct EloEstimate {
  double games = 0.0;
  double units = 0.0;
  Interval score;
  Interval elo;             ///< logistic; scores are held in [0.001, 0.999] first, so that it ends at +-1200
  Interval normalized_elo;  ///< (mean - 1/2) / sigma of a game, times 800 / ln 10
  double los = 0.5;         ///< likelihood of superiority: probability that the true score is above 1/2
};

/// Normal intervals at `confidence` (0.95) for the mean score, carried through to Elo; empty cells are regularised. At least one unit.
/// Source: Van den Bergh, "Normalized Elo" and "The generalized maximum likelihood ratio for the expectation value of a distribution" (fishtest mathematics).
EloEstimate EstimateElo(std::span<const double> counts, double confidence = 0.95);

/// BayesElo's model of a draw: P(win) = 1 / (1 + 10^((drawelo - elo) / 400)), P(loss) the same with -elo (Rao and Kupper 1967 on Elo's scale).
struct WinDrawLoss {
  double win = 0.0, draw = 0.0, loss = 0.0;
  double Score() const { return win + 0.5 * draw; }
};
WinDrawLoss ProbabilitiesOfBayesElo(double bayeselo, double drawelo);
struct BayesElo {
  double elo = 0.0, drawelo = 0.0;
};
/// Inverse; win and loss in (0, 1).
BayesElo BayesEloOf(double win, double loss);
/// Rating points of BayesElo to points that agree with logistic Elo for small differences: 4x / (1 + x)^2 with x = 10^(-drawelo / 400).
double BayesEloScale(double drawelo);

/// Ordo's default scale: 76 % for a difference of 202 points.
double OrdoExpectedScore(double difference);
/// Points of that scale for each unit of log odds (about 175.25).
double OrdoPointsPerLogOdds();

}  // namespace haze::tools
