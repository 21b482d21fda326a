#include "arbiter/game/interference.h"

#include <algorithm>
#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "dynamics/visibility.h"

namespace haze::game {

using dynamics::FromSeconds;
using dynamics::kNever;
using dynamics::Seconds;

namespace {

Ruling Refuse(const Order& order, RulingCode code, std::string sentence) { return {order.id, code, std::move(sentence)}; }

std::string Number(double value) { return dynamics::AssertText(value); }

bool OtherSide(const scenarios::Scenario& scenario, int seat, int craft) {
  if (craft < 0 || craft >= static_cast<int>(scenario.vehicles.size())) return false;
  for (const scenarios::Seat& other : scenario.seats) {
    if (other.vehicle == scenario.vehicles[static_cast<std::size_t>(craft)].name) return other.side != scenario.seats[static_cast<std::size_t>(seat)].side;
  }
  return false;
}

dynamics::BodyProperties DecoyBody(double radius) {
  // A hollow ball: 2 kg for each square metre of its cross-section (notional).
  dynamics::BodyProperties body;
  const double area = dynamics::kPi * radius * radius;
  body.mass = 2.0 * area;
  body.drag_area = area;
  body.srp_area = area;
  return body;
}

}  // namespace

double Interference::Spent(int from, Shot::Kind kind, SimTime start) const {
  double spent = 0.0;
  for (const Shot& shot : shots_) {
    if (shot.from != from || shot.kind != kind) continue;
    // The whole of a shot counts in any span that it touches.
    if (shot.end > start - kDutySpan && shot.begin < start + kDutySpan) spent += Seconds(shot.end - shot.begin);
  }
  return spent;
}

Ruling Interference::Check(const Order& order, const Desk& desk, const scenarios::Vehicle& own, SimTime now) const {
  const auto unequipped = [&] { return Refuse(order, RulingCode::kNotEquipped, "the craft carries no such device"); };
  const auto shot = [&](int craft, double duration, double duty, Shot::Kind kind) {
    if (!OtherSide(*surroundings_->scenario, desk.seat, craft)) return Refuse(order, RulingCode::kUnknownObject, "that is not a craft of the other side");
    if (!(duration >= 1.0 && duration <= duty)) {
      return Refuse(order, RulingCode::kOutOfRange, "duration is " + Number(duration) + " s; allowed: 1 to " + Number(duty));
    }
    if (order.start < now) return Refuse(order, RulingCode::kInThePast, "the start time has passed");
    if (order.start > surroundings_->scenario->duration - FromSeconds(duration)) return Refuse(order, RulingCode::kBeyondTheEnd, "the order ends after the match");
    const double spent = Spent(desk.craft, kind, order.start);
    if (spent + duration > duty) {
      return Refuse(order, RulingCode::kBudgetSpent, Number(spent) + " s of the " + Number(duty) + " s in 94.67 min are spent or ordered");
    }
    return Ruling{order.id, RulingCode::kNone, ""};
  };
  if (const Dazzle* dazzle = std::get_if<Dazzle>(&order.action)) {
    if (!own.dazzler) return unequipped();
    if (Ruling r = shot(dazzle->craft, dazzle->duration, own.dazzler->duty, Shot::Kind::kDazzle); r.code != RulingCode::kNone) return r;
    if (!desk.tracks.Has(dazzle->craft)) return Refuse(order, RulingCode::kNoTrack, "the seat has made no claim about that object");
    return {order.id, RulingCode::kNone, ""};
  }
  if (const Jam* jam = std::get_if<Jam>(&order.action)) {
    return own.jammer ? shot(jam->craft, jam->duration, own.jammer->duty, Shot::Kind::kJam) : unequipped();
  }
  const ReleaseDecoy& release = std::get<ReleaseDecoy>(order.action);
  if (!own.decoys) return unequipped();
  const double speed = release.dv_RTN.norm();
  if (speed > own.decoys->speed) return Refuse(order, RulingCode::kOutOfRange, "a decoy leaves with at most " + Number(own.decoys->speed) + " m/s");
  const std::size_t craft = static_cast<std::size_t>(desk.craft);
  if (craft < released_.size() && released_[craft] >= own.decoys->count) return Refuse(order, RulingCode::kBudgetSpent, "no decoy is left");
  return {order.id, RulingCode::kNone, ""};
}

void Interference::Apply(const Order& order, const Desk& desk, const scenarios::Vehicle& own, const State& state, SimTime now, std::vector<Fact>& facts) {
  if (const Dazzle* dazzle = std::get_if<Dazzle>(&order.action)) {
    shots_.push_back({Shot::Kind::kDazzle, order.id, desk.seat, desk.craft, dazzle->craft, order.start, order.start + FromSeconds(dazzle->duration)});
  } else if (const Jam* jam = std::get_if<Jam>(&order.action)) {
    shots_.push_back({Shot::Kind::kJam, order.id, desk.seat, desk.craft, jam->craft, order.start, order.start + FromSeconds(jam->duration)});
  } else if (const ReleaseDecoy* release = std::get_if<ReleaseDecoy>(&order.action)) {
    released_.resize(std::max(released_.size(), static_cast<std::size_t>(desk.craft) + 1), 0);
    ++released_[static_cast<std::size_t>(desk.craft)];
    if (state.r.squaredNorm() == 0.0) return;  // a rehearsal: only the magazine counts
    const dynamics::BodyProperties body = DecoyBody(own.decoys->radius);
    Decoy decoy{Flight(surroundings_->Forces(), surroundings_->astronomy.get(), body), own.decoys->radius, own.decoys->albedo};
    State start = state;
    start.v += dynamics::RtnFromEci(state).transpose() * release->dv_RTN;
    decoy.flight.Start(Seconds(now), start, body.mass, Thrust{}, Seconds(surroundings_->scenario->duration) + 1.0);
    decoys_.push_back(decoy);
    facts.push_back({.time = now, .kind = FactKind::kDecoyReleased, .craft = desk.craft, .value = release->dv_RTN.norm()});
  }
}

SimTime Interference::NextTime() const {
  SimTime next = kNever;
  for (const Shot& shot : shots_) {
    if (!shot.begun) next = std::min(next, shot.begin);
  }
  return next;
}

bool Interference::Hits(const Shot& shot, const std::vector<Place>& places) const {
  const Place& from = places[static_cast<std::size_t>(shot.from)];
  const Place& to = places[static_cast<std::size_t>(shot.to)];
  if (!from.present || !to.present) return false;
  const Vector3 d = to.state.r - from.state.r;
  const bool dazzle = shot.kind == Shot::Kind::kDazzle;
  if (d.norm() > (dazzle ? from.spec->dazzler->range : from.spec->jammer->range)) return false;
  if (!dynamics::LineOfSight(from.state.r, to.state.r, dynamics::kEarthRadius)) return false;
  if (!dazzle) return true;
  // The beam goes where the seat believes the object to be.
  const Vector3 aim = from.desk->tracks.Predict(shot.to, Seconds(shot.begin)).r - from.state.r;
  return dynamics::AngleBetweenVectors(aim, d) <= from.spec->dazzler->beam;
}

bool Interference::Warn(Desk& desk, int victim, int from, const std::vector<Place>& places, SimTime now) {
  const Place& here = places[static_cast<std::size_t>(victim)];
  if (here.spec == nullptr || !here.spec->warning_sensor) return false;
  dynamics::RandomStream random = surroundings_->Random(Purpose::kWarning, victim, warnings_);
  ++warnings_;
  const auto angle_to = [&](const Vector3& direction, const Vector3& r) { return dynamics::AngleBetweenVectors(direction, r - here.state.r); };
  const Vector3 towards = (places[static_cast<std::size_t>(from)].state.r - here.state.r).normalized();
  const Vector3 noise = kWarningSigma * random.NormalVector3();
  const Vector3 direction = (towards + noise - noise.dot(towards) * towards).normalized();
  desk.news.warnings.push_back({now, direction});
  desk.Notice(WakeReason::kWarning, now);
  bool offender = false;
  bool another = false;
  for (std::size_t craft = 0; craft < places.size(); ++craft) {
    const int index = static_cast<int>(craft);
    if (index == victim || !desk.tracks.Has(index)) continue;
    if (angle_to(direction, desk.tracks.Predict(index, Seconds(now)).r) > kWarningGate * kWarningSigma) continue;
    (index == from ? offender : another) = true;
  }
  return offender && !another;
}

void Interference::Act(SimTime now, const std::vector<Place>& places, std::vector<Fact>& facts) {
  for (Shot& shot : shots_) {
    if (shot.begun || shot.begin > now) continue;
    shot.begun = true;
    shot.hit = Hits(shot, places);
    facts.push_back({.time = now,
                     .kind = FactKind::kInterference,
                     .craft = shot.from,
                     .other = shot.to,
                     .value = Seconds(shot.end - shot.begin),
                     .value2 = shot.hit ? 1.0 : 0.0,
                     .detail = shot.kind == Shot::Kind::kDazzle ? "dazzle" : "jam"});
    if (!shot.hit) continue;
    Desk& victim = *places[static_cast<std::size_t>(shot.to)].desk;
    if (Warn(victim, shot.to, shot.from, places, now)) {
      facts.push_back({.time = now, .kind = FactKind::kInterferenceAttributed, .seat = victim.seat, .craft = shot.from, .other = shot.to});
    }
  }
}

std::vector<Interference::Glare> Interference::GlareOn(int victim, SimTime now) const {
  std::vector<Glare> glare;
  for (const Shot& shot : shots_) {
    if (shot.kind != Shot::Kind::kDazzle || shot.to != victim || !shot.hit || shot.begin > now) continue;
    const scenarios::Dazzler& dazzler = *surroundings_->scenario->vehicles[static_cast<std::size_t>(shot.from)].dazzler;
    if (now < shot.end + FromSeconds(dazzler.recovery)) glare.push_back({shot.from, dazzler.glare});
  }
  return glare;
}

SimTime Interference::JamEnd(int victim, SimTime now) const {
  SimTime end = now;
  for (const Shot& shot : shots_) {
    if (shot.kind == Shot::Kind::kJam && shot.to == victim && shot.hit && shot.begin <= now && now < shot.end) end = std::max(end, shot.end);
  }
  return end;
}

bool Interference::Jammed(int victim, SimTime now) const { return JamEnd(victim, now) > now; }

void Interference::Digest(DigestWriter& out) const {
  for (const Shot& shot : shots_) {
    out.I64(shot.from);
    out.I64(shot.to);
    out.Time(shot.begin);
    out.Time(shot.end);
    out.Bool(shot.begun);
    out.Bool(shot.hit);
  }
  for (const Decoy& decoy : decoys_) decoy.flight.Digest(out);
  if (!shots_.empty() || !decoys_.empty()) out.U64(warnings_);
}

}  // namespace haze::game
