// The course of a campaign; what may be ordered is in launch_orders.cc, what the control room sees in launch_view.cc.
#include "arbiter/game/launch_campaign.h"

#include <algorithm>

#include "arbiter/game/launch_chance.h"
#include "arbiter/game/purpose.h"

namespace haze::game {

using dynamics::FromSeconds;
using dynamics::kNever;
using dynamics::Seconds;

namespace {

constexpr double kDamageFound = 0.5;      // share of damage that is found when the task ends; notional
constexpr double kStageOne = 162.0;       // s: the second stage ignites (FACTS)
constexpr double kFirstFailure = 10.0;    // s
constexpr double kLastFailure = 420.0;    // s: second stage cut-off

}  // namespace

LaunchCampaign::LaunchCampaign(const scenarios::Launch& launch, const dynamics::MatchKey& key, int seat, int craft)
    : launch_(&launch), key_(key), seat_(seat), craft_(craft), tasks_(launch.tasks.size()), target_(OrderedTarget(launch)) {
  for (int task = 0; task < task_count(); ++task) Run(task).wanted = Spec(task).starts_by_itself;
  if (!launch.windows.empty()) last_close_ = SimTime{INT64_MIN};
  for (const scenarios::Window& window : launch.windows) last_close_ = std::max(last_close_, window.nominal + window.slip);
}

dynamics::RandomStream LaunchCampaign::Random(std::uint64_t use, std::uint64_t index) const {
  return dynamics::RandomStream(key_, static_cast<std::uint32_t>(Purpose::kLaunch), static_cast<std::uint32_t>(seat_), (use << 32) | index);
}

void LaunchCampaign::Say(FactKind kind, SimTime now, std::vector<Fact>& facts, const std::string& detail, double value) const {
  facts.push_back({.time = now, .kind = kind, .seat = seat_, .value = value, .detail = detail});
}

SimTime LaunchCampaign::NextEvent() const {
  if (!begun_) return SimTime{0};
  if (phase_ == Phase::kOver) return kNever;
  if (phase_ == Phase::kFlight) {
    if (failure_) return *failure_;
    return kick_ ? *kick_ : separation_.value_or(kNever);
  }
  SimTime next = std::min({weather_turn_, last_close_, t0_.value_or(kNever)});
  for (const TaskRun& run : tasks_) {
    if (run.state == TaskState::kRunning) next = std::min(next, run.end);
  }
  return next;
}

void LaunchCampaign::AdvanceTo(SimTime t, std::vector<Fact>& facts) {
  for (SimTime now = NextEvent(); now <= t && now != kNever; now = NextEvent()) {
    if (!begun_) {
      begun_ = true;
      TurnWeather(now);
      StartTasks(now, facts);
      EndTasks(now, facts);  // a campaign without tasks is ready at once
      continue;
    }
    if (phase_ == Phase::kFlight) {
      Fly(now, facts);
      continue;
    }
    EndTasks(now, facts);
    if (weather_turn_ <= now) TurnWeather(now);
    if (t0_ && *t0_ <= now) ReachLiftoff(now, facts);
    if (phase_ == Phase::kCampaign && last_close_ <= now) Lose(now, "no lift-off by the last window", facts);
  }
}

int LaunchCampaign::CrewsFree() const {
  int free = launch_->crews;
  for (int task = 0; task < task_count(); ++task) {
    if (Run(task).state == TaskState::kRunning) free -= std::min(Spec(task).crews, launch_->crews);
  }
  return free;
}

bool LaunchCampaign::PredecessorsDone(int task) const {
  for (const std::string& name : Spec(task).after) {
    for (int other = 0; other < task_count(); ++other) {
      if (Spec(other).name == name && Run(other).state != TaskState::kDone) return false;
    }
  }
  return true;
}

void LaunchCampaign::Begin(int task, SimTime now, std::vector<Fact>& facts) {
  const scenarios::Task& spec = Spec(task);
  TaskRun& run = Run(task);
  ++run.runs;
  dynamics::RandomStream random = Random(kDurationUse + static_cast<std::uint64_t>(run.runs), static_cast<std::uint64_t>(task));
  const double work = random.Triangular(spec.low, spec.mode, spec.high);
  run.pace = run.expedited && run.runs == 1 ? 1.0 / spec.expedite_factor : 1.0;
  run.state = TaskState::kRunning;
  run.start = now;
  run.end = now + FromSeconds(work / run.pace);
  run.work_at = 0.0;
  run.pace_since = now;
  Say(FactKind::kTaskStarted, now, facts, spec.name);
}

void LaunchCampaign::StartTasks(SimTime now, std::vector<Fact>& facts) {
  for (int task = 0; task < task_count(); ++task) {
    const TaskRun& run = Run(task);
    if (run.state != TaskState::kWaiting || !run.wanted || !PredecessorsDone(task)) continue;
    if (CrewsFree() >= std::min(Spec(task).crews, launch_->crews)) Begin(task, now, facts);
  }
}

void LaunchCampaign::EndTasks(SimTime now, std::vector<Fact>& facts) {
  bool ended = ready_ ? false : tasks_.empty();
  for (int task = 0; task < task_count(); ++task) {
    TaskRun& run = Run(task);
    if (run.state != TaskState::kRunning || run.end > now) continue;
    ended = true;
    if (run.expedited && run.runs == 1) {
      dynamics::RandomStream random = Random(kDamageUse, static_cast<std::uint64_t>(task));
      const bool damage = random.Bernoulli(Spec(task).expedite_risk);
      const bool found = random.Bernoulli(kDamageFound);
      if (damage && found) {
        last_word_ = "damage found: " + Spec(task).name + " is done again";
        Begin(task, now, facts);
        continue;
      }
      damaged_ = damaged_ || damage;
    }
    run.state = TaskState::kDone;
    run.end = now;
    Say(FactKind::kTaskDone, now, facts, Spec(task).name);
  }
  if (!ended) return;
  ++revision_;
  StartTasks(now, facts);
  ready_ = std::all_of(tasks_.begin(), tasks_.end(), [](const TaskRun& run) { return run.state == TaskState::kDone; });
  if (ready_) Say(FactKind::kLaunchReady, now, facts);
}

void LaunchCampaign::Expedite(int task, SimTime now) {
  TaskRun& run = Run(task);
  run.expedited = true;
  if (run.state != TaskState::kRunning) return;
  run.work_at += run.pace * Seconds(now - run.pace_since);
  run.pace_since = now;
  run.pace = 1.0 / Spec(task).expedite_factor;
  run.end = now + FromSeconds(Seconds(run.end - now) / run.pace);
}

// Two states with exponential stays: in "go" of mean tau / (1 - p), in "no go" of tau / p, so that p is the share of "go" and the
// correlation falls as exp(-t / tau).
void LaunchCampaign::TurnWeather(SimTime now) {
  const double p = launch_->weather_go_probability;
  const double tau = launch_->weather_correlation_time;
  if (tau <= 0.0) return;
  dynamics::RandomStream random = Random(kWeatherUse, weather_turns_);
  if (weather_turns_ == 0) {
    weather_go_ = random.Bernoulli(p);
  } else {
    weather_go_ = !weather_go_;
    ++revision_;
  }
  ++weather_turns_;
  const double leave = weather_go_ ? 1.0 - p : p;
  const double stay = random.Exponential(1.0) * tau;
  // Beyond a century nothing turns any more; the bound keeps the time in range.
  weather_turn_ = leave > 1e-9 && stay / leave < 3e9 ? now + std::max(dynamics::kMicrosecond, FromSeconds(stay / leave)) : kNever;
}

void LaunchCampaign::ScrubNow(SimTime now, const std::string& why, std::vector<Fact>& facts) {
  t0_.reset();
  released_ = false;
  recycled_at_ = now + FromSeconds(launch_->recycle_duration);
  last_word_ = "scrubbed: " + why;
  Say(FactKind::kScrub, now, facts, why);
}

void LaunchCampaign::ReachLiftoff(SimTime now, std::vector<Fact>& facts) {
  ++revision_;
  const bool drawn_now = launch_->weather_correlation_time <= 0.0;
  const bool weather = drawn_now ? Random(kAttemptUse, attempts_).Bernoulli(launch_->weather_go_probability) : weather_go_;
  ++attempts_;
  if (!released_) {
    ScrubNow(now, "not released", facts);
  } else if (!weather) {
    ScrubNow(now, "weather", facts);
  } else {
    LiftOff(now, facts);
  }
}

void LaunchCampaign::LiftOff(SimTime now, std::vector<Fact>& facts) {
  phase_ = Phase::kFlight;
  liftoff_ = now;
  const int window = WindowOf(now).value_or(0);
  const scenarios::Window& chosen = launch_->windows[static_cast<std::size_t>(window)];
  Say(FactKind::kLiftoff, now, facts, chosen.name, Seconds(now - chosen.nominal));

  dynamics::RandomStream random = Random(kFlightUse, 0);
  const bool fails = random.Bernoulli(launch_->failure_probability);
  const double failure = random.Uniform(kFirstFailure, kLastFailure);
  if (fails || damaged_) {
    failure_ = now + FromSeconds(failure);
    return;
  }
  const double late = random.Normal(0.0, launch_->separation_sigma);
  separation_ = now + std::max(dynamics::kSecond, FromSeconds(launch_->separation_after_liftoff + late));
  kick_ = std::min(*separation_, now + FromSeconds(KickTime(target_)));
  const dynamics::MeanOrbit nominal = NominalInsertion(*launch_, window, target_, Seconds(now), Seconds(*separation_));
  const dynamics::MeanOrbit flown = Disperse(*launch_, nominal, random);
  miss_ = MissOf(*launch_, flown, Seconds(*separation_));
  insertion_ = dynamics::OsculatingState(flown);
}

void LaunchCampaign::Fly(SimTime now, std::vector<Fact>& facts) {
  ++revision_;
  if (failure_) {
    const char* stage = Seconds(now - *liftoff_) < kStageOne ? "stage 1" : "stage 2";
    Say(FactKind::kLaunchFailure, now, facts, stage);
    Lose(now, std::string("vehicle lost, ") + stage, facts);
  } else if (kick_) {
    kick_.reset();
    Say(FactKind::kInsertion, now, facts, miss_.element, miss_.tolerances);
    if (miss_.tolerances > 1.0) Lose(now, "insertion outside the ordered tolerance: " + miss_.element, facts);
  } else {
    phase_ = Phase::kOver;
    separated_ = true;
    Say(FactKind::kSeparation, now, facts);
    facts.back().craft = craft_;
  }
}

void LaunchCampaign::Lose(SimTime now, const std::string& why, std::vector<Fact>& facts) {
  phase_ = Phase::kOver;
  lost_ = true;
  last_word_ = why;
  ++revision_;
  Say(FactKind::kLossByRule, now, facts, why);
}

}  // namespace haze::game
