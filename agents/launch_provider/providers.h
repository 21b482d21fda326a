// The launch providers that ship.
#pragma once

#include <memory>

#include "agents/policy/policy.h"

namespace haze::agents {

std::unique_ptr<Policy> MakeLaunchProviderCautious();
std::unique_ptr<Policy> MakeLaunchProviderFastest();
std::unique_ptr<Policy> MakeLaunchProviderElusive();
std::unique_ptr<Policy> MakeLaunchProviderSleeper();

}  // namespace haze::agents
