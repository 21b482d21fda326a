// `haze bench tournament`: what a tournament costs beside the matches themselves.
#pragma once

#include <vector>

#include "tools/bench/measure.h"

namespace haze::tools {

/// Figures of a tournament of shipped policies in a folder for temporary files: matches a second with two jobs beside two processors that do nothing but play, the
/// runner's cost of a match, and what starting agents as processes adds. `seeds` pairs of two entries; throws StoreFault.
std::vector<Figure> BenchTournament(int seeds);

}  // namespace haze::tools
