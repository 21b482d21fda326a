#include "agents/launch_provider/cautious.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "agents/policy/decide.h"

namespace haze::agents {

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMargin = 600 * kSecond;  // in hand between readiness and the latest release

// A control room that takes no risks. It never expedites, keeps the ordered orbit and lifts off at a window's nominal instant, where the
// plane is exact. It trusts the count and the weather rule to hold it on the ground: a scrub costs the window, not the vehicle.
class Cautious : public Policy {
 public:
  void Open(const v1::Briefing& briefing) override { brief_ = briefing.launch(); }

  v1::Decision Decide(const v1::Turn& turn) override {
    v1::Decision decision;
    const v1::LaunchStatus& status = turn.launch();
    if (status.lifted_off()) {
      decision.set_note("the launch is out of our hands");
      return decision;
    }
    NoticeScrub(turn);
    NoticeRefusal(turn);
    StartTasks(status, decision);
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

 private:
  std::int64_t Count() const { return static_cast<std::int64_t>(brief_.count_s() * kSecond); }
  std::int64_t Recycle() const { return static_cast<std::int64_t>(brief_.recycle_s() * kSecond); }
  std::string Name(const char* what) { return std::string(what) + "-" + std::to_string(++orders_); }

  // A T-0 that was set and is gone was scrubbed.
  void NoticeScrub(const v1::Turn& turn) {
    const bool set = turn.launch().liftoff_time_us() != 0;
    if (liftoff_was_set_ && !set) not_before_ = turn.time_us() + Recycle();
    liftoff_was_set_ = set;
  }

  // A window that was refused is not asked for again.
  void NoticeRefusal(const v1::Turn& turn) {
    for (const v1::Ruling& ruling : turn.rulings()) {
      if (ruling.order_id() == asked_order_) refused_.insert(asked_window_);
    }
  }

  // Most tasks start by themselves; each of the others is wanted as soon as it can begin.
  void StartTasks(const v1::LaunchStatus& status, v1::Decision& decision) {
    for (int i = 0; i < brief_.tasks_size() && i < status.tasks_size(); ++i) {
      const v1::TaskBrief& task = brief_.tasks(i);
      const bool waits = status.tasks(i).state() == v1::TaskStatus::STATE_WAITING || status.tasks(i).state() == v1::TaskStatus::STATE_HELD;
      if (task.starts_by_itself() || !waits || !wanted_.insert(task.task()).second) continue;
      NewOrder(decision, Name("start"))->mutable_start_task()->set_task(task.task());
    }
  }

  void SetLiftoff(const v1::Turn& turn, v1::Decision& decision) {
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

  // The nominal instant, if it can be made with the margin. In the last window any instant is better than none.
  static std::optional<std::int64_t> LiftoffIn(const v1::LaunchWindow& window, std::int64_t earliest, bool last) {
    if (earliest + kMargin <= window.nominal_time_us()) return window.nominal_time_us();
    if (!last) return std::nullopt;
    const std::int64_t soonest = std::max(earliest + kSecond, window.nominal_time_us());
    return soonest <= window.close_time_us() ? std::optional<std::int64_t>(soonest) : std::nullopt;
  }

  v1::LaunchBrief brief_;
  std::set<std::string> wanted_;   // tasks that were ordered
  std::set<std::string> refused_;  // windows
  std::string asked_window_;
  std::string asked_order_;
  bool liftoff_was_set_ = false;
  std::int64_t not_before_ = 0;
  int orders_ = 0;
};

}  // namespace

std::unique_ptr<Policy> MakeLaunchProviderCautious() { return std::make_unique<Cautious>(); }

}  // namespace haze::agents
