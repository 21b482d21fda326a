// Plays one match in which the first seat of a role is told the truth (oracle_seats.h), for tables that want an upper bound.
//
//   haze_oracle SCENARIO SEED SEAT=POLICY …      one JSON object on stdout: what tools/dev/campaign reads of `haze play --json`
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "agents/local/local_seats.h"
#include "agents/policy/policy.h"
#include "arbiter/match/match.h"
#include "scenarios/load.h"
#include "tests/support/oracle_seats.h"
#include "tools/tournament/match_key.h"

int main(int count, char** arguments) {
  using haze::agents::MakePolicy;
  if (count < 3) {
    std::fprintf(stderr, "usage: haze_oracle SCENARIO SEED SEAT=POLICY ...\n");
    return 2;
  }
  const haze::scenarios::LoadResult loaded = haze::scenarios::LoadScenario(arguments[1]);
  if (!loaded.scenario) return 2;
  const haze::scenarios::Scenario& scenario = *loaded.scenario;
  const long seed = std::strtol(arguments[2], nullptr, 10);

  std::vector<std::unique_ptr<haze::agents::Policy>> policies;
  int oracle = -1;
  for (std::size_t i = 0; i < scenario.seats.size(); ++i) {
    const haze::scenarios::Seat& seat = scenario.seats[i];
    std::string policy = seat.policy;
    const std::string role = policy.substr(0, policy.find('/'));
    for (int k = 3; k < count; ++k) {
      const std::string given = arguments[k];
      if (given.rfind(seat.name + "=", 0) == 0) policy = role + "/" + given.substr(seat.name.size() + 1);
    }
    if (seat.role == haze::scenarios::Role::kInspector && oracle < 0) oracle = static_cast<int>(i);
    policies.push_back(MakePolicy(policy));
    if (policies.back() == nullptr) {
      std::fprintf(stderr, "no policy %s\n", policy.c_str());
      return 2;
    }
  }
  if (oracle < 0) {
    std::fprintf(stderr, "%s has no inspector\n", arguments[1]);
    return 2;
  }

  haze::match::Match match(loaded.scenario, haze::scenarios::LoadAstronomy(scenario).table, haze::tools::MakeMatchKey("", scenario.hash, seed), {.seed = seed});
  haze::agents::LocalSeats local(std::move(policies));
  haze::tests::OracleSeats seats(local, match, scenario, oracle);
  haze::match::Play(match, seats, 0);

  const haze::game::Milestones m = match.MilestonesSoFar();
  nlohmann::json out;
  const auto put = [&](const char* name, const std::optional<double>& value) { out["milestones"][name] = value ? nlohmann::json(*value) : nlohmann::json(nullptr); };
  put("separation_s", m.separation);
  put("custody_s", m.custody);
  put("first_detection_range_m", m.first_detection_range);
  put("ranging_error_fraction", m.ranging_error_fraction);
  put("closest_approach_m", m.closest_approach);
  put("facets_delivered_fraction", m.facets_delivered_fraction);
  put("back_off_range_m", m.back_off_range);
  for (const auto& [craft, dv] : m.dv_used) out["milestones"]["dv_used_mps"][craft] = dv;
  std::printf("%s\n", out.dump().c_str());
  return 0;
}
