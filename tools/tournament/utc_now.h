// The wall clock, as stores and reports write it.
#pragma once

#include <string>

namespace haze::tools {

/// Now as "2026-06-19T10:26:00Z".
std::string NowUtc();

}  // namespace haze::tools
