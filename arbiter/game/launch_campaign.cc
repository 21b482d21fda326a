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
constexpr double kRework = 0.5;           // share of a task that an anomaly repeats; notional

}  // namespace

LaunchCampaign::LaunchCampaign(const scenarios::Launch& launch, const dynamics::MatchKey& key, int seat, int craft)
    : launch_(&launch), key_(key), seat_(seat), craft_(craft), tasks_(launch.tasks.size()), target_(OrderedTarget(launch)), weather_(launch.weather.size()) {
  for (int task = 0; task < task_count(); ++task) {
    Run(task).wanted = Spec(task).starts_by_itself;
    Run(task).due = Spec(task).not_before <= SimTime{0};
    const std::vector<std::string>& from = Spec(task).from;
    if (!from.empty() && std::find(from.begin(), from.end(), launch.standby) == from.end()) Run(task).state = TaskState::kDone;
  }
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
    return flown_ < flight_.size() ? flight_[flown_].time : separation_.value_or(kNever);
  }
  SimTime next = std::min(last_close_, t0_.value_or(kNever));
  for (const Weather& part : weather_) next = std::min(next, part.turn);
  for (int task = 0; task < task_count(); ++task) {
    if (Run(task).state == TaskState::kRunning) next = std::min(next, Run(task).end);
    if (!Run(task).due) next = std::min(next, Spec(task).not_before);
  }
  return next;
}

void LaunchCampaign::AdvanceTo(SimTime t, std::vector<Fact>& facts) {
  for (SimTime now = NextEvent(); now <= t && now != kNever; now = NextEvent()) {
    if (!begun_) {
      begun_ = true;
      for (std::size_t part = 0; part < weather_.size(); ++part) TurnWeather(part, now);
      StartTasks(now, facts);
      EndTasks(now, facts);  // a campaign without tasks is ready at once
      continue;
    }
    if (phase_ == Phase::kFlight) {
      Fly(now, facts);
      continue;
    }
    for (int task = 0; task < task_count(); ++task) {
      if (Run(task).due || Spec(task).not_before > now) continue;
      Run(task).due = true;
      ++revision_;
      StartTasks(now, facts);
    }
    EndTasks(now, facts);
    for (std::size_t part = 0; part < weather_.size(); ++part) {
      if (weather_[part].turn <= now) TurnWeather(part, now);
    }
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

bool LaunchCampaign::Ordered() const {
  for (int task = 0; task < task_count(); ++task) {
    if (Spec(task).not_before > SimTime{0} && Run(task).state != TaskState::kDone) return false;
  }
  return true;
}

void LaunchCampaign::Begin(int task, SimTime now, std::vector<Fact>& facts) {
  const scenarios::Task& spec = Spec(task);
  TaskRun& run = Run(task);
  ++run.runs;
  dynamics::RandomStream random = Random(kDurationUse + static_cast<std::uint64_t>(run.runs), static_cast<std::uint64_t>(task));
  const double work = (run.runs > 1 && !run.damage_found ? kRework : 1.0) * random.Triangular(spec.low, spec.mode, spec.high);
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
    if (run.state != TaskState::kWaiting || !run.wanted || !run.due || !PredecessorsDone(task)) continue;
    if (CrewsFree() >= std::min(Spec(task).crews, launch_->crews)) Begin(task, now, facts);
  }
}

// What the first end of a task finds; false: it has begun again.
bool LaunchCampaign::Survives(int task, SimTime now, std::vector<Fact>& facts) {
  TaskRun& run = Run(task);
  if (run.expedited) {
    dynamics::RandomStream random = Random(kDamageUse, static_cast<std::uint64_t>(task));
    const bool damage = random.Bernoulli(Spec(task).expedite_risk);
    const bool found = random.Bernoulli(kDamageFound);
    if (damage && found) {
      last_word_ = "damage found: " + Spec(task).name + " is done again";
      run.damage_found = true;
      Begin(task, now, facts);
      return false;
    }
    damaged_ = damaged_ || damage;
  }
  if (!Random(kAnomalyUse, static_cast<std::uint64_t>(task)).Bernoulli(Spec(task).anomaly)) return true;
  last_word_ = "anomaly: half of " + Spec(task).name + " is done again";
  Say(FactKind::kTaskAnomaly, now, facts, Spec(task).name);
  Begin(task, now, facts);
  return false;
}

void LaunchCampaign::EndTasks(SimTime now, std::vector<Fact>& facts) {
  // A campaign without anything to do is ready at once.
  bool ended = !ready_ && std::all_of(tasks_.begin(), tasks_.end(), [](const TaskRun& run) { return run.state == TaskState::kDone; });
  for (int task = 0; task < task_count(); ++task) {
    TaskRun& run = Run(task);
    if (run.state != TaskState::kRunning || run.end > now) continue;
    ended = true;
    if (run.runs == 1 && !Survives(task, now, facts)) continue;
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
void LaunchCampaign::TurnWeather(std::size_t part, SimTime now) {
  const double p = launch_->weather[part].go_probability;
  const double tau = launch_->weather[part].correlation_time;
  if (tau <= 0.0) return;
  Weather& weather = weather_[part];
  dynamics::RandomStream random = Random(kWeatherUse, (static_cast<std::uint64_t>(part) << 24) | weather.turns);
  if (weather.turns == 0) {
    weather.go = random.Bernoulli(p);
  } else {
    weather.go = !weather.go;
    ++revision_;
  }
  ++weather.turns;
  const double leave = weather.go ? 1.0 - p : p;
  const double stay = random.Exponential(1.0) * tau;
  // Beyond a century nothing turns any more; the bound keeps the time in range.
  weather.turn = leave > 1e-9 && stay / leave < 3e9 ? now + std::max(dynamics::kMicrosecond, FromSeconds(stay / leave)) : kNever;
}

// The first part of the weather that is beyond its limit at this T-0.
std::optional<std::string> LaunchCampaign::WeatherStop() const {
  for (std::size_t part = 0; part < weather_.size(); ++part) {
    const scenarios::WeatherRule& rule = launch_->weather[part];
    const bool drawn_now = rule.correlation_time <= 0.0;
    const bool go = drawn_now ? Random(kAttemptUse, (static_cast<std::uint64_t>(part) << 24) | attempts_).Bernoulli(rule.go_probability) : weather_[part].go;
    if (!go) return rule.name;
  }
  return std::nullopt;
}

// The end of what a crewed object near the first orbit forbids in this window, if T-0 lies in it; else T-0 itself. The stretch lies somewhere in the window.
SimTime LaunchCampaign::HoldUntil(int window) const {
  dynamics::RandomStream random = Random(kHoldUse, static_cast<std::uint64_t>(window));
  const bool passes = random.Bernoulli(launch_->crewed_hold_probability);
  const scenarios::Window& chosen = launch_->windows[static_cast<std::size_t>(window)];
  const SimTime begin = chosen.nominal - chosen.slip + FromSeconds(random.Uniform() * 2.0 * Seconds(chosen.slip));
  const SimTime end = begin + FromSeconds(launch_->crewed_hold_duration);
  return passes && *t0_ >= begin && *t0_ < end ? end : *t0_;
}

void LaunchCampaign::ScrubNow(SimTime now, const std::string& why, std::vector<Fact>& facts) {
  // Draining a loaded vehicle is not without risk.
  if (released_ && Random(kScrubUse, attempts_).Bernoulli(launch_->scrub_damage)) damaged_ = true;
  t0_.reset();
  released_ = false;
  recycled_at_ = now + FromSeconds(launch_->recycle_duration);
  last_word_ = "scrubbed: " + why;
  Say(FactKind::kScrub, now, facts, why);
}

void LaunchCampaign::ReachLiftoff(SimTime now, std::vector<Fact>& facts) {
  ++revision_;
  ++attempts_;
  if (!released_) return ScrubNow(now, "not released", facts);
  if (const std::optional<std::string> stop = WeatherStop()) return ScrubNow(now, *stop, facts);
  const int window = WindowOf(now).value_or(0);
  const SimTime until = HoldUntil(window);
  if (until > now) {
    const scenarios::Window& chosen = launch_->windows[static_cast<std::size_t>(window)];
    Say(FactKind::kHold, now, facts, "crewed object near the first orbit", Seconds(until - now));
    last_word_ = "held: a crewed object near the first orbit";
    if (until > chosen.nominal + chosen.slip) return ScrubNow(now, "crewed object", facts);
    t0_ = until;
    return;
  }
  LiftOff(now, facts);
}

void LaunchCampaign::LiftOff(SimTime now, std::vector<Fact>& facts) {
  phase_ = Phase::kFlight;
  liftoff_ = now;
  const int window = WindowOf(now).value_or(0);
  const scenarios::Window& chosen = launch_->windows[static_cast<std::size_t>(window)];
  Say(FactKind::kLiftoff, now, facts, chosen.name, Seconds(now - chosen.nominal));

  dynamics::RandomStream random = Random(kFlightUse, 0);
  const bool fails = random.Bernoulli(launch_->failure_probability);
  const double late = random.Normal(0.0, launch_->separation_sigma);
  dynamics::AscentChance chance = dynamics::DrawAscent(SigmasOf(launch_->ascent), random);
  if (fails || damaged_) DrawFault(damaged_, random, chance);
  const AscentPlan plan = PlanAscent(*launch_, window, target_, Seconds(now));
  const dynamics::AscentResult flown = dynamics::FlyAscent(dynamics::Electron(), plan.site, plan.order, launch_->payload, chance);

  const SimTime end = now + FromSeconds(flown.t);
  for (int mark = 0; mark < dynamics::kAscentMarks; ++mark) {
    const double t = flown.marks[static_cast<std::size_t>(mark)];
    const auto which = static_cast<dynamics::AscentMark>(mark);
    if (t > 0.0) flight_.push_back({now + FromSeconds(t), FactKind::kAscentEvent, MarkName(which), t, which == dynamics::AscentMark::kMaxQ ? flown.max_q : 0.0});
  }
  if (chance.fault != dynamics::AscentFault::kNone || flown.status != dynamics::AscentStatus::kOrbit) {
    // A lost vehicle is lost where its flight ends; of other faults the control room hears when the insertion is known.
    flight_.push_back({end, FactKind::kLaunchFailure, FaultName(chance.fault), flown.t});
  }
  if (flown.status == dynamics::AscentStatus::kLost) {
    flight_.push_back({end, FactKind::kLossByRule, "vehicle lost, " + FaultName(chance.fault)});
    return;
  }
  separation_ = std::max(end + dynamics::kSecond, now + FromSeconds(launch_->separation_after_liftoff + late));
  const dynamics::MeanOrbit orbit = OrbitAfter(flown, Seconds(now), Seconds(*separation_));
  miss_ = MissOf(*launch_, orbit, Seconds(*separation_));
  insertion_ = dynamics::OsculatingState(orbit);
  flight_.push_back({end, FactKind::kInsertion, miss_.element, miss_.tolerances});
  if (miss_.tolerances > 1.0) flight_.push_back({end, FactKind::kLossByRule, "insertion outside the ordered tolerance: " + miss_.element});
}

void LaunchCampaign::Fly(SimTime now, std::vector<Fact>& facts) {
  if (flown_ == flight_.size()) {
    ++revision_;
    phase_ = Phase::kOver;
    separated_ = true;
    Say(FactKind::kSeparation, now, facts);
    facts.back().craft = craft_;
    return;
  }
  const FlightEvent event = flight_[flown_++];
  if (event.kind == FactKind::kLossByRule) return Lose(now, event.detail, facts);
  // Nobody can do anything about a flight: its events wake nobody but the insertion.
  if (event.kind == FactKind::kInsertion) ++revision_;
  Say(event.kind, now, facts, event.detail, event.value);
  facts.back().value2 = event.value2;
}

void LaunchCampaign::Lose(SimTime now, const std::string& why, std::vector<Fact>& facts) {
  phase_ = Phase::kOver;
  lost_ = true;
  last_word_ = why;
  ++revision_;
  Say(FactKind::kLossByRule, now, facts, why);
}

}  // namespace haze::game
