// The plan of scripted.py in C++.
#include <array>
#include <iostream>
#include <string>

#include "agents/sdk/client.h"
#include "agents/sdk/plan.h"

namespace haze::sdk {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kStep = 1800 * kSecond;

class Scripted : public agents::Policy {
 public:
  void Open(const v1::Briefing& briefing) override { first_ = briefing.objects(0); }

  v1::Decision Decide(const v1::Turn& turn) override {
    v1::Decision decision;
    const auto give = [&decision](const v1::Order& order) { *decision.add_orders() = order; };
    const std::int64_t now = turn.time_us();
    const std::array<v1::Vec3, 3> directions{Vector(0, 1, 0), Vector(0.6, -0.8, 0), Vector(0, 0, 1)};
    switch (turn.turn_id()) {
      case 1: {
        v1::TrackClaim* const claim = decision.add_tracks();
        claim->set_object_id(first_.object_id());
        *claim->mutable_estimate() = first_.estimate();
        give(PointMode("sun", v1::Point::MODE_SUN));
        break;
      }
      case 2: give(BurnRtn("push", Vector(0.0123, -0.1, 1.0 / 3.0), now + 900 * kSecond)); break;
      case 3: give(Search("look", directions, now + kStep, 7.5)); break;
      case 4:
        give(Cancel("enough", "look"));
        give(BurnEci("pull", Vector(0.05, 0, -0.02)));
        give(BurnRtn("far too much", Vector(0, 1e9, 0)));
        break;
      case 5: give(Range("range", first_.object_id(), 30, now + kStep)); break;
      case 6:
        give(Image("look closely", first_.object_id(), 60, 7, now + kStep));
        give(Downlink("home", now + kStep));
        break;
      case 7: give(Spin("spin", 0.01)); break;
      default: break;
    }
    *decision.mutable_wake() = WakeAt(now + kStep);
    return decision;
  }

 private:
  v1::ObjectOfInterest first_;
};

}  // namespace
}  // namespace haze::sdk

int main() {
  std::string error;
  const haze::sdk::AgentOptions options = haze::sdk::OptionsFromEnvironment(error);
  if (!error.empty()) std::cerr << error << "\n";
  return haze::sdk::RunAgent([] { return std::make_unique<haze::sdk::Scripted>(); }, options);
}
