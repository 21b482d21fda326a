// inspector/pursuer: a chase of minutes, from relative motion alone.
#include "agents/inspector/pursuer.h"

#include <algorithm>
#include <cmath>

#include "agents/inspector/inspectors.h"
#include "agents/policy/decide.h"

namespace haze::agents {
namespace inspector {

namespace {

constexpr double kTurn = 1.0;        // s between turns
constexpr double kLongestBurn = 5.0; // s of one burn
constexpr double kAfterwards = 5.0;  // s before the end by which it wants to have arrived
constexpr double kCreep = 0.1;       // m/s for each metre that is left
constexpr double kWorthIt = 0.03;    // m/s for each second to go: a smaller correction waits, for most of it is noise of the ranges
constexpr double kMost = 3.0;        // m/s: a larger one never waits
constexpr double kAway = 400.0;      // m beside a guard
constexpr double kPastGuard = 1.2;   // of the distance between guard and quarry: nearer than that to the quarry it flies straight

}  // namespace

void Pursuer::Open(const v1::Briefing& briefing) {
  for (const v1::ObjectOfInterest& object : briefing.objects()) {
    if (object.side() != briefing.side() && object.has_estimate()) others_.emplace_back(briefing, object);
  }
  const v1::Vehicle& craft = briefing.own_vehicle();
  duration_ = SecondsOf(briefing.duration_us());
  acceleration_ = craft.thrust_n() / std::max(craft.mass_kg(), 1e-3);
  smallest_ = std::max(craft.smallest_dv_mps(), 1e-3);
  reach_ = character_.stop + craft.radius_m() + (others_.empty() ? 0.0 : others_.front().radius());
}

// Where a guard stands between, the way leads past it: beside the quarry first, against the orbit normal.
Vector3 Pursuer::Aside(double now, const State& own) const {
  if (!character_.goes_around || others_.size() < 2) return Vector3::Zero();
  const State quarry = others_[0].At(now);
  const State guard = others_[1].At(now);
  const double to_go = (quarry.r - own.r).norm();
  if (to_go < kPastGuard * (quarry.r - guard.r).norm() || (guard.r - own.r).norm() > to_go) return Vector3::Zero();
  return -kAway * own.r.cross(own.v).normalized();
}

// The velocity change that is missing now.
Vector3 Pursuer::Wanted(double now, const State& own) const {
  const State quarry = others_[0].At(now);
  const Vector3 way = quarry.r - own.r;
  const Vector3 closing = own.v - quarry.v;
  const double range = way.norm();
  const double speed = closing.dot(way) / range;
  const double left = range - reach_;
  const double brake = speed * speed / (2.0 * acceleration_) + speed * (kTurn + Proximity::kRanging);
  if (left < brake || left < 10.0 * reach_) {
    // Come to rest where it wants to stand, ever slower.
    const double creep = std::clamp(kCreep * left, -0.5, std::sqrt(std::max(0.0, acceleration_ * left)));
    return creep / range * way - closing;
  }
  const double to_go = std::max(arrival_ - now, left / (1.5 * character_.speed));
  const double then = now + to_go;
  const Vector3 miss = others_[0].At(then).r - reach_ / range * way + Aside(now, own) - others_[0].Coast(own, now, then).r;
  return miss / to_go;
}

v1::Decision Pursuer::Decide(const v1::Turn& turn) {
  v1::Decision decision;
  if (others_.empty() || !turn.has_own() || !turn.own().commandable()) return decision;
  for (Proximity& other : others_) other.Hear(turn);
  const double now = SecondsOf(turn.time_us());
  const State own = FromMessage(turn.own().estimate());
  if (arrival_ <= 0.0) arrival_ = std::min(duration_ - kAfterwards, now + (others_[0].At(now).r - own.r).norm() / character_.speed);
  if (now + kTurn > duration_) return decision;
  // A guard is ranged every fourth time.
  Proximity& looked_at = others_.size() > 1 && turns_ % 4 == 3 ? others_[1] : others_[0];
  looked_at.Claim(decision);
  looked_at.Range(decision, "range-" + std::to_string(turns_));
  const Vector3 wanted = Wanted(now, own);
  const double size = wanted.norm();
  double next = now + kTurn;
  if (size > std::max(smallest_, std::min(kMost, kWorthIt * (arrival_ - now)))) {
    const double given = std::min(size, acceleration_ * kLongestBurn);
    v1::Order* order = NewOrder(decision, "burn-" + std::to_string(turns_));
    order->set_start_time_us(MicrosecondsOf(now + Proximity::kRanging));
    ToMessage(given / size * wanted, order->mutable_burn()->mutable_dv_eci_mps());
    next = std::max(next, now + Proximity::kRanging + given / acceleration_ + 0.05);
  }
  ++turns_;
  WakeAt(decision, MicrosecondsOf(std::min(next, duration_)));
  return decision;
}

}  // namespace inspector

std::unique_ptr<Policy> MakeInspectorPursuer() { return std::make_unique<inspector::Pursuer>(inspector::Pursuer::Character{.goes_around = true}); }

}  // namespace haze::agents
