// What the facts say of one measure, and of a match's milestones. Points are made from it in score.cc.
#include <algorithm>
#include <cmath>

#include "arbiter/game/score.h"

namespace haze::game {

using dynamics::Seconds;
using scenarios::Measure;

namespace {

int VehicleByName(const scenarios::Scenario& scenario, const std::string& name) {
  for (std::size_t i = 0; i < scenario.vehicles.size(); ++i) {
    if (!name.empty() && scenario.vehicles[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

// Facts of one kind about one craft, or a craft and another; -1 stands for any.
struct Book {
  std::span<const Fact> facts;

  template <class Visit>
  void Each(FactKind kind, int craft, int other, Visit visit) const {
    for (const Fact& fact : facts) {
      if (fact.kind == kind && (craft < 0 || fact.craft == craft) && (other < 0 || fact.other == other)) visit(fact);
    }
  }
  const Fact* First(FactKind kind, int craft = -1, int other = -1) const {
    const Fact* first = nullptr;
    Each(kind, craft, other, [&first](const Fact& fact) { first = first == nullptr ? &fact : first; });
    return first;
  }
  const Fact* Last(FactKind kind, int craft = -1, int other = -1) const {
    const Fact* last = nullptr;
    Each(kind, craft, other, [&last](const Fact& fact) { last = &fact; });
    return last;
  }
};

std::optional<double> ValueIn(const Fact* fact) { return fact == nullptr ? std::nullopt : std::optional<double>(fact->value); }
std::optional<double> TimeOf(const Fact* fact) { return fact == nullptr ? std::nullopt : std::optional<double>(Seconds(fact->time)); }

// The instant that lines count from, s.
std::optional<double> Zero(const scenarios::Scenario& scenario, const Book& book) {
  if (scenario.separation_of.empty()) return 0.0;
  const int craft = VehicleByName(scenario, scenario.separation_of);
  return craft < 0 ? std::nullopt : TimeOf(book.First(FactKind::kSeparation, craft));
}

std::optional<double> Since(std::optional<double> zero, std::optional<double> t) { return zero && t ? std::optional<double>(*t - *zero) : std::nullopt; }

std::optional<double> BestGsd(const Book& book, int observer, int object) {
  std::optional<double> best;
  book.Each(FactKind::kDelivered, observer, object, [&best](const Fact& fact) {
    if (fact.value2 > 0.0) best = std::min(best.value_or(fact.value2), fact.value2);
  });
  return best;
}

std::optional<double> FirstShare(const Book& book, int observer, int object, double share) {
  std::optional<double> when;
  book.Each(FactKind::kDelivered, observer, object, [&when, share](const Fact& fact) {
    if (!when && fact.value >= share) when = Seconds(fact.time);
  });
  return when;
}

// A task whose damage or anomaly was found is done when it is done again.
std::optional<double> TaskDone(const Book& book, const std::string& task) {
  std::optional<double> when;
  book.Each(FactKind::kTaskDone, -1, -1, [&](const Fact& fact) {
    if (fact.detail == task) when = Seconds(fact.time);
  });
  return when;
}

// No image delivered is a share of 0: a measurement, not a gap.
double ShareDelivered(const Book& book, int observer, int object) {
  double share = 0.0;
  book.Each(FactKind::kDelivered, observer, object, [&share](const Fact& fact) { share = std::max(share, fact.value); });
  return share;
}

std::optional<double> CustodyShare(const Book& book, int observer, int object, const std::string& line) {
  std::optional<double> share;
  book.Each(FactKind::kCustodyShare, observer, object, [&](const Fact& fact) {
    if (fact.detail == line) share = fact.value;
  });
  return share;
}

// (0.1 d)^2 + (0.5 v)^1.5 + (0.1 f)^1.25 + 0.01 t at the nearest approach; m, m/s, kg of the observer's propellant, s. Source: mit-ll/spacegym-kspdg ed77af4,
// pe1, "Single-Value Scoring Function (v1)".
std::optional<double> PursuitScore(const Book& book, int observer, int object) {
  const Fact* nearest = book.Last(FactKind::kNearest, observer, object);
  const Fact* burnt = book.Last(FactKind::kNearestPropellant, observer, object);
  if (nearest == nullptr || burnt == nullptr) return std::nullopt;
  const double d = 0.1 * nearest->value;
  const double v = 0.5 * nearest->value2;
  const double f = 0.1 * std::max(0.0, burnt->value);
  return d * d + v * std::sqrt(v) + f * std::sqrt(std::sqrt(f)) + 0.01 * Seconds(nearest->time);
}

// d^2 + 1e6 / (g + 0.1): nearest to the object, and nearest to anything else of the object's side, m. Source: the same, lbg1.
std::optional<double> GuardingScore(const Book& book, const scenarios::Scenario& scenario, int observer, int object) {
  const Fact* nearest = book.Last(FactKind::kNearest, observer, object);
  if (nearest == nullptr) return std::nullopt;
  const auto side = [&](int craft) -> std::optional<scenarios::Side> {
    for (const scenarios::Seat& seat : scenario.seats) {
      if (seat.vehicle == scenario.vehicles[static_cast<std::size_t>(craft)].name) return seat.side;
    }
    return std::nullopt;
  };
  double score = nearest->value * nearest->value;
  std::optional<double> guard;
  book.Each(FactKind::kNearest, observer, -1, [&](const Fact& fact) {
    if (fact.other != object && side(fact.other) == side(object)) guard = std::min(guard.value_or(fact.value), fact.value);
  });
  if (guard) score += 1e6 / (*guard + 0.1);
  return score;
}

}  // namespace

std::optional<double> ValueOf(const scenarios::Scenario& scenario, std::span<const Fact> facts, const scenarios::ScoreLine& line) {
  const Book book{facts};
  // A line that names a craft which does not fly measures nothing.
  const int observer = VehicleByName(scenario, line.observer);
  const int object = VehicleByName(scenario, line.object);
  const bool pair = observer >= 0 && object >= 0;
  switch (line.measure) {
    case Measure::kNoticeToLiftoff: {
      const std::optional<double> liftoff = TimeOf(book.First(FactKind::kLiftoff));
      return line.task.empty() ? liftoff : Since(TaskDone(book, line.task), liftoff);
    }
    case Measure::kTaskDone: return TaskDone(book, line.task);
    case Measure::kFirstOperations: return object < 0 ? std::nullopt : Since(TimeOf(book.First(FactKind::kLiftoff)), TimeOf(book.First(FactKind::kCommandable, object)));
    case Measure::kInsertionError: return ValueIn(book.Last(FactKind::kInsertion));
    case Measure::kService: return object < 0 ? std::nullopt : ValueIn(book.Last(FactKind::kServiceShare, object));
    case Measure::kDvUsed: return object < 0 ? std::nullopt : ValueIn(book.Last(FactKind::kVelocityUsed, object));
    case Measure::kDvLeft: {
      const Fact* fact = object < 0 ? nullptr : book.Last(FactKind::kVelocityUsed, object);
      return fact == nullptr ? std::nullopt : std::optional<double>(fact->value2);
    }
    case Measure::kCustodyFirst: return pair ? Since(Zero(scenario, book), TimeOf(book.First(FactKind::kCustodyGained, observer, object))) : std::nullopt;
    case Measure::kCustodyFraction: return pair ? CustodyShare(book, observer, object, line.name) : std::nullopt;
    case Measure::kFacetsDelivered: return pair ? std::optional<double>(ShareDelivered(book, observer, object)) : std::nullopt;
    case Measure::kFacetsOfLit: {
      const Fact* lit = pair ? book.Last(FactKind::kLitShare, observer, object) : nullptr;
      if (lit == nullptr || !(lit->value > 0.0)) return std::nullopt;
      return std::min(1.0, ShareDelivered(book, observer, object) / lit->value);
    }
    case Measure::kPursuitScore: return pair ? PursuitScore(book, observer, object) : std::nullopt;
    case Measure::kGuardingScore: return pair ? GuardingScore(book, scenario, observer, object) : std::nullopt;
    case Measure::kBestGsd: return pair ? BestGsd(book, observer, object) : std::nullopt;
    case Measure::kHalfFacets: return pair ? Since(Zero(scenario, book), FirstShare(book, observer, object, 0.5)) : std::nullopt;
    case Measure::kBackOff: return pair ? ValueIn(book.Last(FactKind::kBackOff, observer, object)) : std::nullopt;
    case Measure::kEncounterCustody: return pair ? ValueIn(book.Last(FactKind::kEncounterShare, observer, object)) : std::nullopt;
  }
  return std::nullopt;
}

Milestones MilestonesOf(const scenarios::Scenario& scenario, std::span<const Fact> facts) {
  const Book book{facts};
  Milestones found;
  found.liftoff = TimeOf(book.First(FactKind::kLiftoff));
  const int launched = VehicleByName(scenario, scenario.separation_of);
  found.separation = TimeOf(book.First(FactKind::kSeparation, launched));

  // The hunter: the first blue inspector, else the first red one. Its quarry: what its custody or image lines speak of.
  std::string hunter;
  for (const scenarios::Side side : {scenarios::Side::kBlue, scenarios::Side::kRed}) {
    for (const scenarios::Seat& seat : scenario.seats) {
      if (hunter.empty() && seat.side == side && seat.role == scenarios::Role::kInspector) hunter = seat.vehicle;
    }
  }
  std::string quarry;
  for (const scenarios::ScoreLine& line : scenario.score) {
    const bool hunts = line.measure == Measure::kCustodyFirst || line.measure == Measure::kFacetsDelivered;
    if (quarry.empty() && hunts && line.observer == hunter) quarry = line.object;
  }
  const int observer = VehicleByName(scenario, hunter);
  const int object = VehicleByName(scenario, quarry);
  if (observer >= 0) {
    const Fact* detection = book.First(FactKind::kDetection, observer, object);
    found.first_detection = TimeOf(detection);
    found.first_detection_range = ValueIn(detection);
    found.custody = TimeOf(book.First(FactKind::kCustodyGained, observer, object));
    found.facets_delivered_fraction = ValueIn(book.Last(FactKind::kDelivered, observer, object));
    found.back_off_range = ValueIn(book.Last(FactKind::kBackOff, observer, object));
    book.Each(FactKind::kRangeFix, observer, object, [&found](const Fact& fact) {
      if (!found.ranging_error_fraction && fact.value2 >= 0.0) found.ranging_error_fraction = fact.value2;
    });
    const auto approach = [&found](const Fact& fact) { found.closest_approach = std::min(found.closest_approach.value_or(fact.value), fact.value); };
    book.Each(FactKind::kClosestApproach, observer, object, approach);
    if (object >= 0) book.Each(FactKind::kClosestApproach, object, observer, approach);
  }
  for (std::size_t craft = 0; craft < scenario.vehicles.size(); ++craft) {
    const Fact* used = book.Last(FactKind::kVelocityUsed, static_cast<int>(craft));
    if (used != nullptr) found.dv_used.emplace_back(scenario.vehicles[craft].name, used->value);
  }
  return found;
}

}  // namespace haze::game
