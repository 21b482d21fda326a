// target/sidestep: leaves the plane of its orbit while somebody is inside its keep-out.
//
// A burn along the orbit normal keeps the period, so that the target comes back by itself; who follows has to pay the same. It ranges the craft that it was told
// of once a second, thrusts for most of a second whenever that one is inside the keep-out of the rules, and looks at nothing else.
#include <algorithm>
#include <optional>

#include "agents/inspector/proximity.h"
#include "agents/policy/decide.h"
#include "agents/target/targets.h"

namespace haze::agents {

namespace {

using inspector::FromMessage;
using inspector::MicrosecondsOf;
using inspector::Proximity;
using inspector::SecondsOf;
using inspector::State;

constexpr double kTurn = 1.0;    // s
constexpr double kThrust = 0.7;  // s of each turn

class Sidestep : public Policy {
 public:
  void Open(const v1::Briefing& briefing) override {
    for (const v1::ObjectOfInterest& object : briefing.objects()) {
      if (!other_ && object.side() != briefing.side() && object.has_estimate()) other_.emplace(briefing, object);
    }
    keep_out_ = briefing.rules().keep_out_m();
    acceleration_ = briefing.own_vehicle().thrust_n() / std::max(briefing.own_vehicle().mass_kg(), 1e-3);
  }

  v1::Decision Decide(const v1::Turn& turn) override {
    v1::Decision decision;
    if (!other_ || !turn.has_own() || !turn.own().commandable()) return decision;
    other_->Hear(turn);
    const double now = SecondsOf(turn.time_us());
    const State own = FromMessage(turn.own().estimate());
    other_->Claim(decision);
    other_->Range(decision, "range-" + std::to_string(turns_));
    if ((other_->At(now).r - own.r).norm() < keep_out_) {
      v1::Order* order = NewOrder(decision, "burn-" + std::to_string(turns_));
      order->set_start_time_us(MicrosecondsOf(now + Proximity::kRanging));
      order->mutable_burn()->mutable_dv_rtn_mps()->set_z(kThrust * acceleration_);
      decision.set_note("somebody is near, and it leaves the plane");
    }
    ++turns_;
    WakeAt(decision, MicrosecondsOf(now + kTurn));
    return decision;
  }

 private:
  std::optional<Proximity> other_;
  double keep_out_ = 0.0, acceleration_ = 0.0;
  long turns_ = 0;
};

}  // namespace

std::unique_ptr<Policy> MakeTargetSidestep() { return std::make_unique<Sidestep>(); }

}  // namespace haze::agents
