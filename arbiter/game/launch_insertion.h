// Where a launch leaves its craft: ascent, coast and kick in closed form, without a flown trajectory.
//
// The vehicle climbs from the site in the plane of the site's passage, coasts half a revolution of a transfer ellipse up to the target
// altitude, is kicked into a circular orbit there and separates later. A late lift-off turns the plane with the Earth.
#pragma once

#include <string>

#include "dynamics/mean_orbit.h"
#include "dynamics/random.h"
#include "scenarios/scenario.h"

namespace haze::game {

/// Mean orbit that a launch aims at: altitude over kEarthRadius (m) and inclination (rad).
struct InsertionTarget {
  double altitude = 0.0;
  double inclination = 0.0;
};
InsertionTarget OrderedTarget(const scenarios::Launch& launch);

/// Lift-off to the end of the kick burn, s: 420 s of ascent (FACTS: second stage cut off near T+7 min) and half a transfer ellipse from
/// 200 km to the target.
double KickTime(const InsertionTarget& target);

/// Mean orbit at `separation` (s since the epoch) after a lift-off at `liftoff`, without dispersion.
///
/// At the window's nominal instant the plane is the ordered one, drifted by J2 since the epoch; a lift-off later by dt turns it by
/// kEarthRate dt. Another inclination than the ordered one moves the node as the site's passage does. The argument of latitude grows from
/// that of the site's passage (northbound if the window's name begins with "north", else southbound) by the range of the ascent, half a
/// revolution and the rest of the time on the target orbit.
dynamics::MeanOrbit NominalInsertion(const scenarios::Launch& launch, int window, const InsertionTarget& target, double liftoff, double separation);

/// State of the ordered orbit at the nominal separation of a window (its nominal instant + separation_after_liftoff), GCRF.
dynamics::State NominalSeparationState(const scenarios::Launch& launch, int window);

/// `orbit` with the errors of semi-major axis, eccentricity vector, inclination, node and phase: six normal draws, always.
dynamics::MeanOrbit Disperse(const scenarios::Launch& launch, const dynamics::MeanOrbit& orbit, dynamics::RandomStream& random);

/// How far a mean orbit at `t` (s since the epoch) misses the order, in tolerances, and in what most: "altitude", "eccentricity",
/// "inclination" or "raan". Elements without a tolerance are not judged.
struct InsertionMiss {
  double tolerances = 0.0;
  std::string element;
};
InsertionMiss MissOf(const scenarios::Launch& launch, const dynamics::MeanOrbit& orbit, double t);

}  // namespace haze::game
