// The chain of tasks that decides when the vehicle is ready, by expected durations.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "agents/policy/policy.h"

namespace haze::agents {

struct CriticalPath {
  std::int64_t ready_us = 0;          ///< expected instant at which the last task ends
  std::vector<std::string> tasks;     ///< unfinished tasks of the longest chain, the first to be done first
};

/// From the briefing's durations, the screen's expected ends of running tasks and what is expedited already; crews are taken as enough.
CriticalPath FindCriticalPath(const v1::LaunchBrief& brief, const v1::LaunchStatus& status, std::int64_t now_us);

}  // namespace haze::agents
