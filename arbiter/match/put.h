// Small parts of messages that turns and briefings share.
#pragma once

#include "arbiter/match/codec.h"

namespace haze::match {

using dynamics::Vector3;

inline void Put(const Vector3& v, v1::Vec3* out) {
  out->set_x(v.x());
  out->set_y(v.y());
  out->set_z(v.z());
}

inline void Put(const dynamics::Quaternion& q, v1::Quaternion* out) {
  out->set_w(q.w());
  out->set_x(q.x());
  out->set_y(q.y());
  out->set_z(q.z());
}

// A state whose errors are independent, with one sigma for position and one for velocity.
inline void Put(game::SimTime time, const dynamics::State& state, double position_sigma, double velocity_sigma, v1::StateEstimate* out) {
  out->set_time_us(time.us);
  Put(state.r, out->mutable_r_eci_m());
  Put(state.v, out->mutable_v_eci_mps());
  for (int i = 0; i < 6; ++i) {
    for (int j = i; j < 6; ++j) {
      const double sigma = i < 3 ? position_sigma : velocity_sigma;
      out->add_covariance_upper(i == j ? sigma * sigma : 0.0);
    }
  }
}

inline const char* SideName(scenarios::Side side) { return side == scenarios::Side::kBlue ? "blue" : "red"; }

inline void PutWindow(const scenarios::Window& window, v1::LaunchWindow* out) {
  out->set_name(window.name);
  out->set_open_time_us((window.nominal - window.slip).us);
  out->set_nominal_time_us(window.nominal.us);
  out->set_close_time_us((window.nominal + window.slip).us);
}

}  // namespace haze::match
