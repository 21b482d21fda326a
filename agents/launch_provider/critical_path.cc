#include "agents/launch_provider/critical_path.h"

#include <algorithm>

namespace haze::agents {

namespace {

constexpr double kMicro = 1e6;

int IndexOf(const v1::LaunchBrief& brief, const std::string& name) {
  for (int i = 0; i < brief.tasks_size(); ++i) {
    if (brief.tasks(i).task() == name) return i;
  }
  return -1;
}

}  // namespace

CriticalPath FindCriticalPath(const v1::LaunchBrief& brief, const v1::LaunchStatus& status, std::int64_t now_us) {
  const int count = std::min(brief.tasks_size(), status.tasks_size());
  std::vector<std::int64_t> end(static_cast<std::size_t>(count), -1);
  std::vector<int> before(static_cast<std::size_t>(count), -1);
  CriticalPath path{now_us, {}};
  // Tasks may stand in any order; as many passes as there are tasks settle every chain.
  for (int pass = 0; pass < count; ++pass) {
    for (int i = 0; i < count; ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (status.tasks(i).state() == v1::TaskStatus::STATE_DONE) {
        end[at] = now_us;
        continue;
      }
      std::int64_t start = now_us;
      bool known = true;
      for (const std::string& name : brief.tasks(i).after()) {
        const int other = IndexOf(brief, name);
        if (other < 0 || other >= count) continue;
        const std::int64_t other_end = end[static_cast<std::size_t>(other)];
        known = known && other_end >= 0;
        const bool done = status.tasks(other).state() == v1::TaskStatus::STATE_DONE;
        if (known && !done && other_end >= start) {
          start = other_end;
          before[at] = other;
        }
      }
      if (!known) continue;
      const v1::TaskBrief& task = brief.tasks(i);
      const double mean = (task.duration_low_s() + task.duration_mode_s() + task.duration_high_s()) / 3.0;
      const double pace = status.tasks(i).expedited() ? task.expedite_factor() : 1.0;
      const bool running = status.tasks(i).state() == v1::TaskStatus::STATE_RUNNING;
      end[at] = running ? std::max(now_us, static_cast<std::int64_t>(status.tasks(i).end_time_us())) : start + static_cast<std::int64_t>(mean * pace * kMicro);
    }
  }
  int last = -1;
  for (int i = 0; i < count; ++i) {
    if (status.tasks(i).state() == v1::TaskStatus::STATE_DONE || end[static_cast<std::size_t>(i)] < path.ready_us) continue;
    path.ready_us = end[static_cast<std::size_t>(i)];
    last = i;
  }
  for (int i = last; i >= 0; i = before[static_cast<std::size_t>(i)]) path.tasks.insert(path.tasks.begin(), brief.tasks(i).task());
  return path;
}

}  // namespace haze::agents
