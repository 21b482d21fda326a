#include "arbiter/game/desk.h"

namespace haze::game {

namespace {

// The condition that a reason answers to; start, time and quiet need none, and a craft that becomes commandable always wakes its seat.
std::optional<WakeKind> KindOf(WakeReason reason) {
  switch (reason) {
    case WakeReason::kDetection: return WakeKind::kDetection;
    case WakeReason::kCue: return WakeKind::kCue;
    case WakeReason::kMessage: return WakeKind::kMessage;
    case WakeReason::kOrderFinished: return WakeKind::kOrderFinished;
    case WakeReason::kImage: return WakeKind::kImage;
    case WakeReason::kRange: return WakeKind::kRange;
    case WakeReason::kIllumination: return WakeKind::kIllumination;
    case WakeReason::kPropellant: return WakeKind::kPropellant;
    case WakeReason::kElevation: return WakeKind::kElevation;
    case WakeReason::kRangeFix: return WakeKind::kRangeFix;
    case WakeReason::kWarning: return WakeKind::kWarning;
    case WakeReason::kLaunch: return WakeKind::kLaunch;
    case WakeReason::kStart:
    case WakeReason::kTime:
    case WakeReason::kQuiet:
    case WakeReason::kCommandable: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

bool Desk::Wants(WakeKind kind) const {
  for (const WakeCondition& condition : wake.conditions) {
    if (condition.kind == kind) return true;
  }
  return false;
}

void Desk::Notice(WakeReason reason, SimTime now) {
  const std::optional<WakeKind> kind = KindOf(reason);
  if (kind && !Wants(*kind)) return;
  if (triggers == 0) triggered_at = now;
  triggers |= std::uint64_t{1} << static_cast<unsigned>(reason);
}

void Desk::Digest(DigestWriter& out) const {
  book.Digest(out);
  tracks.Digest(out);
  out.U64(triggers);
  out.Time(triggered_at);
  out.Time(asked_at);
  out.I64(turns);
  out.I64(illegal_orders);
  out.Time(wake.time.value_or(dynamics::kNever));
  out.U64(wake.conditions.size());
  out.U64(news.detections.size());
  for (const SeenPoint& point : news.detections) {
    out.Time(point.time);
    out.Vec(point.direction);
    out.Vec(point.rate);
    out.F64(point.magnitude);
  }
  for (const RangeMeasurement& fix : news.ranges) out.F64(fix.range);
  out.U64(news.images.size());
  out.U64(news.flashes.size());
  for (const ElementSet& set : news.elements) {
    out.Time(set.time);
    out.Vec(set.estimate.r);
    out.Vec(set.estimate.v);
  }
  out.U64(news.mail.size());
  out.U64(news.rulings.size());
}

}  // namespace haze::game
