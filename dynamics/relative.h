// Relative motion about a circular orbit in closed form (Hill-Clohessy-Wiltshire), transfers and passively safe ellipses.
//
// Every state is [r; v] of the chaser relative to the target in rotating RTN axes: radial outward, along track, cross track (m, m/s).
#pragma once

#include <optional>

#include "dynamics/types.h"

namespace haze::dynamics {

/// State transition matrix; `n` the target's mean motion (rad/s, > 0), `dt` (s) may be negative.
/// Source: Clohessy & Wiltshire 1960; Vallado 4th edition, algorithm 48.
Matrix6 HcwTransition(double n, double dt);

/// Relative state after `dt`. Valid for |r| << a: Relative.HcwErrorGrowsWithSeparationSquared measures the error.
Vector6 PropagateHcw(const Vector6& x, double n, double dt);

struct TwoImpulse {
  Vector3 dv1;  ///< RTN at the start
  Vector3 dv2;  ///< RTN at the end: brings the relative velocity to `vf`
};
/// From (r0, v0) to rf in `tof` > 0, ending with relative velocity vf. Nothing where the transfer is singular (whole revolutions, half ones out of plane:
/// the reciprocal condition of Phi_rv is below 1e-9) or a number is not finite.
std::optional<TwoImpulse> HcwTwoImpulse(const Vector3& r0, const Vector3& v0, const Vector3& rf, double n, double tof, const Vector3& vf = Vector3::Zero());

/// A relative orbit by its geometry. At mean argument of latitude u of the target, with w = n (t - t0) for the drift:
///   R = da - ae cos(u - phase_e),  T = along - 1.5 da w + 2 ae sin(u - phase_e),  N = ai sin(u - phase_i).
/// Source: D'Amico & Montenbruck, "Proximity operations of formation-flying spacecraft using an eccentricity/inclination vector separation", JGCD 29 (2006).
struct RelativeEllipse {
  double da = 0.0;       ///< m: mean radial offset; 0 holds the place
  double along = 0.0;    ///< m: mean along-track offset at t0
  double ae = 0.0;       ///< m: radial amplitude
  double phase_e = 0.0;  ///< rad
  double ai = 0.0;       ///< m: cross-track amplitude
  double phase_i = 0.0;  ///< rad; equal to phase_e (or opposite): passively safe, never both R = 0 and N = 0
};
/// Relative state at the target's argument of latitude `u`, t = t0; and the ellipse of a state.
Vector6 EllipseState(const RelativeEllipse& ellipse, double u, double n);
RelativeEllipse EllipseOf(const Vector6& x, double u, double n);
/// Least distance from the target's along-track axis over a revolution, da = 0 assumed, m: what remains when the along-track position is not known.
double SafeSeparation(const RelativeEllipse& ellipse);

}  // namespace haze::dynamics
