// target/sunlock: shows the Sun, and with it every camera, one and the same side.
//
// A facet counts only while it is sunlit. Held with +x to the Sun, the same third of the body is lit for the whole match: 29 of 84 facets
// by incidence. The price is the service, which needs the Earth in view.
#include "agents/policy/decide.h"
#include "agents/target/targets.h"

namespace haze::agents {

namespace {

class Sunlock : public Policy {
 public:
  void Open(const v1::Briefing&) override {}

  v1::Decision Decide(const v1::Turn& turn) override {
    v1::Decision decision;
    if (pointed_ || !turn.has_own() || !turn.own().commandable()) return decision;
    pointed_ = true;
    NewOrder(decision, "sunlock")->mutable_point()->set_mode(v1::Point::MODE_SUN);
    decision.set_note("turns one side to the Sun for good");
    return decision;
  }

 private:
  bool pointed_ = false;
};

}  // namespace

std::unique_ptr<Policy> MakeTargetSunlock() { return std::make_unique<Sunlock>(); }

}  // namespace haze::agents
