// adversary/idle: the smallest policy there is. An empty decision is legal and sleeps for the longest quiet time.
#include "agents/adversary/adversaries.h"

namespace haze::agents {

namespace {

class Idle : public Policy {
 public:
  void Open(const v1::Briefing&) override {}
  v1::Decision Decide(const v1::Turn&) override { return {}; }
};

}  // namespace

std::unique_ptr<Policy> MakeAdversaryIdle() { return std::make_unique<Idle>(); }

}  // namespace haze::agents
