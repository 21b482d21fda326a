// Differences by dimension, tolerances by the words of their names.
#include "tools/calc/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "dynamics/dmath.h"
#include "dynamics/time.h"

namespace haze::tools {
namespace {

constexpr double kUnspoken = 1e-4;  // relative, of fields that no tolerance speaks of
constexpr double kNothing = 1e-9;   // SI: a zero of the reference against our rounding
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<std::string> Words(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : name) {
    if (c == '_') {
      words.push_back(word);
      word.clear();
    } else {
      word += c;
    }
  }
  words.push_back(word);
  return words;
}

/// The dimension in which a tolerance of this dimension is given: dates, clock readings and instants are compared in seconds.
Dimension Measured(Dimension dimension) {
  if (dimension == Dimension::kJulian || dimension == Dimension::kHms || dimension == Dimension::kUtc) return Dimension::kTime;
  return dimension;
}

struct Tolerance {
  enum class Kind { kAbsolute, kRelative, kFactor, kExact } kind = Kind::kAbsolute;
  double value = 0.0;
  std::vector<std::string> qualifiers;
  std::optional<Unit> unit;
};

/// "r_abs_km", "rel_dv", "conical_abs_deg", "abs_day", "factor", "exact"; nothing for explanations.
std::optional<Tolerance> ReadTolerance(const std::string& name, const Json& value) {
  Tolerance tolerance;
  if (name == "exact" && value.is_boolean()) {
    tolerance.kind = Tolerance::Kind::kExact;
    return tolerance;
  }
  if (!value.is_number()) return std::nullopt;
  tolerance.value = value.get<double>();
  if (!(tolerance.value >= 0.0)) return std::nullopt;
  const std::vector<std::string> words = Words(name);
  if (words.back() == "factor") {
    tolerance.kind = Tolerance::Kind::kFactor;
    tolerance.qualifiers.assign(words.begin(), words.end() - 1);
    return tolerance;
  }
  const auto mark = std::find_if(words.begin(), words.end(), [](const std::string& word) { return word == "abs" || word == "rel"; });
  if (mark == words.end()) return std::nullopt;
  tolerance.kind = *mark == "rel" ? Tolerance::Kind::kRelative : Tolerance::Kind::kAbsolute;
  tolerance.qualifiers.assign(words.begin(), mark);
  std::string rest;
  for (auto word = mark + 1; word != words.end(); ++word) rest += (rest.empty() ? "" : "_") + *word;
  tolerance.unit = FindUnit(rest);
  if (!rest.empty() && !tolerance.unit) tolerance.qualifiers.insert(tolerance.qualifiers.end(), mark + 1, words.end());
  // Seconds are a unit also in front.
  for (auto word = tolerance.qualifiers.begin(); word != tolerance.qualifiers.end(); ++word) {
    if (*word == "sec" || *word == "time") {
      if (!tolerance.unit) tolerance.unit = FindUnit("s");
      tolerance.qualifiers.erase(word);
      break;
    }
  }
  return tolerance;
}

/// Whether one word of a tolerance's name speaks of the output.
bool SpeaksOf(const std::string& word, const Output& output) {
  if (word == "angle") return output.dimension == Dimension::kAngle || (output.rank == 1 && output.dimension == Dimension::kLength);
  if (word == "matrix") return output.rank == 2;
  if (word == "conical") return output.name.find("umbra") != std::string::npos;
  for (const std::string& part : Words(output.name)) {
    if (part == word) return true;
    if (part.starts_with(word) && std::all_of(part.begin() + static_cast<std::ptrdiff_t>(word.size()), part.end(), [](char c) { return c >= '0' && c <= '9'; }))
      return true;
    // Longer words may stand inside: "ecc" in "decc", "dv" in "dva".
    if (word.size() >= 2 && part.find(word) != std::string::npos && word != "ra") return true;
  }
  return false;
}

/// A plain number whose name holds the unit, as "rise_h_ut".
bool NamesUnit(const Tolerance& tolerance, const Output& output) {
  if (!tolerance.unit || output.dimension != Dimension::kNone) return false;
  const std::vector<std::string> words = Words(output.name);
  return std::find(words.begin(), words.end(), tolerance.unit->name) != words.end();
}

/// 0: not at all; 1: by dimension; 2: unqualified; 3: by name.
int Applies(const Tolerance& tolerance, const Output& output, bool between_directions) {
  if (tolerance.kind == Tolerance::Kind::kFactor) return output.compare == Compare::kUpperBound ? 3 : 0;
  if (tolerance.kind == Tolerance::Kind::kExact) return 2;
  const bool right_unit = !tolerance.unit || tolerance.unit->dimension == Measured(output.dimension) || between_directions || NamesUnit(tolerance, output);
  if (!right_unit) return 0;
  if (tolerance.qualifiers.empty()) return 2;
  int named = 0;
  bool all_angle = true;
  for (const std::string& word : tolerance.qualifiers) {
    if (SpeaksOf(word, output)) ++named;
    if (word != "angle") all_angle = false;
  }
  const bool joint = std::find(tolerance.qualifiers.begin(), tolerance.qualifiers.end(), "angle") != tolerance.qualifiers.end();
  if (joint ? named == static_cast<int>(tolerance.qualifiers.size()) : named > 0) return all_angle && tolerance.qualifiers.size() == 1 ? 2 : 3;
  return tolerance.unit && !between_directions ? 1 : 0;
}

struct Gap {
  double absolute = 0.0;  // SI, days as seconds
  double relative = 0.0;
};

void Widen(Gap& gap, const Gap& other) {
  gap.absolute = std::max(gap.absolute, other.absolute);
  gap.relative = std::max(gap.relative, other.relative);
}

double Wrapped(double difference, Dimension dimension) {
  if (dimension == Dimension::kAngle) return dynamics::WrapPi(difference);
  if (dimension == Dimension::kHms) return difference - 86400.0 * std::floor(difference / 86400.0 + 0.5);
  return difference;
}

/// Numbers of nested arrays in order; false where it is not numbers all the way, or the forms differ.
bool Pairs(const Json& ours, const Json& theirs, std::vector<std::pair<double, double>>& pairs) {
  if (ours.is_number() && theirs.is_number()) {
    pairs.emplace_back(ours.get<double>(), theirs.get<double>());
    return true;
  }
  if (!ours.is_array() || !theirs.is_array() || ours.size() != theirs.size()) return false;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    if (!Pairs(ours[i], theirs[i], pairs)) return false;
  }
  return true;
}

int Depth(const Json& value) { return value.is_array() ? 1 + (value.empty() ? 0 : Depth(value[0])) : 0; }

/// The difference of one quantity: its largest component's, and that over the largest component of the reference.
std::optional<Gap> QuantityGap(const Output& output, const Json& ours, const Json& theirs, double scale) {
  std::vector<std::pair<double, double>> pairs;
  if (!Pairs(ours, theirs, pairs)) return std::nullopt;
  Gap gap;
  if (output.dimension == Dimension::kJulian || output.dimension == Dimension::kHms) {
    const bool days = output.dimension == Dimension::kJulian;
    const double weights[3] = {days ? 86400.0 : 3600.0, days ? 86400.0 : 60.0, 1.0};
    double difference = 0.0;
    for (std::size_t i = 0; i < pairs.size() && i < 3; ++i) difference += weights[i] * (pairs[i].first - pairs[i].second);
    gap.absolute = std::fabs(Wrapped(difference, output.dimension));
    return gap;
  }
  if (output.dimension == Dimension::kState && pairs.size() == 6) {
    // Position and velocity are two quantities in one array.
    for (std::size_t half = 0; half < 6; half += 3) {
      double apart = 0.0;
      double size = 0.0;
      for (std::size_t i = half; i < half + 3; ++i) {
        apart = std::max(apart, std::fabs(pairs[i].first - pairs[i].second * scale));
        size = std::max(size, std::fabs(pairs[i].second * scale));
      }
      Widen(gap, {apart, apart == 0.0 ? 0.0 : size > 0.0 ? apart / size : kInfinity});
    }
    return gap;
  }
  double size = 0.0;
  double other_sign = 0.0;
  for (const auto& [a, b] : pairs) {
    gap.absolute = std::max(gap.absolute, std::fabs(output.compare == Compare::kPlain ? a - b * scale : Wrapped(a - b * scale, output.dimension)));
    other_sign = std::max(other_sign, std::fabs(a + b * scale));
    size = std::max(size, std::fabs(b * scale));
  }
  if (output.compare == Compare::kUpToSign) gap.absolute = std::min(gap.absolute, other_sign);
  gap.relative = gap.absolute == 0.0 ? 0.0 : size > 0.0 ? gap.absolute / size : kInfinity;
  return gap;
}

std::optional<Gap> TextGap(const Output& output, const Json& ours, const Json& theirs) {
  if (ours.is_array() && theirs.is_array() && ours.size() == theirs.size()) {
    Gap gap;
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const std::optional<Gap> part = TextGap(output, ours[i], theirs[i]);
      if (!part) return std::nullopt;
      Widen(gap, *part);
    }
    return gap;
  }
  if (output.dimension == Dimension::kUtc && ours.is_string() && theirs.is_string()) {
    const std::optional<double> a = UtcSeconds(ours.get<std::string>());
    const std::optional<double> b = UtcSeconds(theirs.get<std::string>());
    if (!a || !b) return std::nullopt;
    return Gap{std::fabs(*a - *b), kInfinity};
  }
  if (ours.is_array() || theirs.is_array()) return std::nullopt;
  return ours == theirs ? Gap{} : Gap{kInfinity, kInfinity};
}

std::optional<Gap> FindGap(const Output& output, const Json& ours, const Json& theirs, double scale, int levels) {
  if (levels <= output.rank) return QuantityGap(output, ours, theirs, scale);
  if (!ours.is_array() || !theirs.is_array() || ours.size() != theirs.size()) return std::nullopt;
  Gap gap;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const std::optional<Gap> part = FindGap(output, ours[i], theirs[i], scale, levels - 1);
    if (!part) return std::nullopt;
    Widen(gap, *part);
  }
  return gap;
}

/// Largest angle between directions of rows, rad.
std::optional<Gap> DirectionGap(const Json& ours, const Json& theirs, int levels) {
  if (levels > 1) {
    if (!ours.is_array() || !theirs.is_array() || ours.size() != theirs.size()) return std::nullopt;
    Gap gap;
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const std::optional<Gap> part = DirectionGap(ours[i], theirs[i], levels - 1);
      if (!part) return std::nullopt;
      Widen(gap, *part);
    }
    return gap;
  }
  std::vector<std::pair<double, double>> pairs;
  if (!Pairs(ours, theirs, pairs) || pairs.size() != 3) return std::nullopt;
  const dynamics::Vector3 a(pairs[0].first, pairs[1].first, pairs[2].first);
  const dynamics::Vector3 b(pairs[0].second, pairs[1].second, pairs[2].second);
  return Gap{dynamics::Atan2(a.cross(b).norm(), a.dot(b)), kInfinity};
}

}  // namespace

double Judgement::Strain() const {
  if (!judged) return -1.0;
  if (difference == 0.0) return 0.0;
  return tolerance > 0.0 ? difference / tolerance : kInfinity;
}

std::optional<double> UtcSeconds(std::string_view text) {
  std::string whole(text);
  if (!whole.empty() && whole.back() != 'Z') whole += 'Z';
  const std::optional<dynamics::UtcTime> time = dynamics::ParseUtc(whole);
  if (!time) return std::nullopt;
  return static_cast<double>(time->us) * 1e-6;
}

const Output* FindOutput(const Outputs& outputs, std::string_view key, std::string_view* unit) {
  const Output* best = nullptr;
  for (const Output& output : outputs.list()) {
    std::string_view suffix = output.bare;
    if (key != output.name) {
      if (!key.starts_with(output.name) || key.size() <= output.name.size() + 1 || key[output.name.size()] != '_') continue;
      suffix = key.substr(output.name.size() + 1);
      if (!FindUnit(suffix, output.dimension)) continue;
    }
    if (best != nullptr && output.name.size() <= best->name.size()) continue;
    best = &output;
    *unit = suffix;
  }
  return best;
}

Judgement Judge(const Output& output, std::string_view key, std::string_view unit, const Json& expected, const Json& tolerance) {
  Judgement judgement;
  judgement.field = std::string(key);
  const std::optional<Unit> in = FindUnit(unit, output.dimension);
  const double scale = in && in->scale > 0.0 ? in->scale : 1.0;
  const double shown = output.dimension == Dimension::kJulian ? 86400.0 : scale;

  const bool words = output.dimension == Dimension::kText || output.dimension == Dimension::kFlag || output.dimension == Dimension::kUtc;
  const int levels = Depth(output.value);
  const std::optional<Gap> gap = words ? TextGap(output, output.value, expected) : FindGap(output, output.value, expected, scale, levels);
  if (!gap) {
    judgement.difference = kInfinity;
    judgement.reason = fmt::format("{} of the reference has another form than ours", key);
    return judgement;
  }
  if (output.compare == Compare::kUpperBound) {
    // The reference tells how large a difference between two models may be; ours is that difference.
    double factor = 1.0;
    for (const auto& [name, value] : tolerance.items()) {
      const std::optional<Tolerance> one = ReadTolerance(name, value);
      if (one && one->kind == Tolerance::Kind::kFactor) factor = one->value;
    }
    judgement.difference = output.value.get<double>() / scale;
    judgement.tolerance = factor * expected.get<double>();
    return judgement;
  }
  if (output.dimension == Dimension::kText || output.dimension == Dimension::kFlag) {
    judgement.difference = gap->absolute > 0.0 ? 1.0 : 0.0;
    return judgement;
  }

  if (output.compare == Compare::kInformation) {
    judgement.judged = false;
    judgement.relative = true;
    judgement.difference = gap->relative;
    return judgement;
  }
  int best = 0;
  for (const auto& [name, value] : tolerance.items()) {
    const std::optional<Tolerance> one = ReadTolerance(name, value);
    if (!one) continue;
    const bool directions = one->unit && one->unit->dimension == Dimension::kAngle && output.dimension == Dimension::kLength && output.rank == 1 &&
                            std::find(one->qualifiers.begin(), one->qualifiers.end(), "angle") != one->qualifiers.end();
    int level = Applies(*one, output, directions);
    // A direction stands in for a vector only where nothing speaks of the vector's length.
    if (directions && level == 2) level = 1;
    if (level == 0 || level < best) continue;
    Judgement candidate = judgement;
    if (directions) {
      const std::optional<Gap> turn = DirectionGap(output.value, expected, levels);
      if (!turn) continue;
      candidate.difference = turn->absolute / one->unit->scale;
      candidate.tolerance = one->value;
    } else if (one->kind == Tolerance::Kind::kRelative) {
      candidate.relative = true;
      candidate.difference = gap->relative;
      candidate.tolerance = one->value;
    } else if (one->unit && !NamesUnit(*one, output)) {
      candidate.difference = gap->absolute / one->unit->scale;
      candidate.tolerance = one->value;
    } else {
      candidate.difference = gap->absolute / shown;
      candidate.tolerance = one->value;
    }
    if (level > best || candidate.Strain() < judgement.Strain()) judgement = candidate;
    best = level;
  }
  if (best == 0) {
    // No tolerance speaks of this field: a blunder shall show all the same.
    judgement.relative = true;
    judgement.difference = gap->absolute <= kNothing ? 0.0 : gap->relative;
    judgement.tolerance = kUnspoken;
  }
  return judgement;
}

}  // namespace haze::tools
