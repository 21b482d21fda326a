// The policies that ship, each against a small piece of its world.
#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "agents/inspector/convert.h"
#include "agents/policy/policy.h"
#include "dynamics/mean_orbit.h"
#include "tests/support/control_room.h"
#include "tests/unit/game/launch_fixture.h"

namespace haze::agents {
namespace {

using dynamics::FromSeconds;
using dynamics::SimTime;
using tests::ControlRoom;

TEST(Shipped, EveryNameMakesAPolicyAndOtherNamesNone) {
  std::set<std::string_view> names;
  for (const ShippedPolicy& policy : ShippedPolicies()) {
    EXPECT_TRUE(names.insert(policy.name).second) << policy.name;
    EXPECT_NE(MakePolicy(policy.name), nullptr) << policy.name;
    EXPECT_FALSE(policy.summary.empty());
  }
  EXPECT_EQ(MakePolicy("target"), nullptr);
  EXPECT_EQ(MakePolicy(""), nullptr);
}

TEST(Cautious, LiftsOffAtTheFirstNominalInstantWithoutARefusedOrder) {
  for (std::uint8_t seed = 0; seed < 20; ++seed) {
    ControlRoom room(game::SmallLaunch(), game::KeyOf(seed));
    const std::unique_ptr<Policy> policy = MakePolicy("launch_provider/cautious");
    room.Play(*policy);
    ASSERT_TRUE(room.campaign().liftoff().has_value()) << "seed " << int{seed};
    EXPECT_EQ(*room.campaign().liftoff(), FromSeconds(60120.0));
    EXPECT_EQ(room.refused, 0);
    EXPECT_LT(room.turns, 30);
    EXPECT_TRUE(room.campaign().insertion().has_value());
  }
}

TEST(Cautious, SkipsAWindowThatItsTasksCannotMake) {
  scenarios::Launch launch = game::SmallLaunch();
  launch.tasks[0].low = launch.tasks[0].mode = launch.tasks[0].high = 58000.0;  // ready at 59,000 s: 520 s short of count and margin
  ControlRoom room(launch, game::KeyOf(1));
  const std::unique_ptr<Policy> policy = MakePolicy("launch_provider/cautious");
  room.Play(*policy);
  EXPECT_EQ(room.campaign().liftoff(), std::optional<SimTime>(FromSeconds(106080.0)));
  EXPECT_EQ(room.refused, 0);
}

TEST(Cautious, TakesTheNextWindowAfterAScrub) {
  scenarios::Launch launch = game::SmallLaunch();
  launch.weather = {{.name = "cloud", .go_probability = 0.5}};
  int second = 0;
  int lost = 0;
  for (std::uint8_t seed = 0; seed < 40; ++seed) {
    ControlRoom room(launch, game::KeyOf(seed));
    const std::unique_ptr<Policy> policy = MakePolicy("launch_provider/cautious");
    room.Play(*policy);
    EXPECT_EQ(room.refused, 0) << "seed " << int{seed};
    if (room.campaign().liftoff() == std::optional<SimTime>(FromSeconds(106080.0))) ++second;
    if (room.campaign().lost()) ++lost;
  }
  // A quarter each: 10 +- 2.7.
  EXPECT_NEAR(second, 10, 9);
  EXPECT_NEAR(lost, 10, 9);
}

TEST(Cautious, AsksForNoWindowBeforeTheCountIsRecycled) {
  scenarios::Launch launch = game::SmallLaunch();
  launch.weather = {{.name = "cloud", .go_probability = 0.5}};
  launch.windows.insert(launch.windows.begin() + 1, {"soon", FromSeconds(60120.0 + 3600.0), FromSeconds(180.0)});  // recycling takes two hours
  for (std::uint8_t seed = 0; seed < 20; ++seed) {
    ControlRoom room(launch, game::KeyOf(seed));
    const std::unique_ptr<Policy> policy = MakePolicy("launch_provider/cautious");
    room.Play(*policy);
    EXPECT_EQ(room.refused, 0) << "seed " << int{seed};
  }
}

TEST(Cautious, InTheLastWindowAnyInstantIsBetterThanNone) {
  scenarios::Launch launch = game::SmallLaunch();
  launch.windows.resize(1);
  launch.tasks[0].low = launch.tasks[0].mode = launch.tasks[0].high = 58600.0;  // ready at 59,600 s: the count ends 80 s after the nominal instant
  ControlRoom room(launch, game::KeyOf(1));
  const std::unique_ptr<Policy> policy = MakePolicy("launch_provider/cautious");
  room.Play(*policy);
  ASSERT_TRUE(room.campaign().liftoff().has_value());
  EXPECT_GE(*room.campaign().liftoff(), FromSeconds(60200.0));
  EXPECT_LE(*room.campaign().liftoff(), FromSeconds(60300.0));
}

// A campaign of one chain and a task with slack; only the chain decides the day.
scenarios::Launch TightLaunch() {
  scenarios::Launch launch = game::SmallLaunch();
  launch.tasks = {{.name = "mate", .low = 20000.0, .mode = 20000.0, .high = 20000.0, .expedite_factor = 0.8},
                  {.name = "software", .low = 3000.0, .mode = 3000.0, .high = 3000.0, .expedite_factor = 0.8},
                  {.name = "roll out", .after = {"mate", "software"}, .low = 40000.0, .mode = 40000.0, .high = 40000.0, .expedite_factor = 0.8}};
  return launch;
}

TEST(Fastest, HastensTheCriticalPathAndNothingElse) {
  ControlRoom room(TightLaunch(), game::KeyOf(1));
  const std::unique_ptr<Policy> policy = MakePolicy("launch_provider/fastest");
  room.Play(*policy);
  // 60,000 s at its own pace misses the window at 60,120 s; 48,000 s makes it.
  EXPECT_EQ(room.campaign().liftoff(), std::optional<SimTime>(FromSeconds(60120.0)));
  EXPECT_EQ(room.refused, 0);
  const std::vector<game::LaunchCampaign::TaskView> tasks = room.campaign().Look(FromSeconds(60120.0)).tasks;
  EXPECT_TRUE(tasks[0].expedited);
  EXPECT_FALSE(tasks[1].expedited);
  EXPECT_TRUE(tasks[2].expedited);
}

TEST(Fastest, LeavesACampaignThatIsHoursAheadAlone) {
  ControlRoom room(game::SmallLaunch(), game::KeyOf(1));
  const std::unique_ptr<Policy> policy = MakePolicy("launch_provider/fastest");
  room.Play(*policy);
  EXPECT_EQ(room.campaign().liftoff(), std::optional<SimTime>(FromSeconds(60120.0)));
  for (const game::LaunchCampaign::TaskView& task : room.campaign().Look(FromSeconds(60120.0)).tasks) EXPECT_FALSE(task.expedited);
}

TEST(Elusive, FliesInsideTheToleranceButNotWhereItIsExpected) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    ControlRoom room(game::SmallLaunch(), game::KeyOf(static_cast<std::uint8_t>(seed)), seed);
    const std::unique_ptr<Policy> policy = MakePolicy("launch_provider/elusive");
    room.Play(*policy);
    EXPECT_EQ(room.refused, 0);
    const game::Fact* insertion = game::Find(room.facts, game::FactKind::kInsertion);
    ASSERT_NE(insertion, nullptr);
    EXPECT_GT(insertion->value, 0.4);
    EXPECT_LT(insertion->value, 0.9);
    const game::Fact* liftoff = game::Find(room.facts, game::FactKind::kLiftoff);
    EXPECT_NEAR(std::fabs(liftoff->value), 108.0, 1e-6);
  }
}

TEST(Sleeper, LosesByRule) {
  scenarios::Launch launch = game::SmallLaunch();
  ControlRoom room(launch, game::KeyOf(1));
  const std::unique_ptr<Policy> policy = MakePolicy("launch_provider/sleeper");
  room.Play(*policy);
  EXPECT_TRUE(room.campaign().lost());
  EXPECT_FALSE(room.campaign().liftoff().has_value());
}

v1::Turn CraftTurn(bool commandable) {
  v1::Turn turn;
  turn.set_turn_id(1);
  turn.mutable_own()->set_commandable(commandable);
  return turn;
}

TEST(Targets, WaitForCheckoutAndPointOnce) {
  for (const auto& [name, mode] : {std::pair<const char*, v1::Point::Mode>{"target/passive", v1::Point::MODE_NADIR}, {"target/sunlock", v1::Point::MODE_SUN}}) {
    const std::unique_ptr<Policy> policy = MakePolicy(name);
    policy->Open(v1::Briefing());
    EXPECT_EQ(policy->Decide(v1::Turn()).orders_size(), 0);
    EXPECT_EQ(policy->Decide(CraftTurn(false)).orders_size(), 0);
    const v1::Decision decision = policy->Decide(CraftTurn(true));
    ASSERT_EQ(decision.orders_size(), 1) << name;
    EXPECT_EQ(decision.orders(0).point().mode(), mode) << name;
    EXPECT_EQ(policy->Decide(CraftTurn(true)).orders_size(), 0) << name;
  }
}

TEST(Adversaries, IdleDoesNothing) {
  const std::unique_ptr<Policy> policy = MakePolicy("adversary/idle");
  policy->Open(v1::Briefing());
  EXPECT_EQ(policy->Decide(CraftTurn(true)).ByteSizeLong(), 0u);
}

// The escort's world: itself and an opponent whose place intelligence gave, `ahead` metres along the orbit.
struct Company {
  dynamics::MeanOrbit orbit{.a = 6.88e6, .ex = 0.0, .ey = 0.001, .i = 1.7, .raan = 1.0, .u = 0.5};
  v1::Briefing briefing;
  v1::Turn turn = CraftTurn(true);

  explicit Company(double ahead, bool told, bool camera) {
    briefing.set_epoch_utc("2026-08-11T03:38:00Z");
    briefing.set_side("red");
    briefing.set_duration_us(86400LL * 1000000);
    briefing.mutable_force_model()->set_gravity_degree(2);
    v1::Vehicle* own = briefing.mutable_own_vehicle();
    own->set_mass_kg(40.0);
    own->set_thrust_n(1.0);
    own->set_isp_s(230.0);
    own->mutable_navigation()->set_position_sigma_m(5.0);
    own->mutable_navigation()->set_velocity_sigma_mps(0.005);
    if (camera) own->mutable_search_camera()->set_field_of_view_rad(0.17);
    v1::ObjectOfInterest* object = briefing.add_objects();
    object->set_object_id("o-1");
    object->set_side("blue");
    object->set_radius_m(0.75);
    if (told) {
      dynamics::MeanOrbit place = orbit;
      place.u += ahead / orbit.a;
      inspector::Matrix6 P = inspector::Matrix6::Identity();
      P.topLeftCorner<3, 3>() *= 1e4;
      P.bottomRightCorner<3, 3>() *= 1e-2;
      inspector::ToMessage(0, dynamics::OsculatingState(place), P, object->mutable_estimate());
    }
    inspector::ToMessage(0, dynamics::OsculatingState(orbit), inspector::Matrix6::Identity(), turn.mutable_own()->mutable_estimate());
    turn.mutable_own()->set_mass_kg(40.0);
  }
  v1::Decision Decide() const {
    const std::unique_ptr<Policy> policy = MakePolicy("adversary/escort");
    policy->Open(briefing);
    return policy->Decide(turn);
  }
};

TEST(Adversaries, TheEscortClaimsWhatIsInsideAHundredKilometresOnly) {
  const v1::Decision near = Company(80e3, true, false).Decide();
  ASSERT_EQ(near.tracks_size(), 1);
  EXPECT_EQ(near.tracks(0).object_id(), "o-1");
  EXPECT_EQ(near.tracks(0).estimate().covariance_upper_size(), 21);
  EXPECT_EQ(Company(120e3, true, false).Decide().tracks_size(), 0);
}

TEST(Adversaries, TheEscortSearchesTheOrbitAheadAndBehindUntilItKnowsWhereToLook) {
  const v1::Decision blind = Company(0.0, false, true).Decide();
  ASSERT_EQ(blind.orders_size(), 1);
  double ahead = 0.0;
  double behind = 0.0;
  for (const v1::Vec3& direction : blind.orders(0).search().directions_rtn()) {
    ahead = std::max(ahead, direction.y());
    behind = std::min(behind, direction.y());
  }
  EXPECT_GT(ahead, 0.95);
  EXPECT_LT(behind, -0.95);
  const v1::Decision told = Company(-80e3, true, true).Decide();
  ASSERT_EQ(told.orders_size(), 1);
  ASSERT_EQ(told.orders(0).search().directions_rtn_size(), 1);
  EXPECT_LT(told.orders(0).search().directions_rtn(0).y(), -0.95);
}

// What each adversary orders of its device, in its first turn beside a hunter 80 km ahead.
long Orders(const char* name, v1::Order::ActionCase action, const Company& company) {
  const std::unique_ptr<Policy> policy = MakePolicy(name);
  policy->Open(company.briefing);
  const v1::Decision decision = policy->Decide(company.turn);
  return std::count_if(decision.orders().begin(), decision.orders().end(), [&](const v1::Order& order) { return order.action_case() == action; });
}

TEST(Adversaries, UseTheDevicesThatTheirBriefingNames) {
  Company company(80e3, true, false);
  EXPECT_EQ(Orders("adversary/dazzler", v1::Order::kDazzle, company), 0);
  EXPECT_EQ(Orders("adversary/jammer", v1::Order::kJam, company), 0);
  EXPECT_EQ(Orders("adversary/decoy", v1::Order::kReleaseDecoy, company), 0);
  v1::Vehicle* own = company.briefing.mutable_own_vehicle();
  own->mutable_dazzler();
  own->mutable_jammer();
  own->mutable_decoys()->set_count(3);
  EXPECT_EQ(Orders("adversary/dazzler", v1::Order::kDazzle, company), 10);
  EXPECT_EQ(Orders("adversary/jammer", v1::Order::kJam, company), 1);
  EXPECT_EQ(Orders("adversary/decoy", v1::Order::kReleaseDecoy, company), 3);
  EXPECT_EQ(Orders("adversary/escort", v1::Order::kDazzle, company), 0);
}

TEST(Adversaries, TheEscortSleepsWhereItCanLearnNothing) {
  const v1::Decision decision = Company(0.0, false, false).Decide();
  EXPECT_EQ(decision.ByteSizeLong(), 0u);
}

}  // namespace
}  // namespace haze::agents
