#include "agents/launch_provider/countdown.h"

#include <algorithm>

#include "agents/policy/decide.h"

namespace haze::agents {

void Countdown::Open(const v1::Briefing& briefing) {
  brief_ = briefing.launch();
  agent_seed_ = briefing.agent_seed();
}

v1::Decision Countdown::Decide(const v1::Turn& turn) {
  v1::Decision decision;
  const v1::LaunchStatus& status = turn.launch();
  if (status.lifted_off()) {
    decision.set_note("the launch is out of our hands");
    return decision;
  }
  NoticeScrub(turn);
  NoticeRefusal(turn);
  StartTasks(status, decision);
  if (!status.ready()) Hasten(turn, decision);
  if (!chosen_) {
    chosen_ = true;
    Choose(turn, decision);
  }
  if (status.ready() && status.liftoff_time_us() == 0) {
    SetLiftoff(turn, decision);
  } else if (status.liftoff_time_us() != 0 && !status.released() && turn.time_us() + Count() <= status.liftoff_time_us()) {
    NewOrder(decision, Name("release"))->mutable_release_launch();
    decision.set_note("go for launch");
  }
  // Anything that changes on the screen is a reason to look again; so is the next step of our own.
  WakeOn(decision, v1::WakeCondition::KIND_LAUNCH);
  return decision;
}

// A T-0 that was set and is gone was scrubbed.
void Countdown::NoticeScrub(const v1::Turn& turn) {
  const bool set = turn.launch().liftoff_time_us() != 0;
  if (liftoff_was_set_ && !set) not_before_ = turn.time_us() + static_cast<std::int64_t>(brief_.recycle_s() * kSecond);
  liftoff_was_set_ = set;
}

// A window that was refused is not asked for again.
void Countdown::NoticeRefusal(const v1::Turn& turn) {
  for (const v1::Ruling& ruling : turn.rulings()) {
    if (ruling.order_id() == asked_order_) refused_.insert(asked_window_);
  }
}

// Most tasks start by themselves; each of the others is wanted as soon as it can begin.
void Countdown::StartTasks(const v1::LaunchStatus& status, v1::Decision& decision) {
  for (int i = 0; i < brief_.tasks_size() && i < status.tasks_size(); ++i) {
    const v1::TaskBrief& task = brief_.tasks(i);
    const bool waits = status.tasks(i).state() == v1::TaskStatus::STATE_WAITING || status.tasks(i).state() == v1::TaskStatus::STATE_HELD;
    if (task.starts_by_itself() || !waits || !wanted_.insert(task.task()).second) continue;
    NewOrder(decision, Name("start"))->mutable_start_task()->set_task(task.task());
  }
}

void Countdown::SetLiftoff(const v1::Turn& turn, v1::Decision& decision) {
  const std::int64_t earliest = std::max(turn.time_us() + Count(), not_before_);
  for (const v1::LaunchWindow& window : turn.launch().windows()) {
    const bool last = &window == &*turn.launch().windows().rbegin();
    const std::optional<std::int64_t> liftoff = LiftoffIn(window, earliest, last);
    if (!liftoff || refused_.count(window.name()) > 0) continue;
    asked_window_ = window.name();
    asked_order_ = Name("liftoff");
    NewOrder(decision, asked_order_)->mutable_set_liftoff()->set_liftoff_time_us(*liftoff);
    // Orders of one decision are judged before any is carried out: the release, which needs a T-0, follows a moment later.
    WakeAt(decision, turn.time_us() + kSecond);
    decision.set_note("T-0 in window " + window.name());
    return;
  }
  decision.set_note("no window can be made");
}

std::optional<std::int64_t> Countdown::LiftoffIn(const v1::LaunchWindow& window, std::int64_t earliest, bool last) const {
  if (earliest + kMargin <= window.nominal_time_us()) return window.nominal_time_us();
  if (!last) return std::nullopt;
  const std::int64_t soonest = std::max(earliest + kSecond, window.nominal_time_us());
  return soonest <= window.close_time_us() ? std::optional<std::int64_t>(soonest) : std::nullopt;
}

}  // namespace haze::agents
