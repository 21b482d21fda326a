// target/passive: a craft at work. It looks at the Earth and does not know that it is a target.
#include "agents/policy/decide.h"
#include "agents/target/targets.h"

namespace haze::agents {

namespace {

class Passive : public Policy {
 public:
  void Open(const v1::Briefing&) override {}

  v1::Decision Decide(const v1::Turn& turn) override {
    v1::Decision decision;
    // Before separation there is no craft, during checkout it takes no orders. The seat is woken when that ends.
    if (pointed_ || !turn.has_own() || !turn.own().commandable()) return decision;
    pointed_ = true;
    NewOrder(decision, "service")->mutable_point()->set_mode(v1::Point::MODE_NADIR);
    decision.set_note("begins its service");
    return decision;  // no wake: asked again after the longest quiet time
  }

 private:
  bool pointed_ = false;
};

}  // namespace

std::unique_ptr<Policy> MakeTargetPassive() { return std::make_unique<Passive>(); }

}  // namespace haze::agents
