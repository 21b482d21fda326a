// One agent's process as the server knows it. Network thread only.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "arbiter/server/admission.h"
#include "arbiter/server/call.h"
#include "arbiter/server/server.h"

namespace haze::server {

/// A seat of a match in play.
struct SeatRef {
  MatchTicket ticket = 0;
  int seat = 0;
};

/// A message that waits for its turn on the stream.
struct Outbound {
  enum class Kind { kControl, kTurn, kGameOver, kGoodbye };
  Kind kind = Kind::kControl;
  std::string bytes;  ///< an ArbiterMessage; of kTurn a Turn, which is framed when it leaves
  SeatRef seat;       ///< of kTurn and kGameOver
  std::int64_t turn_id = 0;
};

/// (match_handle, seat name), as agents name a seat.
using SeatName = std::pair<std::string, std::string>;

struct Session {
  Session(SessionKey session_key, SessionRole session_role, const ServerOptions& options)
      : key(session_key), role(std::move(session_role)), budget(options.messages_per_s, options.message_burst) {}

  SessionKey key;
  SessionRole role;
  std::string id;  ///< given at Join; empty before
  pid_t pid = -1;
  bool ended = false;              ///< the process is gone
  bool released = false;           ///< EndSession was called: to be forgotten when nothing hangs on it
  std::optional<int> wait_status;  ///< how it went

  Call* call = nullptr;  ///< the attached stream
  int attach_count = 0;
  bool lost = false;  ///< was attached, and is not
  SteadyTime lost_at{};
  std::string fault;  ///< not empty: the stream was closed by us for this protocol fault

  std::deque<Outbound> out;
  std::vector<SeatRef> in_flight;  ///< seats whose GameOver is being written
  bool in_flight_goodbye = false;
  SteadyTime write_began{};
  ThinkClock write_clock;

  std::map<SeatName, SeatRef> open;
  MessageBudget budget;
  int strikes = 0;
};

}  // namespace haze::server
