// Modified equinoctial elements: one set for circles, ellipses, parabolas and hyperbolas, at every inclination.
#pragma once

#include "dynamics/constants.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// p: semi-latus rectum, m. f, g: e cos and e sin of the longitude of perigee. h, k: tan(i/2) cos and sin of the node's longitude (cot(i/2) where
/// retrograde). L: true longitude, rad [0, 2 pi). Longitudes are argp + raan, and argp - raan where retrograde.
struct Equinoctial {
  double p = 0.0;
  double f = 0.0;
  double g = 0.0;
  double h = 0.0;
  double k = 0.0;
  double L = 0.0;
  bool retrograde = false;
};

/// r x v must not vanish. Prograde and retrograde sets are chosen by the sign of the angular momentum's z, so that h and k stay within 1: no singularity
/// is left, and the way there and back is round-off (Equinoctial.ReturnsToTheStateAtEverySingularity).
/// Source: Walker, Ireland & Owens, "A set of modified equinoctial orbit elements", Celestial Mechanics 36 (1985); the retrograde set of Broucke & Cefola 1972.
Equinoctial ToEquinoctial(const State& state, double mu = kMuEarth);
/// p > 0 and 1 + f cos L + g sin L > 0 (asserted): the conic passes through L.
State ToState(const Equinoctial& elements, double mu = kMuEarth);

}  // namespace haze::dynamics
