// What a target can do about its brightness: whether the hunter's search camera sees it over one revolution.
#include <algorithm>
#include <memory>

#include <gtest/gtest.h>

#include "agents/policy/policy.h"
#include "arbiter/match/match.h"
#include "tests/support/duel.h"
#include "tests/support/scripted_seats.h"

namespace haze::match {
namespace {

// The hunter is 100 km behind and always looks ahead; its camera would see the target's plates, and not its small dark sphere.
std::shared_ptr<scenarios::Scenario> Hunt(const dynamics::Vector3& normal_B) {
  auto duel = tests::MakeDuel();
  duel->duration = dynamics::FromSeconds(5700.0);
  scenarios::Vehicle& hunter = duel->vehicles[0];
  hunter.start.behind = {"puma", 100e3};
  hunter.search_camera->limiting_magnitude = 3.0;
  hunter.search_camera->false_per_frame = 0.0;
  scenarios::Vehicle& target = duel->vehicles[1];
  target.radius = 0.05;
  target.albedo = 0.05;
  if (!normal_B.isZero()) target.plates = {{.normal_B = normal_B, .area = 4.0, .albedo = 0.3, .two_sided = true}};
  return duel;
}

// How often the hunter sees the target, which `policy` flies.
int Sightings(std::shared_ptr<scenarios::Scenario> scenario, const char* policy) {
  Match match(std::move(scenario), nullptr, dynamics::MatchKey{}, {});
  const std::unique_ptr<agents::Policy> target = agents::MakePolicy(policy);
  target->Open(match.BriefingOf(1));
  int sightings = 0;
  tests::ScriptedSeats seats([&](int seat, const v1::Turn& turn) {
    if (seat == 1) return target->Decide(turn);
    sightings += turn.detections_size();
    v1::Decision decision;
    if (turn.turn_id() > 1) return decision;
    v1::Order* order = decision.add_orders();
    order->set_order_id("look ahead");
    order->mutable_search()->add_directions_rtn()->set_y(1.0);
    order->mutable_search()->set_end_time_us(5'600'000'000);
    return decision;
  });
  Play(match, seats);
  return sightings;
}

TEST(Light, ATargetDimsByTurningItsPlatesEdgeOn) {
  EXPECT_EQ(Sightings(Hunt(dynamics::Vector3::Zero()), "target/passive"), 0) << "the sphere alone";
  EXPECT_GT(Sightings(Hunt(dynamics::Vector3::UnitY()), "target/passive"), 10) << "at nadir the plate faces along the orbit";
  EXPECT_EQ(Sightings(Hunt(dynamics::Vector3::UnitY()), "target/dimmer"), 0);
  EXPECT_EQ(Sightings(Hunt(dynamics::Vector3(1.0, 1.0, 1.0).normalized()), "target/dimmer"), 0);
}

// Nadir is as dim as any attitude for plates that stand across the orbit's normal or the vertical, and it earns the service.
TEST(Light, TheDimmerKeepsNadirWhereItCostsNothing) {
  for (const dynamics::Vector3& normal_B : {dynamics::Vector3(dynamics::Vector3::Zero()), dynamics::Vector3(dynamics::Vector3::UnitX()), dynamics::Vector3(dynamics::Vector3::UnitZ())}) {
    Match match(Hunt(normal_B), nullptr, dynamics::MatchKey{}, {});
    const std::unique_ptr<agents::Policy> target = agents::MakePolicy("target/dimmer");
    target->Open(match.BriefingOf(1));
    v1::Turn turn;
    turn.mutable_own()->set_commandable(true);
    const v1::Decision decision = target->Decide(turn);
    ASSERT_EQ(decision.orders_size(), 1);
    EXPECT_EQ(decision.orders(0).point().direction_rtn().x(), -1.0);
  }
}

}  // namespace
}  // namespace haze::match
