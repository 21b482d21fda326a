#include "dynamics/launch_window.h"

#include <algorithm>
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"

namespace haze::dynamics {

namespace {

// Orbit planes are geocentric.
double Geocentric(double lat) {
  const double flat = 1.0 - kFlattening;
  return Atan(flat * flat * Tan(lat));
}

bool Reaches(double lat, double inclination) { return std::fabs(Sin(Geocentric(lat))) <= Sin(inclination); }

}  // namespace

std::optional<LaunchAzimuth> AzimuthTo(double lat, double inclination, bool northbound, double speed) {
  if (!Reaches(lat, inclination)) return std::nullopt;
  const double geocentric = Geocentric(lat);
  const double rising = AsinClamped(Cos(inclination) / Cos(geocentric));
  const double inertial = northbound ? rising : kPi - rising;
  const SinCosValue direction = SinCos(inertial);
  const double ground_speed = kEarthRate * GeodeticToItrf(lat, 0.0, 0.0).x();
  return LaunchAzimuth{WrapTwoPi(inertial), WrapTwoPi(Atan2(speed * direction.sin - ground_speed, speed * direction.cos))};
}

Passage PassageOver(double lat, double inclination, bool northbound) {
  const double rising = AsinClamped(Sin(Geocentric(lat)) / Sin(inclination));
  Passage passage;
  passage.u = WrapTwoPi(northbound ? rising : kPi - rising);
  const SinCosValue u = SinCos(passage.u);
  passage.node_to_site = Atan2(Cos(inclination) * u.sin, u.cos);
  return passage;
}

std::vector<LaunchInstant> LaunchInstants(const LaunchSite& site, const MeanOrbit& orbit, double from, double to) {
  std::vector<LaunchInstant> instants;
  if (!Reaches(site.lat, orbit.i)) return instants;
  const double rate = kEarthRate - NodeRate(orbit);
  const double day = kTwoPi / rate;
  for (const bool northbound : {false, true}) {
    const double first = WrapTwoPi(orbit.raan + PassageOver(site.lat, orbit.i, northbound).node_to_site - site.right_ascension) / rate;
    for (double t = first + std::ceil((from - first) / day) * day; t <= to; t += day) instants.push_back({t, northbound});
  }
  std::sort(instants.begin(), instants.end(), [](const LaunchInstant& a, const LaunchInstant& b) { return a.t < b.t; });
  return instants;
}

double OffPlane(const LaunchSite& site, const MeanOrbit& orbit, double t) {
  const SinCosValue latitude = SinCos(Geocentric(site.lat));
  const SinCosValue from_node = SinCos(site.right_ascension + kEarthRate * t - orbit.raan - NodeRate(orbit) * t);
  const SinCosValue tilt = SinCos(orbit.i);
  return AsinClamped(latitude.sin * tilt.cos - latitude.cos * from_node.sin * tilt.sin);
}

double PlaneTurn(double speed, double angle) { return 2.0 * speed * std::fabs(Sin(0.5 * angle)); }

double PayloadAt(const LaunchVehicle& vehicle, const LaunchSite& site, const MeanOrbit& orbit, double reserve, double t) {
  LaunchSite then = site;
  then.right_ascension = WrapTwoPi(site.right_ascension + kEarthRate * t);
  MeanOrbit plane = orbit;
  plane.raan = WrapTwoPi(orbit.raan + NodeRate(orbit) * t);
  return PayloadTo(vehicle, then, plane, reserve);
}

}  // namespace haze::dynamics
