// Who plays which seat: the scenario's line-up with what `--seat` changes in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/scenario.h"
#include "tools/tournament/played.h"

namespace haze::tools {

struct LineUp {
  std::vector<SeatPlan> seats;      ///< in the scenario's order
  std::vector<std::string> errors;  ///< everything that is wrong with the options; the seats are valid only without any
};

/// "launch_provider" for Role::kLaunchProvider: also the first word of its policies' names.
std::string_view RoleFolder(scenarios::Role role);

/// `options` are "SEAT=POLICY" (with or without the role's folder) "SEAT=./PROGRAM", "SEAT=./DIRECTORY" (with agent.yaml) or "SEAT=exec:COMMAND". Each seat at most once.
LineUp MakeLineUp(const scenarios::Scenario& scenario, const std::vector<std::string>& options);

/// Whether a policy of that name ships.
bool Ships(std::string_view name);

/// Seats of shipped policies, for PlayInProcess.
LocalLineUp LocalPolicies(std::span<const SeatPlan> line_up);

}  // namespace haze::tools
