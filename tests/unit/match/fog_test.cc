// Fog of war as a property: what a seat must not see changes no byte of its turns, no instant at which it is asked, no ruling.
//
// Two worlds are alike for the hunter: same key, same craft, same decisions as a function of what it hears. In the second one everything about the other craft is
// different: its place beyond the Earth, its mass, engine, sensors, attitude and devices, and all it does. HAZE_SOAK=1 plays a thousand pairs; `tools/dev/soak fog`.
#include <cstdlib>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "arbiter/match/match.h"
#include "dynamics/dmath.h"
#include "tests/support/duel.h"
#include "tests/support/random_decision.h"
#include "tests/support/scripted_seats.h"

namespace haze::match {
namespace {

dynamics::MatchKey Key(int seed) {
  dynamics::MatchKey key{};
  key[0] = static_cast<std::uint8_t>(seed & 255);
  key[1] = static_cast<std::uint8_t>(seed >> 8);
  return key;
}

// The hunter stands where the catalogue has Puma; the other is so far behind it on the same orbit.
std::shared_ptr<scenarios::Scenario> World(double behind, bool other_kind, dynamics::RandomStream& random) {
  auto duel = tests::MakeDuel();
  scenarios::Vehicle& hunter = duel->vehicles[0];
  scenarios::Vehicle& hidden = duel->vehicles[1];
  hunter.start = {};
  hunter.start.tle = hidden.start.tle;
  hidden.start = {};
  hidden.start.behind = {"jackal", behind};
  hunter.warning_sensor = true;
  hidden.dazzler = scenarios::Dazzler{.range = 1000e3, .beam = 0.5, .glare = 1.0, .recovery = 60.0, .duty = 300.0};
  hidden.jammer = scenarios::Jammer{.range = 1000e3, .duty = 300.0};
  duel->downlink = scenarios::Downlink{.stations = {{.name = "pole", .latitude = 1.3, .longitude = 0.3, .height = 0.0}}, .min_elevation = 0.1, .rate = 2e6};
  if (other_kind) {
    hidden.mass = random.Uniform(20.0, 500.0);
    hidden.dv = random.Uniform(1.0, 500.0);
    hidden.thrust = random.Uniform(0.5, 100.0);
    hidden.slew = random.Uniform(0.001, 0.05);
    hidden.attitude = random.Bernoulli(0.5) ? scenarios::AttitudeMode::kSun : scenarios::AttitudeMode::kInertial;
    hidden.drag_area = random.Uniform(0.0, 10.0);
    hidden.execution.magnitude_fraction = random.Uniform(0.0, 0.1);
    hidden.checkout = random.Bernoulli(0.3) ? 1800.0 : 0.0;
    if (random.Bernoulli(0.5)) hidden.search_camera = hunter.search_camera;
    if (random.Bernoulli(0.5)) hidden.imaging_camera = hunter.imaging_camera;
    hidden.decoys = scenarios::Decoys{.count = 3, .radius = 2.0, .albedo = 0.5, .speed = 2.0};
    hidden.plates = {{.normal_B = random.UnitVector3(), .area = 10.0, .albedo = 0.9, .two_sided = true}};
    hidden.sunshade = scenarios::Sunshade{.radius = 1000.0};
    if (random.Bernoulli(0.5)) hidden.dazzler.reset();
    if (random.Bernoulli(0.5)) hidden.jammer.reset();
    hidden.warning_sensor = random.Bernoulli(0.5);
  }
  return duel;
}

// Every byte that the hunter hears; `red` seeds what the other does.
std::vector<std::string> Heard(std::shared_ptr<scenarios::Scenario> scenario, int seed, int red) {
  Match match(std::move(scenario), nullptr, Key(seed), {});
  std::vector<std::string> heard;
  heard.push_back(match.BriefingOf(0).SerializeAsString());
  tests::ScriptedSeats seats([&](int seat, const v1::Turn& turn) {
    if (seat == 0) heard.push_back(turn.SerializeAsString());
    const int dice = seat == 0 ? seed : red;
    dynamics::RandomStream random(Key(dice), 77, static_cast<std::uint32_t>(seat), static_cast<std::uint64_t>(turn.turn_id()));
    std::vector<std::string> names;
    for (const v1::ObjectOfInterest& object : match.BriefingOf(seat).objects()) names.push_back(object.object_id());
    v1::Decision decision = tests::PlausibleDecision(turn, names, random);
    if (seat == 0 && random.Bernoulli(0.5)) {
      // Looks where company would be, so that there is something not to be seen.
      v1::Order* order = decision.add_orders();
      order->set_order_id("look " + std::to_string(turn.turn_id()));
      order->mutable_search()->add_directions_rtn()->set_y(-1.0);
      order->mutable_search()->add_directions_rtn()->set_y(1.0);
      order->mutable_search()->set_end_time_us(turn.time_us() + 600'000'000);
    }
    if (seat == 1 && random.Bernoulli(0.3)) tests::FillAtRandom(*decision.add_orders(), random, names);
    return decision;
  });
  Play(match, seats);
  return heard;
}

int Pairs() { return std::getenv("HAZE_SOAK") != nullptr ? 1000 : 60; }

TEST(Knowledge, UnseenObjectsChangeNoObservedByte) {
  long turns = 0;
  for (int seed = 1; seed <= Pairs(); ++seed) {
    dynamics::RandomStream random(Key(seed), 78, 0, 0);
    // Line of sight ends at 5,170 km (FACTS); half a revolution is 21,600 km.
    const double here = random.Uniform(7e6, 30e6);
    const double there = random.Uniform(7e6, 30e6);
    const std::vector<std::string> a = Heard(World(here, false, random), seed, 1000 + seed);
    const std::vector<std::string> b = Heard(World(there, true, random), seed, 3000 + seed);
    ASSERT_EQ(a.size(), b.size()) << "seed " << seed << ": the hunter is asked at other times";
    for (std::size_t k = 0; k < a.size(); ++k) {
      if (a[k] == b[k]) continue;
      v1::Turn one, two;
      one.ParseFromString(a[k]);
      two.ParseFromString(b[k]);
      FAIL() << "seed " << seed << ", turn " << k << ":\n" << one.ShortDebugString() << "\n" << two.ShortDebugString();
    }
    turns += static_cast<long>(a.size()) - 1;
  }
  EXPECT_GT(turns, 10L * Pairs());
}

TEST(Knowledge, TheSameChangesShowInSight) {
  // The property above is worth something only if the hunter would notice: 20 km away it does.
  int different = 0;
  for (int seed = 1; seed <= 20; ++seed) {
    dynamics::RandomStream random(Key(seed), 78, 0, 0);
    different += Heard(World(20e3, false, random), seed, 1000 + seed) != Heard(World(25e3, true, random), seed, 3000 + seed);
  }
  EXPECT_GE(different, 10);
}

}  // namespace
}  // namespace haze::match
