// Looks ahead and behind for an hour, then again.
#include <haze/agent.h>

#include <array>

using namespace haze::sdk;

class LookAround : public Policy {
 public:
  void Open(const v1::Briefing&) override {}

  v1::Decision Decide(const v1::Turn& turn) override {
    v1::Decision decision;
    const std::int64_t hour = turn.time_us() + 3600 * kSecond;
    const std::array ways{Vector(0, 1, 0), Vector(0, -1, 0)};
    if (turn.own().commandable()) *decision.add_orders() = Search("look " + std::to_string(turn.turn_id()), ways, hour);
    *decision.mutable_wake() = WakeAt(hour);
    return decision;
  }
};

int main() { return Play<LookAround>("look around"); }
