// Seats are opened once, turns answered once, however often the arbiter says them after a re-attach.
#include "agents/sdk/seats.h"

namespace haze::sdk {

std::optional<v1::AgentMessage> SeatBook::Hear(const v1::ArbiterMessage& message) {
  v1::AgentMessage answer;
  switch (message.kind_case()) {
    case v1::ArbiterMessage::kSeatOpened: {
      const v1::Briefing& briefing = message.seat_opened().briefing();
      const auto [seat, fresh] = seats_.try_emplace({briefing.match_handle(), briefing.seat()});
      if (fresh) {
        seat->second.policy = make_(briefing);
        if (seat->second.policy == nullptr) {
          seats_.erase(seat);
          return std::nullopt;
        }
        seat->second.policy->Open(briefing);
      }
      answer.mutable_seat_ready()->set_match_handle(briefing.match_handle());
      answer.mutable_seat_ready()->set_seat(briefing.seat());
      return answer;
    }
    case v1::ArbiterMessage::kGameOver: {
      const auto seat = seats_.find({message.game_over().match_handle(), message.game_over().seat()});
      if (seat == seats_.end()) return std::nullopt;
      seat->second.policy->Close(message.game_over());
      seats_.erase(seat);
      return std::nullopt;
    }
    case v1::ArbiterMessage::kReset:
      seats_.clear();
      answer.mutable_reset_done();
      return answer;
    case v1::ArbiterMessage::kAttached:
    case v1::ArbiterMessage::kTurns:
    case v1::ArbiterMessage::kGoodbye:
    case v1::ArbiterMessage::KIND_NOT_SET: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<v1::AgentMessage> SeatBook::Answer(const v1::Turn& turn) {
  const auto found = seats_.find({turn.match_handle(), turn.seat()});
  if (found == seats_.end()) return std::nullopt;
  Seat& seat = found->second;
  if (turn.turn_id() < seat.answered) return std::nullopt;
  if (turn.turn_id() > seat.answered) {
    v1::Decision decision = seat.policy->Decide(turn);
    decision.set_match_handle(turn.match_handle());
    decision.set_seat(turn.seat());
    decision.set_turn_id(turn.turn_id());
    seat.answer.Clear();
    *seat.answer.mutable_decisions()->add_decisions() = std::move(decision);
    seat.answered = turn.turn_id();
  }
  return seat.answer;
}

}  // namespace haze::sdk
