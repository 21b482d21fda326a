// An agent in its box: nothing that it tries gets out, each limit holds, and nobody is left after kill -9 of whoever guards it.
#include "tools/launch/sandbox.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/fault/wait_for.h"
#include "tools/launch/descendants.h"
#include "tools/launch/launcher.h"
#include "tools/launch/run_directory.h"

namespace haze::tools {
namespace {

using std::chrono::seconds;
using test::Fifo;
using test::WaitUntilGone;

// A request for `argv` in the box; the socket is a plain file where none is needed.
SpawnRequest Boxed(RunDirectory& directory, std::vector<std::string> argv, AgentLimits limits, std::vector<std::string> readable) {
  const bool as_root = ::geteuid() == 0;
  const std::string socket = directory.path() + "/arbiter.sock", token = directory.path() + "/token";
  for (const std::string& file : {socket, token}) std::ofstream(file, std::ios::app) << "";
  if (as_root && ::chown(token.c_str(), 65534, 65534) != 0) ADD_FAILURE() << token;
  return {.argv = std::move(argv),
          .env = SandboxEnvironment({"PATH=/usr/bin:/bin", "HAZE_SECRET=x", "HAZE_DB=x", "HOME=/root"}, limits),
          .directory = {},
          .wrap = SandboxCommand({.socket = socket, .token_file = token, .directory = {}, .read_only = std::move(readable), .processors = DealProcessors(OwnProcessors(), limits.processors, 0)}, limits, as_root),
          .limits = limits,
          .pass_output = false};
}

class Sandbox : public testing::Test {
 protected:
  void SetUp() override {
    const SandboxReport report = ExamineSandbox();
    if (!report.missing.empty()) GTEST_SKIP() << report.missing;
    grouped_ = report.weaker.empty();
    auto [launcher, error] = Launcher::Start();
    ASSERT_NE(launcher, nullptr) << error;
    launcher_ = std::move(launcher);
  }
  // What a program of Python's said and how it ended.
  ProcessEnd Python(const std::string& text, AgentLimits limits = {}) {
    if (!grouped_) limits.memory_bytes = 0;
    const SpawnResult spawned = launcher_->Spawn(Boxed(directory_, {"python3", "-c", text}, limits, {}));
    EXPECT_GT(spawned.pid, 0) << spawned.error;
    return launcher_->WaitEnd(spawned.pid, seconds(60)).value_or(ProcessEnd{});
  }
  bool grouped_ = false;
  RunDirectory directory_;
  std::unique_ptr<Launcher> launcher_;
};

TEST_F(Sandbox, NoAttemptToEscapeSucceeds) {
  const std::string secret = directory_.WriteSecret("secret", "of the arbiter");
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0), abstract = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof name;
  ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&name), size), 0);
  ASSERT_EQ(::listen(listener, 8), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&name), &size), 0);
  sockaddr_un hidden{};
  hidden.sun_family = AF_UNIX;
  const std::string words = "haze-outside-" + std::to_string(::getpid());
  std::memcpy(hidden.sun_path + 1, words.data(), words.size());
  ASSERT_EQ(::bind(abstract, reinterpret_cast<const sockaddr*>(&hidden), static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + words.size())), 0);
  ASSERT_EQ(::listen(abstract, 8), 0);

  const std::string script = HAZE_SOURCE_DIR "/tests/fault/escape_agent.py";
  const std::vector<std::string> argv{"sh", "-c", "exec python3 " + script + " " + secret + " " + std::to_string(ntohs(name.sin_port)) + " " + std::to_string(::getpid()) + " >&2"};
  AgentLimits limits;
  if (!grouped_) limits.memory_bytes = 0;
  const SpawnResult spawned = launcher_->Spawn(Boxed(directory_, argv, limits, {script}));
  ASSERT_GT(spawned.pid, 0) << spawned.error;
  const auto end = launcher_->WaitEnd(spawned.pid, seconds(60));
  ASSERT_TRUE(end);
  EXPECT_EQ(end->stderr_tail, "40 tried\n") << "what stands before the last line has worked";
  ::close(listener);
  ::close(abstract);
}

TEST_F(Sandbox, ASocketThatTheArbiterOpenedIsReachedAndTmpIsWritable) {
  const std::string path = directory_.path() + "/arbiter.sock";
  const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::memcpy(name.sun_path, path.data(), path.size());
  ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
  ASSERT_EQ(::listen(listener, 8), 0);
  ::chmod(path.c_str(), 0666);
  const ProcessEnd end = Python(
      "import os, socket, tempfile\n"
      "link = socket.socket(socket.AF_UNIX)\n"
      "link.connect(os.environ['HAZE_ADDRESS'][5:])\n"
      "open(os.environ['HAZE_TOKEN_FILE']).read()\n"
      "tempfile.TemporaryFile().write(b'x')\n");
  EXPECT_EQ(DescribeEnd(end.wait_status), "exit code 0") << end.stderr_tail;
  ::close(listener);
}

TEST_F(Sandbox, MemoryIsBoundedByWhatIsResidentNotByAddresses) {
  if (!grouped_) GTEST_SKIP() << "no control group may be made here";
  const AgentLimits limits{.memory_bytes = 128 << 20};
  const std::string reserve = "import mmap\nplace = mmap.mmap(-1, 8 << 30)\n";
  EXPECT_EQ(DescribeEnd(Python(reserve + "held = bytearray(60 << 20)\n", limits).wait_status), "exit code 0");
  EXPECT_EQ(DescribeEnd(Python(reserve + "held = b'x' * (200 << 20)\n", limits).wait_status), "signal 9 (SIGKILL)");
}

// The box's own processes count: bubblewrap's two and the agent's first.
TEST_F(Sandbox, TasksAreBounded) {
  if (!grouped_) GTEST_SKIP() << "no control group may be made here";
  const std::string fork =
      "import os, sys, time\n"
      "made = 0\n"
      "try:\n"
      "  while made < 60:\n"
      "    if os.fork() == 0: time.sleep(1000)\n"
      "    made += 1\n"
      "except OSError: pass\n"
      "print(made, file=sys.stderr)\n";
  for (const int tasks : {20, 21}) {
    const int made = std::stoi(Python(fork, {.tasks = tasks}).stderr_tail);
    EXPECT_GE(made, tasks - 4);
    EXPECT_LT(made, tasks);
  }
}

TEST_F(Sandbox, DescriptorsAreBounded) {
  const std::string open =
      "import os\n"
      "held = [0, 1, 2]\n"
      "for i in range(%): held.append(os.open('/dev/null', os.O_RDONLY))\n";
  for (const int more : {-1, 0, 1}) {
    std::string text = open;
    text.replace(text.find('%'), 1, std::to_string(64 - 3 + more));
    const ProcessEnd end = Python(text, {.files = 64});
    EXPECT_EQ(DescribeEnd(end.wait_status), more > 0 ? "exit code 1" : "exit code 0") << more << end.stderr_tail;
  }
}

TEST_F(Sandbox, FilesAreBounded) {
  for (const int more : {-1, 0, 1}) {
    const ProcessEnd end = Python("with open('/tmp/x', 'wb', buffering=0) as file:\n  while (left := " + std::to_string(4096 + more) +
                                      " - file.tell()) > 0: file.write(b'x' * left)\n",
                                  {.file_bytes = 4096});
    EXPECT_EQ(DescribeEnd(end.wait_status), more > 0 ? "exit code 1" : "exit code 0") << more << end.stderr_tail;
  }
}

TEST_F(Sandbox, NumericLibrariesAreToldTheirProcessors) {
  const ProcessEnd end = Python("import os, sys; print(os.environ['OMP_NUM_THREADS'], os.environ['OPENBLAS_NUM_THREADS'], os.environ['MKL_NUM_THREADS'], file=sys.stderr)", {.processors = 3});
  EXPECT_EQ(end.stderr_tail, "3 3 3\n");
}

TEST_F(Sandbox, AnAgentStaysOnItsProcessors) {
  const std::string text =
      "import os, sys\n"
      "before = os.sched_getaffinity(0)\n"
      "try: os.sched_setaffinity(0, range(os.cpu_count()))\n"
      "except PermissionError: pass\n"
      "print(*before, '|', *os.sched_getaffinity(0), file=sys.stderr)\n";
  const std::string first = std::to_string(OwnProcessors().at(0));
  EXPECT_EQ(Python(text, {.processors = 1}).stderr_tail, first + " | " + first + "\n");
}

TEST(Processors, AreDealtOutInTurn) {
  const std::vector<int> all{0, 1, 4, 5, 6};
  EXPECT_EQ(DealProcessors(all, 2, 0), (std::vector<int>{0, 1}));
  EXPECT_EQ(DealProcessors(all, 2, 1), (std::vector<int>{4, 5}));
  EXPECT_EQ(DealProcessors(all, 2, 2), (std::vector<int>{6, 0}));
  EXPECT_EQ(DealProcessors(all, 5, 7), all);
  EXPECT_EQ(DealProcessors(all, 0, 1), all);
}

// A tree of files as the kernel shows version 2, which this machine may not have.
class GroupFiles : public testing::Test {
 protected:
  GroupFiles() {
    Write("cgroup/cgroup.controllers", "cpu memory pids\n");
    Write("cgroup/user/scope/cgroup.subtree_control", "");
    Write("own", "0::/user/scope\n");
  }
  void Write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(directory_.path()) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  std::string Read(const std::string& name) const {
    std::ifstream file(std::filesystem::path(directory_.path()) / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  bool There(const std::string& name) const { return std::filesystem::exists(std::filesystem::path(directory_.path()) / name); }
  AgentGroup Make() { return AgentGroup("haze-1-1", {.memory_bytes = 1 << 30, .tasks = 512}, directory_.path() + "/cgroup", directory_.path() + "/own"); }

  RunDirectory directory_;
};

TEST_F(GroupFiles, OfVersion2BoundMemoryWithoutSwapAndTasksAndTakeTheProcessThatEnters) {
  AgentGroup group = Make();
  EXPECT_EQ(group.error(), "");
  EXPECT_EQ(Read("cgroup/user/scope/cgroup.subtree_control"), "+memory +pids");
  EXPECT_EQ(Read("cgroup/user/scope/haze-1-1/memory.max"), "1073741824");
  EXPECT_EQ(Read("cgroup/user/scope/haze-1-1/memory.swap.max"), "0");
  EXPECT_EQ(Read("cgroup/user/scope/haze-1-1/pids.max"), "512");
  EXPECT_TRUE(group.Enter());
  EXPECT_EQ(Read("cgroup/user/scope/haze-1-1/cgroup.procs"), "0");
  // Nobody's number in the list of processes kills nobody: this test goes on.
  EXPECT_TRUE(group.Remove());
}

TEST_F(GroupFiles, OfAnArbiterThatHasMovedLieBesideItsGroup) {
  Write("cgroup/user/scope/haze-arbiter-7/cgroup.procs", "7\n");
  Write("own", "0::/user/scope/haze-arbiter-7\n");
  EXPECT_EQ(Make().error(), "");
  EXPECT_TRUE(There("cgroup/user/scope/haze-1-1/memory.max"));
  EXPECT_FALSE(There("cgroup/user/scope/haze-arbiter-7/haze-1-1"));
}

TEST_F(GroupFiles, ThatCannotBeMadeLeaveNothingAndSayTheCure) {
  std::filesystem::remove(directory_.path() + "/cgroup/user/scope/cgroup.subtree_control");
  Write("cgroup/user/scope/cgroup.subtree_control/nobody writes to a directory", "");
  const AgentGroup group = Make();
  EXPECT_NE(group.error().find("Delegate=yes"), std::string::npos);
  EXPECT_FALSE(There("cgroup/user/scope/haze-1-1"));
}

TEST_F(Sandbox, ASignalIsToldAsASignalAndNothingIsLeftInControlGroups) {
  EXPECT_EQ(DescribeEnd(Python("import os; os.kill(os.getpid(), 11)").wait_status), "signal 11 (SIGSEGV)");
  const std::string mark = "haze-" + std::to_string(launcher_->pid()) + "-";
  launcher_.reset();
  for (const char* tree : {"/sys/fs/cgroup/memory", "/sys/fs/cgroup/pids", "/sys/fs/cgroup"}) {
    std::error_code error;
    for (auto each = std::filesystem::recursive_directory_iterator(tree, std::filesystem::directory_options::skip_permission_denied, error);
         !error && each != std::filesystem::recursive_directory_iterator(); each.increment(error)) {
      EXPECT_EQ(each->path().filename().string().rfind(mark, 0), std::string::npos) << each->path();
    }
  }
}

// A double-forked child in a session of its own, and the agent: found from outside by a number in their command lines.
std::vector<std::string> HidingAgent(const std::string& mark) {
  return {"sh", "-c", "(setsid sh -c 'sleep " + mark + " & sleep " + mark + "' &) ; exec sleep " + mark};
}

std::vector<pid_t> ProcessesWith(const std::string& word) {
  std::vector<pid_t> found;
  for (const auto& item : std::filesystem::directory_iterator("/proc")) {
    const std::string name = item.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream file(item.path() / "cmdline", std::ios::binary);
    const std::string line{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (line == std::string("sleep\0", 6) + word + std::string(1, '\0')) found.push_back(std::stoi(name));
  }
  return found;
}

std::vector<pid_t> WaitForThree(const std::string& mark) {
  const auto end = std::chrono::steady_clock::now() + seconds(20);
  std::vector<pid_t> pids;
  while ((pids = ProcessesWith(mark)).size() < 3 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  return pids;
}

TEST_F(Sandbox, NobodyIsLeftAfterKill9OfTheLauncher) {
  const std::string mark = std::to_string(100000 + ::getpid()) + ".1";
  AgentLimits limits;
  if (!grouped_) limits.memory_bytes = 0;
  const SpawnResult agent = launcher_->Spawn(Boxed(directory_, HidingAgent(mark), limits, {}));
  ASSERT_GT(agent.pid, 0) << agent.error;
  std::vector<pid_t> pids = WaitForThree(mark);
  ASSERT_EQ(pids.size(), 3u);
  pids.push_back(agent.pid);
  ASSERT_EQ(::kill(launcher_->pid(), SIGKILL), 0);
  EXPECT_TRUE(WaitUntilGone(pids, seconds(20)));
}

TEST_F(Sandbox, NobodyIsLeftAfterKill9OfTheArbiterAndThenOfTheLauncher) {
  Fifo fifo;
  const std::string mark = std::to_string(100000 + ::getpid()) + ".2";
  const pid_t arbiter = ::fork();
  if (arbiter == 0) {
    ::execl("/proc/self/exe", "arbiter", "--arbiter", fifo.path().c_str(), mark.c_str(), nullptr);
    ::_exit(127);
  }
  std::vector<pid_t> pids = fifo.ReadNumbers(2);  // the agent's box, the launcher
  ASSERT_EQ(pids.size(), 2u);
  const std::vector<pid_t> inside = WaitForThree(mark);
  ASSERT_EQ(inside.size(), 3u);
  ASSERT_EQ(::kill(arbiter, SIGKILL), 0);
  ::kill(pids[1], SIGKILL);
  ::waitpid(arbiter, nullptr, 0);
  pids.insert(pids.end(), inside.begin(), inside.end());
  EXPECT_TRUE(WaitUntilGone(pids, seconds(20)));
}

int BeArbiter(const char* fifo, const char* mark) {
  auto [launcher, error] = Launcher::Start();
  if (!launcher) return 1;
  RunDirectory directory;
  launcher->RemoveAtEnd(directory.path());
  AgentLimits limits;
  if (!ExamineSandbox().weaker.empty()) limits.memory_bytes = 0;
  const SpawnResult agent = launcher->Spawn(Boxed(directory, HidingAgent(mark), limits, {}));
  std::ofstream(fifo) << agent.pid << "\n" << launcher->pid() << "\n" << std::flush;
  for (;;) ::pause();
}

}  // namespace
}  // namespace haze::tools

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--launcher-fd") == 0) return haze::tools::LauncherMain(std::atoi(argv[2]));
  if (argc == 4 && std::strcmp(argv[1], "--arbiter") == 0) return haze::tools::BeArbiter(argv[2], argv[3]);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
