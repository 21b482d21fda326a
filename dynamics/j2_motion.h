// Two-body + J2 motion for planners and filters: a plain fast propagator, and its transition matrix.
#pragma once

#include "dynamics/types.h"

namespace haze::dynamics {

/// Motion under the central term and J2 about GCRF +z, m and m/s; dt in s, either sign, finite.
/// Dormand-Prince 8 in equal steps of at most 0.2 rad of local angular motion: within 1 cm a day of the exact J2 motion in low orbit
/// (J2Motion.StaysWithinACentimetreADay).
State PropagateJ2(const State& state, double dt);

/// The 6 x 6 transition of the same motion: d(state at dt) / d(state), from the variational equations integrated beside the state.
Matrix6 J2Transition(const State& state, double dt);

/// Both at once.
struct StateAndTransition {
  State state;
  Matrix6 Phi;
};
StateAndTransition PropagateJ2WithTransition(const State& state, double dt);

/// Acceleration of that motion, m/s2; r (m) outside the Earth: the gradient of mu/r (1 - J2 (R/r)^2 P2(z/r)), equal to GravityItrf(r, 2, 0) but for rounding.
Vector3 J2Acceleration(const Vector3& r);
/// Its gradient d a / d r, 1/s2: symmetric, without trace.
Matrix3 J2Gradient(const Vector3& r);

}  // namespace haze::dynamics
