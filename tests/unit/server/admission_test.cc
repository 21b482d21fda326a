// Who may come in and how time is charged: arbiter/server/admission and deadlines.
#include "arbiter/server/admission.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "arbiter/server/deadlines.h"

namespace haze::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr SteadyTime kStart{seconds(1000)};

TEST(TokenStore, FindsEachSessionByItsTokenOnly) {
  TokenStore store;
  const std::string first = TokenStore::NewToken();
  const std::string second = TokenStore::NewToken();
  store.Add(1, first);
  store.Add(2, second);
  EXPECT_EQ(first.size(), 64u);
  EXPECT_NE(first, second);
  EXPECT_EQ(store.Find(first), std::optional<SessionKey>(1));
  EXPECT_EQ(store.Find(second), std::optional<SessionKey>(2));
  EXPECT_EQ(store.Find(""), std::nullopt);
  EXPECT_EQ(store.Find(first.substr(0, 63)), std::nullopt);
  store.Revoke(1);
  EXPECT_EQ(store.Find(first), std::nullopt);
}

TEST(MessageBudget, GivesTheBurstAndThenTheRate) {
  MessageBudget budget(20.0, 100.0);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(budget.Take(kStart)) << i;
  EXPECT_FALSE(budget.Take(kStart));
  EXPECT_FALSE(budget.Take(kStart + milliseconds(49)));
  EXPECT_TRUE(budget.Take(kStart + milliseconds(101)));
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(budget.Take(kStart + seconds(3600))) << "the burst is full again, and no fuller: " << i;
  EXPECT_FALSE(budget.Take(kStart + seconds(3600)));
}

TEST(Address, OnlyThisMachineIsLocal) {
  for (const char* local : {"unix:/run/x", "127.0.0.1:0", "127.1.2.3:80", "localhost:9", "[::1]:5"}) EXPECT_TRUE(IsLocalAddress(local)) << local;
  for (const char* open : {"0.0.0.0:0", "[::]:1", "10.0.0.1:5", "localhost.example:9", "127.example.org:9", "127.0.0.1.example:9", "example:1", ""}) EXPECT_FALSE(IsLocalAddress(open)) << open;
}

// A process whose tasks wait as the test says.
struct FakeProcess {
  TaskWaits waits;
  WaitReader Reader() {
    return [this](pid_t) { return waits; };
  }
};

TEST(ThinkClock, ChargesWallTimeOfAStoppedProcess) {
  FakeProcess process{.waits = {{1, milliseconds(5)}}};
  ThinkClock clock;
  clock.Start(kStart, 42);
  clock.TakeBaseline(kStart, process.Reader());
  EXPECT_EQ(clock.Charged(kStart + seconds(2), process.Reader()), seconds(2));
}

TEST(ThinkClock, DoesNotChargeTheWaitForAProcessor) {
  FakeProcess process{.waits = {{1, seconds(7)}, {2, seconds(1)}}};
  ThinkClock clock;
  clock.Start(kStart, 42);
  clock.TakeBaseline(kStart, process.Reader());
  process.waits[1] += milliseconds(1500);
  EXPECT_EQ(clock.Charged(kStart + seconds(2), process.Reader()), milliseconds(500));
}

// A sum over tasks would let a process with a hundred spinning threads think for ever.
TEST(ThinkClock, ManyWaitingTasksExcuseNoMoreThanOne) {
  FakeProcess process;
  ThinkClock clock;
  clock.Start(kStart, 42);
  clock.TakeBaseline(kStart, process.Reader());
  for (pid_t task = 1; task <= 100; ++task) process.waits[task] = milliseconds(1000);
  EXPECT_EQ(clock.Charged(kStart + seconds(2), process.Reader()), seconds(1));
}

TEST(ThinkClock, ChargesARemoteAgentWallTime) {
  FakeProcess process{.waits = {{1, seconds(1)}}};
  ThinkClock clock;
  clock.Start(kStart, -1);
  clock.TakeBaseline(kStart, process.Reader());
  process.waits[1] = seconds(100);
  EXPECT_EQ(clock.Charged(kStart + seconds(2), process.Reader()), seconds(2));
}

TEST(ThinkClock, StandsStillWhileTheStreamIsLost) {
  FakeProcess process;
  ThinkClock clock;
  clock.Start(kStart, 42);
  clock.TakeBaseline(kStart, process.Reader());
  clock.Pause(kStart + seconds(1));
  EXPECT_EQ(clock.Charged(kStart + seconds(4), process.Reader()), seconds(1));
  clock.Resume(kStart + seconds(4));
  EXPECT_EQ(clock.Charged(kStart + seconds(5), process.Reader()), seconds(2));
  EXPECT_EQ(clock.Wall(kStart + seconds(5)), seconds(2));
}

TEST(ThinkClock, ReadsThisProcessAsTheKernelTellsIt) {
  const TaskWaits own = ReadTaskWaits(::getpid());
  EXPECT_EQ(own.count(::getpid()), 1u);
  EXPECT_TRUE(ReadTaskWaits(-5).empty());
}

}  // namespace
}  // namespace haze::server
