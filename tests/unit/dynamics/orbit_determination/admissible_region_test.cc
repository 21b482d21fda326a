// Short arcs: partials that are those of differences, regions that hold the truth, hypotheses that find it.
#include "dynamics/orbit_determination/admissible_region.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/orbit_determination/batch.h"
#include "dynamics/orbit_determination/scaled_cholesky.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

State RandomOrbit(RandomStream& random) {
  Keplerian k;
  k.a = random.Uniform(6900e3, 8500e3);
  k.e = random.Uniform(0.0, 0.02);
  k.i = random.Uniform(0.1, 3.0);
  k.raan = random.Uniform(0.0, kTwoPi);
  k.argp = random.Uniform(0.0, kTwoPi);
  k.nu = random.Uniform(0.0, kTwoPi);
  return ToState(k);
}

Sighting See(const State& target, const State& observer, double t, double sigma, double rate_sigma, RandomStream& random) {
  Sighting s;
  s.t = t;
  s.observer = observer;
  const Vector3 line = target.r - observer.r;
  const double range = line.norm();
  const Vector3 u = line / range;
  const Vector3 v = target.v - observer.v;
  s.direction = (u + sigma * random.NormalVector3()).normalized();
  s.rate = (v - u * u.dot(v)) / range + rate_sigma * random.NormalVector3();
  s.sigma = sigma;
  s.rate_sigma = rate_sigma;
  return s;
}

TEST(Sighting, PartialsAreThoseOfDifferences) {
  RandomStream random(MatchKey{}, 1, 1, 1);
  for (int trial = 0; trial < 50; ++trial) {
    const State target = RandomOrbit(random);
    const State observer = RandomOrbit(random);
    Sighting s = See(target, observer, 0.0, 1e-4, 1e-5, random);
    s.range = (target.r - observer.r).norm();
    s.range_sigma = 5.0;
    const Vector3 bias = 1e-4 * random.NormalVector3();
    const SightingModel model = ModelSighting(s, target, bias);
    EXPECT_EQ(model.rows, 5);
    const double range = s.range;
    for (int k = 0; k < 9; ++k) {
      const double step = k < 3 ? 1e-5 * range : k < 6 ? 0.1 : 1e-5;
      const auto at = [&](double h) {
        Vector6 x = ToVector6(target);
        Vector3 b = bias;
        if (k < 6) x(k) += h;
        else b(k - 6) += h;
        return SightingResidual(s, FromVector6(x), b);
      };
      const Vector5 difference = (at(-step) - at(step)) / (2.0 * step);
      // Relative to the largest entry of each row; the bias stretches the direction by 1e-4, which the partials leave out.
      for (int row = 0; row < 5; ++row) {
        const double scale = model.H.row(row).segment(k / 3 * 3, 3).cwiseAbs().maxCoeff();
        EXPECT_NEAR(difference(row), model.H(row, k), 1e-3 * scale + 1e-15) << "row " << row << " column " << k;
      }
    }
  }
}

TEST(AdmissibleRegion, HoldsTheTruthOfEveryOrbitInsideItsLimits) {
  RandomStream random(MatchKey{}, 1, 1, 2);
  AdmissibleLimits limits;
  limits.farthest = 2e7;
  for (int trial = 0; trial < 1000; ++trial) {
    const State target = RandomOrbit(random);
    const State observer = RandomOrbit(random);
    const Sighting s = See(target, observer, 0.0, 1e-300, 1e-300, random);
    const Vector3 line = target.r - observer.r;
    const double range = line.norm();
    if (range < limits.nearest || SemiMajorAxis(target) * (1.0 - ToKeplerian(target).e) < limits.perigee) continue;
    const double range_rate = (target.v - observer.v).dot(line) / range;
    EXPECT_TRUE(IsAdmissible(s, range, range_rate, limits)) << trial;
    const auto bound = BoundRangeRates(s, range);
    ASSERT_TRUE(bound.has_value());
    EXPECT_LT(bound->lowest, range_rate);
    EXPECT_GT(bound->highest, range_rate);
    // At the ends the orbit is a parabola.
    for (const double end : {bound->lowest, bound->highest}) {
      const State state = StateOf(s, range, end);
      EXPECT_NEAR(0.5 * state.v.squaredNorm() * state.r.norm() / kMuEarth, 1.0, 1e-9);
    }
  }
}

TEST(AdmissibleRegion, SamplesCoverTheTruthAndSumToOne) {
  RandomStream random(MatchKey{}, 1, 1, 3);
  AdmissibleLimits limits;
  limits.nearest = 2e5;
  limits.farthest = 6e6;
  limits.apogee = 1e7;
  int near = 0;
  int trials = 0;
  while (trials < 200) {
    const State target = RandomOrbit(random);
    const State observer = RandomOrbit(random);
    const double range = (target.r - observer.r).norm();
    if (range < 3e5 || range > 5e6) continue;
    ++trials;
    const Sighting s = See(target, observer, 0.0, 1e-4, 1e-5, random);
    const auto hypotheses = SampleAdmissible(s, limits, 40, 20);
    ASSERT_FALSE(hypotheses.empty());
    double sum = 0.0;
    double best = 1e300;
    for (const OrbitHypothesis& h : hypotheses) {
      sum += h.weight;
      const auto factor = Factorise<6>(h.P);
      ASSERT_TRUE(factor.has_value());
      best = std::min(best, factor->SquaredNorm(ToVector6(target) - ToVector6(h.state)));
    }
    EXPECT_NEAR(sum, 1.0, 1e-12);
    // Chi-square with six degrees: 22.5 is its 99.9 % quantile. The few outside lie at the rim, where noise moves them over the limits.
    near += best < 22.5 ? 1 : 0;
  }
  EXPECT_GE(near, 185);
}

TEST(AdmissibleRegion, OneSightingAndAnotherHalfAnHourLaterFindTheOrbit) {
  // Two lone sightings with rates, 30 min apart: the second chooses among the hypotheses of the first, and a fit over both directions and two more finishes.
  RandomStream random(MatchKey{}, 1, 1, 4);
  const State observer = ToState({.a = 6880e3, .e = 0.001, .i = 1.7, .raan = 1.2, .argp = 0.5, .nu = 0.3});
  const State target = ToState({.a = 6950e3, .e = 0.0015, .i = 1.72, .raan = 1.25, .argp = 0.5, .nu = 0.55});
  AdmissibleLimits limits;
  limits.nearest = 1e5;
  limits.farthest = 5e6;
  limits.apogee = 7.5e6;
  const double sigma = 20.0 * kArcsecond;
  const Sighting first = See(target, observer, 0.0, sigma, 1e-5, random);
  const Sighting second = See(PropagateJ2(target, 1800.0), PropagateJ2(observer, 1800.0), 1800.0, sigma, 1e-5, random);
  std::vector<AngleMeasurement> angles;
  for (const double t : {0.0, 30.0, 60.0, 1800.0, 1830.0, 1860.0}) {
    const Sighting s = See(PropagateJ2(target, t), PropagateJ2(observer, t), t, sigma, 1e-5, random);
    angles.push_back({t, s.observer.r, s.direction, sigma});
  }
  double least = 1e300;
  FitResult best;
  for (const OrbitHypothesis& h : SampleAdmissible(first, limits, 20, 10)) {
    const State then = PropagateJ2(h.state, 1800.0);
    const Vector3 line = then.r - second.observer.r;
    if (line.normalized().dot(second.direction) < 0.5) continue;
    FitOptions options;
    options.use_prior = true;
    options.prior = h.P;
    const FitResult fit = BatchFit(0.0, h.state, angles, {}, options);
    if (fit.status == FitStatus::kConverged && fit.rms < least) {
      least = fit.rms;
      best = fit;
    }
  }
  ASSERT_LT(least, 2.0);
  EXPECT_LT((best.state.r - target.r).norm(), 0.1 * (target.r - observer.r).norm());
}

TEST(AdmissibleRegion, SaysNothingToWhatIsNoSighting) {
  Sighting s;
  s.observer = {{7e6, 0.0, 0.0}, {0.0, 7546.0, 0.0}};
  s.direction = Vector3::UnitY();
  s.sigma = 1e-4;
  EXPECT_TRUE(SampleAdmissible(s, {}, 10, 10).empty());  // no rate
  s.rate_sigma = 1e-5;
  EXPECT_FALSE(SampleAdmissible(s, {.farthest = 1e6}, 10, 10).empty());
  s.rate.x() = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(SampleAdmissible(s, {}, 10, 10).empty());
  s.rate = Vector3(0.0, 0.0, 1.0);  // nothing turns a radian a second and stays with the Earth at these ranges
  EXPECT_TRUE(SampleAdmissible(s, {.nearest = 1e5}, 10, 10).empty());
}

}  // namespace
}  // namespace haze::dynamics
