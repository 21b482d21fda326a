#include "agents/inspector/viewing.h"

#include <algorithm>
#include <cmath>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"
#include "dynamics/mean_orbit.h"
#include "dynamics/photometry.h"

namespace haze::agents::inspector {

namespace {

constexpr int kSamples = 72;
constexpr double kSampleStep = 200.0;  // s: one step of Runge-Kutta from sample to sample, good to metres where directions are asked for
// Plans keep a little away from every limit of the rules.
constexpr double kMargin = 0.017;  // rad
constexpr double kGsdMargin = 0.97;

}  // namespace

const std::vector<Vector3>& NadirFacets() {
  static const std::vector<Vector3> normals = NadirFacets(dynamics::kSphereFacetCount);
  return normals;
}

std::vector<Vector3> NadirFacets(int count) {
  std::vector<Vector3> out;
  // Body +x is -R, +z is +N, hence +y is -T.
  for (const dynamics::Facet& facet : dynamics::BodyFacets(count, 1.0)) out.push_back({-facet.normal_B.x(), -facet.normal_B.y(), facet.normal_B.z()});
  return out;
}

Viewing::Viewing(const OnboardModel& model, const haze::agent::v1::ImagingCamera& camera, double radius, const State& object, double t0, int facets)
    : camera_(camera), radius_(radius), normals_(NadirFacets(facets)) {
  const dynamics::MeanOrbit orbit = dynamics::MeanOrbitOf(object);
  const double period = dynamics::kTwoPi / dynamics::MeanMotion(orbit.a);
  const double rate = dynamics::LatitudeRate(orbit);
  const double least = dynamics::Cos(camera.incidence_max_rad() - kMargin);
  State state = object;
  for (int k = 0; k < kSamples; ++k) {
    const double dt = period * k / kSamples;
    Sample sample;
    sample.u = dynamics::SinCos(orbit.u + rate * dt);
    sample.sun_RTN = dynamics::RtnFromEci(state) * model.SunDirection(t0 + dt);
    if (model.Sunlit(state.r, t0 + dt)) {
      for (std::size_t f = 0; f < normals_.size(); ++f) {
        if (normals_[f].dot(sample.sun_RTN) >= least) sample.lit.push_back(static_cast<int>(f));
      }
    }
    samples_.push_back(sample);
    state = PropagatePlan(state, period / kSamples, kSampleStep);
  }
}

namespace {

double LeastView(const haze::agent::v1::ImagingCamera& camera) { return dynamics::Cos(camera.view_max_rad() - kMargin); }

bool Counts(const haze::agent::v1::ImagingCamera& camera, double least_view, double radius, const Vector3& offset, const Vector3& normal) {
  const Vector3 d = offset - radius * normal;
  const double towards = normal.dot(d);
  const double range2 = d.squaredNorm();
  // Most facets look elsewhere: that is told without a root.
  if (towards < 0.0 && least_view >= 0.0) return false;
  if (least_view >= 0.0 && towards * towards < least_view * least_view * range2) return false;
  const double range = std::sqrt(range2);
  const double view = towards / range;
  if (view < least_view || !(view > 0.0)) return false;
  return camera.ifov_rad() * range / std::sqrt(view) <= kGsdMargin * camera.gsd_max_m();
}

double MostSun(const haze::agent::v1::ImagingCamera& camera) { return dynamics::Cos(camera.sun_exclusion_rad() + kMargin); }

bool SunTooNear(double most_sun, const Vector3& offset, const Vector3& sun) { return -offset.dot(sun) > most_sun * offset.norm(); }

}  // namespace

void Viewing::Look(const RelativeEllipse& ellipse, std::vector<bool>& missing) const {
  const double least_view = LeastView(camera_);
  const double most_sun = MostSun(camera_);
  const dynamics::SinCosValue e = dynamics::SinCos(ellipse.phase_e);
  const dynamics::SinCosValue i = dynamics::SinCos(ellipse.phase_i);
  for (const Sample& sample : samples_) {
    if (sample.lit.empty()) continue;
    // Position on the ellipse (dynamics/relative.h: EllipseState), its phases by the addition theorems.
    const double sin_e = sample.u.sin * e.cos - sample.u.cos * e.sin;
    const double cos_e = sample.u.cos * e.cos + sample.u.sin * e.sin;
    const double sin_i = sample.u.sin * i.cos - sample.u.cos * i.sin;
    const Vector3 offset(ellipse.da - ellipse.ae * cos_e, ellipse.along + 2.0 * ellipse.ae * sin_e, ellipse.ai * sin_i);
    if (offset.norm() > camera_.range_max_m() || SunTooNear(most_sun, offset, sample.sun_RTN)) continue;
    for (const int f : sample.lit) {
      const std::size_t k = static_cast<std::size_t>(f);
      if (missing[k] && Counts(camera_, least_view, radius_, offset, normals_[k])) missing[k] = false;
    }
  }
}

std::vector<bool> Viewing::Seen(const RelativeEllipse& ellipse) const {
  std::vector<bool> seen(normals_.size(), true);
  Look(ellipse, seen);
  seen.flip();
  return seen;
}

Viewing::Choice Viewing::Best(const std::vector<bool>& wanted, double nearest) const {
  Choice best;
  best.fresh = -1;
  const auto all = std::count(wanted.begin(), wanted.end(), true);
  constexpr int kPhases = 24;
  struct Size {
    double e, i;
  };
  for (const Size size : {Size{1.0, 1.0}, Size{1.25, 1.0}, Size{1.0, 1.4}, Size{1.0, 2.0}}) {
    for (const double opposite : {0.0, dynamics::kPi}) {
      for (int k = 0; k < kPhases; ++k) {
        RelativeEllipse e;
        e.ae = size.e * nearest;
        e.ai = size.i * nearest;
        e.phase_e = dynamics::kTwoPi * k / kPhases;
        e.phase_i = e.phase_e + opposite;
        std::vector<bool> missing = wanted;
        Look(e, missing);
        int fresh = 0;
        for (std::size_t f = 0; f < missing.size(); ++f) fresh += wanted[f] && !missing[f] ? 1 : 0;
        if (fresh > best.fresh) best = {e, fresh};
        if (best.fresh == all) return best;
      }
    }
  }
  return best;
}

bool Viewing::Worthwhile(const OnboardModel& model, const haze::agent::v1::ImagingCamera& camera, const State& own, const State& object, double t, double radius,
                         const std::vector<bool>& wanted) {
  if (!model.Sunlit(object.r, t)) return false;
  const Matrix3 R = dynamics::RtnFromEci(object);
  const Vector3 offset = R * (own.r - object.r);
  const Vector3 sun = R * model.SunDirection(t);
  if (offset.norm() > camera.range_max_m() || SunTooNear(MostSun(camera), offset, sun)) return false;
  const double least = dynamics::Cos(camera.incidence_max_rad());
  const double least_view = LeastView(camera);
  const bool bands = wanted.size() == NadirFacets().size();
  const std::vector<Vector3> lattice = bands ? std::vector<Vector3>() : NadirFacets(static_cast<int>(wanted.size()));
  const std::vector<Vector3>& normals = bands ? NadirFacets() : lattice;
  for (std::size_t f = 0; f < normals.size(); ++f) {
    if (wanted[f] && normals[f].dot(sun) >= least && Counts(camera, least_view, radius, offset, normals[f])) return true;
  }
  return false;
}

}  // namespace haze::agents::inspector
