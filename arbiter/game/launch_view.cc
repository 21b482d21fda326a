// The control room's screen and the campaign's digest.
#include <algorithm>

#include "arbiter/game/launch_campaign.h"
#include "arbiter/game/purpose.h"
#include "dynamics/dmath.h"

namespace haze::game {

using dynamics::FromSeconds;
using dynamics::Seconds;

namespace {

// Mean of a triangular duration that is known to exceed `t`.
double MeanBeyond(const scenarios::Task& task, double t) {
  const double lo = task.low;
  const double m = task.mode;
  const double hi = task.high;
  if (t >= hi) return t;
  if (t > m) return t + (hi - t) / 3.0;
  const double mean = (lo + m + hi) / 3.0;
  if (t <= lo) return mean;
  // What lies below t is a rising triangle on [lo, t].
  const double below = (t - lo) * (t - lo) / ((hi - lo) * (m - lo));
  if (below >= 1.0) return hi;
  return (mean - below * (lo + (t - lo) * (2.0 / 3.0))) / (1.0 - below);
}

}  // namespace

SimTime LaunchCampaign::ExpectedEnd(int task, SimTime now) const {
  const TaskRun& run = Run(task);
  const double work = run.work_at + run.pace * Seconds(now - run.pace_since);
  return now + FromSeconds(std::max(0.0, MeanBeyond(Spec(task), work) - work) / run.pace);
}

std::string LaunchCampaign::Detail() const {
  if (lost_) return last_word_;
  if (separated_) return "the craft has separated";
  if (liftoff_) return "in flight";
  const auto count = [this](TaskState state) {
    return std::to_string(std::count_if(tasks_.begin(), tasks_.end(), [state](const TaskRun& run) { return run.state == state; }));
  };
  std::string text = ready_ ? "ready" : count(TaskState::kDone) + " of " + std::to_string(task_count()) + " tasks done, " + count(TaskState::kRunning) + " running";
  if (t0_) text += released_ ? ", count released" : ", T-0 set, count not released";
  return last_word_.empty() ? text : text + "; " + last_word_;
}

LaunchCampaign::View LaunchCampaign::Look(SimTime now) const {
  View view;
  for (int task = 0; task < task_count(); ++task) {
    const TaskRun& run = Run(task);
    TaskView seen{.state = run.state, .start = run.start, .end = {}, .expedited = run.expedited};
    if (run.state == TaskState::kRunning) seen.end = ExpectedEnd(task, now);
    if (run.state == TaskState::kDone) seen.end = run.end;
    view.tasks.push_back(seen);
  }
  view.liftoff = liftoff_ ? liftoff_ : t0_;
  view.ready = ready_;
  view.released = released_;
  view.lifted_off = liftoff_.has_value();
  view.separated = separated_;
  view.lost = lost_;
  view.crews_free = CrewsFree();
  view.detail = Detail();
  if (phase_ == Phase::kCampaign) {
    const auto foresee = [&](SimTime t) {
      const double lead = std::max(0.0, Seconds(t - now));
      double go = 1.0;
      for (std::size_t part = 0; part < weather_.size(); ++part) {
        const double p = launch_->weather[part].go_probability;
        const double tau = launch_->weather[part].correlation_time;
        const double today = weather_[part].go ? 1.0 : 0.0;
        go *= tau > 0.0 ? p + (today - p) * dynamics::Exp(-lead / tau) : p;
      }
      view.forecast.push_back({t, go});
    };
    foresee(now);
    const bool ordered = Ordered();
    for (const scenarios::Window& window : launch_->windows) {
      if (window.nominal + window.slip < now || !ordered) continue;
      view.windows.push_back(window);
      foresee(window.nominal);
    }
  }
  if (separated_) {
    dynamics::RandomStream random(key_, static_cast<std::uint32_t>(Purpose::kTracking), static_cast<std::uint32_t>(seat_), 0);
    const Vector3 dr = launch_->tracking_position_sigma * random.NormalVector3();
    const Vector3 dv = launch_->tracking_velocity_sigma * random.NormalVector3();
    view.insertion_time = separation_;
    view.insertion = {insertion_->r + dr, insertion_->v + dv};
  }
  return view;
}

void LaunchCampaign::Digest(DigestWriter& out) const {
  out.I64(static_cast<int>(phase_));
  out.Bool(begun_);
  out.U64(tasks_.size());
  for (const TaskRun& run : tasks_) {
    out.I64(static_cast<int>(run.state));
    out.Bool(run.wanted);
    out.Bool(run.expedited);
    out.I64(run.runs);
    out.Bool(run.damage_found);
    out.Time(run.start);
    out.Time(run.end);
    out.F64(run.work_at);
    out.Time(run.pace_since);
    out.F64(run.pace);
  }
  out.Bool(ready_);
  out.Bool(damaged_);
  out.F64(target_.altitude);
  out.F64(target_.inclination);
  for (const std::optional<SimTime>& time : {t0_, liftoff_, separation_}) out.Time(time.value_or(dynamics::kNever));
  out.Bool(released_);
  out.Time(recycled_at_);
  out.U64(weather_.size());
  for (const Weather& part : weather_) {
    out.Bool(part.go);
    out.Time(part.turn);
    out.U64(part.turns);
  }
  out.U64(flight_.size());
  out.U64(flown_);
  out.U64(attempts_);
  out.Bool(insertion_.has_value());
  if (insertion_) {
    out.Vec(insertion_->r);
    out.Vec(insertion_->v);
  }
  out.F64(miss_.tolerances);
  out.Bool(separated_);
  out.Bool(lost_);
  out.U64(revision_);
}

}  // namespace haze::game
