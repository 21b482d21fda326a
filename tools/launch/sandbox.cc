// The words for bubblewrap, and whether they work here.
#include "tools/launch/sandbox.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

namespace haze::tools {
namespace {

constexpr const char* kNobody = "65534";

bool Exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

// The exit code of a program without output; -1 where there is none.
int RunQuietly(const std::vector<std::string>& words) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int fd : {0, 1, 2}) ::dup2(null, fd);
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
  int status = 0;
  if (pid < 0 || ::waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

void Add(std::vector<std::string>& words, std::initializer_list<std::string_view> more) {
  for (const std::string_view word : more) words.emplace_back(word);
}

// Directories that bubblewrap makes by itself are root's alone, and nobody could not pass them.
void AddFolders(std::vector<std::string>& words, std::string_view path) {
  for (std::size_t at = path.find('/', 1); at != std::string_view::npos; at = path.find('/', at + 1)) Add(words, {"--perms", "0755", "--dir", path.substr(0, at)});
}

void AddReadOnly(std::vector<std::string>& words, std::string_view path) {
  AddFolders(words, path);
  Add(words, {"--ro-bind", path, path});
}

std::vector<std::string> Box(bool as_root) {
  std::vector<std::string> words{"bwrap", "--die-with-parent", "--new-session", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"};
  // Root needs no user namespace to build the box; who is nobody inside must be nobody outside as well, or root's files were his.
  if (as_root) {
    Add(words, {"--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"});
  } else {
    Add(words, {"--unshare-user", "--uid", kNobody, "--gid", kNobody});
  }
  Add(words, {"--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc", "--dev", "/dev", "--proc", "/proc", "--perms", "1777", "--tmpfs", "/tmp"});
  for (const char* name : {"bin", "sbin", "lib", "lib32", "lib64"}) {
    const std::string path = std::string("/") + name;
    std::error_code error;
    if (std::filesystem::is_symlink(path, error)) {
      Add(words, {"--symlink", std::string("usr/") + name, path});
    } else if (Exists(path)) {
      Add(words, {"--ro-bind", path, path});
    }
  }
  if (Exists("/opt")) Add(words, {"--ro-bind", "/opt", "/opt"});
  return words;
}

void AddInside(std::vector<std::string>& words, bool as_root) {
  Add(words, {"--"});
  if (as_root) Add(words, {"setpriv", "--reuid", kNobody, "--regid", kNobody, "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--"});
}

}  // namespace

std::vector<int> OwnProcessors() {
  std::vector<int> own;
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return own;
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(static_cast<std::size_t>(i), &set)) own.push_back(i);
  }
  return own;
}

std::vector<int> DealProcessors(const std::vector<int>& all, int count, long turn) {
  const auto size = static_cast<long>(all.size());
  if (count <= 0 || count >= size) return all;
  std::vector<int> dealt;
  for (long i = 0; i < count; ++i) dealt.push_back(all[static_cast<std::size_t>((turn * count + i) % size)]);
  return dealt;
}

std::vector<std::string> SandboxCommand(const SandboxPlan& plan, const AgentLimits& limits, bool as_root) {
  std::vector<std::string> words;
  if (!plan.processors.empty()) {
    std::string list;
    for (const int processor : plan.processors) list += (list.empty() ? "" : ",") + std::to_string(processor);
    Add(words, {"taskset", "--cpu-list", list});
  }
  const std::vector<std::string> box = Box(as_root);
  words.insert(words.end(), box.begin(), box.end());
  AddFolders(words, kInsideSocket);
  Add(words, {"--bind", plan.socket, kInsideSocket, "--ro-bind", plan.token_file, kInsideToken});
  for (const std::string& path : plan.read_only) AddReadOnly(words, path);
  if (!plan.directory.empty()) AddReadOnly(words, plan.directory);
  Add(words, {"--chdir", plan.directory.empty() ? std::string_view("/tmp") : plan.directory});
  Add(words, {"--seccomp", std::to_string(kFilterDescriptor)});
  AddInside(words, as_root);
  // Inside, so that the box itself can still be built.
  Add(words, {"prlimit", "--nofile=" + std::to_string(limits.files), "--fsize=" + std::to_string(limits.file_bytes), "--core=0", "--"});
  return words;
}

std::vector<std::string> SandboxEnvironment(const std::vector<std::string>& outside, const AgentLimits& limits) {
  std::vector<std::string> inside;
  for (const std::string& word : outside) {
    for (const std::string_view name : {"PATH=", "LANG=", "LC_", "TZ=", "PYTHONPATH=", "NODE_PATH="}) {
      if (word.rfind(name, 0) == 0) inside.push_back(word);
    }
  }
  inside.push_back("HOME=/tmp");
  inside.push_back("HAZE_ADDRESS=unix:" + std::string(kInsideSocket));
  inside.push_back("HAZE_TOKEN_FILE=" + std::string(kInsideToken));
  if (limits.processors > 0) {
    for (const char* name : {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"}) inside.push_back(std::string(name) + "=" + std::to_string(limits.processors));
  }
  return inside;
}

SandboxReport ExamineSandbox() {
  SandboxReport report;
  const bool as_root = ::geteuid() == 0;
  if (RunQuietly({"bwrap", "--version"}) != 0) {
    report.missing = "bubblewrap is missing: apt-get install bubblewrap";
    return report;
  }
  std::vector<std::string> words = Box(as_root);
  AddInside(words, as_root);
  Add(words, {"prlimit", "--nofile=64", "--", "true"});
  if (RunQuietly(words) != 0) {
    report.missing =
        "the kernel gives no namespaces: sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000 (in a container: run it with --security-opt seccomp=unconfined, or privileged); "
        "where AppArmor forbids it: sysctl kernel.apparmor_restrict_unprivileged_userns=0";
  }
  AgentGroup probe("haze-probe-" + std::to_string(::getpid()), {});
  if (!probe.error().empty()) report.weaker = probe.error();
  probe.Remove();
  return report;
}

}  // namespace haze::tools
