// What a target's side can do about its light: plates turned edge-on over one revolution, a sunshade on the line to the Sun.
#include <algorithm>
#include <map>
#include <memory>

#include <gtest/gtest.h>

#include "agents/policy/policy.h"
#include "arbiter/match/match.h"
#include "dynamics/dmath.h"
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

// A target that flies along the x axis, where the Sun stands in scenarios without astronomy; 300 m from it, `ahead` in front or else behind, a third craft
// with a sunshade of 20 m; the hunter 20 km ahead, with the Sun behind it, told where the target is.
std::shared_ptr<scenarios::Scenario> Shaded(bool ahead, double u) {
  auto duel = tests::MakeDuel();
  duel->duration = dynamics::FromSeconds(60.0);
  duel->shadow = false;
  scenarios::Vehicle& hunter = duel->vehicles[0];
  hunter.start.behind = {"puma", -20e3};
  hunter.slew = 1.0;
  hunter.settle = 0.0;
  hunter.search_camera->settle = 0.0;
  hunter.search_camera->limiting_magnitude = 20.0;
  hunter.search_camera->false_per_frame = 0.0;
  hunter.imaging_camera->sun_exclusion = 0.0;
  hunter.imaging_camera->incidence_max = 90.0 * dynamics::kDegree;
  hunter.imaging_camera->view_max = 90.0 * dynamics::kDegree;
  scenarios::Vehicle& target = duel->vehicles[1];
  target.start = {};
  target.start.orbit = scenarios::StartOnOrbit{.altitude_min = 500e3, .altitude_max = 500e3, .latitude_min = u, .latitude_max = u};
  scenarios::Vehicle third = target;
  third.name = "third";
  third.start = {};
  third.start.behind = {"puma", ahead ? -300.0 : 300.0};
  third.sunshade = scenarios::Sunshade{.radius = 20.0};
  duel->vehicles.push_back(third);
  duel->knowledge = {{.seat = "blue.inspector", .craft = "puma", .position_sigma = 0.01, .velocity_sigma = 1e-5}};
  return duel;
}

// The most craft that one search frame showed.
int MostInAFrame(std::shared_ptr<scenarios::Scenario> scenario) {
  Match match(std::move(scenario), nullptr, dynamics::MatchKey{}, {});
  std::map<std::int64_t, int> frames;
  tests::ScriptedSeats seats([&](int seat, const v1::Turn& turn) {
    v1::Decision decision;
    if (seat != 0) return decision;
    for (const v1::Detection& detection : turn.detections()) ++frames[detection.time_us()];
    decision.mutable_wake()->set_time_us(turn.time_us() + 5'000'000);
    if (turn.turn_id() > 1) return decision;
    v1::Order* order = decision.add_orders();
    order->set_order_id("look back");
    order->mutable_search()->add_directions_rtn()->set_y(-1.0);
    order->mutable_search()->set_end_time_us(40'000'000);
    return decision;
  });
  Play(match, seats);
  int most = 0;
  for (const auto& [time, count] : frames) most = std::max(most, count);
  return most;
}

// What the images of the target are like.
v1::ImageReport::Quality Image(std::shared_ptr<scenarios::Scenario> scenario) {
  Match match(std::move(scenario), nullptr, dynamics::MatchKey{}, {});
  const v1::ObjectOfInterest puma = match.BriefingOf(0).objects(0);
  v1::ImageReport::Quality quality = v1::ImageReport::QUALITY_UNSPECIFIED;
  tests::ScriptedSeats seats([&](int seat, const v1::Turn& turn) {
    v1::Decision decision;
    if (seat != 0) return decision;
    for (const v1::ImageReport& image : turn.images()) quality = image.quality();
    decision.mutable_wake()->set_time_us(turn.time_us() + 5'000'000);
    if (turn.turn_id() > 1) return decision;
    v1::TrackClaim* claim = decision.add_tracks();
    claim->set_object_id(puma.object_id());
    *claim->mutable_estimate() = puma.estimate();
    v1::Order* order = decision.add_orders();
    order->set_order_id("portrait");
    order->mutable_image()->set_object_id(puma.object_id());
    order->mutable_image()->set_cadence_s(5.0);
    order->mutable_image()->set_count(1);
    order->mutable_image()->set_end_time_us(40'000'000);
    return decision;
  });
  Play(match, seats);
  return quality;
}

TEST(Light, ASunshadeOnTheLineToTheSunDarkensACraftForBothCameras) {
  constexpr double kTowardsSun = -90.0 * dynamics::kDegree;
  EXPECT_EQ(MostInAFrame(Shaded(true, kTowardsSun)), 1) << "the carrier alone";
  EXPECT_EQ(Image(Shaded(true, kTowardsSun)), v1::ImageReport::QUALITY_DARK);
  // Behind the target it shades nothing; and where both fly across the light it stands beside the line.
  EXPECT_EQ(MostInAFrame(Shaded(false, kTowardsSun)), 2);
  EXPECT_EQ(Image(Shaded(false, kTowardsSun)), v1::ImageReport::QUALITY_GOOD);
  EXPECT_EQ(MostInAFrame(Shaded(true, 0.0)), 2);
  EXPECT_EQ(Image(Shaded(true, 0.0)), v1::ImageReport::QUALITY_GOOD);
}

}  // namespace
}  // namespace haze::match
