// How long a seat may think, and how its time is counted: what the host's other work cost it is not charged.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <optional>

#include "arbiter/server/admission.h"

namespace haze::server {

using Nanoseconds = std::chrono::nanoseconds;

/// The limits of one seat in one match (LIMITS: how a match ends).
struct Deadlines {
  bool none = false;  ///< --debug: nothing ever runs out
  std::chrono::milliseconds start{60000};     ///< from submission to SeatReady; also what the first turn may take
  std::chrono::milliseconds watchdog{60000};  ///< lockstep: charged time of one turn
  bool budgeted = false;
  std::chrono::milliseconds turn_account{500};
  std::chrono::milliseconds match_account{300000};
};

/// Run-queue wait of each task of a process and of its descendants, by task id.
using TaskWaits = std::map<pid_t, Nanoseconds>;

/// Reads /proc/PID/task/*/schedstat, and those of the children where the kernel lists them. Empty for a process that is gone.
TaskWaits ReadTaskWaits(pid_t pid);

using WaitReader = std::function<TaskWaits(pid_t)>;

/// Charged time of one turn: wall time minus the time in which the process wanted a processor and got none.
///
/// Of several tasks the one that waited longest counts, not their sum: otherwise a process with many spinning threads would wait
/// more than time passes and never run out. A stopped process waits in no queue and is charged in full.
class ThinkClock {
 public:
  /// Begins. `pid` is -1 for an agent that we did not launch: wall time.
  void Start(SteadyTime now, pid_t pid);
  /// Takes the first reading, at which the charge begins: later than Start for turns that are answered at once and need none.
  void TakeBaseline(SteadyTime now, const WaitReader& read);
  bool has_baseline() const { return baseline_.has_value(); }
  /// The stream is lost: time stands still until Resume.
  void Pause(SteadyTime now);
  void Resume(SteadyTime now);
  void Stop() { running_ = false; }
  bool running() const { return running_; }

  /// Wall time since Start without pauses: never less than the charge.
  Nanoseconds Wall(SteadyTime now) const;
  /// Charged time since the baseline; zero before it.
  Nanoseconds Charged(SteadyTime now, const WaitReader& read) const;

 private:
  bool running_ = false;
  bool paused_ = false;
  pid_t pid_ = -1;
  SteadyTime began_{}, counted_from_{}, paused_at_{};
  std::optional<TaskWaits> baseline_;
};

}  // namespace haze::server
