// `haze bench match`: how fast whole matches are played.
#pragma once

#include <vector>

#include "tools/bench/measure.h"

namespace haze::tools {

/// Matches of victus_haze with its default line-up and of afrl_inspection, seeds 1 to `seeds`, in-process on one processor without a store: simulated time over
/// processor time, and steps of the published task (10 s) a second. Throws std::runtime_error where a scenario cannot be read.
std::vector<Figure> BenchMatch(int seeds);

}  // namespace haze::tools
