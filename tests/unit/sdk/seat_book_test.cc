// The agent's book of seats: agents/sdk/seats.
#include "agents/sdk/seats.h"

#include <gtest/gtest.h>

#include "agents/sdk/plan.h"

namespace haze::sdk {
namespace {

struct Counting : agents::Policy {
  explicit Counting(int& asked_count) : asked(asked_count) {}
  void Open(const v1::Briefing&) override {}
  v1::Decision Decide(const v1::Turn&) override {
    v1::Decision decision;
    decision.set_note("asked " + std::to_string(++asked));
    return decision;
  }
  int& asked;
};

v1::ArbiterMessage Opened() {
  v1::ArbiterMessage message;
  message.mutable_seat_opened()->mutable_briefing()->set_match_handle("m");
  message.mutable_seat_opened()->mutable_briefing()->set_seat("s");
  return message;
}

v1::Turn TurnNumber(std::int64_t id) {
  v1::Turn turn;
  turn.set_match_handle("m");
  turn.set_seat("s");
  turn.set_turn_id(id);
  return turn;
}

TEST(SeatBook, ATurnThatComesAgainGetsTheSameBytesWithoutAskingAgain) {
  int asked = 0;
  SeatBook book([&](const v1::Briefing&) { return std::make_unique<Counting>(asked); });
  ASSERT_TRUE(book.Hear(Opened()));
  const auto first = book.Answer(TurnNumber(1));
  const auto again = book.Answer(TurnNumber(1));
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(first->decisions().decisions(0).turn_id(), 1);
  ASSERT_TRUE(book.Answer(TurnNumber(2)));
  EXPECT_FALSE(book.Answer(TurnNumber(1))) << "an older turn has been answered and counted";
}

TEST(SeatBook, ASeatThatIsOpenedAgainKeepsItsPolicy) {
  int made = 0;
  int asked = 0;
  SeatBook book([&](const v1::Briefing&) {
    ++made;
    return std::make_unique<Counting>(asked);
  });
  EXPECT_TRUE(book.Hear(Opened())->has_seat_ready());
  EXPECT_TRUE(book.Hear(Opened())->has_seat_ready());
  EXPECT_EQ(made, 1);
}

TEST(SeatBook, ForgetsASeatWhenItsMatchIsOverAndAllOnReset) {
  int asked = 0;
  SeatBook book([&](const v1::Briefing&) { return std::make_unique<Counting>(asked); });
  book.Hear(Opened());
  v1::ArbiterMessage over;
  over.mutable_game_over()->set_match_handle("m");
  over.mutable_game_over()->set_seat("s");
  EXPECT_FALSE(book.Hear(over));
  EXPECT_TRUE(book.empty());
  EXPECT_FALSE(book.Answer(TurnNumber(1)));
  book.Hear(Opened());
  v1::ArbiterMessage reset;
  reset.mutable_reset();
  EXPECT_TRUE(book.Hear(reset)->has_reset_done());
  EXPECT_TRUE(book.empty());
}

TEST(SeatBook, ARefusedSeatStaysUnready) {
  SeatBook book([](const v1::Briefing&) { return std::unique_ptr<agents::Policy>(); });
  EXPECT_FALSE(book.Hear(Opened()));
}

TEST(Plan, BuildersFillTheirFields) {
  const v1::Order burn = BurnRtn("b1", Vector(1, 2, 3), 5);
  EXPECT_EQ(burn.order_id(), "b1");
  EXPECT_EQ(burn.start_time_us(), 5);
  EXPECT_EQ(burn.burn().dv_rtn_mps().y(), 2);
  const std::vector<v1::Vec3> directions{Vector(0, 1, 0), Vector(0, -1, 0)};
  EXPECT_EQ(Search("s", directions, 7).search().directions_rtn_size(), 2);
  v1::Wake wake = WakeAt(9);
  WakeOn(wake, v1::WakeCondition::KIND_RANGE, "puma", 5e3);
  EXPECT_EQ(wake.conditions(0).threshold(), 5e3);
}

}  // namespace
}  // namespace haze::sdk
