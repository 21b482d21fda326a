// Quaternions for attitude, without libm. q_BI takes inertial components to body components: v_B = q_BI * v_I.
#pragma once

#include "dynamics/types.h"

namespace haze::dynamics {

/// The quaternion of a rotation matrix (R v = q * v), w >= 0. Source: Shepperd 1978.
Quaternion QuaternionFromMatrix(const Matrix3& R);

/// exp of a rotation vector (rad): q * v turns v by |phi| about phi.
Quaternion QuaternionExp(const Vector3& phi);

/// Angle of the rotation between two attitudes, rad [0, pi].
double AngleBetween(const Quaternion& a, const Quaternion& b);

/// Eigen-axis interpolation: `a` at 0, `b` at 1, constant rate, the short way.
Quaternion Interpolate(const Quaternion& a, const Quaternion& b, double fraction);

/// The smallest rotation of `from` (unit) onto `to` (unit).
Quaternion BetweenVectors(const Vector3& from, const Vector3& to);

}  // namespace haze::dynamics
