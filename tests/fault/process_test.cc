// Agents as processes that die, hang and dawdle in the middle of a match.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <cstring>
#include <thread>

#include "tests/e2e/arena.h"
#include "tests/fault/wait_for.h"
#include "tools/launch/launcher.h"

namespace haze::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The duel with two launched agents. The launcher starts before the server and with it gRPC.
class Field {
 public:
  Field() {
    auto [started, error] = tools::Launcher::Start();
    if (!started) ADD_FAILURE() << error;
    launcher_ = std::move(started);
    arena_ = std::make_unique<Arena>();
    launcher_->OnEnd([this](const tools::ProcessEnd& end) { arena_->server().ReportProcessEnd(end.pid, end.wait_status); });
  }
  ~Field() { launcher_->OnEnd(nullptr); }

  server::Server& server() { return arena_->server(); }
  tools::Launcher& launcher() { return *launcher_; }
  Arena& arena() { return *arena_; }

  server::MatchTicket Play(const server::Deadlines& deadlines) { return arena_->Open(deadlines); }

  /// Starts the seat's agent: `fault_agent WORDS…`.
  pid_t Launch(int seat, std::vector<std::string> words) {
    const std::string token = directory_.WriteSecret("token-" + std::to_string(seat), arena_->token(seat).token);
    words.insert(words.begin(), HAZE_FAULT_AGENT);
    const tools::SpawnResult spawned =
        launcher_->Spawn({.argv = words, .env = tools::AgentEnvironment(arena_->address(), token), .directory = {}, .pass_output = false});
    if (spawned.pid < 0) ADD_FAILURE() << spawned.error;
    server().SetProcess(arena_->token(seat).session, spawned.pid);
    return spawned.pid;
  }

 private:
  std::unique_ptr<tools::Launcher> launcher_;
  std::unique_ptr<Arena> arena_;
  tools::RunDirectory directory_;
};

TEST(Process, ProcessesPlayADuelToItsEndAndLeaveByThemselves) {
  Field field;
  const auto ticket = field.Play({});
  const pid_t blue = field.Launch(kInspector, {"play"});
  const pid_t red = field.Launch(kTarget, {"play"});
  const auto report = field.server().WaitFor(ticket, seconds(60));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->seats[kInspector].pid, blue);
  EXPECT_EQ(report->seats[kInspector].fault, v1::RESULT_KIND_UNSPECIFIED);
  field.server().EndSession(field.arena().token(kInspector).session);
  field.server().EndSession(field.arena().token(kTarget).session);
  for (const pid_t pid : {blue, red}) {
    const auto end = field.launcher().WaitEnd(pid, seconds(20));
    ASSERT_TRUE(end);
    EXPECT_EQ(tools::DescribeEnd(end->wait_status), "exit code 0") << end->stderr_tail;
  }
}

TEST(Process, Kill9InMidMatchIsACrashWithItsSignalWithinTwoSeconds) {
  Field field;
  test::Fifo fifo;
  const auto ticket = field.Play({});
  field.Launch(kInspector, {"halt", fifo.path()});
  Peer target(field.arena().address(), field.arena().token(kTarget).token);
  ASSERT_TRUE(target.Join().ok() && target.Attach() && target.TakeSeat());
  std::optional<v1::GameOver> told;
  std::thread other([&] { told = target.PlayToTheEnd(); });
  const std::vector<pid_t> pids = fifo.ReadNumbers(1);
  ASSERT_EQ(pids.size(), 1u);
  ASSERT_EQ(::kill(pids[0], SIGKILL), 0);
  const auto report = field.server().WaitFor(ticket, seconds(2));
  other.join();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->match->Result().result(), v1::RESULT_KIND_FORFEIT_CRASH);
  EXPECT_EQ(report->match->Result().seat_at_fault(), "blue.inspector");
  ASSERT_TRUE(report->seats[kInspector].wait_status);
  EXPECT_EQ(WTERMSIG(*report->seats[kInspector].wait_status), SIGKILL);
  EXPECT_EQ(report->seats[kInspector].reason, "the process ended by signal 9 (SIGKILL)");
  ASSERT_TRUE(told) << "the other agent hears of the end";
  EXPECT_EQ(told->result(), v1::RESULT_KIND_FORFEIT_CRASH);
}

TEST(Process, AnAgentThatLeavesIsACrashWithItsExitCode) {
  Field field;
  const auto ticket = field.Play({});
  const pid_t blue = field.Launch(kInspector, {"leave"});
  field.Launch(kTarget, {"play"});
  const auto report = field.server().WaitFor(ticket, seconds(20));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->seats[kInspector].reason, "the process ended by exit code 7");
  const auto end = field.launcher().WaitEnd(blue, seconds(20));
  ASSERT_TRUE(end);
  EXPECT_EQ(end->stderr_tail, "I have had enough\n");
}

TEST(Process, AStoppedAgentTimesOutByTheWatchdog) {
  Field field;
  test::Fifo fifo;
  const auto ticket = field.Play({.watchdog = seconds(2)});
  const pid_t blue = field.Launch(kInspector, {"halt", fifo.path()});
  Peer target(field.arena().address(), field.arena().token(kTarget).token);
  ASSERT_TRUE(target.Join().ok() && target.Attach() && target.TakeSeat());
  std::optional<v1::GameOver> told;
  std::thread other([&] { told = target.PlayToTheEnd(); });
  ASSERT_EQ(fifo.ReadNumbers(1).size(), 1u);
  ASSERT_EQ(::kill(blue, SIGSTOP), 0);
  const auto report = field.server().WaitFor(ticket, seconds(20));
  other.join();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->match->Result().result(), v1::RESULT_KIND_FORFEIT_TIMEOUT);
  EXPECT_EQ(report->match->Result().seat_at_fault(), "blue.inspector");
  EXPECT_GE(report->seats[kInspector].think_max_s, 2.0);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->result(), v1::RESULT_KIND_FORFEIT_TIMEOUT);
}

TEST(Process, ThinkingLongInTheEventThreadKeepsTheStream) {
  Field field;
  test::Fifo fifo;
  const auto ticket = field.Play({.watchdog = seconds(30)});
  field.Launch(kInspector, {"think", fifo.path()});
  field.Launch(kTarget, {"play"});
  EXPECT_EQ(fifo.ReadLine(), "thought");
  EXPECT_EQ(fifo.ReadLine(), "over");
  const auto report = field.server().WaitFor(ticket, seconds(60));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->seats[kInspector].fault, v1::RESULT_KIND_UNSPECIFIED) << report->seats[kInspector].reason;
  EXPECT_EQ(report->seats[kInspector].reattaches, 0);
  EXPECT_GE(report->seats[kInspector].think_max_s, 3.0);
}

TEST(Process, AnAgentThatEndsBeforeItsMatchIsACrashNotANoShow) {
  Field field;
  const auto ticket = field.Play({});
  test::Fifo fifo;
  const pid_t blue = field.Launch(kInspector, {});
  ASSERT_TRUE(field.launcher().WaitEnd(blue, seconds(20)));
  const auto report = field.server().WaitFor(ticket, seconds(20));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->seats[kInspector].reason, "the process ended by exit code 2");
}

// An arbiter in the middle of a match with two agents; `--arbiter FIFO` below.
TEST(Process, Kill9OfTheArbiterInMidMatchLeavesNoProcess) {
  test::Fifo fifo;
  const pid_t arbiter = ::fork();
  if (arbiter == 0) {
    ::execl("/proc/self/exe", "arbiter", "--arbiter", fifo.path().c_str(), nullptr);
    ::_exit(127);
  }
  const std::vector<pid_t> pids = fifo.ReadNumbers(3);  // the launcher, the two agents; the third turn has come
  ASSERT_EQ(pids.size(), 3u);
  ASSERT_EQ(::kill(arbiter, SIGKILL), 0);
  ::waitpid(arbiter, nullptr, 0);
  EXPECT_TRUE(test::WaitUntilGone(pids, seconds(20)));
}

}  // namespace

static int Arbiter(const char* fifo) {
  Field field;
  const auto ticket = field.Play({});
  test::Fifo::WriteLine(fifo, std::to_string(field.launcher().pid()));
  field.Launch(kInspector, {"halt", fifo});
  test::Fifo::WriteLine(fifo, std::to_string(field.Launch(kTarget, {"play"})));
  field.server().Wait(ticket);
  return 1;
}

}  // namespace haze::tests

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--launcher-fd") == 0) return haze::tools::LauncherMain(std::atoi(argv[2]));
  if (argc == 3 && std::strcmp(argv[1], "--arbiter") == 0) return haze::tests::Arbiter(argv[2]);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
