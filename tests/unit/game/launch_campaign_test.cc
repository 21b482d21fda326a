// The course of a launch campaign: tasks, crews, count, weather, loss by rule.
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

TEST(LaunchCampaign, TasksFollowTheirPredecessorsAndTheirDrawnDurations) {
  for (std::uint8_t n = 0; n < 50; ++n) {
    const scenarios::Launch launch = SmallLaunch();
    LaunchCampaign campaign(launch, KeyOf(n), 3);
    std::vector<Fact> facts;
    const SimTime ready = MakeReady(campaign, facts);
    const Fact* mate = Find(facts, FactKind::kTaskDone, "mate");
    const Fact* rolls = Find(facts, FactKind::kTaskStarted, "roll out");
    ASSERT_TRUE(mate != nullptr && rolls != nullptr);
    EXPECT_EQ(mate->seat, 3);
    EXPECT_GE(Seconds(mate->time), 3600.0);
    EXPECT_LE(Seconds(mate->time), 7200.0);
    EXPECT_EQ(rolls->time, mate->time);  // software is always done before
    EXPECT_EQ(ready - rolls->time, FromSeconds(1000.0));
    EXPECT_EQ(Find(facts, FactKind::kLaunchReady)->time, ready);
  }
}

TEST(LaunchCampaign, CrewsLimitParallelWorkInTheOrderOfTheTasks) {
  scenarios::Launch launch = SmallLaunch();
  launch.crews = 1;
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  campaign.AdvanceTo(kStart, facts);
  EXPECT_EQ(campaign.Look(kStart).crews_free, 0);
  EXPECT_EQ(campaign.Look(kStart).tasks[1].state, LaunchCampaign::TaskState::kWaiting);
  campaign.AdvanceTo(FromSeconds(20000.0), facts);
  EXPECT_EQ(Find(facts, FactKind::kTaskStarted, "software")->time, Find(facts, FactKind::kTaskDone, "mate")->time);
}

TEST(LaunchCampaign, ATaskThatDoesNotStartByItselfWaitsForItsOrderAndAHeldOneForItsRelease) {
  const scenarios::Launch launch = SmallLaunch();
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  campaign.AdvanceTo(FromSeconds(30000.0), facts);
  EXPECT_EQ(Find(facts, FactKind::kTaskStarted, "roll out"), nullptr);
  EXPECT_TRUE(Give(campaign, HoldTask{2}, FromSeconds(30000.0), facts));
  EXPECT_EQ(campaign.Look(FromSeconds(30000.0)).tasks[2].state, LaunchCampaign::TaskState::kHeld);
  EXPECT_TRUE(Give(campaign, StartTask{2}, FromSeconds(31000.0), facts));
  EXPECT_EQ(Find(facts, FactKind::kTaskStarted, "roll out")->time, FromSeconds(31000.0));
  EXPECT_FALSE(Give(campaign, HoldTask{2}, FromSeconds(31000.0), facts));
  EXPECT_EQ(campaign.Check(OrderOf(StartTask{7}, FromSeconds(31000.0)), FromSeconds(31000.0)).code, RulingCode::kUnknownTask);
}

TEST(LaunchCampaign, HowTheTimeIsCutIntoCallsChangesNoBit) {
  scenarios::Launch launch = SmallLaunch();
  launch.weather = {{"wind", 0.8, 7200.0}, {"cloud", 0.9, 3600.0}};
  launch.tasks[1].anomaly = 0.5;
  for (std::uint8_t n = 0; n < 20; ++n) {
    LaunchCampaign at_once(launch, KeyOf(n), 0);
    LaunchCampaign in_steps(launch, KeyOf(n), 0);
    std::vector<Fact> a;
    std::vector<Fact> b;
    at_once.AdvanceTo(FromSeconds(110000.0), a);
    for (double t = 0.0; t <= 110000.0; t += 500.0) in_steps.AdvanceTo(FromSeconds(t), b);
    DigestWriter da;
    DigestWriter db;
    at_once.Digest(da);
    in_steps.Digest(db);
    EXPECT_EQ(da.Value(), db.Value());
    EXPECT_EQ(a.size(), b.size());
    EXPECT_EQ(at_once.knowledge_revision(), in_steps.knowledge_revision());
  }
}

TEST(LaunchCampaign, AnEventFromOutsideComesAtItsInstantAndBringsTheWindows) {
  scenarios::Launch launch = SmallLaunch();
  launch.tasks.push_back({.name = "order", .after = {"mate"}, .low = 0.0, .mode = 0.0, .high = 0.0, .crews = 0, .not_before = FromSeconds(40000.0)});
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  campaign.AdvanceTo(FromSeconds(39999.0), facts);
  EXPECT_EQ(Find(facts, FactKind::kTaskDone, "order"), nullptr);
  EXPECT_TRUE(campaign.Look(FromSeconds(39999.0)).windows.empty());
  Give(campaign, StartTask{2}, FromSeconds(39999.0), facts);
  EXPECT_FALSE(Give(campaign, SetLiftoff{kSouth}, FromSeconds(39999.0), facts));
  const auto seen = campaign.knowledge_revision();
  EXPECT_EQ(campaign.NextEvent(), FromSeconds(40000.0));
  campaign.AdvanceTo(FromSeconds(40000.0), facts);
  ASSERT_NE(Find(facts, FactKind::kTaskDone, "order"), nullptr);
  EXPECT_EQ(Find(facts, FactKind::kTaskDone, "order")->time, FromSeconds(40000.0));
  EXPECT_NE(campaign.knowledge_revision(), seen);  // the control room is woken
  EXPECT_EQ(campaign.Look(FromSeconds(40000.0)).windows.size(), 2u);
}

TEST(LaunchCampaign, AnEventWaitsForItsPredecessorsToo) {
  scenarios::Launch launch = SmallLaunch();
  launch.tasks.push_back({.name = "order", .after = {"mate"}, .low = 0.0, .mode = 0.0, .high = 0.0, .crews = 0, .not_before = FromSeconds(10.0)});
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  campaign.AdvanceTo(FromSeconds(20000.0), facts);
  EXPECT_EQ(Find(facts, FactKind::kTaskDone, "order")->time, Find(facts, FactKind::kTaskDone, "mate")->time);

  // Its windows wait with it: at its instant alone nobody has been ordered anything.
  LaunchCampaign early(launch, KeyOf(1), 0);
  std::vector<Fact> unread;
  early.AdvanceTo(FromSeconds(60.0), unread);
  EXPECT_TRUE(early.Look(FromSeconds(60.0)).windows.empty());
  EXPECT_EQ(campaign.Look(FromSeconds(20000.0)).windows.size(), 2u);
}

TEST(LaunchCampaign, ExpeditingHalvesWhatRemainsAndOnlyOnce) {
  const scenarios::Launch launch = SmallLaunch();
  LaunchCampaign plain(launch, KeyOf(5), 0);
  LaunchCampaign hurried(launch, KeyOf(5), 0);
  std::vector<Fact> a;
  std::vector<Fact> b;
  plain.AdvanceTo(FromSeconds(20000.0), a);
  const SimTime when = FromSeconds(1000.0);
  hurried.AdvanceTo(when, b);
  EXPECT_TRUE(Give(hurried, ExpediteTask{0}, when, b));
  EXPECT_FALSE(Give(hurried, ExpediteTask{0}, when, b));
  EXPECT_FALSE(Give(hurried, ExpediteTask{1}, when, b));  // its factor is 1
  hurried.AdvanceTo(FromSeconds(20000.0), b);
  const double slow = Seconds(Find(a, FactKind::kTaskDone, "mate")->time);
  const double fast = Seconds(Find(b, FactKind::kTaskDone, "mate")->time);
  EXPECT_NEAR(fast, 1000.0 + 0.5 * (slow - 1000.0), 2e-6);
}

TEST(LaunchCampaign, DamageByExpeditingIsFoundOrLosesTheVehicle) {
  scenarios::Launch launch = SmallLaunch();
  launch.tasks[0].expedite_risk = 1.0;
  int found = 0;
  for (std::uint8_t n = 0; n < 40; ++n) {
    LaunchCampaign campaign(launch, KeyOf(n), 0);
    std::vector<Fact> facts;
    campaign.AdvanceTo(kStart, facts);
    Give(campaign, ExpediteTask{0}, kStart, facts);
    Launch(campaign, kSouth, facts);
    int mated = 0;
    for (const Fact& fact : facts) mated += fact.kind == FactKind::kTaskStarted && fact.detail == "mate" ? 1 : 0;
    if (mated == 2) {
      ++found;
      EXPECT_FALSE(campaign.lost());
    } else {
      EXPECT_TRUE(campaign.lost());
      EXPECT_NE(Find(facts, FactKind::kLaunchFailure), nullptr);
      EXPECT_FALSE(campaign.insertion().has_value());
    }
  }
  EXPECT_GT(found, 10);  // half of 40; below 11 or above 29 has probability 0.006
  EXPECT_LT(found, 30);
}

TEST(LaunchCampaign, TheScreenExpectsARunningTaskFromItsDistributionAlone) {
  const scenarios::Launch launch = SmallLaunch();
  double previous = 0.0;
  for (const double t : {0.0, 1000.0, 3500.0}) {
    // Whatever was drawn, two campaigns look alike while the task runs.
    for (std::uint8_t n = 0; n < 10; ++n) {
      LaunchCampaign campaign(launch, KeyOf(n), 0);
      std::vector<Fact> facts;
      campaign.AdvanceTo(FromSeconds(t), facts);
      const SimTime end = campaign.Look(FromSeconds(t)).tasks[0].end;
      EXPECT_NEAR(Seconds(end), (3600.0 + 4000.0 + 7200.0) / 3.0, 1e-5);
    }
  }
  // Later the expectation grows, never beyond the longest duration.
  LaunchCampaign campaign(launch, KeyOf(2), 0);
  std::vector<Fact> facts;
  for (double t = 3600.0; campaign.Look(FromSeconds(t)).tasks[0].state != LaunchCampaign::TaskState::kDone; t += 60.0) {
    campaign.AdvanceTo(FromSeconds(t), facts);
    const LaunchCampaign::TaskView task = campaign.Look(FromSeconds(t)).tasks[0];
    if (task.state == LaunchCampaign::TaskState::kDone) break;
    EXPECT_GE(Seconds(task.end), previous - 1e-5);
    EXPECT_GE(Seconds(task.end), t);
    EXPECT_LE(Seconds(task.end), 7200.0 + 1e-5);
    previous = Seconds(task.end);
  }
}

TEST(LaunchCampaign, NoLiftoffByTheLastWindowLosesByRule) {
  const scenarios::Launch launch = SmallLaunch();
  LaunchCampaign campaign(launch, KeyOf(1), 2);
  std::vector<Fact> facts;
  campaign.AdvanceTo(FromSeconds(200000.0), facts);
  EXPECT_TRUE(campaign.lost());
  const Fact* loss = Find(facts, FactKind::kLossByRule);
  ASSERT_NE(loss, nullptr);
  EXPECT_EQ(loss->time, FromSeconds(106080.0 + 180.0));
  EXPECT_EQ(loss->seat, 2);
  EXPECT_EQ(campaign.NextEvent(), kNever);
}

TEST(LaunchCampaign, ALiftoffAtTheVeryEndOfTheLastWindowIsInTime) {
  scenarios::Launch launch = SmallLaunch();
  launch.orbit.raan_tolerance = 0.1;  // three minutes late is 0.75 deg
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  Launch(campaign, FromSeconds(106080.0 + 180.0), facts);
  EXPECT_NE(Find(facts, FactKind::kLiftoff), nullptr);
  EXPECT_FALSE(campaign.lost());
}

TEST(LaunchCampaign, AnInsertionOutsideTheToleranceLosesByRule) {
  scenarios::Launch launch = SmallLaunch();
  launch.orbit.raan_tolerance = 0.1 * dynamics::kDegree;
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  Launch(campaign, kSouth + FromSeconds(60.0), facts);
  EXPECT_EQ(Find(facts, FactKind::kInsertion)->detail, "raan");
  EXPECT_NEAR(Find(facts, FactKind::kInsertion)->value, 2.5, 0.02);  // a quarter of a degree
  EXPECT_TRUE(campaign.lost());
}

TEST(LaunchCampaign, FailuresComeAsOftenAsTheScenarioSays) {
  scenarios::Launch launch = SmallLaunch();
  launch.failure_probability = 0.25;
  int failed = 0;
  for (int n = 0; n < 200; ++n) {
    LaunchCampaign campaign(launch, KeyOf(static_cast<std::uint8_t>(n)), 0);
    std::vector<Fact> facts;
    Launch(campaign, kSouth, facts);
    const Fact* fault = Find(facts, FactKind::kLaunchFailure);
    failed += fault != nullptr ? 1 : 0;
    EXPECT_FALSE(fault == nullptr && campaign.lost());
    // A late engine out or a fairing that stays is borne by the margin; the rest is not.
    const bool may_survive = fault == nullptr || fault->detail == "engine out" || fault->detail == "fairing";
    EXPECT_TRUE(may_survive || campaign.lost());
  }
  EXPECT_NEAR(failed, 50, 20);  // 3.3 sigma of the binomial
}

// Weather: share of "go" and the forecast's meaning, over seeds.
TEST(LaunchCampaign, WeatherGoesAsOftenAsItsProbabilityAndItsForecastIsCalibrated) {
  scenarios::Launch launch = SmallLaunch();
  launch.weather = {{"weather", 0.7, 10800.0}};
  int go = 0;
  double foreseen_go = 0.0;
  int fair_now = 0;
  int fair_stays = 0;
  constexpr int kSeeds = 250;
  for (int n = 0; n < kSeeds; ++n) {
    LaunchCampaign campaign(launch, KeyOf(static_cast<std::uint8_t>(n)), 0);
    std::vector<Fact> facts;
    const SimTime three_hours_before = kSouth - FromSeconds(10800.0);
    campaign.AdvanceTo(three_hours_before, facts);
    const LaunchCampaign::View early = campaign.Look(three_hours_before);
    campaign.AdvanceTo(kSouth, facts);
    const bool goes = campaign.Look(kSouth).forecast[0].go_probability > 0.5;
    go += goes ? 1 : 0;
    foreseen_go += early.forecast[1].go_probability;
    if (early.forecast[0].go_probability > 0.5) {
      ++fair_now;
      fair_stays += goes ? 1 : 0;
      EXPECT_NEAR(early.forecast[1].go_probability, 0.7 + 0.3 * std::exp(-1.0), 1e-12);
    }
  }
  EXPECT_NEAR(go, 0.7 * kSeeds, 24);                 // 3.3 sigma: 24
  EXPECT_NEAR(foreseen_go, 0.7 * kSeeds, 12);
  EXPECT_NEAR(fair_stays / static_cast<double>(fair_now), 0.7 + 0.3 * std::exp(-1.0), 0.1);
}

TEST(LaunchCampaign, BadWeatherScrubs) {
  for (const double tau : {0.0, 3600.0}) {
    scenarios::Launch launch = SmallLaunch();
    launch.weather = {{"wind", 1.0, 7200.0}, {"cloud", 0.0, tau}};
    LaunchCampaign campaign(launch, KeyOf(3), 0);
    std::vector<Fact> facts;
    Launch(campaign, kSouth, facts);
    ASSERT_NE(Find(facts, FactKind::kScrub), nullptr);
    EXPECT_EQ(Find(facts, FactKind::kScrub)->detail, "cloud");
    EXPECT_FALSE(campaign.liftoff().has_value());
  }
}

TEST(LaunchCampaign, TheFlightIsToldEventByEvent) {
  const scenarios::Launch launch = SmallLaunch();
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  Launch(campaign, kSouth, facts);
  std::vector<std::string> names;
  for (const Fact& fact : facts) {
    if (fact.kind != FactKind::kAscentEvent) continue;
    names.push_back(fact.detail);
    EXPECT_NEAR(Seconds(fact.time - kSouth), fact.value, 1e-6);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"max_q", "stage_1_cut_off", "stage_separation", "stage_2_ignition", "fairing", "stage_2_cut_off", "kick_ignition", "kick_cut_off"}));
  EXPECT_EQ(Find(facts, FactKind::kSeparation)->time, kSouth + FromSeconds(3480.0));
}

TEST(LaunchCampaign, AnAnomalyRepeatsHalfOfATask) {
  scenarios::Launch launch = SmallLaunch();
  launch.tasks[2].anomaly = 1.0;  // "roll out", 1,000 s
  LaunchCampaign campaign(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  MakeReady(campaign, facts);
  const Fact* anomaly = Find(facts, FactKind::kTaskAnomaly, "roll out");
  ASSERT_NE(anomaly, nullptr);
  EXPECT_EQ(Find(facts, FactKind::kTaskDone, "roll out")->time - anomaly->time, FromSeconds(500.0));
}

TEST(LaunchCampaign, AStandbyStateHasTasksBehindIt) {
  scenarios::Launch launch = SmallLaunch();
  launch.tasks[0].from = {"warehouse"};
  launch.standby = "fuelled";
  LaunchCampaign ahead(launch, KeyOf(1), 0);
  std::vector<Fact> facts;
  const SimTime early = MakeReady(ahead, facts);
  EXPECT_EQ(Find(facts, FactKind::kTaskStarted, "mate"), nullptr);
  launch.standby = "warehouse";
  LaunchCampaign behind(launch, KeyOf(1), 0);
  std::vector<Fact> all;
  EXPECT_LT(early, MakeReady(behind, all));
  EXPECT_NE(Find(all, FactKind::kTaskStarted, "mate"), nullptr);
}

TEST(LaunchCampaign, FewerCrewsAndLongerTasksDelayReadiness) {
  scenarios::Launch few = SmallLaunch();
  few.crews = 1;
  scenarios::Launch slow = SmallLaunch();
  slow.tasks[2].low = slow.tasks[2].mode = slow.tasks[2].high = 2000.0;
  const scenarios::Launch usual = SmallLaunch();
  for (std::uint8_t n = 0; n < 20; ++n) {
    const auto ready = [n](const scenarios::Launch& launch) {
      LaunchCampaign campaign(launch, KeyOf(n), 0);
      std::vector<Fact> facts;
      return MakeReady(campaign, facts);
    };
    EXPECT_LT(ready(usual), ready(few));
    EXPECT_EQ(ready(slow) - ready(usual), FromSeconds(1000.0));
  }
}

TEST(LaunchCampaign, ACrewedObjectHoldsTheCountOrScrubsIt) {
  scenarios::Launch launch = SmallLaunch();
  launch.crewed_hold_probability = 1.0;
  launch.crewed_hold_duration = 90.0;
  int held = 0;
  int scrubbed = 0;
  for (int n = 0; n < 100; ++n) {
    LaunchCampaign campaign(launch, KeyOf(static_cast<std::uint8_t>(n)), 0);
    std::vector<Fact> facts;
    Launch(campaign, kSouth + FromSeconds(100.0), facts);
    const Fact* hold = Find(facts, FactKind::kHold);
    if (hold == nullptr) {
      EXPECT_EQ(campaign.liftoff(), std::optional<SimTime>(kSouth + FromSeconds(100.0)));
      continue;
    }
    EXPECT_GT(hold->value, 0.0);
    EXPECT_LE(hold->value, 90.0);
    if (campaign.liftoff()) {
      ++held;
      EXPECT_EQ(*campaign.liftoff(), hold->time + FromSeconds(hold->value));
    } else {
      ++scrubbed;
      EXPECT_EQ(Find(facts, FactKind::kScrub)->detail, "crewed object");
    }
  }
  // T-0 is held for a quarter of the places that the 90 s can have in the 360; those that begin in the last 10 s before T-0 end after the window's close.
  EXPECT_NEAR(held + scrubbed, 25, 14);
  EXPECT_GT(held, scrubbed);
}

TEST(LaunchCampaign, ScrubbingALoadedVehicleMayDamageIt) {
  scenarios::Launch launch = SmallLaunch();
  launch.weather = {{"cloud", 0.5, 0.0}};
  launch.scrub_damage = 1.0;
  int flown_after_scrub = 0;
  for (int n = 0; n < 40; ++n) {
    LaunchCampaign campaign(launch, KeyOf(static_cast<std::uint8_t>(n)), 0);
    std::vector<Fact> facts;
    const SimTime ready = MakeReady(campaign, facts);
    Give(campaign, SetLiftoff{kSouth}, ready, facts);
    Give(campaign, ReleaseLaunch{}, ready, facts);
    campaign.AdvanceTo(kSouth, facts);
    if (campaign.liftoff()) continue;
    Give(campaign, SetLiftoff{FromSeconds(106080.0)}, kSouth, facts);
    Give(campaign, ReleaseLaunch{}, kSouth, facts);
    campaign.AdvanceTo(FromSeconds(106080.0 + 7200.0), facts);
    if (!campaign.liftoff()) continue;
    ++flown_after_scrub;
    EXPECT_TRUE(campaign.lost());
    EXPECT_NE(Find(facts, FactKind::kLaunchFailure), nullptr);
  }
  EXPECT_GT(flown_after_scrub, 3);
}

}  // namespace
}  // namespace haze::game
