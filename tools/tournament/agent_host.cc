// Agents in processes of their own.
#include "tools/tournament/agent_host.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <sstream>

#include "arbiter/server/server.h"
#include "tools/launch/launcher.h"
#include "tools/launch/run_directory.h"

namespace haze::tools {
namespace {

// After GameOver and goodbye a process has this long to end by itself.
constexpr std::chrono::milliseconds kLeaveLimit{3000};
// How long Ctrl-C may go unheard.
constexpr std::chrono::milliseconds kLookForInterrupts{50};
constexpr const char* kInterrupted = "interrupted";

// Our own path, so that a list of processes shows which program an agent is.
std::string OwnPath() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "/proc/self/exe" : path.string();
}

SpawnRequest RequestFor(const SeatPlan& plan, const std::string& address, const std::string& token_file, bool debug) {
  SpawnRequest spawn;
  spawn.argv =
      plan.command.empty() ? std::vector<std::string>{OwnPath(), "agent", "run", plan.policy} : std::vector<std::string>{"/bin/sh", "-c", plan.command};
  spawn.env = AgentEnvironment(address, token_file);
  spawn.directory = plan.directory;
  spawn.pass_output = debug || plan.policy == "human";
  return spawn;
}

// Everything that an agent may read beyond the system and its own directory: our program, and the packages that the environment names.
std::vector<std::string> Readable() {
  std::vector<std::string> paths{OwnPath()};
  for (const char* name : {"PYTHONPATH", "NODE_PATH"}) {
    std::istringstream list(std::getenv(name) != nullptr ? std::getenv(name) : "");
    for (std::string path; std::getline(list, path, ':');) {
      std::error_code error;
      if (!path.empty() && path.front() == '/' && std::filesystem::exists(path, error)) paths.push_back(path);
    }
  }
  return paths;
}

void PutIntoBox(SpawnRequest& spawn, const std::string& address, const std::string& token_file, const AgentLimits& limits, std::vector<int> processors) {
  const bool as_root = ::geteuid() == 0;
  const std::string socket = address.substr(std::string_view("unix:").size());
  if (as_root) {
    // Nobody inside is nobody outside: the token is his, and the socket, in a directory that only we can enter, is anybody's.
    // Where that fails the agent cannot come in, and is told so.
    static_cast<void>(::chown(token_file.c_str(), 65534, 65534) + ::chmod(socket.c_str(), 0666));
  }
  spawn.wrap = SandboxCommand({.socket = socket, .token_file = token_file, .directory = spawn.directory, .read_only = Readable(), .processors = std::move(processors)}, limits, as_root);
  spawn.env = SandboxEnvironment(spawn.env, limits);
  spawn.limits = limits;
}

// Result, pid and stderr of each seat once its process has gone.
SeatEnd EndOf(const server::SeatReport& report, const std::optional<ProcessEnd>& end) {
  SeatEnd seat;
  if (report.pid > 0) seat.pid = report.pid;
  seat.outcome = report.fault == match::v1::RESULT_KIND_UNSPECIFIED ? "OK" : store::ResultName(report.fault);
  // A status in the report belongs to a process that ended before the match did.
  if (report.wait_status) {
    if (WIFEXITED(*report.wait_status)) seat.exit_code = WEXITSTATUS(*report.wait_status);
    if (WIFSIGNALED(*report.wait_status)) seat.exit_signal = WTERMSIG(*report.wait_status);
  }
  if (end) seat.stderr_tail = end->stderr_tail;
  return seat;
}

std::chrono::milliseconds Milliseconds(double seconds) { return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000.0)); }

}  // namespace

struct AgentHost::Parts {
  std::unique_ptr<Launcher> launcher;
  RunDirectory directory;
  std::unique_ptr<server::Server> server;
  std::mutex mutex;                           // of `assets`, and of the directory's error text
  std::map<std::string, std::string> assets;  // by SHA-256, of every scenario played so far
  std::atomic<long> tokens{0};
  std::atomic<bool> abandoned{false};
  bool sandbox = false;
  AgentLimits limits;
  std::vector<int> processors = OwnProcessors();
  std::atomic<long> boxed{0};

  // The next agent's, or none where agents are not pinned.
  std::vector<int> Processors() { return limits.processors > 0 ? DealProcessors(processors, limits.processors, boxed++) : std::vector<int>(); }
};

AgentHost::AgentHost(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

AgentHost::StartResult AgentHost::Start(const AgentHostOptions& options) {
  if (options.sandbox && options.transport != Transport::kUnix) return {.host = nullptr, .error = "an agent in a sandbox has no network: it reaches the arbiter by a unix socket only"};
  auto parts = std::make_unique<Parts>();
  parts->sandbox = options.sandbox;
  parts->limits = options.limits;
  Launcher::StartResult launch = Launcher::Start();
  if (!launch.launcher) return {.host = nullptr, .error = launch.error};
  parts->launcher = std::move(launch.launcher);
  if (!parts->directory.error().empty()) return {.host = nullptr, .error = parts->directory.error()};
  parts->launcher->RemoveAtEnd(parts->directory.path());

  server::ServerOptions server_options;
  server_options.listen = options.transport == Transport::kTcp ? "127.0.0.1:0" : "unix:" + parts->directory.path() + "/arbiter.sock";
  server_options.version = options.version;
  server_options.workers = options.matches_at_once;
  server_options.asset = [&state = *parts](const std::string& sha256) -> std::optional<std::string> {
    const std::lock_guard lock(state.mutex);
    const auto found = state.assets.find(sha256);
    return found == state.assets.end() ? std::nullopt : std::optional(found->second);
  };
  server::Server::StartResult start = server::Server::Start(server_options);
  if (!start.server) return {.host = nullptr, .error = start.error};
  parts->server = std::move(start.server);
  parts->launcher->OnEnd([&server = *parts->server](const ProcessEnd& end) { server.ReportProcessEnd(end.pid, end.wait_status); });
  return {.host = std::unique_ptr<AgentHost>(new AgentHost(std::move(parts))), .error = {}};
}

AgentHost::~AgentHost() {
  if (!parts_) return;
  parts_->server->Stop();
  parts_->launcher->OnEnd(nullptr);
}

void AgentHost::Abandon() {
  parts_->abandoned = true;
  parts_->launcher->KillAll();
  parts_->server->Stop(std::chrono::milliseconds(0));
}

SpawnRequest AgentHost::Request(const SeatPlan& plan, const std::string& token_file, bool debug) const {
  SpawnRequest spawn = RequestFor(plan, parts_->server->address(), token_file, debug);
  if (parts_->sandbox && !spawn.pass_output) PutIntoBox(spawn, parts_->server->address(), token_file, parts_->limits, parts_->Processors());
  return spawn;
}

Played AgentHost::Play(const PlayRequest& request) {
  Played played;
  server::Server& server = *parts_->server;
  Launcher& launcher = *parts_->launcher;
  if (request.scenario->astronomy) {
    const std::lock_guard lock(parts_->mutex);
    parts_->assets.emplace(request.scenario->astronomy->sha256, request.astronomy_text);
  }

  server::Submission submission;
  submission.match =
      std::make_unique<match::Match>(request.scenario, request.tables, request.key,
                                     match::MatchOptions{.seed = request.seed, .watchdog_ms = static_cast<std::int64_t>(request.watchdog_s * 1000.0)});
  if (request.observer) submission.observer = [&request](const match::Match&, std::span<const game::Fact> facts) { request.observer(facts); };

  struct Agent {
    server::SessionKey session = 0;
    pid_t pid = -1;
    std::string token_file;
  };
  std::vector<Agent> agents;
  const auto dismiss = [&](bool at_once) {
    for (const Agent& agent : agents) server.EndSession(agent.session);
    std::vector<std::optional<ProcessEnd>> ends;
    if (parts_->abandoned) return std::vector<std::optional<ProcessEnd>>(agents.size());  // all are dead, and their files go with the directory
    const auto deadline = std::chrono::steady_clock::now() + (at_once ? std::chrono::milliseconds(0) : kLeaveLimit);
    for (const Agent& agent : agents) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      std::optional<ProcessEnd> end = launcher.WaitEnd(agent.pid, std::max(left, std::chrono::milliseconds(0)));
      if (!end) {
        launcher.Kill(agent.pid);
        end = launcher.WaitEnd(agent.pid, kLeaveLimit);
      }
      ends.push_back(std::move(end));
      unlink(agent.token_file.c_str());
    }
    return ends;
  };

  const auto interrupted = [&] { return parts_->abandoned || (request.interrupted && request.interrupted()); };
  for (std::size_t i = 0; i < request.line_up.size(); ++i) {
    if (interrupted()) {
      dismiss(true);
      played.void_reason = kInterrupted;
      played.seats.resize(request.line_up.size());
      return played;
    }
    const SeatPlan& plan = request.line_up[i];
    const server::IssuedToken token = server.IssueToken({.entry = plan.Entry(), .seats = {plan.seat}});
    std::string token_file, error;
    {
      const std::lock_guard lock(parts_->mutex);
      token_file = parts_->directory.WriteSecret("token-" + std::to_string(parts_->tokens++), token.token);
      error = parts_->directory.error();
    }
    const SpawnResult spawned =
        token_file.empty() ? SpawnResult{.pid = -1, .error = error} : launcher.Spawn(Request(plan, token_file, request.debug));
    if (spawned.pid < 0) {
      played.error = "the agent of " + plan.seat + " did not start: " + spawned.error;
      server.EndSession(token.session);
      dismiss(true);
      return played;
    }
    server.SetProcess(token.session, spawned.pid);
    if (request.started) request.started(plan.seat, spawned.pid);
    server::Deadlines deadlines;
    deadlines.none = request.debug || plan.policy == "human";  // people take their time
    deadlines.start = Milliseconds(plan.start_limit_s);
    deadlines.watchdog = Milliseconds(request.watchdog_s);
    submission.seats.push_back({.seat = static_cast<int>(i), .session = token.session, .deadlines = deadlines});
    agents.push_back({token.session, spawned.pid, token_file});
  }

  const server::MatchTicket ticket = server.Submit(std::move(submission));
  std::optional<server::MatchReport> ended;
  while (!(ended = server.WaitFor(ticket, kLookForInterrupts)) && !interrupted()) {
  }
  const bool given_up = !ended;
  if (given_up) {
    // Without its agents the match ends at once; how it ends counts for nothing.
    for (const Agent& agent : agents) {
      if (!parts_->abandoned) launcher.Kill(agent.pid);
    }
    ended = server.Wait(ticket);
  }
  server::MatchReport& report = *ended;
  if (given_up || parts_->abandoned) report.void_reason = kInterrupted;
  report.seats.resize(agents.size());  // a match that was given up has no more to tell
  const std::vector<std::optional<ProcessEnd>> ends = dismiss(given_up);
  for (std::size_t i = 0; i < agents.size(); ++i) played.seats.push_back(EndOf(report.seats[i], ends[i]));
  played.match = std::move(report.match);
  played.void_reason = report.void_reason;
  played.wall_s = report.wall_s;
  return played;
}

}  // namespace haze::tools
