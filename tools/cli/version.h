// Which haze this is.
#pragma once

#include <string_view>

namespace haze::tools {

/// The project's version, from CMake.
inline constexpr std::string_view kVersion = HAZE_VERSION;

}  // namespace haze::tools
