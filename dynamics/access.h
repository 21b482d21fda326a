// Where an object stands over a place on the ground, how fast that changes, and when it can be seen from there.
#pragma once

#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "dynamics/crossing.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// A place on the ground: where it is and its axes east, north, up.
struct Site {
  Vector3 r_ITRF = Vector3::Zero();          ///< m
  Matrix3 R_ENU_ITRF = Matrix3::Identity();  ///< v_ENU = R * v_ITRF
};
Site MakeSite(const Geodetic& place, const Ellipsoid& ellipsoid = kWgs84);

/// Azimuth from north through east in [0, 2 pi), elevation above the ellipsoid's horizon, range, and their rates (rad/s, m/s). No refraction.
struct LookAndRates {
  double az = 0.0;
  double el = 0.0;
  double range = 0.0;
  double az_rate = 0.0;
  double el_rate = 0.0;
  double range_rate = 0.0;
};
/// `state_ITRF` as seen by the turning Earth (m, m/s). Overhead (within 1e-9 rad of the zenith) azimuth and elevation have no rates: they are 0.
/// Nothing at the site itself or where a number is not finite. Source: Vallado 4th edition, algorithm 27 (RAZEL).
std::optional<LookAndRates> LookWithRates(const Site& site, const State& state_ITRF);

struct Window {
  double start;  ///< s
  double end;    ///< s, > start
};

/// The windows of [t0, t1] in which the continuous f is positive, cut at the ends; each edge within `tolerance` (s, > 0). Sampled at most `max_step`
/// (> 0) apart; a window or a gap shorter than that is found where f has one extremum inside two steps. Nothing where a value is NaN.
template <class F>
std::optional<std::vector<Window>> PositiveWindows(F&& f, double t0, double t1, double max_step, double tolerance);

struct AccessOptions {
  double min_elevation = 0.0;                                  ///< rad
  double max_range = std::numeric_limits<double>::infinity();  ///< m, > 0
  double max_step = 20.0;                                      ///< s between samples
  double tolerance = 1e-6;                                     ///< s
};
/// When the object is above the least elevation and within range of the site: `r_ITRF(t)` gives its position (Vector3, m), t in s from any instant of the
/// caller's. Nothing where a position is not finite. Source: Vallado 4th edition, section 11.5 (the geometry), found by sampling and root finding.
template <class Position>
std::optional<std::vector<Window>> AccessWindows(const Site& site, Position&& r_ITRF, double t0, double t1, const AccessOptions& options = {}) {
  const double sine = Sin(options.min_elevation);
  const auto margin = [&](double t) {
    const Vector3 way = r_ITRF(t) - site.r_ITRF;
    const double range = way.norm();
    // The third row is up.
    const double above = way.dot(site.R_ENU_ITRF.row(2).transpose()) / range - sine;
    if (!(options.max_range < std::numeric_limits<double>::infinity())) return above;
    const double nearer = 1.0 - range / options.max_range;
    return std::isnan(above) || above < nearer ? above : nearer;
  };
  return PositiveWindows(margin, t0, t1, options.max_step, options.tolerance);
}

template <class F>
std::optional<std::vector<Window>> PositiveWindows(F&& f, double t0, double t1, double max_step, double tolerance) {
  HAZE_ASSERT(t0 <= t1 && tolerance > 0.0, "windows are sought forwards and to a tolerance", t0, t1, tolerance);
  struct Sample {
    double t, value;
  };
  const long steps = ScanSteps(t1 - t0, max_step);
  std::vector<Sample> samples;
  samples.reserve(static_cast<std::size_t>(steps) + 1);
  Sample before{t0, f(t0)};
  if (std::isnan(before.value)) return std::nullopt;
  samples.push_back(before);
  Sample middle = before;
  for (long k = 1; k <= steps; ++k) {
    Sample next{k == steps ? t1 : t0 + (t1 - t0) * (static_cast<double>(k) / static_cast<double>(steps)), 0.0};
    next.value = f(next.t);
    if (std::isnan(next.value)) return std::nullopt;
    // An extremum that points towards zero from samples of one sign may hide two crossings.
    const bool above = middle.value > 0.0;
    const double sign = above ? 1.0 : -1.0;
    const bool same_side = k > 1 && (before.value > 0.0) == above && (next.value > 0.0) == above;
    if (same_side && sign * middle.value <= sign * before.value && sign * middle.value <= sign * next.value) {
      const Minimum least = LocalMinimum([&](double t) { return sign * f(t); }, before.t, next.t, tolerance);
      if ((sign * least.value > 0.0) != above) {
        // The extremum may lie on either side of the middle sample, which is the last one so far.
        const Sample extremum{least.t, sign * least.value};
        if (least.t < middle.t) {
          samples.insert(samples.end() - 1, extremum);
        } else if (least.t > middle.t) {
          samples.push_back(extremum);
        }
      }
    }
    samples.push_back(next);
    before = middle;
    middle = next;
  }

  std::vector<Window> windows;
  bool open = samples.front().value > 0.0;
  double start = t0;
  for (std::size_t k = 1; k < samples.size(); ++k) {
    const Sample& a = samples[k - 1];
    const Sample& b = samples[k];
    if ((b.value > 0.0) == open) continue;
    const std::optional<double> edge = FindRoot(f, a.t, a.value, b.t, b.value, tolerance);
    if (!edge) return std::nullopt;
    if (open && *edge > start) windows.push_back({start, *edge});
    open = !open;
    start = *edge;
  }
  if (open && t1 > start) windows.push_back({start, t1});
  return windows;
}

}  // namespace haze::dynamics
