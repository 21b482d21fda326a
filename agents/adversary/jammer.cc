// adversary/jammer: an escort that drowns the hunter's downlink while the hunter is near.
//
// Pictures count when they are delivered, not when they are taken. The jammer needs no aim, only range: with its 300 s in every revolution it covers most
// of one pass over a ground station, and the hunter has a few passes in each. Which of them, it cannot know: it fires when its duty is whole again.
#include <cstdint>
#include <memory>
#include <string>

#include "agents/adversary/adversaries.h"
#include "agents/adversary/escort.h"
#include "agents/policy/decide.h"

namespace haze::agents {

namespace {

constexpr double kNear = 100e3;                        // m: farther away the hunter has no pictures to send
constexpr std::int64_t kBurst = 300'000'000;           // us
constexpr std::int64_t kRevolution = 5'700'000'000;    // us: a little more than what the duty is counted over

class Jammer : public Escort {
 protected:
  void Interfere(const v1::Turn& turn, v1::Decision& decision) override {
    if (!briefing().own_vehicle().has_jammer() || turn.time_us() < next_ || turn.time_us() + kBurst >= briefing().duration_us()) return;
    for (const inspector::Body& body : picture().bodies()) {
      if (!body.track.known() || picture().RangeTo(body, picture().now()) > kNear) continue;
      v1::Jam* jam = NewOrder(decision, "jam-" + std::to_string(++bursts_))->mutable_jam();
      jam->set_object_id(body.id);
      jam->set_duration_s(static_cast<double>(kBurst) * 1e-6);
      next_ = turn.time_us() + kBurst + kRevolution;
      decision.set_note("jams");
      return;
    }
  }

 private:
  std::int64_t next_ = 0;
  long bursts_ = 0;
};

}  // namespace

std::unique_ptr<Policy> MakeAdversaryJammer() { return std::make_unique<Jammer>(); }

}  // namespace haze::agents
