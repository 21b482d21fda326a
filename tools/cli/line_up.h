// Who plays which seat: the scenario's line-up with what `--seat` changes in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/scenario.h"

namespace haze::tools {

struct SeatPlan {
  std::string seat;     ///< "red.target"
  std::string policy;   ///< a shipped policy, "target/passive"; empty for a command
  std::string command;  ///< a shell command; empty for a shipped policy
  /// How stores and reports name it: the policy, or exec:"command".
  std::string Entry() const { return command.empty() ? policy : "exec:" + command; }
};

struct LineUp {
  std::vector<SeatPlan> seats;      ///< in the scenario's order
  std::vector<std::string> errors;  ///< everything that is wrong with the options; the seats are valid only without any
};

/// "launch_provider" for Role::kLaunchProvider: also the first word of its policies' names.
std::string_view RoleFolder(scenarios::Role role);

/// `options` are "SEAT=POLICY" (with or without the role's folder) or "SEAT=exec:COMMAND". Each seat at most once.
LineUp MakeLineUp(const scenarios::Scenario& scenario, const std::vector<std::string>& options);

}  // namespace haze::tools
