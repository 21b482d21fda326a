// An upper bound for every table: a seat that is told the truth. For tests and campaigns; no shipped program contains it.
#pragma once

#include <string>
#include <vector>

#include "arbiter/match/match.h"
#include "arbiter/match/seats.h"

namespace haze::tests {

/// Plays like `inner`, except that before each turn `seat` gets an element set of every other craft in the world, right to some metres, and that its claims
/// are replaced by the truth. Everything else (where to look, when to burn, what to image) is still the policy's own doing.
class OracleSeats : public match::Seats {
 public:
  /// Watches `match` from now on; both must outlive it.
  OracleSeats(match::Seats& inner, match::Match& match, const scenarios::Scenario& scenario, int seat);

  void Open(int seat, const match::v1::Briefing& briefing) override;
  void Ask(std::span<const match::v1::Turn> turns, std::span<const int> seats, std::span<match::SeatAnswer> answers) override;
  void Close(int seat, const match::v1::GameOver& result) override { inner_.Close(seat, result); }

 private:
  struct Known {
    std::string object_id;
    match::v1::StateEstimate estimate;
  };
  /// Every object that is there, as of `time_us`.
  std::vector<Known> Truths(std::int64_t time_us) const;

  match::Seats& inner_;
  int seat_;
  std::vector<std::string> names_;       // of craft
  std::vector<std::string> object_ids_;  // by craft, of the seat; empty for its own
  int own_ = -1;
  match::Truth truth_;
};

}  // namespace haze::tests
