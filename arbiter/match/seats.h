// Who answers: policies in process, agents over gRPC, a recorded match, a fault injector, a person.
#pragma once

#include <span>
#include <string>
#include <variant>

#include "haze/agent/v1/order.pb.h"
#include "haze/agent/v1/turn.pb.h"

namespace haze::match {

namespace v1 = ::haze::agent::v1;

class Match;

/// The seat does nothing this turn: its account was empty, or it had nothing to answer with.
struct Hold {
  std::string reason;
};

/// The seat loses the match.
struct Forfeit {
  v1::ResultKind kind = v1::RESULT_KIND_FORFEIT_PROTOCOL;
  std::string reason;
};

using SeatAnswer = std::variant<v1::Decision, Hold, Forfeit>;

/// A blocking source of answers for all seats of one match.
class Seats {
 public:
  virtual ~Seats() = default;
  /// Once for each seat, in seat order.
  virtual void Open(int seat, const v1::Briefing& briefing) = 0;
  /// `turns[i]` is for seat `seats[i]`; fills `answers[i]`. The three spans have one length.
  virtual void Ask(std::span<const v1::Turn> turns, std::span<const int> seats, std::span<SeatAnswer> answers) = 0;
  virtual void Close(int seat, const v1::GameOver& result) = 0;
};

/// Plays `match` to its end. `steps_per_advance` changes no bit (0 = no limit).
void Play(Match& match, Seats& seats, long steps_per_advance = 0);

}  // namespace haze::match
