// Claims that stand until there is something to add: the referee carries a claim forward by itself (J2 only), so saying the same again tells nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "agents/inspector/convert.h"
#include "haze/agent/v1/order.pb.h"

namespace haze::agents::inspector {

/// What a seat has claimed so far.
class StandingClaims {
 public:
  /// Adds a claim of (`state`, `P`) at `time_us` for `object_id` to `decision`, unless the last one, carried to that time, still says it: within half a sigma of
  /// its own covariance and, seen from `range` m away (the distance between observer and object), within 8 mrad; with sigmas between 1/1.4 and 1.4
  /// times the new ones. A claim stands for a while and is carried without what J2 leaves out: 25 m, and a thousandth of the range, are added to its sigmas
  /// in place. What is claimed is rounded to what that leaves of its sense, the covariance to 1/512 of its sigmas' products and widened by as much;
  /// below 48 m, or 1/128 of the range, it is the same in all directions, in powers of two.
  void Claim(const std::string& object_id, std::int64_t time_us, const State& state, const Matrix6& P, double range, v1::Decision& decision);

 private:
  struct Standing {
    double t = 0.0;
    State state;
    Matrix6 P = Matrix6::Identity();
  };
  std::map<std::string, Standing> standing_;
};

}  // namespace haze::agents::inspector
