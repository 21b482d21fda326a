// Orders, attitude and burns of a craft; cameras and transmitter are in craft_sensors.cc.
#include "arbiter/game/craft.h"

#include <algorithm>
#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/attitude.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "dynamics/kepler.h"
#include "dynamics/maneuver.h"

namespace haze::game {

using dynamics::FromSeconds;
using dynamics::kNever;
using dynamics::Seconds;

namespace {

dynamics::BodyProperties Body(const scenarios::Vehicle& spec) {
  dynamics::BodyProperties body;
  body.mass = spec.mass;
  body.drag_area = spec.drag_area;
  body.cd = spec.drag_coefficient;
  body.srp_area = spec.pressure_area;
  body.cr = spec.pressure_coefficient;
  return body;
}

Aim DefaultAim(scenarios::AttitudeMode mode) {
  Aim aim;
  aim.mode = mode == scenarios::AttitudeMode::kNadir ? PointMode::kNadir : mode == scenarios::AttitudeMode::kSun ? PointMode::kSun : PointMode::kInertial;
  return aim;
}

}  // namespace

Craft::Craft(const Surroundings& surroundings, int index, Desk& desk)
    : surroundings_(surroundings),
      spec_(surroundings.scenario->vehicles[static_cast<std::size_t>(index)]),
      body_(dynamics::BodyFacets(spec_.facets, 1.0)),
      index_(index),
      desk_(desk),
      flight_(surroundings.Forces(), surroundings.astronomy.get(), Body(spec_)),
      rest_(DefaultAim(spec_.attitude)) {
  const double exhaust = spec_.isp * dynamics::kG0;
  dry_mass_ = spec_.dv > 0.0 ? spec_.mass / dynamics::Exp(spec_.dv / exhaust) : spec_.mass;
  coverage_.resize(surroundings.scenario->vehicles.size());
  pointing_.Reset(rest_);
}

void Craft::Enter(SimTime t, const State& state, SimTime commandable_at) {
  present_ = true;
  acted_ = t;
  commandable_at_ = commandable_at;
  told_commandable_ = commandable_at <= t;
  flight_.Start(Seconds(t), state, spec_.mass, Thrust{}, Seconds(surroundings_.scenario->duration) + 1.0);
  pointing_.Reset(rest_);
}

double Craft::PropellantAt(double t) const { return flight_.MassAt(t) - dry_mass_; }

double Craft::DvLeft(double t) const {
  if (spec_.isp <= 0.0) return 0.0;
  return spec_.isp * dynamics::kG0 * dynamics::Log(flight_.MassAt(t) / dry_mass_);
}

// A burn takes the attitude early enough for the longest slew, so that ignition is when it was ordered.
SimTime Craft::Activation(const BookedOrder& booked) const {
  SimTime start = booked.order.start;
  if (std::holds_alternative<Burn>(booked.order.action)) start -= FromSeconds(SlewDuration(dynamics::kPi, spec_.slew) + spec_.settle);
  return std::max(start, acted_);
}

const BookedOrder* Craft::NextAttitudeOrder() const {
  const BookedOrder* next = nullptr;
  for (const BookedOrder& booked : desk_.book.open()) {
    if (booked.phase != OrderPhase::kWaiting || ActuatorOf(booked.order.action) != Actuator::kAttitude) continue;
    if (next == nullptr || Activation(booked) < Activation(*next)) next = &booked;
  }
  return next;
}

SimTime Craft::NextTime() const {
  if (!present_) return kNever;
  SimTime next = kNever;
  if (!told_commandable_) next = std::min(next, commandable_at_);
  next = std::min({next, task_.next, task_.end, downlink_next_});
  if (task_.kind != TaskKind::kBurn) {
    if (const BookedOrder* order = NextAttitudeOrder()) next = std::min(next, Activation(*order));
  }
  if (downlink_id_.empty()) {
    if (const BookedOrder* order = desk_.book.NextWaiting(Actuator::kTransmitter)) next = std::min(next, std::max(order->order.start, acted_));
  }
  return next;
}

void Craft::Act(SimTime now, Sky& sky, std::vector<Fact>& facts) {
  while (present_ && NextTime() <= now) {
    acted_ = now;
    if (!told_commandable_ && commandable_at_ <= now) {
      told_commandable_ = true;
      facts.push_back({.time = now, .kind = FactKind::kCommandable, .craft = index_});
      desk_.Notice(WakeReason::kCommandable, now);
      continue;
    }
    if (downlink_id_.empty()) {
      const BookedOrder* order = desk_.book.NextWaiting(Actuator::kTransmitter);
      if (order != nullptr && order->order.start <= now) {
        const Downlink downlink = std::get<Downlink>(order->order.action);
        std::erase_if(stored_, [&](const StoredImage& image) { return std::find(downlink.drop.begin(), downlink.drop.end(), image.id) != downlink.drop.end(); });
        downlink_id_ = order->order.id;
        downlink_end_ = downlink.end;
        downlink_next_ = now;
        desk_.book.MarkRunning(downlink_id_, now);
        continue;
      }
    }
    if (downlink_next_ <= now) {
      Transmit(now, sky, facts);
      continue;
    }
    if (task_.next <= now || task_.end <= now) {
      Proceed(now, sky, facts);
      continue;
    }
    const BookedOrder* order = NextAttitudeOrder();
    if (order != nullptr) {
      const BookedOrder chosen = *order;
      if (task_.kind != TaskKind::kNone) EndTask(now, OrderPhase::kDone, "ended by " + chosen.order.id);
      Activate(chosen, now);
    }
  }
  if (desk_.book.TakeFinished()) desk_.Notice(WakeReason::kOrderFinished, now);
}

AimScene Craft::SceneAt(double t, const State& own, const Aim& aim) const {
  AimScene scene{.own = own, .r_sun = surroundings_.Sun(t), .track = {}};
  if (aim.mode == PointMode::kTrack) scene.track = desk_.tracks.Predict(aim.craft, t);
  return scene;
}

Quaternion Craft::AttitudeAt(double t) const { return pointing_.At(t, SceneAt(t, flight_.At(t), pointing_.aim())); }

// The goal is where the aim will be when the slew ends, by two-body motion until then.
void Craft::Turn(const Aim& aim, SimTime now, double settle) {
  const double t = Seconds(now);
  const State here = flight_.At(t);
  const Quaternion q_now = AttitudeAt(t);
  const Quaternion first = AimAttitude(aim, SceneAt(t, here, aim), t);
  const double turn = SlewDuration(dynamics::AngleBetween(q_now, first), spec_.slew);
  const State then = dynamics::PropagateKepler(here, turn).value_or(here);
  TurnTo(aim, now, AimAttitude(aim, SceneAt(t + turn, then, aim), t + turn), settle);
}

void Craft::TurnTo(const Aim& aim, SimTime now, const Quaternion& q_goal, double settle) {
  const Quaternion q_now = AttitudeAt(Seconds(now));
  pointing_.Begin(aim, Seconds(now), q_now, q_goal, spec_.slew, settle);
}

void Craft::Rest(SimTime now) { Turn(rest_, now, spec_.settle); }

void Craft::EndTask(SimTime now, OrderPhase phase, const std::string& detail) {
  const std::string id = task_.order_id;
  task_ = Task{};
  desk_.book.Finish(id, phase, now, detail);
}

bool Craft::Cancel(const std::string& id, SimTime now) {
  if (task_.kind != TaskKind::kNone && task_.order_id == id) {
    if (thrusting()) return false;
    EndTask(now, OrderPhase::kCancelled, "cancelled");
    Rest(now);
    return true;
  }
  if (downlink_id_ == id) {
    downlink_id_.clear();
    downlink_next_ = kNever;
  }
  desk_.book.Finish(id, OrderPhase::kCancelled, now, "cancelled");
  return true;
}

void Craft::ClaimChanged(int craft, SimTime now) {
  const bool follows = pointing_.aim().mode == PointMode::kTrack && pointing_.aim().craft == craft;
  if (follows && task_.kind != TaskKind::kBurn) Turn(pointing_.aim(), now, 0.0);
}

void Craft::Activate(const BookedOrder& booked, SimTime now) {
  const Order order = booked.order;
  desk_.book.MarkRunning(order.id, now);
  task_ = Task{};
  task_.order_id = order.id;
  task_.action = order.action;
  const auto follow = [&](int craft, SimTime end, TaskKind kind) {
    if (!desk_.tracks.Has(craft)) {
      EndTask(now, OrderPhase::kFailed, "no claim about the object");
      return;
    }
    Aim aim;
    aim.mode = PointMode::kTrack;
    aim.craft = craft;
    Turn(aim, now, spec_.settle);
    task_.kind = kind;
    task_.end = end;
    task_.next = std::max(now, FromSeconds(pointing_.settled_at()));
  };
  if (const Burn* burn = std::get_if<Burn>(&order.action)) {
    task_.kind = TaskKind::kBurn;
    BeginBurn(*burn, order.start, now);
  } else if (const Point* point = std::get_if<Point>(&order.action)) {
    Aim aim;
    aim.mode = point->mode;
    aim.q_BI = point->q_BI;
    aim.direction_RTN = point->direction_RTN;
    aim.craft = point->craft;
    aim.rate = point->rate;
    aim.since = Seconds(now);
    if (aim.mode == PointMode::kSpin) aim.q_BI = AttitudeAt(Seconds(now));
    if (aim.mode == PointMode::kTrack && !desk_.tracks.Has(aim.craft)) {
      EndTask(now, OrderPhase::kFailed, "no claim about the object");
      return;
    }
    rest_ = aim;
    Turn(aim, now, spec_.settle);
    task_.kind = TaskKind::kPoint;
    task_.next = std::max(now, FromSeconds(pointing_.settled_at()));
  } else if (const Search* search = std::get_if<Search>(&order.action)) {
    task_.kind = TaskKind::kSearch;
    task_.end = search->end;
    ++searches_;
    dynamics::RandomStream random = surroundings_.Random(Purpose::kPassBias, index_, searches_);
    task_.bias = spec_.search_camera->bias_per_pass * random.NormalVector3();
    AimSearch(now);
  } else if (const Range* range = std::get_if<Range>(&order.action)) {
    follow(range->craft, range->end, TaskKind::kRange);
  } else if (const Image* image = std::get_if<Image>(&order.action)) {
    follow(image->craft, image->end, TaskKind::kImage);
  }
}

// Turns the thrust axis to where the burn will point at ignition; ignition waits for that turn.
void Craft::BeginBurn(const Burn& burn, SimTime start, SimTime now) {
  const double t = Seconds(now);
  const State here = flight_.At(t);
  const double longest = SlewDuration(dynamics::kPi, spec_.slew) + spec_.settle;
  const double wait = std::max(Seconds(start - now), 0.0);
  Vector3 dv = burn.dv;
  if (burn.rtn) {
    const State then = dynamics::PropagateKepler(here, wait > 0.0 ? wait : 0.5 * longest).value_or(here);
    dv = dynamics::RtnFromEci(then).transpose() * burn.dv;
  }
  const Vector3 direction = dv / dv.norm();
  Aim aim;
  aim.mode = PointMode::kInertial;
  aim.q_BI = ThrustAlong(direction, here.r / here.r.norm());
  TurnTo(aim, now, aim.q_BI, spec_.settle);
  task_.next = std::max({start, now, FromSeconds(pointing_.settled_at())});
}

void Craft::Ignite(SimTime now) {
  const double t = Seconds(now);
  const State here = flight_.At(t);
  const Burn burn = std::get<Burn>(task_.action);
  const Vector3 wanted = burn.rtn ? Vector3(dynamics::RtnFromEci(here).transpose() * burn.dv) : burn.dv;
  dynamics::RandomStream random = surroundings_.Random(Purpose::kExecution, index_, static_cast<std::uint64_t>(burns_));
  const dynamics::GatesModel gates{.magnitude_fixed = spec_.execution.magnitude_fixed,
                                   .magnitude_fraction = spec_.execution.magnitude_fraction,
                                   .pointing_fixed = spec_.execution.pointing_fixed,
                                   .pointing_fraction = spec_.execution.pointing};
  const Vector3 dv = dynamics::ApplyGates(gates, wanted, random);
  const double mass = flight_.MassAt(t);
  const double size = std::min(dv.norm(), DvLeft(t));
  if (!(size > 0.0)) {
    EndTask(now, OrderPhase::kFailed, "no propellant");
    Rest(now);
    return;
  }
  const double duration = dynamics::BurnDuration(mass, size, spec_.thrust, spec_.isp);
  const SimTime cutoff = std::max(now + FromSeconds(duration), now + dynamics::kMicrosecond);
  Thrust thrust;
  thrust.force = dv / dv.norm() * spec_.thrust;
  thrust.mass_flow = spec_.thrust / (spec_.isp * dynamics::kG0);
  task_.dv = size;
  task_.thrusting = true;
  task_.next = cutoff;
  flight_.Start(t, here, mass, thrust, Seconds(cutoff));
}

void Craft::CutOff(SimTime now, std::vector<Fact>& facts) {
  const double t = Seconds(now);
  const State here = flight_.At(t);
  const double mass = std::max(flight_.MassAt(t), dry_mass_);  // cutoff is rounded to a microsecond
  flight_.Start(t, here, mass, Thrust{}, Seconds(surroundings_.scenario->duration) + 1.0);
  dv_used_ += task_.dv;
  last_burn_ = now;
  ++burns_;
  facts.push_back({.time = now, .kind = FactKind::kBurn, .craft = index_, .value = task_.dv, .value2 = mass - dry_mass_});
  EndTask(now, OrderPhase::kDone, "");
  Rest(now);
}

void Craft::Proceed(SimTime now, Sky& sky, std::vector<Fact>& facts) {
  switch (task_.kind) {
    case TaskKind::kNone:
      break;
    case TaskKind::kBurn:
      if (task_.thrusting) {
        CutOff(now, facts);
      } else {
        Ignite(now);
      }
      break;
    case TaskKind::kPoint:
      EndTask(now, OrderPhase::kDone, "");
      break;
    case TaskKind::kSearch:
    case TaskKind::kRange:
    case TaskKind::kImage:
      // An exposure at the very end still counts.
      if (task_.next <= now) {
        if (task_.kind == TaskKind::kSearch) {
          ExposeSearch(now, sky, facts);
        } else if (task_.kind == TaskKind::kRange) {
          MeasureRange(now, sky, facts);
        } else {
          ExposeImage(now, sky, facts);
        }
      }
      if (task_.kind != TaskKind::kNone && task_.end <= now) {
        EndTask(now, OrderPhase::kDone, "");
        Rest(now);
      }
      break;
  }
}

void Craft::DigestBody(DigestWriter& out) const {
  out.Bool(present_);
  if (!present_) return;
  flight_.Digest(out);
  pointing_.Digest(out);
  out.F64(dv_used_);
  out.I64(burns_);
  out.Time(last_burn_);
  out.U64(static_cast<std::uint64_t>(task_.kind));
  out.Str(task_.order_id);
  out.Time(task_.next);
  out.Time(task_.end);
}

}  // namespace haze::game
