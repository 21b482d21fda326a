// inspector/direct: looks where its estimate says, goes there the cheap way, leaves in time.
#include "agents/inspector/inspectors.h"

#include "agents/inspector/inspector.h"

namespace haze::agents {

std::unique_ptr<Policy> MakeInspectorDirect() { return std::make_unique<inspector::Inspector>(inspector::Inspector::Character{.looks_anywhere = false}); }

}  // namespace haze::agents
