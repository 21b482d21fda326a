// Rigid bodies that can be solved by hand, conserved quantities, and slews within their limits.
#include "dynamics/attitude_dynamics.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

Matrix3 Diagonal(double a, double b, double c) {
  Matrix3 J = Matrix3::Zero();
  J(0, 0) = a;
  J(1, 1) = b;
  J(2, 2) = c;
  return J;
}

/// A symmetric positive definite matrix that is nowhere near diagonal.
Matrix3 Skewed() {
  Matrix3 J;
  J << 12.0, 1.5, -0.7, 1.5, 9.0, 0.4, -0.7, 0.4, 15.0;
  return J;
}

TEST(AttitudeDynamics, ConstantRateIsTheClosedForm) {
  // reference/attitude.json, kin-constant-rate: the body-to-inertial quaternion, ours turned round.
  const Quaternion expected(-0.29555112749297824, 0.2553218600452643, 0.5106437200905286, -0.7659655801357927);
  const Vector3 omega(0.01, 0.02, -0.03);
  EXPECT_NEAR(AngleBetween(Turned(Quaternion::Identity(), omega, 100.0), expected.conjugate()), 0.0, 1e-12);
  // About a principal axis the body keeps its rate.
  const auto end = PropagateAttitude({.q_BI = Quaternion::Identity(), .omega = {0.0, 0.0, 0.05}}, Diagonal(3.0, 5.0, 7.0), Vector3::Zero(), 1000.0);
  ASSERT_TRUE(end.has_value());
  EXPECT_LT(AngleBetween(end->q_BI, Turned(Quaternion::Identity(), {0.0, 0.0, 0.05}, 1000.0)), 1e-10);
}

TEST(AttitudeDynamics, SymmetricTopPrecessesAsEulerFound) {
  // J = (A, A, C): omega_z stands, omega_x + i omega_y turns at (C - A) / A omega_z.
  const double A = 4.0;
  const double C = 6.5;
  const Vector3 omega(0.02, 0.0, 0.1);
  const double rate = (C - A) / A * omega.z();
  const double t = 6283.0;  // a hundred revolutions
  const auto end = PropagateAttitude({.q_BI = QuaternionExp({0.3, 0.1, -0.5}), .omega = omega}, Diagonal(A, A, C), Vector3::Zero(), t);
  ASSERT_TRUE(end.has_value());
  EXPECT_NEAR(end->omega.z(), 0.1, 1e-13);
  EXPECT_NEAR(end->omega.x(), 0.02 * Cos(rate * t), 1e-10);
  EXPECT_NEAR(end->omega.y(), 0.02 * Sin(rate * t), 1e-10);
}

TEST(AttitudeDynamics, FreeBodiesKeepMomentumAndEnergy) {
  RandomStream random(MatchKey{}, 91, 0, 0);
  const Matrix3 J = Skewed();
  for (int k = 0; k < 10; ++k) {
    const AttitudeState start{.q_BI = QuaternionExp(2.0 * random.UnitVector3()), .omega = random.Uniform(0.001, 0.2) * random.UnitVector3()};
    const auto end = PropagateAttitude(start, J, Vector3::Zero(), 3000.0);
    ASSERT_TRUE(end.has_value());
    const Vector3 before = AngularMomentum(start, J);
    EXPECT_LT((AngularMomentum(*end, J) - before).norm(), 1e-10 * before.norm()) << k;
    EXPECT_NEAR(RotationEnergy(*end, J) / RotationEnergy(start, J), 1.0, 1e-10) << k;
    EXPECT_NEAR(end->q_BI.norm(), 1.0, 1e-15);
    const auto back = PropagateAttitude(*end, J, Vector3::Zero(), -3000.0);
    EXPECT_LT(AngleBetween(back->q_BI, start.q_BI), 1e-8) << k;
  }
}

TEST(AttitudeDynamics, TorqueIsTheRateOfMomentum) {
  const Matrix3 J = Skewed();
  const AttitudeState start{.q_BI = QuaternionExp({0.3, 0.1, -0.5}), .omega = {0.02, -0.01, 0.03}};
  const Vector3 torque(0.1, -0.2, 0.05);
  const double h = 1e-3;
  const auto plus = PropagateAttitude(start, J, torque, h);
  const auto minus = PropagateAttitude(start, J, torque, -h);
  const Vector3 rate = (AngularMomentum(*plus, J) - AngularMomentum(*minus, J)) / (2.0 * h);
  const Vector3 torque_I = start.q_BI.conjugate() * torque;
  EXPECT_LT((rate - torque_I).norm(), 1e-8);
  // From rest about a principal axis: half the acceleration times t squared.
  const auto spun = PropagateAttitude({}, Diagonal(3.0, 5.0, 7.0), {0.0, 0.0, 0.014}, 50.0);
  EXPECT_NEAR(spun->omega.z(), 0.1, 1e-13);
  EXPECT_NEAR(AngleBetween(spun->q_BI, Quaternion::Identity()), 2.5, 1e-10);
}

TEST(AttitudeDynamics, RefusesWhatIsNoBody) {
  EXPECT_FALSE(PropagateAttitude({}, Matrix3::Zero(), Vector3::Zero(), 1.0).has_value());
  EXPECT_FALSE(PropagateAttitude({}, Diagonal(1.0, -1.0, 1.0), Vector3::Zero(), 1.0).has_value());
  Matrix3 J = Skewed();
  J(0, 1) += 1.0;
  EXPECT_FALSE(PropagateAttitude({}, J, Vector3::Zero(), 1.0).has_value());
  EXPECT_FALSE(PropagateAttitude({}, Skewed(), Vector3::Zero(), std::nan("")).has_value());
}

TEST(Slew, GoesFromStartToEndWithinItsLimits) {
  RandomStream random(MatchKey{}, 92, 0, 0);
  for (int k = 0; k < 100; ++k) {
    const Quaternion from = QuaternionExp(random.Uniform(0.0, 3.0) * random.UnitVector3());
    const Quaternion to = QuaternionExp(random.Uniform(0.0, 3.0) * random.UnitVector3());
    const double rate = random.Uniform(0.005, 0.1);
    const double acceleration = random.Uniform(1e-4, 1e-2);
    const SlewPlan plan = SlewPlan::Make(from, to, rate, acceleration);
    EXPECT_NEAR(plan.angle(), AngleBetween(from, to), 1e-14);
    EXPECT_EQ(AngleBetween(plan.At(0.0).q_BI, from), 0.0);
    EXPECT_LT(AngleBetween(plan.At(plan.duration() * (1.0 - 1e-15)).q_BI, to), 1e-12) << k;
    // The rate is the derivative of the attitude, and grows no faster than allowed.
    const double h = 1e-4 * plan.duration();
    for (double share = 0.03; share < 0.99; share += 0.05) {
      const double t = share * plan.duration();
      const AttitudeState now = plan.At(t);
      EXPECT_LE(now.omega.norm(), rate * (1.0 + 1e-12));
      const Vector3 mean_rate = 0.5 * (plan.At(t - h).omega + plan.At(t + h).omega);
      EXPECT_LT(AngleBetween(Turned(plan.At(t - h).q_BI, mean_rate, 2.0 * h), plan.At(t + h).q_BI), 1e-3 * h * rate + 1e-12) << k;
      EXPECT_LE((plan.At(t + h).omega - now.omega).norm(), acceleration * h * (1.0 + 1e-9) + 1e-15);
      EXPECT_LE(plan.AccelerationAt(t).norm(), acceleration * (1.0 + 1e-12));
    }
    // No trapezoid within these limits is shorter: area under the rate is the angle.
    const double expected =
        plan.angle() < rate * rate / acceleration ? 2.0 * std::sqrt(plan.angle() / acceleration) : plan.angle() / rate + rate / acceleration;
    EXPECT_NEAR(plan.duration(), expected, 1e-9);
  }
}

TEST(Slew, OfNothingTakesNoTime) {
  const Quaternion q = QuaternionExp({0.3, 0.1, -0.5});
  const SlewPlan plan = SlewPlan::Make(q, q, 0.01, 0.001);
  EXPECT_NEAR(plan.duration(), 0.0, 1e-6);
  EXPECT_LT(AngleBetween(plan.At(5.0).q_BI, q), 1e-15);
  EXPECT_NEAR(SlewPlan::Make(Quaternion::Identity(), Quaternion(0.0, 0.0, 1.0, 0.0), 0.1, 0.01).angle(), kPi, 1e-15);
}

TEST(Slew, IsWhatARigidBodyDoesUnderItsTorque) {
  // Integrate Euler's equations piece by piece with the torque the plan asks for: the body follows the plan.
  const Matrix3 J = Skewed();
  const Quaternion from = QuaternionExp({0.2, -0.4, 0.1});
  const Quaternion to = QuaternionExp({-1.2, 0.5, 0.9});
  const Vector3 limit(0.02, 0.015, 0.03);
  const SlewPlan plan = PlanSlew(from, to, J, 0.05, limit);
  const Vector3 peak = plan.PeakTorque(J);
  for (int k = 0; k < 3; ++k) EXPECT_LE(peak(k), limit(k) * (1.0 + 1e-12)) << k;
  EXPECT_GT((peak.array() / limit.array()).maxCoeff(), 0.5);  // and uses what it may
  AttitudeState body{.q_BI = from, .omega = Vector3::Zero()};
  const int pieces = 4000;
  const double h = plan.duration() / pieces;
  for (int k = 0; k < pieces; ++k) {
    const double middle = (k + 0.5) * h;
    const Vector3 omega = plan.At(middle).omega;
    const Vector3 momentum = J * omega;
    const Vector3 torque = J * plan.AccelerationAt(middle) + omega.cross(momentum);
    for (int axis = 0; axis < 3; ++axis) EXPECT_LE(std::fabs(torque(axis)), peak(axis) * (1.0 + 1e-9));
    body = *PropagateAttitude(body, J, torque, h);
  }
  EXPECT_LT(AngleBetween(body.q_BI, to), 2e-3);  // a piece too much or too little of a ramp
  EXPECT_LT(body.omega.norm(), 1e-4);
}

}  // namespace
}  // namespace haze::dynamics
