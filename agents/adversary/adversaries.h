// The adversaries that ship.
#pragma once

#include <memory>

#include "agents/policy/policy.h"

namespace haze::agents {

std::unique_ptr<Policy> MakeAdversaryIdle();
std::unique_ptr<Policy> MakeAdversaryDazzler();
std::unique_ptr<Policy> MakeAdversaryDecoy();
std::unique_ptr<Policy> MakeAdversaryEscort();
std::unique_ptr<Policy> MakeAdversaryGuard();
std::unique_ptr<Policy> MakeAdversaryJammer();

}  // namespace haze::agents
