// What the world looks at once a minute, and the facts that close a match.
#include <algorithm>

#include "arbiter/game/agenda.h"
#include "arbiter/game/setup.h"
#include "arbiter/game/world.h"
#include "dynamics/dmath.h"
#include "dynamics/forces.h"
#include "dynamics/frames.h"

namespace haze::game {

using dynamics::FromSeconds;
using dynamics::kNever;
using dynamics::Seconds;

namespace {

constexpr double kServiceCone = 5.0 * dynamics::kDegree;
constexpr double kEncounterRange = 100e3;  // m

// Navigation looks of the wake conditions are numbered apart from those of turns.
constexpr std::uint64_t kWatchLooks = std::uint64_t{1} << 40;

}  // namespace

double World::BestElevation(const Vector3& r_GCRF, double t, std::vector<StationView>* views) const {
  double best = -dynamics::kPi / 2.0;
  if (!surroundings_.scenario->downlink) return best;
  const scenarios::Downlink& network = *surroundings_.scenario->downlink;
  const Vector3 r_ITRF = surroundings_.R_ITRF_GCRF(t) * r_GCRF;
  for (std::size_t i = 0; i < network.stations.size(); ++i) {
    const scenarios::Station& station = network.stations[i];
    const dynamics::LookAngles look = dynamics::LookFrom({station.latitude, station.longitude, station.height}, r_ITRF);
    best = std::max(best, look.el);
    if (views != nullptr) views->push_back({.station = static_cast<int>(i), .elevation = look.el, .in_view = look.el >= network.min_elevation});
  }
  return best;
}

void World::ProcessMinute() {
  const double t = Seconds(now_);
  if (now_ > SimTime{0}) {
    std::vector<const Craft*> all;
    for (const auto& craft : craft_) all.push_back(craft.get());
    rules_->Watch(Seconds(now_ - dynamics::kMinute), t, all, facts_);
  }
  JudgeCustody(t);
  TallyService(t);
  TallyLight(t);
  WatchKnowledge(t);
  next_minute_ = next_minute_ + dynamics::kMinute;
}

void World::JudgeCustody(double t) {
  const scenarios::Scenario& scenario = *surroundings_.scenario;
  for (const auto& desk : desks_) {
    if (desk->craft < 0 || !craft_[static_cast<std::size_t>(desk->craft)]->present()) continue;
    const State own = craft_[static_cast<std::size_t>(desk->craft)]->StateAt(t);
    for (const auto& craft : craft_) {
      if (craft->index() == desk->craft || !craft->present()) continue;
      const State truth = craft->StateAt(t);
      const double range = (truth.r - own.r).norm();
      if (desk->tracks.Has(craft->index())) {
        const std::optional<CustodyChange> change = desk->tracks.Judge(craft->index(), t, truth.r, range, scenario.rules);
        if (change) {
          facts_.push_back({.time = now_,
                            .kind = change->gained ? FactKind::kCustodyGained : FactKind::kCustodyLost,
                            .seat = desk->seat,
                            .craft = desk->craft,
                            .other = craft->index(),
                            .value = change->sigma3});
        }
      }
      if (range < kEncounterRange) {
        Tally& tally = tallies_[static_cast<std::size_t>(desk->craft)];
        ++tally.encounter[static_cast<std::size_t>(craft->index())];
        if (desk->tracks.InCustody(craft->index())) ++tally.encounter_held[static_cast<std::size_t>(craft->index())];
      }
    }
  }
}

// Service: in daylight, camera axis within 5 deg of nadir, no thrust, after checkout.
void World::TallyService(double t) {
  for (const auto& craft : craft_) {
    if (!craft->Commandable(now_)) continue;
    const State state = craft->StateAt(t);
    if (surroundings_.SunlitFraction(state.r, t) < 0.5) continue;
    Tally& tally = tallies_[static_cast<std::size_t>(craft->index())];
    ++tally.daylight;
    const Vector3 camera = craft->AttitudeAt(t).conjugate() * Vector3::UnitX();
    const double off = dynamics::AcosClamped(-camera.dot(state.r) / state.r.norm());
    if (off <= kServiceCone && !craft->thrusting()) ++tally.service;
  }
}

void World::TallyLight(double t) {
  for (Light& light : lights_) {
    const Craft& object = *craft_[static_cast<std::size_t>(light.object)];
    if (!object.present()) continue;
    const State state = object.StateAt(t);
    if (!(surroundings_.SunlitFraction(state.r, t) > 0.0)) continue;
    const Vector3 sun_B = object.AttitudeAt(t) * Vector3((surroundings_.Sun(t) - state.r).normalized());
    for (std::size_t i = 0; i < light.facets.size(); ++i) {
      if (light.facets[i].normal_B.dot(sun_B) >= light.cos_incidence) light.lit[i] = true;
    }
  }
}

void World::WatchKnowledge(double t) {
  for (const auto& desk : desks_) {
    if (desk->craft < 0 || desk->wake.conditions.empty()) continue;
    const Craft& craft = *craft_[static_cast<std::size_t>(desk->craft)];
    if (!craft.present()) continue;
    const std::uint64_t look = kWatchLooks + static_cast<std::uint64_t>(now_.us / dynamics::kMinute.us);
    const State own = Navigate(craft, t, look);
    KnownValues values;
    values.own = true;
    for (const auto& other : craft_) {
      const bool known = other->index() != desk->craft && desk->tracks.Has(other->index());
      values.range.push_back(known ? (desk->tracks.Predict(other->index(), t).r - own.r).norm() : -1.0);
    }
    const Vector3 sun = surroundings_.Sun(t) - own.r;
    values.sun_elevation = dynamics::AsinClamped(sun.dot(own.r) / (sun.norm() * own.r.norm()));
    values.best_elevation = BestElevation(own.r, t, nullptr);
    values.propellant = craft.PropellantAt(t);
    WatchConditions(*desk, values, now_);
  }
}

// The instant that score lines count from, s: the named craft's separation, or the start.
double World::SeparationOfRecord() const {
  const std::string& name = surroundings_.scenario->separation_of;
  if (name.empty()) return 0.0;
  const SimTime entered = entered_[static_cast<std::size_t>(VehicleIndex(*surroundings_.scenario, name))];
  return entered == kNever ? -1.0 : Seconds(entered);
}

void World::WriteClosingFacts() {
  const scenarios::Scenario& scenario = *surroundings_.scenario;
  const double end = Seconds(now_);
  for (const auto& craft : craft_) {
    if (!craft->present()) continue;
    const Tally& tally = tallies_[static_cast<std::size_t>(craft->index())];
    if (tally.daylight > 0) {
      const double share = static_cast<double>(tally.service) / static_cast<double>(tally.daylight);
      facts_.push_back({.time = now_, .kind = FactKind::kServiceShare, .craft = craft->index(), .value = share});
    }
    for (std::size_t other = 0; other < craft_.size(); ++other) {
      if (tally.encounter[other] == 0) continue;
      const double share = static_cast<double>(tally.encounter_held[other]) / static_cast<double>(tally.encounter[other]);
      facts_.push_back({.time = now_, .kind = FactKind::kEncounterShare, .craft = craft->index(), .other = static_cast<int>(other), .value = share});
    }
    facts_.push_back({.time = now_, .kind = FactKind::kVelocityUsed, .craft = craft->index(), .value = craft->dv_used(), .value2 = craft->DvLeft(end)});
  }
  for (const Light& light : lights_) {
    const double lit = static_cast<double>(std::count(light.lit.begin(), light.lit.end(), true)) / static_cast<double>(light.lit.size());
    facts_.push_back({.time = now_, .kind = FactKind::kLitShare, .craft = light.observer, .other = light.object, .value = lit});
  }
  rules_->WriteNearest(facts_);
  const double separation = SeparationOfRecord();
  for (const scenarios::ScoreLine& line : scenario.score) {
    const bool custody = line.measure == scenarios::Measure::kCustodyFraction;
    if (!custody && line.measure != scenarios::Measure::kBackOff) continue;
    const int observer = VehicleIndex(scenario, line.observer);
    const int object = VehicleIndex(scenario, line.object);
    if (observer < 0 || object < 0) continue;
    const Craft& a = *craft_[static_cast<std::size_t>(observer)];
    const Craft& b = *craft_[static_cast<std::size_t>(object)];
    if (!a.present() || !b.present()) continue;
    if (!custody) {
      const double range = FlightRules::LeastCoastRange(a, b, end, scenario.rules.back_off_orbits);
      facts_.push_back({.time = now_, .kind = FactKind::kBackOff, .craft = observer, .other = object, .value = range, .detail = line.name});
      continue;
    }
    const double from = separation + line.from;
    if (separation < 0.0 || from >= end) continue;
    double held = 0.0;
    double since = -1.0;
    for (const Fact& fact : facts_) {
      if (fact.craft != observer || fact.other != object) continue;
      if (fact.kind == FactKind::kCustodyGained) since = Seconds(fact.time);
      if (fact.kind == FactKind::kCustodyLost && since >= 0.0) {
        held += std::max(0.0, Seconds(fact.time) - std::max(since, from));
        since = -1.0;
      }
    }
    if (since >= 0.0) held += std::max(0.0, end - std::max(since, from));
    facts_.push_back({.time = now_, .kind = FactKind::kCustodyShare, .craft = observer, .other = object, .value = held / (end - from), .detail = line.name});
  }
}

}  // namespace haze::game
