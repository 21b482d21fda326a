// Built without npm: there is no page.
#include "tools/view/bundle.h"

namespace haze::tools {

std::string_view BundleScript() { return {}; }
std::string_view BundleStyle() { return {}; }

}  // namespace haze::tools
