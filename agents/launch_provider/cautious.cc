// launch_provider/cautious: every task at its own pace, the first window with time in hand, the nominal instant.
#include "agents/launch_provider/countdown.h"
#include "agents/launch_provider/providers.h"

namespace haze::agents {

namespace {

// A control room that takes no risks. It never expedites, keeps the ordered orbit and lifts off at a window's nominal instant, where the
// plane is exact. It trusts the count and the weather rule to hold it on the ground: a scrub costs the window, not the vehicle.
class Cautious : public Countdown {};

}  // namespace

std::unique_ptr<Policy> MakeLaunchProviderCautious() { return std::make_unique<Cautious>(); }

}  // namespace haze::agents
