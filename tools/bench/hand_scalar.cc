// Hand-written loops without vector instructions.
#include "tools/bench/hand_loops.h"

#include <cmath>

#include "dynamics/constants.h"

namespace haze::tools {

bool HandJ2Scalar(std::size_t n, const double* x, const double* y, const double* z, double* ax, double* ay, double* az) {
  constexpr double kFactor = 1.5 * dynamics::kJ2 * dynamics::kEarthGravityRadius * dynamics::kEarthGravityRadius;
  for (std::size_t i = 0; i < n; ++i) {
    const double z2 = z[i] * z[i];
    const double r2 = x[i] * x[i] + y[i] * y[i] + z2;
    const double over = 1.0 / r2;
    const double central = -dynamics::kMuEarth * over * over * std::sqrt(r2);
    const double j = kFactor * over;
    const double plane = central * (1.0 + j * (1.0 - 5.0 * z2 * over));
    ax[i] = plane * x[i];
    ay[i] = plane * y[i];
    az[i] = (plane + 2.0 * central * j) * z[i];
  }
  return true;
}

}  // namespace haze::tools
