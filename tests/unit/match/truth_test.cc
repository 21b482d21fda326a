// What a witness of a match is told, and that being watched changes nothing.
#include "arbiter/match/truth.h"

#include <gtest/gtest.h>

#include "arbiter/match/match.h"
#include "arbiter/match/replay.h"
#include "tests/support/duel.h"
#include "tests/support/scripted_seats.h"

namespace haze::match {
namespace {

// Some seconds of thrust, which begin and end between the instants of every grid.
v1::Decision BurnOnce(const v1::Turn& turn) {
  v1::Decision decision;
  if (turn.turn_id() != 1) return decision;
  v1::Order* order = decision.add_orders();
  order->set_order_id("burn");
  order->mutable_burn()->mutable_dv_rtn_mps()->set_y(1.5);
  return decision;
}

rec::Record PlayDuel() {
  Match match(tests::MakeDuel(), nullptr, {}, {});
  tests::ScriptedSeats seats([](int, const v1::Turn& turn) { return BurnOnce(turn); });
  Play(match, seats);
  return match.Record();
}

std::vector<Truth> Watch(const rec::Record& record, dynamics::SimTime step) {
  std::vector<Truth> told;
  ReplayReport report;
  Replay(record, tests::MakeDuel(), nullptr, &report, step, [&told](const Truth& truth) { told.push_back(truth); });
  EXPECT_TRUE(report.equal) << report.message;  // the digests of every instant are compared: a witness changes no bit
  return told;
}

TEST(Truth, IsToldAtEachStepAndAtTheEndAndChangesNoBit) {
  const rec::Record record = PlayDuel();
  const std::vector<Truth> told = Watch(record, 7 * dynamics::kSecond);
  ASSERT_GT(told.size(), 2u);
  for (std::size_t i = 0; i + 1 < told.size(); ++i) EXPECT_EQ(told[i].t, 7.0 * static_cast<double>(i));
  EXPECT_EQ(told.back().t, dynamics::Seconds(tests::MakeDuel()->duration));
}

TEST(Truth, IsTheSameWhateverTheStep) {
  const rec::Record record = PlayDuel();
  const std::vector<Truth> fine = Watch(record, 5 * dynamics::kSecond), coarse = Watch(record, 60 * dynamics::kSecond);
  for (std::size_t i = 0; i + 1 < coarse.size(); ++i) {
    const Truth& same = fine[12 * i];
    ASSERT_EQ(same.t, coarse[i].t);
    for (std::size_t c = 0; c < same.craft.size(); ++c) {
      EXPECT_EQ(same.craft[c].state.r, coarse[i].craft[c].state.r);
      EXPECT_EQ(same.craft[c].propellant, coarse[i].craft[c].propellant);
    }
  }
}

// The mean of two velocities a second apart gives the way between to 1 mm under gravity (its change of 0.01 m/s3 over 12), and to 4 cm where the strongest
// thruster (0.32 m/s2) comes on halfway (an eighth of that). A state read on the wrong side of a burn or a step would be metres off.
TEST(Truth, PositionsFollowFromVelocities) {
  const std::vector<Truth> told = Watch(PlayDuel(), dynamics::kSecond);
  for (std::size_t i = 0; i + 1 < told.size(); ++i) {
    for (std::size_t c = 0; c < told[i].craft.size(); ++c) {
      const dynamics::State& a = told[i].craft[c].state;
      const dynamics::State& b = told[i + 1].craft[c].state;
      const dynamics::Vector3 mean = 0.5 * (a.v + b.v);
      EXPECT_LT((b.r - a.r - mean * (told[i + 1].t - told[i].t)).norm(), 5e-2) << "craft " << c << " at " << told[i].t;
    }
  }
}

}  // namespace
}  // namespace haze::match
