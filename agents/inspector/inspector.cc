#include "agents/inspector/inspector.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "agents/inspector/viewing.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"
#include "dynamics/mean_orbit.h"

namespace haze::agents::inspector {

namespace {

constexpr double kFarTurn = 600.0;        // s between turns while far
constexpr double kNearTurn = 300.0;       // s between turns inside ranging distance
constexpr double kStare = 60.0;           // s
constexpr double kHoldFar = 12000.0;      // m along the orbit: where the approach begins
constexpr double kHoldNear = 2500.0;      // m: the last stop before the ellipse
constexpr double kAside = 7500.0;         // m: out of the way, within ranging distance
constexpr double kBackOffPlace = 40000.0; // m
constexpr double kFar = 800e3;            // m: farther away the inspector drifts on a guess before it flies by a track
constexpr double kShareToFlyNear = 0.15;  // relative range error that is good enough for the first burn
constexpr double kShareToFlyFar = 0.03;
constexpr double kFirstSights = 900.0;    // s of sights before the first burn
constexpr double kPatience = 0.3;         // the same near the target, where burns are small
constexpr double kTrusted = 0.25;         // relative uncertainty up to which told elements say where to fly
constexpr double kDriftAgain = 10800.0;   // s between two looks at a drift that follows a guess
constexpr double kWorthDrifting = 1.5;    // m/s
constexpr double kAstray = 1500.0;        // s within ranging distance without a range
constexpr double kDoubtPlace = 3000.0;    // m
constexpr double kDoubtSpeed = 1.0;       // m/s

}  // namespace

void Inspector::Open(const v1::Briefing& briefing) {
  briefing_ = briefing;
  picture_ = std::make_unique<Picture>(briefing);
  Pilot::Settings pilot;
  const v1::Vehicle& craft = briefing.own_vehicle();
  if (craft.thrust_n() > 0.0 && craft.mass_kg() > 0.0) pilot.acceleration = craft.thrust_n() / craft.mass_kg();
  if (craft.slew_radps() > 0.0) pilot.lead = dynamics::kPi / craft.slew_radps() + craft.settle_s() + 200.0;
  const v1::PublicRules& rules = briefing.rules();
  pilot.keep_out = rules.keep_out_m();
  pilot.limits.safe_range = rules.keep_out_m() + character_.coast_margin;
  pilot.limits.inside = rules.passive_safety_inside_m();
  pilot.limits.speed_base = rules.speed_limit_base_mps();
  pilot.limits.speed_per_n = rules.speed_limit_per_mean_motion();
  pilot.limits.orbits = rules.passive_safety_orbits();
  pilot_ = std::make_unique<Pilot>(pilot);
  duration_ = SecondsOf(briefing.duration_us());
  dice_ = briefing.agent_seed();
  if (picture_->has_target()) {
    for (const v1::ObjectOfInterest& object : briefing.objects()) {
      if (object.object_id() == picture_->target().id && object.facets() > 0) album_ = Photographer(object.facets());
    }
  }
}

// ---- The story -------------------------------------------------------------------------------------------------------------------------------------------

void Inspector::Enter(Phase phase) {
  phase_ = phase;
  phase_since_ = picture_->now();
}

double Inspector::BackOffTime() const { return duration_ - 4.3 * period_; }

double Inspector::RangeShare() const {
  const Track::Estimate estimate = picture_->target().track.EstimateAt(picture_->now());
  const double range = (estimate.state.r - picture_->own().state().r).norm();
  return PositionSigma(estimate.P) / range;
}

// Closing a distance D along the orbit in N revolutions costs n D / (3 pi N) m/s: haste, and the time that is left, decide how many.
double Inspector::Revolutions() const {
  const double now = picture_->now();
  const dynamics::MeanOrbit own = dynamics::MeanOrbitOf(picture_->own().state());
  const dynamics::MeanOrbit object = dynamics::MeanOrbitOf(picture_->target().track.At(now));
  const double distance = own.a * std::fabs(dynamics::WrapPi(object.u - own.u));
  const double cost = dynamics::kTwoPi / period_ * distance / (3.0 * dynamics::kPi);
  const double left = (duration_ - now) / period_;
  return std::max(2.5, std::min(std::sqrt(cost / character_.haste), character_.share * left));
}

void Inspector::Advance() {
  const double now = picture_->now();
  const Body& target = picture_->target();
  period_ = dynamics::OrbitPeriod(dynamics::MeanOrbitOf(picture_->own().state()).a);
  const double along = [&] {
    if (!target.track.known()) return 0.0;
    return picture_->DirectionRtn(target, now).y() > 0.0 ? -1.0 : 1.0;  // the side that the inspector is on
  }();
  switch (phase_) {
    case Phase::kWait:
      if (target.track.known()) Enter(Phase::kSearch);
      break;
    case Phase::kSearch:
      if (target.track.fitted()) Enter(Phase::kTrack);
      break;
    case Phase::kTrack:
      if (character_.looks_anywhere) break;
      if (now - phase_since_ >= kFirstSights && RangeShare() < (picture_->RangeTo(target, now) < kFar ? kShareToFlyNear : kShareToFlyFar)) {
        Destination there;
        there.name = "hold";
        there.goal.along = along * kHoldFar;
        const double revolutions = arrival_ > 0.0 ? std::max(2.5, (arrival_ - now) / period_) : Revolutions();
        there.earliest = (revolutions - 0.5) * period_;
        there.latest = (revolutions + 1.0) * period_;
        there.late_cost = character_.haste / period_;
        there.tolerance = 4000.0;
        pilot_->GoTo(there, now);
        Enter(Phase::kTransfer);
      }
      break;
    case Phase::kTransfer:
      if (pilot_->arrived() && picture_->RangeTo(target, now) < 2.5 * kHoldFar) {
        Destination there;
        there.name = "near";
        there.goal.along = along * kHoldNear;
        there.goal.ae = there.goal.ai = 400.0;
        there.earliest = 0.5 * period_;
        there.latest = 1.6 * period_;
        there.late_cost = kPatience / period_;
        there.tolerance = 1000.0;
        pilot_->GoTo(there, now);
        Enter(Phase::kApproach);
      }
      break;
    case Phase::kApproach:
      if (pilot_->arrived() && now - phase_since_ > 600.0) {
        (void)ChooseEllipse();
        Enter(Phase::kInspect);
      }
      break;
    case Phase::kInspect: {
      if (!pilot_->arrived()) {
        arrived_since_ = now;
        break;
      }
      // The ellipse has shown what it can: by the plan, or by a revolution without anything new.
      const bool stale = now - std::max(fresh_since_, arrived_since_) > 1.1 * period_;
      if ((stale || NothingMoreFromHere()) && !ChooseEllipse()) done_ = done_ || !album_.anything_to_send();
      break;
    }
    case Phase::kStandOff:
    case Phase::kBackOff:
      break;
  }
  if (phase_ == Phase::kInspect && done_) {
    // Nothing is left to see, and the time to leave has not come: wait where ranges still hold the track. Angles alone would lose it.
    Destination aside;
    aside.name = "aside";
    aside.goal.along = along * std::min(kAside, 0.75 * briefing_.own_vehicle().ranging().range_max_m());
    aside.goal.ae = aside.goal.ai = 300.0;
    aside.earliest = 0.5 * period_;
    aside.latest = 2.0 * period_;
    aside.tolerance = 400.0;
    pilot_->GoTo(aside, now);
    Enter(Phase::kStandOff);
  }
  if (phase_ >= Phase::kTransfer && phase_ < Phase::kBackOff && now > BackOffTime()) {
    Destination away;
    away.name = "away";
    away.goal.along = along * kBackOffPlace;
    away.earliest = 1.5 * period_;
    away.latest = 3.5 * period_;
    away.tolerance = 5000.0;
    pilot_->GoTo(away, now);
    Enter(Phase::kBackOff);
  }
}

Viewing Inspector::ViewingNow() const {
  const double now = picture_->now();
  return Viewing(picture_->model(), briefing_.own_vehicle().imaging_camera(), picture_->target().radius, picture_->target().track.At(now), now);
}

// Whether the ellipse that is really flown would show a missing facet in the revolution to come.
bool Inspector::NothingMoreFromHere() const {
  const State object = picture_->target().track.At(picture_->now());
  const dynamics::MeanOrbit mean = dynamics::MeanOrbitOf(object);
  const RelativeEllipse flown =
      dynamics::EllipseOf(dynamics::ToVector6(dynamics::RtnRelative(picture_->own().state(), object)), mean.u, dynamics::MeanMotion(mean.a));
  const std::vector<bool> seen = ViewingNow().Seen(flown);
  const std::vector<bool> missing = album_.Missing();
  for (std::size_t f = 0; f < seen.size(); ++f) {
    if (seen[f] && missing[f]) return false;
  }
  return true;
}

// The next ellipse is the one that shows most of what is missing; false where none would show anything.
bool Inspector::ChooseEllipse() {
  const double now = picture_->now();
  const double nearest = briefing_.rules().keep_out_m() + character_.ellipse_margin;
  const Viewing::Choice choice = ViewingNow().Best(album_.Missing(), nearest);
  if (choice.fresh == 0) return false;
  Destination there;
  there.name = "ellipse";
  there.goal = choice.ellipse;
  there.earliest = 0.4 * period_;
  there.latest = 1.6 * period_;
  there.late_cost = kPatience / period_;
  there.tolerance = 60.0;
  pilot_->GoTo(there, now);
  fresh_since_ = arrived_since_ = now;
  return true;
}

// ---- One turn --------------------------------------------------------------------------------------------------------------------------------------------

v1::Decision Inspector::Decide(const v1::Turn& turn) {
  v1::Decision decision;
  if (!turn.has_own() || !picture_->has_target()) return decision;
  for (const v1::OrderState& order : turn.orders()) {
    if (order.order_id() != burn_id_ || burn_id_.empty()) continue;
    const bool done = order.state() == v1::OrderState::STATE_DONE;
    if (!done && order.state() != v1::OrderState::STATE_CANCELLED && order.state() != v1::OrderState::STATE_FAILED) continue;
    pilot_->BurnEnded(done, SecondsOf(turn.time_us()));
    burn_id_.clear();
  }
  for (const v1::Ruling& ruling : turn.rulings()) {
    if (ruling.order_id() != burn_id_ || burn_id_.empty()) continue;
    pilot_->BurnEnded(false, SecondsOf(turn.time_us()));
    burn_id_.clear();
  }
  picture_->Hear(turn);
  album_.Hear(turn, picture_->target().id);
  if (!far_when_told_ && picture_->target().track.known()) far_when_told_ = picture_->RangeTo(picture_->target(), picture_->now()) >= kFar;
  if (!Within(picture_->now()) || picture_->ranged()) unranged_since_ = picture_->now();
  if (Astray()) {
    // A chain of points of light some kilometres from where the target should be is believed to be it; single points would too often be false alarms.
    picture_->target().track.Doubt(picture_->now(), kDoubtPlace, kDoubtSpeed);
    Enter(Phase::kSearch);
  }
  if (album_.TakeFresh() > 0) fresh_since_ = picture_->now();
  if (!turn.own().commandable()) return decision;

  Advance();
  Claim(decision);
  Fly(decision);
  double next = NextTurn();
  next = std::max(next, Look(decision, next));
  Send(decision);
  decision.set_note(Note());
  decision.mutable_wake()->set_time_us(MicrosecondsOf(std::min(next, duration_)));
  decision.mutable_wake()->add_conditions()->set_kind(v1::WakeCondition::KIND_CUE);
  if (phase_ == Phase::kSearch && sweep_end_ > picture_->now() + kStare) decision.mutable_wake()->add_conditions()->set_kind(v1::WakeCondition::KIND_DETECTION);
  return decision;
}

std::string Inspector::Note() {
  static constexpr const char* kPhases[] = {"wait", "search", "track", "transfer", "approach", "inspect", "stand off", "back off"};
  static constexpr const char* kLegs[] = {"idle", "planning", "first burn ahead", "coasting", "second burn ahead", "holding"};
  std::string note = kPhases[static_cast<int>(phase_)];
  if (phase_ >= Phase::kTransfer) note += std::string(", ") + kLegs[static_cast<int>(pilot_->leg())];
  const std::string news = note + std::to_string(album_.covered()) + " " + std::to_string(album_.delivered());
  if (news == noted_) return {};
  noted_ = news;
  if (picture_->target().track.fitted()) {
    note += ", range " + std::to_string(std::lround(picture_->RangeTo(picture_->target(), picture_->now()))) + " m";
    note += ", " + std::to_string(picture_->target().track.measurements().size()) + " sights";
  }
  if (album_.covered() > 0) note += ", " + std::to_string(album_.covered()) + " facets seen, " + std::to_string(album_.delivered()) + " delivered";
  return note;
}

std::string Inspector::Name(const char* what) {
  ++orders_;
  return std::string(what) + "-" + std::to_string(orders_);
}

double Inspector::Reach() const { return 0.9 * briefing_.own_vehicle().ranging().range_max_m(); }

bool Inspector::Within(double t) const { return picture_->target().track.fitted() && picture_->RangeTo(picture_->target(), t) < Reach(); }

// Ranging needs no light: where it meets nothing for long, the target is somewhere else. A camera that sees nothing may only look into the dark.
bool Inspector::Astray() const { return character_.recovers && phase_ >= Phase::kTransfer && Within(picture_->now()) && picture_->now() - unranged_since_ > kAstray; }

double Inspector::NextTurn() const {
  const double now = picture_->now();
  const bool near = picture_->target().track.fitted() && picture_->RangeTo(picture_->target(), now) < 12000.0;
  double next = now + (near ? kNearTurn : kFarTurn);
  if (phase_ == Phase::kWait && picture_->target().ordered) next = now + 0.5 * SecondsOf(briefing_.longest_quiet_us());
  if (phase_ == Phase::kSearch || phase_ == Phase::kTrack) next = std::min(next, now + kNearTurn);
  // A point of light that might be the target is stared at for five frames or so.
  if (phase_ == Phase::kSearch && picture_->Suspect(45.0)) next = now + kStare;
  next = std::min(next, pilot_->WakeBy(now));
  // A burn is looked at when it must be over; should it be late, every half minute. Waking by finished orders would wake for every search as well.
  if (!burn_id_.empty()) next = std::min(next, std::max(burn_end_ + 5.0, now + 30.0));
  return next;
}

void Inspector::Claim(v1::Decision& decision) {
  for (const Body& body : picture_->bodies()) {
    if (!body.track.known() || (&body != &picture_->target() && !body.track.fitted())) continue;
    const Track::Estimate claim = body.track.ClaimAt(picture_->now());
    claims_.Claim(body.id, MicrosecondsOf(picture_->now()), claim.state, claim.P, picture_->RangeTo(body, picture_->now()), decision);
  }
}

void Inspector::Fly(v1::Decision& decision) {
  if (character_.looks_anywhere || !burn_id_.empty()) return;
  std::optional<BurnCommand> command = pilot_->Next(*picture_);
  if (!command && (phase_ == Phase::kSearch || phase_ == Phase::kTrack)) command = Drift();
  if (!command) return;
  burn_id_ = Name("burn");
  burn_start_ = command->start;
  burn_end_ = std::max(burn_start_, picture_->now()) + command->dv.norm() / pilot_->acceleration();
  v1::Order* order = decision.add_orders();
  order->set_order_id(burn_id_);
  order->set_start_time_us(MicrosecondsOf(std::max(command->start, picture_->now())));
  ToMessage(command->dv, order->mutable_burn()->mutable_dv_eci_mps());
  picture_->BurnOrdered(burn_id_, command->dv);
}

// Long before the camera sees anything, a guess says which way to go and roughly how far: a tangential burn, mended as the guess improves.
std::optional<BurnCommand> Inspector::Drift() {
  const double now = picture_->now();
  const Body& target = picture_->target();
  // Told elements serve as well as an order, as long as they have not dissolved. What was told to be near is near: a guess that wandered off has only dissolved.
  if (!target.track.known() || (!target.ordered && (!far_when_told_.value_or(false) || RangeShare() > kTrusted)) || now < next_drift_ || picture_->RangeTo(target, now) < kFar) return std::nullopt;
  next_drift_ = now + kDriftAgain;
  const double start = now + pilot_->lead();
  const State own = PropagatePlan(picture_->own().state(), start - now);
  const State object = target.track.At(start);
  // The arrival stays what it was planned to be, so that a mended drift is not a new one.
  if (arrival_ <= 0.0) arrival_ = now + Revolutions() * period_;
  const Vector3 dv = DriftBurn(own, object, 0.0, std::max(arrival_ - start, 3.0 * period_));
  if (dv.norm() < kWorthDrifting) return std::nullopt;
  return BurnCommand{start, dv};
}

}  // namespace haze::agents::inspector
