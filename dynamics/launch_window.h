// When and whither: the instants at which an orbit's plane passes over a launch site, launch azimuths, and the price of launching beside the plane.
#pragma once

#include <optional>
#include <vector>

#include "dynamics/ascent.h"

namespace haze::dynamics {

/// Clockwise from north, rad in [0, 2 pi).
struct LaunchAzimuth {
  double inertial = 0.0;  ///< of the motion in the orbit's plane above the site
  double ground = 0.0;    ///< of the velocity that the vehicle has to gain: less that of the site
};

/// Azimuths for an inclination from a site of geodetic latitude `lat`, at an inertial `speed` (m/s, > 0); nothing where the plane does not reach the site's
/// geocentric latitude. Source: Vallado 4th edition, section 6.4 (sin azimuth = cos i / cos latitude), with the site's velocity taken off.
std::optional<LaunchAzimuth> AzimuthTo(double lat, double inclination, bool northbound, double speed);

/// Where a site of geodetic latitude `lat` lies in a plane that passes over it. An inclination that does not reach it counts as one that just does:
/// the nearest point.
struct Passage {
  double u = 0.0;             ///< argument of latitude of the site, rad in [0, 2 pi)
  double node_to_site = 0.0;  ///< right ascension of the site less that of the node, rad in (-pi, pi]
};
Passage PassageOver(double lat, double inclination, bool northbound);

/// A pass of the plane over the site.
struct LaunchInstant {
  double t = 0.0;  ///< s
  bool northbound = false;
};
/// All passes in [from, to] (s), in order. The node stands at orbit.raan at t = 0 and drifts with NodeRate; the site stands at `site.right_ascension` at t = 0
/// and turns with kEarthRate. Empty where the plane does not reach the site.
std::vector<LaunchInstant> LaunchInstants(const LaunchSite& site, const MeanOrbit& orbit, double from, double to);

/// The site's angle off the orbit's plane at `t`, rad, positive towards its normal.
double OffPlane(const LaunchSite& site, const MeanOrbit& orbit, double t);

/// 2 v sin(angle / 2): the velocity that turning a speed by an angle takes, m/s. An ascent ends some 15 deg
/// down range and not a quarter of a revolution: it pays two or three times as much (LaunchWindow.LatenessIsPaidInPayload).
double PlaneTurn(double speed, double angle);

/// Payload, kg, by PayloadTo for a lift-off at `t` into the plane of `orbit` as it stands then: the dogleg is flown and paid for in payload.
double PayloadAt(const LaunchVehicle& vehicle, const LaunchSite& site, const MeanOrbit& orbit, double reserve, double t);

}  // namespace haze::dynamics
