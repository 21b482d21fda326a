// One match in play, seen from outside: who sits there, who was asked, who has answered. Network thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arbiter/server/deadlines.h"
#include "arbiter/server/dispatch.h"
#include "arbiter/server/server.h"

namespace haze::server {

struct Chair {
  SeatBinding binding;
  std::string handle, name;  ///< as the agent names them
  std::string opened;        ///< the SeatOpened message
  bool ready = false;

  std::int64_t turn_id = 0;  ///< of the last turn asked
  std::string turn;          ///< its bytes, kept until it is answered
  bool outstanding = false;
  bool sent = false;
  ThinkClock clock;
  std::optional<std::variant<std::string, match::Hold>> answer;
  /// Hash of the answer to each turn so far, turn_id - 1 being the index; kHeld where none was given.
  std::vector<std::uint64_t> used;
  int late_in_row = 0;
  Nanoseconds account_left{0};

  std::string game_over;  ///< the message; empty before the end
  bool closed = false;    ///< it heard of the end, or cannot any more
  SeatReport report;
};

inline constexpr std::uint64_t kHeld = 0;

struct Table {
  enum class State {
    kGathering,  ///< seats are being opened
    kWorking,    ///< a worker has the match, or it waits for one
    kAsking,     ///< turns are out
    kClosing,    ///< the result is on its way to the agents
  };
  MatchTicket ticket = 0;
  State state = State::kGathering;
  std::unique_ptr<match::Match> match;
  std::vector<Chair> chairs;
  std::vector<int> due;
  Observer observer;
  std::size_t facts_told = 0;
  std::optional<std::pair<int, match::Forfeit>> forfeit;  ///< to be carried out as soon as turns are due
  std::string void_reason;
  SteadyTime submitted{}, closing_since{};
};

}  // namespace haze::server
