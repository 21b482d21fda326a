// Density of the upper atmosphere: two models.
#pragma once

#include "dynamics/types.h"

namespace haze::dynamics {

enum class Atmosphere {
  kExponential,     ///< ExponentialDensity: one mean profile
  kHarrisPriester,  ///< HarrisPriesterDensity: with the bulge that follows the Sun
};

/// Mass density, kg/m3, of the exponential atmosphere; `altitude` above the ellipsoid, m; below 0 it is that of 0.
/// Source: Vallado, "Fundamentals of Astrodynamics", table 8-4 (28 layers).
double ExponentialDensity(double altitude);

/// Mass density, kg/m3, by Harris and Priester for mean solar activity: between the profiles of midnight and of the bulge, which stands 30 deg east of the
/// Sun, by the power `exponent` of the cosine of half the angle from it: 2 for low inclinations to 6 for polar orbits.
/// `r` and `r_sun` geocentric in the same axes, z along the Earth's; lengths do not matter, but are not 0. The table holds from 100 to 1000 km; outside its
/// outermost layers go on exponentially. A factor of two against the day's true density is common. Source: Montenbruck & Gill, "Satellite Orbits" (2000),
/// section 3.5.2 and table 3.8, after Harris & Priester 1962.
double HarrisPriesterDensity(double altitude, const Vector3& r, const Vector3& r_sun, double exponent = 4.0);

}  // namespace haze::dynamics
