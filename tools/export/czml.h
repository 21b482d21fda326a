// A match for CesiumJS.
#pragma once

#include <string>

#include "tools/export/trajectory.h"

namespace haze::tools {

/// A CZML document (JSON): a clock over the match, each craft with its inertial path in metres and metres per second, each ground station. Times are UTC ("…Z").
/// A path is parted where the engine runs, and interpolated in each part by its positions and velocities (Hermite, fifth degree): a polynomial over a burn's kinks
/// would miss by tens of metres. Best of a Trajectory sampled more finely about burns.
/// Source: the CZML Guide of Analytical Graphics, packets "document", "position", "path".
std::string Czml(const Trajectory& trajectory);

}  // namespace haze::tools
