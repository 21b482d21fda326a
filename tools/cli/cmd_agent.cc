// `haze agent`: the shipped policies, one of them as a process, and agents of one's own.
#include <filesystem>
#include <fstream>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/policy/policy.h"
#include "agents/sdk/client.h"
#include "tools/cli/command.h"
#include "tools/cli/line_up.h"
#include "tools/cli/output.h"
#include "tools/cli/version.h"
#include "tools/tournament/agent_host.h"
#include "tools/tournament/entry.h"
#include "tools/tournament/match_key.h"
#include "tools/tournament/scenario_source.h"

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

constexpr const char* kManifest = R"(# An agent of haze: haze agent check {0}; haze agent pack {0}
name: {1}
version: "1"
owner: ""
roles:                       # the command that plays each role, run in this directory; leave out what it does not play
  inspector: ./run.sh
needs: {{memory_MiB: 512, cores: 1, start_s: 10}}
)";
// A start that plays: the shipped inspector behind the agent's own door.
constexpr const char* kRun = R"(#!/bin/sh
# HAZE_ADDRESS and HAZE_TOKEN_FILE say where the arbiter is and who this is. Replace the line below by a program of your own.
exec '{}' agent run inspector/direct
)";

int Init(const std::string& directory) {
  namespace fs = std::filesystem;
  if (fs::exists(fs::path(directory) / "agent.yaml")) return Complain(directory + " holds an agent.yaml already", kExitUsage);
  std::error_code error;
  fs::create_directories(directory, error);
  const fs::path run = fs::path(directory) / "run.sh";
  std::string name = fs::absolute(directory).lexically_normal().filename().string();
  if (name.empty()) name = fs::absolute(directory).lexically_normal().parent_path().filename().string();
  std::ofstream(fs::path(directory) / "agent.yaml") << fmt::format(kManifest, directory, name);
  std::ofstream(run) << fmt::format(kRun, fs::read_symlink("/proc/self/exe", error).string());
  fs::permissions(run, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec, error);
  if (error || !fs::exists(run)) return Complain(directory + " cannot be written" + (error ? ": " + error.message() : ""), kExitUsage);
  fmt::print("{0}/agent.yaml and run.sh written; next: haze agent check {0}\n", directory);
  return kExitDone;
}

int Pack(const std::string& directory, const std::string& folder) {
  const PackResult packed = PackEntry(directory, folder);
  for (const std::string& error : packed.errors) Complain(error, kExitUsage);
  if (!packed.errors.empty()) return kExitUsage;
  fmt::print("{}\n", packed.path);
  return kExitDone;
}

// Has every role that the entry brings play an hour of `encore` against what ships.
int Check(const std::string& path, bool json) {
  const EntryResult loaded = LoadEntry(path);
  for (const std::string& error : loaded.errors) Complain(path + ": " + error, kExitUsage);
  if (!loaded.errors.empty()) return kExitUsage;
  const ScenarioSource source = LoadScenario("encore", {"duration_s=3600"});
  for (const std::string& error : source.errors) Complain(error, kExitUsage);
  if (!source.errors.empty()) return kExitUsage;
  const AgentHost::StartResult start = AgentHost::Start({.transport = Transport::kUnix, .version = std::string(kVersion)});
  if (!start.host) return Complain(start.error, kExitIncomplete);

  nlohmann::ordered_json out = {{"name", loaded.entry.name}, {"version", loaded.entry.version}, {"content_sha256", loaded.entry.content_sha256}};
  out["roles"] = nlohmann::ordered_json::array();
  bool good = true;
  for (const scenarios::Seat& seat : source.scenario->seats) {
    const std::string role = store::RoleName(seat.role);
    const auto own = loaded.entry.roles.find(role);
    if (own == loaded.entry.roles.end()) continue;
    PlayRequest request{.scenario = source.scenario, .astronomy = source.astronomy, .astronomy_text = source.astronomy_text};
    request.line_up = MakeLineUp(*source.scenario, {}).seats;
    request.key = MakeMatchKey("", source.scenario->hash, 1);
    request.seed = 1;
    request.watchdog_s = 10.0;
    std::size_t at = 0;
    while (source.scenario->seats[at].name != seat.name) ++at;
    SeatPlan& plan = request.line_up[at];
    plan.policy = own->second.policy;
    plan.command = own->second.command;
    plan.directory = own->second.directory;
    plan.start_limit_s = own->second.start_limit_s;
    const Played played = start.host->Play(request);
    const bool passed = played.error.empty() && played.void_reason.empty() && played.seats[at].outcome == "OK";
    good = good && passed;
    const std::string reason = !played.error.empty() ? played.error : passed ? "" : played.match->Result().reason();
    out["roles"].push_back({{"role", role}, {"passed", passed}, {"reason", reason}, {"wall_s", played.wall_s}});
    if (!json) {
      fmt::print("{} {}: {}\n", passed ? "pass" : "FAIL", role, passed ? fmt::format("played an hour of encore in {} s", Short(played.wall_s, 2)) : Printable(reason));
      if (!passed && !played.seats.empty() && !played.seats[at].stderr_tail.empty()) fmt::print("its last words:\n{}\n", played.seats[at].stderr_tail);
    }
  }
  out["passed"] = good;
  if (json) fmt::print("{}\n", out.dump());
  return good ? kExitDone : kExitNo;
}

}  // namespace

void AddAgentCommand(CLI::App& app, CliResult& result) {
  CLI::App* command = app.add_subcommand("agent", "Shipped policies, one of them as a process, and agents of your own");
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

  auto path = std::make_shared<std::string>();
  auto folder = std::make_shared<std::string>(".");
  CLI::App* init = command->add_subcommand("init", "Write the directory of a new agent");
  init->add_option("DIR", *path, "The directory; its name is the agent's")->required();
  init->footer("Example:\n  haze agent init my_agent");
  init->callback([path, &result] { result.exit_code = Init(*path); });

  CLI::App* check = command->add_subcommand("check", "Have an agent play each of its roles and say how it went");
  check->add_option("AGENT", *path, "A directory with agent.yaml, a packed agent or a program")->required();
  check->add_flag("--json", *json, "One JSON object");
  check->footer("Example:\n  haze agent check my_agent\nExit code 0: every role passed; 1: one did not.");
  check->callback([path, json, &result] { result.exit_code = Check(*path, *json); });

  CLI::App* pack = command->add_subcommand("pack", "Pack an agent's directory as NAME-VERSION.haze.tar.zst: the same files give the same bytes");
  pack->add_option("DIR", *path, "A directory with agent.yaml")->required();
  pack->add_option("-o,--output", *folder, "Where the package goes")->capture_default_str();
  pack->footer("Example:\n  haze agent pack my_agent");
  pack->callback([path, folder, &result] { result.exit_code = Pack(*path, *folder); });
}

}  // namespace haze::tools
