#include "arbiter/game/launch_insertion.h"

#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"

namespace haze::game {

namespace {

using dynamics::MeanOrbit;

constexpr double kAscentTime = 420.0;                           // s
constexpr double kAscentRange = 1.6e6 / dynamics::kEarthRadius; // rad, notional: 1,600 km down range at cut-off
constexpr double kParkingAltitude = 200e3;                      // m, perigee of the transfer (FACTS: about 200 x 500 km)

// The site's place in an orbit of this inclination when the orbit passes over it.
struct Passage {
  double u = 0.0;            // argument of latitude
  double node_to_site = 0.0; // right ascension of the site less that of the node
};

// Spherical triangle node, site, equator. An inclination below the latitude touches it at its northernmost or southernmost point.
Passage PassageOver(double latitude, double inclination, bool northbound) {
  // Orbit planes are geocentric.
  const double flattening = 1.0 - dynamics::kFlattening;
  const double geocentric = dynamics::Atan(flattening * flattening * dynamics::Tan(latitude));
  const double rising = dynamics::AsinClamped(dynamics::Sin(geocentric) / dynamics::Sin(inclination));
  Passage passage;
  passage.u = dynamics::WrapTwoPi(northbound ? rising : dynamics::kPi - rising);
  const dynamics::SinCosValue u = dynamics::SinCos(passage.u);
  passage.node_to_site = dynamics::Atan2(dynamics::Cos(inclination) * u.sin, u.cos);
  return passage;
}

bool Northbound(const scenarios::Window& window) { return window.name.rfind("north", 0) == 0; }

// Node of the ordered orbit at `t`.
double OrderedNode(const scenarios::OrderedOrbit& order, double t) {
  const MeanOrbit mean{.a = dynamics::kEarthRadius + order.altitude, .i = order.inclination};
  return order.raan + dynamics::NodeRate(mean) * t;
}

}  // namespace

InsertionTarget OrderedTarget(const scenarios::Launch& launch) { return {launch.orbit.altitude, launch.orbit.inclination}; }

double KickTime(const InsertionTarget& target) {
  const double a_transfer = dynamics::kEarthRadius + 0.5 * (kParkingAltitude + target.altitude);
  return kAscentTime + 0.5 * dynamics::OrbitPeriod(a_transfer);
}

MeanOrbit NominalInsertion(const scenarios::Launch& launch, int window, const InsertionTarget& target, double liftoff, double separation) {
  const scenarios::Window& chosen = launch.windows[static_cast<std::size_t>(window)];
  const double nominal = dynamics::Seconds(chosen.nominal);
  const Passage passage = PassageOver(launch.latitude, target.inclination, Northbound(chosen));
  const Passage ordered = PassageOver(launch.latitude, launch.orbit.inclination, Northbound(chosen));
  MeanOrbit orbit{.a = dynamics::kEarthRadius + target.altitude, .i = target.inclination};
  const double turned = dynamics::kEarthRate * (liftoff - nominal) + ordered.node_to_site - passage.node_to_site;
  orbit.raan = dynamics::WrapTwoPi(OrderedNode(launch.orbit, nominal) + turned + dynamics::NodeRate(orbit) * (separation - liftoff));
  const double coast_after_kick = separation - liftoff - KickTime(target);
  orbit.u = dynamics::WrapTwoPi(passage.u + kAscentRange + dynamics::kPi + dynamics::LatitudeRate(orbit) * coast_after_kick);
  return orbit;
}

dynamics::State NominalSeparationState(const scenarios::Launch& launch, int window) {
  const double liftoff = dynamics::Seconds(launch.windows[static_cast<std::size_t>(window)].nominal);
  return dynamics::OsculatingState(NominalInsertion(launch, window, OrderedTarget(launch), liftoff, liftoff + launch.separation_after_liftoff));
}

MeanOrbit Disperse(const scenarios::Launch& launch, const MeanOrbit& orbit, dynamics::RandomStream& random) {
  MeanOrbit flown = orbit;
  flown.a += random.Normal(0.0, launch.altitude_sigma);
  flown.ex += random.Normal(0.0, launch.eccentricity_sigma);
  flown.ey += random.Normal(0.0, launch.eccentricity_sigma);
  flown.i += random.Normal(0.0, launch.inclination_sigma);
  flown.raan = dynamics::WrapTwoPi(flown.raan + random.Normal(0.0, launch.raan_sigma));
  flown.u = dynamics::WrapTwoPi(flown.u + random.Normal(0.0, launch.phase_sigma));
  return flown;
}

InsertionMiss MissOf(const scenarios::Launch& launch, const MeanOrbit& orbit, double t) {
  const scenarios::OrderedOrbit& order = launch.orbit;
  InsertionMiss worst{0.0, "altitude"};
  const auto judge = [&worst](double miss, double tolerance, const char* element) {
    if (tolerance > 0.0 && std::fabs(miss) / tolerance > worst.tolerances) worst = {std::fabs(miss) / tolerance, element};
  };
  judge(orbit.a - dynamics::kEarthRadius - order.altitude, order.altitude_tolerance, "altitude");
  judge(dynamics::Hypot(orbit.ex, orbit.ey), order.eccentricity_max, "eccentricity");
  judge(orbit.i - order.inclination, order.inclination_tolerance, "inclination");
  judge(dynamics::WrapPi(orbit.raan - OrderedNode(order, t)), order.raan_tolerance, "raan");
  return worst;
}

}  // namespace haze::game
