// What stands in the way: the Earth, its limb, the Sun.
#pragma once

#include "dynamics/types.h"

namespace haze::dynamics {

/// True where the segment from r1 to r2 (GCRF) clears a sphere of `radius` about the origin.
bool LineOfSight(const Vector3& r1, const Vector3& r2, double radius);

/// Angle of `direction` (unit) above the Earth's limb as seen from `r`, rad; negative where it meets the Earth (sphere of kEarthRadius).
double LimbAngle(const Vector3& r, const Vector3& direction);

/// True where the point of the limb nearest to `direction` is in sunlight.
bool LimbLit(const Vector3& r, const Vector3& direction, const Vector3& r_sun);

/// Angle between two directions (not zero), rad.
double AngleBetweenVectors(const Vector3& a, const Vector3& b);

}  // namespace haze::dynamics
