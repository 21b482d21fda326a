// Sequential probability ratio test: likelihood ratios and verdicts. The estimate after the test is in sprt_estimate.cc.
#include "tools/tournament/sprt.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "dynamics/assert.h"

namespace haze::tools {
namespace {

// The x with sum p a / (1 + x a) = 0, between the poles; the sum falls throughout. Nothing where all values have one sign.
std::optional<double> SolveSecular(std::span<const double> a, std::span<const double> p) {
  const auto [least, most] = std::minmax_element(a.begin(), a.end());
  if (!(*least < 0.0 && *most > 0.0)) return std::nullopt;
  double low = -1.0 / *most;
  double high = -1.0 / *least;
  double x = 0.0;
  for (int i = 0; i < 300; ++i) {
    double f = 0.0;
    double slope = 0.0;
    for (std::size_t k = 0; k < a.size(); ++k) {
      const double part = a[k] / (1.0 + x * a[k]);
      f += p[k] * part;
      slope -= p[k] * part * part;
    }
    (f > 0.0 ? low : high) = x;
    const double newton = x - f / slope;
    const double next = newton > low && newton < high ? newton : 0.5 * (low + high);
    if (next == x || std::fabs(next - x) <= 1e-16 * std::max(std::fabs(low), std::fabs(high))) return next;
    x = next;
  }
  return x;
}

struct Distribution {
  std::vector<double> values;  // scores of the cells
  std::vector<double> p;       // observed
  double units = 0.0;
};

Distribution Observed(std::span<const double> counts) {
  Distribution observed;
  observed.p = Regularized(counts);
  for (const double count : observed.p) observed.units += count;
  for (std::size_t i = 0; i < observed.p.size(); ++i) {
    observed.p[i] /= observed.units;
    observed.values.push_back(static_cast<double>(i) / static_cast<double>(counts.size() - 1));
  }
  return observed;
}

// The most likely distribution with the given mean.
std::optional<std::vector<double>> MostLikelyWithMean(const Distribution& observed, double mean) {
  std::vector<double> off = observed.values;
  for (double& value : off) value -= mean;
  const std::optional<double> x = SolveSecular(off, observed.p);
  if (!x) return std::nullopt;
  std::vector<double> p = observed.p;
  for (std::size_t i = 0; i < p.size(); ++i) p[i] /= 1.0 + *x * off[i];
  return p;
}

// The most likely distribution with (mean - 1/2) / sigma = t.
std::optional<std::vector<double>> MostLikelyWithT(const Distribution& observed, double t) {
  const std::size_t n = observed.p.size();
  std::vector<double> p(n, 1.0 / static_cast<double>(n));
  for (int round = 0; round < 200; ++round) {
    double mean = 0.0;
    double variance = 0.0;
    for (std::size_t i = 0; i < n; ++i) mean += p[i] * observed.values[i];
    for (std::size_t i = 0; i < n; ++i) variance += p[i] * (observed.values[i] - mean) * (observed.values[i] - mean);
    const double sigma = std::sqrt(variance);
    std::vector<double> off(n);
    for (std::size_t i = 0; i < n; ++i) {
      const double standard = (mean - observed.values[i]) / sigma;
      off[i] = observed.values[i] - 0.5 - 0.5 * t * sigma * (1.0 + standard * standard);
    }
    const std::optional<double> x = SolveSecular(off, observed.p);
    if (!x) return std::nullopt;
    double moved = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      const double next = observed.p[i] / (1.0 + *x * off[i]);
      moved = std::max(moved, std::fabs(next - p[i]));
      p[i] = next;
    }
    if (moved < 1e-12) break;
  }
  return p;
}

// BayesElo's model with the drawelo of the sample.
double BayesianRatio(const SprtTest& test, std::span<const double> counts) {
  const std::vector<double> regular = Regularized(counts);
  const double games = regular[0] + regular[1] + regular[2];
  const double drawelo = BayesEloOf(regular[2] / games, regular[0] / games).drawelo;
  const WinDrawLoss p0 = ProbabilitiesOfBayesElo(test.elo0, drawelo);
  const WinDrawLoss p1 = ProbabilitiesOfBayesElo(test.elo1, drawelo);
  return regular[0] * std::log(p1.loss / p0.loss) + regular[1] * std::log(p1.draw / p0.draw) + regular[2] * std::log(p1.win / p0.win);
}

}  // namespace

SprtBounds BoundsOf(double alpha, double beta) { return {.lower = std::log(beta / (1.0 - alpha)), .upper = std::log((1.0 - beta) / alpha)}; }

std::optional<double> LogLikelihoodRatio(const SprtTest& test, std::span<const double> counts) {
  HAZE_ASSERT(counts.size() == 3 || counts.size() == 5, "counts are of games (3) or of pairs (5)", counts.size());
  if (test.model == EloModel::kBayesian) {
    if (counts.size() != 3) return std::nullopt;
    return BayesianRatio(test, counts);
  }
  const Distribution observed = Observed(counts);
  std::optional<std::vector<double>> p0;
  std::optional<std::vector<double>> p1;
  if (test.model == EloModel::kLogistic) {
    p0 = MostLikelyWithMean(observed, ScoreOfElo(test.elo0));
    p1 = MostLikelyWithMean(observed, ScoreOfElo(test.elo1));
  } else {
    // The mean score of a pair has the sigma of a game over the root of two.
    const double scale = (counts.size() == 5 ? std::sqrt(2.0) : 1.0) / kNormalizedEloPerT;
    p0 = MostLikelyWithT(observed, test.elo0 * scale);
    p1 = MostLikelyWithT(observed, test.elo1 * scale);
  }
  if (!p0 || !p1) return std::nullopt;
  double ratio = 0.0;
  for (std::size_t i = 0; i < observed.p.size(); ++i) ratio += observed.p[i] * (std::log((*p1)[i]) - std::log((*p0)[i]));
  return observed.units * ratio;
}

std::string_view NameOf(SprtVerdict verdict) {
  switch (verdict) {
    case SprtVerdict::kContinue: return "continue";
    case SprtVerdict::kAcceptH0: return "H0";
    case SprtVerdict::kAcceptH1: return "H1";
  }
  return "";
}

int PairCell(double points) { return std::clamp(static_cast<int>(std::lround(2.0 * points)), 0, 4); }

SprtState RunSprt(const SprtTest& test, int cells, std::span<const int> results) {
  HAZE_ASSERT(cells == 3 || cells == 5, "a unit is a game (3) or a pair (5)", cells);
  const SprtBounds bounds = BoundsOf(test.alpha, test.beta);
  SprtState state;
  for (const int cell : results) {
    HAZE_ASSERT(cell >= 0 && cell < cells, "a cell of the unit", cell);
    state.counts[cell] += 1.0;
    ++state.units;
    state.llr = LogLikelihoodRatio(test, std::span<const double>(state.counts, static_cast<std::size_t>(cells))).value_or(0.0);
    if (state.llr <= bounds.lower) state.verdict = SprtVerdict::kAcceptH0;
    if (state.llr >= bounds.upper) state.verdict = SprtVerdict::kAcceptH1;
    if (state.verdict != SprtVerdict::kContinue) break;
  }
  return state;
}

}  // namespace haze::tools
