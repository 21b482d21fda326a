// target/evader: does its service until somebody ranges it, and then goes elsewhere.
//
// The warning sensor notices the laser of a ranging sensor and the light of a dazzler, from where and when, not from whom. An inspector that ranges is within
// ten kilometres: a burn of 0.3 m/s along the track takes the target six kilometres away in a revolution, and the inspector's ellipse is about nothing.
// One burn in two revolutions at most, so that 90 of the 100 m/s are left for the score; which way, the agent's own seed decides.
#include <algorithm>
#include <cstdint>
#include <string>

#include "agents/policy/decide.h"
#include "agents/target/targets.h"

namespace haze::agents {

namespace {

constexpr double kBurn = 0.3;                          // m/s
constexpr double kKeep = 90.5;                         // m/s that are left untouched
constexpr std::int64_t kBetween = 11'400'000'000;      // us between two burns
constexpr std::int64_t kLook = 3'600'000'000;          // us

class Evader : public Policy {
 public:
  void Open(const v1::Briefing& briefing) override { dice_ = static_cast<std::uint64_t>(briefing.agent_seed()); }

  v1::Decision Decide(const v1::Turn& turn) override {
    v1::Decision decision;
    if (!turn.has_own() || !turn.own().commandable()) return decision;
    if (!pointed_) {
      pointed_ = true;
      NewOrder(decision, "service")->mutable_point()->set_mode(v1::Point::MODE_NADIR);
    }
    if (turn.warnings_size() > 0 && turn.time_us() >= next_ && turn.own().dv_left_mps() > kKeep) {
      next_ = turn.time_us() + kBetween;
      v1::Burn* burn = NewOrder(decision, "evade-" + std::to_string(++burns_))->mutable_burn();
      burn->mutable_dv_rtn_mps()->set_y(Forward() ? kBurn : -kBurn);
      decision.set_note("was ranged, and leaves");
    }
    // A warning wakes; until the next burn is allowed there is no use in hearing of more.
    if (turn.time_us() >= next_) {
      WakeOn(decision, v1::WakeCondition::KIND_WARNING);
    } else {
      WakeAt(decision, std::max(next_, turn.time_us() + kLook));
    }
    return decision;
  }

 private:
  bool Forward() {
    // Knuth's multiplier of MMIX; the top bit is the die.
    dice_ = dice_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return (dice_ >> 63) != 0;
  }

  bool pointed_ = false;
  std::int64_t next_ = 0;
  std::uint64_t dice_ = 1;
  int burns_ = 0;
};

}  // namespace

std::unique_ptr<Policy> MakeTargetEvader() { return std::make_unique<Evader>(); }

}  // namespace haze::agents
