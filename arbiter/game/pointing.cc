#include "arbiter/game/pointing.h"

#include <cmath>

#include "dynamics/attitude.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"

namespace haze::game {

namespace {

constexpr double kNoSettleBelow = 0.1 * dynamics::kDegree;

// Attitude whose body axis `axis` lies along `direction` and whose next axis is as near `reference` as it can be.
Quaternion AxisAlong(int axis, const Vector3& direction, const Vector3& reference) {
  Vector3 side = reference - direction * reference.dot(direction);
  if (side.norm() < 1e-6) {
    const Vector3 other = std::fabs(direction.x()) < 0.6 ? Vector3(Vector3::UnitX()) : Vector3(Vector3::UnitY());
    side = other - direction * other.dot(direction);
  }
  side /= side.norm();
  const Vector3 third = direction.cross(side);
  dynamics::Matrix3 R;
  R.row(axis) = direction.transpose();
  R.row((axis + 1) % 3) = side.transpose();
  R.row((axis + 2) % 3) = third.transpose();
  return dynamics::QuaternionFromMatrix(R);
}

}  // namespace

// y = z x x: with y along reference x direction, z is as near the reference as it can be.
Quaternion CameraAlong(const Vector3& direction, const Vector3& reference) { return AxisAlong(0, direction, reference.cross(direction)); }
Quaternion ThrustAlong(const Vector3& direction, const Vector3& reference) { return AxisAlong(2, direction, reference); }

Quaternion AimAttitude(const Aim& aim, const AimScene& scene, double t) {
  const Vector3 momentum = scene.own.r.cross(scene.own.v);
  const Vector3 normal = momentum / momentum.norm();
  switch (aim.mode) {
    case PointMode::kNadir: {
      const Vector3 down = -scene.own.r / scene.own.r.norm();
      return CameraAlong(down, normal);
    }
    case PointMode::kSun: {
      const Vector3 away = scene.r_sun - scene.own.r;
      return CameraAlong(away / away.norm(), normal);
    }
    case PointMode::kInertial:
      return aim.q_BI;
    case PointMode::kRtn: {
      const Vector3 direction = dynamics::RtnFromEci(scene.own).transpose() * aim.direction_RTN;
      return CameraAlong(direction, normal);
    }
    case PointMode::kTrack: {
      const Vector3 line = scene.track.r - scene.own.r;
      return CameraAlong(line / line.norm(), normal);
    }
    case PointMode::kSpin: {
      const dynamics::SinCosValue half = dynamics::SinCos(0.5 * aim.rate * (t - aim.since));
      // A turn of the body about its own +z takes old body components to new ones by the opposite angle.
      return Quaternion(half.cos, 0.0, 0.0, -half.sin) * aim.q_BI;
    }
  }
  return aim.q_BI;
}

double SlewDuration(double angle, double rate) { return angle / rate; }

void Pointing::Reset(const Aim& aim) {
  aim_ = aim;
  slew_start_ = slew_end_ = settled_at_ = -1.0;
}

void Pointing::Begin(const Aim& aim, double t, const Quaternion& q_now, const Quaternion& q_goal, double rate, double settle) {
  aim_ = aim;
  q_start_ = q_now;
  q_goal_ = q_goal;
  const double angle = dynamics::AngleBetween(q_now, q_goal);
  slew_start_ = t;
  slew_end_ = t + SlewDuration(angle, rate);
  settled_at_ = slew_end_ + (angle < kNoSettleBelow ? 0.0 : settle);
}

Quaternion Pointing::At(double t, const AimScene& scene) const {
  if (t >= slew_end_) return AimAttitude(aim_, scene, t);
  return dynamics::Interpolate(q_start_, q_goal_, (t - slew_start_) / (slew_end_ - slew_start_));
}

void Pointing::Digest(DigestWriter& out) const {
  out.U64(static_cast<std::uint64_t>(aim_.mode));
  out.Quat(aim_.q_BI);
  out.Vec(aim_.direction_RTN);
  out.I64(aim_.craft);
  out.F64(slew_start_);
  out.F64(slew_end_);
  out.F64(settled_at_);
  out.Quat(q_start_);
  out.Quat(q_goal_);
}

}  // namespace haze::game
