// Relative orbital elements, quasi-nonsingular, and their motion under the secular effects of J2: any eccentricity, no singularity on circles.
#pragma once

#include "dynamics/elements.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// Deputy against chief, both mean elements under J2 (or Keplerian ones without). All dimensionless or rad; times the chief's `a` they are lengths.
struct RelativeElements {
  double da = 0.0;       ///< (a_d - a) / a
  double dlambda = 0.0;  ///< mean longitude: (M_d + argp_d) - (M + argp) + (raan_d - raan) cos i
  double dex = 0.0;      ///< e_d cos argp_d - e cos argp
  double dey = 0.0;      ///< e_d sin argp_d - e sin argp
  double dix = 0.0;      ///< i_d - i
  double diy = 0.0;      ///< (raan_d - raan) sin i
};
/// [da, dlambda, dex, dey, dix, diy] and back.
Vector6 ToVector6(const RelativeElements& relative);
RelativeElements RelativeElementsFrom(const Vector6& x);

/// Of two orbits: ellipses (asserted). The angles' differences are taken within half a turn.
RelativeElements RelativeElementsOf(const Keplerian& deputy, const Keplerian& chief);
/// The deputy's elements: the inverse, exact. sin i of the chief must not vanish where diy does not; the deputy's must be an ellipse (both asserted).
Keplerian DeputyOf(const Keplerian& chief, const RelativeElements& relative);

/// Transition of the relative elements over `dt` (s, either sign) along the mean chief at its start: Kepler and the secular rates of J2, to first order in the
/// relative elements. j2 = 0 leaves Kepler's drift.
/// Source: Koenig, Guffanti & D'Amico, "New state transition matrices for spacecraft relative motion in perturbed orbits", JGCD 40 (2017), quasi-nonsingular
/// elements; derived again from SecularJ2Rates and held against them by RelativeElements.TransitionIsTheDerivativeOfTheSecularMotion.
Matrix6 RelativeElementsTransition(const Keplerian& chief, double dt, double mu = kMuEarth, double radius = kEarthGravityRadius, double j2 = kJ2);

/// The chief itself `dt` later under the same secular rates.
Keplerian PropagateSecular(const Keplerian& mean, double dt, double mu = kMuEarth, double radius = kEarthGravityRadius, double j2 = kJ2);

/// Linear map to [r; v] of the deputy in the chief's rotating RTN axes, m and m/s, by differentiating ToState: any eccentricity, sin i not 0.
/// Valid for |relative| << 1: RelativeElements.MapToRtnIsTheDerivative measures it.
Matrix6 RtnFromRelativeElements(const Keplerian& chief, double mu = kMuEarth);

}  // namespace haze::dynamics
