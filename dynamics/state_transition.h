// State transition matrices of any force model, by the variational equations.
#pragma once

#include <optional>

#include "dynamics/forces.h"
#include "dynamics/j2_motion.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// Partial derivatives of the acceleration, 1/s2 and 1/s.
struct AccelerationPartials {
  Matrix3 by_r = Matrix3::Zero();
  Matrix3 by_v = Matrix3::Zero();
};
/// Of `Acceleration`. Two-body and J2 in closed form; what the model adds to them by symmetric differences over 100 m and 0.1 m/s, right to 1e-9 of the
/// whole away from the edges of the shadow. `astronomy` as for Acceleration.
AccelerationPartials PartialsOf(const ForceModel& model, const AstronomyTable* astronomy, const BodyProperties& body, double t, const State& state);

/// Gradient of the central term alone, 1/s2: mu / r^3 (3 r r^T / r^2 - 1).
Matrix3 TwoBodyGradient(const Vector3& r, double mu = kMuEarth);

/// The state at t1 (s, either side of t0) and Phi = d state(t1) / d state(t0), 6 x 6 in m and m/s: [x; Phi] integrated together by Dormand-Prince 8(5,3),
/// the state to `rtol` a step, Phi to a hundred times it. Nothing where the integration fails (a state that is not finite, a fall to the
/// centre, more than 200,000 steps: some hundreds of days of a low orbit).
/// Source: Montenbruck & Gill, "Satellite Orbits" (2000), section 7.2.
std::optional<StateAndTransition> PropagateWithTransition(const ForceModel& model, const AstronomyTable* astronomy, const BodyProperties& body, double t0,
                                                          const State& state, double t1, double rtol = 1e-12);

}  // namespace haze::dynamics
