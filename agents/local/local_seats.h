// Seats whose policies play in this process.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agents/policy/policy.h"
#include "arbiter/match/seats.h"

namespace haze::agents {

/// Asks one policy for each seat, in seat order, on the caller's thread. A policy that throws loses its seat's match (FORFEIT_CRASH with the exception's
/// words), as a process that ends would.
class LocalSeats : public match::Seats {
 public:
  /// `policies[i]` plays seat i; none may be null.
  explicit LocalSeats(std::vector<std::unique_ptr<Policy>> policies);

  void Open(int seat, const v1::Briefing& briefing) override;
  void Ask(std::span<const v1::Turn> turns, std::span<const int> seats, std::span<match::SeatAnswer> answers) override;
  void Close(int seat, const v1::GameOver& result) override;

 private:
  Policy& PolicyOf(int seat) { return *policies_[static_cast<std::size_t>(seat)]; }

  std::vector<std::unique_ptr<Policy>> policies_;
  std::vector<std::string> failed_;  // what Open threw, told with the first answer
};

}  // namespace haze::agents
