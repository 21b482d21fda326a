#include "agents/launch_provider/fastest.h"

#include <algorithm>

#include "agents/launch_provider/critical_path.h"
#include "agents/launch_provider/providers.h"
#include "agents/policy/decide.h"

namespace haze::agents {

namespace {

constexpr std::int64_t kSafe = 10'800'000'000;  // us: so far ahead of the latest release, nothing needs to be hastened

}  // namespace

void Fastest::Hasten(const v1::Turn& turn, v1::Decision& decision) {
  // Before the order there is no window to be safe for: what is asked is to be ready, soon.
  const CriticalPath path = FindCriticalPath(brief(), turn.launch(), turn.time_us());
  if (!turn.launch().windows().empty() && path.ready_us + kSafe <= turn.launch().windows(0).nominal_time_us() - Count() - kMargin) return;
  for (const std::string& name : path.tasks) {
    for (int i = 0; i < brief().tasks_size() && i < turn.launch().tasks_size(); ++i) {
      const v1::TaskStatus& task = turn.launch().tasks(i);
      // A running task only: what waits may yet fall off the critical path.
      if (task.task() != name || task.state() != v1::TaskStatus::STATE_RUNNING || task.expedited()) continue;
      const double factor = brief().tasks(i).expedite_factor();
      if (!(factor > 0.0 && factor < 1.0) || !hastened_.insert(name).second) continue;
      NewOrder(decision, Name("expedite"))->mutable_expedite_task()->set_task(name);
      decision.set_note("hastening " + name);
    }
  }
}

std::optional<std::int64_t> Fastest::LiftoffIn(const v1::LaunchWindow& window, std::int64_t earliest, bool) const {
  const std::int64_t soonest = std::max(earliest + kSecond, static_cast<std::int64_t>(window.nominal_time_us()));
  return soonest <= window.close_time_us() ? std::optional<std::int64_t>(soonest) : std::nullopt;
}

std::unique_ptr<Policy> MakeLaunchProviderFastest() { return std::make_unique<Fastest>(); }

}  // namespace haze::agents
