// The arbiter's end of the launcher; launcher_process.cc is the other.
#include "tools/launch/launcher.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "tools/launch/message.h"

namespace haze::tools {

struct Launcher::State {
  int fd = -1;
  pid_t pid = -1;
  std::thread reader;
  std::mutex spawning;  // one Spawn at a time, because the answer carries no number
  std::mutex sending;   // messages do not interleave
  std::mutex calling;   // held while the callback runs, so that OnEnd(nullptr) returns after its last call
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<SpawnResult> answer;
  std::set<pid_t> running;
  std::map<pid_t, ProcessEnd> ended;
  bool lost = false;
  std::function<void(const ProcessEnd&)> callback;

  bool Send(const Packer& message);
  void Read();
  void Ended(ProcessEnd end);
  void Lost();
};

bool Launcher::State::Send(const Packer& message) {
  const std::lock_guard lock(sending);
  return SendMessage(fd, message.bytes());
}

void Launcher::State::Ended(ProcessEnd end) {
  const std::lock_guard one(calling);
  std::function<void(const ProcessEnd&)> call;
  {
    const std::lock_guard lock(mutex);
    running.erase(end.pid);
    ended[end.pid] = end;
    call = callback;
  }
  changed.notify_all();
  if (call) call(end);
}

// The children of a dead launcher get SIGKILL from the kernel (PR_SET_PDEATHSIG).
void Launcher::State::Lost() {
  std::set<pid_t> left;
  {
    const std::lock_guard lock(mutex);
    lost = true;
    left = running;
  }
  for (const pid_t gone : left) Ended({.pid = gone, .wait_status = SIGKILL, .stderr_tail = {}, .launcher_lost = true});
  changed.notify_all();
}

void Launcher::State::Read() {
  while (const std::optional<std::string> message = ReceiveMessage(fd)) {
    Unpacker fields(*message);
    LaunchWord word{};
    if (!fields.Take(word)) break;
    std::int64_t number = 0;
    if (word == LaunchWord::kSpawned) {
      SpawnResult result;
      if (!fields.Take(number) || !fields.Take(result.error)) break;
      result.pid = static_cast<pid_t>(number);
      const std::lock_guard lock(mutex);
      if (result.pid > 0) {
        running.insert(result.pid);
        ended.erase(result.pid);  // the number is used again
      }
      answer = result;
      changed.notify_all();
    } else if (word == LaunchWord::kEnded) {
      std::int64_t status = 0;
      ProcessEnd end;
      if (!fields.Take(number) || !fields.Take(status) || !fields.Take(end.stderr_tail)) break;
      end.pid = static_cast<pid_t>(number);
      end.wait_status = static_cast<int>(status);
      Ended(std::move(end));
    }
  }
  Lost();
}

Launcher::Launcher(std::unique_ptr<State> state) : state_(std::move(state)) {}

Launcher::StartResult Launcher::Start(const std::string& executable) {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return {nullptr, std::string("socketpair: ") + ::strerror(errno)};
  const pid_t pid = ::fork();
  if (pid < 0) {
    const std::string error = std::string("fork: ") + ::strerror(errno);
    ::close(pair[0]);
    ::close(pair[1]);
    return {nullptr, error};
  }
  if (pid == 0) {
    // Only calls that are safe between fork and exec. dup2 onto itself would keep close-on-exec, hence the other way.
    if (pair[1] == 3) {
      ::fcntl(3, F_SETFD, 0);
    } else {
      ::dup2(pair[1], 3);
    }
    const char* const argv[] = {"haze-launcher", "--launcher-fd", "3", nullptr};
    ::execv(executable.c_str(), const_cast<char* const*>(argv));
    ::_exit(127);
  }
  ::close(pair[1]);
  auto state = std::make_unique<State>();
  state->fd = pair[0];
  state->pid = pid;
  State* const raw = state.get();
  state->reader = std::thread([raw] { raw->Read(); });
  return {std::unique_ptr<Launcher>(new Launcher(std::move(state))), {}};
}

Launcher::~Launcher() {
  // End of file is the order to kill all and go; the reader stops when the launcher closes its end.
  ::shutdown(state_->fd, SHUT_WR);
  state_->reader.join();
  ::close(state_->fd);
  int status = 0;
  while (::waitpid(state_->pid, &status, 0) < 0 && errno == EINTR) {
  }
}

SpawnResult Launcher::Spawn(const SpawnRequest& request) {
  const std::lock_guard one(state_->spawning);
  Packer message(LaunchWord::kSpawn);
  message.Add(std::string_view(request.directory));
  message.Add(std::int64_t{request.pass_output ? 1 : 0});
  message.Add(request.argv);
  message.Add(request.env);
  message.Add(request.wrap);
  message.Add(request.limits.memory_bytes);
  message.Add(request.limits.tasks);
  if (!state_->Send(message)) return {-1, "the launcher is gone"};
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [&] { return state_->answer.has_value() || state_->lost; });
  if (!state_->answer) return {-1, "the launcher is gone"};
  const SpawnResult result = *state_->answer;
  state_->answer.reset();
  return result;
}

void Launcher::OnEnd(std::function<void(const ProcessEnd&)> callback) {
  const std::lock_guard one(state_->calling);
  std::map<pid_t, ProcessEnd> before;
  {
    const std::lock_guard lock(state_->mutex);
    state_->callback = callback;
    before = state_->ended;
  }
  if (!callback) return;
  for (const auto& [pid, end] : before) callback(end);
}

std::optional<ProcessEnd> Launcher::WaitEnd(pid_t pid, std::chrono::milliseconds limit) {
  std::unique_lock lock(state_->mutex);
  if (!state_->changed.wait_for(lock, limit, [&] { return state_->ended.count(pid) > 0; })) return std::nullopt;
  return state_->ended[pid];
}

void Launcher::Kill(pid_t pid) {
  Packer message(LaunchWord::kKill);
  message.Add(std::int64_t{pid});
  if (!state_->Send(message)) return;  // a launcher that is gone has taken its processes along
}

void Launcher::KillAll() {
  if (!state_->Send(Packer(LaunchWord::kKillAll))) return;  // the same
}

void Launcher::RemoveAtEnd(const std::string& directory) {
  Packer message(LaunchWord::kRemoveAtEnd);
  message.Add(std::string_view(directory));
  if (!state_->Send(message)) return;  // the owner's destructor removes it as well
}

pid_t Launcher::pid() const { return state_->pid; }

std::string DescribeEnd(int wait_status) {
  if (WIFSIGNALED(wait_status)) {
    const int number = WTERMSIG(wait_status);
    const char* const name = ::sigabbrev_np(number);
    return "signal " + std::to_string(number) + (name != nullptr ? std::string(" (SIG") + name + ")" : std::string());
  }
  return "exit code " + std::to_string(WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1);
}

}  // namespace haze::tools
