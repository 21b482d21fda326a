// Yamanaka and Ankersen's matrix against two-body motion, against HCW and against Orekit's matrices.
#include "dynamics/relative_eccentric.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"
#include "dynamics/kepler.h"
#include "dynamics/random.h"
#include "dynamics/relative.h"

namespace haze::dynamics {
namespace {

/// Sizes a length in m and a speed in m/s alike, at a rate n.
double Size(const Vector6& x, double n) { return std::sqrt(x.head<3>().squaredNorm() + x.tail<3>().squaredNorm() / (n * n)); }

TEST(RelativeEccentric, ErrorGrowsWithSeparationSquared) {
  RandomStream random(MatchKey{}, 51, 0, 0);
  for (int k = 0; k < 200; ++k) {
    const Keplerian orbit{.a = random.Uniform(8e6, 4e7) / (1.0 - 0.85),
                          .e = random.Uniform(0.0, 0.85),
                          .i = random.Uniform(0.1, 3.0),
                          .raan = random.Uniform(0.0, kTwoPi),
                          .argp = random.Uniform(0.0, kTwoPi),
                          .nu = random.Uniform(0.0, kTwoPi)};
    const State target = ToState(orbit);
    const double n = MeanMotion(orbit.a);
    const double dt = random.Uniform(-2.0, 2.0) * OrbitPeriod(orbit.a);
    const auto Phi = YamanakaAnkersenTransition(target, dt);
    ASSERT_TRUE(Phi.has_value());
    const Vector3 r = random.UnitVector3();
    const Vector3 v = random.UnitVector3();
    double before = 0.0;
    for (const double separation : {1000.0, 100.0}) {
      State relative{separation * r, separation * n * v};
      const State chaser = FromRtnRelative(relative, target);
      const State later = RtnRelative(*PropagateKepler(chaser, dt), *PropagateKepler(target, dt));
      const Vector6 linear = *Phi * ToVector6(relative);
      const double error = Size(ToVector6(later) - linear, n);
      if (before > 0.0) {
        EXPECT_LT(error, before / 90.0 + 1e-4) << k << " e " << orbit.e;  // a tenth of the separation, a hundredth of the error; rounding of 4e7 m
      }
      before = error;
    }
  }
}

TEST(RelativeEccentric, IsHillClohessyWiltshireOnACircle) {
  const double a = 6671e3;
  const double n = MeanMotion(a);
  for (const double dt : {-3000.0, 10.0, 5572.8, 86400.0}) {
    const Matrix6 hcw = HcwTransition(n, dt);
    const Matrix6 ya = YamanakaAnkersenTransition({.p = a, .e = 0.0}, 0.7, 0.7 + n * dt, dt);
    EXPECT_LT((ya - hcw).norm(), 1e-11 * hcw.norm()) << dt;
    const auto from_state = YamanakaAnkersenTransition(ToState({.a = a, .e = 0.0, .i = 0.7, .raan = 0.3, .argp = 0.0, .nu = 1.0}), dt);
    ASSERT_TRUE(from_state.has_value());
    EXPECT_LT((*from_state - hcw).norm(), 1e-11 * hcw.norm()) << dt;
  }
}

TEST(RelativeEccentric, ComposesAndReturns) {
  const EccentricTarget target{.p = 9e6, .e = 0.6};
  // Any three dt belong together as far as they add up.
  const Matrix6 first = YamanakaAnkersenTransition(target, 0.3, 1.4, 1000.0);
  const Matrix6 second = YamanakaAnkersenTransition(target, 1.4, 4.0, 2000.0);
  const Matrix6 both = YamanakaAnkersenTransition(target, 0.3, 4.0, 3000.0);
  EXPECT_LT((second * first - both).norm(), 1e-12 * both.norm());
  EXPECT_LT((YamanakaAnkersenTransition(target, 0.3, 0.3, 0.0) - Matrix6::Identity()).norm(), 1e-12);
  const Matrix6 back = YamanakaAnkersenTransition(target, 1.4, 0.3, -1000.0);
  EXPECT_LT((back * first - Matrix6::Identity()).norm(), 1e-11 * back.norm());
}

TEST(RelativeEccentric, MatchesOrekitsMatrices) {
  // CS-SI/Orekit fe4aee8, YamanakaAnkersenMatricesTest.java: e = 0.8, 15 to 45 deg and 900 s that do not belong to them; axes T, -N, -R. 1e-11.
  const EccentricTarget target{.p = 1.8e7 * (1.0 - 0.64), .e = 0.8, .mu = 3.986e14};
  Vector6 x;
  x << -30.0, 10.0, -20.0, -4.0, 2.0, -3.0;
  const Vector6 end = YamanakaAnkersenTransition(target, 15.0 * kDegree, 45.0 * kDegree, 900.0) * x;
  const Vector3 r(-8873.951448243051, -22744.724949364987, -464.8029487831341);
  const Vector3 v(-26.418869170876388, 29.836822546829715, -2.7524908430290833);
  EXPECT_LT((end.head<3>() - r).norm(), 1e-11 * r.norm());
  EXPECT_LT((end.tail<3>() - v).norm(), 1e-11 * v.norm());
}

TEST(RelativeEccentric, DiffersFromTwoBodyMotionAsOrekitSays) {
  // CS-SI/Orekit fe4aee8, YamanakaAnkersenProviderTest.java: 330 m on each inertial axis, a = 42,178 km, e = 0.3, 100 s from perigee: 0.87 um, 18 nm/s.
  const double mu = 398600441500000.0;
  const State target = ToState({.a = 42178136.3, .e = 0.3, .i = 0.0, .raan = 0.0, .argp = 0.0, .nu = 0.0}, mu);
  const State chaser{target.r + Vector3(330.0, 330.0, 330.0), target.v};
  const Vector6 linear = *YamanakaAnkersenTransition(target, 100.0, mu) * ToVector6(RtnRelative(chaser, target));
  const State target_later = *PropagateKepler(target, 100.0, mu);
  const State later = FromRtnRelative(FromVector6(linear), target_later);
  const State exact = *PropagateKepler(chaser, 100.0, mu);
  EXPECT_LT((later.r - exact.r).norm(), 1.5 * 8.7e-7);
  EXPECT_LT((later.v - exact.v).norm(), 1.5 * 1.8e-8);
}

TEST(RelativeEccentric, RefusesWhatIsNoEllipse) {
  const State hyperbola = ToState({.a = -2e7, .e = 1.4, .i = 0.4, .raan = 0.0, .argp = 0.0, .nu = 0.3});
  EXPECT_FALSE(YamanakaAnkersenTransition(hyperbola, 100.0).has_value());
  EXPECT_FALSE(YamanakaAnkersenTransition(State{}, 100.0).has_value());
  EXPECT_FALSE(YamanakaAnkersenTransition(ToState({.a = 7e6}), std::nan("")).has_value());
}

}  // namespace
}  // namespace haze::dynamics
