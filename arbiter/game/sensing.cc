// The search camera and the ranging sensor.
#include "arbiter/game/sensing.h"

#include <algorithm>
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/photometry.h"
#include "dynamics/visibility.h"

namespace haze::game {

using dynamics::kEarthRadius;

namespace {

constexpr double kSharpest = 0.25;          // the noise of a bright object, as a share of the noise at the limiting SNR (notional)
constexpr double kRangingAngle = 1e-3;      // rad, 1 sigma each axis of an echo's direction (notional)
constexpr double kFalseRate = 1e-3;         // rad/s, 1 sigma each axis of a false alarm's rate: anything that moves as low orbits do (notional)
constexpr double kFaintest = 3.0;           // magnitudes: false alarms are between the limit and so much brighter

// Any unit vector across `u`.
Vector3 Across(const Vector3& u) {
  const Vector3 axis = std::fabs(u.x()) < 0.6 ? Vector3::UnitX() : Vector3::UnitY();
  return u.cross(axis).normalized();
}

Vector3 Nudged(const Vector3& u, double a, double b) {
  const Vector3 e1 = Across(u);
  const Vector3 e2 = u.cross(e1);
  return (u + a * e1 + b * e2).normalized();
}

bool Visible(const Vector3& from, const Vector3& to) { return dynamics::LineOfSight(from, to, kEarthRadius); }

RawDetection FalseAlarm(const scenarios::SearchCamera& camera, const Vector3& boresight, dynamics::RandomStream& random) {
  RawDetection out;
  // Uniform over the field's cap.
  const double cos_half = dynamics::Cos(0.5 * camera.fov);
  const double cos_angle = random.Uniform(cos_half, 1.0);
  const double azimuth = random.Uniform(0.0, dynamics::kTwoPi);
  const double sin_angle = std::sqrt(std::max(0.0, 1.0 - cos_angle * cos_angle));
  const dynamics::SinCosValue turn = dynamics::SinCos(azimuth);
  const Vector3 e1 = Across(boresight);
  const Vector3 e2 = boresight.cross(e1);
  out.direction = (cos_angle * boresight + sin_angle * (turn.cos * e1 + turn.sin * e2)).normalized();
  const Vector3 rate = kFalseRate * random.NormalVector3();
  out.rate = rate - rate.dot(out.direction) * out.direction;
  out.magnitude = camera.limiting_magnitude - random.Uniform(0.0, kFaintest);
  out.sigma = camera.noise;
  return out;
}

// What a frame shows of one object.
std::optional<RawDetection> Seen(const scenarios::SearchCamera& camera, const CameraView& view, const SkyObject& object, const Vector3& pass_bias, dynamics::RandomStream& random) {
  // The same draws in the same order for every object, seen or not.
  const double chance = random.Normal();
  const double a = random.Normal();
  const double b = random.Normal();
  const Vector3 rate_noise = camera.rate_noise * random.NormalVector3();
  const double flicker = random.Normal();

  const Vector3& r = view.observer.r;
  const Vector3 d = object.state.r - r;
  const double range = d.norm();
  if (!(range > 0.0) || !(object.sunlit_fraction > 0.0)) return std::nullopt;
  const Vector3 u = d / range;
  if (dynamics::AngleBetweenVectors(u, view.Boresight()) > 0.5 * camera.fov) return std::nullopt;
  if (!Visible(r, object.state.r)) return std::nullopt;
  const Vector3 to_sun = view.r_sun - object.state.r;
  const double phase = dynamics::AngleBetweenVectors(to_sun, -d);
  const double sphere = dynamics::DiffuseSphereFlux(object.radius, object.albedo, range, phase);
  const double plates = dynamics::PlateFlux(object.plates, object.q_BI, to_sun.normalized(), -u, range);
  const double magnitude = dynamics::FluxMagnitude(sphere + plates) - 2.5 * dynamics::Log10(object.sunlit_fraction);
  const double snr = SearchSnr(camera, magnitude);
  if (!(snr + chance >= camera.limiting_snr)) return std::nullopt;
  if (ExclusionOf(camera, view, u) != Exclusion::kNone) return std::nullopt;

  const double sigma = camera.noise * std::clamp(camera.limiting_snr / snr, kSharpest, 1.0);
  RawDetection seen;
  seen.craft = object.craft;
  // A small rotation by the bias, then the noise of this frame.
  const Vector3 turned = u + pass_bias.cross(u);
  seen.direction = Nudged(turned.normalized(), sigma * a, sigma * b);
  const Vector3 v = object.state.v - view.observer.v;
  const Vector3 rate = (v - u.dot(v) * u) / range + rate_noise;
  seen.rate = rate - rate.dot(seen.direction) * seen.direction;
  seen.magnitude = magnitude + 1.0857 / std::max(snr, 1.0) * flicker;  // 2.5 / ln 10
  seen.sigma = sigma;
  seen.true_range = range;
  return seen;
}

}  // namespace

Exclusion ExclusionOf(const scenarios::SearchCamera& camera, const CameraView& view, const Vector3& direction) {
  const Vector3& r = view.observer.r;
  const double above_limb = dynamics::LimbAngle(r, direction);
  if (above_limb < 0.0) return Exclusion::kEarth;
  const Vector3 sun = view.r_sun - r;
  const Vector3 moon = view.r_moon - r;
  if (dynamics::AngleBetweenVectors(direction, sun) < camera.sun_exclusion && Visible(r, view.r_sun)) return Exclusion::kSun;
  if (view.r_moon.squaredNorm() > 0.0 && dynamics::AngleBetweenVectors(direction, moon) < camera.moon_exclusion && Visible(r, view.r_moon)) return Exclusion::kMoon;
  if (dynamics::LitEarthAngle(r, direction, view.r_sun) < camera.limb_exclusion_lit) return Exclusion::kLitLimb;
  return above_limb < camera.limb_exclusion_dark ? Exclusion::kDarkLimb : Exclusion::kNone;
}

double SearchSnr(const scenarios::SearchCamera& camera, double magnitude) {
  return camera.limiting_snr * dynamics::Pow(10.0, 0.4 * (camera.limiting_magnitude - magnitude));
}

double SearchReach(const scenarios::SearchCamera& camera, double brightness) {
  constexpr double kBeyond = 2.0;  // magnitudes: at an SNR of 1 where 6 is wanted a draw of five sigmas would be needed
  const double at_one_km = dynamics::DiffuseSphereMagnitude(1.0, brightness, 1000.0, 0.0);
  return 1000.0 * dynamics::Pow(10.0, 0.2 * (camera.limiting_magnitude + kBeyond - at_one_km));
}

std::vector<RawDetection> TakeFrame(const scenarios::SearchCamera& camera, const CameraView& view, std::span<const SkyObject> objects, const Vector3& pass_bias,
                                    dynamics::RandomStream& random) {
  return TakeFrame(camera, view, objects, {}, pass_bias, random, random);
}

std::vector<RawDetection> TakeFrame(const scenarios::SearchCamera& camera, const CameraView& view, std::span<const SkyObject> objects, std::span<const SkyObject> strangers,
                                    const Vector3& pass_bias, dynamics::RandomStream& random, dynamics::RandomStream& strange) {
  std::vector<RawDetection> found;
  const Vector3 boresight = view.Boresight();
  const int false_alarms = random.Poisson(camera.false_per_frame);
  for (int k = 0; k < false_alarms; ++k) found.push_back(FalseAlarm(camera, boresight, random));
  for (const SkyObject& object : objects) {
    if (const std::optional<RawDetection> seen = Seen(camera, view, object, pass_bias, random)) found.push_back(*seen);
  }
  for (const SkyObject& object : strangers) {
    if (const std::optional<RawDetection> seen = Seen(camera, view, object, pass_bias, strange)) found.push_back(*seen);
  }
  std::stable_sort(found.begin(), found.end(), [](const RawDetection& p, const RawDetection& q) { return p.magnitude < q.magnitude; });
  return found;
}

std::optional<RangeResult> TakeRange(const scenarios::Ranging& ranging, const CameraView& view, const SkyObject& object, dynamics::RandomStream& random) {
  const double noise = random.Normal();
  const double a = random.Normal();
  const double b = random.Normal();
  const Vector3 d = object.state.r - view.observer.r;
  const double range = d.norm();
  if (!(range > 0.0) || range > ranging.range_max) return std::nullopt;
  const Vector3 u = d / range;
  if (dynamics::AngleBetweenVectors(u, view.Boresight()) > ranging.cone) return std::nullopt;
  if (!Visible(view.observer.r, object.state.r)) return std::nullopt;
  RangeResult out;
  out.sigma = ranging.sigma + ranging.sigma_fraction * range;
  out.range = range + out.sigma * noise;
  out.direction = Nudged(u, kRangingAngle * a, kRangingAngle * b);
  out.sigma_angle = kRangingAngle;
  return out;
}

}  // namespace haze::game
