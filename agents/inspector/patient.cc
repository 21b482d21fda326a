// inspector/patient: takes its time. It drifts at a third of the speed of `classical`, arrives with most of its propellant, and risks that the end comes first.
#include "agents/inspector/inspector.h"
#include "agents/inspector/inspectors.h"

namespace haze::agents {

std::unique_ptr<Policy> MakeInspectorPatient() {
  return std::make_unique<inspector::Inspector>(inspector::Inspector::Character{.haste = 0.5, .share = 0.6, .coast_margin = 70.0, .ellipse_margin = 85.0, .recovers = true});
}

}  // namespace haze::agents
