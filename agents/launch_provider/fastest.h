// launch_provider/fastest: expedites what decides the day, and plans anew whenever something changes.
#pragma once

#include <set>
#include <string>

#include "agents/launch_provider/countdown.h"

namespace haze::agents {

/// Expedites running tasks of the critical path as long as the first window is not safe. Expediting is a risk to the vehicle: a task that has slack, or
/// a campaign hours ahead, is left alone. In each window it takes the earliest instant from the nominal one on that the count still reaches.
class Fastest : public Countdown {
 protected:
  void Hasten(const v1::Turn& turn, v1::Decision& decision) override;
  std::optional<std::int64_t> LiftoffIn(const v1::LaunchWindow& window, std::int64_t earliest, bool last) const override;

 private:
  std::set<std::string> hastened_;
};

}  // namespace haze::agents
