// inspector/classical: the hunt by the book, at a price that leaves something in the tank.
//
// The same phases as `direct` with three differences, each learnt from seeds that `direct` flew badly. It gives the way up to 62 % of the time that is left,
// so that a launch on the other side of the Earth is reached for 150 m/s instead of 200. Every coast keeps 70 m beyond the keep-out, because a burn of
// 0.5 m/s with 0.5 deg and 1 % of error drifts by some 50 m in the two revolutions that the rules look ahead. And its ellipses are 185 m wide for the same
// reason: an image from 200 m has the best ground-sample distance that the score asks for.
#include "agents/inspector/inspector.h"
#include "agents/inspector/inspectors.h"

namespace haze::agents {

std::unique_ptr<Policy> MakeInspectorClassical() {
  return std::make_unique<inspector::Inspector>(inspector::Inspector::Character{.haste = 2.0, .share = 0.62, .coast_margin = 70.0, .ellipse_margin = 85.0, .recovers = true});
}

}  // namespace haze::agents
