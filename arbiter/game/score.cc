#include "arbiter/game/score.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace haze::game {

using scenarios::Side;

namespace {

constexpr Side kSides[] = {Side::kBlue, Side::kRed};

const char* SideName(Side side) { return side == Side::kBlue ? "blue" : "red"; }
Side Other(Side side) { return side == Side::kBlue ? Side::kRed : Side::kBlue; }

std::string OneDecimal(double value) {
  char text[64];
  const std::to_chars_result end = std::to_chars(text, text + sizeof text, value == 0.0 ? 0.0 : value, std::chars_format::fixed, 1);
  return std::string(text, end.ptr);
}

// Where `value` lies on the way from `zero` to `full`, in [0, 1]; the scale may run either way.
double Fraction(double value, double zero, double full) {
  if (zero == full) return value >= full ? 1.0 : 0.0;
  return std::clamp((value - zero) / (full - zero), 0.0, 1.0);
}

// A gate asks for the measure of the side's own line of that kind, which names who observes whom; without one, for the gated line's pair.
bool GateOpen(const scenarios::Scenario& scenario, std::span<const Fact> facts, const scenarios::ScoreLine& line) {
  if (!line.gate) return true;
  scenarios::ScoreLine asked = line;
  for (const scenarios::ScoreLine& candidate : scenario.score) {
    if (candidate.side == line.side && candidate.measure == line.gate->measure && !candidate.denied) {
      asked = candidate;
      break;
    }
  }
  asked.measure = line.gate->measure;
  const std::optional<double> value = ValueOf(scenario, facts, asked);
  return value && *value >= line.gate->at_least;
}

LineResult ScoreOf(const scenarios::Scenario& scenario, std::span<const Fact> facts, const scenarios::ScoreLine& line) {
  LineResult result{.name = line.name, .value = ValueOf(scenario, facts, line), .points = 0.0};
  if (result.value && line.denied) result.value = 1.0 - *result.value;
  if (!GateOpen(scenario, facts, line)) return result;
  if (result.value) {
    result.points = line.points * Fraction(*result.value, line.zero, line.full);
  } else {
    result.points = line.points_without.value_or(line.denied ? line.points : 0.0);
  }
  return result;
}

std::optional<scenarios::Violation> ViolationOf(FactKind kind) {
  switch (kind) {
    case FactKind::kKeepOut: return scenarios::Violation::kKeepOut;
    case FactKind::kUnsafeCoast: return scenarios::Violation::kUnsafeCoast;
    case FactKind::kSpeedLimit: return scenarios::Violation::kSpeed;
    case FactKind::kInterferenceAttributed: return scenarios::Violation::kAttributedInterference;
    default: return std::nullopt;
  }
}

// The side whose seat flies a craft.
std::optional<Side> SideOfCraft(const scenarios::Scenario& scenario, int craft) {
  if (craft < 0 || static_cast<std::size_t>(craft) >= scenario.vehicles.size()) return std::nullopt;
  for (const scenarios::Seat& seat : scenario.seats) {
    if (seat.vehicle == scenario.vehicles[static_cast<std::size_t>(craft)].name) return seat.side;
  }
  return std::nullopt;
}

LineResult ScoreOf(const scenarios::Scenario& scenario, std::span<const Fact> facts, const scenarios::ViolationLine& line) {
  long count = 0;
  for (const Fact& fact : facts) {
    const std::optional<scenarios::Violation> kind = ViolationOf(fact.kind);
    const bool meant = kind && std::find(line.kinds.begin(), line.kinds.end(), *kind) != line.kinds.end();
    if (meant && SideOfCraft(scenario, fact.craft) == line.side) ++count;
  }
  const double points = std::max(line.floor, line.points * static_cast<double>(count));
  return {.name = "violations", .value = static_cast<double>(count), .points = count == 0 ? 0.0 : points};
}

// The facts that end a match against a side, whatever the points: only those of the earliest instant count.
struct Losses {
  std::optional<dynamics::SimTime> time;
  bool lost[2] = {false, false};
  std::string why[2];

  void Add(Side side, dynamics::SimTime t, const std::string& reason) {
    if (time && t > *time) return;
    if (!time || t < *time) *this = Losses{};
    time = t;
    const std::size_t i = side == Side::kBlue ? 0 : 1;
    if (!lost[i]) why[i] = reason;
    lost[i] = true;
  }
};

Losses LossesIn(const scenarios::Scenario& scenario, std::span<const Fact> facts) {
  Losses losses;
  for (const Fact& fact : facts) {
    const bool forfeit = fact.kind == FactKind::kForfeit && !scenario.on_forfeit_side_continues;
    if (fact.kind != FactKind::kLossByRule && !forfeit) continue;
    if (fact.seat < 0 || static_cast<std::size_t>(fact.seat) >= scenario.seats.size()) continue;
    const Side side = scenario.seats[static_cast<std::size_t>(fact.seat)].side;
    losses.Add(side, fact.time, std::string(forfeit ? "forfeits: " : "loses by rule: ") + fact.detail);
  }
  return losses;
}

bool Plays(const scenarios::Scenario& scenario, Side side) {
  return std::any_of(scenario.seats.begin(), scenario.seats.end(), [side](const scenarios::Seat& seat) { return seat.side == side; }) ||
         std::any_of(scenario.score.begin(), scenario.score.end(), [side](const scenarios::ScoreLine& line) { return line.side == side; });
}

void Decide(Outcome& outcome, double blue, double red, double draw_band) {
  const double lead = std::fabs(blue - red);
  const std::string score = OneDecimal(std::max(blue, red)) + " to " + OneDecimal(std::min(blue, red));
  if (lead <= draw_band) {
    outcome.draw = true;
    outcome.reason = score + " is within the draw band of " + OneDecimal(draw_band);
    return;
  }
  outcome.winner = blue > red ? Side::kBlue : Side::kRed;
  outcome.reason = std::string(SideName(*outcome.winner)) + " leads " + score;
}

}  // namespace

Outcome Judge(const scenarios::Scenario& scenario, std::span<const Fact> facts) {
  Outcome outcome;
  double points[2] = {0.0, 0.0};
  for (const Side side : kSides) {
    if (!Plays(scenario, side)) continue;
    SideResult result{.side = side, .points = 0.0, .lines = {}};
    for (const scenarios::ScoreLine& line : scenario.score) {
      if (line.side == side) result.lines.push_back(ScoreOf(scenario, facts, line));
    }
    for (const scenarios::ViolationLine& line : scenario.violations) {
      if (line.side == side) result.lines.push_back(ScoreOf(scenario, facts, line));
    }
    for (const LineResult& line : result.lines) result.points += line.points;
    points[side == Side::kBlue ? 0 : 1] = result.points;
    outcome.sides.push_back(std::move(result));
  }

  const Losses losses = LossesIn(scenario, facts);
  if (losses.lost[0] && losses.lost[1]) {
    outcome.draw = true;
    outcome.reason = "both sides lose at once: blue " + losses.why[0] + "; red " + losses.why[1];
  } else if (losses.lost[0] || losses.lost[1]) {
    const Side loser = losses.lost[0] ? Side::kBlue : Side::kRed;
    outcome.winner = Other(loser);
    outcome.reason = std::string(SideName(loser)) + " " + losses.why[losses.lost[0] ? 0 : 1];
  } else {
    // A side that is not played has no points: a one-sided match is won by doing more than nothing.
    Decide(outcome, points[0], points[1], scenario.draw_band);
  }
  return outcome;
}

}  // namespace haze::game
