// Who plays which seat.
#include "tools/cli/line_up.h"

#include <algorithm>
#include <set>

#include "agents/local/local_seats.h"
#include "agents/policy/policy.h"
#include "tools/cli/output.h"
#include "tools/tournament/entry.h"

namespace haze::tools {
namespace {

// The shipped policies of a role, for messages: "a, b or c".
std::string PoliciesOf(std::string_view folder) {
  std::string text;
  for (const agents::ShippedPolicy& policy : agents::ShippedPolicies()) {
    if (policy.name.substr(0, policy.name.find('/')) == folder) text += (text.empty() ? "" : ", ") + std::string(policy.name);
  }
  return text.empty() ? "none ships for this role" : text;
}

// A program of one's own, or a directory with agent.yaml.
std::string AssignEntry(const scenarios::Seat& seat, const std::string& path, const std::string& role, SeatPlan& plan) {
  const EntryResult loaded = LoadEntry(path);
  const std::string option = "--seat " + seat.name + "=" + path + ": ";
  if (!loaded.errors.empty()) return option + loaded.errors.front();
  const auto player = loaded.entry.roles.find(role);
  if (player == loaded.entry.roles.end()) return option + "its agent.yaml names no command for the role " + role;
  plan.policy = player->second.policy;
  plan.command = player->second.command;
  plan.directory = player->second.directory;
  plan.start_limit_s = player->second.start_limit_s;
  plan.entry = path;
  plan.entry_sha256 = loaded.entry.content_sha256;
  return "";
}

// Sets what plays `plan.seat`; a sentence where that is not possible.
std::string Assign(const scenarios::Seat& seat, const std::string& player, SeatPlan& plan) {
  const std::string folder(RoleFolder(seat.role));
  const std::string allowed = "; allowed: " + PoliciesOf(folder) + ", human, ./program, ./directory or exec:\"command\"";
  if (!player.empty() && (player.front() == '.' || player.front() == '/')) return AssignEntry(seat, player, folder, plan);
  if (player == "human") {
    plan.policy = player;
    plan.command.clear();
    return "";
  }
  if (player.rfind("exec:", 0) == 0) {
    plan.command = player.substr(5);
    plan.policy.clear();
    return plan.command.empty() ? "--seat " + seat.name + "=exec: has no command" + allowed : "";
  }
  const std::string name = player.find('/') == std::string::npos ? folder + "/" + player : player;
  if (name.rfind(folder + "/", 0) != 0) return "--seat " + seat.name + "=" + player + ": the policy plays another role than " + folder + allowed;
  if (!Ships(name)) return "--seat " + seat.name + "=" + player + ": no such policy" + allowed;
  plan.policy = name;
  plan.command.clear();
  return "";
}

}  // namespace

bool Ships(std::string_view name) {
  const auto& policies = agents::ShippedPolicies();
  return std::any_of(policies.begin(), policies.end(), [&](const agents::ShippedPolicy& policy) { return policy.name == name; });
}

LocalLineUp LocalPolicies(std::span<const SeatPlan> line_up) {
  std::vector<std::unique_ptr<agents::Policy>> policies;
  for (const SeatPlan& plan : line_up) {
    std::unique_ptr<agents::Policy> policy = agents::MakePolicy(plan.policy);
    if (!policy && plan.policy == "human") return {.seats = nullptr, .error = "seat " + plan.seat + " is played by a person, who does not play --in-process"};
    if (!policy) return {.seats = nullptr, .error = "seat " + plan.seat + " is played by a command, which cannot play --in-process"};
    policies.push_back(std::move(policy));
  }
  return {.seats = std::make_unique<agents::LocalSeats>(std::move(policies)), .error = {}};
}

std::string_view RoleFolder(scenarios::Role role) {
  switch (role) {
    case scenarios::Role::kLaunchProvider:
      return "launch_provider";
    case scenarios::Role::kInspector:
      return "inspector";
    case scenarios::Role::kTarget:
      return "target";
    case scenarios::Role::kAdversary:
      return "adversary";
  }
  return {};
}

LineUp MakeLineUp(const scenarios::Scenario& scenario, const std::vector<std::string>& options) {
  LineUp line_up;
  std::vector<std::string> names;
  for (const scenarios::Seat& seat : scenario.seats) {
    line_up.seats.push_back({.seat = seat.name, .policy = seat.policy});
    names.push_back(seat.name);
  }

  std::set<std::string> given;
  for (const std::string& option : options) {
    const std::size_t equals = option.find('=');
    const std::string name = option.substr(0, equals);
    const auto found = std::find(names.begin(), names.end(), name);
    if (equals == std::string::npos || found == names.end()) {
      std::string all;
      for (const std::string& each : names) all += (all.empty() ? "" : ", ") + each;
      const std::string nearest = Nearest(name, names);
      const std::string what = equals == std::string::npos ? "lacks '='; the form is SEAT=POLICY" : "scenario " + scenario.name + " has no such seat";
      line_up.errors.push_back("--seat " + option + ": " + what + "; seats: " + all +
                               (nearest.empty() || nearest == name ? "" : "; did you mean " + nearest + "?"));
      continue;
    }
    if (!given.insert(name).second) {
      line_up.errors.push_back("--seat " + name + " is given twice");
      continue;
    }
    const std::size_t index = static_cast<std::size_t>(found - names.begin());
    const std::string error = Assign(scenario.seats[index], option.substr(equals + 1), line_up.seats[index]);
    if (!error.empty()) line_up.errors.push_back(error);
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const SeatPlan& plan = line_up.seats[i];
    if (given.count(names[i]) == 0 && !Ships(plan.policy)) {
      line_up.errors.push_back("seat " + names[i] + " of the scenario names the policy \"" + plan.policy + "\", which does not ship; give --seat " + names[i] +
                               "=…");
    }
  }
  return line_up;
}

}  // namespace haze::tools
