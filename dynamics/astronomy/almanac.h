// Sun and Moon by the Astronomical Almanac's low-precision series: what textbooks' examples are made with.
#pragma once

#include "dynamics/types.h"

namespace haze::dynamics {

/// Ecliptic of date and mean equator and equinox of date (MOD).
struct AlmanacPlace {
  double lon = 0.0;                 ///< rad
  double lat = 0.0;                 ///< rad
  Vector3 r_MOD = Vector3::Zero();  ///< m
};

/// `centuries` of UT1 (the Sun) or TDB (the Moon) since 2000-01-01T12:00. The Sun is good to 0.01 deg from 1950 to 2050; the Moon to 0.3 deg in longitude,
/// 0.2 deg in latitude and 0.3 % in distance. For forces and events use bodies.h.
/// Source: Astronomical Almanac, as in Vallado 4th edition, algorithms 29 (SUN) and 31 (MOON).
AlmanacPlace AlmanacSun(double centuries);
AlmanacPlace AlmanacMoon(double centuries);

}  // namespace haze::dynamics
