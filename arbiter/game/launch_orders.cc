// What a launch provider may order, and what its orders do. Rulings follow from what the control room knows.
#include <algorithm>
#include <cmath>

#include "arbiter/game/launch_campaign.h"
#include "dynamics/assert.h"
#include "dynamics/launch_window.h"

namespace haze::game {

using dynamics::FromSeconds;
using dynamics::Seconds;

namespace {

Ruling Fine(const Order& order) { return {order.id, RulingCode::kNone, ""}; }
Ruling Refuse(const Order& order, RulingCode code, std::string sentence) { return {order.id, code, std::move(sentence)}; }

std::string Number(double value) { return dynamics::AssertText(value); }
std::string At(SimTime t) { return "T+" + Number(Seconds(t)) + " s"; }

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace

std::optional<int> LaunchCampaign::WindowOf(SimTime t) const {
  for (std::size_t i = 0; i < launch_->windows.size(); ++i) {
    const scenarios::Window& window = launch_->windows[i];
    if (t >= window.nominal - window.slip && t <= window.nominal + window.slip) return static_cast<int>(i);
  }
  return std::nullopt;
}

SimTime LaunchCampaign::EarliestLiftoff(SimTime now) const { return std::max(now + FromSeconds(launch_->count_duration), recycled_at_); }

Ruling LaunchCampaign::CheckTask(const Order& order, int task) const {
  if (task < 0 || task >= task_count()) return Refuse(order, RulingCode::kUnknownTask, "the campaign has no such task");
  switch (Run(task).state) {
    case TaskState::kWaiting:
    case TaskState::kHeld: return Fine(order);
    case TaskState::kRunning: return Refuse(order, RulingCode::kAlreadyStarted, Spec(task).name + " is running");
    case TaskState::kDone: return Refuse(order, RulingCode::kAlreadyStarted, Spec(task).name + " is done");
  }
  return Fine(order);
}

Ruling LaunchCampaign::CheckExpedite(const Order& order, int task) const {
  if (task < 0 || task >= task_count()) return Refuse(order, RulingCode::kUnknownTask, "the campaign has no such task");
  if (Run(task).state == TaskState::kDone) return Refuse(order, RulingCode::kAlreadyStarted, Spec(task).name + " is done");
  if (Run(task).expedited) return Refuse(order, RulingCode::kBudgetSpent, Spec(task).name + " has been expedited");
  const double factor = Spec(task).expedite_factor;
  if (!(factor > 0.0 && factor < 1.0)) return Refuse(order, RulingCode::kNotEquipped, Spec(task).name + " cannot be expedited");
  return Fine(order);
}

Ruling LaunchCampaign::CheckOrbit(const Order& order, const ChooseOrbit& choice) const {
  const scenarios::OrderedOrbit& orbit = launch_->orbit;
  if (released_) return Refuse(order, RulingCode::kConflict, "the launch has been released for the present orbit");
  if (choice.altitude != 0.0 && !(std::fabs(choice.altitude - orbit.altitude) <= orbit.altitude_tolerance)) {
    return Refuse(order, RulingCode::kOutsideTolerance,
                  "altitude is " + Number(choice.altitude) + " m; ordered: " + Number(orbit.altitude) + " +- " + Number(orbit.altitude_tolerance));
  }
  if (choice.inclination != 0.0 && !(std::fabs(choice.inclination - orbit.inclination) <= orbit.inclination_tolerance)) {
    return Refuse(order, RulingCode::kOutsideTolerance,
                  "inclination is " + Number(choice.inclination) + " rad; ordered: " + Number(orbit.inclination) + " +- " + Number(orbit.inclination_tolerance));
  }
  if (choice.inclination != 0.0 && !dynamics::AzimuthTo(launch_->latitude, choice.inclination, true, 7800.0)) {
    return Refuse(order, RulingCode::kOutsideTolerance, "inclination is " + Number(choice.inclination) + " rad; the site's latitude is not reached");
  }
  return Fine(order);
}

Ruling LaunchCampaign::CheckLiftoff(const Order& order, SimTime liftoff, SimTime now) const {
  if (!ready_) return Refuse(order, RulingCode::kNotReady, "the campaign's tasks are not all done");
  if (liftoff <= now) return Refuse(order, RulingCode::kInThePast, "T-0 is not in the future");
  if (!WindowOf(liftoff)) return Refuse(order, RulingCode::kOutsideWindow, "T-0 at " + At(liftoff) + " lies in no window");
  const SimTime earliest = EarliestLiftoff(now);
  if (liftoff < earliest) return Refuse(order, RulingCode::kNotReady, "T-0 at " + At(liftoff) + " is too early for count and recycle; possible from " + At(earliest));
  return Fine(order);
}

Ruling LaunchCampaign::CheckRelease(const Order& order, SimTime now) const {
  if (!ready_) return Refuse(order, RulingCode::kNotReady, "the campaign's tasks are not all done");
  if (!t0_) return Refuse(order, RulingCode::kNotReady, "no T-0 is set");
  if (released_) return Refuse(order, RulingCode::kAlreadyStarted, "the launch has been released");
  if (now + FromSeconds(launch_->count_duration) > *t0_) {
    return Refuse(order, RulingCode::kInThePast, "the count takes " + Number(launch_->count_duration) + " s and T-0 is at " + At(*t0_));
  }
  return Fine(order);
}

Ruling LaunchCampaign::Check(const Order& order, SimTime now) const {
  if (order.start < now) return Refuse(order, RulingCode::kInThePast, "the start time has passed");
  if (order.start > now) return Refuse(order, RulingCode::kOutOfRange, "orders of a control room take effect at once; leave the start time out");
  if (phase_ == Phase::kFlight || separated_) return Refuse(order, RulingCode::kAlreadyStarted, "the vehicle has lifted off");
  if (phase_ == Phase::kOver) return Refuse(order, RulingCode::kNotReady, "the campaign is over: " + last_word_);
  return std::visit(Overloaded{
                        [&](const StartTask& start) { return CheckTask(order, start.task); },
                        [&](const HoldTask& hold) { return CheckTask(order, hold.task); },
                        [&](const ExpediteTask& expedite) { return CheckExpedite(order, expedite.task); },
                        [&](const ChooseOrbit& choice) { return CheckOrbit(order, choice); },
                        [&](const SetLiftoff& set) { return CheckLiftoff(order, set.liftoff, now); },
                        [&](const ReleaseLaunch&) { return CheckRelease(order, now); },
                        [&](const Scrub&) { return t0_ ? Fine(order) : Refuse(order, RulingCode::kNotReady, "no T-0 is set"); },
                        [&](const auto&) { return Refuse(order, RulingCode::kNotYours, "this order is not for a control room"); },
                    },
                    order.action);
}

void LaunchCampaign::Apply(const Order& order, SimTime now, std::vector<Fact>& facts) {
  // An earlier order of the same decision may have taken the ground from this one.
  if (Check(order, now).code != RulingCode::kNone) return;
  std::visit(Overloaded{
                 [&](const StartTask& start) {
                   Run(start.task).state = TaskState::kWaiting;
                   Run(start.task).wanted = true;
                   StartTasks(now, facts);
                 },
                 [&](const HoldTask& hold) {
                   Run(hold.task).state = TaskState::kHeld;
                   Run(hold.task).wanted = false;
                 },
                 [&](const ExpediteTask& expedite) { Expedite(expedite.task, now); },
                 [&](const ChooseOrbit& choice) {
                   target_ = OrderedTarget(*launch_);
                   if (choice.altitude != 0.0) target_.altitude = choice.altitude;
                   if (choice.inclination != 0.0) target_.inclination = choice.inclination;
                 },
                 [&](const SetLiftoff& set) {
                   t0_ = set.liftoff;
                   released_ = false;
                   Say(FactKind::kLiftoffSet, now, facts, {}, Seconds(set.liftoff));
                 },
                 [&](const ReleaseLaunch&) { released_ = true; },
                 [&](const Scrub&) { ScrubNow(now, "ordered", facts); },
                 [](const auto&) {},
             },
             order.action);
}

}  // namespace haze::game
