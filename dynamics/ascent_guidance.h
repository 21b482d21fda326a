// Powered explicit guidance: the direction of thrust that puts a stage with constant thrust into a wanted radius, speed, angle and plane.
#pragma once

#include "dynamics/types.h"

namespace haze::dynamics {

/// Where the burn shall end: on a radius (m), with a speed (m/s) horizontal, in the plane of the unit vector `normal` (the sense of motion).
struct PoweredTarget {
  double radius = 0.0;
  double speed = 0.0;
  Vector3 normal = Vector3::UnitZ();
};

/// Linear-tangent steering: thrust along the unit vector of `direction` + `rate` (t - t_now).
struct Steering {
  Vector3 direction = Vector3::UnitX();  ///< not of unit length
  Vector3 rate = Vector3::Zero();        ///< 1/s
  double tgo = 0.0;                      ///< s of burn still to come
};

/// One burn's guidance. Each call predicts the rest of the burn with its thrust integrals and a coasting arc for gravity, and corrects the velocity that is
/// still to be gained. Source: McHenry, Brand, Long, Cockrell & Thibodeau, "Space Shuttle ascent guidance, navigation, and control", Journal of the
/// Astronautical Sciences 27 (1979), the unified linear-tangent law for one phase of constant thrust; Jaggers, "An explicit solution to the
/// exoatmospheric powered flight guidance and trajectory optimization problem for rocket propelled vehicles", AIAA 77-1051 (1977).
class PoweredGuidance {
 public:
  /// A first guess: a burn that ends `ahead` rad (about 0.2 for an ascent) further in the plane.
  void Start(const State& state, const PoweredTarget& target, double ahead);

  /// To be called once a cycle. `acceleration` is the thrust's now (m/s2, > 0), `exhaust` its effective exhaust velocity (m/s), `dt` the time since the
  /// last call. Not finite results (a burn that cannot reach the target) keep the steering of the call before.
  Steering Update(const State& state, const PoweredTarget& target, double acceleration, double exhaust, double dt);

  /// Where the burn is expected to end, m.
  const Vector3& end_position() const { return rd_; }

 private:
  Vector3 vgo_ = Vector3::Zero();    // velocity to be gained by thrust
  Vector3 rd_ = Vector3::Zero();     // predicted end
  Vector3 rgrav_ = Vector3::Zero();  // what gravity does to the position until then
  Vector3 rbias_ = Vector3::Zero();  // what the thrust integrals miss
  double tgo_ = 0.0;
  Steering last_;
};

}  // namespace haze::dynamics
