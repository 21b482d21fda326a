// Sun, Moon and planets by ERFA's analytic theories, geocentric. For set-up and for `haze calc`.
#pragma once

#include <optional>
#include <string_view>

#include "dynamics/time.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// Geocentric Sun, GCRF, m and m/s, geometric (no light time, no aberration); TDB. Source: eraEpv00 (a simplified VSOP2000); its
/// documentation gives 3.7 km rms and 11.2 km at most against DE405 for 1900 to 2100.
State SunState(const JulianDate& tdb);
/// Geocentric Moon, GCRF, m and m/s; TT. Source: eraMoon98 (Meeus 1998); its documentation gives 6.1 km rms and 31.7 km at
/// most against ELP/MPP02 for 1900 to 2100.
State MoonState(const JulianDate& tt);
/// Geocentric planet, GCRF, m: "Mercury" to "Neptune" but "Earth". Source: eraPlan94 (Simon et al. 1994). Nothing for other names.
std::optional<Vector3> PlanetPosition(std::string_view name, const JulianDate& tdb);
/// Gravitational parameter of the system of a body by name (Sun, Moon, planets), m3/s2. Source: DE440 (Park et al. 2021, table 2). Nothing for other names.
std::optional<double> BodyGm(std::string_view name);

}  // namespace haze::dynamics
