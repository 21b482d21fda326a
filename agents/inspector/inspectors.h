// The inspectors that ship.
#pragma once

#include <memory>

#include "agents/policy/policy.h"

namespace haze::agents {

std::unique_ptr<Policy> MakeInspectorDirect();
std::unique_ptr<Policy> MakeInspectorBlind();
std::unique_ptr<Policy> MakeInspectorCircuit();
std::unique_ptr<Policy> MakeInspectorClassical();
std::unique_ptr<Policy> MakeInspectorPatient();
std::unique_ptr<Policy> MakeInspectorPursuer();

}  // namespace haze::agents
