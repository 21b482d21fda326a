// A small launch campaign in the spirit of the default scenario, for tests.
#pragma once

#include <vector>

#include "arbiter/game/launch_campaign.h"
#include "dynamics/dmath.h"

namespace haze::game {

inline dynamics::MatchKey KeyOf(std::uint8_t n) {
  dynamics::MatchKey key{};
  key[0] = n;
  key[31] = 17;
  return key;
}

/// The ordered orbit, site and windows of victus_haze (GAME); three tasks of an hour or two, no other chance than their durations. The ascent is undisturbed.
inline scenarios::Launch SmallLaunch() {
  scenarios::Launch launch;
  launch.site = "LC-1";
  launch.latitude = -39.26085 * dynamics::kDegree;
  launch.longitude = 177.86586 * dynamics::kDegree;
  launch.orbit = {.altitude = 502.7e3,
                  .altitude_tolerance = 20e3,
                  .eccentricity_max = 0.003,
                  .inclination = 97.38 * dynamics::kDegree,
                  .inclination_tolerance = 0.15 * dynamics::kDegree,
                  .raan = 67.74 * dynamics::kDegree,
                  .raan_tolerance = 0.75 * dynamics::kDegree};
  launch.windows = {{"south", dynamics::FromSeconds(60120.0), dynamics::FromSeconds(180.0)}, {"north", dynamics::FromSeconds(106080.0), dynamics::FromSeconds(180.0)}};
  launch.tasks = {{.name = "mate", .low = 3600.0, .mode = 4000.0, .high = 7200.0, .crews = 1, .expedite_factor = 0.5, .expedite_risk = 0.0},
                  {.name = "software", .low = 1800.0, .mode = 2000.0, .high = 3000.0, .crews = 1},
                  {.name = "roll out", .after = {"mate"}, .low = 1000.0, .mode = 1000.0, .high = 1000.0, .crews = 2, .starts_by_itself = false}};
  launch.crews = 2;
  launch.count_duration = 600.0;
  launch.recycle_duration = 7200.0;
  launch.payload = 180.0;
  launch.separation_after_liftoff = 3480.0;
  return launch;
}

inline Order OrderOf(Action action, SimTime now) {
  Order order;
  order.id = "o";
  order.start = now;
  order.action = std::move(action);
  return order;
}

/// Gives an order at `now`; true if it was legal.
inline bool Give(LaunchCampaign& campaign, const Action& action, SimTime now, std::vector<Fact>& facts) {
  const Order order = OrderOf(action, now);
  const bool legal = campaign.Check(order, now).code == RulingCode::kNone;
  campaign.Apply(order, now, facts);
  return legal;
}

inline const Fact* Find(const std::vector<Fact>& facts, FactKind kind, const std::string& detail = {}) {
  for (const Fact& fact : facts) {
    if (fact.kind == kind && (detail.empty() || fact.detail == detail)) return &fact;
  }
  return nullptr;
}

/// From the start to a ready vehicle; returns that instant.
inline SimTime MakeReady(LaunchCampaign& campaign, std::vector<Fact>& facts) {
  campaign.AdvanceTo(SimTime{0}, facts);
  for (int task = 0; task < static_cast<int>(campaign.Look(SimTime{0}).tasks.size()); ++task) Give(campaign, StartTask{task}, SimTime{0}, facts);
  SimTime now{0};
  while (!campaign.Look(now).ready) {
    now = campaign.NextEvent();
    campaign.AdvanceTo(now, facts);
  }
  return now;
}

/// Ready, T-0 at `liftoff`, released, and flown to its end.
inline void Launch(LaunchCampaign& campaign, SimTime liftoff, std::vector<Fact>& facts) {
  const SimTime now = MakeReady(campaign, facts);
  Give(campaign, SetLiftoff{liftoff}, now, facts);
  Give(campaign, ReleaseLaunch{}, now, facts);
  campaign.AdvanceTo(liftoff + 2 * dynamics::kHour, facts);
}

}  // namespace haze::game
