// Rigid-body rotation, and slews about one axis that keep limits of rate and acceleration.
#pragma once

#include <optional>

#include "dynamics/attitude.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// q_BI (v_B = q * v_I) and the rate of B relative to I in B components, rad/s.
struct AttitudeState {
  Quaternion q_BI = Quaternion::Identity();
  Vector3 omega = Vector3::Zero();
};

/// Rates of the seven numbers: q' and omega'.
struct AttitudeRate {
  Eigen::Vector4d q_dot = Eigen::Vector4d::Zero();  ///< w, x, y, z
  Vector3 omega_dot = Vector3::Zero();
};
/// Euler's equations J omega' = T - omega x J omega, and q' of v_B = q * v_I: q' = -1/2 omega q. `inertia` (kg m2) symmetric and positive definite, body axes;
/// `torque` N m, body axes. Source: Wertz (ed.), "Spacecraft Attitude Determination and Control" (1978), sections 16.1 and 16.2; the sign of q' is that of
/// our convention.
AttitudeRate RateOf(const AttitudeState& state, const Matrix3& inertia, const Vector3& torque);

/// The state `dt` later (s, either sign) under a constant body torque; adaptive Dormand-Prince, within 1e-9 rad over a hundred revolutions. The quaternion
/// comes back with norm 1. Nothing where the inertia is not positive definite, a number is not finite or
/// the turn takes more than 200,000 steps (some thousands of revolutions).
std::optional<AttitudeState> PropagateAttitude(const AttitudeState& state, const Matrix3& inertia, const Vector3& torque, double dt);

/// Angular momentum in I (constant without torque) and kinetic energy.
Vector3 AngularMomentum(const AttitudeState& state, const Matrix3& inertia);
double RotationEnergy(const AttitudeState& state, const Matrix3& inertia);

/// Attitude under a constant body rate for `dt`: closed form.
Quaternion Turned(const Quaternion& q_BI, const Vector3& omega, double dt);

/// A slew from rest to rest about the eigen-axis: accelerate, coast, brake, each as hard as allowed.
class SlewPlan {
 public:
  /// The short way from `from` to `to` (unit quaternions, q_BI). `max_rate` rad/s and `max_acceleration` rad/s2, both > 0 (asserted).
  /// Source: Wertz (ed.), "Spacecraft Attitude Determination and Control" (1978), section 19.1, a bang-coast-bang profile.
  static SlewPlan Make(const Quaternion& from, const Quaternion& to, double max_rate, double max_acceleration);

  double angle() const { return angle_; }        ///< rad, [0, pi]
  double duration() const { return duration_; }  ///< s
  const Vector3& axis() const { return axis_; }  ///< of the body's rotation, unit, the same in B all the way
  double ramp() const { return ramp_; }          ///< s, of acceleration and of braking
  /// Attitude and rate `t` after the start; before it the start, after the end the end, at rest.
  AttitudeState At(double t) const;
  /// Angular acceleration in B, rad/s2: what a rigid body of inertia J needs J times, and omega x J omega.
  Vector3 AccelerationAt(double t) const;
  /// Largest torque about each body axis over the plan, N m: |J alpha| at the ramps and omega x J omega at full rate, which meet where a ramp ends.
  Vector3 PeakTorque(const Matrix3& inertia) const;

 private:
  Quaternion from_ = Quaternion::Identity();
  Quaternion to_ = Quaternion::Identity();
  Vector3 axis_ = Vector3::UnitX();
  double angle_ = 0.0;
  double ramp_ = 0.0;
  double duration_ = 0.0;
  double acceleration_ = 0.0;
};

/// Such a slew that keeps the torque about each body axis within `max_torque` (N m, > 0 each): at most half of it is spent on turning the momentum at full
/// rate, which may lower the rate, and the rest on the acceleration.
SlewPlan PlanSlew(const Quaternion& from, const Quaternion& to, const Matrix3& inertia, double max_rate, const Vector3& max_torque);

}  // namespace haze::dynamics
