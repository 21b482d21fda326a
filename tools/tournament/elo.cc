// Elo from counted results of two entries.
#include "tools/tournament/elo.h"

#include <algorithm>
#include <cmath>

#include "dynamics/assert.h"
#include "tools/tournament/normal.h"

namespace haze::tools {
namespace {

constexpr double kEmptyCell = 1e-3;
constexpr double kLeastScore = 1e-3;

double HeldElo(double score) { return EloOfScore(std::clamp(score, kLeastScore, 1.0 - kLeastScore)); }

}  // namespace

const double kNormalizedEloPerT = 800.0 / std::log(10.0);

double EloOfScore(double score) { return -400.0 * std::log10(1.0 / score - 1.0); }

double ScoreOfElo(double elo) { return 1.0 / (1.0 + std::pow(10.0, -elo / 400.0)); }

std::vector<double> Regularized(std::span<const double> counts) {
  std::vector<double> regular(counts.begin(), counts.end());
  for (double& count : regular) {
    if (count == 0.0) count = kEmptyCell;
  }
  return regular;
}

UnitScore ScoreOf(std::span<const double> counts) {
  HAZE_ASSERT(counts.size() == 3 || counts.size() == 5, "counts are of games (3) or of pairs (5)", counts.size());
  UnitScore score;
  score.pairs = counts.size() == 5;
  const double top = static_cast<double>(counts.size() - 1);
  double points = 0.0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    score.units += counts[i];
    points += counts[i] * static_cast<double>(i) / top;
  }
  score.mean = points / score.units;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double off = static_cast<double>(i) / top - score.mean;
    score.variance += counts[i] / score.units * off * off;
  }
  return score;
}

EloEstimate EstimateElo(std::span<const double> counts, double confidence) {
  const UnitScore score = ScoreOf(Regularized(counts));
  const double z = NormalQuantile(0.5 + 0.5 * confidence);
  const double sigma = std::sqrt(score.variance / score.units);
  EloEstimate estimate;
  for (const double count : counts) estimate.units += count;
  estimate.games = score.pairs ? 2.0 * estimate.units : estimate.units;
  estimate.score = {.estimate = score.mean, .low = score.mean - z * sigma, .high = score.mean + z * sigma};
  estimate.elo = {.estimate = HeldElo(score.mean), .low = HeldElo(estimate.score.low), .high = HeldElo(estimate.score.high)};
  const double scale = kNormalizedEloPerT / std::sqrt(score.GameVariance());
  estimate.normalized_elo = {
      .estimate = (score.mean - 0.5) * scale, .low = (estimate.score.low - 0.5) * scale, .high = (estimate.score.high - 0.5) * scale};
  estimate.los = NormalCdf((score.mean - 0.5) / sigma);
  return estimate;
}

WinDrawLoss ProbabilitiesOfBayesElo(double bayeselo, double drawelo) {
  WinDrawLoss p;
  p.win = 1.0 / (1.0 + std::pow(10.0, (drawelo - bayeselo) / 400.0));
  p.loss = 1.0 / (1.0 + std::pow(10.0, (drawelo + bayeselo) / 400.0));
  p.draw = 1.0 - p.win - p.loss;
  return p;
}

BayesElo BayesEloOf(double win, double loss) {
  const double of_win = std::log10((1.0 - win) / win);
  const double of_loss = std::log10((1.0 - loss) / loss);
  return {.elo = 200.0 * (of_loss - of_win), .drawelo = 200.0 * (of_loss + of_win)};
}

double BayesEloScale(double drawelo) {
  const double x = std::pow(10.0, -drawelo / 400.0);
  return 4.0 * x / ((1.0 + x) * (1.0 + x));
}

double OrdoPointsPerLogOdds() { return 202.0 / std::log(0.76 / 0.24); }

double OrdoExpectedScore(double difference) { return 1.0 / (1.0 + std::exp(-difference / OrdoPointsPerLogOdds())); }

}  // namespace haze::tools
