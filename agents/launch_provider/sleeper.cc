// launch_provider/sleeper: orders nothing. It loses by rule when the last window closes.
#include "agents/launch_provider/providers.h"

namespace haze::agents {

namespace {

class Sleeper : public Policy {
 public:
  void Open(const v1::Briefing&) override {}
  v1::Decision Decide(const v1::Turn&) override { return {}; }
};

}  // namespace

std::unique_ptr<Policy> MakeLaunchProviderSleeper() { return std::make_unique<Sleeper>(); }

}  // namespace haze::agents
