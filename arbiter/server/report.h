// What the server tells of a match that is over.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "arbiter/match/match.h"

namespace haze::server {

/// "exit code 3" or "signal 9 (SIGKILL)", of a status as waitpid gives it.
std::string WordsOfEnd(int wait_status);

struct SeatReport {
  std::string seat;
  std::string entry;
  /// Unspecified = nothing is held against the seat; otherwise the forfeit it caused.
  match::v1::ResultKind fault = match::v1::RESULT_KIND_UNSPECIFIED;
  std::string reason;  ///< of the fault
  pid_t pid = -1;      ///< -1: not launched by us
  /// As waitpid gives it, when the process ended before the report.
  std::optional<int> wait_status;
  int turns = 0;
  double think_s = 0.0;      ///< wall time between sending a turn and its answer, summed
  double think_max_s = 0.0;  ///< the longest of them
  int holds = 0;
  int reattaches = 0;
  int strikes = 0;
};

struct MatchReport {
  /// The match as it ended; it is over unless `void_reason` says otherwise.
  std::unique_ptr<match::Match> match;
  /// Not empty: no result, the arbiter gave the match up.
  std::string void_reason;
  std::vector<SeatReport> seats;
  double wall_s = 0.0;  ///< since submission
};

}  // namespace haze::server
