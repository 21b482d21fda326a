// The adversaries that ship.
#pragma once

#include <memory>

#include "agents/policy/policy.h"

namespace haze::agents {

std::unique_ptr<Policy> MakeAdversaryIdle();
std::unique_ptr<Policy> MakeAdversaryEscort();

}  // namespace haze::agents
