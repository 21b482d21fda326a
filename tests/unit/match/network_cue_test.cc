// What a surveillance network tells a seat: when, of whom, and how far off.
#include <map>

#include <gtest/gtest.h>

#include "arbiter/match/match.h"
#include "scenarios/load.h"
#include "tests/support/scripted_seats.h"
#include "tools/tournament/match_key.h"

namespace haze {
namespace {

using match::v1::Cue;
using match::v1::Turn;

constexpr std::int64_t kHour = 3'600'000'000;

// Six hours of encore in which nobody does anything and blue is told of Puma after an hour, then every two.
scenarios::LoadResult Told(const std::string& cue) {
  const scenarios::LoadResult encore = scenarios::LoadScenario("encore", {.sets = {"duration_s=21600"}, .folder = ""});
  return scenarios::LoadFromText(encore.scenario->canonical_text + "network:\n  cues:\n    - " + cue + "\n");
}

TEST(NetworkCues, ComeWhenTheyShouldAndAreOffAsTheySay) {
  const scenarios::LoadResult loaded = Told("{seat: blue.inspector, craft: puma, first_h: 1, every_h: 2, position_km: 5, velocity_mps: 2}");
  ASSERT_NE(loaded.scenario, nullptr) << (loaded.errors.empty() ? "" : loaded.errors.front().Text());
  double squares = 0.0;
  int sets = 0;
  for (long seed = 1; seed <= 20; ++seed) {
    match::Match match(loaded.scenario, scenarios::LoadAstronomy(*loaded.scenario).table, tools::MakeMatchKey("", loaded.scenario->hash, seed), {.seed = seed});
    std::map<std::int64_t, dynamics::State> truth;
    match.Watch(dynamics::kMinute, [&](const match::Truth& now) { truth[static_cast<std::int64_t>(now.t * 1e6)] = now.craft[1].state; });
    std::map<int, std::vector<Turn>> turns;
    tests::ScriptedSeats seats([&](int seat, const Turn& turn) {
      turns[seat].push_back(turn);
      match::v1::Decision decision;
      decision.mutable_wake()->add_conditions()->set_kind(match::v1::WakeCondition::KIND_CUE);
      return match::SeatAnswer(decision);
    });
    match::Play(match, seats, 0);
    std::vector<std::int64_t> times;
    for (const Turn& turn : turns[0]) {
      for (const Cue& cue : turn.cues()) {
        EXPECT_EQ(cue.kind(), Cue::KIND_ELEMENTS);
        EXPECT_EQ(cue.object_id(), seats.briefing(0).objects(0).object_id());
        EXPECT_EQ(cue.time_us(), turn.time_us()) << "the cue wakes who asked for it";
        times.push_back(cue.time_us());
        const dynamics::State& there = truth.at(cue.time_us());
        const match::v1::Vec3& r = cue.estimate().r_eci_m();
        squares += (dynamics::Vector3(r.x(), r.y(), r.z()) - there.r).squaredNorm() / (5e3 * 5e3);
        EXPECT_DOUBLE_EQ(cue.estimate().covariance_upper(0), 5e3 * 5e3);
        ++sets;
      }
    }
    EXPECT_EQ(times, (std::vector<std::int64_t>{kHour, 3 * kHour, 5 * kHour}));
    for (const int other : {1, 2}) {
      for (const Turn& turn : turns[other]) EXPECT_EQ(turn.cues_size(), 0) << "nobody else is told";
    }
  }
  // Chi-square with 180 degrees of freedom: 99.9 % lie between 123 and 247.
  EXPECT_EQ(sets, 60);
  EXPECT_GT(squares, 123.0);
  EXPECT_LT(squares, 247.0);
}

TEST(NetworkCues, WrongOnesAreTold) {
  EXPECT_EQ(Told("{seat: blue.inspector, craft: puma, first_h: 1, every_h: 0.001, position_km: 5, velocity_mps: 2}").scenario, nullptr);
  EXPECT_EQ(Told("{seat: blue.nobody, craft: puma, first_h: 1, position_km: 5, velocity_mps: 2}").scenario, nullptr);
  EXPECT_EQ(Told("{seat: blue.inspector, craft: cat, first_h: 1, position_km: 5, velocity_mps: 2}").scenario, nullptr);
}

}  // namespace
}  // namespace haze
