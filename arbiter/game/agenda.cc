#include "arbiter/game/agenda.h"

#include <algorithm>

#include "dynamics/dmath.h"

namespace haze::game {

namespace {

// Half-width of the dead band about a threshold.
double Hysteresis(const WakeCondition& condition) {
  switch (condition.kind) {
    case WakeKind::kRange: return 0.005 * condition.threshold;
    case WakeKind::kIllumination: return 0.5 * dynamics::kDegree;
    case WakeKind::kElevation: return 0.2 * dynamics::kDegree;
    default: return 0.0;
  }
}

std::optional<WakeReason> ReasonOf(WakeKind kind) {
  switch (kind) {
    case WakeKind::kRange: return WakeReason::kRange;
    case WakeKind::kIllumination: return WakeReason::kIllumination;
    case WakeKind::kElevation: return WakeReason::kElevation;
    case WakeKind::kPropellant: return WakeReason::kPropellant;
    default: return std::nullopt;
  }
}

std::optional<double> ValueOf(const WakeCondition& condition, const KnownValues& values) {
  switch (condition.kind) {
    case WakeKind::kRange: {
      const double range = condition.craft >= 0 ? values.range[static_cast<std::size_t>(condition.craft)] : -1.0;
      return range >= 0.0 ? std::optional<double>(range) : std::nullopt;
    }
    case WakeKind::kIllumination: return values.sun_elevation;
    case WakeKind::kElevation: return values.best_elevation;
    case WakeKind::kPropellant: return values.propellant;
    default: return std::nullopt;
  }
}

}  // namespace

SimTime DueTime(const Desk& desk, SimTime longest_quiet) {
  if (desk.asked_at < SimTime{0}) return SimTime{0};
  const SimTime earliest = desk.asked_at + kLeastQuiet;
  SimTime due = desk.asked_at + longest_quiet;
  if (desk.wake.time) due = std::min(due, *desk.wake.time);
  if (desk.triggers != 0) due = std::min(due, desk.triggered_at);
  return std::max(due, earliest);
}

std::vector<WakeReason> ReasonsAt(const Desk& desk, SimTime now, SimTime longest_quiet) {
  std::vector<WakeReason> reasons;
  if (desk.asked_at < SimTime{0}) reasons.push_back(WakeReason::kStart);
  if (desk.wake.time && *desk.wake.time <= now) reasons.push_back(WakeReason::kTime);
  for (unsigned bit = 0; bit <= static_cast<unsigned>(WakeReason::kCommandable); ++bit) {
    if ((desk.triggers >> bit) & 1u) reasons.push_back(static_cast<WakeReason>(bit));
  }
  if (reasons.empty() && desk.asked_at + longest_quiet <= now) reasons.push_back(WakeReason::kQuiet);
  return reasons;
}

void WatchConditions(Desk& desk, const KnownValues& values, SimTime now) {
  if (!values.own) return;
  desk.condition_sides.resize(desk.wake.conditions.size(), 0);
  for (std::size_t i = 0; i < desk.wake.conditions.size(); ++i) {
    const WakeCondition& condition = desk.wake.conditions[i];
    const std::optional<double> value = ValueOf(condition, values);
    if (!value) continue;
    const double band = Hysteresis(condition);
    int& side = desk.condition_sides[i];
    const int present = *value > condition.threshold + band ? 1 : *value < condition.threshold - band ? -1 : side;
    const bool crossed = side != 0 && present != side;
    // Propellant only falls: a threshold that it is below already is told at once.
    const bool below = condition.kind == WakeKind::kPropellant && present == -1 && side == 0;
    side = present;
    if (crossed || below) desk.Notice(*ReasonOf(condition.kind), now);
  }
}

}  // namespace haze::game
