// Transition matrices: what they must be for any motion, and that they map small deviations.
#include "dynamics/state_transition.h"

#include <cmath>

#include <Eigen/LU>
#include <gtest/gtest.h>

#include "dynamics/astronomy/astronomy.h"
#include "dynamics/elements.h"
#include "dynamics/integrator.h"
#include "dynamics/kepler.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

constexpr ForceModel kTwoBody{.gravity_degree = 0, .gravity_order = 0, .sun = false, .moon = false, .drag = false, .solar_pressure = false};
constexpr ForceModel kJ2Only{.gravity_degree = 2, .gravity_order = 0, .sun = false, .moon = false, .drag = false, .solar_pressure = false};

/// Phi with lengths in units of r and times in units of 1/n: numbers of one size.
Matrix6 Scaled(const Matrix6& Phi, double n) {
  Matrix6 S = Phi;
  S.topRightCorner<3, 3>() *= n;
  S.bottomLeftCorner<3, 3>() /= n;
  return S;
}

State Eccentric() { return ToState({.a = 9e6, .e = 0.2, .i = 1.1, .raan = 0.4, .argp = 2.0, .nu = 0.7}); }

TEST(StateTransition, IsSymplecticWithDeterminantOne) {
  Matrix6 J = Matrix6::Zero();
  J.topRightCorner<3, 3>() = Matrix3::Identity();
  J.bottomLeftCorner<3, 3>() = -Matrix3::Identity();
  const double n = MeanMotion(9e6);
  for (const ForceModel& model : {kTwoBody, kJ2Only}) {
    for (const double dt : {-3000.0, 2000.0, 20000.0}) {
      const auto result = PropagateWithTransition(model, nullptr, {}, 0.0, Eccentric(), dt);
      ASSERT_TRUE(result.has_value());
      const Matrix6 Phi = Scaled(result->Phi, n);
      // Phi grows to some hundred in 2.3 revolutions; the product of two of them keeps 1e-9 of that.
      EXPECT_LT((Phi.transpose() * J * Phi - J).norm(), 1e-9 * Phi.squaredNorm()) << dt;
      EXPECT_NEAR(Phi.determinant(), 1.0, 1e-6) << dt;
    }
  }
}

TEST(StateTransition, MapsSmallDeviationsToSecondOrder) {
  RandomStream random(MatchKey{}, 71, 0, 0);
  const double dt = 9000.0;
  const State start = Eccentric();
  const auto result = PropagateWithTransition(kTwoBody, nullptr, {}, 0.0, start, dt);
  ASSERT_TRUE(result.has_value());
  const State end = *PropagateKepler(start, dt);
  EXPECT_LT((result->state.r - end.r).norm(), 1e-3);
  for (int k = 0; k < 20; ++k) {
    const Vector3 dr = random.UnitVector3();
    const Vector3 dv = 1e-3 * random.UnitVector3();
    double before = 0.0;
    for (const double size : {1000.0, 100.0}) {
      const State off{start.r + size * dr, start.v + size * dv};
      const State off_end = *PropagateKepler(off, dt);
      const Vector6 linear = result->Phi * ToVector6({size * dr, size * dv});
      const double error = (off_end.r - end.r - linear.head<3>()).norm();
      if (before > 0.0) {
        EXPECT_LT(error, before / 80.0 + 1e-3) << k;
      }
      before = error;
    }
  }
}

TEST(StateTransition, ComposesAndTurnsBack) {
  const State start = Eccentric();
  const double n = MeanMotion(9e6);
  const auto first = PropagateWithTransition(kJ2Only, nullptr, {}, 0.0, start, 2500.0);
  const auto second = PropagateWithTransition(kJ2Only, nullptr, {}, 2500.0, first->state, 6000.0);
  const auto both = PropagateWithTransition(kJ2Only, nullptr, {}, 0.0, start, 6000.0);
  const auto back = PropagateWithTransition(kJ2Only, nullptr, {}, 2500.0, first->state, 0.0);
  EXPECT_LT(Scaled(second->Phi * first->Phi - both->Phi, n).norm(), 1e-9 * Scaled(both->Phi, n).norm());
  EXPECT_LT(Scaled(back->Phi * first->Phi - Matrix6::Identity(), n).norm(), 1e-8);
  EXPECT_EQ(PropagateWithTransition(kJ2Only, nullptr, {}, 5.0, start, 5.0)->Phi, Matrix6::Identity());
}

TEST(StateTransition, AgreesWithThePlannersFixedSteps) {
  const State start = ToState({.a = 7e6, .e = 0.001, .i = 1.7, .raan = 0.4, .argp = 2.0, .nu = 0.7});
  const auto result = PropagateWithTransition(kJ2Only, nullptr, {}, 0.0, start, 86400.0);
  const StateAndTransition plain = PropagateJ2WithTransition(start, 86400.0);
  const double n = MeanMotion(7e6);
  EXPECT_LT((result->state.r - plain.state.r).norm(), 0.02);
  EXPECT_LT(Scaled(result->Phi - plain.Phi, n).norm(), 1e-7 * Scaled(plain.Phi, n).norm());
}

TEST(StateTransition, HoldsForTwentyByTwentyWithSunMoonAndDrag) {
  const AstronomyTable table = FreezeAstronomy(*ParseUtc("2026-06-18T17:44:00Z"), 7200.0);
  const ForceModel model{.gravity_degree = 20, .gravity_order = 20, .sun = true, .moon = true, .drag = true, .solar_pressure = false};
  const BodyProperties body{.mass = 10.0, .drag_area = 2.0};
  // Between 250 and 300 km: the exponential atmosphere steps by a thousandth from layer to layer, and a step has no derivative.
  const State start = ToState({.a = 6.648e6, .e = 0.0005, .i = 0.9, .raan = 0.4, .argp = 2.0, .nu = 0.7});
  const double dt = 3000.0;
  const auto result = PropagateWithTransition(model, &table, body, 0.0, start, dt);
  ASSERT_TRUE(result.has_value());
  Dop853Options<6> options = OrbitOptions();
  options.rtol = 1e-13;
  options.atol.setConstant(1e-9);
  const auto fly = [&](const Vector6& x) {
    Dop853<6> integrator(options);
    integrator.Start(0.0, x);
    const auto f = [&](double t, const Vector6& y) {
      Vector6 rate;
      rate << y.tail<3>(), Acceleration(model, &table, body, t, FromVector6(y));
      return rate;
    };
    EXPECT_EQ(integrator.Advance(f, dt), StepStatus::kReached);
    return integrator.y();
  };
  const double n = MeanMotion(6.648e6);
  Matrix6 differences;
  for (int k = 0; k < 6; ++k) {
    Vector6 plus = ToVector6(start);
    Vector6 minus = plus;
    const double step = k < 3 ? 50.0 : 0.05;
    plus(k) += step;
    minus(k) -= step;
    differences.col(k) = (fly(plus) - fly(minus)) / (2.0 * step);
  }
  EXPECT_LT(Scaled(result->Phi - differences, n).norm(), 2e-8 * Scaled(differences, n).norm());
  // What drag does is no small part of that.
  ForceModel without = model;
  without.drag = false;
  const auto lighter = PropagateWithTransition(without, &table, body, 0.0, start, dt);
  EXPECT_GT(Scaled(lighter->Phi - differences, n).norm(), 1e-5 * Scaled(differences, n).norm());
}

TEST(StateTransition, RefusesWhatCannotBeFlown) {
  EXPECT_FALSE(PropagateWithTransition(kTwoBody, nullptr, {}, 0.0, {}, 100.0).has_value());
  EXPECT_FALSE(PropagateWithTransition(kTwoBody, nullptr, {}, 0.0, {{7e6, std::nan(""), 0.0}, {0.0, 7e3, 0.0}}, 100.0).has_value());
  // Straight down: the centre is reached before the time is up.
  EXPECT_FALSE(PropagateWithTransition(kTwoBody, nullptr, {}, 0.0, {{7e6, 0.0, 0.0}, {-1e3, 0.0, 0.0}}, 5000.0).has_value());
}

}  // namespace
}  // namespace haze::dynamics
