// A launch from order to separation: tasks and crews, count, weather at T-0, lift-off, the ascent and its faults.
//
// The ascent is flown at once at lift-off (launch_insertion.h) and told event by event. The World drives this machine and owns what separates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arbiter/game/digest.h"
#include "arbiter/game/fact.h"
#include "arbiter/game/launch_insertion.h"
#include "arbiter/game/order.h"
#include "dynamics/random.h"
#include "scenarios/scenario.h"

namespace haze::game {

/// The campaign's rules:
/// - Tasks run when their predecessors are done, they are wanted (`starts_by_itself` or ordered) and enough crews are free; the first in
///   the scenario's order begins first, and a later task that fits may overtake one that waits for crews. Durations are triangular draws.
/// - An event from outside (`not_before`) comes at its instant; until the last of them no window is told and no T-0 may be set.
/// - Expediting a running task multiplies what remains of it by `expedite_factor`, of a waiting one all of it; once for each task. With
///   probability `expedite_risk` it damages the vehicle. Half of all damage is found when the task ends, which is then done again; the
///   other half shows in flight: the vehicle is lost.
/// - All tasks done: ready. Then T-0 may be set to any instant of any window that leaves `count_duration`; setting it again withdraws the
///   release. The release must be given `count_duration` before T-0 at the latest.
/// - A task that ends may show an anomaly: half of it is done again. Tasks that the vehicle's standby state has behind it count as done.
/// - At T-0 an unreleased count or weather beyond one of the limits scrubs; a crewed object near the first orbit holds the count until it has passed, and
///   scrubs if the window closes before. After any scrub no T-0 lies within `recycle_duration`; the scrub of a released count may damage the vehicle.
/// - Each part of the weather is a two-state Markov process with its own share of "go" and correlation time. Everybody at the site sees it; the
///   forecast tends to the long-run share with lead time. Without a correlation time a part is drawn at each T-0.
/// - The ascent is flown with drawn departures and, with probability `failure_probability`, a fault; a damaged vehicle has a fatal one.
/// - A lost vehicle, an insertion outside the ordered tolerance, or no lift-off by the end of the last window loses for the seat's side.
class LaunchCampaign {
 public:
  /// `launch` outlives the campaign. `seat` is put into every fact; `craft` into kSeparation.
  LaunchCampaign(const scenarios::Launch& launch, const dynamics::MatchKey& key, int seat, int craft = -1);

  /// Its next own instant; kNever when nothing more happens by itself. 0 before the first AdvanceTo.
  SimTime NextEvent() const;
  /// Handles what happens up to and including `t`; never earlier than the last such call.
  void AdvanceTo(SimTime t, std::vector<Fact>& facts);

  /// kNone when the order may be given at `now`, to which the campaign has been advanced. Follows from what the control room knows.
  Ruling Check(const Order& order, SimTime now) const;
  /// Carries out an order that `Check` allows.
  void Apply(const Order& order, SimTime now, std::vector<Fact>& facts);

  enum class TaskState { kWaiting, kHeld, kRunning, kDone };
  struct TaskView {
    TaskState state = TaskState::kWaiting;
    SimTime start;  ///< of the present or last run; 0 before
    SimTime end;    ///< expected from its distribution and the time it has taken while running, actual when done, else 0
    bool expedited = false;
  };
  struct Forecast {
    SimTime time;
    double go_probability = 0.0;
  };
  /// The control room's screen: everything it knows, and no hidden truth.
  struct View {
    std::vector<TaskView> tasks;             ///< as in Launch::tasks
    std::vector<scenarios::Window> windows;  ///< that have not closed
    std::optional<SimTime> liftoff;          ///< T-0 while one is set; the lift-off afterwards
    bool ready = false;
    bool released = false;
    bool lifted_off = false;
    bool separated = false;
    bool lost = false;
    std::vector<Forecast> forecast;          ///< now, then the nominal instants of the windows to come
    int crews_free = 0;
    std::optional<SimTime> insertion_time;   ///< after separation: own tracking of the craft at this instant
    State insertion;                         ///< GCRF, with the tracking's errors
    std::string detail;                      ///< what the control room would say in one sentence
  };
  View Look(SimTime now) const;
  /// Counts changes of the view that came by themselves (a task ended, the weather turned, a scrub, lift-off): reasons to wake the seat.
  /// What the seat itself ordered does not count, so that no seat wakes itself.
  std::uint64_t knowledge_revision() const { return revision_; }

  std::optional<SimTime> liftoff() const { return liftoff_; }
  /// Known from lift-off on, and only when the vehicle gets there.
  std::optional<SimTime> separation() const { return separation_; }
  /// GCRF state of the craft at `separation()`.
  std::optional<State> insertion() const { return insertion_; }
  /// The seat's side has lost by rule; said with a kLossByRule fact.
  bool lost() const { return lost_; }

  void Digest(DigestWriter& out) const;

 private:
  struct TaskRun {
    TaskState state = TaskState::kWaiting;
    bool wanted = false;      ///< starts by itself or was ordered
    bool expedited = false;
    bool due = true;          ///< false until the instant of an event from outside
    int runs = 0;             ///< 2 when damage or an anomaly was found and the task is done again
    bool damage_found = false;
    SimTime start;
    SimTime end;              ///< true end while running
    double work_at = 0.0;     ///< s of ordinary work done at `pace_since`
    SimTime pace_since;
    double pace = 1.0;        ///< ordinary work a second: 1, or 1 / expedite_factor
  };
  enum class Phase { kCampaign, kFlight, kOver };
  struct Weather {
    bool go = true;
    SimTime turn = dynamics::kNever;
    std::uint64_t turns = 0;
  };
  /// What will be told of the flight, in order of time.
  struct FlightEvent {
    SimTime time;
    FactKind kind = FactKind::kAscentEvent;
    std::string detail;
    double value = 0.0, value2 = 0.0;
  };

  const scenarios::Task& Spec(int task) const { return launch_->tasks[static_cast<std::size_t>(task)]; }
  TaskRun& Run(int task) { return tasks_[static_cast<std::size_t>(task)]; }
  const TaskRun& Run(int task) const { return tasks_[static_cast<std::size_t>(task)]; }
  int task_count() const { return static_cast<int>(tasks_.size()); }
  int CrewsFree() const;
  bool PredecessorsDone(int task) const;
  bool Ordered() const;  ///< no event from outside is still to come
  SimTime ExpectedEnd(int task, SimTime now) const;
  std::string Detail() const;
  std::optional<int> WindowOf(SimTime t) const;
  SimTime EarliestLiftoff(SimTime now) const;
  dynamics::RandomStream Random(std::uint64_t use, std::uint64_t index) const;

  Ruling CheckTask(const Order& order, int task) const;
  Ruling CheckExpedite(const Order& order, int task) const;
  Ruling CheckOrbit(const Order& order, const ChooseOrbit& choice) const;
  Ruling CheckLiftoff(const Order& order, SimTime liftoff, SimTime now) const;
  Ruling CheckRelease(const Order& order, SimTime now) const;

  void Begin(int task, SimTime now, std::vector<Fact>& facts);
  void StartTasks(SimTime now, std::vector<Fact>& facts);
  void EndTasks(SimTime now, std::vector<Fact>& facts);
  void Expedite(int task, SimTime now);
  bool Survives(int task, SimTime now, std::vector<Fact>& facts);
  void TurnWeather(std::size_t part, SimTime now);
  std::optional<std::string> WeatherStop() const;
  SimTime HoldUntil(int window) const;
  void ScrubNow(SimTime now, const std::string& why, std::vector<Fact>& facts);
  void ReachLiftoff(SimTime now, std::vector<Fact>& facts);
  void LiftOff(SimTime now, std::vector<Fact>& facts);
  void Fly(SimTime now, std::vector<Fact>& facts);
  void Lose(SimTime now, const std::string& why, std::vector<Fact>& facts);
  void Say(FactKind kind, SimTime now, std::vector<Fact>& facts, const std::string& detail = {}, double value = 0.0) const;

  const scenarios::Launch* launch_;
  dynamics::MatchKey key_;
  int seat_;
  int craft_;
  Phase phase_ = Phase::kCampaign;
  bool begun_ = false;
  std::vector<TaskRun> tasks_;
  bool ready_ = false;
  bool damaged_ = false;  ///< hidden: the vehicle will be lost
  InsertionTarget target_;
  SimTime last_close_ = dynamics::kNever;
  std::optional<SimTime> t0_;
  bool released_ = false;
  SimTime recycled_at_;   ///< no T-0 before
  std::vector<Weather> weather_;  ///< as in Launch::weather
  std::uint64_t attempts_ = 0;  ///< T-0s that were reached
  std::optional<SimTime> liftoff_, separation_;
  std::vector<FlightEvent> flight_;
  std::size_t flown_ = 0;  ///< events of it that have been told
  std::optional<State> insertion_;
  InsertionMiss miss_;
  bool separated_ = false;
  bool lost_ = false;
  std::string last_word_;  ///< of a scrub, a rework or a loss
  std::uint64_t revision_ = 0;
};

}  // namespace haze::game
