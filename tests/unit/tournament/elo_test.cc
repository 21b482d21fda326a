// Elo and SPRT: closed forms, coverage by simulation, verdicts that the order of completion cannot move.
#include <gtest/gtest.h>

#include <cmath>

#include "dynamics/random.h"
#include "tools/tournament/elo.h"
#include "tools/tournament/normal.h"
#include "tools/tournament/sprt.h"

namespace haze::tools {
namespace {

dynamics::RandomStream Random(std::uint64_t index) { return dynamics::RandomStream(dynamics::MatchKey{}, 78, 0, index); }

TEST(Normal, QuantileInvertsDistribution) {
  for (const double p : {1e-12, 1e-4, 0.025, 0.3, 0.5, 0.8, 0.975, 1.0 - 1e-9}) EXPECT_NEAR(NormalCdf(NormalQuantile(p)) / p, 1.0, 1e-13);
  EXPECT_NEAR(NormalQuantile(0.975), 1.959963984540054, 1e-14);  // tables
}

TEST(Normal, LogarithmOfTheTailJoinsItsSeries) {
  // The series takes over at -30; the slope there is about 30.
  EXPECT_NEAR(LogNormalCdf(-30.0 - 1e-9), LogNormalCdf(-30.0 + 1e-9), 1e-6);
  EXPECT_TRUE(std::isfinite(LogNormalCdf(-1e6)));
}

TEST(Elo, ScoreAndEloInvertEachOther) {
  for (double elo = -800.0; elo <= 800.0; elo += 50.0) EXPECT_NEAR(EloOfScore(ScoreOfElo(elo)), elo, 1e-9);
  const BayesElo back = BayesEloOf(ProbabilitiesOfBayesElo(35.0, 220.0).win, ProbabilitiesOfBayesElo(35.0, 220.0).loss);
  EXPECT_NEAR(back.elo, 35.0, 1e-9);
  EXPECT_NEAR(back.drawelo, 220.0, 1e-9);
}

TEST(Elo, SwappingSidesNegatesTheEstimate) {
  const std::vector<double> pairs = {34, 54, 63, 64, 75};
  const std::vector<double> swapped(pairs.rbegin(), pairs.rend());
  const EloEstimate a = EstimateElo(pairs);
  const EloEstimate b = EstimateElo(swapped);
  EXPECT_NEAR(a.elo.estimate, -b.elo.estimate, 1e-12);
  EXPECT_NEAR(a.elo.low, -b.elo.high, 1e-11);
  EXPECT_NEAR(a.normalized_elo.high, -b.normalized_elo.low, 1e-11);
  EXPECT_NEAR(a.los + b.los, 1.0, 1e-12);
}

TEST(Elo, IndependentGamesGiveTheSameIntervalByPairs) {
  // Games won, drawn, lost with 0.4, 0.3, 0.3: pairs of independent ones have the products.
  const double w = 0.4, d = 0.3, l = 0.3, n = 10000.0;
  const EloEstimate games = EstimateElo(std::vector<double>{2 * n * l, 2 * n * d, 2 * n * w});
  const EloEstimate pairs = EstimateElo(std::vector<double>{n * l * l, 2 * n * l * d, n * (2 * w * l + d * d), 2 * n * w * d, n * w * w});
  EXPECT_NEAR(games.elo.low, pairs.elo.low, 1e-9);
  EXPECT_NEAR(games.elo.high, pairs.elo.high, 1e-9);
  EXPECT_NEAR(games.normalized_elo.low, pairs.normalized_elo.low, 1e-9);
}

TEST(Elo, PairsWhoseHalvesAgreeWidenTheInterval) {
  // Two equal halves say as much as one game: the interval by games would be too narrow by the root of two.
  const EloEstimate pairs = EstimateElo(std::vector<double>{100, 0, 0, 0, 140});
  const EloEstimate games = EstimateElo(std::vector<double>{200, 0, 280});
  EXPECT_NEAR(pairs.score.HalfWidth() / games.score.HalfWidth(), std::sqrt(2.0), 1e-3);
}

TEST(Elo, NinetyFivePercentIntervalsHoldTheTruthThatOften) {
  dynamics::RandomStream random = Random(1);
  const double truth[5] = {0.1, 0.2, 0.3, 0.2, 0.2};
  const double elo = EloOfScore(0.25 * 0.2 + 0.5 * 0.3 + 0.75 * 0.2 + 0.2);
  int held = 0;
  constexpr int kTrials = 2000;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<double> counts(5, 0.0);
    for (int pair = 0; pair < 200; ++pair) {
      double u = random.Uniform();
      std::size_t cell = 0;
      while (cell < 4 && u >= truth[cell]) u -= truth[cell++];
      counts[cell] += 1.0;
    }
    const EloEstimate estimate = EstimateElo(counts);
    if (estimate.elo.low <= elo && elo <= estimate.elo.high) ++held;
  }
  // Three standard deviations of a binomial with p = 0.95 are 0.015.
  EXPECT_NEAR(static_cast<double>(held) / kTrials, 0.95, 0.015);
}

TEST(Elo, OneSidedResultsStayFinite) {
  const EloEstimate won = EstimateElo(std::vector<double>{0, 0, 50});
  EXPECT_TRUE(std::isfinite(won.elo.estimate));
  EXPECT_LE(won.elo.high, 1200.0);
  EXPECT_GT(won.elo.low, 600.0);
}

TEST(Sprt, BoundsAreWalds) {
  EXPECT_NEAR(BoundsOf(0.05, 0.05).upper, std::log(19.0), 1e-14);
  EXPECT_NEAR(BoundsOf(0.05, 0.05).lower, -std::log(19.0), 1e-14);
}

TEST(Sprt, RatioIsAntisymmetricInTheSides) {
  for (const EloModel model : {EloModel::kLogistic, EloModel::kNormalized}) {
    const SprtTest test{.elo0 = -3.0, .elo1 = 7.0, .model = model};
    const SprtTest mirrored{.elo0 = -7.0, .elo1 = 3.0, .model = model};
    const double a = *LogLikelihoodRatio(test, std::vector<double>{34, 54, 63, 64, 75});
    const double b = *LogLikelihoodRatio(mirrored, std::vector<double>{75, 64, 63, 54, 34});
    EXPECT_NEAR(a, -b, 1e-9);
  }
}

TEST(Sprt, TheFirstPrefixThatDecidesIsTheVerdict) {
  const SprtTest test{.elo0 = 0.0, .elo1 = 40.0};
  dynamics::RandomStream random = Random(2);
  std::vector<int> results;
  for (int i = 0; i < 5000; ++i) results.push_back(random.Bernoulli(0.6) ? 3 : 1);
  const SprtState all = RunSprt(test, 5, results);
  ASSERT_EQ(all.verdict, SprtVerdict::kAcceptH1);
  ASSERT_LT(all.units, results.size());
  // Whatever else has been played by then changes nothing.
  const SprtState just = RunSprt(test, 5, std::span(results).first(all.units));
  EXPECT_EQ(just.verdict, all.verdict);
  EXPECT_EQ(just.llr, all.llr);
  EXPECT_EQ(RunSprt(test, 5, std::span(results).first(all.units - 1)).verdict, SprtVerdict::kContinue);
}

// Share of verdicts for H1, and the median of the estimates less the truth, over many tests of an entry with this true score.
struct Outcome {
  double accepted = 0.0;
  double below = 0.0;  // share of estimates below the truth
};
Outcome Simulate(const SprtTest& test, double score, int trials, std::uint64_t seed) {
  Outcome outcome;
  const double elo = EloOfScore(score);
  for (int trial = 0; trial < trials; ++trial) {
    dynamics::RandomStream random = Random(seed + static_cast<std::uint64_t>(trial));
    std::vector<int> results;
    SprtState state;
    while (state.verdict == SprtVerdict::kContinue) {
      // In batches: RunSprt stops at the first prefix that decides.
      for (int i = 0; i < 500; ++i) {
        const auto half = [&] { return random.Bernoulli(score) ? 2 : 0; };
        const int first = half();
        results.push_back(first + half());
      }
      state = RunSprt(test, 5, results);
    }
    if (state.verdict == SprtVerdict::kAcceptH1) outcome.accepted += 1.0 / trials;
    const SprtEstimate estimate = *EstimateAfterSprt(test, std::span<const double>(state.counts, 5));
    if (estimate.elo.estimate < elo) outcome.below += 1.0 / trials;
  }
  return outcome;
}

TEST(Sprt, ErrorsStayWithinAlphaAndBetaAndTheEstimateIsMedianUnbiased) {
  const SprtTest test{.elo0 = 0.0, .elo1 = 60.0};
  const Outcome null = Simulate(test, ScoreOfElo(0.0), 300, 1000);
  const Outcome other = Simulate(test, ScoreOfElo(60.0), 300, 5000);
  // Three standard deviations of 300 draws with p = 0.05 are 0.038.
  EXPECT_LT(null.accepted, 0.05 + 0.038);
  EXPECT_GT(other.accepted, 0.95 - 0.038);
  // Three standard deviations with p = 1/2 are 0.087; the plain estimate at the stop is above the truth in nearly all accepted tests.
  EXPECT_NEAR(null.below, 0.5, 0.1);
  EXPECT_NEAR(other.below, 0.5, 0.1);
}

TEST(Sprt, SeriesAndReflectionAgreeWhereBothHold) {
  // The two forms change places at sigma^2 T / A^2 = 0.01.
  const double a = -3.0, b = 3.0, mu = 0.02, sigma = 0.2;
  const double T = 0.01 * 36.0 / (sigma * sigma);
  EXPECT_NEAR(BrownianOutcomeCdf(a, b, mu, sigma, T * (1 - 1e-9), 0.3), BrownianOutcomeCdf(a, b, mu, sigma, T * (1 + 1e-9), 0.3), 1e-7);
  // Long after the start everything has left: the share at the lower bound of a motion without drift.
  EXPECT_NEAR(BrownianOutcomeCdf(-1.0, 3.0, 0.0, 1.0, 1e4, 0.0), 0.75, 1e-12);
}

}  // namespace
}  // namespace haze::tools
