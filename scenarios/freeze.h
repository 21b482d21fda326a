// Makes the astronomy table of a scenario and names it by its content.
#pragma once

#include <string>

#include "scenarios/scenario.h"

namespace haze::scenarios {

struct Frozen {
  std::string file;    ///< "tables/astronomy-2026-08-11-24h-1a2b3c4d.txt", relative to the scenarios' folder
  std::string sha256;
  std::string text;
};

/// Epoch and duration decide the table; nothing is written.
Frozen Freeze(dynamics::UtcTime epoch, dynamics::SimTime duration);

}  // namespace haze::scenarios
