#include "agents/inspector/pilot.h"

#include <algorithm>
#include <cmath>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"
#include "dynamics/mean_orbit.h"

namespace haze::agents::inspector {

namespace {

constexpr double kReplan = 2400.0;         // s between two looks at a plan that waits for its burn
constexpr double kCorrectEvery = 3600.0;   // s between corrections on a long coast
constexpr double kLastCorrection = 1500.0; // s before the second burn: later ones cost more than they mend
constexpr double kWorthCorrecting = 0.02;  // m/s
constexpr double kAnew = 4.0;              // m/s beyond what was expected
constexpr double kPinched = 20.0;          // m beyond the keep-out: a coast that comes nearer than that is left
constexpr double kSoon = 300.0;            // s later than at once at most: the burn that leaves such a coast
constexpr double kTrimEvery = 1200.0;      // s between two looks at the place that is held
constexpr double kTrimOrbits = 1.5;        // revolutions in which a trim brings the inspector back

}  // namespace

void Pilot::GoTo(const Destination& destination, double now) {
  destination_ = destination;
  leg_ = Leg::kPlan;
  since_ = now;
  next_look_ = now;
  hurry_ = false;
}

BurnCommand Pilot::Command(double centre, const Vector3& dv) const { return {centre - 0.5 * dv.norm() / settings_.acceleration, dv}; }

TransferTask Pilot::Task(const Picture& picture) const {
  TransferTask task;
  task.own = picture.own().state();
  task.object = picture.target().track.At(picture.now());
  for (const Body& body : picture.bodies()) {
    if (&body != &picture.target() && body.track.fitted()) task.others.push_back(body.track.At(picture.now()));
  }
  task.goal = destination_.goal;
  task.limits = settings_.limits;
  task.late_cost = destination_.late_cost;
  return task;
}

std::optional<BurnCommand> Pilot::Next(const Picture& picture) {
  if (waiting_ || !picture.target().track.known()) return std::nullopt;
  switch (leg_) {
    case Leg::kIdle:
    case Leg::kSecond:
      return std::nullopt;
    case Leg::kPlan:
    case Leg::kFirst:
      return First(picture);
    case Leg::kCoast:
      return Correct(picture);
    case Leg::kHold:
      return Hold(picture);
  }
  return std::nullopt;
}

std::optional<BurnCommand> Pilot::First(const Picture& picture) {
  const double now = picture.now();
  if (leg_ == Leg::kFirst && now >= t1_ - settings_.lead - 60.0) {
    // Last look: the same instants, the newest estimate.
    TransferTask task = Task(picture);
    task.t1_from = task.t1_to = std::max(t1_ - now, settings_.lead - 120.0);
    task.t2_from = task.t2_to = t2_ - now;
    task.t1_steps = task.t2_steps = 1;
    if (const std::optional<Transfer> last = PlanTransfer(task)) {
      dv1_ = last->dv1;
      expected_cost_ = last->dv2.norm();
      if (dv1_.norm() < settings_.smallest) {
        // The present orbit leads there by itself.
        leg_ = Leg::kCoast;
        next_look_ = now + 0.5 * (t2_ - now);
        return std::nullopt;
      }
      waiting_ = true;
      return Command(now + last->t1, dv1_);
    }
    leg_ = Leg::kPlan;
    next_look_ = now;
  }
  if (now < next_look_) return std::nullopt;
  const double period = dynamics::OrbitPeriod(dynamics::MeanOrbitOf(picture.own().state()).a);
  const double gone = now - since_;
  TransferTask task = Task(picture);
  task.t1_from = settings_.lead;
  task.t1_to = settings_.lead + (hurry_ ? kSoon : period);
  task.t2_from = std::max(destination_.earliest - gone, settings_.lead + 0.3 * period);
  task.t2_to = std::max(destination_.latest - gone, task.t2_from + period);
  task.t1_steps = 11;
  task.t2_steps = std::clamp(static_cast<int>((task.t2_to - task.t2_from) / (period / 10.0)), 8, 24);
  const std::optional<Transfer> plan = PlanTransfer(task);
  if (!plan) {
    leg_ = Leg::kPlan;
    next_look_ = now + 300.0;
    return std::nullopt;
  }
  leg_ = Leg::kFirst;
  t1_ = now + plan->t1;
  t2_ = now + plan->t2;
  dv1_ = plan->dv1;
  expected_cost_ = plan->dv2.norm();
  next_look_ = now + kReplan;
  if (now >= t1_ - settings_.lead - 60.0 && dv1_.norm() >= settings_.smallest) {
    waiting_ = true;
    return Command(t1_, dv1_);
  }
  return std::nullopt;
}

// Away from a coast or an ellipse that the burns' errors have made unsafe, by a new pair of burns, soon.
void Pilot::Escape(double period, double now) {
  leg_ = Leg::kPlan;
  since_ = now;
  next_look_ = now;
  destination_.earliest = 0.4 * period;
  destination_.latest = std::max(1.8 * period, t2_ - now);
  destination_.late_cost = 0.0;
}

// Whether what was really burnt leads too near before the second burn: the ranges of the coast tell it, when there is still time.
bool Pilot::Pinched(const Picture& picture) const {
  const double left = t2_ - picture.now();
  const Body& target = picture.target();
  return left > 2.0 * settings_.lead && picture.RangeTo(target, picture.now()) < settings_.limits.inside &&
         LeastRange(picture.own().state(), target.track.At(picture.now()), left) < settings_.keep_out + kPinched;
}

std::optional<BurnCommand> Pilot::Correct(const Picture& picture) {
  const double now = picture.now();
  if (Pinched(picture)) {
    Escape(dynamics::OrbitPeriod(dynamics::MeanOrbitOf(picture.own().state()).a), now);
    hurry_ = true;
    return First(picture);
  }
  if (now >= t2_ - settings_.lead - 60.0) return Second(picture);
  if (now < next_look_ || now > t2_ - kLastCorrection) return std::nullopt;
  next_look_ = now + kCorrectEvery;
  TransferTask task = Task(picture);
  task.t1_from = task.t1_to = settings_.lead;
  task.t2_from = task.t2_to = t2_ - now;
  task.t1_steps = task.t2_steps = 1;
  const std::optional<Transfer> better = PlanTransfer(task);
  if (!better) return std::nullopt;
  // Where the target is not what it seemed when the first burn was planned, correcting at any price is not the answer: the rest of the way is planned anew.
  if (better->cost > expected_cost_ * 1.15 + kAnew && t2_ - now > 3600.0) {
    leg_ = Leg::kPlan;
    const double period = dynamics::OrbitPeriod(dynamics::MeanOrbitOf(picture.own().state()).a);
    since_ = now;
    destination_.earliest = std::max(0.6 * period, t2_ - now - 0.8 * period);
    destination_.latest = t2_ - now + 0.8 * period;
    next_look_ = now;
    return First(picture);
  }
  expected_cost_ = better->dv2.norm();
  if (better->dv1.norm() < kWorthCorrecting) return std::nullopt;
  // A correction smaller than what the estimate may be wrong by at the second burn only adds noise.
  const Track::Estimate there = picture.target().track.EstimateAt(t2_);
  const double effect = better->dv1.norm() * (t2_ - now - settings_.lead);
  if (effect < 0.3 * PositionSigma(there.P)) return std::nullopt;
  waiting_ = true;
  return Command(now + settings_.lead, better->dv1);
}

std::optional<BurnCommand> Pilot::Second(const Picture& picture) {
  const double now = picture.now();
  const double t2 = std::max(t2_, now + settings_.lead - 120.0);
  const State own = PropagatePlan(picture.own().state(), t2 - now, 20.0);
  const State object = PropagatePlan(picture.target().track.At(now), t2 - now, 20.0);
  const Vector3 dv = HoldingVelocity(own, object, destination_.goal) - own.v;
  leg_ = Leg::kSecond;
  if (dv.norm() < settings_.smallest) {
    leg_ = Leg::kHold;
    next_look_ = now + kReplan;
    return std::nullopt;
  }
  waiting_ = true;
  return Command(t2, dv);
}

// Stays. A drift is ended by one small tangential burn that leaves just enough of it to come back to the middle; that changes the ellipse by
// metres. Only an ellipse that has become unsafe, or a place far off, is worth a new pair of burns.
std::optional<BurnCommand> Pilot::Hold(const Picture& picture) {
  const double now = picture.now();
  if (now < next_look_) return std::nullopt;
  next_look_ = now + kTrimEvery;
  const State object = picture.target().track.At(now);
  const State centre = destination_.goal.along == 0.0 ? object : PropagatePlan(object, destination_.goal.along / object.v.norm(), 20.0);
  const double n = dynamics::MeanMotion(dynamics::MeanOrbitOf(centre).a);
  const RelativeEllipse is = dynamics::EllipseOf(dynamics::ToVector6(dynamics::RtnRelative(picture.own().state(), centre)), dynamics::MeanOrbitOf(centre).u, n);
  const double sigma = PositionSigma(picture.target().track.EstimateAt(now).P);
  const double allowed = destination_.tolerance + sigma;
  const double orbit_drift = -3.0 * dynamics::kPi * is.da;
  const bool close = destination_.goal.along == 0.0;
  const bool unsafe = close && dynamics::SafeSeparation(is) < settings_.limits.safe_range - 20.0;
  if (unsafe || std::fabs(is.along) > 10.0 * allowed) {
    Escape(dynamics::kTwoPi / n, now);
    return std::nullopt;
  }
  if (std::fabs(is.along) < allowed && std::fabs(is.along + orbit_drift) < allowed) return std::nullopt;
  const double da_wanted = is.along / (3.0 * dynamics::kPi * kTrimOrbits);
  const double dv = 0.5 * n * (da_wanted - is.da);
  if (std::fabs(dv) < settings_.smallest) return std::nullopt;
  const State then = PropagatePlan(picture.own().state(), settings_.lead, 20.0);
  waiting_ = true;
  return Command(now + settings_.lead, dv * then.v / then.v.norm());
}

void Pilot::BurnEnded(bool done, double now) {
  if (!waiting_) return;
  waiting_ = false;
  if (!done && leg_ != Leg::kHold) {
    leg_ = Leg::kPlan;
    next_look_ = now;
    return;
  }
  if (leg_ == Leg::kFirst) {
    leg_ = Leg::kCoast;
    hurry_ = false;
    // The first look comes after half an hour of sights, or at two thirds of a short way.
    next_look_ = now + std::min(2400.0, 0.5 * (t2_ - now));
  } else if (leg_ == Leg::kSecond) {
    leg_ = Leg::kHold;
    next_look_ = now + kTrimEvery;
  } else if (leg_ == Leg::kHold) {
    next_look_ = now + 2.0 * kTrimEvery;
  }
}

double Pilot::WakeBy(double now) const {
  double wake = now + 3600.0;
  if (waiting_) return wake;
  if (leg_ == Leg::kPlan || leg_ == Leg::kFirst || leg_ == Leg::kHold) wake = std::min(wake, next_look_);
  if (leg_ == Leg::kFirst) wake = std::min(wake, t1_ - settings_.lead - 30.0);
  if (leg_ == Leg::kCoast) {
    wake = std::min(wake, t2_ - settings_.lead - 30.0);
    if (next_look_ > now) wake = std::min(wake, next_look_);
  }
  return std::max(wake, now + 30.0);
}

}  // namespace haze::agents::inspector
