// `haze bench store`: what keeping matches costs.
#pragma once

#include <vector>

#include "tools/bench/measure.h"

namespace haze::tools {

/// Bytes and time of a kept match beside the match itself, and merging 16 shards beside inserting the same rows; `matches` of them.
std::vector<Figure> BenchStore(int matches);

}  // namespace haze::tools
