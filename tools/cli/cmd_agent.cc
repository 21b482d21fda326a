// `haze agent`: the shipped policies, and one of them as a process.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/policy/policy.h"
#include "agents/sdk/client.h"
#include "tools/cli/command.h"
#include "tools/cli/line_up.h"
#include "tools/cli/output.h"
#include "tools/cli/version.h"

namespace haze::tools {
namespace {

void List(bool json) {
  if (json) {
    nlohmann::ordered_json out;
    out["policies"] = nlohmann::ordered_json::array();
    for (const agents::ShippedPolicy& policy : agents::ShippedPolicies()) out["policies"].push_back({{"name", policy.name}, {"summary", policy.summary}});
    fmt::print("{}\n", out.dump());
    return;
  }
  for (const agents::ShippedPolicy& policy : agents::ShippedPolicies()) fmt::print("{:<28}{}\n", policy.name, policy.summary);
}

std::string_view FolderOf(agents::v1::Briefing::Role role) {
  switch (role) {
    case agents::v1::Briefing::ROLE_LAUNCH_PROVIDER:
      return "launch_provider";
    case agents::v1::Briefing::ROLE_INSPECTOR:
      return "inspector";
    case agents::v1::Briefing::ROLE_TARGET:
      return "target";
    case agents::v1::Briefing::ROLE_ADVERSARY:
      return "adversary";
    default:
      return {};
  }
}

int RunPolicy(const std::string& name) {
  const bool with_role = name.find('/') != std::string::npos;
  std::vector<std::string> known;
  bool found = false;
  for (const agents::ShippedPolicy& policy : agents::ShippedPolicies()) {
    const std::string full(policy.name), bare = full.substr(full.find('/') + 1);
    found = found || name == (with_role ? full : bare);
    known.push_back(with_role ? full : bare);
  }
  if (!found) {
    const std::string nearest = Nearest(name, known);
    return Complain("no policy \"" + name + "\" ships; haze agent list names them" + (nearest.empty() ? "" : "; did you mean " + nearest + "?"), kExitUsage);
  }
  std::string error;
  sdk::AgentOptions options = sdk::OptionsFromEnvironment(error);
  if (!error.empty()) return Complain(error, kExitUsage);
  options.name = name;
  options.version = std::string(kVersion);
  return sdk::RunAgent(
      [&](const agents::v1::Briefing& briefing) { return agents::MakePolicy(with_role ? name : std::string(FolderOf(briefing.role())) + "/" + name); },
      options);
}

}  // namespace

void AddAgentCommand(CLI::App& app, CliResult& result) {
  CLI::App* command = app.add_subcommand("agent", "Shipped policies, and one of them as a process");
  command->require_subcommand(1);
  command->footer("Example:\n  haze agent list");

  auto json = std::make_shared<bool>(false);
  CLI::App* list = command->add_subcommand("list", "The policies that ship");
  list->add_flag("--json", *json, "One JSON object");
  list->footer("Example:\n  haze agent list --json");
  list->callback([json] { List(*json); });

  auto name = std::make_shared<std::string>();
  CLI::App* run = command->add_subcommand("run", "Play every seat that the arbiter at HAZE_ADDRESS offers to the token in HAZE_TOKEN_FILE");
  run->add_option("POLICY", *name, "A shipped policy; without its role it plays the seat's")->required();
  run->footer("Example:\n  HAZE_ADDRESS=unix:/run/user/1000/a.sock HAZE_TOKEN_FILE=token haze agent run inspector/direct");
  run->callback([name, &result] { result.exit_code = RunPolicy(*name); });
}

}  // namespace haze::tools
