// The arbiter's port under attack while a match is played: fault_border --attack KIND PORT CONNECTIONS AT_ONCE SECONDS TOKEN is the attacker.
//
// HAZE_SOAK=1 runs the long form and measures turn latency and memory (tools/dev/soak border).
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iostream>
#include <thread>

#include "tests/e2e/arena.h"
#include "tests/fault/hostile.h"

namespace haze::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

bool Soak() { return std::getenv("HAZE_SOAK") != nullptr; }

std::string PortOf(const std::string& address) { return address.substr(address.rfind(':') + 1); }

// Attackers as processes: their descriptors are their own.
class Attackers {
 public:
  void Start(std::string_view kind, const std::string& address, long connections, int at_once, int limit_s, const std::string& token) {
    const std::vector<std::string> words{"attacker",      "--attack", std::string(kind), PortOf(address), std::to_string(connections), std::to_string(at_once),
                                         std::to_string(limit_s), token};
    const pid_t pid = ::fork();
    if (pid == 0) {
      std::vector<char*> argv;
      for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
      argv.push_back(nullptr);
      ::execv("/proc/self/exe", argv.data());
      ::_exit(127);
    }
    pids_.push_back(pid);
  }
  void Wait() {
    for (const pid_t pid : pids_) {
      int status = 0;
      ::waitpid(pid, &status, 0);
      EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    pids_.clear();
  }
  ~Attackers() {
    for (const pid_t pid : pids_) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
  }

 private:
  std::vector<pid_t> pids_;
};

struct Honest {
  std::vector<double> latency_ms;  // from an answer to the next turn
  std::string digest;
  int forfeits = 0;
  int matches = 0;
};

// Plays duels until `done`, one at least, over connections of its own.
template <class Done>
void PlayDuels(Arena& arena, Honest& honest, Done done) {
  do {
    const auto ticket = arena.Open();
    auto inspector = arena.Sit(kInspector);
    auto target = arena.Sit(kTarget);
    std::thread other([&] { target->PlayToTheEnd(); });
    auto asked = Clock::time_point{};
    while (const auto message = inspector->Hear()) {
      if (asked != Clock::time_point{}) honest.latency_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - asked).count());
      if (message->has_game_over()) break;
      for (const v1::Turn& turn : message->turns().turns()) inspector->Answer(turn);
      asked = Clock::now();
    }
    other.join();
    const auto report = arena.server().WaitFor(ticket, seconds(60));
    ++honest.matches;
    if (!report || !report->match) {
      ++honest.forfeits;
      continue;
    }
    for (const server::SeatReport& seat : report->seats) honest.forfeits += seat.fault == v1::RESULT_KIND_UNSPECIFIED ? 0 : 1;
    honest.digest = std::to_string(report->match->Digest());
    for (const int seat : {kInspector, kTarget}) arena.server().EndSession(arena.token(seat).session);
  } while (!done());
}

double Quantile(std::vector<double> values, double q) {
  if (values.empty()) return 0.0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(q * static_cast<double>(values.size())))];
}

double ResidentMib() {
  std::ifstream file("/proc/self/statm");
  long pages = 0, resident = 0;
  file >> pages >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1048576.0;
}

class UnderAttack : public testing::TestWithParam<std::string_view> {};

TEST_P(UnderAttack, TheHonestPlayOnWithTheSameDigest) {
  Arena arena({.listen = "127.0.0.1:0"});
  Honest quiet;
  const auto until_quiet = Clock::now() + (Soak() ? seconds(8) : seconds(0));
  PlayDuels(arena, quiet, [&] { return Clock::now() >= until_quiet; });
  const double before_mib = ResidentMib();

  const int limit_s = Soak() ? 20 : 1;
  const bool tokens = GetParam() == "tokens";
  const bool seated = GetParam().substr(0, 6) == "seated";  // the attacker has a valid token
  Attackers attackers;
  attackers.Start(GetParam(), arena.address(), Soak() ? (tokens ? 10000 : 20000) : 300, Soak() ? 400 : 50, Soak() && tokens ? 60 : limit_s,
                  seated ? arena.server().IssueToken({.entry = "hostile", .seats = {}}).token : "");
  const auto until = Clock::now() + seconds(Soak() && tokens ? 60 : limit_s);
  Honest attacked;
  double middle_mib = 0.0;
  PlayDuels(arena, attacked, [&] {
    if (middle_mib == 0.0 && until - Clock::now() < seconds(limit_s / 2)) middle_mib = ResidentMib();
    return Clock::now() >= until;
  });
  const double after_mib = ResidentMib();
  attackers.Wait();

  const server::ServerCounters counters = arena.server().Counters();
  EXPECT_EQ(attacked.forfeits, 0);
  EXPECT_EQ(attacked.digest, quiet.digest);
  EXPECT_GT(counters.connections.accepted, 40) << "the attack came; floods are let in slowly";
  EXPECT_EQ(counters.connections.reopened, 0);
  if (!Soak()) return;
  const double p99 = Quantile(quiet.latency_ms, 0.99), attacked_p99 = Quantile(attacked.latency_ms, 0.99);
  std::cout << GetParam() << ": " << attacked.matches << " matches, turn latency p99 " << p99 << " ms quiet (" << quiet.latency_ms.size() << " turns), " << attacked_p99
            << " ms attacked (" << attacked.latency_ms.size() << "); memory " << before_mib << ", " << middle_mib << ", " << after_mib << " MiB; accepted "
            << counters.connections.accepted << ", turned away " << counters.connections.turned_away << ", evicted " << counters.connections.evicted << ", closed "
            << counters.connections.closed << ", wrong tokens " << counters.refused << ", open at most " << counters.connections.open_most << std::endl;
  EXPECT_LE(attacked_p99 - p99, 50.0);
  EXPECT_LE(after_mib - middle_mib, 32.0) << "memory is level after the first half";
}

INSTANTIATE_TEST_SUITE_P(Border, UnderAttack, testing::ValuesIn(test::kAttacks), [](const auto& kind) {
  std::string name(kind.param);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// The descriptors of this process are lowered for good: ctest runs it in a process of its own.
TEST(Border, AfterTwoThousandConnectionsAt512DescriptorsANewAgentJoins) {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  const rlimit before = limit;
  // Attackers start with the old limit.
  Arena* arena = nullptr;
  limit = {.rlim_cur = 512, .rlim_max = 512};
  std::vector<std::string> kinds{"idle", "half-open", "slow", "idle"};
  int go[2];
  ASSERT_EQ(::pipe(go), 0);
  std::vector<pid_t> pids;
  for (const std::string& kind : kinds) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      std::uint16_t port = 0;
      if (::read(go[0], &port, sizeof port) != sizeof port) ::_exit(1);
      ::close(go[0]);
      ::close(go[1]);
      test::Attack(kind, port, 700, 500, seconds(20)).Run();
      ::_exit(0);
    }
    pids.push_back(pid);
  }
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  auto held = std::make_unique<Arena>(server::ServerOptions{.listen = "127.0.0.1:0"});
  arena = held.get();
  const auto port = static_cast<std::uint16_t>(std::stoi(PortOf(arena->address())));
  for (std::size_t i = 0; i < kinds.size(); ++i) ASSERT_EQ(::write(go[1], &port, sizeof port), static_cast<ssize_t>(sizeof port));
  server::AcceptorCounters counters;
  const auto patience = Clock::now() + seconds(30);
  do {
    counters = arena->server().Counters().connections;
    std::this_thread::yield();
  } while (counters.accepted + counters.turned_away < 2000 && Clock::now() < patience);
  EXPECT_LE(counters.open_most, 448u);

  const auto began = Clock::now();
  const auto ticket = arena->Open();
  auto inspector = arena->Sit(kInspector);
  const double joined_s = std::chrono::duration<double>(Clock::now() - began).count();
  auto target = arena->Sit(kTarget);
  std::cout << "after " << counters.accepted + counters.turned_away << " connections (" << counters.open << " open, " << counters.evicted << " evicted) an agent joined in "
            << joined_s << " s" << std::endl;
  EXPECT_LT(joined_s, 5.0);
  std::thread other([&] { target->PlayToTheEnd(); });
  EXPECT_TRUE(inspector->PlayToTheEnd());
  other.join();
  EXPECT_TRUE(arena->server().WaitFor(ticket, seconds(20)));
  for (const pid_t pid : pids) {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
  }
  held.reset();
  ::setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace haze::tests

int main(int argc, char** argv) {
  if (argc == 8 && std::strcmp(argv[1], "--attack") == 0) {
    const haze::test::AttackCount count =
        haze::test::Attack(argv[2], static_cast<std::uint16_t>(std::atoi(argv[3])), std::atol(argv[4]), static_cast<std::size_t>(std::atol(argv[5])),
                           std::chrono::seconds(std::atol(argv[6])), argv[7])
            .Run();
    if (std::getenv("HAZE_SOAK") != nullptr) {
      std::cout << argv[2] << ": " << count.connections << " connections, " << count.tokens << " wrong tokens sent" << std::endl;
    }
    return 0;
  }
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
