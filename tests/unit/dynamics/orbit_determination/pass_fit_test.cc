// Fits of passes with biases and outliers: errors as large as their covariance says, outliers found, and the chi-square distribution that says so.
#include "dynamics/orbit_determination/pass_fit.h"

#include <limits>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/j2_motion.h"
#include "dynamics/orbit_determination/chi_square.h"
#include "dynamics/orbit_determination/scaled_cholesky.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

const State kObserver = ToState({.a = 6880.8e3, .e = 0.001, .i = 1.7, .raan = 1.2, .argp = 0.5, .nu = 0.3});
const State kTarget = ToState({.a = 6882.8e3, .e = 0.0015, .i = 1.7005, .raan = 1.2003, .argp = 0.5, .nu = 0.59});
constexpr double kSigma = 10.0 * kArcsecond;
constexpr double kBias = 30.0 * kArcsecond;

/// Passes of ten sightings a minute apart, three a revolution; every `outlier_every`-th direction is 20 sigmas (of direction and bias) off.
std::vector<Sighting> Observe(int passes, std::uint64_t seed, bool ranges, bool rates, int outlier_every = 0) {
  RandomStream random(MatchKey{}, 3, 1, seed);
  std::vector<Sighting> sightings;
  for (int pass = 0; pass < passes; ++pass) {
    const Vector3 bias = kBias * random.NormalVector3();
    for (int k = 0; k < 10; ++k) {
      Sighting s;
      s.t = 1900.0 * pass + 60.0 * k;
      s.observer = PropagateJ2(kObserver, s.t);
      const State target = PropagateJ2(kTarget, s.t);
      const Vector3 line = target.r - s.observer.r;
      const double range = line.norm();
      const Vector3 u = line / range;
      const Vector3 v = target.v - s.observer.v;
      s.sigma = kSigma;
      s.pass = pass;
      s.direction = (u + bias.cross(u) + kSigma * random.NormalVector3()).normalized();
      if (rates) {
        s.rate_sigma = 2e-6;
        s.rate = (v - u * u.dot(v)) / range + s.rate_sigma * random.NormalVector3();
      }
      if (ranges && k == 5) {
        s.range_sigma = 10.0;
        s.range = range + s.range_sigma * random.Normal();
      }
      if (outlier_every > 0 && static_cast<int>(sightings.size()) % outlier_every == 3) s.direction = (s.direction + 20.0 * (kSigma + kBias) * random.UnitVector3()).normalized();
      sightings.push_back(s);
    }
  }
  return sightings;
}

State Off(double dr, double dv) { return {kTarget.r + dr * Vector3(0.6, -0.5, 0.62), kTarget.v + dv * Vector3(-0.3, 0.9, 0.3)}; }

double Nees(const PassFitResult& fit) {
  const Vector6 error = ToVector6(fit.state) - ToVector6(kTarget);
  const auto factor = Factorise<6>(fit.covariance);
  return factor ? factor->SquaredNorm(error) : 1e300;
}

TEST(ChiSquare, RepeatsTheTables) {
  // Abramowitz & Stegun, table 26.8.
  EXPECT_NEAR(ChiSquareQuantile(0.95, 1), 3.84146, 1e-5);
  EXPECT_NEAR(ChiSquareQuantile(0.95, 6), 12.5916, 1e-4);
  EXPECT_NEAR(ChiSquareQuantile(0.999, 3), 16.266, 1e-3);
  EXPECT_NEAR(ChiSquareQuantile(0.05, 100), 77.9295, 1e-4);
  EXPECT_NEAR(ChiSquareCdf(2.0, 2), 1.0 - Exp(-1.0), 1e-12);
  EXPECT_NEAR(ChiSquareCdf(50000.0, 50000), 0.5, 2e-3);
}

TEST(PassFit, ErrorsOfTwoHundredFitsAreAsLargeAsTheCovarianceSays) {
  // Sum of 200 squared Mahalanobis errors of six numbers: chi-square with 1,200 degrees, inside its 95 % band.
  constexpr int kFits = 200;
  for (const bool ranges : {true, false}) {
    double sum = 0.0;
    for (std::uint64_t seed = 0; seed < kFits; ++seed) {
      const std::vector<Sighting> sightings = Observe(6, 1000 + seed, ranges, !ranges);
      const PassFitResult fit = FitPasses(5000.0, PropagateJ2(Off(10e3, 5.0), 5000.0), sightings, {.bias_sigma = kBias, .edit = 0.0});
      ASSERT_EQ(fit.status, FitStatus::kConverged) << "seed " << seed;
      const State truth = PropagateJ2(kTarget, 5000.0);
      const auto factor = Factorise<6>(fit.covariance);
      ASSERT_TRUE(factor.has_value());
      sum += factor->SquaredNorm(ToVector6(fit.state) - ToVector6(truth));
    }
    EXPECT_GT(sum, ChiSquareQuantile(0.025, 6 * kFits)) << "mean " << sum / kFits;
    EXPECT_LT(sum, ChiSquareQuantile(0.975, 6 * kFits)) << "mean " << sum / kFits;
  }
}

TEST(PassFit, ABiasThatIsNotModelledMakesTheCovarianceAnIllusion) {
  double with = 0.0;
  double without = 0.0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<Sighting> sightings = Observe(6, 2000 + seed, true, false);
    with += Nees(FitPasses(0.0, Off(10e3, 5.0), sightings, {.bias_sigma = kBias, .edit = 0.0}));
    without += Nees(FitPasses(0.0, Off(10e3, 5.0), sightings, {.edit = 0.0}));
  }
  EXPECT_LT(with / 20.0, 10.0);
  EXPECT_GT(without / 20.0, 60.0);
}

TEST(PassFit, FindsTheBiasOfEachPass) {
  RandomStream random(MatchKey{}, 3, 1, 3000);
  const std::vector<Sighting> sightings = Observe(4, 3000, true, false);
  const PassFitResult fit = FitPasses(0.0, Off(10e3, 5.0), sightings, {.bias_sigma = kBias});
  ASSERT_EQ(fit.biases.size(), 4U);
  const Vector3 first = kBias * random.NormalVector3();
  // Across the line of sight: ten directions of 10 arcsec leave 3.2 arcsec, and the orbit's own error as much again; a turn about the line cannot be seen.
  const Vector3 u = sightings[0].direction;
  const Vector3 miss = fit.biases[0].bias - first;
  EXPECT_LT((miss - u * u.dot(miss)).norm(), 25.0 * kArcsecond);
}

TEST(PassFit, LeavesOutliersOutAndNothingElse) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const std::vector<Sighting> sightings = Observe(5, 4000 + seed, true, false, 9);
    const PassFitResult fit = FitPasses(0.0, Off(10e3, 5.0), sightings, {.bias_sigma = kBias});
    ASSERT_EQ(fit.status, FitStatus::kConverged);
    int wrong = 0;
    for (std::size_t i = 0; i < sightings.size(); ++i) wrong += fit.used[i] == (i % 9 == 3) ? 1 : 0;
    // An outlier that happens to lie along the line of sight (20 sigmas of a random direction) is no outlier.
    EXPECT_LE(wrong, 1) << "seed " << seed;
    EXPECT_LT(Nees(fit), ChiSquareQuantile(0.9999, 6)) << "seed " << seed;
  }
}

TEST(PassFit, TheOrderOfTheSightingsChangesNoBit) {
  std::vector<Sighting> sightings = Observe(3, 7, true, true);
  const PassFitResult a = FitPasses(1000.0, Off(5e3, 5.0), sightings, {.bias_sigma = kBias, .max_iterations = 3});
  std::vector<Sighting> reversed(sightings.rbegin(), sightings.rend());
  const PassFitResult b = FitPasses(1000.0, Off(5e3, 5.0), reversed, {.bias_sigma = kBias, .max_iterations = 3});
  EXPECT_EQ(a.state.r, b.state.r);
  EXPECT_EQ(a.covariance, b.covariance);
}

TEST(PassFit, SaysWhatItCannot) {
  std::vector<Sighting> sightings = Observe(1, 8, false, false);
  EXPECT_EQ(FitPasses(0.0, kTarget, {}).status, FitStatus::kTooFew);
  EXPECT_EQ(FitPasses(0.0, kTarget, std::span(sightings).first(1)).status, FitStatus::kTooFew);
  EXPECT_EQ(FitPasses(0.0, kTarget, std::vector<Sighting>(4, sightings[0])).status, FitStatus::kSingular);
  sightings[2].sigma = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(FitPasses(0.0, kTarget, sightings).status, FitStatus::kBadInput);
}

}  // namespace
}  // namespace haze::dynamics
