#include "agents/inspector/launch_cue.h"

#include <cmath>

#include "agents/inspector/convert.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"
#include "dynamics/mean_orbit.h"

namespace haze::agents::inspector {

namespace {

constexpr double kAscentTime = 420.0;     // s
constexpr double kDownRange = 1.6e6;      // m
constexpr double kPerigee = 200e3;        // m
constexpr double kAlongSigma = 150e3;     // m
constexpr double kToleranceShare = 0.3;   // 1 sigma of a launch as a share of what its order tolerates
constexpr double kEccentricitySigma = 0.0007;

struct Flight {
  const OnboardModel& model;
  Vector3 site_ITRF;
  bool north;
  haze::agent::v1::OrbitPlane ordered;

  // Mean orbit at `t` after a lift-off at `liftoff`.
  dynamics::MeanOrbit At(double liftoff, double t) const {
    const double altitude = ordered.altitude_m();
    dynamics::MeanOrbit orbit{.a = dynamics::kEarthRadius + altitude, .i = ordered.inclination_rad()};
    const Vector3 site = model.R_ITRF_GCRF(liftoff).transpose() * site_ITRF;
    const double latitude = dynamics::AsinClamped(site.z() / site.norm());
    const double rising = dynamics::AsinClamped(dynamics::Sin(latitude) / dynamics::Sin(orbit.i));
    const double u_site = north ? rising : dynamics::kPi - rising;
    const double a_transfer = dynamics::kEarthRadius + 0.5 * (kPerigee + altitude);
    const double kick = liftoff + kAscentTime + 0.5 * dynamics::OrbitPeriod(a_transfer);
    orbit.raan = dynamics::WrapTwoPi(ordered.raan_rad() + dynamics::NodeRate(orbit) * t);
    orbit.u = dynamics::WrapTwoPi(u_site + kDownRange / dynamics::kEarthRadius + dynamics::kPi + dynamics::LatitudeRate(orbit) * (t - kick));
    return orbit;
  }
};

}  // namespace

LaunchGuess GuessFromFlash(const OnboardModel& model, const haze::agent::v1::Cue& flash, const haze::agent::v1::OrbitPlane& ordered, double separation) {
  const double liftoff = SecondsOf(flash.event_time_us());
  const Flight flight{.model = model,
                      .site_ITRF = dynamics::GeodeticToItrf(flash.latitude_rad(), flash.longitude_rad(), 0.0),
                      .north = dynamics::Cos(flash.heading_rad()) > 0.0,
                      .ordered = ordered};
  LaunchGuess guess;
  guess.t = liftoff + separation;
  const dynamics::MeanOrbit orbit = flight.At(liftoff, guess.t);
  guess.estimate.state = dynamics::OsculatingState(orbit);
  // Derivatives, not differences: 60 s are 450 km of arc, and its sagitta of 15 km would pass for another semi-major axis.
  constexpr double kSmall = 1e-3;
  const Vector6 centre = dynamics::ToVector6(guess.estimate.state);
  const auto add = [&](const dynamics::MeanOrbit& moved) {
    const Vector6 column = (dynamics::ToVector6(dynamics::OsculatingState(moved)) - centre) / kSmall;
    guess.estimate.P += column * column.transpose();
  };
  add(flight.At(liftoff + kSmall * flash.time_sigma_s(), guess.t));
  dynamics::MeanOrbit moved = orbit;
  moved.u += kSmall * kAlongSigma / orbit.a;
  add(moved);
  moved = orbit;
  moved.a += kSmall * kToleranceShare * ordered.altitude_tolerance_m();
  add(moved);
  moved = orbit;
  moved.i += kSmall * kToleranceShare * ordered.inclination_tolerance_rad();
  add(moved);
  moved = orbit;
  moved.raan += kSmall * kToleranceShare * ordered.raan_tolerance_rad();
  add(moved);
  moved = orbit;
  moved.ex += kSmall * kEccentricitySigma;
  add(moved);
  moved = orbit;
  moved.ey += kSmall * kEccentricitySigma;
  add(moved);
  return guess;
}

}  // namespace haze::agents::inspector
