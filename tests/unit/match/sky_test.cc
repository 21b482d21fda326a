// Everything else that flies, in the frames of a search camera.
#include <algorithm>
#include <memory>

#include <gtest/gtest.h>

#include "arbiter/match/match.h"
#include "arbiter/match/replay.h"
#include "scenarios/load.h"
#include "scenarios/sky_file.h"
#include "tests/support/scripted_seats.h"
#include "tools/tournament/match_key.h"

namespace haze {
namespace {

using dynamics::Vector3;

// Two hours of encore in which blue looks ahead and astern, among so many others; Puma and its escort are black.
struct Field {
  explicit Field(const std::string& count) {
    std::vector<std::string> sets = {"duration_s=7200", "jackal.search_camera.false_per_frame=0", "puma.albedo=1e-6", "escort.albedo=1e-6"};
    if (!count.empty()) sets.push_back("sky.count=" + count);
    const scenarios::LoadResult loaded = scenarios::LoadScenario("encore", {.sets = sets, .folder = ""});
    if (!loaded.scenario) throw std::runtime_error(loaded.errors.front().Text());
    scenario = loaded.scenario;
    tables.astronomy = scenarios::LoadAstronomy(*scenario).table;
    if (!scenario->sky) return;
    const scenarios::SkyResult sky = scenarios::LoadSky(*scenario, *tables.astronomy, "", testing::TempDir());
    tables.sky = {sky.sky, &sky.sky->table()};
  }

  std::unique_ptr<match::Match> Play(std::vector<match::v1::Detection>* seen = nullptr) const {
    auto match = std::make_unique<match::Match>(scenario, tables, tools::MakeMatchKey("", scenario->hash, 1), match::MatchOptions{.seed = 1});
    tests::ScriptedSeats seats([&](int seat, const match::v1::Turn& turn) {
      match::v1::Decision decision;
      if (seat != 0) return match::SeatAnswer(decision);
      if (seen) seen->insert(seen->end(), turn.detections().begin(), turn.detections().end());
      decision.mutable_wake()->set_time_us(turn.time_us() + 600'000'000);
      if (turn.turn_id() > 1) return match::SeatAnswer(decision);
      match::v1::Order* order = decision.add_orders();
      order->set_order_id("look");
      order->mutable_search()->add_directions_rtn()->set_y(1.0);
      order->mutable_search()->add_directions_rtn()->set_y(-1.0);
      order->mutable_search()->set_end_time_us(7'100'000'000);
      return match::SeatAnswer(decision);
    });
    match::Play(*match, seats, 0);
    return match;
  }

  std::shared_ptr<const scenarios::Scenario> scenario;
  match::Tables tables;
};

// The smallest angle (rad) between a detection and an object of the table.
double Nearest(const match::v1::Detection& detection, const dynamics::SkyTable& table) {
  const auto vector = [](const match::v1::Vec3& v) { return Vector3(v.x(), v.y(), v.z()); };
  const dynamics::SkyInstant at = table.At(static_cast<double>(detection.time_us()) * 1e-6);
  double least = 4.0;
  for (int k = 0; k < table.size(); ++k) {
    const Vector3 towards = (table.Position(k, at) - vector(detection.r_camera_eci_m())).normalized();
    least = std::min(least, (towards - vector(detection.direction_eci())).norm());
  }
  return least;
}

TEST(Sky, WhateverElseFliesIsSeenWhereItIsAndIsNobodysDetection) {
  std::vector<match::v1::Detection> alone, crowded;
  (void)Field("").Play(&alone);
  EXPECT_EQ(alone.size(), 0u);
  const Field crowd("16089");
  const auto match = crowd.Play(&crowded);
  EXPECT_GT(crowded.size(), 20u);
  // 20 arcsec of noise at most, 10 of bias: 5e-4 rad is five sigmas; 5 m of navigation hardly count.
  for (const match::v1::Detection& detection : crowded) EXPECT_LT(Nearest(detection, *crowd.tables.sky), 5e-4);
  for (const game::Fact& fact : match->Facts()) EXPECT_NE(fact.kind, game::FactKind::kDetection);
}

TEST(Sky, AMatchAmongOthersIsPlayedAgain) {
  const Field crowd("16089");
  const auto match = crowd.Play();
  EXPECT_EQ(match->Digest(), crowd.Play()->Digest());
  EXPECT_TRUE(match::Verify(match->Record(), crowd.scenario, crowd.tables).equal);
}

}  // namespace
}  // namespace haze
