// `haze bench physics`: how fast the models are, each beside a limit measured in the same run.
#pragma once

#include <vector>

#include "tools/bench/measure.h"

namespace haze::tools {

struct BenchOptions {
  int rounds = 7;          ///< odd: figures are medians
  double seconds = 0.05;   ///< of each piece of work in a round
};

/// Every figure, in the order of the table in docs/physics.md. Figures of instruction sets that this processor lacks are left out.
std::vector<Figure> BenchPhysics(const BenchOptions& options);

/// Parts of it: batches and single satellites; what is not an integration; a frame among all satellites; threads.
std::vector<Figure> BenchOrbits(const BenchOptions& options);
std::vector<Figure> BenchModels(const BenchOptions& options);
std::vector<Figure> BenchSky(const BenchOptions& options);
std::vector<Figure> BenchThreads(const BenchOptions& options);

}  // namespace haze::tools
