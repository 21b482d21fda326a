// What stands in the way: the Earth, its limb, the Sun.
#pragma once

#include "dynamics/types.h"

namespace haze::dynamics {

/// True where the segment from r1 to r2 (GCRF) clears a sphere of `radius` about the origin.
bool LineOfSight(const Vector3& r1, const Vector3& r2, double radius);

/// Angle of `direction` (unit) above the Earth's limb as seen from `r`, rad; negative where it meets the Earth (sphere of kEarthRadius).
double LimbAngle(const Vector3& r, const Vector3& direction);

/// Angle between `direction` (unit, above the limb) and the nearest part of the Earth that is lit and seen from `r` (both GCRF, m), rad; pi where all that is seen of
/// it is dark. Lit is where the Sun has not sunk 18 degrees below the horizon: to the end of astronomical twilight (Explanatory Supplement to the Astronomical
/// Almanac). Right to 1e-5 rad.
double LitEarthAngle(const Vector3& r, const Vector3& direction, const Vector3& r_sun);

/// Angle between two directions (not zero), rad.
double AngleBetweenVectors(const Vector3& a, const Vector3& b);

}  // namespace haze::dynamics
