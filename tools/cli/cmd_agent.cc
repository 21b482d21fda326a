// `haze agent`: the shipped policies, one of them as a process, and agents of one's own.
#include <filesystem>
#include <fstream>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/policy/policy.h"
#include "agents/sdk/client.h"
#include "tools/check_agent/examine.h"
#include "tools/cli/command.h"
#include "tools/cli/human.h"
#include "tools/cli/line_up.h"
#include "tools/cli/output.h"
#include "tools/cli/version.h"
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
  if (name == "human") return RunHuman();
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

// Plays with the line-up that ships and notes what one seat is told.
class Listening : public match::Seats {
 public:
  Listening(std::unique_ptr<match::Seats> seats, int seat) : seats_(std::move(seats)), seat_(seat) {}
  void Open(int seat, const agents::v1::Briefing& briefing) override {
    if (seat == seat_) lesson.briefing = briefing;
    seats_->Open(seat, briefing);
  }
  void Ask(std::span<const agents::v1::Turn> turns, std::span<const int> seats, std::span<match::SeatAnswer> answers) override {
    for (std::size_t i = 0; i < seats.size(); ++i) {
      if (seats[i] == seat_) lesson.turns.push_back(turns[i]);
    }
    seats_->Ask(turns, seats, answers);
  }
  void Close(int seat, const agents::v1::GameOver& result) override { seats_->Close(seat, result); }
  Lesson lesson;

 private:
  std::unique_ptr<match::Seats> seats_;
  int seat_;
};

// Turns of a real match for a role: six hours of the scenario, or nothing where the role has no seat in it.
std::optional<Lesson> LessonFor(const ScenarioSource& source, const std::string& role) {
  const auto& seats = source.scenario->seats;
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (store::RoleName(seats[i].role) != role) continue;
    LocalLineUp local = LocalPolicies(MakeLineUp(*source.scenario, {}).seats);
    match::Match match(source.scenario, source.tables, MakeMatchKey("", source.scenario->hash, 1), {.seed = 1, .watchdog_ms = 60000});
    Listening listening(std::move(local.seats), static_cast<int>(i));
    match::Play(match, listening);
    return listening.lesson;
  }
  return std::nullopt;
}

// Examines every role that the agent brings (or the one asked for) and says how it behaved.
int Check(const std::string& path, const std::vector<std::string>& command, const std::string& only, bool thorough, bool json) {
  Entry entry;
  if (command.empty()) {
    const EntryResult loaded = LoadEntry(path);
    for (const std::string& error : loaded.errors) Complain(path + ": " + error, kExitUsage);
    if (!loaded.errors.empty()) return kExitUsage;
    entry = loaded.entry;
  } else {
    entry.name = command.front();
    const std::vector<std::string> roles = only.empty() ? std::vector<std::string>{"inspector"} : std::vector<std::string>{only};
    for (const std::string& role : roles) entry.roles[role] = {.policy = {}, .command = "given", .directory = {}, .start_limit_s = 10.0};
  }
  if (!only.empty() && entry.roles.count(only) == 0) return Complain(path + " plays no " + only, kExitUsage);

  nlohmann::ordered_json out = {{"name", entry.name}, {"version", entry.version}, {"content_sha256", entry.content_sha256}};
  out["roles"] = nlohmann::ordered_json::array();
  const ScenarioSource encore = LoadScenario("encore", {"duration_s=21600"});
  ScenarioSource launch;
  bool good = true;
  for (const auto& [role, player] : entry.roles) {
    if (!only.empty() && role != only) continue;
    // A program without a manifest may play any role; two are enough to know its manners.
    if (only.empty() && command.empty() && entry.version.empty() && entry.roles.size() > 2 && role != "inspector") continue;
    const bool needs_launch = role == "launch_provider" || role == "adversary";
    if (needs_launch && !launch.scenario) launch = LoadScenario("victus_haze", {});
    const ScenarioSource& source = needs_launch ? launch : encore;
    for (const std::string& error : source.errors) Complain(error, kExitUsage);
    if (!source.errors.empty()) return kExitUsage;
    const std::optional<Lesson> lesson = LessonFor(source, role);
    if (!lesson) continue;
    ExamineRequest request{.lesson = *lesson, .argv = {}, .directory = player.directory, .start_limit_s = player.start_limit_s};
    if (thorough) request.growth_limit_s = 3600.0;
    std::error_code error;
    request.argv = !command.empty()         ? command
                   : player.command.empty() ? std::vector<std::string>{std::filesystem::read_symlink("/proc/self/exe", error).string(), "agent", "run", player.policy}
                                            : std::vector<std::string>{"/bin/sh", "-c", player.command};
    const Examination exam = Examine(request);
    if (!exam.error.empty()) return Complain(exam.error, kExitIncomplete);
    good = good && exam.passed();
    nlohmann::ordered_json checks = nlohmann::ordered_json::array();
    if (!json) fmt::print("{} ({} s)\n", role, Short(exam.wall_s, 2));
    for (const CheckLine& line : exam.checks) {
      checks.push_back({{"name", line.name}, {"section", line.section}, {"passed", line.passed}, {"informative", line.informative}, {"detail", line.detail}});
      if (!json) {
        fmt::print("  {}  {:<20}{}{}\n", line.informative ? "note" : line.passed ? "pass" : "FAIL", line.name, Printable(line.detail),
                   line.passed || line.section.empty() ? "" : " (docs/protocol.md, " + line.section + ")");
      }
    }
    if (!json && !exam.passed() && !exam.stderr_tail.empty()) fmt::print("its last words:\n{}\n", exam.stderr_tail);
    out["roles"].push_back({{"role", role}, {"passed", exam.passed()}, {"wall_s", exam.wall_s}, {"checks", checks}});
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

  CLI::App* check = command->add_subcommand("check", "Examine an agent's manners: what it says when it is asked, lost, repeated, refused, told to go");
  auto role = std::make_shared<std::string>();
  auto given = std::make_shared<std::vector<std::string>>();
  check->add_option("AGENT", *given, "A directory with agent.yaml, a packed agent, a program, or -- COMMAND and its words")->required()->expected(1, 64);
  check->add_option("--role", *role, "Only this role: launch_provider, inspector, target or adversary")
      ->check(CLI::IsMember({"launch_provider", "inspector", "target", "adversary"}));
  check->add_flag("--json", *json, "One JSON object");
  auto thorough = std::make_shared<bool>(false);
  check->add_flag("--thorough", *thorough, "Memory and descriptors over 10,000 turns, however long they take");
  check->footer("Example:\n  haze agent check my_agent\n  haze agent check --role target -- python3 bot.py\nEach check names its section of docs/protocol.md. Exit code 0: all passed; 1: one did not.");
  check->callback([given, role, thorough, json, &result] {
    const bool is_command = given->size() > 1;
    result.exit_code = Check(given->front(), is_command ? *given : std::vector<std::string>{}, *role, *thorough, *json);
  });

  CLI::App* pack = command->add_subcommand("pack", "Pack an agent's directory as NAME-VERSION.haze.tar.zst: the same files give the same bytes");
  pack->add_option("DIR", *path, "A directory with agent.yaml")->required();
  pack->add_option("-o,--output", *folder, "Where the package goes")->capture_default_str();
  pack->footer("Example:\n  haze agent pack my_agent");
  pack->callback([path, folder, &result] { result.exit_code = Pack(*path, *folder); });
}

}  // namespace haze::tools
