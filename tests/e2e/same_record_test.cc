// Whoever carries the messages, and in what slices, the match is the same: in process, over a unix socket, over TCP, through cut connections.
#include <gtest/gtest.h>

#include <thread>

#include "agents/sdk/client.h"
#include "tests/e2e/arena.h"
#include "tests/fault/proxy.h"
#include "tests/support/random_decision.h"
#include "tests/support/scripted_seats.h"

namespace haze::tests {
namespace {

using std::chrono::seconds;

// Decisions that depend on the seat and the turn only, legal and illegal ones.
v1::Decision DecisionFor(const v1::Turn& turn, const std::vector<std::string>& objects, int seat) {
  dynamics::MatchKey key{};
  key[0] = 77;
  dynamics::RandomStream random(key, 99, static_cast<std::uint32_t>(seat), static_cast<std::uint64_t>(turn.turn_id()));
  return PlausibleDecision(turn, objects, random);
}

class Plausible : public agents::Policy {
 public:
  void Open(const v1::Briefing& briefing) override {
    seat_ = briefing.seat() == "blue.inspector" ? kInspector : kTarget;
    for (const v1::ObjectOfInterest& object : briefing.objects()) objects_.push_back(object.object_id());
  }
  v1::Decision Decide(const v1::Turn& turn) override { return DecisionFor(turn, objects_, seat_); }

 private:
  int seat_ = 0;
  std::vector<std::string> objects_;
};

std::string LocalRecord() {
  const auto match = MakeDuelMatch();
  std::vector<Plausible> policies(2);
  for (int seat = 0; seat < 2; ++seat) policies[static_cast<std::size_t>(seat)].Open(match->BriefingOf(seat));
  ScriptedSeats seats([&](int seat, const v1::Turn& turn) { return policies[static_cast<std::size_t>(seat)].Decide(turn); });
  match::Play(*match, seats);
  return match->Record().SerializeAsString();
}

std::thread Agent(const std::string& address, const std::string& token, int* exit_code) {
  return std::thread([=] {
    sdk::AgentOptions options;
    options.address = address;
    options.token = token;
    *exit_code = sdk::RunAgent([](const v1::Briefing&) { return std::make_unique<Plausible>(); }, options);
  });
}

std::string RemoteRecord(server::ServerOptions options) {
  Arena arena(std::move(options));
  const auto ticket = arena.Open();
  int exits[2] = {-1, -1};
  std::thread blue = Agent(arena.address(), arena.token(kInspector).token, &exits[0]);
  std::thread red = Agent(arena.address(), arena.token(kTarget).token, &exits[1]);
  const server::MatchReport report = arena.server().Wait(ticket);
  arena.server().Stop();
  blue.join();
  red.join();
  EXPECT_EQ(exits[0], sdk::kPlayed);
  EXPECT_EQ(exits[1], sdk::kPlayed);
  for (const server::SeatReport& seat : report.seats) EXPECT_EQ(seat.fault, v1::RESULT_KIND_UNSPECIFIED) << seat.reason;
  return report.match->Record().SerializeAsString();
}

TEST(SameRecord, UnixSocketAndTcpAndEverySliceGiveTheLocalRecord) {
  const std::string local = LocalRecord();
  for (const long steps : {1L, 7L, 0L}) EXPECT_EQ(RemoteRecord({.steps_per_slice = steps}), local) << steps << " steps in a slice";
  EXPECT_EQ(RemoteRecord({.listen = "127.0.0.1:0"}), local);
  EXPECT_EQ(RemoteRecord({.workers = 4, .turns_per_batch = 100}), local);
}

// More matches than the ready queue has places, on one session for each side: reading stops and goes on, nothing is lost.
TEST(SameRecord, ManyMatchesAtOnceThroughAQueueOfOneGiveTheLocalRecord) {
  const std::string local = LocalRecord();
  constexpr int kMatches = 24;
  Arena arena({.workers = 2, .ready_queue = 1, .steps_per_slice = 5, .turns_per_batch = 8});
  server::Server& server = arena.server();
  const auto blue = server.IssueToken({.entry = "blue", .seats = {"blue.inspector"}});
  const auto red = server.IssueToken({.entry = "red", .seats = {"red.target"}});
  std::vector<server::MatchTicket> tickets;
  for (int i = 0; i < kMatches; ++i) {
    tickets.push_back(server.Submit({.match = MakeDuelMatch(static_cast<std::uint8_t>(i + 1)),
                                     .seats = {{.seat = kInspector, .session = blue.session, .deadlines = {}}, {.seat = kTarget, .session = red.session, .deadlines = {}}},
                                     .observer = {}}));
  }
  int exits[2] = {-1, -1};
  std::thread blue_agent = Agent(arena.address(), blue.token, &exits[0]);
  std::thread red_agent = Agent(arena.address(), red.token, &exits[1]);
  for (int i = 0; i < kMatches; ++i) {
    const server::MatchReport report = server.Wait(tickets[static_cast<std::size_t>(i)]);
    ASSERT_TRUE(report.match && report.match->over()) << report.void_reason;
    if (i == 0) {
      EXPECT_EQ(report.match->Record().SerializeAsString(), local);
    }
  }
  RecordProperty("queue_full", static_cast<int>(server.Counters().queue_full));
  server.Stop();
  blue_agent.join();
  red_agent.join();
}

TEST(SameRecord, CutConnectionsChangeNothing) {
  const std::string local = LocalRecord();
  Arena arena({.listen = "127.0.0.1:0"});
  test::CuttingProxy proxy(arena.address());
  const auto ticket = arena.Open();
  int exits[2] = {-1, -1};
  proxy.CutAfterBytesTowardsClient({1500, 1500, 3000});
  // Cut while the first turns are on their way, twice more later: three times is what the rules allow.
  std::thread blue = Agent(proxy.address(), arena.token(kInspector).token, &exits[0]);
  std::thread red = Agent(arena.address(), arena.token(kTarget).token, &exits[1]);
  const server::MatchReport report = arena.server().Wait(ticket);
  arena.server().Stop();
  blue.join();
  red.join();
  EXPECT_EQ(report.seats[kInspector].fault, v1::RESULT_KIND_UNSPECIFIED) << report.seats[kInspector].reason;
  EXPECT_EQ(proxy.cuts(), 3);
  EXPECT_GE(report.seats[kInspector].reattaches, 1);
  EXPECT_EQ(report.match->Record().SerializeAsString(), local);
}

TEST(Observer, HearsEveryFactOnceInOrder) {
  Arena arena({.steps_per_slice = 3});
  server::Server& server = arena.server();
  const auto blue = server.IssueToken({.entry = "blue", .seats = {}});
  const auto red = server.IssueToken({.entry = "red", .seats = {}});
  std::vector<game::FactKind> heard;
  const auto ticket = server.Submit(
      {.match = MakeDuelMatch(),
       .seats = {{.seat = kInspector, .session = blue.session, .deadlines = {}}, {.seat = kTarget, .session = red.session, .deadlines = {}}},
       .observer = [&](const match::Match&, std::span<const game::Fact> facts) {
         for (const game::Fact& fact : facts) heard.push_back(fact.kind);
       }});
  int exits[2] = {-1, -1};
  std::thread blue_agent = Agent(arena.address(), blue.token, &exits[0]);
  std::thread red_agent = Agent(arena.address(), red.token, &exits[1]);
  const server::MatchReport report = server.Wait(ticket);
  server.Stop();
  blue_agent.join();
  red_agent.join();
  std::vector<game::FactKind> all;
  for (const game::Fact& fact : report.match->Facts()) all.push_back(fact.kind);
  EXPECT_EQ(heard, all);
  EXPECT_FALSE(all.empty());
}

}  // namespace
}  // namespace haze::tests
