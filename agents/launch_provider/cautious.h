// launch_provider/cautious: every task at its own pace, the first window with time in hand, the nominal instant.
#pragma once

#include <memory>

#include "agents/policy/policy.h"

namespace haze::agents {

std::unique_ptr<Policy> MakeLaunchProviderCautious();

}  // namespace haze::agents
