// Two-body motion: invariants first, published cases second.
#include "dynamics/kepler.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

TEST(Kepler, EquationHoldsForEveryEccentricityAndAnomaly) {
  for (const double e : {0.0, 1e-8, 0.1, 0.5, 0.9, 0.99, 0.9999, 0.999999999}) {
    for (int k = -300; k <= 300; ++k) {
      const double M = 0.021 * k * k * k / 1000.0;
      const double E = SolveKepler(M, e);
      EXPECT_NEAR(E - e * Sin(E), M, 4e-16 * (1.0 + std::fabs(M)) * 4) << e;
    }
  }
  for (const double e : {1.0000001, 1.001, 1.05, 1.5, 10.0, 1e4}) {
    for (int k = -30; k <= 30; ++k) {
      const double M = std::copysign(Exp(0.9 * std::abs(k)) * 1e-6, k);
      const double H = SolveKeplerHyperbolic(M, e);
      EXPECT_NEAR(e * Sinh(H) - H, M, 1e-14 * std::fabs(M) * (1.0 + std::fabs(H)) + 1e-15 * e * std::fabs(H)) << e << ' ' << M;
    }
  }
  EXPECT_EQ(SolveKeplerHyperbolic(0.0, 2.0), 0.0);
}

TEST(Kepler, EquationMatchesValladopy) {
  // CelesTrak/fundamentals-of-astrodynamics 9655edb85d42, test_newton.py.
  EXPECT_NEAR(SolveKeplerHyperbolic(kPi / 2, 1.5), 1.449742150875263, 1e-11);
  EXPECT_NEAR(HyperbolicToTrue(1.449742150875263, 1.5), 1.8916928725677562, 1e-11);
  EXPECT_NEAR(SolveKepler(kPi, 0.9999), kPi, 1e-11);
  EXPECT_NEAR(HyperbolicToMean(123.45 * kDegree, 1.05), 2.3123894903995055, 1e-11);
}

TEST(Kepler, StumpffMatchesValladopyAndItsOwnSeries) {
  const Stumpff negative = StumpffC2C3(-39.47842);  // the same source, test_utils.py
  EXPECT_NEAR(negative.c2 / 6.756775284482481, 1.0, 1e-12);
  EXPECT_NEAR(negative.c3 / 1.054067771837564, 1.0, 1e-12);
  EXPECT_NEAR(StumpffC2C3(39.47842).c3, 0.025330293604932358, 1e-14);
  for (const double psi : {-0.5, 0.5}) {  // the branches meet
    const Stumpff inside = StumpffC2C3(psi);
    const Stumpff outside = StumpffC2C3(psi * (1.0 + 1e-12));
    EXPECT_NEAR(inside.c2, outside.c2, 1e-13);
    EXPECT_NEAR(inside.c3, outside.c3, 1e-13);
  }
}

TEST(Kepler, ReturnsAfterOnePeriodToRoundOff) {
  for (const double e : {0.0, 0.001, 0.4, 0.9}) {
    const State state = ToState({.a = 7e6 / (1.0 - e), .e = e, .i = 1.7, .raan = 1.0, .argp = 2.0, .nu = 3.0});
    const double period = OrbitPeriod(SemiMajorAxis(state));
    for (const double turns : {1.0, -1.0, 15.0}) {
      const State after = *PropagateKepler(state, turns * period);
      // The period itself is known to some ulps: turns * period * 4e-16 of motion, and 1/(1-e) of it for the axis.
      EXPECT_LT((after.r - state.r).norm(), 2e-15 * std::fabs(turns) * period * state.v.norm() / (1.0 - e) * 4) << e << ' ' << turns;
    }
  }
}

TEST(Kepler, AgreesWithTheAnomaliesOfEveryConic) {
  RandomStream random(MatchKey{}, 3, 0, 0);
  for (const double e : {0.0, 0.01, 0.7, 0.98, 1.02, 1.5, 5.0}) {
    for (int k = 0; k < 200; ++k) {
      const double reach = e > 1.0 ? 0.8 * Acos(-1.0 / e) : kPi;
      Keplerian start{.a = 7e6 / (1.0 - e), .e = e, .i = 0.6, .raan = 2.0, .argp = 1.0, .nu = random.Uniform(-reach, reach)};
      Keplerian end = start;
      end.nu = random.Uniform(-reach, reach);
      const double n = MeanMotion(start.a);
      const double dM = e < 1.0 ? TrueToMean(end.nu, e) - TrueToMean(start.nu, e)
                                : HyperbolicToMean(TrueToHyperbolic(end.nu, e), e) - HyperbolicToMean(TrueToHyperbolic(start.nu, e), e);
      const State expected = ToState(end);
      const State reached = *PropagateKepler(ToState(start), dM / n);
      const double amplification = 1.0 / std::fabs(1.0 - e) + 1.0;
      EXPECT_LT((reached.r - expected.r).norm() / expected.r.norm(), 1e-13 * amplification * amplification) << e << ' ' << start.nu << ' ' << end.nu;
      EXPECT_LT((reached.v - expected.v).norm() / expected.v.norm(), 1e-13 * amplification * amplification) << e;
    }
  }
}

TEST(Kepler, MatchesPublishedPropagations) {
  // CelesTrak/fundamentals-of-astrodynamics 9655edb85d42, test_kepler.py.
  const State vallado = *PropagateKepler({.r = 1e3 * Vector3(-6518.1083, -2403.8479, -22.1722), .v = 1e3 * Vector3(2.604057, -7.105717, -0.263218)}, 120.0);
  EXPECT_LT((vallado.r - 1e3 * Vector3(-6150.8180772417, -3233.5647020192746, -53.47890911642744)).norm(), 7e-3);
  EXPECT_LT((vallado.v - 1e3 * Vector3(3.5085906394995146, -6.703227854017405, -0.2578170063354219)).norm(), 7e-6);
  // Curtis example 3.5 (hyperbola) and problem 3.15 (parabola) as in pleiszenburg/hapsira 5d25e627fdbb, test_propagation.py.
  const State hyperbola = *PropagateKepler({.r = Vector3(6678136.6, 0, 0), .v = Vector3(0, 15000.0, 0)}, 14941.0, 3.986004418e14);
  EXPECT_NEAR(hyperbola.r.norm(), 163180e3, 163180e3 * 1e-4);
  EXPECT_NEAR(hyperbola.v.norm(), 10510.0, 10.51);
  const double rp = 6600e3;
  const State parabola = *PropagateKepler({.r = Vector3(rp, 0, 0), .v = Vector3(0, std::sqrt(2.0 * 3.986004418e14 / rp), 0)}, 36.0 * 3600.0, 3.986004418e14);
  EXPECT_NEAR(parabola.r.norm(), 304700e3, 304700e3 * 1e-4);
  // nyx-space/nyx f31c037ab5bf, propagators.rs: one day, GMAT RungeKutta89.
  const State gmat = *PropagateKepler({.r = 1e3 * Vector3(-2436.45, -2436.45, 6891.037), .v = 1e3 * Vector3(5.088611, -5.088611, 0.0)}, 86400.0);
  EXPECT_LT((gmat.r - 1e3 * Vector3(-5971.194191670676, 3945.506653225158, 2864.6366184134445)).norm(), 1e-3);
  EXPECT_LT((gmat.v - 1e3 * Vector3(0.04909695762999346, -4.185093318475795, 5.848940867748944)).norm(), 1e-6);
}

TEST(Kepler, KeepsEnergyAndMomentum) {
  const State state = ToState({.a = 2.4e7, .e = 0.7, .i = 1.1, .raan = 0.3, .argp = 4.0, .nu = 0.1});
  const Vector3 h = state.r.cross(state.v);
  for (int k = -50; k <= 50; ++k) {
    const State moved = *PropagateKepler(state, 977.0 * k);
    const Vector3 h_moved = moved.r.cross(moved.v);
    EXPECT_LT((h_moved - h).norm() / h.norm(), 1e-14 * 5);
    EXPECT_NEAR(SemiMajorAxis(moved) / 2.4e7, 1.0, 1e-14 * 20);
  }
}

TEST(Kepler, RefusesWhatHasNoSolution) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const State good = ToState({.a = 7e6, .e = 0.0, .i = 0.5, .raan = 0.0, .argp = 0.0, .nu = 0.0});
  EXPECT_FALSE(PropagateKepler(good, nan));
  EXPECT_FALSE(PropagateKepler({.r = Vector3::Zero(), .v = good.v}, 1.0));
  EXPECT_FALSE(PropagateKepler({.r = Vector3(nan, 0, 0), .v = good.v}, 1.0));
  EXPECT_FALSE(PropagateKepler({.r = Vector3(7e6, 0, 0), .v = Vector3(-100.0, 0, 0)}, 1.0));  // a fall through the centre
  EXPECT_FALSE(PropagateKepler({.r = Vector3(7e6, 0, 0), .v = Vector3::Zero()}, 1.0));
}

}  // namespace
}  // namespace haze::dynamics
