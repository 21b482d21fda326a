// The contract over a real socket: who is let in, what counts, how a match ends.
#include <gtest/gtest.h>

#include <thread>

#include "tests/e2e/arena.h"

namespace haze::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::string Reason(const grpc::Status& status) { return status.error_message().substr(0, status.error_message().find(':')); }

TEST(Contract, UnknownWrongAndMissingTokensLookAlike) {
  Arena arena;
  arena.Open();
  std::string wrong = arena.token(kInspector).token;
  wrong[0] = wrong[0] == '0' ? '1' : '0';
  std::vector<std::string> answers;
  for (const std::string& token : {wrong, std::string(64, '0'), std::string("x"), std::string()}) {
    Peer peer(arena.address(), token);
    const grpc::Status status = peer.Join();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
    answers.push_back(status.error_message());
    EXPECT_FALSE(peer.Attach("anything"));
    EXPECT_EQ(peer.Status().error_message(), answers.front());
  }
  EXPECT_EQ(std::count(answers.begin(), answers.end(), answers.front()), 4);
  EXPECT_EQ(arena.server().Counters().refused, 8);
}

TEST(Contract, ATokenDoesNotOpenAnothersSession) {
  Arena arena;
  arena.Open();
  auto inspector = arena.Sit(kInspector);
  Peer target(arena.address(), arena.token(kTarget).token);
  ASSERT_TRUE(target.Join().ok());
  EXPECT_FALSE(target.Attach(inspector->session_id()));
  EXPECT_EQ(Reason(target.Status()), "NOT_ADMITTED");
}

TEST(Contract, AProcessThatRestartsMayNotJoinAgain) {
  Arena arena;
  arena.Open();
  auto first = arena.Sit(kInspector);
  Peer second(arena.address(), arena.token(kInspector).token);
  EXPECT_EQ(Reason(second.Join()), "ALREADY_JOINED");
}

TEST(Contract, RefusesAnotherProtocolAndUnknownMethods) {
  Arena arena;
  arena.Open();
  Peer peer(arena.address(), arena.token(kInspector).token);
  EXPECT_EQ(Reason(peer.Join(2)), "WRONG_PROTOCOL");
}

TEST(Contract, PlaysADuelAndTellsBothSeats) {
  Arena arena;
  const auto ticket = arena.Open();
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  std::optional<v1::GameOver> told;
  std::thread other([&] { told = target->PlayToTheEnd(); });
  const auto over = inspector->PlayToTheEnd();
  other.join();
  ASSERT_TRUE(over && told);
  const auto report = arena.server().WaitFor(ticket, seconds(20));
  ASSERT_TRUE(report);
  EXPECT_EQ(over->result(), report->match->Result().result());
  EXPECT_EQ(over->seat(), "blue.inspector");
  EXPECT_EQ(told->seat(), "red.target");
  EXPECT_NE(over->match_handle(), told->match_handle()) << "handles are each seat's own";
  EXPECT_EQ(report->seats[0].entry, "blue entry");
  EXPECT_EQ(report->seats[0].fault, v1::RESULT_KIND_UNSPECIFIED);
  EXPECT_GT(report->seats[0].turns, 1);
}

TEST(Contract, AReattachedStreamGetsItsOutstandingTurnAgain) {
  Arena arena;
  const auto ticket = arena.Open();
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  const auto before = inspector->NextTurn();
  ASSERT_TRUE(before);
  inspector->Drop();
  ASSERT_TRUE(inspector->Attach());
  ASSERT_TRUE(inspector->TakeSeat());
  const auto again = inspector->NextTurn();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->SerializeAsString(), before->SerializeAsString());
  ASSERT_TRUE(inspector->Answer(*again));
  std::thread other([&] { target->PlayToTheEnd(); });
  EXPECT_TRUE(inspector->PlayToTheEnd());
  other.join();
  const auto report = arena.server().WaitFor(ticket, seconds(20));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->seats[kInspector].reattaches, 1);
  EXPECT_EQ(report->seats[kInspector].fault, v1::RESULT_KIND_UNSPECIFIED);
}

TEST(Contract, TheFourthReattachForfeits) {
  Arena arena;
  const auto ticket = arena.Open();
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  ASSERT_TRUE(inspector->NextTurn());
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(inspector->Attach()) << i;
  const auto over = target->PlayToTheEnd();
  ASSERT_TRUE(over);
  EXPECT_EQ(over->result(), v1::RESULT_KIND_FORFEIT_CRASH);
  EXPECT_EQ(over->seat_at_fault(), "blue.inspector");
  ASSERT_TRUE(arena.server().WaitFor(ticket, seconds(20)));
}

TEST(Contract, AStreamThatStaysAwayForfeitsAfterTheGrace) {
  Arena arena({.grace = milliseconds(200)});
  const auto ticket = arena.Open();
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  ASSERT_TRUE(inspector->NextTurn());
  inspector->Drop();
  const auto over = target->PlayToTheEnd();
  ASSERT_TRUE(over);
  EXPECT_EQ(over->result(), v1::RESULT_KIND_FORFEIT_CRASH);
  EXPECT_EQ(arena.server().Wait(ticket).seats[kInspector].fault, v1::RESULT_KIND_FORFEIT_CRASH);
}

TEST(Contract, ASeatThatNobodyTakesIsANoShow) {
  Arena arena;
  const auto ticket = arena.Open({.start = milliseconds(300)});
  auto inspector = arena.Sit(kInspector);
  const auto over = inspector->PlayToTheEnd();
  ASSERT_TRUE(over);
  EXPECT_EQ(over->result(), v1::RESULT_KIND_FORFEIT_NO_SHOW);
  EXPECT_EQ(over->seat_at_fault(), "red.target");
  EXPECT_EQ(arena.server().Wait(ticket).match->Result().winner(), "blue");
}

TEST(Contract, AHungAgentTimesOutOnItsSecondTurn) {
  Arena arena;
  const auto ticket = arena.Open({.watchdog = milliseconds(300)});
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  const auto first = inspector->NextTurn();
  ASSERT_TRUE(first);
  ASSERT_TRUE(inspector->Answer(*first));
  const auto over = target->PlayToTheEnd();
  ASSERT_TRUE(over);
  EXPECT_EQ(over->result(), v1::RESULT_KIND_FORFEIT_TIMEOUT);
  EXPECT_EQ(over->seat_at_fault(), "blue.inspector");
  EXPECT_EQ(arena.server().Wait(ticket).seats[kInspector].turns, 2);
}

TEST(Contract, ALateTurnIsHeldAndTheThirdInARowForfeits) {
  Arena arena;
  const auto ticket = arena.Open({.budgeted = true, .turn_account = milliseconds(120), .match_account = seconds(60)});
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  const auto first = inspector->NextTurn();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->turn_account_left_ms(), 120);
  EXPECT_EQ(first->match_account_left_ms(), 60000);
  ASSERT_TRUE(inspector->Answer(*first));
  const auto over = target->PlayToTheEnd();
  ASSERT_TRUE(over);
  EXPECT_EQ(over->result(), v1::RESULT_KIND_FORFEIT_TIMEOUT);
  const server::MatchReport report = arena.server().Wait(ticket);
  EXPECT_EQ(report.seats[kInspector].holds, 2);
  EXPECT_EQ(report.seats[kTarget].holds, 0);
}

TEST(Contract, RepeatedAnswersAreIgnoredAndOtherBytesAreAStrike) {
  Arena arena;
  const auto ticket = arena.Open();
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  const auto turn = inspector->NextTurn();
  ASSERT_TRUE(turn);
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(inspector->Answer(*turn, "mine"));
  const auto theirs = target->NextTurn();
  ASSERT_TRUE(theirs && target->Answer(*theirs));
  ASSERT_TRUE(target->NextTurn());  // the first turns are settled
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(arena.server().Counters().strikes <= i, true);
    ASSERT_TRUE(inspector->Answer(*turn, "another"));
  }
  const auto over = target->PlayToTheEnd();
  ASSERT_TRUE(over);
  EXPECT_EQ(over->result(), v1::RESULT_KIND_FORFEIT_PROTOCOL);
  EXPECT_EQ(over->seat_at_fault(), "blue.inspector");
  const auto loser = inspector->HearUntil(v1::ArbiterMessage::kGameOver);
  EXPECT_TRUE(loser) << "the seat at fault hears of it too";
  const server::MatchReport report = arena.server().Wait(ticket);
  EXPECT_EQ(report.seats[kInspector].strikes, 10);
  EXPECT_EQ(arena.server().Counters().unsolicited, 49);
  // The one answer that counted was the first.
  EXPECT_EQ(report.match->Record().instants(0).answers(0).decision().note(), "mine");
}

TEST(Contract, UnsolicitedAnswersCostTheBudgetAndThenStrikes) {
  Arena arena({.messages_per_s = 0.001, .message_burst = 20.0});
  const auto ticket = arena.Open();
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  v1::Turn nobodys;
  nobodys.set_match_handle("nobody's");
  nobodys.set_turn_id(1);
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(inspector->Answer(nobodys));
  const auto over = target->PlayToTheEnd();
  ASSERT_TRUE(over);
  EXPECT_EQ(over->result(), v1::RESULT_KIND_FORFEIT_PROTOCOL);
  EXPECT_EQ(arena.server().Wait(ticket).seats[kInspector].strikes, 10);
}

TEST(Contract, NoiseClosesTheStreamWithAReasonAndTheSessionMayComeBack) {
  Arena arena;
  const auto ticket = arena.Open();
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  ASSERT_TRUE(inspector->NextTurn());
  inspector->SendBytes("\xff\xff\xff noise");
  const grpc::Status status = inspector->Status();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Reason(status), "MALFORMED_MESSAGE");
  ASSERT_TRUE(inspector->Attach());
  ASSERT_TRUE(inspector->TakeSeat());
  std::thread other([&] { target->PlayToTheEnd(); });
  EXPECT_TRUE(inspector->PlayToTheEnd());
  other.join();
  const server::MatchReport report = arena.server().Wait(ticket);
  EXPECT_EQ(report.seats[kInspector].strikes, 1);
  EXPECT_EQ(report.seats[kInspector].fault, v1::RESULT_KIND_UNSPECIFIED);
  EXPECT_EQ(arena.server().Counters().malformed, 1);
}

// The frame is whole and names its turn; what is inside the decision is not UTF-8, which only the worker sees.
TEST(Contract, ADecisionThatCannotBeParsedLeavesItsTurnOutstanding) {
  Arena arena;
  const auto ticket = arena.Open();
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  const auto turn = inspector->NextTurn();
  ASSERT_TRUE(turn);
  v1::AgentMessage message;
  v1::Decision* const decision = message.mutable_decisions()->add_decisions();
  decision->set_match_handle(turn->match_handle());
  decision->set_seat(turn->seat());
  decision->set_turn_id(turn->turn_id());
  decision->set_note("QQQQ");
  std::string bytes = message.SerializeAsString();
  bytes.replace(bytes.find("QQQQ"), 4, "\xff\xfe\xff\xfe");
  ASSERT_TRUE(inspector->SendBytes(bytes));
  const auto other_turn = target->NextTurn();
  ASSERT_TRUE(other_turn);
  ASSERT_TRUE(target->Answer(*other_turn, "kept"));
  EXPECT_EQ(Reason(inspector->Status()), "MALFORMED_DECISION");
  ASSERT_TRUE(inspector->Attach());
  ASSERT_TRUE(inspector->TakeSeat());
  const auto again = inspector->NextTurn();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->turn_id(), turn->turn_id());
  ASSERT_TRUE(inspector->Answer(*again, "well"));
  std::thread other([&] { target->PlayToTheEnd(); });
  EXPECT_TRUE(inspector->PlayToTheEnd());
  other.join();
  const server::MatchReport report = arena.server().Wait(ticket);
  EXPECT_EQ(report.match->Record().instants(0).answers(0).decision().note(), "well");
  EXPECT_EQ(report.match->Record().instants(0).answers(1).decision().note(), "kept");
}

// The note is padded with unknown bytes of the message rather than its own length, which has a limit of its own.
std::string DecisionOfSize(const v1::Turn& turn, std::size_t size) {
  v1::Decision decision;
  decision.set_match_handle(turn.match_handle());
  decision.set_seat(turn.seat());
  decision.set_turn_id(turn.turn_id());
  std::string bytes = decision.SerializeAsString();
  const std::size_t padding = size - bytes.size() - 5;  // tag of two bytes, length of three
  bytes += "\xfa\x3e";                                   // field 1007, length-delimited, unknown
  bytes.push_back(static_cast<char>((padding & 0x7f) | 0x80));
  bytes.push_back(static_cast<char>(((padding >> 7) & 0x7f) | 0x80));
  bytes.push_back(static_cast<char>(padding >> 14));
  bytes.append(padding, 'x');
  return bytes;
}

std::string MessageOf(const std::string& decision) {
  v1::AgentMessage message;
  message.mutable_decisions()->add_decisions();
  v1::DecisionBatch batch;
  const auto length = [](std::size_t n) {
    std::string out;
    for (; n >= 0x80; n >>= 7) out.push_back(static_cast<char>((n & 0x7f) | 0x80));
    out.push_back(static_cast<char>(n));
    return out;
  };
  std::string inner = "\x0a";
  inner.append(length(decision.size())).append(decision);
  std::string outer = "\x1a";
  outer.append(length(inner.size())).append(inner);
  return outer;
}

TEST(Contract, ADecisionHasAtMost64KiB) {
  constexpr std::size_t kLimit = 64u << 10;
  Arena arena;
  arena.Open();
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  for (const std::size_t size : {kLimit - 1, kLimit}) {
    const auto turn = inspector->NextTurn();
    ASSERT_TRUE(turn) << size;
    const std::string decision = DecisionOfSize(*turn, size);
    ASSERT_EQ(decision.size(), size);
    ASSERT_TRUE(inspector->SendBytes(MessageOf(decision)));
    const auto theirs = target->NextTurn();
    ASSERT_TRUE(theirs);
    ASSERT_TRUE(target->Answer(*theirs));
  }
  const auto turn = inspector->NextTurn();
  ASSERT_TRUE(turn);
  inspector->SendBytes(MessageOf(DecisionOfSize(*turn, kLimit + 1)));
  EXPECT_EQ(Reason(inspector->Status()), "DECISION_TOO_LARGE");
}

TEST(Contract, AMessageHasAtMost1MiB) {
  constexpr std::size_t kLimit = 1u << 20;
  Arena arena;
  arena.Open();
  auto inspector = arena.Sit(kInspector);
  v1::Turn nobodys;
  nobodys.set_match_handle("nobody's");
  for (const std::size_t size : {kLimit - 1, kLimit, kLimit + 1}) {
    const std::string frame = MessageOf(DecisionOfSize(nobodys, 100000));
    const std::string message = MessageOf(DecisionOfSize(nobodys, 100000 + size - frame.size()));
    ASSERT_EQ(message.size(), size);
    inspector->SendBytes(message);
  }
  EXPECT_EQ(Reason(inspector->Status()), "BATCH_TOO_LARGE");
  EXPECT_EQ(arena.server().Counters().unsolicited, 2);
}

// Another's session, a turn that is not mine, an answer of yesterday: refused or ignored, counted, and the match is the same to the bit.
TEST(Contract, ImpersonationReplaysAndAnswersOutOfTurnChangeNoBit) {
  std::uint64_t digests[2] = {0, 0};
  for (int run = 0; run < 2; ++run) {
    Arena arena;
    const auto ticket = arena.Open();
    auto inspector = arena.Sit(kInspector);
    auto target = arena.Sit(kTarget);
    const auto first = inspector->NextTurn();
    ASSERT_TRUE(first);
    if (run == 1) {
      // Red's token with blue's session.
      Peer thief(arena.address(), arena.token(kTarget).token);
      EXPECT_FALSE(thief.Attach(inspector->session_id()));
      EXPECT_EQ(Reason(thief.Status()), "NOT_ADMITTED");
      // Red answers blue's turn, and a turn that was not asked yet.
      v1::Turn blues = *first;
      EXPECT_TRUE(target->Answer(blues, "thief"));
      blues.set_seat("red.target");
      EXPECT_TRUE(target->Answer(blues, "thief"));
    }
    ASSERT_TRUE(inspector->Answer(*first));
    const auto theirs = target->NextTurn();
    ASSERT_TRUE(theirs);
    if (run == 1) {
      v1::Turn early = *theirs;
      early.set_turn_id(99);
      EXPECT_TRUE(target->Answer(early, "too early"));
      for (int i = 0; i < 3; ++i) EXPECT_TRUE(inspector->Answer(*first));  // replayed
    }
    ASSERT_TRUE(target->Answer(*theirs));
    std::thread other([&] { target->PlayToTheEnd(); });
    EXPECT_TRUE(inspector->PlayToTheEnd());
    other.join();
    const server::MatchReport report = arena.server().Wait(ticket);
    for (const server::SeatReport& seat : report.seats) EXPECT_EQ(seat.fault, v1::RESULT_KIND_UNSPECIFIED) << seat.reason;
    digests[run] = report.match->Digest();
    if (run == 1) {
      EXPECT_EQ(arena.server().Counters().unsolicited, 6);
    }
  }
  EXPECT_EQ(digests[0], digests[1]);
}

TEST(Contract, AStreamThatDoesNotAttachIsEnded) {
  Arena arena({.attach_limit = milliseconds(200)});
  arena.Open();
  Peer peer(arena.address(), arena.token(kInspector).token);
  ASSERT_TRUE(peer.Join().ok());
  peer.OpenStream();
  EXPECT_EQ(Reason(peer.Status()), "SLOW_START");
}

TEST(Contract, ANewStreamReplacesTheOldOne) {
  Arena arena;
  arena.Open();
  auto first = arena.Sit(kInspector);
  Peer second(arena.address(), arena.token(kInspector).token);
  ASSERT_TRUE(second.Attach(first->session_id()));
  EXPECT_EQ(Reason(first->Status()), "REPLACED");
}

TEST(Contract, AssetsComeWholeAndUnknownOnesAreToldSo) {
  const std::string content(1000000, 'a');
  Arena arena({.asset = [&](const std::string& hash) { return hash == "known" ? std::optional(content) : std::nullopt; }});
  arena.Open();
  Peer peer(arena.address(), arena.token(kInspector).token);
  ASSERT_TRUE(peer.Join().ok());
  const auto stub = peer.Stub();
  for (const std::string hash : {"known", "unknown"}) {
    grpc::ClientContext context;
    peer.Prepare(context);
    v1::GetAssetRequest request;
    request.set_session_id(peer.session_id());
    request.set_sha256(hash);
    const auto reader = stub->GetAsset(&context, request);
    std::string got;
    v1::AssetChunk chunk;
    while (reader->Read(&chunk)) got += chunk.data();
    const grpc::Status status = reader->Finish();
    EXPECT_EQ(status.ok(), hash == "known") << status.error_message();
    EXPECT_EQ(got == content, hash == "known");
  }
}

TEST(Contract, StoppingMakesMatchesVoidAndSaysGoodbye) {
  Arena arena;
  const auto ticket = arena.Open();
  auto inspector = arena.Sit(kInspector);
  auto target = arena.Sit(kTarget);
  ASSERT_TRUE(inspector->NextTurn());
  std::thread stopper([&] { arena.server().Stop(); });
  const auto over = inspector->HearUntil(v1::ArbiterMessage::kGameOver);
  ASSERT_TRUE(over);
  EXPECT_EQ(over->game_over().result(), v1::RESULT_KIND_VOID_ARBITER);
  EXPECT_TRUE(inspector->HearUntil(v1::ArbiterMessage::kGoodbye));
  EXPECT_TRUE(inspector->Status().ok());
  EXPECT_TRUE(target->HearUntil(v1::ArbiterMessage::kGoodbye));
  stopper.join();
  EXPECT_EQ(arena.server().Wait(ticket).void_reason, "the arbiter was stopped");
}

TEST(Contract, TwoServersDoNotShareAPort) {
  Arena first({.listen = "127.0.0.1:0"});
  const auto second = server::Server::Start({.listen = first.address()});
  EXPECT_EQ(second.server, nullptr);
  EXPECT_EQ(second.error, first.address() + ": cannot listen there");
}

TEST(Contract, AnOpenNetworkHasToBeAskedForInFull) {
  const auto refused = server::Server::Start({.listen = "0.0.0.0:0"});
  EXPECT_EQ(refused.server, nullptr);
  EXPECT_NE(refused.error.find("--insecure-network"), std::string::npos);
}

TEST(Contract, ASocketPathThatIsTooLongIsRefused) {
  const auto refused = server::Server::Start({.listen = "unix:/tmp/" + std::string(200, 'x')});
  EXPECT_EQ(refused.server, nullptr);
}

}  // namespace
}  // namespace haze::tests
