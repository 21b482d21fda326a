// `haze play`: one match, kept in the store.
#include <algorithm>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "arbiter/store/rows.h"
#include "arbiter/store/store.h"
#include "scenarios/load.h"
#include "tools/cli/command.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/match_json.h"
#include "tools/cli/narrator.h"
#include "tools/cli/output.h"
#include "tools/cli/sandbox_option.h"
#include "tools/cli/line_up.h"
#include "tools/tournament/scenario_source.h"
#include "tools/cli/version.h"
#include "tools/tournament/agent_host.h"
#include "tools/tournament/match_key.h"

namespace haze::tools {
namespace {

struct PlayOptions {
  std::string scenario = "victus_haze";
  std::int64_t seed = 1;
  std::vector<std::string> seats, sets;
  bool in_process = false, tcp = false, json = false, watch = false, debug = false;
  double watchdog_s = 60.0;
  std::string db;
  SandboxOption sandbox;
};

// Prints the timeline while the match runs.
std::function<void(std::span<const game::Fact>)> Watcher(const scenarios::Scenario& scenario, bool json) {
  auto narrator = std::make_shared<Narrator>();
  return [narrator, &scenario, json](std::span<const game::Fact> facts) {
    for (const store::FactRow& fact : store::NamedFacts(scenario, facts)) {
      const std::optional<std::string> words = narrator->Tell(fact);
      if (words) fmt::print(json ? stderr : stdout, "{}\n", TimelineLine(static_cast<double>(fact.t_us) * 1e-6, *words));
    }
    std::fflush(nullptr);
  };
}

void PrintSummary(const store::MatchRows& rows, const PlayOptions& options) {
  const bool colour = StdoutIsTerminal();
  if (!options.watch) {
    for (const std::string& line : Timeline(rows)) fmt::print("{}\n", line);
  }
  const std::string score = ScoreLine(rows);
  if (!score.empty()) fmt::print("{}\n", TimelineLine(rows.attempt.sim_duration_s.value_or(0.0), Paint(score, "1", colour)));
  fmt::print("\n{}\n", Paint(ResultWords(rows.attempt), "1", colour));
  fmt::print("match {} (practice, seed {}), {} turns in {} s, digest {}; kept in {}\n", rows.attempt.match_id.substr(0, 8), rows.attempt.seed,
             rows.attempt.turns.value_or(0), Short(rows.attempt.wall_s.value_or(0.0), 2), rows.attempt.digest.empty() ? "-" : rows.attempt.digest, options.db);
}

// What an agent that failed wrote last, so that its author need not ask for it: at most 20 lines.
void PrintLastWords(const PlayRequest& request, const Played& played) {
  for (std::size_t i = 0; i < played.seats.size(); ++i) {
    const std::string& tail = played.seats[i].stderr_tail;
    if (played.seats[i].outcome == "OK" || tail.empty()) continue;
    std::size_t from = tail.size();
    for (int lines = 0; from > 0 && (lines < 20 || tail[from - 1] != '\n'); --from) lines += tail[from - 1] == '\n' ? 1 : 0;
    fmt::print(stderr, "last words of {}:\n", request.line_up[i].seat);
    for (std::size_t end = 0; from < tail.size(); from = end + 1) {
      end = std::min(tail.find('\n', from), tail.size());
      fmt::print(stderr, "  {}\n", Printable(std::string_view(tail).substr(from, end - from)));
    }
    // The first thing that goes wrong for a newcomer. The package lies beside the scenarios, in a checkout as where haze is installed.
    const std::filesystem::path sdk = (std::filesystem::path(scenarios::ScenarioFolder()) / "../agents/python").lexically_normal();
    if (tail.find("No module named 'haze'") != std::string::npos && std::filesystem::exists(sdk / "haze")) {
      fmt::print(stderr, "that Python does not find haze's package: export PYTHONPATH={}, or pip install {}\n", sdk.string(), sdk.string());
    }
  }
}

int Run(PlayOptions& options) {
  if (options.sandbox.mode != "off" && (options.in_process || options.tcp)) return Complain("--sandbox needs processes and a unix socket: without --in-process and --tcp", kExitUsage);
  if (options.in_process && options.tcp) return Complain("--in-process and --tcp exclude each other", kExitUsage);
  if (!(options.watchdog_s > 0.0) || options.watchdog_s > 86400.0) {
    return Complain(fmt::format("--watchdog-s is {}; allowed: more than 0, at most 86400", options.watchdog_s), kExitUsage);
  }
  const ScenarioSource source = LoadScenario(options.scenario, options.sets);
  for (const std::string& error : source.errors) fmt::print(stderr, "{}\n", Printable(error));
  if (!source.errors.empty()) return kExitUsage;
  const LineUp line_up = MakeLineUp(*source.scenario, options.seats);
  for (const std::string& error : line_up.errors) Complain(error, kExitUsage);
  if (!line_up.errors.empty()) return kExitUsage;

  PlayRequest request;
  request.scenario = source.scenario;
  request.tables = source.tables;
  request.astronomy_text = source.astronomy_text;
  request.line_up = line_up.seats;
  request.key = MakeMatchKey("", source.scenario->hash, options.seed);
  request.seed = options.seed;
  request.transport = options.in_process ? Transport::kInProcess : options.tcp ? Transport::kTcp : Transport::kUnix;
  request.watchdog_s = options.watchdog_s;
  request.debug = options.debug;
  if (options.watch) request.observer = Watcher(*source.scenario, options.json);
  request.started = [](const std::string& seat, pid_t pid) { fmt::print(stderr, "{} plays as process {}\n", seat, pid); };

  if (const int code = TakeSandbox(options.sandbox); code != kExitDone) return code;
  request.interrupted = Interrupted;
  CatchInterrupts();
  store::Store store(options.db);
  store.AddScenario(*source.scenario);
  if (source.scenario->astronomy) store.AddAsset({source.scenario->astronomy->sha256, source.scenario->astronomy->file, source.astronomy_text});
  store::MatchRows rows = RowsAtBeginning(request, kVersion);
  store.Begin(rows);

  fmt::print(stderr, "{}, seed {} (practice: everybody can compute what it draws)\n", source.scenario->name, options.seed);
  Played played;
  if (request.transport == Transport::kInProcess) {
    played = PlayInProcess(request, LocalPolicies);
  } else if (const AgentHost::StartResult start = AgentHost::Start({.transport = request.transport, .version = std::string(kVersion), .sandbox = options.sandbox.sandbox, .limits = options.sandbox.limits}); start.host) {
    played = start.host->Play(request);
  } else {
    played.error = start.error;
  }
  FillEnd(played, *source.scenario, rows);
  store.Finish(rows);
  store.Close();
  if (!played.error.empty()) Complain(played.error, kExitIncomplete);
  PrintLastWords(request, played);

  if (options.json) {
    fmt::print("{}\n", MatchJson(rows));
  } else {
    PrintSummary(rows, options);
  }
  if (Interrupted() && !played.void_reason.empty()) return kExitInterrupted;
  return rows.attempt.result.rfind("VOID_", 0) == 0 ? kExitIncomplete : kExitDone;
}

}  // namespace

void AddPlayCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<PlayOptions>();
  CLI::App* command = app.add_subcommand("play", "Play one match and keep it in the store");
  command->add_option("SCENARIO", options->scenario, "A shipped scenario or a file")->capture_default_str();
  command->add_option("--seed", options->seed, "Which draw of the scenario")->capture_default_str();
  command->add_option("--seat", options->seats, "SEAT=POLICY (a shipped policy), SEAT=human (you, by typing), SEAT=./bot.py, SEAT=./directory (with agent.yaml) or SEAT=exec:\"command\"; repeatable")
      ->type_name("SEAT=PLAYER")
      ->allow_extra_args(false)
      ->take_all();
  command->add_option("--set", options->sets, "Change one value of the scenario; repeatable, part of the scenario's hash")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false)
      ->take_all();
  command->add_flag("--in-process", options->in_process, "Policies play in this process, without gRPC");
  command->add_flag("--tcp", options->tcp, "Agents connect over TCP on this machine instead of a unix socket");
  command->add_flag("--json", options->json, "One JSON object on stdout, everything else on stderr");
  command->add_flag("--watch", options->watch, "The timeline as it happens");
  command->add_option("--watchdog-s", options->watchdog_s, "Charged time after which a silent agent forfeits")->type_name("SECONDS")->capture_default_str();
  command->add_flag("--debug", options->debug, "No deadlines; agents use this terminal, so that breakpoint() in one gives a prompt");
  AddSandboxOption(*command, options->sandbox);
  AddDbOption(*command, options->db);
  command->footer(
      "Example:\n  haze play encore --seed 3 --seat red.target=sunlock --set vehicles.jackal.dv_mps=200\n"
      "Exit code 0 for any result, 6 for a void match.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
