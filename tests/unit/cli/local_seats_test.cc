// Policies in this process answer as processes would.
#include "agents/local/local_seats.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace haze::agents {
namespace {

class Noter : public Policy {
 public:
  explicit Noter(bool throws) : throws_(throws) {}
  void Open(const v1::Briefing& briefing) override { seat_ = briefing.seat(); }
  v1::Decision Decide(const v1::Turn& turn) override {
    if (throws_ && turn.turn_id() > 1) throw std::runtime_error("out of ideas");
    v1::Decision decision;
    decision.set_note(seat_);
    decision.set_turn_id(99);
    return decision;
  }

 private:
  bool throws_;
  std::string seat_;
};

TEST(LocalSeats, AnswersCarryTheTurnsNamesAndAThrowingPolicyCrashes) {
  std::vector<std::unique_ptr<Policy>> policies;
  policies.push_back(std::make_unique<Noter>(false));
  policies.push_back(std::make_unique<Noter>(true));
  LocalSeats seats(std::move(policies));
  v1::Briefing briefing;
  briefing.set_seat("blue.inspector");
  seats.Open(0, briefing);
  briefing.set_seat("red.target");
  seats.Open(1, briefing);

  for (int turn_id = 1; turn_id <= 2; ++turn_id) {
    std::vector<v1::Turn> turns(2);
    const std::vector<int> due = {0, 1};
    for (std::size_t i = 0; i < 2; ++i) {
      turns[i].set_match_handle("m" + std::to_string(i));
      turns[i].set_turn_id(turn_id);
    }
    std::vector<match::SeatAnswer> answers(2);
    seats.Ask(turns, due, answers);
    const auto& first = std::get<v1::Decision>(answers[0]);
    EXPECT_EQ(first.note(), "blue.inspector");
    EXPECT_EQ(first.turn_id(), turn_id);
    EXPECT_EQ(first.match_handle(), "m0");
    if (turn_id == 2) {
      const auto& lost = std::get<match::Forfeit>(answers[1]);
      EXPECT_EQ(lost.kind, v1::RESULT_KIND_FORFEIT_CRASH);
      EXPECT_EQ(lost.reason, "the policy threw: out of ideas");
    }
  }
}

}  // namespace
}  // namespace haze::agents
