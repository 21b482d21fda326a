// Seats whose policies play in this process.
#include "agents/local/local_seats.h"

#include <exception>
#include <utility>

namespace haze::agents {
namespace {

match::Forfeit Thrown(const std::string& words) { return {v1::RESULT_KIND_FORFEIT_CRASH, "the policy threw: " + words}; }

}  // namespace

LocalSeats::LocalSeats(std::vector<std::unique_ptr<Policy>> policies) : policies_(std::move(policies)), failed_(policies_.size()) {}

void LocalSeats::Open(int seat, const v1::Briefing& briefing) {
  try {
    PolicyOf(seat).Open(briefing);
  } catch (const std::exception& error) {
    failed_[static_cast<std::size_t>(seat)] = error.what();
  }
}

void LocalSeats::Ask(std::span<const v1::Turn> turns, std::span<const int> seats, std::span<match::SeatAnswer> answers) {
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const std::string& failed = failed_[static_cast<std::size_t>(seats[i])];
    if (!failed.empty()) {
      answers[i] = Thrown(failed);
      continue;
    }
    try {
      v1::Decision decision = PolicyOf(seats[i]).Decide(turns[i]);
      decision.set_match_handle(turns[i].match_handle());
      decision.set_seat(turns[i].seat());
      decision.set_turn_id(turns[i].turn_id());
      answers[i] = std::move(decision);
    } catch (const std::exception& error) {
      answers[i] = Thrown(error.what());
    }
  }
}

void LocalSeats::Close(int seat, const v1::GameOver& result) {
  try {
    PolicyOf(seat).Close(result);
  } catch (const std::exception&) {
    // The match is over; nothing can be lost any more.
  }
}

}  // namespace haze::agents
