// The page's own script and style sheet, built from web/ and embedded.
#pragma once

#include <string_view>

namespace haze::tools {

/// Empty where the program was built without npm: `haze report` then writes plain text and `haze view` says how to build it.
std::string_view BundleScript();
std::string_view BundleStyle();

}  // namespace haze::tools
