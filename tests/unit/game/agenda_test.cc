#include "arbiter/game/agenda.h"

#include <gtest/gtest.h>

namespace haze::game {
namespace {

using dynamics::FromSeconds;

constexpr SimTime kQuiet = 6 * dynamics::kHour;

TEST(Agenda, EverySeatIsAskedAtTheStart) {
  const Desk desk(0, 0, 1);
  EXPECT_EQ(DueTime(desk, kQuiet), SimTime{0});
  EXPECT_EQ(ReasonsAt(desk, SimTime{0}, kQuiet).front(), WakeReason::kStart);
}

TEST(Agenda, ASleepingSeatIsAskedAfterTheLongestQuietTime) {
  Desk desk(0, 0, 1);
  desk.asked_at = FromSeconds(100);
  EXPECT_EQ(DueTime(desk, kQuiet), FromSeconds(100) + kQuiet);
}

TEST(Agenda, NoSeatIsAskedTwiceWithinASecond) {
  Desk desk(0, 0, 1);
  desk.asked_at = FromSeconds(100);
  desk.wake.time = SimTime{INT64_MIN};
  EXPECT_EQ(DueTime(desk, kQuiet), FromSeconds(101));
}

TEST(Agenda, OnlyWhatWasAskedForWakes) {
  Desk desk(0, 0, 1);
  desk.asked_at = SimTime{0};
  desk.Notice(WakeReason::kDetection, FromSeconds(50));
  EXPECT_EQ(DueTime(desk, kQuiet), kQuiet);
  desk.wake.conditions.push_back({WakeKind::kDetection, -1, 0.0});
  desk.Notice(WakeReason::kDetection, FromSeconds(60));
  EXPECT_EQ(DueTime(desk, kQuiet), FromSeconds(60));
  EXPECT_EQ(ReasonsAt(desk, FromSeconds(60), kQuiet), std::vector<WakeReason>{WakeReason::kDetection});
}

TEST(Agenda, ARangeThatTremblesAboutItsThresholdWakesOnce) {
  Desk desk(0, 0, 2);
  desk.asked_at = SimTime{0};
  desk.wake.conditions.push_back({WakeKind::kRange, 1, 1000.0});
  KnownValues values;
  values.own = true;
  int wakes = 0;
  for (const double range : {1100.0, 1003.0, 998.0, 1002.0, 990.0, 1001.0, 997.0}) {
    values.range = {-1.0, range};
    WatchConditions(desk, values, SimTime{1});
    if (desk.triggers != 0) ++wakes;
    desk.triggers = 0;
  }
  EXPECT_EQ(wakes, 1);
}

}  // namespace
}  // namespace haze::game
