// The targets that ship.
#pragma once

#include <memory>

#include "agents/policy/policy.h"

namespace haze::agents {

std::unique_ptr<Policy> MakeTargetDimmer();
std::unique_ptr<Policy> MakeTargetEvader();
std::unique_ptr<Policy> MakeTargetPassive();
std::unique_ptr<Policy> MakeTargetSidestep();
std::unique_ptr<Policy> MakeTargetSpinner();
std::unique_ptr<Policy> MakeTargetSunlock();

}  // namespace haze::agents
