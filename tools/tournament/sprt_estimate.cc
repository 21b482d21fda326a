// The estimate after a sequential test. Follows sprt.cc.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "tools/tournament/normal.h"
#include "tools/tournament/sprt.h"

namespace haze::tools {
namespace {

constexpr double kPi = std::numbers::pi;

// Eigenfunction series of the motion between absorbing barriers, integrated from the lower one to y. Good unless little time has passed.
double BySeries(double a, double b, double mu, double sigma, double T, double y) {
  const double A = b - a;
  const double x = -a;
  const double z = y - a;
  const double gamma = mu / (sigma * sigma);
  double sum = 0.0;
  for (int n = 1; n < 2000; ++n) {
    const double k = n * kPi / A;
    // Decay of the n-th mode with the shift of measure between start and end.
    const double weight = std::exp(-0.5 * (k * k * sigma * sigma + mu * gamma) * T + gamma * (z - x));
    const double integral = 2.0 / A * (gamma * std::sin(k * z) - k * std::cos(k * z)) / (gamma * gamma + k * k);
    sum += weight * integral * std::sin(k * x);
    if (weight * 2.0 / (A * k) < 1e-12) break;
  }
  // What leaves at the lower barrier in the end.
  double ever = 0.0;
  if (std::fabs(gamma * A) < 1e-8) {
    ever = (A - x) / A;
  } else if (gamma > 0.0) {
    ever = std::exp(-2.0 * gamma * x) * std::expm1(-2.0 * gamma * (A - x)) / std::expm1(-2.0 * gamma * A);
  } else {
    ever = std::expm1(2.0 * gamma * (A - x)) / std::expm1(2.0 * gamma * A);
  }
  return ever + sum;
}

// One reflection at each barrier: what more of them add is below round-off where little time has passed or the drift is strong.
double ByReflection(double a, double b, double mu, double sigma, double T, double y) {
  const double spread = sigma * std::sqrt(T);
  const double gamma = mu / (sigma * sigma);
  const double below = NormalCdf((y - mu * T) / spread);
  const double through_a = std::exp(2.0 * gamma * a + LogNormalCdf((2.0 * a - y + mu * T) / spread));
  const double through_b = std::exp(2.0 * gamma * b + LogNormalCdf((y - mu * T - 2.0 * b) / spread));
  return below + through_a - through_b;
}

}  // namespace

double BrownianOutcomeCdf(double a, double b, double mu, double sigma, double T, double y) {
  const double A = b - a;
  const bool short_time = sigma * sigma * T / (A * A) < 1e-2;
  const bool strong_drift = std::fabs(mu / (sigma * sigma) * A) > 15.0;
  return std::clamp(short_time || strong_drift ? ByReflection(a, b, mu, sigma, T, y) : BySeries(a, b, mu, sigma, T, y), 0.0, 1.0);
}

std::optional<SprtEstimate> EstimateAfterSprt(const SprtTest& test, std::span<const double> counts, double confidence) {
  const std::optional<double> llr = LogLikelihoodRatio(test, counts);
  if (!llr) return std::nullopt;
  const UnitScore score = ScoreOf(Regularized(counts));
  double s0 = 0.0;
  double s1 = 0.0;
  switch (test.model) {
    case EloModel::kLogistic:
      s0 = ScoreOfElo(test.elo0);
      s1 = ScoreOfElo(test.elo1);
      break;
    case EloModel::kNormalized:
      s0 = 0.5 + test.elo0 / kNormalizedEloPerT * std::sqrt(score.GameVariance());
      s1 = 0.5 + test.elo1 / kNormalizedEloPerT * std::sqrt(score.GameVariance());
      break;
    case EloModel::kBayesian: {
      const std::vector<double> regular = Regularized(counts);
      const double games = regular[0] + regular[1] + regular[2];
      const double drawelo = BayesEloOf(regular[2] / games, regular[0] / games).drawelo;
      s0 = ProbabilitiesOfBayesElo(test.elo0, drawelo).Score();
      s1 = ProbabilitiesOfBayesElo(test.elo1, drawelo).Score();
      break;
    }
  }
  const SprtBounds bounds = BoundsOf(test.alpha, test.beta);
  // Drift and variance of the ratio for each unit, when the true score is s and the variance that of the sample: to second order in s1 - s0.
  const auto outcome = [&](double s, double T, double y) {
    const double drift = (s - 0.5 * (s0 + s1)) * (s1 - s0) / score.variance;
    return BrownianOutcomeCdf(bounds.lower, bounds.upper, drift, (s1 - s0) / std::sqrt(score.variance), T, y);
  };
  const double slope = (score.mean - 0.5 * (s0 + s1)) * (s1 - s0) / score.variance;
  // A last pair overshoots the bound: the motion is taken to have ended when it crossed.
  double T = score.units;
  double y = T * slope;
  if (y < bounds.lower) {
    y = bounds.lower;
    T = y / slope;
  } else if (y > bounds.upper) {
    y = bounds.upper;
    T = y / slope;
  }
  // The better the entry, the less probable an outcome as bad as this one.
  const auto solve = [&](double level) {
    double low = -1000.0;
    double high = 1000.0;
    for (int i = 0; i < 80; ++i) {
      const double middle = 0.5 * (low + high);
      (outcome(ScoreOfElo(middle), T, y) > level ? low : high) = middle;
    }
    return 0.5 * (low + high);
  };
  const double tail = 0.5 * (1.0 - confidence);
  SprtEstimate estimate;
  estimate.elo = {.estimate = solve(0.5), .low = solve(1.0 - tail), .high = solve(tail)};
  estimate.los = outcome(0.5, T, y);
  estimate.llr = *llr;
  return estimate;
}

}  // namespace haze::tools
