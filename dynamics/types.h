// The fixed-size vectors, matrices and the orbital state that every other header speaks in.
#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>

namespace haze::dynamics {

using Vector3 = Eigen::Matrix<double, 3, 1>;
using Matrix3 = Eigen::Matrix<double, 3, 3>;
using Vector6 = Eigen::Matrix<double, 6, 1>;
using Matrix6 = Eigen::Matrix<double, 6, 6>;
/// Hamilton, scalar `w`; `q_BI * v_I` gives v_B as the names say, in the sense of attitude.h.
using Quaternion = Eigen::Quaterniond;

/// Position (m) and velocity (m/s) in one frame: GCRF axes unless the name says otherwise.
struct State {
  Vector3 r = Vector3::Zero();
  Vector3 v = Vector3::Zero();
};

/// [r; v] and back.
inline Vector6 ToVector6(const State& state) {
  Vector6 x;
  x << state.r, state.v;
  return x;
}
inline State FromVector6(const Vector6& x) { return {x.head<3>(), x.tail<3>()}; }

}  // namespace haze::dynamics
