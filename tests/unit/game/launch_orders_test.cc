// What a control room may order, and what refused orders leave as it was.
#include "arbiter/game/launch_campaign.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/unit/game/launch_fixture.h"

namespace haze::game {
namespace {

using dynamics::FromSeconds;
using dynamics::kNever;
using dynamics::Seconds;

constexpr SimTime kStart{0};
const SimTime kSouth = FromSeconds(60120.0);

TEST(LaunchCampaign, RulingsNameTheCause) {
  const scenarios::Launch launch = SmallLaunch();
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  campaign.AdvanceTo(kStart, facts);
  const auto code = [&](const Action& action, SimTime now) { return campaign.Check(OrderOf(action, now), now).code; };
  EXPECT_EQ(code(SetLiftoff{kSouth}, kStart), RulingCode::kNotReady);
  EXPECT_EQ(code(ReleaseLaunch{}, kStart), RulingCode::kNotReady);
  EXPECT_EQ(code(Scrub{}, kStart), RulingCode::kNotReady);
  EXPECT_EQ(code(Burn{}, kStart), RulingCode::kNotYours);
  EXPECT_EQ(code(ChooseOrbit{.altitude = 530e3}, kStart), RulingCode::kOutsideTolerance);
  EXPECT_EQ(code(ChooseOrbit{.altitude = 490e3, .inclination = 1.70}, kStart), RulingCode::kNone);
  EXPECT_EQ(code(ChooseOrbit{.inclination = 1.71}, kStart), RulingCode::kOutsideTolerance);
  Order late = OrderOf(StartTask{2}, kStart);
  late.start = FromSeconds(5.0);
  EXPECT_EQ(campaign.Check(late, kStart).code, RulingCode::kOutOfRange);
  EXPECT_FALSE(campaign.Check(late, kStart).sentence.empty());

  const SimTime ready = MakeReady(campaign, facts);
  EXPECT_EQ(code(SetLiftoff{ready}, ready), RulingCode::kInThePast);
  EXPECT_EQ(code(SetLiftoff{kSouth + FromSeconds(180.000001)}, ready), RulingCode::kOutsideWindow);
  EXPECT_EQ(code(SetLiftoff{kSouth + FromSeconds(180.0)}, ready), RulingCode::kNone);
  EXPECT_EQ(code(SetLiftoff{kSouth}, kSouth - FromSeconds(599.0)), RulingCode::kNotReady);
  EXPECT_TRUE(Give(campaign, SetLiftoff{kSouth}, ready, facts));
  EXPECT_EQ(code(ReleaseLaunch{}, kSouth - FromSeconds(600.0)), RulingCode::kNone);
  EXPECT_EQ(code(ReleaseLaunch{}, kSouth - FromSeconds(599.0)), RulingCode::kInThePast);
  EXPECT_TRUE(Give(campaign, ReleaseLaunch{}, ready, facts));
  EXPECT_EQ(code(ReleaseLaunch{}, ready), RulingCode::kAlreadyStarted);
  EXPECT_EQ(code(ChooseOrbit{.altitude = 500e3}, ready), RulingCode::kConflict);
  campaign.AdvanceTo(kSouth, facts);
  EXPECT_EQ(code(Scrub{}, kSouth), RulingCode::kAlreadyStarted);
}

TEST(LaunchCampaign, AnOrderThatWasRefusedChangesNothing) {
  const scenarios::Launch launch = SmallLaunch();
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  campaign.AdvanceTo(kStart, facts);
  const auto digest = [&] {
    DigestWriter out;
    campaign.Digest(out);
    return out.Value();
  };
  const std::uint64_t before = digest();
  const std::size_t count = facts.size();
  for (const Action& action : {Action{SetLiftoff{kSouth}}, Action{ReleaseLaunch{}}, Action{Scrub{}}, Action{StartTask{-1}}, Action{StartTask{3}}, Action{ExpediteTask{1}},
                               Action{HoldTask{0}}, Action{ChooseOrbit{.altitude = 1e308}}}) {
    EXPECT_FALSE(Give(campaign, action, kStart, facts));
  }
  EXPECT_EQ(digest(), before);
  EXPECT_EQ(facts.size(), count);
}

TEST(LaunchCampaign, AnUnreleasedCountScrubsAndRecyclesIntoTheNextWindow) {
  const scenarios::Launch launch = SmallLaunch();
  LaunchCampaign campaign(launch, KeyOf(1), 0, 4);
  std::vector<Fact> facts;
  const SimTime ready = MakeReady(campaign, facts);
  Give(campaign, SetLiftoff{kSouth}, ready, facts);
  const std::uint64_t before = campaign.knowledge_revision();
  campaign.AdvanceTo(kSouth, facts);
  EXPECT_GT(campaign.knowledge_revision(), before);
  EXPECT_EQ(Find(facts, FactKind::kScrub)->detail, "not released");
  EXPECT_FALSE(campaign.Look(kSouth).liftoff.has_value());
  EXPECT_EQ(campaign.Check(OrderOf(SetLiftoff{kSouth + FromSeconds(100.0)}, kSouth), kSouth).code, RulingCode::kNotReady);
  const SimTime north = FromSeconds(106080.0);
  EXPECT_TRUE(Give(campaign, SetLiftoff{north}, kSouth, facts));
  EXPECT_TRUE(Give(campaign, ReleaseLaunch{}, kSouth, facts));
  campaign.AdvanceTo(north + 2 * dynamics::kHour, facts);
  EXPECT_EQ(Find(facts, FactKind::kLiftoff)->detail, "north");
  EXPECT_EQ(Find(facts, FactKind::kSeparation)->craft, 4);
  EXPECT_EQ(campaign.separation(), std::optional<SimTime>(north + FromSeconds(3480.0)));
  EXPECT_EQ(campaign.NextEvent(), kNever);
  EXPECT_FALSE(campaign.lost());
}

TEST(LaunchCampaign, SettingALaterLiftoffWithdrawsTheRelease) {
  const scenarios::Launch launch = SmallLaunch();
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  const SimTime ready = MakeReady(campaign, facts);
  Give(campaign, SetLiftoff{kSouth}, ready, facts);
  Give(campaign, ReleaseLaunch{}, ready, facts);
  Give(campaign, SetLiftoff{kSouth + FromSeconds(60.0)}, ready, facts);
  EXPECT_FALSE(campaign.Look(ready).released);
  campaign.AdvanceTo(kSouth, facts);
  EXPECT_FALSE(campaign.liftoff().has_value());
}

TEST(LaunchCampaign, ItsOwnOrdersDoNotWakeTheSeat) {
  const scenarios::Launch launch = SmallLaunch();
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  const SimTime ready = MakeReady(campaign, facts);
  const std::uint64_t before = campaign.knowledge_revision();
  Give(campaign, SetLiftoff{kSouth}, ready, facts);
  Give(campaign, ReleaseLaunch{}, ready, facts);
  Give(campaign, Scrub{}, ready, facts);
  EXPECT_EQ(campaign.knowledge_revision(), before);
}

TEST(LaunchCampaign, OrdersOutOfPlaceGetRulingsAndChangeNothing) {
  scenarios::Launch launch = SmallLaunch();
  launch.orbit.inclination = 39.2 * dynamics::kDegree;  // the site's geocentric latitude is 39.07 deg
  launch.orbit.inclination_tolerance = 0.5 * dynamics::kDegree;
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  campaign.AdvanceTo(kStart, facts);
  DigestWriter before;
  campaign.Digest(before);
  const double nan = std::nan("");
  const auto refuse = [&](const Action& action, RulingCode code) {
    const Ruling ruling = campaign.Check(OrderOf(action, kStart), kStart);
    EXPECT_EQ(ruling.code, code) << ruling.sentence;
    EXPECT_FALSE(ruling.sentence.empty());
    EXPECT_FALSE(Give(campaign, action, kStart, facts));
  };
  refuse(ReleaseLaunch{}, RulingCode::kNotReady);  // before it is fuelled
  refuse(SetLiftoff{SimTime{-1}}, RulingCode::kNotReady);
  refuse(ChooseOrbit{.inclination = 38.9 * dynamics::kDegree}, RulingCode::kOutsideTolerance);  // within the order, out of the site's reach
  refuse(ChooseOrbit{.altitude = nan}, RulingCode::kOutsideTolerance);
  refuse(ChooseOrbit{.inclination = nan}, RulingCode::kOutsideTolerance);
  refuse(ChooseOrbit{.altitude = -1.0}, RulingCode::kOutsideTolerance);
  DigestWriter after;
  campaign.Digest(after);
  EXPECT_EQ(after.Value(), before.Value());
  const SimTime ready = MakeReady(campaign, facts);
  EXPECT_EQ(campaign.Check(OrderOf(SetLiftoff{ready - FromSeconds(1.0)}, ready), ready).code, RulingCode::kInThePast);
}

}  // namespace
}  // namespace haze::game
