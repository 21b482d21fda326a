// Between contract messages and the mathematics: vectors, states, times.
#pragma once

#include <cmath>
#include <cstdint>

#include "dynamics/time.h"
#include "dynamics/types.h"
#include "haze/agent/v1/geometry.pb.h"
#include "haze/agent/v1/order.pb.h"

namespace haze::agents::inspector {

namespace v1 = ::haze::agent::v1;
using dynamics::Matrix3;
using dynamics::Matrix6;
using dynamics::State;
using dynamics::Vector3;
using dynamics::Vector6;

inline Vector3 FromMessage(const v1::Vec3& v) { return {v.x(), v.y(), v.z()}; }

inline void ToMessage(const Vector3& v, v1::Vec3* out) {
  out->set_x(v.x());
  out->set_y(v.y());
  out->set_z(v.z());
}

/// A direction of a search, rounded to half a milliradian: small beside any field of view, and a record keeps the fewer bits.
inline void ToSearch(const Vector3& direction, v1::Search* out) {
  Vector3 rounded;
  for (int i = 0; i < 3; ++i) rounded(i) = std::floor(direction(i) * 1024.0 + 0.5) / 1024.0;
  ToMessage(rounded, out->add_directions_rtn());
}

inline State FromMessage(const v1::StateEstimate& estimate) { return {FromMessage(estimate.r_eci_m()), FromMessage(estimate.v_eci_mps())}; }

/// The covariance, or zero where the message carries none.
inline Matrix6 CovarianceFromMessage(const v1::StateEstimate& estimate) {
  Matrix6 P = Matrix6::Zero();
  if (estimate.covariance_upper_size() != 21) return P;
  int k = 0;
  for (int i = 0; i < 6; ++i) {
    for (int j = i; j < 6; ++j) {
      P(i, j) = estimate.covariance_upper(k);
      P(j, i) = P(i, j);
      ++k;
    }
  }
  return P;
}

inline void ToMessage(std::int64_t time_us, const State& state, const Matrix6& covariance, v1::StateEstimate* out) {
  out->set_time_us(time_us);
  ToMessage(state.r, out->mutable_r_eci_m());
  ToMessage(state.v, out->mutable_v_eci_mps());
  out->clear_covariance_upper();
  for (int i = 0; i < 6; ++i) {
    for (int j = i; j < 6; ++j) out->add_covariance_upper(0.5 * (covariance(i, j) + covariance(j, i)));
  }
}

inline double SecondsOf(std::int64_t time_us) { return dynamics::Seconds({time_us}); }
inline std::int64_t MicrosecondsOf(double seconds) { return dynamics::FromSeconds(seconds).us; }

}  // namespace haze::agents::inspector
