// The bytes of messages against the generated code: arbiter/server/framing.
#include "arbiter/server/framing.h"

#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include <random>

namespace haze::server {
namespace {

v1::AgentMessage TwoDecisions() {
  v1::AgentMessage message;
  for (int i = 1; i <= 2; ++i) {
    v1::Decision* const decision = message.mutable_decisions()->add_decisions();
    decision->set_match_handle("handle" + std::to_string(i));
    decision->set_seat("blue.inspector");
    decision->set_turn_id(i == 1 ? 1 : -7);
    decision->add_orders()->set_order_id("burn");
    decision->set_note("a note");
  }
  return message;
}

TEST(Framing, AgreesWithTheGeneratedCode) {
  const v1::AgentMessage message = TwoDecisions();
  const std::string bytes = message.SerializeAsString();
  const Scan scan = ScanAgentMessage(bytes);
  ASSERT_EQ(scan.kind, Scan::Kind::kDecisions);
  ASSERT_EQ(scan.decisions.size(), 2u);
  for (int i = 0; i < 2; ++i) {
    const v1::Decision& sent = message.decisions().decisions(i);
    const RawDecision& seen = scan.decisions[static_cast<std::size_t>(i)];
    EXPECT_EQ(seen.match_handle, sent.match_handle());
    EXPECT_EQ(seen.seat, sent.seat());
    EXPECT_EQ(seen.turn_id, sent.turn_id());
    EXPECT_EQ(seen.bytes, sent.SerializeAsString());
  }
}

// Otherwise an agent could show one number to the network thread and another to the worker.
TEST(Framing, ReadsRepeatedFieldsAsProtobufDoes) {
  v1::Decision first;
  first.set_match_handle("a");
  first.set_turn_id(1);
  v1::Decision second;
  second.set_turn_id(2);
  const std::string both = first.SerializeAsString() + second.SerializeAsString();
  v1::Decision merged;
  ASSERT_TRUE(merged.ParseFromString(both));
  std::string message{'\x1a', static_cast<char>(both.size() + 2), '\x0a', static_cast<char>(both.size())};
  message.append(both);
  const Scan scan = ScanAgentMessage(message);
  ASSERT_EQ(scan.decisions.size(), 1u);
  EXPECT_EQ(scan.decisions[0].turn_id, merged.turn_id());
  EXPECT_EQ(scan.decisions[0].match_handle, merged.match_handle());
}

TEST(Framing, EveryTruncationIsMalformedOrShorter) {
  const std::string bytes = TwoDecisions().SerializeAsString();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_EQ(ScanAgentMessage(std::string_view(bytes).substr(0, length)).kind, Scan::Kind::kMalformed) << length;
  }
}

// Whatever arrives: no crash, and nothing scanned that protobuf would read otherwise. Repeat with the seed that is printed.
TEST(Framing, NeverDisagreesWithProtobufOnDamagedMessages) {
  const std::string whole = TwoDecisions().SerializeAsString();
  const google::protobuf::LogSilencer quiet;
  std::mt19937 random(1);  // NOLINT: the test's own
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = whole;
    for (int i = 0; i < 3; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
    const Scan scan = ScanAgentMessage(bytes);
    v1::AgentMessage message;
    if (!message.ParseFromString(bytes)) continue;  // a worker or the parser refuses it
    if (scan.kind != Scan::Kind::kDecisions) continue;
    ASSERT_EQ(static_cast<int>(scan.decisions.size()), message.decisions().decisions_size()) << "round " << round;
    for (int i = 0; i < message.decisions().decisions_size(); ++i) {
      ASSERT_EQ(scan.decisions[static_cast<std::size_t>(i)].turn_id, message.decisions().decisions(i).turn_id()) << "round " << round;
      ASSERT_EQ(scan.decisions[static_cast<std::size_t>(i)].seat, message.decisions().decisions(i).seat()) << "round " << round;
    }
  }
}

TEST(Framing, OtherKindsAndMixturesAreToldApart) {
  v1::AgentMessage attach;
  attach.mutable_attach()->set_session_id("x");
  EXPECT_EQ(ScanAgentMessage(attach.SerializeAsString()).kind, Scan::Kind::kOther);
  EXPECT_EQ(ScanAgentMessage(attach.SerializeAsString() + TwoDecisions().SerializeAsString()).kind, Scan::Kind::kMalformed);
  EXPECT_EQ(ScanAgentMessage("").kind, Scan::Kind::kMalformed);
}

TEST(Framing, RefusesMoreDecisionsThanItKeepsRoomFor) {
  v1::AgentMessage message;
  for (std::size_t i = 0; i < kMaxDecisionsPerBatch; ++i) message.mutable_decisions()->add_decisions();
  EXPECT_EQ(ScanAgentMessage(message.SerializeAsString()).kind, Scan::Kind::kDecisions);
  message.mutable_decisions()->add_decisions();
  EXPECT_EQ(ScanAgentMessage(message.SerializeAsString()).kind, Scan::Kind::kMalformed);
}

TEST(Framing, FramesTurnsAndResultsAsTheGeneratedCodeReadsThem) {
  v1::Turn turn;
  turn.set_match_handle(std::string(300, 'h'));
  turn.set_turn_id(5);
  std::string accounts = turn.SerializeAsString();
  AppendAccounts(accounts, 500, 299000);
  const std::string plain = turn.SerializeAsString();
  v1::ArbiterMessage message;
  ASSERT_TRUE(message.ParseFromString(FrameTurns(std::vector<std::string_view>{plain, accounts})));
  ASSERT_EQ(message.turns().turns_size(), 2);
  EXPECT_EQ(message.turns().turns(0).match_handle(), turn.match_handle());
  EXPECT_EQ(message.turns().turns(1).turn_account_left_ms(), 500);
  EXPECT_EQ(message.turns().turns(1).match_account_left_ms(), 299000);

  v1::GameOver over;
  over.set_reason("because");
  ASSERT_TRUE(message.ParseFromString(FrameGameOver(over.SerializeAsString())));
  EXPECT_EQ(message.game_over().reason(), "because");
}

}  // namespace
}  // namespace haze::server
