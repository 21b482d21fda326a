// Turns a match's facts into lines that a person enjoys.
#include "tools/cli/narrator.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "tools/cli/output.h"

namespace haze::tools {
namespace {

// Six bands of 21, 15 and 6 facets on each craft's body.
constexpr double kFacets = 84.0;
// Live, a closer approach is news when it is a fifth closer.
constexpr double kCloserBy = 0.8;

std::string Facets(double share, bool lattice) {
  return lattice ? fmt::format("{:.0f} % of the facets", 100.0 * share) : fmt::format("{} of {:.0f} facets", std::lround(share * kFacets), kFacets);
}

}  // namespace

Narrator::Narrator(std::span<const store::FactRow> all) : hindsight_(true) {
  for (const store::FactRow& fact : all) {
    const Pair pair{fact.craft, fact.other};
    if (fact.kind == "closest_approach") {
      const auto [it, fresh] = closest_.try_emplace(pair, fact.value_si);
      if (!fresh) it->second = std::min(it->second, fact.value_si);
    }
    if (fact.kind == "delivered") {
      NoteFacets(fact);
      double& most = most_[pair];
      most = std::max(most, fact.value_si);
    }
  }
}

bool Narrator::FirstOf(const std::string& what, const store::FactRow& fact) { return told_.insert({what, {fact.craft, fact.other}}).second; }

void Narrator::NoteFacets(const store::FactRow& delivery) {
  const double facets = delivery.value_si * kFacets;
  if (std::fabs(facets - std::round(facets)) > 1e-6) lattices_.insert({delivery.craft, delivery.other});
}

std::optional<std::string> Narrator::TellDelivery(const store::FactRow& fact) {
  const Pair pair{fact.craft, fact.other};
  NoteFacets(fact);
  double& last = delivered_[pair];
  if (fact.value_si <= last) return std::nullopt;
  // A line at the first facets and at each quarter; in hindsight at the last ones too.
  const bool quarter = last == 0.0 || std::floor(fact.value_si * 4.0) > std::floor(last * 4.0);
  if (!quarter && !(hindsight_ && fact.value_si == most_[pair])) return std::nullopt;
  last = fact.value_si;
  return fmt::format("{} of {} delivered by {}, best ground-sample distance {:.1f} cm", Facets(fact.value_si, lattices_.count(pair) > 0), fact.other, fact.craft, fact.value2_si * 100.0);
}

std::optional<std::string> Narrator::TellApproach(const store::FactRow& fact) {
  const Pair pair{fact.craft, fact.other};
  const auto it = closest_.find(pair);
  if (hindsight_ ? it->second != fact.value_si || !FirstOf("closest", fact) : it != closest_.end() && fact.value_si > it->second * kCloserBy)
    return std::nullopt;
  closest_[pair] = fact.value_si;
  return fmt::format("closest approach {}{}: {} to {}", Distance(fact.value_si), hindsight_ ? "" : " so far", fact.craft, fact.other);
}

std::optional<std::string> Narrator::Tell(const store::FactRow& fact) {
  const std::string& kind = fact.kind;
  const std::string &craft = fact.craft, &other = fact.other;
  if (kind == "task_done") return "done: " + fact.detail;
  if (kind == "launch_ready") return "ready for launch";
  if (kind == "liftoff_set") return "T-0 set to " + MissionTime(fact.value_si);
  if (kind == "scrub") return "scrub: " + fact.detail;
  if (kind == "liftoff")
    return "lift-off" + (fact.detail.empty() ? "" : ", " + fact.detail + " window") +
           (std::fabs(fact.value_si) < 1.0 ? ", on the minute"
                                           : fmt::format(", {} s {}", std::lround(std::fabs(fact.value_si)), fact.value_si > 0 ? "late" : "early"));
  if (kind == "launch_failure") return "launch failure: " + fact.detail;
  if (kind == "insertion") return fmt::format("insertion: largest error {} of its tolerance ({})", Short(fact.value_si, 2), fact.detail);
  if (kind == "separation") return "separation of " + craft;
  if (kind == "commandable") return craft + " may be commanded";
  if (kind == "detection") {
    if (!FirstOf(kind, fact)) return std::nullopt;
    return fmt::format("first detection at {}: {} sees {}", Distance(fact.value_si), craft, other);
  }
  if (kind == "custody_gained") return fmt::format("custody: {} holds {} within {} (3 sigma)", craft, other, Distance(fact.value_si));
  if (kind == "custody_lost") return fmt::format("custody lost: {} no longer holds {}", craft, other);
  if (kind == "range_fix") {
    if (!FirstOf(kind, fact)) return std::nullopt;
    return fmt::format("first ranging at {}: {} to {}{}", Distance(fact.value_si), craft, other,
                       fact.value2_si >= 0.0
                           ? fmt::format(", its own estimate was {} % off", fact.value2_si < 1e-4 ? "less than 0.01" : Short(fact.value2_si * 100.0, 2))
                           : std::string());
  }
  if (kind == "image") {
    if (fact.value_si <= 0.0 || !FirstOf(kind, fact)) return std::nullopt;
    return fmt::format("first image of {} from {} by {}", other, Distance(fact.value2_si), craft);
  }
  if (kind == "delivered") return TellDelivery(fact);
  if (kind == "closest_approach") return TellApproach(fact);
  if (kind == "encounter") {
    const std::string what = fact.value_si > 0.5 ? "comes within 100 km of " : "leaves the 100 km around ";
    if (!FirstOf(kind + what, fact)) return std::nullopt;
    return craft + " " + what + other;
  }
  if (kind == "keep_out") return fmt::format("VIOLATION: {} inside {}'s keep-out, {}", craft, other, Distance(fact.value_si));
  if (kind == "unsafe_coast") return fmt::format("VIOLATION: {}'s coast would pass {} at {}", craft, other, Distance(fact.value_si));
  if (kind == "speed_limit")
    return fmt::format("VIOLATION: {} at {} m/s near {}, limit {} m/s", craft, Short(fact.value_si, 2), other, Short(fact.value2_si, 2));
  if (kind == "interference_attributed") return fmt::format("VIOLATION: interference of {} attributed by {}", craft, other);
  if (kind == "collision") return fmt::format("COLLISION of {} and {}", craft, other);
  if (kind == "camera_sun") return FirstOf(kind, fact) ? std::optional(craft + " points a camera at the Sun") : std::nullopt;
  if (kind == "back_off")
    return FirstOf(kind, fact) ? std::optional(fmt::format("{} backed off to {} from {}", craft, Distance(fact.value_si), other)) : std::nullopt;
  if (kind == "velocity_used" && fact.value_si > 0.0)
    return fmt::format("{} used {} m/s and has {} left", craft, Short(fact.value_si, 1), Short(fact.value2_si, 1));
  if (kind == "loss_by_rule") return "loss by rule: " + fact.detail;
  if (kind == "forfeit") return fmt::format("forfeit of {}: {}", fact.seat, fact.detail);
  if (kind == "illegal_order")
    return FirstOf(kind + fact.seat, fact) ? std::optional(fmt::format("first refused order of {}: {}", fact.seat, fact.detail)) : std::nullopt;
  return std::nullopt;
}

std::string TimelineLine(double t_s, const std::string& words) { return fmt::format("{:<12}{}", MissionTime(t_s), Printable(words)); }

std::vector<std::string> Timeline(const store::MatchRows& rows) {
  std::vector<std::string> lines;
  Narrator narrator(rows.facts);
  for (const store::FactRow& fact : rows.facts) {
    if (const std::optional<std::string> words = narrator.Tell(fact)) lines.push_back(TimelineLine(static_cast<double>(fact.t_us) * 1e-6, *words));
  }
  return lines;
}

std::string ScoreLine(const store::MatchRows& rows) {
  std::string line;
  for (const store::SideRow& side : rows.sides) line += (line.empty() ? "" : " : ") + side.side + " " + Short(side.points, 1);
  return line;
}

std::string ResultWords(const store::AttemptRow& attempt) {
  std::string words = attempt.result;
  if (attempt.result == "WIN") {
    words = attempt.winner + " wins";
  } else if (attempt.result == "DRAW") {
    words = "draw";
  } else if (!attempt.winner.empty()) {
    words += ", " + attempt.winner + " wins";
  }
  return Printable(attempt.reason.empty() ? words : words + ": " + attempt.reason);
}

}  // namespace haze::tools
