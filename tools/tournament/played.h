// One match, played in this process or by processes of its own, with the same result.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arbiter/match/match.h"
#include "arbiter/match/seats.h"
#include "arbiter/store/rows.h"

namespace haze::tools {

enum class Transport { kInProcess, kUnix, kTcp };

/// "in-process", "unix", "tcp".
std::string_view TransportName(Transport transport);

/// Who plays a seat.
struct SeatPlan {
  std::string seat;            ///< "red.target"
  std::string policy;          ///< a shipped policy, "target/passive"; empty for a command
  std::string command;         ///< a shell command; empty for a shipped policy
  std::string directory;       ///< where the command runs; empty: here
  std::string entry;           ///< the tournament's entry; empty: named by what plays
  std::string entry_sha256;    ///< its content; empty: by the policy and the version, or the command's words
  double start_limit_s = 60.0; ///< until it has opened its seat
  /// How stores and reports name it: the entry, the policy, or exec:"command".
  std::string Entry() const { return !entry.empty() ? entry : command.empty() ? policy : "exec:" + command; }
};

struct PlayRequest {
  std::shared_ptr<const scenarios::Scenario> scenario;
  match::Tables tables;
  std::string astronomy_text;                                 ///< the astronomy table's file, for agents that ask
  std::vector<SeatPlan> line_up;                              ///< one for each seat, in the scenario's order
  dynamics::MatchKey key{};
  std::int64_t seed = 0;
  Transport transport = Transport::kUnix;
  double watchdog_s = 60.0;
  bool debug = false;
  /// Told what happened since the last call, in order, by the thread that plays.
  std::function<void(std::span<const game::Fact>)> observer;
  /// Told of each agent's process once it runs: seat, process.
  std::function<void(const std::string&, pid_t)> started;
  /// Looked at often; true voids the match.
  std::function<bool()> interrupted;
};

/// How a seat's agent fared.
struct SeatEnd {
  std::optional<std::int64_t> pid;
  std::string outcome;                                 ///< "OK" or the forfeit
  std::optional<std::int64_t> exit_code, exit_signal;  ///< of a process that ended before it was told to
  std::string stderr_tail;
};

struct Played {
  std::string error;                    ///< not empty: nothing was played, and why
  std::string void_reason;              ///< not empty: the arbiter gave the match up
  std::unique_ptr<match::Match> match;  ///< over, unless `void_reason` is set
  std::vector<SeatEnd> seats;           ///< in the scenario's order
  double wall_s = 0.0;
};

/// Seats for a line-up of shipped policies, or null with the seat that has none.
struct LocalLineUp {
  std::unique_ptr<match::Seats> seats;
  std::string error;
};
using SeatsFactory = std::function<LocalLineUp(std::span<const SeatPlan>)>;

/// Policies play in this process, on this thread; commands are not possible (`error`).
Played PlayInProcess(const PlayRequest& request, const SeatsFactory& factory);

/// The rows of a match that is about to be played: scenario, seed, transport and seats; the caller sets what a tournament adds.
store::MatchRows RowsAtBeginning(const PlayRequest& request, std::string_view haze_version);

/// Fills in how it ended.
void FillEnd(const Played& played, const scenarios::Scenario& scenario, store::MatchRows& rows);

/// What plays, by content: a shipped policy is as good as this version of haze, a command as good as its words.
std::string ContentOf(std::string_view policy, std::string_view command, std::string_view haze_version);

}  // namespace haze::tools
