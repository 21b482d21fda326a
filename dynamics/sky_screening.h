// Who comes near a trajectory: every object of a sky against one path, without missing one.
#pragma once

#include <functional>
#include <vector>

#include "dynamics/sky_table.h"

namespace haze::dynamics {

/// A path in GCRF: state (m, m/s) at t, s since the table's epoch. Continuous in position; the velocity is its derivative (it may jump at a burn).
using Trajectory = std::function<State(double t)>;

struct ScreeningOptions {
  double begin = 0.0, end = 0.0;  ///< s, begin <= end, within the table's span
  double radius = 0.0;            ///< m, > 0
  double speed_max = 11.2e3;      ///< m/s; the path is never faster. The escape velocity at the surface is right for every orbit about the Earth
};

/// One passage: a least distance within the radius, or an end of the time at which the object is within it and comes nearer only outside.
struct Approach {
  int object = 0;         ///< index in the table
  double t = 0.0;         ///< s, to 1e-4 s of the tables' own least distance
  double distance = 0.0;  ///< m
};

/// All passages, by object, then by time. From a distance d no two bodies meet before (d - radius) / (sum of their greatest speeds), so time is crossed in
/// steps of that length; only where they are shorter than 4 s is the sign of the range rate watched. A second least distance within 4 s of another (a
/// burn on the path) counts as the same passage. Positions are the tables': the answer near the radius is as good as the table's error.
/// Screening.FindsEveryPassageThatSamplingFinds.
std::vector<Approach> ScreenTrajectory(const SkyTable& table, const Trajectory& trajectory, const ScreeningOptions& options);

}  // namespace haze::dynamics
