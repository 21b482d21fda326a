// A match whose agents play in processes of their own, over gRPC.
#include <sys/wait.h>

#include <chrono>
#include <filesystem>

#include "arbiter/server/server.h"
#include "arbiter/store/rows.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/played.h"
#include "tools/cli/version.h"
#include "tools/launch/launcher.h"
#include "tools/launch/run_directory.h"

namespace haze::tools {
namespace {

// After GameOver and goodbye a process has this long to end by itself.
constexpr std::chrono::milliseconds kLeaveLimit{3000};
// How long Ctrl-C may go unheard.
constexpr std::chrono::milliseconds kLookForInterrupts{100};

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
  spawn.pass_output = debug;
  return spawn;
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

}  // namespace

Played PlayInProcesses(const PlayRequest& request) {
  Played played;
  Launcher::StartResult launch = Launcher::Start();
  if (!launch.launcher) {
    played.error = launch.error;
    return played;
  }
  Launcher& launcher = *launch.launcher;
  RunDirectory directory;
  if (!directory.error().empty()) {
    played.error = directory.error();
    return played;
  }
  launcher.RemoveAtEnd(directory.path());

  server::ServerOptions options;
  options.listen = request.transport == Transport::kTcp ? "127.0.0.1:0" : "unix:" + directory.path() + "/arbiter.sock";
  options.version = std::string(kVersion);
  options.asset = [&request](const std::string& sha256) -> std::optional<std::string> {
    const auto& file = request.scenario->astronomy;
    return file && file->sha256 == sha256 ? std::optional(request.astronomy_text) : std::nullopt;
  };
  server::Server::StartResult start = server::Server::Start(options);
  if (!start.server) {
    played.error = start.error;
    return played;
  }
  server::Server& server = *start.server;

  server::Submission submission;
  submission.match =
      std::make_unique<match::Match>(request.scenario, request.astronomy, request.key,
                                     match::MatchOptions{.seed = request.seed, .watchdog_ms = static_cast<std::int64_t>(request.watchdog_s * 1000.0)});
  if (request.observer) submission.observer = [&request](const match::Match&, std::span<const game::Fact> facts) { request.observer(facts); };

  const auto leave = [&server, &launcher] {
    server.Stop();
    launcher.OnEnd(nullptr);
  };
  launcher.OnEnd([&server](const ProcessEnd& end) { server.ReportProcessEnd(end.pid, end.wait_status); });
  std::vector<server::SessionKey> sessions;
  std::vector<pid_t> pids;
  for (std::size_t i = 0; i < request.line_up.size(); ++i) {
    const SeatPlan& plan = request.line_up[i];
    const server::IssuedToken token = server.IssueToken({.entry = plan.Entry(), .seats = {plan.seat}});
    const std::string token_file = directory.WriteSecret("token-" + std::to_string(i), token.token);
    const SpawnResult spawned =
        token_file.empty() ? SpawnResult{.pid = -1, .error = directory.error()} : launcher.Spawn(RequestFor(plan, server.address(), token_file, request.debug));
    if (spawned.pid < 0) {
      played.error = "the agent of " + plan.seat + " did not start: " + spawned.error;
      leave();
      return played;
    }
    server.SetProcess(token.session, spawned.pid);
    if (request.started) request.started(plan.seat, spawned.pid);
    server::Deadlines deadlines;
    deadlines.none = request.debug;
    deadlines.watchdog = std::chrono::milliseconds(static_cast<std::int64_t>(request.watchdog_s * 1000.0));
    submission.seats.push_back({.seat = static_cast<int>(i), .session = token.session, .deadlines = deadlines});
    sessions.push_back(token.session);
    pids.push_back(spawned.pid);
  }

  const server::MatchTicket ticket = server.Submit(std::move(submission));
  std::optional<server::MatchReport> ended;
  while (!(ended = server.WaitFor(ticket, kLookForInterrupts)) && !Interrupted()) {
  }
  if (!ended) {
    // Stopping voids the match and says goodbye to the agents.
    server.Stop();
    ended = server.Wait(ticket);
    ended->void_reason = "interrupted";
  } else {
    for (const server::SessionKey session : sessions) server.EndSession(session);
  }
  server::MatchReport& report = *ended;
  report.seats.resize(pids.size());  // a match that was given up has no more to tell
  for (std::size_t i = 0; i < pids.size(); ++i) {
    std::optional<ProcessEnd> end = launcher.WaitEnd(pids[i], kLeaveLimit);
    if (!end) {
      launcher.Kill(pids[i]);
      end = launcher.WaitEnd(pids[i], kLeaveLimit);
    }
    played.seats.push_back(EndOf(report.seats[i], end));
  }
  leave();
  played.match = std::move(report.match);
  played.void_reason = report.void_reason;
  played.wall_s = report.wall_s;
  return played;
}

}  // namespace haze::tools
