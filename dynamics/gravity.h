// The Earth's central term and J2 in closed form, with its gradient; the whole field is GravityItrf in forces.h.
#pragma once

#include "dynamics/types.h"

namespace haze::dynamics {

/// Acceleration, m/s2, of the central term and J2 about +z; r (m) outside the Earth. Equal to GravityItrf(r, 2, 0) but for rounding.
/// It is the gradient of U = mu/r (1 - J2 (R/r)^2 P2(z/r)), kMuEarth, kJ2 and kEarthGravityRadius in it.
Vector3 GravityJ2(const Vector3& r);

/// d GravityJ2 / d r, 1/s2: symmetric and without trace. Forces.J2GradientIsTheDerivativeOfJ2 checks it by differences.
Matrix3 GravityJ2Gradient(const Vector3& r);

}  // namespace haze::dynamics
