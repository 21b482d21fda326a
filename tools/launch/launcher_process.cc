// The launcher itself: one thread that forks, reaps, reads stderr and, at end of file, leaves nobody behind.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tools/launch/descendants.h"
#include "tools/launch/launcher.h"
#include "tools/launch/message.h"
#include "tools/launch/sandbox.h"

namespace haze::tools {
namespace {

constexpr std::size_t kTailBytes = 64u << 10;

// Every process below an agent carries its number, unless it wipes its environment: so orphans can be told apart.
constexpr const char* kTagName = "HAZE_PROCESS=";

// How often to look again for orphans that could not be told apart. A look reads all of /proc: when many agents end together, one look does for all.
constexpr int kLooks = 200;
constexpr std::chrono::milliseconds kBetweenLooks{20};
using Clock = std::chrono::steady_clock;

int MillisecondsTo(Clock::time_point then) {
  return static_cast<int>(std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::milliseconds>(then - Clock::now()).count()));
}

struct Child {
  std::string tag;
  int stderr_fd = -1;
  std::string tail;
  bool boxed = false;
  std::optional<AgentGroup> group;
};

class LauncherProcess {
 public:
  explicit LauncherProcess(int fd) : fd_(fd) {}
  int Run();

 private:
  bool Serve();
  void Spawn(const SpawnRequest& request);
  void ReadStderr(Child& child);
  void Reap();
  void RemoveOldGroups();
  void SweepOrphans();
  void KillTree(pid_t pid);
  void KillAll();
  void EndEverything();
  void Tell(const Packer& message) { told_ = told_ && SendMessage(fd_, message.bytes()); }

  int fd_;
  int signals_ = -1;
  pid_t arbiter_group_ = 0;
  bool told_ = true;  // false once the arbiter is gone; its end of file comes next
  long spawned_ = 0;
  bool look_again_ = false;  // somebody has died since the last look, or an orphan could not be told apart yet
  Clock::time_point next_look_;
  int looks_left_ = 0;
  std::map<pid_t, Child> children_;
  std::set<std::string> dead_tags_;
  std::vector<std::string> directories_;
  std::vector<AgentGroup> old_groups_;
};

// The filter where bubblewrap looks for it.
bool OpenFilter() {
  const std::vector<sock_filter> filter = SandboxFilter();
  const int fd = ::memfd_create("filter", 0);
  const std::size_t size = filter.size() * sizeof(sock_filter);
  if (fd < 0 || ::write(fd, filter.data(), size) != static_cast<ssize_t>(size) || ::lseek(fd, 0, SEEK_SET) != 0) return false;
  if (fd == kFilterDescriptor) return true;
  return ::dup2(fd, kFilterDescriptor) == kFilterDescriptor && ::close(fd) == 0;
}

[[noreturn]] void BecomeAgent(const SpawnRequest& request, const AgentGroup* group, const std::string& tag, int stderr_fd, int error_fd, pid_t launcher, pid_t arbiter_group) {
  // Ctrl-C is for the arbiter; but only its own group may read the terminal, as a debugger in an agent does.
  ::setpgid(0, request.pass_output ? arbiter_group : 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != launcher) ::_exit(127);  // the launcher died before the line above
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (!request.pass_output) {
    ::dup2(null, STDIN_FILENO);
    ::dup2(null, STDOUT_FILENO);
    ::dup2(stderr_fd, STDERR_FILENO);
  }
  std::vector<char*> argv;
  for (const std::string& word : request.wrap) argv.push_back(const_cast<char*>(word.c_str()));
  for (const std::string& word : request.argv) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  std::vector<char*> env;
  for (const std::string& word : request.env) {
    if (word.rfind(kTagName, 0) != 0) env.push_back(const_cast<char*>(word.c_str()));
  }
  std::string tag_word = kTagName + tag;
  env.push_back(tag_word.data());
  env.push_back(nullptr);
  int error = 0;
  if (!request.wrap.empty() && ((group != nullptr && !group->Enter()) || !OpenFilter())) {
    error = errno;
  } else if (request.wrap.empty() && !request.directory.empty() && ::chdir(request.directory.c_str()) != 0) {
    error = errno;
  } else {
    ::execvpe(argv[0], argv.data(), env.data());
    error = errno;
  }
  if (::write(error_fd, &error, sizeof error) < 0) ::_exit(126);
  ::_exit(127);
}

void LauncherProcess::Spawn(const SpawnRequest& request) {
  Packer answer(LaunchWord::kSpawned);
  int error_pipe[2];
  int stderr_pipe[2];
  if (request.argv.empty() || ::pipe2(error_pipe, O_CLOEXEC) != 0) {
    answer.Add(std::int64_t{-1});
    answer.Add(std::string_view(request.argv.empty() ? "there is no command" : "no descriptor for a pipe"));
    return Tell(answer);
  }
  if (::pipe2(stderr_pipe, O_CLOEXEC) != 0) {
    ::close(error_pipe[0]);
    ::close(error_pipe[1]);
    answer.Add(std::int64_t{-1});
    answer.Add(std::string_view("no descriptor for a pipe"));
    return Tell(answer);
  }
  const pid_t self = ::getpid();
  const std::string tag = std::to_string(self) + "-" + std::to_string(++spawned_);
  std::optional<AgentGroup> group;
  if (!request.wrap.empty() && request.limits.memory_bytes > 0) group.emplace("haze-" + tag, request.limits);
  const bool unlimited = group && !group->error().empty();  // was possible when the arbiter looked: better no agent than one without limits
  const pid_t pid = unlimited ? -1 : ::fork();
  const int fork_error = unlimited ? EAGAIN : errno;
  if (pid == 0) BecomeAgent(request, group ? &*group : nullptr, tag, stderr_pipe[1], error_pipe[1], self, arbiter_group_);
  ::close(error_pipe[1]);
  ::close(stderr_pipe[1]);
  int error = 0;
  if (pid < 0) {
    error = fork_error;
  } else if (::read(error_pipe[0], &error, sizeof error) != sizeof error) {
    error = 0;  // closed by a successful exec
  }
  ::close(error_pipe[0]);
  if (error != 0) {
    if (pid > 0) ::waitpid(pid, nullptr, 0);
    if (group) group->Remove();
    ::close(stderr_pipe[0]);
    answer.Add(std::int64_t{-1});
    answer.Add(std::string_view(request.argv[0] + ": " + ::strerror(error)));
    return Tell(answer);
  }
  ::fcntl(stderr_pipe[0], F_SETFL, O_NONBLOCK);
  children_[pid] = {.tag = tag, .stderr_fd = stderr_pipe[0], .tail = {}, .boxed = !request.wrap.empty(), .group = std::move(group)};
  answer.Add(std::int64_t{pid});
  answer.Add(std::string_view());
  Tell(answer);
}

// At most 1 MiB a call, so that a flood cannot hold the launcher.
void LauncherProcess::ReadStderr(Child& child) {
  char block[16384];
  for (int round = 0; round < 64 && child.stderr_fd >= 0; ++round) {
    const ssize_t got = ::read(child.stderr_fd, block, sizeof block);
    if (got > 0) {
      child.tail.append(block, static_cast<std::size_t>(got));
      if (child.tail.size() > 2 * kTailBytes) child.tail.erase(0, child.tail.size() - kTailBytes);
    } else if (got == 0) {
      ::close(child.stderr_fd);
      child.stderr_fd = -1;
    } else {
      return;
    }
  }
}

void LauncherProcess::Reap() {
  int status = 0;
  pid_t pid = 0;
  while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) {
    const auto it = children_.find(pid);
    if (it == children_.end()) continue;  // an orphan that had come to us
    // The box tells its agent's signal as a shell does.
    if (it->second.boxed && WIFEXITED(status) && WEXITSTATUS(status) > 128) status = WEXITSTATUS(status) - 128;
    ReadStderr(it->second);
    if (it->second.stderr_fd >= 0) ::close(it->second.stderr_fd);
    std::string& tail = it->second.tail;
    if (tail.size() > kTailBytes) tail.erase(0, tail.size() - kTailBytes);
    Packer end(LaunchWord::kEnded);
    end.Add(std::int64_t{pid});
    end.Add(std::int64_t{status});
    end.Add(std::string_view(tail));
    Tell(end);
    dead_tags_.insert(it->second.tag);
    looks_left_ = kLooks;
    look_again_ = true;
    if (it->second.group && !it->second.group->Remove()) old_groups_.push_back(*std::move(it->second.group));
    children_.erase(it);
  }
  RemoveOldGroups();
}

// Whoever is in one has been killed; the kernel takes a moment.
void LauncherProcess::RemoveOldGroups() {
  old_groups_.erase(std::remove_if(old_groups_.begin(), old_groups_.end(), [](AgentGroup& group) { return group.Remove(); }), old_groups_.end());
}

// What a dead agent left behind has come to us, its subreaper. Each kill is reaped in turn, and looks again. A process in the middle
// of exec shows no environment for a moment: then the loop looks again a little later.
void LauncherProcess::SweepOrphans() {
  look_again_ = false;
  next_look_ = Clock::now() + kBetweenLooks;
  for (const pid_t pid : DescendantsOf(::getpid())) {
    if (children_.count(pid) > 0) continue;
    std::ifstream file("/proc/" + std::to_string(pid) + "/environ", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (text.empty()) look_again_ = true;
    for (std::size_t at = 0; at < text.size();) {
      const std::string word = text.c_str() + at;
      if (word.rfind(kTagName, 0) == 0 && dead_tags_.count(word.substr(::strlen(kTagName))) > 0) ::kill(pid, SIGKILL);
      at += word.size() + 1;
    }
  }
}

void LauncherProcess::KillTree(pid_t pid) {
  if (children_.count(pid) == 0) return;  // never a number that the launcher did not give out
  ::kill(pid, SIGSTOP);                   // so that it starts nobody else meanwhile
  KillDescendants(pid);
  ::kill(pid, SIGKILL);
}

// First whom we know, which takes no look at /proc; what they leave behind comes to us.
void LauncherProcess::KillAll() {
  for (const auto& [pid, child] : children_) ::kill(pid, SIGKILL);
  KillDescendants(::getpid());
}

void LauncherProcess::EndEverything() {
  for (;;) {
    KillAll();
    const Clock::time_point again = Clock::now() + kBetweenLooks;
    pid_t pid = 0;
    do {
      pollfd wait{.fd = signals_, .events = POLLIN, .revents = 0};
      ::poll(&wait, 1, MillisecondsTo(again));
      signalfd_siginfo info;
      while (::read(signals_, &info, sizeof info) > 0) {
      }
      while ((pid = ::waitpid(-1, nullptr, WNOHANG)) > 0) {
        const auto child = children_.find(pid);
        if (child == children_.end()) continue;
        if (child->second.group) old_groups_.push_back(*std::move(child->second.group));
        children_.erase(child);
      }
    } while (pid == 0 && Clock::now() < again);
    if (pid < 0 && errno == ECHILD) break;
  }
  RemoveOldGroups();
  for (const std::string& directory : directories_) {
    DIR* const open = ::opendir(directory.c_str());
    if (open == nullptr) continue;
    while (const dirent* item = ::readdir(open)) {
      if (item->d_name[0] != '.') ::unlinkat(::dirfd(open), item->d_name, 0);
    }
    ::closedir(open);
    ::rmdir(directory.c_str());
  }
}

// False at end of file and at a message that makes no sense: either way the arbiter is no longer there to be served.
bool LauncherProcess::Serve() {
  const std::optional<std::string> message = ReceiveMessage(fd_);
  if (!message) return false;
  Unpacker fields(*message);
  LaunchWord word{};
  if (!fields.Take(word)) return false;
  std::int64_t number = 0;
  std::string text;
  switch (word) {
    case LaunchWord::kSpawn: {
      SpawnRequest request;
      if (!fields.Take(request.directory) || !fields.Take(number) || !fields.Take(request.argv) || !fields.Take(request.env) || !fields.Take(request.wrap) ||
          !fields.Take(request.limits.memory_bytes) || !fields.Take(request.limits.tasks)) {
        return false;
      }
      request.pass_output = number != 0;
      Spawn(request);
      return true;
    }
    case LaunchWord::kKill:
      if (!fields.Take(number)) return false;
      KillTree(static_cast<pid_t>(number));
      return true;
    case LaunchWord::kKillAll: KillAll(); return true;
    case LaunchWord::kRemoveAtEnd:
      if (!fields.Take(text)) return false;
      directories_.push_back(text);
      return true;
    case LaunchWord::kSpawned:
    case LaunchWord::kEnded: break;
  }
  return false;
}

int LauncherProcess::Run() {
  ::prctl(PR_SET_NAME, "haze-launcher");
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  arbiter_group_ = ::getpgrp();  // still the group in which the arbiter started us
  ::setpgid(0, 0);
  ::fcntl(fd_, F_SETFD, FD_CLOEXEC);
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t mask;
  sigemptyset(&mask);
  for (const int number : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) sigaddset(&mask, number);
  ::sigprocmask(SIG_BLOCK, &mask, nullptr);
  signals_ = ::signalfd(-1, &mask, SFD_NONBLOCK | SFD_CLOEXEC);

  for (bool go_on = true; go_on;) {
    std::vector<pollfd> waits{{.fd = fd_, .events = POLLIN, .revents = 0}, {.fd = signals_, .events = POLLIN, .revents = 0}};
    std::vector<pid_t> owners{0, 0};
    for (const auto& [pid, child] : children_) {
      if (child.stderr_fd < 0) continue;
      waits.push_back({.fd = child.stderr_fd, .events = POLLIN, .revents = 0});
      owners.push_back(pid);
    }
    const bool look = look_again_ && looks_left_ > 0;
    if (::poll(waits.data(), waits.size(), look ? MillisecondsTo(next_look_) : -1) < 0 && errno != EINTR) break;
    if (look && Clock::now() >= next_look_) {
      --looks_left_;
      SweepOrphans();
    }
    for (std::size_t i = 2; i < waits.size(); ++i) {
      if (waits[i].revents != 0) ReadStderr(children_[owners[i]]);
    }
    if (waits[1].revents != 0) {
      signalfd_siginfo info;
      while (::read(signals_, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo != SIGCHLD) go_on = false;  // asked to end: the same as end of file
      }
      Reap();
    }
    if (go_on && waits[0].revents != 0) go_on = Serve();
  }
  EndEverything();
  return 0;
}

}  // namespace

int LauncherMain(int fd) {
  // Whatever else the arbiter had open is none of the agents' business.
  if (fd > 3) ::close_range(3, static_cast<unsigned>(fd) - 1, 0);
  ::close_range(static_cast<unsigned>(fd) + 1, ~0U, 0);
  return LauncherProcess(fd).Run();
}

}  // namespace haze::tools
