// Attitude of a craft: an aim, and the slew that leads to it.
//
// The camera axis is the body's +x, the thrust axis +z.
#pragma once

#include "arbiter/game/digest.h"
#include "arbiter/game/order.h"

namespace haze::game {

/// Where a craft's axes shall go.
struct Aim {
  PointMode mode = PointMode::kNadir;
  Quaternion q_BI = Quaternion::Identity();  ///< kInertial; the attitude at `since` for kSpin
  Vector3 direction_RTN = Vector3::UnitX();  ///< kRtn
  int craft = -1;                            ///< kTrack
  double rate = 0.0;                         ///< rad/s about body +z, kSpin
  double since = 0.0;                        ///< s, kSpin
};

/// What an aim is resolved against at one instant.
struct AimScene {
  State own;
  Vector3 r_sun = Vector3::Zero();
  State track;  ///< of the aim's craft as the seat claims it; kTrack only
};

/// The attitude that fulfils `aim`, q_BI.
Quaternion AimAttitude(const Aim& aim, const AimScene& scene, double t);

/// Attitude with the camera axis (+x) along `direction` (GCRF, unit) and +z as near `reference` as possible; with the thrust axis (+z) along `direction`
/// and the camera axis as near `reference` as possible. At nadir, the reference being the orbit normal, the body is -R, -T, N.
Quaternion CameraAlong(const Vector3& direction, const Vector3& reference);
Quaternion ThrustAlong(const Vector3& direction, const Vector3& reference);

class Pointing {
 public:
  /// Fulfils `aim` from now on, without a slew.
  void Reset(const Aim& aim);

  /// Begins a slew at `t` from `q_now` to `q_goal`, which fulfils `aim` at the slew's end; then follows the aim.
  /// `rate` rad/s > 0; `settle` s is added unless the turn is below 0.1 deg.
  void Begin(const Aim& aim, double t, const Quaternion& q_now, const Quaternion& q_goal, double rate, double settle);

  const Aim& aim() const { return aim_; }
  double slew_end() const { return slew_end_; }
  double settled_at() const { return settled_at_; }
  Quaternion At(double t, const AimScene& scene) const;

  void Digest(DigestWriter& out) const;

 private:
  Aim aim_;
  Quaternion q_start_ = Quaternion::Identity();
  Quaternion q_goal_ = Quaternion::Identity();
  double slew_start_ = 0.0;
  double slew_end_ = 0.0;
  double settled_at_ = 0.0;
};

/// How long a turn of `angle` takes, s.
double SlewDuration(double angle, double rate);

}  // namespace haze::game
