// Calls of eraEpv00, eraMoon98 and eraPlan94.
#include "dynamics/astronomy/bodies.h"

#include <erfa.h>

#include "dynamics/constants.h"

namespace haze::dynamics {
namespace {

struct Planet {
  std::string_view name;
  int number;  // of eraPlan94; 0 where there is none
  double gm;   // m3/s2
};
constexpr Planet kPlanets[] = {
    {"Mercury", 1, 2.2031868551e13},
    {"Venus", 2, 3.24858592e14},
    {"Mars", 4, 4.2828375816e13},
    {"Jupiter", 5, 1.267127641e17},
    {"Saturn", 6, 3.79405848418e16},
    {"Uranus", 7, 5.794556400e15},
    {"Neptune", 8, 6.836527100580e15},
    {"Sun", 0, kMuSun},
    {"Moon", 0, kMuMoon},
};
constexpr double kAuPerDay = kAu / 86400.0;

const Planet* Find(std::string_view name) {
  for (const Planet& planet : kPlanets) {
    if (planet.name == name) return &planet;
  }
  return nullptr;
}

}  // namespace

State SunState(const JulianDate& tdb) {
  double pvh[2][3];
  double pvb[2][3];
  // Status 1 is a date outside 1900 to 2100, where the theory goes on with less accuracy.
  static_cast<void>(eraEpv00(tdb.day, tdb.fraction, pvh, pvb));
  return {-kAu * Vector3(pvh[0][0], pvh[0][1], pvh[0][2]), -kAuPerDay * Vector3(pvh[1][0], pvh[1][1], pvh[1][2])};
}

State MoonState(const JulianDate& tt) {
  double pv[2][3];
  eraMoon98(tt.day, tt.fraction, pv);
  return {kAu * Vector3(pv[0][0], pv[0][1], pv[0][2]), kAuPerDay * Vector3(pv[1][0], pv[1][1], pv[1][2])};
}

std::optional<Vector3> PlanetPosition(std::string_view name, const JulianDate& tdb) {
  const Planet* planet = Find(name);
  if (planet == nullptr || planet->number == 0) return std::nullopt;
  double pv[2][3];
  if (eraPlan94(tdb.day, tdb.fraction, planet->number, pv) < 0) return std::nullopt;
  return kAu * Vector3(pv[0][0], pv[0][1], pv[0][2]) + SunState(tdb).r;
}

std::optional<double> BodyGm(std::string_view name) {
  const Planet* planet = Find(name);
  if (planet == nullptr) return std::nullopt;
  return planet->gm;
}

}  // namespace haze::dynamics
