// Look angles with rates in a site's own axes.
#include "dynamics/access.h"

#include "dynamics/dmath.h"

namespace haze::dynamics {

Site MakeSite(const Geodetic& place, const Ellipsoid& ellipsoid) {
  return {.r_ITRF = GeodeticToItrf(place.lat, place.lon, place.h, ellipsoid), .R_ENU_ITRF = EnuFromItrf(place.lat, place.lon)};
}

std::optional<LookAndRates> LookWithRates(const Site& site, const State& state_ITRF) {
  const Vector3 enu = site.R_ENU_ITRF * (state_ITRF.r - site.r_ITRF);
  const Vector3 rate = site.R_ENU_ITRF * state_ITRF.v;
  const double range = enu.norm();
  if (!(range > 0.0) || !std::isfinite(range * range) || !rate.allFinite()) return std::nullopt;
  const double level2 = enu.x() * enu.x() + enu.y() * enu.y();
  const double level = std::sqrt(level2);
  LookAndRates look;
  look.az = WrapTwoPi(Atan2(enu.x(), enu.y()));
  look.el = Atan2(enu.z(), level);
  look.range = range;
  look.range_rate = enu.dot(rate) / range;
  if (level > 1e-9 * range) {
    look.az_rate = (rate.x() * enu.y() - rate.y() * enu.x()) / level2;
    look.el_rate = (rate.z() - look.range_rate * enu.z() / range) / level;
  }
  return look;
}

}  // namespace haze::dynamics
