// Orders for ascents, and what a vehicle can lift.
#include "dynamics/ascent.h"
#include "dynamics/constants.h"

namespace haze::dynamics {

AscentOrder DesignAscent(const LaunchVehicle& vehicle, const LaunchSite& site, const MeanOrbit& orbit, double payload) {
  AscentOrder order{.orbit = orbit};
  for (int round = 0; round < 3; ++round) {
    const AscentResult flown = FlyAscent(vehicle, site, order, payload);
    if (flown.status != AscentStatus::kOrbit) break;
    order.apogee_trim -= flown.apogee_miss;
  }
  return order;
}

double PayloadTo(const LaunchVehicle& vehicle, const LaunchSite& site, const MeanOrbit& orbit, double reserve) {
  double lifted = 0.0;
  double too_much = 1000.0;
  while (too_much - lifted > 0.1) {
    const double payload = 0.5 * (lifted + too_much);
    const AscentResult flown = FlyAscent(vehicle, site, {.orbit = orbit}, payload);
    const bool reached = flown.status == AscentStatus::kOrbit && flown.propellant_left >= reserve;
    (reached ? lifted : too_much) = payload;
  }
  return lifted;
}

}  // namespace haze::dynamics
