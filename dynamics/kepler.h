// Two-body motion in closed form: Kepler's equation and the universal-variable propagator.
#pragma once

#include <optional>

#include "dynamics/constants.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// E of E - e sin E = M for 0 <= e < 1; keeps the revolution of M. Converges for every M (Newton inside a bracket).
double SolveKepler(double M, double e);
/// H of e sinh H - H = M for e > 1. M finite.
double SolveKeplerHyperbolic(double M, double e);

/// Stumpff functions c2(psi) = (1 - cos sqrt psi) / psi and c3(psi) = (sqrt psi - sin sqrt psi) / psi^(3/2), continued through psi <= 0.
/// Source: Vallado 4th edition, algorithm 1; series near 0.
struct Stumpff {
  double c2;
  double c3;
};
Stumpff StumpffC2C3(double psi);

/// State after `dt` (s, either sign) under a central force `mu`, any conic. Ellipses: whole revolutions are taken out first, so that
/// Kepler.ReturnsAfterOnePeriodToRoundOff holds. Nothing when r, v or dt is not finite, r is 0, or the orbit is
/// rectilinear (|r x v| < 1e-12 r sqrt(v^2 + mu/r): it may fall through the centre).
/// Source: Vallado 4th edition, algorithm 8 (KEPLER), Newton inside a bracket.
std::optional<State> PropagateKepler(const State& state, double dt, double mu = kMuEarth);

}  // namespace haze::dynamics
