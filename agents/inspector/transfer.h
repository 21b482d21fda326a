// Two burns that bring the inspector onto a relative orbit of its choice around another craft, with a coast between that is safe by itself.
#pragma once

#include <optional>
#include <vector>

#include "dynamics/relative.h"
#include "dynamics/types.h"

namespace haze::agents::inspector {

using dynamics::RelativeEllipse;
using dynamics::State;
using dynamics::Vector3;

/// Where to go: a relative ellipse around the point of the object's orbit that the object passes `along / v` seconds later (along > 0) or
/// earlier: an offset along the orbit, not along a straight line, so it may be hundreds of kilometres.
State GoalState(const State& object, const RelativeEllipse& goal);

/// The velocity that holds the place (no drift) at position `own` near the goal: the goal's velocity, corrected for a radial miss.
Vector3 HoldingVelocity(const State& own, const State& object, const RelativeEllipse& goal);

/// The tangential burn (GCRF) now that closes the angle along the orbit to the point `along` metres ahead of the object in `tof` s, by a change of the mean
/// semi-major axis; nothing else about the orbits is matched.
Vector3 DriftBurn(const State& own, const State& object, double along, double tof);

/// What must not happen on the way.
struct FlightLimits {
  double safe_range = 160.0;        ///< m, least distance of any coast to the object
  double inside = 5000.0;           ///< m, where the speed limit and passive safety are checked
  double speed_base = 0.2;          ///< m/s
  double speed_per_n = 2.0;         ///< limit = speed_base + speed_per_n * n * range
  double orbits = 2.0;              ///< how long a coast must stay safe when the second burn does not come
};

struct TransferTask {
  State own;     ///< GCRF at time 0 of this task
  State object;  ///< GCRF at the same instant
  std::vector<State> others;  ///< further craft to stay clear of, same instant
  RelativeEllipse goal;
  double t1_from = 0.0, t1_to = 0.0;  ///< s, first burn
  double t2_from = 0.0, t2_to = 0.0;  ///< s, second burn
  int t1_steps = 12, t2_steps = 12;
  double late_cost = 0.0;  ///< m/s for each second that the second burn comes later
  FlightLimits limits;
};

struct Transfer {
  double t1 = 0.0, t2 = 0.0;  ///< s
  Vector3 dv1 = Vector3::Zero(), dv2 = Vector3::Zero();  ///< GCRF
  double cost = 0.0;          ///< m/s, both burns
  double least_range = 0.0;   ///< m, to the object, of the coast after either burn
};

/// The cheapest safe pair of burns on a grid of burn times, or nothing. Shooting with two-body motion and J2 and its state transition: Newton on the first
/// burn until the position at the second is met within 1 m. Source of the method: Battin, "An introduction to the mathematics and methods of
/// astrodynamics", section 11.3 (velocity to be gained through the transition matrix).
std::optional<Transfer> PlanTransfer(const TransferTask& task);

/// Least distance (m) between two coasts over `span` s, sampled each `step` s.
double LeastRange(const State& a, const State& b, double span, double step = 20.0);

}  // namespace haze::agents::inspector
