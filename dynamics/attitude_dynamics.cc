// Euler's equations beside the quaternion's, and trapezoids of rate about one axis.
#include "dynamics/attitude_dynamics.h"

#include <cmath>

#include <Eigen/LU>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"
#include "dynamics/integrator.h"

namespace haze::dynamics {
namespace {

using Vector7 = Eigen::Matrix<double, 7, 1>;

bool IsInertia(const Matrix3& J) {
  if (!J.allFinite() || !((J - J.transpose()).norm() <= 1e-12 * J.norm())) return false;
  // Sylvester: positive leading minors.
  return J(0, 0) > 0.0 && J(0, 0) * J(1, 1) - J(0, 1) * J(1, 0) > 0.0 && J.determinant() > 0.0;
}

Vector3 Gyroscopic(const Matrix3& J, const Vector3& omega) {
  const Vector3 momentum = J * omega;
  return omega.cross(momentum);
}

}  // namespace

AttitudeRate RateOf(const AttitudeState& state, const Matrix3& inertia, const Vector3& torque) {
  AttitudeRate rate;
  const Quaternion turn(0.0, -0.5 * state.omega.x(), -0.5 * state.omega.y(), -0.5 * state.omega.z());
  const Quaternion q_dot = turn * state.q_BI;
  rate.q_dot << q_dot.w(), q_dot.x(), q_dot.y(), q_dot.z();
  const Vector3 left = torque - Gyroscopic(inertia, state.omega);
  rate.omega_dot = inertia.inverse() * left;
  return rate;
}

std::optional<AttitudeState> PropagateAttitude(const AttitudeState& state, const Matrix3& inertia, const Vector3& torque, double dt) {
  if (!IsInertia(inertia) || !torque.allFinite() || !std::isfinite(dt) || !state.omega.allFinite() || !state.q_BI.coeffs().allFinite()) return std::nullopt;
  const Matrix3 inverse = inertia.inverse();
  const auto f = [&](double, const Vector7& y) {
    const Vector3 omega = y.tail<3>();
    const Quaternion q_dot = Quaternion(0.0, -0.5 * omega.x(), -0.5 * omega.y(), -0.5 * omega.z()) * Quaternion(y(0), y(1), y(2), y(3));
    const Vector3 left = torque - Gyroscopic(inertia, omega);
    Vector7 rate;
    rate << q_dot.w(), q_dot.x(), q_dot.y(), q_dot.z(), inverse * left;
    return rate;
  };
  Dop853Options<7> options;
  options.dense = false;
  options.rtol = 1e-13;
  options.max_steps = 200'000;
  // Rates are judged by what they turn in the time the body takes for a radian.
  const double size = state.omega.norm();
  options.atol << 1e-13, 1e-13, 1e-13, 1e-13, Vector3::Constant(1e-13 * (size > 1e-6 ? size : 1e-6));
  Dop853<7> integrator(options);
  Vector7 start;
  start << state.q_BI.w(), state.q_BI.x(), state.q_BI.y(), state.q_BI.z(), state.omega;
  integrator.Start(0.0, start);
  if (integrator.Advance(f, dt) != StepStatus::kReached) return std::nullopt;
  const Vector7& y = integrator.y();
  const double norm = std::sqrt(y.head<4>().squaredNorm());
  AttitudeState end;
  end.q_BI = Quaternion(y(0) / norm, y(1) / norm, y(2) / norm, y(3) / norm);
  end.omega = y.tail<3>();
  return end;
}

Vector3 AngularMomentum(const AttitudeState& state, const Matrix3& inertia) {
  const Vector3 momentum_B = inertia * state.omega;
  return state.q_BI.conjugate() * momentum_B;
}

double RotationEnergy(const AttitudeState& state, const Matrix3& inertia) {
  const Vector3 momentum_B = inertia * state.omega;
  return 0.5 * state.omega.dot(momentum_B);
}

Quaternion Turned(const Quaternion& q_BI, const Vector3& omega, double dt) {
  const Vector3 phi = -dt * omega;
  return QuaternionExp(phi) * q_BI;
}

SlewPlan SlewPlan::Make(const Quaternion& from, const Quaternion& to, double max_rate, double max_acceleration) {
  HAZE_ASSERT(max_rate > 0.0 && max_acceleration > 0.0, "a slew has a rate and an acceleration", max_rate, max_acceleration);
  SlewPlan plan;
  plan.from_ = from;
  plan.to_ = to;
  Quaternion d = to * from.conjugate();
  if (d.w() < 0.0) d.coeffs() = -d.coeffs();
  const double size = d.vec().norm();
  plan.angle_ = 2.0 * Atan2(size, d.w());
  if (!(size > 0.0)) return plan;
  // The body turns against the rotation of the components.
  plan.axis_ = d.vec() / -size;
  plan.acceleration_ = max_acceleration;
  const double to_full_rate = max_rate / max_acceleration;
  if (plan.angle_ < max_rate * to_full_rate) {
    plan.ramp_ = std::sqrt(plan.angle_ / max_acceleration);
    plan.duration_ = 2.0 * plan.ramp_;
  } else {
    plan.ramp_ = to_full_rate;
    plan.duration_ = plan.angle_ / max_rate + plan.ramp_;
  }
  return plan;
}

AttitudeState SlewPlan::At(double t) const {
  AttitudeState state;
  if (!(t > 0.0)) {
    state.q_BI = from_;
    return state;
  }
  if (t >= duration_) {
    state.q_BI = to_;
    return state;
  }
  double turned = 0.0;
  double rate = 0.0;
  if (t < ramp_) {
    rate = acceleration_ * t;
    turned = 0.5 * rate * t;
  } else if (t < duration_ - ramp_) {
    rate = acceleration_ * ramp_;
    turned = rate * (t - 0.5 * ramp_);
  } else {
    const double left = duration_ - t;
    rate = acceleration_ * left;
    turned = angle_ - 0.5 * rate * left;
  }
  const Vector3 phi = -turned * axis_;
  state.q_BI = QuaternionExp(phi) * from_;
  state.omega = rate * axis_;
  return state;
}

Vector3 SlewPlan::AccelerationAt(double t) const {
  if (!(t >= 0.0) || t >= duration_) return Vector3::Zero();
  if (t < ramp_) return acceleration_ * axis_;
  if (t < duration_ - ramp_) return Vector3::Zero();
  return -acceleration_ * axis_;
}

Vector3 SlewPlan::PeakTorque(const Matrix3& inertia) const {
  const Vector3 momentum = inertia * axis_;
  const Vector3 turning = axis_.cross(momentum);
  const double rate = acceleration_ * ramp_;
  return acceleration_ * momentum.cwiseAbs() + rate * rate * turning.cwiseAbs();
}

SlewPlan PlanSlew(const Quaternion& from, const Quaternion& to, const Matrix3& inertia, double max_rate, const Vector3& max_torque) {
  HAZE_ASSERT(IsInertia(inertia) && max_torque.minCoeff() > 0.0, "a rigid body and a torque", inertia(0, 0), max_torque.minCoeff());
  // The axis does not depend on the limits.
  const SlewPlan shape = SlewPlan::Make(from, to, 1.0, 1.0);
  const Vector3 momentum = inertia * shape.axis();
  const Vector3 turning = shape.axis().cross(momentum);
  double rate = max_rate;
  for (int k = 0; k < 3; ++k) {
    const double half = 0.5 * max_torque(k);
    if (rate * rate * std::fabs(turning(k)) > half) rate = std::sqrt(half / std::fabs(turning(k)));
  }
  double acceleration = 0.0;
  for (int k = 0; k < 3; ++k) {
    if (momentum(k) == 0.0) continue;
    const double allowed = (max_torque(k) - rate * rate * std::fabs(turning(k))) / std::fabs(momentum(k));
    if (acceleration == 0.0 || allowed < acceleration) acceleration = allowed;
  }
  return SlewPlan::Make(from, to, rate, acceleration);
}

}  // namespace haze::dynamics
