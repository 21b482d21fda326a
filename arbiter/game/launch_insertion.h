// Where a launch leaves its craft: the ascent that is flown from the site in the window's plane, and what the order says of its end.
//
// The site is put into the ordered plane at the window's nominal instant (GCRF axes stand for the Earth's); a late lift-off turns the plane with the Earth.
#pragma once

#include <string>
#include <vector>

#include "dynamics/ascent.h"
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

/// Site and order of an ascent from the window (northbound if its name begins with "north", else southbound) with lift-off at `liftoff` (s since the epoch).
///
/// At the window's nominal instant the plane is the ordered one, drifted by J2 since the epoch; a lift-off later by dt turns it by
/// kEarthRate dt. Another inclination than the ordered one moves the node as the site's passage does.
struct AscentPlan {
  dynamics::LaunchSite site;
  dynamics::AscentOrder order;
};
AscentPlan PlanAscent(const scenarios::Launch& launch, int window, const InsertionTarget& target, double liftoff);

/// Mean orbit, `separation` s since the epoch, of an ascent that ended `flown`, lifted off at `liftoff`.
dynamics::MeanOrbit OrbitAfter(const dynamics::AscentResult& flown, double liftoff, double separation);

/// The same for the undisturbed flight of a plan.
dynamics::MeanOrbit NominalInsertion(const scenarios::Launch& launch, int window, const InsertionTarget& target, double liftoff, double separation);

/// State of the ordered orbit at the nominal separation of a window (its nominal instant + separation_after_liftoff), GCRF.
dynamics::State NominalSeparationState(const scenarios::Launch& launch, int window);

/// The scenario's ascent errors in the ascent's own form.
dynamics::AscentSigmas SigmasOf(const scenarios::AscentErrors& errors);

/// A fault of the flight with its instant. Shares are notional: one engine in nine 0.25, the first stage 0.2, separation 0.1, fairing 0.05, the second stage 0.3,
/// the kick stage 0.1. `fatal`: one that no vehicle survives. Two draws, always.
void DrawFault(bool fatal, dynamics::RandomStream& random, dynamics::AscentChance& chance);
/// "stage 1", "separation", …: what a fault is called.
std::string FaultName(dynamics::AscentFault fault);

/// "max_q", "stage_1_cut_off", …
std::string MarkName(dynamics::AscentMark mark);

/// How far a mean orbit at `t` (s since the epoch) misses the order, in tolerances, and in what most: "altitude", "eccentricity",
/// "inclination" or "raan". Elements without a tolerance are not judged.
struct InsertionMiss {
  double tolerances = 0.0;
  std::string element;
};
InsertionMiss MissOf(const scenarios::Launch& launch, const dynamics::MeanOrbit& orbit, double t);

}  // namespace haze::game
