// A launched agent's box: what it sees of this machine, and how much of it it may take. By bubblewrap, a system call filter and control groups.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace haze::tools {

/// Of one agent with everything below it.
struct AgentLimits {
  std::int64_t memory_bytes = std::int64_t{4} << 30;  ///< resident, by a control group (0: no group, neither for tasks); never by RLIMIT_AS: numeric libraries reserve address space
  std::int64_t tasks = 512;                           ///< processes and threads, by a control group
  std::int64_t files = 1024;                          ///< descriptors of a process
  std::int64_t file_bytes = std::int64_t{64} << 20;   ///< of one file
  int processors = 0;                                 ///< pinned to so many, and numeric libraries told (OMP_NUM_THREADS and the like); 0: neither
};

struct SandboxPlan {
  std::string socket;                  ///< the arbiter's unix socket on this machine
  std::string token_file;
  std::string directory;               ///< the agent's own, read-only inside; may be empty
  std::vector<std::string> read_only;  ///< further files and directories that it may read
  std::vector<int> processors;         ///< it runs on these alone; empty: on all
};

/// The processors that this process may use, by number, ascending.
std::vector<int> OwnProcessors();

/// The processors of the `turn`-th agent (from 0) of those that get `count` each: dealt out of `all` in turn, so that as few as possible share one. All of them where
/// `count` is 0 or more than there are.
std::vector<int> DealProcessors(const std::vector<int>& all, int count, long turn);

/// What the agent calls its own inside.
inline constexpr std::string_view kInsideSocket = "/run/haze/arbiter.sock";
inline constexpr std::string_view kInsideToken = "/run/haze/token";
/// Where bubblewrap finds the filter: a descriptor that the launcher opens for it.
inline constexpr int kFilterDescriptor = 10;

/// The words before an agent's own command: bubblewrap with the plan, and what takes root's rights away where haze runs as root.
/// Inside: the system's programs and libraries read-only, an empty /tmp, no network, its own processes only, nobody's rights.
std::vector<std::string> SandboxCommand(const SandboxPlan& plan, const AgentLimits& limits, bool as_root);

/// The environment inside: of `outside` only PATH, LANG, LC_*, TZ, PYTHONPATH and NODE_PATH, and how to find the arbiter.
std::vector<std::string> SandboxEnvironment(const std::vector<std::string>& outside, const AgentLimits& limits);

/// Refuses by error codes what no agent needs: sockets but unix ones, namespaces, mounts, tracing, kernel modules and keys, io_uring, other processors; clone3, whose flags
/// a filter cannot see, "does not exist" (ENOSYS), and libraries use clone.
std::vector<sock_filter> SandboxFilter();

/// What this machine lacks, each with its cure; empty: everything is there.
struct SandboxReport {
  std::string missing;       ///< the box itself: nothing can be sandboxed
  std::string weaker;        ///< memory and tasks cannot be bounded
};
SandboxReport ExamineSandbox();

/// A control group of one agent, made by the launcher; version 2, else version 1.
///
/// Version 2 gives a group controllers only where no process is in the group above: where the calling process is, it moves into a group "haze-arbiter-PID" below its
/// own first, and agents' groups lie beside that one.
class AgentGroup {
 public:
  /// Nothing was made where `error()` is not empty. `root` is where the kernel shows the groups, `own` where it tells this process's (tests give others).
  AgentGroup(std::string_view name, const AgentLimits& limits, const std::string& root = "/sys/fs/cgroup", const std::string& own = "/proc/self/cgroup");
  const std::string& error() const { return error_; }
  /// The calling process enters; to be called between fork and exec. False: it did not.
  [[nodiscard]] bool Enter() const;
  /// Kills who is inside and removes the group. False: somebody is still dying; call again.
  bool Remove();

 private:
  std::vector<std::string> directories_;
  std::string error_;
};

}  // namespace haze::tools
