// Starts agents' processes and outlives none of them: our own binary, re-executed before gRPC starts, is their parent.
//
// The two are joined by a socketpair. When the arbiter ends, however it ends, the launcher reads end of file, kills every
// descendant (it is their subreaper, so double-forked and setsid ones too) and exits.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/launch/sandbox.h"

namespace haze::tools {

struct SpawnRequest {
  std::vector<std::string> argv;  ///< argv[0] is searched in PATH when it holds no '/'
  std::vector<std::string> env;   ///< the whole environment, NAME=value
  std::string directory;          ///< working directory; empty = the arbiter's
  std::vector<std::string> wrap;  ///< words before `argv`: SandboxCommand's; empty: the agent runs as we do, without limits
  AgentLimits limits;             ///< in force with `wrap`
  bool pass_output = false;       ///< stdin, stdout and stderr are the arbiter's, in its process group, and no tail is kept: for a debugger in the agent
};

struct SpawnResult {
  pid_t pid = -1;     ///< -1: nothing runs, and `error` says why
  std::string error;
};

struct ProcessEnd {
  pid_t pid = -1;
  int wait_status = 0;      ///< as waitpid gives it
  std::string stderr_tail;  ///< the last 64 KiB
  bool launcher_lost = false;  ///< the launcher itself died; the process with it
};

/// "exit code 3" or "signal 9 (SIGKILL)".
std::string DescribeEnd(int wait_status);

/// The arbiter's end. All calls may come from any thread.
class Launcher {
 public:
  struct StartResult {
    std::unique_ptr<Launcher> launcher;  ///< null: `error` says why
    std::string error;
  };

  /// Executes `executable --launcher-fd 3`, which has to call LauncherMain(3). Call it before gRPC or any thread starts.
  [[nodiscard]] static StartResult Start(const std::string& executable = "/proc/self/exe");

  /// Kills every process that is left and waits for the launcher's own end.
  ~Launcher();
  Launcher(const Launcher&) = delete;
  Launcher& operator=(const Launcher&) = delete;

  /// Starts a process. It is told nothing of the arbiter but what `env` says; its standard input is empty, unless `pass_output` says otherwise.
  [[nodiscard]] SpawnResult Spawn(const SpawnRequest& request);

  /// Called once for each process that ended, on the launcher's reader thread; ends that came earlier are told at once. A null
  /// callback ends the calls: none runs any more when OnEnd returns. Not to be called from inside the callback.
  void OnEnd(std::function<void(const ProcessEnd&)> callback);

  /// Waits until `pid`, a process that Spawn started, has ended; empty when it has not within `limit`.
  std::optional<ProcessEnd> WaitEnd(pid_t pid, std::chrono::milliseconds limit);

  /// SIGKILL to a process that Spawn started and to everything below it.
  void Kill(pid_t pid);
  void KillAll();

  /// Has a directory, and the plain files and sockets in it, removed when the launcher ends, even after kill -9 of the arbiter.
  void RemoveAtEnd(const std::string& directory);

  pid_t pid() const;

 private:
  struct State;
  explicit Launcher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The launcher's own main: serves the socketpair's end `fd` until end of file. Returns the exit code.
int LauncherMain(int fd);

}  // namespace haze::tools
