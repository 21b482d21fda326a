// Where everything was: a stored match played again from its record and sampled at a step.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "arbiter/match/truth.h"
#include "arbiter/store/query.h"
#include "dynamics/time.h"
#include "scenarios/scenario.h"

namespace haze::tools {

struct Trajectory {
  store::MatchRows rows;
  std::shared_ptr<const scenarios::Scenario> scenario;
  double step_s = 0.0;                ///< s between samples; 0 where it is not known
  std::vector<match::Truth> samples;  ///< at each multiple of the step since the epoch, and at the end
  std::vector<store::FactRow> facts;  ///< as the replay tells them, whatever the store kept
  std::string error;                  ///< a sentence; nothing else but `rows` is valid then
};

/// Plays `match_id` again; the digests of record and replay have to agree, else `error` says where they part. `step` > 0.
/// With `around_burns` > 0 there are samples at its multiples too, in each step in which a craft's engine runs; it should divide `step`, and is not heeded else.
Trajectory Sample(store::Reader& reader, const std::string& match_id, dynamics::SimTime step, dynamics::SimTime around_burns = {});

/// UTC of `t` seconds after the scenario's epoch, "2026-06-18T17:44:00.000000Z".
std::string UtcOf(const scenarios::Scenario& scenario, double t, int decimals = 6);

}  // namespace haze::tools
