// The launcher's promises: it tells how agents ended, and when the arbiter goes, however it goes, nobody is left.
#include "tools/launch/launcher.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <string>
#include <vector>

#include "tests/fault/wait_for.h"
#include "tools/launch/descendants.h"
#include "tools/launch/run_directory.h"

namespace haze::tools {
namespace {

using std::chrono::seconds;
using test::Fifo;
using test::WaitUntilGone;

SpawnRequest Shell(const std::string& script) {
  return {.argv = {"sh", "-c", script}, .env = {"PATH=/usr/bin:/bin"}, .directory = {}, .pass_output = false};
}

// An agent that hides: a double-forked child in a session of its own. Each process writes its number.
std::string HidingAgent(const std::string& fifo) {
  return "(setsid sh -c 'echo $$ >" + fifo + "; exec sleep 1000' &) ; echo $$ >" + fifo + "; exec sleep 1000";
}

TEST(Launcher, TellsExitCodeSignalAndTailOfStderr) {
  auto [launcher, error] = Launcher::Start();
  ASSERT_NE(launcher, nullptr) << error;
  const SpawnResult quits = launcher->Spawn(Shell("echo last words >&2; exit 3"));
  const SpawnResult dies = launcher->Spawn(Shell("kill -SEGV $$"));
  ASSERT_GT(quits.pid, 0) << quits.error;
  const auto quit = launcher->WaitEnd(quits.pid, seconds(20));
  const auto dead = launcher->WaitEnd(dies.pid, seconds(20));
  ASSERT_TRUE(quit && dead);
  EXPECT_EQ(DescribeEnd(quit->wait_status), "exit code 3");
  EXPECT_EQ(quit->stderr_tail, "last words\n");
  EXPECT_EQ(DescribeEnd(dead->wait_status), "signal 11 (SIGSEGV)");
}

TEST(Launcher, KeepsTheLast64KiBOfStderr) {
  auto [launcher, error] = Launcher::Start();
  ASSERT_NE(launcher, nullptr) << error;
  const SpawnResult talks = launcher->Spawn(Shell("head -c 1000000 /dev/zero | tr '\\0' a >&2; printf END >&2"));
  const auto end = launcher->WaitEnd(talks.pid, seconds(20));
  ASSERT_TRUE(end);
  EXPECT_EQ(end->stderr_tail.size(), 65536u);
  EXPECT_EQ(end->stderr_tail.substr(65533), "END");
}

TEST(Launcher, SaysWhyACommandCannotRun) {
  auto [launcher, error] = Launcher::Start();
  ASSERT_NE(launcher, nullptr) << error;
  const SpawnResult none = launcher->Spawn({.argv = {"/nonexistent/agent"}, .env = {}, .directory = {}, .pass_output = false});
  EXPECT_EQ(none.pid, -1);
  EXPECT_EQ(none.error, "/nonexistent/agent: No such file or directory");
}

TEST(Launcher, TellsEachEndOnceToTheCallbackEvenWhenItComesLate) {
  auto [launcher, error] = Launcher::Start();
  ASSERT_NE(launcher, nullptr) << error;
  const SpawnResult early = launcher->Spawn(Shell("exit 1"));
  ASSERT_TRUE(launcher->WaitEnd(early.pid, seconds(20)));
  std::vector<pid_t> told;
  launcher->OnEnd([&](const ProcessEnd& end) { told.push_back(end.pid); });
  const SpawnResult late = launcher->Spawn(Shell("exit 2"));
  ASSERT_TRUE(launcher->WaitEnd(late.pid, seconds(20)));
  launcher->OnEnd(nullptr);
  EXPECT_EQ(told, (std::vector<pid_t>{early.pid, late.pid}));
}

TEST(Launcher, KillsADeadAgentsHiddenChildren) {
  auto [launcher, error] = Launcher::Start();
  ASSERT_NE(launcher, nullptr) << error;
  Fifo fifo;
  const SpawnResult agent = launcher->Spawn(Shell(HidingAgent(fifo.path())));
  const SpawnResult other = launcher->Spawn(Shell("exec sleep 1000"));
  const std::vector<pid_t> pids = fifo.ReadNumbers(2);
  ASSERT_EQ(pids.size(), 2u);
  ASSERT_EQ(::kill(agent.pid, SIGKILL), 0);
  EXPECT_TRUE(WaitUntilGone(pids, seconds(20)));
  EXPECT_EQ(::kill(other.pid, 0), 0) << "another agent was killed along";
}

TEST(Launcher, KillTakesTheWholeTree) {
  auto [launcher, error] = Launcher::Start();
  ASSERT_NE(launcher, nullptr) << error;
  Fifo fifo;
  const SpawnResult agent = launcher->Spawn(Shell(HidingAgent(fifo.path())));
  const std::vector<pid_t> pids = fifo.ReadNumbers(2);
  launcher->Kill(agent.pid);
  EXPECT_TRUE(WaitUntilGone(pids, seconds(20)));
}

TEST(Launcher, LeavesNobodyAtItsOwnEnd) {
  Fifo fifo;
  std::vector<pid_t> pids;
  {
    auto [launcher, error] = Launcher::Start();
    ASSERT_NE(launcher, nullptr) << error;
    ASSERT_GT(launcher->Spawn(Shell(HidingAgent(fifo.path()))).pid, 0);
    pids = fifo.ReadNumbers(2);
    ASSERT_EQ(pids.size(), 2u);
  }
  EXPECT_TRUE(WaitUntilGone(pids, seconds(20)));
}

// The arbiter here is this test's binary again, in the mode `--arbiter FIFO` below.
TEST(Launcher, LeavesNobodyAfterKill9OfTheArbiter) {
  Fifo fifo;
  const pid_t arbiter = ::fork();
  if (arbiter == 0) {
    ::execl("/proc/self/exe", "arbiter", "--arbiter", fifo.path().c_str(), nullptr);
    ::_exit(127);
  }
  const std::vector<pid_t> pids = fifo.ReadNumbers(4);  // agent, its hidden child, a second agent, the launcher
  ASSERT_EQ(pids.size(), 4u);
  const std::string directory = fifo.ReadLine();
  ASSERT_EQ(::access(directory.c_str(), F_OK), 0) << directory;
  ASSERT_EQ(::kill(arbiter, SIGKILL), 0);
  ::waitpid(arbiter, nullptr, 0);
  EXPECT_TRUE(WaitUntilGone(pids, seconds(20)));
  EXPECT_NE(::access(directory.c_str(), F_OK), 0) << "the directory with the tokens was left";
}

TEST(Launcher, TellsTheEndOfAllWhenItIsKilledItself) {
  auto [launcher, error] = Launcher::Start();
  ASSERT_NE(launcher, nullptr) << error;
  const SpawnResult agent = launcher->Spawn(Shell("exec sleep 1000"));
  ASSERT_EQ(::kill(launcher->pid(), SIGKILL), 0);
  const auto end = launcher->WaitEnd(agent.pid, seconds(20));
  ASSERT_TRUE(end);
  EXPECT_TRUE(end->launcher_lost);
  EXPECT_TRUE(WaitUntilGone({agent.pid}, seconds(20)));
  EXPECT_EQ(launcher->Spawn(Shell("true")).pid, -1);
}

TEST(RunDirectory, WritesSecretsThatOnlyTheOwnerReadsAndRemovesThem) {
  std::string path;
  {
    RunDirectory directory;
    ASSERT_TRUE(directory.error().empty()) << directory.error();
    path = directory.WriteSecret("token", "abc");
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
    EXPECT_TRUE(directory.WriteSecret("token", "again").empty()) << "a file that exists must not be reused";
  }
  EXPECT_NE(::access(path.c_str(), F_OK), 0);
}

TEST(RunDirectory, TellsAgentsTheAddressAndNoOtherHazeVariable) {
  ::setenv("HAZE_DB", "secret.db", 1);
  const std::vector<std::string> env = AgentEnvironment("unix:/x", "/y");
  EXPECT_EQ(std::count(env.begin(), env.end(), "HAZE_ADDRESS=unix:/x"), 1);
  EXPECT_EQ(std::count(env.begin(), env.end(), "HAZE_TOKEN_FILE=/y"), 1);
  EXPECT_EQ(std::count(env.begin(), env.end(), "HAZE_DB=secret.db"), 0);
}

}  // namespace

// An arbiter that starts an agent and then waits to be killed.
static int Arbiter(const char* fifo) {
  auto started = Launcher::Start();
  if (!started.launcher) return 1;
  RunDirectory directory;
  started.launcher->RemoveAtEnd(directory.path());
  const std::string token = directory.WriteSecret("token", "x");
  const SpawnResult agent = started.launcher->Spawn(Shell(HidingAgent(fifo)));
  if (agent.pid < 0) return 1;
  const SpawnResult teller = started.launcher->Spawn(Shell("echo $PPID >" + std::string(fifo) + "; echo $$ >" + fifo + "; exec sleep 1000"));
  if (teller.pid < 0) return 1;
  test::Fifo::WriteLine(fifo, directory.path());
  ::pause();
  return 0;
}

}  // namespace haze::tools

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--launcher-fd") == 0) return haze::tools::LauncherMain(std::atoi(argv[2]));
  if (argc == 3 && std::strcmp(argv[1], "--arbiter") == 0) return haze::tools::Arbiter(argv[2]);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
