// target/spinner: turns about its own axis for good.
//
// It looks like a defence and is a gift. A craft that always looks at the Earth never shows the Sun the facets that are on the wrong side of its orbit; one that
// spins brings every longitude of its body into the light, and the inspector sees more of it. The service is lost as well: there to be measured.
#include "agents/policy/decide.h"
#include "agents/target/targets.h"

namespace haze::agents {

namespace {

constexpr double kShare = 0.5;  // of the rate that the craft can slew with

class Spinner : public Policy {
 public:
  void Open(const v1::Briefing& briefing) override { rate_ = kShare * briefing.own_vehicle().slew_radps(); }

  v1::Decision Decide(const v1::Turn& turn) override {
    v1::Decision decision;
    if (spun_ || !turn.has_own() || !turn.own().commandable()) return decision;
    spun_ = true;
    v1::Point* point = NewOrder(decision, "spin")->mutable_point();
    point->set_mode(v1::Point::MODE_SPIN);
    point->set_rate_radps(rate_);
    decision.set_note("spins");
    return decision;
  }

 private:
  double rate_ = 0.0;
  bool spun_ = false;
};

}  // namespace

std::unique_ptr<Policy> MakeTargetSpinner() { return std::make_unique<Spinner>(); }

}  // namespace haze::agents
