// Two-body + J2 motion against the adaptive integrator, a published propagation and its own differences.
#include "dynamics/j2_motion.h"

#include <gtest/gtest.h>

#include "dynamics/elements.h"
#include "dynamics/forces.h"
#include "dynamics/integrator.h"
#include "dynamics/kepler.h"

namespace haze::dynamics {
namespace {

/// The default scenario's orbit: 502.7 km, 97.4 deg.
const State kLow = ToState({.a = kEarthRadius + 502.7e3, .e = 0.001, .i = 1.7, .raan = 1.2, .argp = 0.5, .nu = 0.3});

State Exact(const State& state, double dt) {
  Dop853Options<6> options = OrbitOptions();
  options.rtol = 1e-14;
  options.atol << 1e-6, 1e-6, 1e-6, 1e-9, 1e-9, 1e-9;
  Dop853<6> integrator(options);
  integrator.Start(0.0, ToVector6(state));
  ForceModel model{.gravity_degree = 2, .gravity_order = 0, .sun = false, .moon = false, .drag = false, .solar_pressure = false};
  const auto f = [&](double t, const Vector6& x) {
    Vector6 rate;
    rate.head<3>() = x.tail<3>();
    rate.tail<3>() = Acceleration(model, nullptr, BodyProperties{}, t, FromVector6(x));
    return rate;
  };
  EXPECT_EQ(integrator.Advance(f, dt), StepStatus::kReached);
  return FromVector6(integrator.y());
}

TEST(J2Motion, StaysWithinACentimetreADay) {
  for (const double e : {0.0001, 0.001, 0.01}) {
    Keplerian elements = ToKeplerian(kLow);
    elements.e = e;
    const State start = ToState(elements);
    for (const double day : {1.0, -1.0, 3.0}) {
      const double error = (PropagateJ2(start, 86400.0 * day).r - Exact(start, 86400.0 * day).r).norm();
      EXPECT_LT(error, 0.01 * day * day) << "e " << e << ", days " << day;
      RecordProperty("error_m", std::to_string(error));
    }
  }
}

TEST(J2Motion, StaysWithinAMetreOnAnEccentricOrbit) {
  const State start = ToState({.a = 24.4e6, .e = 0.72, .i = 0.5, .raan = 1.0, .argp = 2.0, .nu = 0.1});
  EXPECT_LT((PropagateJ2(start, 86400.0).r - Exact(start, 86400.0).r).norm(), 1.0);
}

TEST(J2Motion, IsTheFieldOfDegreeTwoAndOrderZero) {
  for (const Vector3& r : {Vector3(6.9e6, 1e5, -2e5), Vector3(1e6, -4e6, 6e6), Vector3(0.0, 0.0, -7e6)}) {
    EXPECT_LT((J2Acceleration(r) - GravityItrf(r, 2, 0)).norm(), 1e-14 * J2Acceleration(r).norm());
    const Matrix3 G = J2Gradient(r);
    EXPECT_LT((G - G.transpose()).norm(), 1e-15 * G.norm());
    EXPECT_LT(std::abs(G.trace()), 1e-14 * G.norm());
    for (int k = 0; k < 3; ++k) {
      const Vector3 step = 10.0 * Vector3::Unit(k);
      const Vector3 difference = (J2Acceleration(r + step) - J2Acceleration(r - step)) / 20.0;
      EXPECT_LT((difference - G.col(k)).norm(), 1e-8 * G.norm()) << "step^2 over r^2 and rounding";
    }
  }
}

TEST(J2Motion, ComesBackTheWayItWent) {
  const State there = PropagateJ2(kLow, 7200.0);
  const State back = PropagateJ2(there, -7200.0);
  EXPECT_LT((back.r - kLow.r).norm(), 1e-3);  // two legs of the error of a twelfth of a day
  EXPECT_LT((back.v - kLow.v).norm(), 1e-6);
}

TEST(J2Motion, StandsStillForNoTime) {
  const State same = PropagateJ2(kLow, 0.0);
  EXPECT_EQ(same.r, kLow.r);
  EXPECT_EQ(J2Transition(kLow, 0.0), Matrix6(Matrix6::Identity()));
}

TEST(J2Motion, TransitionIsTheDerivativeOfTheMotion) {
  for (const double dt : {60.0, -900.0, 20000.0}) {
    const Matrix6 Phi = J2Transition(kLow, dt);
    for (int k = 0; k < 6; ++k) {
      const double step = k < 3 ? 10.0 : 0.01;
      Vector6 plus = ToVector6(kLow);
      Vector6 minus = plus;
      plus(k) += step;
      minus(k) -= step;
      const Vector6 difference = (ToVector6(PropagateJ2(FromVector6(plus), dt)) - ToVector6(PropagateJ2(FromVector6(minus), dt))) / (2.0 * step);
      // Central differences err by the third derivative times step^2: 1e-9 of the column here, and rounding 1e-9.
      EXPECT_LT((difference - Phi.col(k)).norm(), 1e-7 * Phi.col(k).norm()) << "dt " << dt << ", component " << k;
    }
  }
}

TEST(J2Motion, TransitionKeepsVolumeAndIsSymplectic) {
  const Matrix6 Phi = J2Transition(kLow, 20000.0);
  Matrix6 J = Matrix6::Zero();
  J.topRightCorner<3, 3>().setIdentity();
  J.bottomLeftCorner<3, 3>() = -Matrix3::Identity();
  const Matrix6 error = Phi.transpose() * J * Phi - J;
  // Entries of Phi reach 1e5 s; what cancels is their product with 1e-3 /s.
  EXPECT_LT(error.cwiseAbs().maxCoeff(), 1e-4);
  const StateAndTransition both = PropagateJ2WithTransition(kLow, 20000.0);
  EXPECT_LT((both.state.r - PropagateJ2(kLow, 20000.0).r).norm(), 1e-6);
}

}  // namespace
}  // namespace haze::dynamics
