// Mean near-circular orbits under J2, and the osculating states that belong to them: first order, closed form.
#pragma once

#include "dynamics/types.h"

namespace haze::dynamics {

/// Mean elements without singularity at e = 0. The mean altitude of an orbit is `a` - kEarthRadius.
struct MeanOrbit {
  double a = 0.0;     ///< m
  double ex = 0.0;    ///< e cos argp
  double ey = 0.0;    ///< e sin argp
  double i = 0.0;     ///< rad, not 0 or pi
  double raan = 0.0;  ///< rad
  double u = 0.0;     ///< mean argument of latitude, argp + M, rad
};

/// Rates of node and mean argument of latitude, the latter with the mean motion, rad/s.
double NodeRate(const MeanOrbit& mean);
double LatitudeRate(const MeanOrbit& mean);

/// The orbit `dt` s later: node, perigee and argument of latitude move at their secular first-order rates.
MeanOrbit Propagate(const MeanOrbit& mean, double dt);

/// GCRF state at the mean argument of latitude. Adds the first-order short-period terms of J2 for e = 0, which leaves errors of the order
/// J2 e: valid for e < 0.01. MeanOrbit.KeepsItsElementsUnderJ2 measures how still the mean elements stand.
/// Source: Brouwer, "Solution of the problem of artificial satellite theory without drag", AJ 64 (1959), in the limit e -> 0; derived
/// here from Lagrange's equations with the periodic part of the J2 potential and checked by that test.
State OsculatingState(const MeanOrbit& mean);

/// The inverse, by fixed-point iteration.
MeanOrbit MeanOrbitOf(const State& state);

}  // namespace haze::dynamics
