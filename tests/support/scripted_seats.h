// Seats whose answers come from a function of seat and turn, for tests that lie, fail or shuffle.
#pragma once

#include <functional>

#include "arbiter/match/match.h"
#include "arbiter/match/seats.h"

namespace haze::tests {

class ScriptedSeats : public match::Seats {
 public:
  using Script = std::function<match::SeatAnswer(int seat, const match::v1::Turn& turn)>;
  explicit ScriptedSeats(Script script) : script_(std::move(script)) {}

  void Open(int seat, const match::v1::Briefing& briefing) override {
    briefings_.resize(static_cast<std::size_t>(seat) + 1);
    briefings_[static_cast<std::size_t>(seat)] = briefing;
  }
  void Ask(std::span<const match::v1::Turn> turns, std::span<const int> seats, std::span<match::SeatAnswer> answers) override {
    for (std::size_t i = 0; i < turns.size(); ++i) {
      heard_.push_back(turns[i]);
      answers[i] = script_(seats[i], turns[i]);
    }
  }
  void Close(int, const match::v1::GameOver&) override { ++closed_; }

  const match::v1::Briefing& briefing(int seat) const { return briefings_[static_cast<std::size_t>(seat)]; }
  const std::vector<match::v1::Turn>& heard() const { return heard_; }
  int closed() const { return closed_; }

 private:
  Script script_;
  std::vector<match::v1::Briefing> briefings_;
  std::vector<match::v1::Turn> heard_;
  int closed_ = 0;
};

}  // namespace haze::tests
