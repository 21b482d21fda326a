// Points, a pure function of the scenario and the facts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arbiter/game/fact.h"
#include "scenarios/scenario.h"

namespace haze::game {

struct LineResult {
  std::string name;
  std::optional<double> value;  ///< what was measured, in the line's own unit (SI); empty where it never happened
  double points = 0.0;
};

struct SideResult {
  scenarios::Side side = scenarios::Side::kBlue;
  double points = 0.0;
  std::vector<LineResult> lines;
};

struct Outcome {
  bool draw = false;
  std::optional<scenarios::Side> winner;
  std::string reason;  ///< one sentence
  std::vector<SideResult> sides;  ///< blue, red; only sides that have score lines or seats
};

/// Scores the match. A loss by rule among the facts overrides the points; a difference within the draw band draws.
Outcome Judge(const scenarios::Scenario& scenario, std::span<const Fact> facts);

/// Index of the fact from which on the match would have ended as it did, had nothing followed but what is measured over the whole match; empty where no single
/// fact did: those measures alone decide then.
std::optional<std::size_t> DecisiveFact(const scenarios::Scenario& scenario, std::span<const Fact> facts);

/// Named instants and figures of a match; empty where it did not happen. Times are s since the epoch.
struct Milestones {
  std::optional<double> liftoff, separation, first_detection, first_detection_range, custody, ranging_error_fraction, closest_approach, facets_delivered_fraction,
      back_off_range;
  std::vector<std::pair<std::string, double>> dv_used;  ///< m/s by craft
};

/// Milestones of blue's hunt: custody, detection, images and distances are those of the first blue inspector (red's where blue has none).
Milestones MilestonesOf(const scenarios::Scenario& scenario, std::span<const Fact> facts);

/// Value of one measure, in SI, or empty.
std::optional<double> ValueOf(const scenarios::Scenario& scenario, std::span<const Fact> facts, const scenarios::ScoreLine& line);

}  // namespace haze::game
