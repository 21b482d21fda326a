// The imaging camera and the facets that count.
#include "arbiter/game/imaging.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/photometry.h"
#include "dynamics/visibility.h"

namespace haze::game {

namespace {

constexpr double kSolarPhotons = 2.4e21;   // per m2 and s at 1 AU, 400 to 900 nm (notional band)
constexpr double kThroughput = 0.5;        // optics and quantum efficiency (notional)
constexpr double kReadNoise = 20.0;        // electrons (notional)
constexpr double kFullWell = 30000.0;      // electrons (notional)

double ImageSnr(const scenarios::ImagingCamera& camera, const SkyObject& object, double cos_incidence) {
  const double radiance = kSolarPhotons * object.sunlit_fraction * object.albedo * cos_incidence / dynamics::kPi;
  const double opening = 0.25 * dynamics::kPi * camera.aperture * camera.aperture;
  const double electrons = std::min(kFullWell, radiance * opening * camera.ifov * camera.ifov * camera.exposure * kThroughput);
  return electrons / std::sqrt(electrons + kReadNoise * kReadNoise);
}

}  // namespace

ImageResult TakeImage(const scenarios::ImagingCamera& camera, const CameraView& view, const SkyObject& object) {
  ImageResult out;
  const Vector3 d = object.state.r - view.observer.r;
  out.range = d.norm();
  const Vector3 boresight = view.Boresight();
  const bool sun_up = dynamics::LineOfSight(view.observer.r, view.r_sun, dynamics::kEarthRadius);
  if (sun_up && dynamics::AngleBetweenVectors(boresight, view.r_sun - view.observer.r) < camera.sun_exclusion) {
    out.quality = ImageQuality::kSunInCamera;
    return out;
  }
  // What the Earth hides is not in the frame, however far it is.
  const bool hidden = !dynamics::LineOfSight(view.observer.r, object.state.r, dynamics::kEarthRadius);
  if (hidden || !(out.range > 0.0) || dynamics::AngleBetweenVectors(boresight, d) > 0.5 * camera.fov) {
    out.quality = ImageQuality::kNotInFrame;
    return out;
  }
  if (out.range > camera.range_max) {
    out.quality = ImageQuality::kTooFar;
    return out;
  }

  // Everything about the body in its own axes.
  const Vector3 sun_I = (view.r_sun - object.state.r).normalized();
  const Vector3 sun_B = object.q_BI * sun_I;
  const Vector3 eye_B = object.q_BI * Vector3(-d);
  const Vector3 v_B = object.q_BI * Vector3(object.state.v - view.observer.v);
  const double cos_incidence_max = dynamics::Cos(camera.incidence_max);
  const double cos_view_max = dynamics::Cos(camera.view_max);
  bool any_in_view = false;
  bool any_lit = false;
  bool any_near = false;
  bool any_still = false;
  int number = -1;
  const std::vector<dynamics::Facet> made = object.body.empty() ? dynamics::BodyFacets(object.facets, 1.0) : std::vector<dynamics::Facet>();
  for (const dynamics::Facet& facet : object.body.empty() ? std::span<const dynamics::Facet>(made) : object.body) {
    ++number;
    const Vector3 place_B = object.radius * facet.normal_B;
    const Vector3 to_eye = eye_B - place_B;
    const double range = to_eye.norm();
    const double cos_view = facet.normal_B.dot(to_eye) / range;
    if (cos_view < cos_view_max) continue;
    any_in_view = true;
    const double cos_incidence = facet.normal_B.dot(sun_B);
    if (!(object.sunlit_fraction > 0.0) || cos_incidence < cos_incidence_max) continue;
    if (ImageSnr(camera, object, cos_incidence) < camera.snr_min) continue;
    any_lit = true;
    const double gsd = camera.ifov * range / std::sqrt(cos_view);
    if (gsd > camera.gsd_max) continue;
    any_near = true;
    const Vector3 velocity = v_B + object.omega_BI_B.cross(place_B);
    const Vector3 u = -to_eye / range;
    const double rate = (velocity - u.dot(velocity) * u).norm() / range;
    if (rate * camera.exposure > camera.ifov) continue;
    any_still = true;
    out.facets.push_back(number);
    if (out.best_gsd == 0.0 || gsd < out.best_gsd) out.best_gsd = gsd;
  }
  if (!out.facets.empty() || !any_in_view) return out;
  out.quality = !any_lit ? ImageQuality::kDark : !any_near ? ImageQuality::kTooFar : !any_still ? ImageQuality::kSmeared : ImageQuality::kGood;
  return out;
}

}  // namespace haze::game
