// Who descends from a process, by the process table: double-forked and setsid children included.
#pragma once

#include <sys/types.h>

#include <vector>

namespace haze::tools {

/// All living descendants of `root`, without `root`, in no particular order. Zombies are left out. One look at the process table:
/// whoever forks meanwhile may be missed, so callers that kill look again until nobody is left.
std::vector<pid_t> DescendantsOf(pid_t root);

/// SIGKILL to every descendant of `root` (not to `root`); how many there were.
int KillDescendants(pid_t root);

}  // namespace haze::tools
