// adversary/guard: flies at whoever comes for its charge, and stays ten metres beside it: a pursuer whose quarry is the attacker.
#include "agents/adversary/adversaries.h"
#include "agents/inspector/pursuer.h"

namespace haze::agents {

std::unique_ptr<Policy> MakeAdversaryGuard() { return std::make_unique<inspector::Pursuer>(inspector::Pursuer::Character{.speed = 10.0, .stop = 10.0}); }

}  // namespace haze::agents
