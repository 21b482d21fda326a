#include "arbiter/game/flight_rules.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "dynamics/crossing.h"
#include "dynamics/elements.h"
#include "dynamics/orbit_determination/batch.h"

namespace haze::game {

using dynamics::FromSeconds;
using dynamics::Seconds;

namespace {

constexpr double kEncounterRange = 100e3;  // m: GAME, the escort's line
constexpr double kFineRange = 60e3;        // m: no pair closes by more than this in a minute
constexpr double kClosestInside = 5e3;     // m: local minima of range inside this are told
constexpr double kFineStep = 2.0;          // s

double RangeAt(const Craft& a, const Craft& b, double t) { return (a.StateAt(t).r - b.StateAt(t).r).norm(); }

}  // namespace

FlightRules::FlightRules(const scenarios::Scenario& scenario, std::vector<int> seat_of_craft) : scenario_(scenario), seat_of_craft_(std::move(seat_of_craft)) {
  const auto seat = [&](int craft) { return seat_of_craft_[static_cast<std::size_t>(craft)]; };
  const auto side = [&](int craft) { return scenario.seats[static_cast<std::size_t>(seat(craft))].side; };
  const int count = static_cast<int>(seat_of_craft_.size());
  for (int a = 0; a < count; ++a) {
    for (int b = a + 1; b < count; ++b) {
      // A craft that nobody flies is no side's: rules hold between it and everybody.
      const bool apart = seat(a) < 0 || seat(b) < 0 ? seat(a) != seat(b) : side(a) != side(b);
      if (apart) pairs_.push_back({.a = a, .b = b, .measured = Measured(a) || Measured(b)});
    }
  }
}

// Whether a line asks how near the craft came to others.
bool FlightRules::Measured(int craft) const {
  return std::any_of(scenario_.score.begin(), scenario_.score.end(), [&](const scenarios::ScoreLine& line) {
    const bool counts = line.measure == scenarios::Measure::kPursuitScore || line.measure == scenarios::Measure::kGuardingScore;
    return counts && line.observer == scenario_.vehicles[static_cast<std::size_t>(craft)].name;
  });
}

void FlightRules::WriteNearest(std::vector<Fact>& facts) const {
  for (const Pair& pair : pairs_) {
    const Nearest& nearest = pair.nearest;
    if (nearest.range < 0.0) continue;
    for (const auto& [craft, other, burnt] : {std::tuple(pair.a, pair.b, nearest.burnt_a), std::tuple(pair.b, pair.a, nearest.burnt_b)}) {
      if (!Measured(craft)) continue;
      facts.push_back({.time = nearest.time, .kind = FactKind::kNearest, .craft = craft, .other = other, .value = nearest.range, .value2 = nearest.speed});
      facts.push_back({.time = nearest.time, .kind = FactKind::kNearestPropellant, .craft = craft, .other = other, .value = burnt});
    }
  }
}

void FlightRules::Watch(double t0, double t1, const std::vector<const Craft*>& craft, std::vector<Fact>& facts) {
  for (Pair& pair : pairs_) {
    const Craft& a = *craft[static_cast<std::size_t>(pair.a)];
    const Craft& b = *craft[static_cast<std::size_t>(pair.b)];
    if (a.present() && b.present()) WatchPair(pair, t0, t1, a, b, facts);
  }
}

void FlightRules::WatchPair(Pair& pair, double t0, double t1, const Craft& a, const Craft& b, std::vector<Fact>& facts) {
  const scenarios::Rules& rules = scenario_.rules;
  const SimTime now = FromSeconds(t1);
  const double range = RangeAt(a, b, t1);
  const int blamed = a.last_burn() < SimTime{0} && b.last_burn() < SimTime{0} ? -1 : a.last_burn() >= b.last_burn() ? a.index() : b.index();
  const auto tell = [&](FactKind kind, SimTime when, double value, double value2) {
    const int other = blamed == a.index() ? b.index() : a.index();
    facts.push_back({.time = when, .kind = kind, .craft = blamed, .other = other, .value = value, .value2 = value2});
  };

  const bool near = range < kEncounterRange;
  if (near != pair.encounter) {
    pair.encounter = near;
    facts.push_back({.time = now, .kind = FactKind::kEncounter, .craft = a.index(), .other = b.index(), .value = near ? 1.0 : 0.0});
  }
  if (rules.range_max > 0.0 && range > rules.range_max) StrayedFrom(pair, range, now, facts);
  if (range > kFineRange) {
    pair.inside_keep_out = pair.too_fast = pair.approaching = false;
    return;
  }

  // Between the steps: the least range of the interval, then its refinement.
  const dynamics::Minimum least = dynamics::LeastValue([&](double t) { return RangeAt(a, b, t); }, t0, t1, kFineStep, 1e-3);
  const SimTime least_time = FromSeconds(least.t);
  if (pair.measured && (pair.nearest.range < 0.0 || least.value < pair.nearest.range)) {
    const auto burnt = [&](const Craft& craft) { return craft.spec().mass - craft.MassAt(least.t); };
    pair.nearest = {.range = least.value, .speed = (a.StateAt(least.t).v - b.StateAt(least.t).v).norm(), .burnt_a = burnt(a), .burnt_b = burnt(b), .time = least_time};
  }
  if (least.value < a.spec().radius + b.spec().radius && !collided_) Collide(a, b, blamed, least_time, least.value, facts);
  if (rules.keep_out > 0.0) {
    if (least.value < rules.keep_out && !pair.inside_keep_out && blamed >= 0) tell(FactKind::kKeepOut, least_time, least.value, 0.0);
    pair.inside_keep_out = range < rules.keep_out;
  }
  // A local minimum inside the interval, or at its very beginning if the interval before ended in an approach.
  constexpr double kEdge = 0.01;  // s
  const bool at_begin = least.t <= t0 + kEdge;
  const bool at_end = least.t >= t1 - kEdge;
  if (least.value < kClosestInside && !at_end && (!at_begin || pair.approaching)) {
    facts.push_back({.time = least_time, .kind = FactKind::kClosestApproach, .craft = a.index(), .other = b.index(), .value = least.value});
  }
  pair.approaching = at_end;

  if (rules.speed_inside > 0.0 && range < rules.speed_inside) {
    const double n = dynamics::MeanMotion(dynamics::SemiMajorAxis(b.StateAt(t1)));
    double excess = 0.0;
    double speed = 0.0;
    double limit = 0.0;
    for (double t = t0 + 0.5 * kFineStep; t < t1; t += 5.0 * kFineStep) {
      const State sa = a.StateAt(t);
      const State sb = b.StateAt(t);
      const double distance = (sa.r - sb.r).norm();
      if (distance > rules.speed_inside) continue;
      // Closing speed: how fast the range falls.
      const double closing = -(sa.v - sb.v).dot(sa.r - sb.r) / distance;
      const double allowed = rules.speed_base + rules.speed_per_n * n * distance;
      if (closing - allowed > excess) {
        excess = closing - allowed;
        speed = closing;
        limit = allowed;
      }
    }
    if (excess > 0.0 && !pair.too_fast && blamed >= 0) tell(FactKind::kSpeedLimit, now, speed, limit);
    pair.too_fast = excess > 0.0;
  }

  if (rules.passive_safety_orbits > 0.0 && range < rules.passive_safety_inside && !a.thrusting() && !b.thrusting()) {
    // Judged once for each coast: on coming inside, and after each burn.
    const long burns = a.burns() + b.burns();
    if (burns != pair.judged_burns) {
      pair.judged_burns = burns;
      const double coast = LeastCoastRange(a, b, t1, rules.passive_safety_orbits);
      if (coast < rules.keep_out && blamed >= 0) tell(FactKind::kUnsafeCoast, now, coast, 0.0);
    }
  } else if (range >= rules.passive_safety_inside) {
    pair.judged_burns = -1;
  }
}

void FlightRules::StrayedFrom(const Pair& pair, double range, SimTime now, std::vector<Fact>& facts) {
  for (const auto& [observer, object] : {std::pair(pair.a, pair.b), std::pair(pair.b, pair.a)}) {
    const int seat = seat_of_craft_[static_cast<std::size_t>(observer)];
    const bool images = std::any_of(scenario_.score.begin(), scenario_.score.end(), [&, who = observer, what = object](const scenarios::ScoreLine& line) {
      const bool counts = line.measure == scenarios::Measure::kFacetsDelivered || line.measure == scenarios::Measure::kFacetsOfLit;
      return counts && line.observer == scenario_.vehicles[static_cast<std::size_t>(who)].name &&
             line.object == scenario_.vehicles[static_cast<std::size_t>(what)].name;
    });
    if (seat < 0 || !images) continue;
    facts.push_back({.time = now, .kind = FactKind::kLossByRule, .seat = seat, .craft = observer, .other = object, .value = range, .detail = "farther than the inspection may stray"});
  }
}

void FlightRules::Collide(const Craft& a, const Craft& b, int blamed, SimTime now, double range, std::vector<Fact>& facts) {
  collided_ = true;
  facts.push_back({.time = now, .kind = FactKind::kCollision, .craft = a.index(), .other = b.index(), .value = range});
  for (const int craft : {a.index(), b.index()}) {
    if ((blamed >= 0 && craft != blamed) || seat_of_craft_[static_cast<std::size_t>(craft)] < 0) continue;
    facts.push_back({.time = now, .kind = FactKind::kLossByRule, .seat = seat_of_craft_[static_cast<std::size_t>(craft)], .craft = craft, .detail = "collision"});
  }
}

double FlightRules::LeastCoastRange(const Craft& a, const Craft& b, double t, double orbits) {
  constexpr double kStep = 30.0;  // s
  State sa = a.StateAt(t);
  State sb = b.StateAt(t);
  const double span = orbits * dynamics::OrbitPeriod(dynamics::SemiMajorAxis(sa));
  double least = (sa.r - sb.r).norm();
  for (double elapsed = 0.0; elapsed < span; elapsed += kStep) {
    const State na = dynamics::PropagateJ2(sa, kStep);
    const State nb = dynamics::PropagateJ2(sb, kStep);
    // Straight relative motion within a step finds a minimum between its ends.
    const Vector3 from = sa.r - sb.r;
    const Vector3 way = (na.r - nb.r) - from;
    const double size = way.squaredNorm();
    const double s = size > 0.0 ? std::clamp(-from.dot(way) / size, 0.0, 1.0) : 0.0;
    least = std::min(least, (from + s * way).norm());
    sa = na;
    sb = nb;
  }
  return least;
}

void FlightRules::Digest(DigestWriter& out) const {
  out.Bool(collided_);
  for (const Pair& pair : pairs_) {
    out.Bool(pair.inside_keep_out);
    out.Bool(pair.too_fast);
    out.Bool(pair.encounter);
    out.Bool(pair.approaching);
    out.I64(pair.judged_burns);
    if (!pair.measured) continue;
    for (const double number : {pair.nearest.range, pair.nearest.speed, pair.nearest.burnt_a, pair.nearest.burnt_b}) out.F64(number);
    out.Time(pair.nearest.time);
  }
}

}  // namespace haze::game
