// A match for CesiumJS.
#pragma once

#include <string>

#include "tools/export/trajectory.h"

namespace haze::tools {

/// A CZML document (JSON): a clock over the match, each craft with its inertial path in metres, each ground station. Times are UTC ("…Z").
/// Source: the CZML Guide of Analytical Graphics, packets "document", "position", "path".
std::string Czml(const Trajectory& trajectory);

}  // namespace haze::tools
