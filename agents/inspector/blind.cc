// inspector/blind: the same estimator behind a camera that points anywhere, as a baseline to be better than.
#include "agents/inspector/inspectors.h"

#include "agents/inspector/inspector.h"

namespace haze::agents {

std::unique_ptr<Policy> MakeInspectorBlind() { return std::make_unique<inspector::Inspector>(inspector::Inspector::Character{.looks_anywhere = true}); }

}  // namespace haze::agents
