// Relative motion about an eccentric orbit in closed form (Yamanaka-Ankersen).
#pragma once

#include <optional>

#include "dynamics/constants.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// The target's conic as this motion needs it. The semi-latus rectum p = a (1 - e^2), m; 0 <= e < 1.
struct EccentricTarget {
  double p = 0.0;
  double e = 0.0;
  double mu = kMuEarth;
};

/// State transition of [r; v] of the chaser relative to the target in the target's rotating RTN axes, from true anomaly nu0 to nu1 (rad) that lies `dt` (s,
/// either sign) later. The three are taken as they are: that dt is the time between the anomalies is the caller's business. p > 0, 0 <= e < 1, mu > 0
/// (asserted). To first order in separation over distance; for e = 0 it is HcwTransition. RelativeEccentric.ErrorGrowsWithSeparationSquared measures the error.
/// Source: Yamanaka & Ankersen, "New state transition matrix for relative motion on an arbitrary elliptical orbit", JGCD 25 (2002).
Matrix6 YamanakaAnkersenTransition(const EccentricTarget& target, double nu0, double nu1, double dt);

/// The same from the target's state (GCRF, m and m/s). Nothing where that is no ellipse, or not finite.
std::optional<Matrix6> YamanakaAnkersenTransition(const State& target, double dt, double mu = kMuEarth);

}  // namespace haze::dynamics
