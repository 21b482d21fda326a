// One match, played in this process or by processes of its own, with the same result.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "arbiter/match/match.h"
#include "tools/cli/line_up.h"

namespace haze::tools {

enum class Transport { kInProcess, kUnix, kTcp };

/// "in-process", "unix", "tcp".
std::string_view TransportName(Transport transport);

struct PlayRequest {
  std::shared_ptr<const scenarios::Scenario> scenario;
  std::shared_ptr<const dynamics::AstronomyTable> astronomy;  ///< null where the force model needs none
  std::string astronomy_text;                                 ///< its file's content, for agents that ask
  std::vector<SeatPlan> line_up;
  dynamics::MatchKey key{};
  std::int64_t seed = 0;
  Transport transport = Transport::kUnix;
  double watchdog_s = 60.0;
  bool debug = false;
  /// Told what happened since the last call, in order, by the thread that plays.
  std::function<void(std::span<const game::Fact>)> observer;
  /// Told of each agent's process once it runs: seat, process.
  std::function<void(const std::string&, pid_t)> started;
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

/// Policies play in this process; commands are not possible (`error`).
Played PlayInProcess(const PlayRequest& request);

/// Each seat's agent plays in its own process over gRPC, on a unix socket or TCP on this machine. Call it before any thread was started.
Played PlayInProcesses(const PlayRequest& request);

}  // namespace haze::tools
