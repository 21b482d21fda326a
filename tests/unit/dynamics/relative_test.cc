// Hill-Clohessy-Wiltshire: its own invariants, published values, and how far it may be trusted.
#include "dynamics/relative.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"
#include "dynamics/kepler.h"

namespace haze::dynamics {
namespace {

constexpr double kN = 1.1e-3;

TEST(Relative, HcwMatchesTudatValladoAndOrekit) {
  // tudat-team/tudat eae94f6b7777, unitTestClohessyWiltshirePropagator.cpp.
  Vector6 x0;
  x0 << 45.0, 37.0, 12.0, 0.08, 0.03, 0.01;
  Vector6 xf;
  xf << 380.645008020125, -543.7424675454679, 2.509547637285142, 0.1541620605755606, -0.729475139049947, -0.01662099488431618;
  EXPECT_LT((PropagateHcw(x0, MeanMotion(6778137.0, 3.986004418e14), 1800.0) - xf).norm(), 1e-10);
  // CelesTrak/fundamentals-of-astrodynamics 9655edb85d42, test_hills.py: Vallado example 6-14.
  x0 << 0, 0, 0, -0.1, -0.04, -0.02;
  xf << -33.345724432187964, -1.473560307487475, -5.894530311607677, -0.120337093866688, 0.032387584447866, -0.018949031717993;
  EXPECT_LT((PropagateHcw(x0, MeanMotion(6378136.3 + 590e3, 3.986004415e14), 300.0) - xf).norm(), 1e-9);
  // CS-SI/Orekit fe4aee843fbf, ClohessyWiltshireRendezVousTest.java: 8 h.
  const Matrix6 Phi = HcwTransition(MeanMotion(6677993.3719419, 3.986004415e14), 28800.0);
  EXPECT_NEAR(Phi(0, 0), 4.9786854123867, 1e-10);
  EXPECT_NEAR(Phi(1, 0), -194.242457498099, 1e-9);
  EXPECT_NEAR(Phi(0, 4), 2292.70633171889, 1e-7);
  EXPECT_NEAR(Phi(1, 4), -83131.6724081943, 1e-6);
  EXPECT_NEAR(Phi(3, 0), 0.00328085221475134, 1e-13);
  EXPECT_NEAR(Phi(4, 0), -0.00920596902838442, 1e-13);
  EXPECT_NEAR(Phi(4, 4), -4.30491388318227, 1e-10);
  EXPECT_NEAR(Phi(5, 2), -0.00109361740491711, 1e-13);
}

TEST(Relative, HcwTransitionsCompose) {
  const Matrix6 both = HcwTransition(kN, 700.0) * HcwTransition(kN, -250.0);
  EXPECT_LT((both - HcwTransition(kN, 450.0)).norm() / both.norm(), 1e-14);
  EXPECT_LT((HcwTransition(kN, 0.0) - Matrix6::Identity()).norm(), 1e-15);
}

/// Largest distance between HCW and exact two-body motion over half an orbit, the chaser `scale` away and moving with the ellipse.
double HcwError(double scale) {
  const Keplerian circle{.a = 6.88e6, .e = 0.0, .i = 1.7, .raan = 0.0, .argp = 0.0, .nu = 0.0};
  const State target = ToState(circle);
  const double n = MeanMotion(circle.a);
  const Vector6 x0 = EllipseState({.ae = scale, .phase_e = 0.3, .ai = scale, .phase_i = 0.3}, 0.0, n);
  const State chaser = FromRtnRelative(FromVector6(x0), target);
  double worst = 0.0;
  for (double t = 100.0; t < 2900.0; t += 100.0) {
    const State exact = RtnRelative(*PropagateKepler(chaser, t), *PropagateKepler(target, t));
    const Vector6 x = PropagateHcw(x0, n, t);
    worst = std::fmax(worst, (exact.r - x.head<3>()).norm());
  }
  return worst;
}

TEST(Relative, HcwErrorGrowsWithSeparationSquared) {
  const double near = HcwError(1e3);
  const double far = HcwError(4e3);
  EXPECT_NEAR(Log(far / near) / Log(4.0), 2.0, 0.05);
  EXPECT_LT(near, 10.0 * 1e3 * 1e3 / 6.88e6);  // of the order of |r|^2 / a
  EXPECT_GT(near, 0.1 * 1e3 * 1e3 / 6.88e6);
}

TEST(Relative, TwoImpulsesArriveAndStop) {
  const Vector3 r0(-200.0, 1500.0, 80.0);
  const Vector3 v0(0.1, -0.3, 0.05);
  const Vector3 rf(0.0, 100.0, 0.0);
  const auto transfer = HcwTwoImpulse(r0, v0, rf, kN, 2000.0);
  ASSERT_TRUE(transfer);
  Vector6 x;
  x << r0, v0 + transfer->dv1;
  const Vector6 end = PropagateHcw(x, kN, 2000.0);
  EXPECT_LT((end.head<3>() - rf).norm(), 1e-9);
  EXPECT_LT((end.tail<3>() + transfer->dv2).norm(), 1e-12);
}

TEST(Relative, WholeRevolutionsCannotBeTransferred) {
  const double period = kTwoPi / kN;
  EXPECT_FALSE(HcwTwoImpulse(Vector3(0, 1000, 0), Vector3::Zero(), Vector3(0, 0, 50), kN, period));
  EXPECT_FALSE(HcwTwoImpulse(Vector3(0, 1000, 0), Vector3::Zero(), Vector3(0, 0, 50), kN, 0.5 * period));
}

TEST(Relative, EllipsesReturnToThemselves) {
  const RelativeEllipse ellipse{.da = 3.0, .along = -700.0, .ae = 200.0, .phase_e = 1.2, .ai = 150.0, .phase_i = 5.0};
  const RelativeEllipse back = EllipseOf(EllipseState(ellipse, 0.7, kN), 0.7, kN);
  EXPECT_NEAR(back.da, ellipse.da, 1e-10);
  EXPECT_NEAR(back.along, ellipse.along, 1e-10);
  EXPECT_NEAR(back.ae, ellipse.ae, 1e-10);
  EXPECT_NEAR(back.phase_e, ellipse.phase_e, 1e-12);
  EXPECT_NEAR(back.ai, ellipse.ai, 1e-10);
  EXPECT_NEAR(back.phase_i, ellipse.phase_i, 1e-12);
  // Free motion keeps the ellipse but for the drift of its centre.
  const double t = 1234.0;
  const RelativeEllipse later = EllipseOf(PropagateHcw(EllipseState(ellipse, 0.7, kN), kN, t), 0.7 + kN * t, kN);
  EXPECT_NEAR(later.along, ellipse.along - 1.5 * ellipse.da * kN * t, 1e-9);
  EXPECT_NEAR(later.ae, ellipse.ae, 1e-10);
  EXPECT_NEAR(later.phase_i, ellipse.phase_i, 1e-12);
}

TEST(Relative, SafeSeparationIsTheLeastDistanceFromTheAxis) {
  for (const double phase : {0.0, 0.4, kPi / 2, 2.0, kPi}) {
    const RelativeEllipse ellipse{.ae = 200.0, .phase_e = 0.3, .ai = 120.0, .phase_i = 0.3 + phase};
    double least = INFINITY;
    for (int k = 0; k < 20000; ++k) {
      const Vector6 x = EllipseState(ellipse, kTwoPi * k / 20000.0, kN);
      least = std::fmin(least, std::sqrt(x(0) * x(0) + x(2) * x(2)));
    }
    EXPECT_NEAR(SafeSeparation(ellipse), least, 0.05) << phase;  // a sample every 6e-5 rad of 200 m
  }
  EXPECT_NEAR(SafeSeparation({.ae = 200.0, .ai = 120.0}), 120.0, 1e-9);
}

}  // namespace
}  // namespace haze::dynamics
