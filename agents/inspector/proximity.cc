#include "agents/inspector/proximity.h"

#include <algorithm>
#include <utility>

#include "agents/policy/decide.h"

namespace haze::agents::inspector {

namespace {

constexpr double kPlaceGain = 0.8;
constexpr double kSpeedGain = 0.5;
constexpr double kTrusted = 0.1;      // m across, of a fix that counts half
constexpr double kRangingSpan = 0.2;  // s: one measurement
constexpr double kClaimSigma = 1.0;   // m

}  // namespace

Proximity::Proximity(const v1::Briefing& briefing, const v1::ObjectOfInterest& object)
    : model_(briefing.epoch_utc(), briefing.force_model().gravity_degree(), briefing.force_model().gravity_order()),
      id_(object.object_id()),
      radius_(object.radius_m()),
      object_(FromMessage(object.estimate())),
      t_(SecondsOf(object.estimate().time_us())) {}

void Proximity::Hear(const v1::Turn& turn) {
  for (const v1::RangeFix& fix : turn.range_fixes()) {
    const double t = SecondsOf(fix.time_us());
    if (fix.object_id() != id_ || t < t_) continue;
    object_ = At(t);
    t_ = t;
    // A range is good to centimetres, its direction to so many metres: what is across the line of sight is trusted the less, the farther the object is.
    const Vector3 along = FromMessage(fix.direction_eci());
    const Vector3 missed = FromMessage(fix.r_sensor_eci_m()) + fix.range_m() * along - object_.r;
    const Vector3 deep = missed.dot(along) * along;
    const Vector3 across = missed - deep;
    const double trust = 1.0 / (1.0 + fix.sigma_rad() * fix.range_m() / kTrusted);
    object_.r += kPlaceGain * (deep + trust * across);
    if (last_fix_ && t > *last_fix_) object_.v += kSpeedGain / std::max(1.0, t - *last_fix_) * (deep + trust * trust * across);
    last_fix_ = t;
  }
  const double now = SecondsOf(turn.time_us());
  object_ = At(now);
  t_ = now;
}

void Proximity::Claim(v1::Decision& decision) const {
  v1::TrackClaim* claim = decision.add_tracks();
  claim->set_object_id(id_);
  ToMessage(MicrosecondsOf(t_), object_, kClaimSigma * kClaimSigma * Matrix6::Identity(), claim->mutable_estimate());
}

void Proximity::Range(v1::Decision& decision, std::string order_id) const {
  v1::Range* range = NewOrder(decision, std::move(order_id))->mutable_range();
  range->set_object_id(id_);
  range->set_cadence_s(1.0);
  range->set_end_time_us(MicrosecondsOf(t_ + kRangingSpan));
}

}  // namespace haze::agents::inspector
