// When each seat is asked: the instant it named, a condition it named, or the longest quiet time, whichever comes first.
#pragma once

#include <vector>

#include "arbiter/game/desk.h"

namespace haze::game {

/// No seat is asked twice within this.
inline constexpr SimTime kLeastQuiet = dynamics::kSecond;

/// The next instant at which the seat is asked, as far as is known now.
SimTime DueTime(const Desk& desk, SimTime longest_quiet);

/// Why it is asked at `now`.
std::vector<WakeReason> ReasonsAt(const Desk& desk, SimTime now, SimTime longest_quiet);

/// Values of the conditions that move by themselves, from the seat's knowledge at one instant.
struct KnownValues {
  bool own = false;             ///< the rest holds only with a craft of one's own
  std::vector<double> range;    ///< by craft, m; negative where nothing is claimed
  double sun_elevation = 0.0;   ///< rad above the local horizontal
  double best_elevation = 0.0;  ///< rad, of the craft over any station
  double propellant = 0.0;      ///< kg
};

/// Notices every condition of the desk that crossed its threshold since the last call, with hysteresis.
void WatchConditions(Desk& desk, const KnownValues& values, SimTime now);

}  // namespace haze::game
