// Batch least squares: what it must recover, what its covariance promises, and when it has to say that it cannot.
#include "dynamics/orbit_determination/batch.h"

#include <vector>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

/// An observer and a target 2,000 km ahead in nearly the same orbit, as in the default scenario.
const State kObserver = ToState({.a = 6880.8e3, .e = 0.001, .i = 1.7, .raan = 1.2, .argp = 0.5, .nu = 0.3});
const State kTarget = ToState({.a = 6880.8e3 + 2000.0, .e = 0.0015, .i = 1.7005, .raan = 1.2003, .argp = 0.5, .nu = 0.3 + 0.29});

constexpr double kSigma = 20.0 * kArcsecond;

struct Pass {
  std::vector<AngleMeasurement> angles;
  std::vector<RangeFixMeasurement> ranges;
};

/// A direction every `step` s over `span` s; `noise` scales both kinds of error.
Pass Observe(double span, double step, double noise, std::uint64_t seed, double range_every = 0.0) {
  RandomStream random(MatchKey{}, 1, 2, seed);
  Pass pass;
  for (double t = 0.0; t <= span; t += step) {
    const State observer = PropagateJ2(kObserver, t);
    const State target = PropagateJ2(kTarget, t);
    const Vector3 line = target.r - observer.r;
    const double range = line.norm();
    Vector3 u = line / range + noise * kSigma * random.NormalVector3();
    u /= u.norm();
    pass.angles.push_back({t, observer.r, u, kSigma});
    if (range_every > 0.0 && pass.ranges.size() * range_every <= t) pass.ranges.push_back({t, observer.r, range + noise * 5.0 * random.Normal(), 5.0});
  }
  return pass;
}

State Off(const State& state, double dr, double dv) { return {state.r + dr * Vector3(0.6, -0.5, 0.62), state.v + dv * Vector3(-0.3, 0.9, 0.3)}; }

TEST(OrbitDetermination, RecoversTheStateFromPerfectAnglesAndRanges) {
  const Pass pass = Observe(3000.0, 60.0, 0.0, 0, 300.0);
  const FitResult fit = BatchFit(0.0, Off(kTarget, 30e3, 10.0), pass.angles, pass.ranges);
  ASSERT_EQ(fit.status, FitStatus::kConverged);
  EXPECT_LT((fit.state.r - kTarget.r).norm(), 1e-2);
  EXPECT_LT((fit.state.v - kTarget.v).norm(), 1e-5);
  EXPECT_LT(fit.rms, 1e-3);
}

TEST(OrbitDetermination, RecoversTheStateAtAnEpochInsideTheArc) {
  const Pass pass = Observe(3000.0, 60.0, 0.0, 0, 300.0);
  const State middle = PropagateJ2(kTarget, 1530.0);
  const FitResult fit = BatchFit(1530.0, Off(middle, 5e3, 5.0), pass.angles, pass.ranges);
  ASSERT_EQ(fit.status, FitStatus::kConverged);
  EXPECT_LT((fit.state.r - middle.r).norm(), 1e-2);
}

TEST(OrbitDetermination, TheOrderOfTheMeasurementsChangesNoBit) {
  Pass pass = Observe(3000.0, 60.0, 1.0, 4, 300.0);
  const FitResult a = BatchFit(1000.0, Off(kTarget, 5e3, 5.0), pass.angles, pass.ranges);
  std::vector<AngleMeasurement> reversed(pass.angles.rbegin(), pass.angles.rend());
  const FitResult b = BatchFit(1000.0, Off(kTarget, 5e3, 5.0), reversed, pass.ranges);
  EXPECT_EQ(a.state.r, b.state.r);
  EXPECT_EQ(a.covariance, b.covariance);
}

TEST(OrbitDetermination, AnglesAloneOverTwoOrbitsGiveRangeToAPercent) {
  const Pass pass = Observe(2.0 * 5680.0, 60.0, 1.0, 1);
  const FitResult fit = BatchFit(0.0, Off(kTarget, 100e3, 30.0), pass.angles, pass.ranges);
  ASSERT_EQ(fit.status, FitStatus::kConverged);
  EXPECT_LT((fit.state.r - kTarget.r).norm(), 0.01 * (kTarget.r - kObserver.r).norm());
  EXPECT_NEAR(fit.rms, 1.0, 0.2);  // 376 residuals: 1 sigma of the rms is 0.037
}

TEST(OrbitDetermination, CovarianceIsHonest) {
  // The squared Mahalanobis error of 60 fits is chi-square with 360 degrees: mean 6 with sigma 0.45; four sigmas either side.
  double sum = 0.0;
  constexpr int kFits = 60;
  for (std::uint64_t seed = 0; seed < kFits; ++seed) {
    const Pass pass = Observe(4000.0, 50.0, 1.0, 100 + seed, 500.0);
    const FitResult fit = BatchFit(0.0, Off(kTarget, 20e3, 10.0), pass.angles, pass.ranges);
    ASSERT_EQ(fit.status, FitStatus::kConverged) << "seed " << seed;
    const Vector6 error = ToVector6(fit.state) - ToVector6(kTarget);
    sum += error.dot(fit.covariance.ldlt().solve(error));
  }
  EXPECT_GT(sum / kFits, 4.2);
  EXPECT_LT(sum / kFits, 7.8);
}

TEST(OrbitDetermination, APriorHoldsWhatTheMeasurementsLeaveOpen) {
  const Pass pass = Observe(120.0, 30.0, 0.0, 0);  // far too short for range
  FitOptions options;
  options.use_prior = true;
  options.prior.diagonal() << 1e8, 1e8, 1e8, 100.0, 100.0, 100.0;
  const State guess = Off(kTarget, 5e3, 5.0);
  const FitResult fit = BatchFit(0.0, guess, pass.angles, pass.ranges, options);
  ASSERT_EQ(fit.status, FitStatus::kConverged);
  // Along the line of sight most of the prior's 10 km stays (two minutes of curvature say a little); across, 20 arcsec at 2,000 km are 200 m.
  const Vector3 u = (kTarget.r - kObserver.r).normalized();
  const Matrix3 P = fit.covariance.topLeftCorner<3, 3>();
  EXPECT_GT(u.dot(P * u), 0.3 * 1e8);
  EXPECT_LT(P.trace() - u.dot(P * u), 2.0 * 300.0 * 300.0);
}

TEST(OrbitDetermination, TooFewMeasurementsAndTooShortArcsAreSaid) {
  const Pass pass = Observe(60.0, 30.0, 0.0, 0);
  EXPECT_EQ(BatchFit(0.0, kTarget, std::span(pass.angles).first(2), {}).status, FitStatus::kTooFew);
  EXPECT_EQ(BatchFit(0.0, kTarget, {}, {}).status, FitStatus::kTooFew);
  // Three directions at one instant do not determine a velocity.
  std::vector<AngleMeasurement> same(3, pass.angles.front());
  EXPECT_EQ(BatchFit(0.0, kTarget, same, {}).status, FitStatus::kSingular);
}

}  // namespace
}  // namespace haze::dynamics
