// References to verdicts.
#include "tools/rate/check.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "tools/rate/operation.h"
#include "tools/rate/tolerance.h"

namespace haze::tools::rate {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

const Json* FindFolded(const Json& object, std::string_view key) {
  for (const auto& [name, value] : object.items()) {
    if (Folded(name) == Folded(key)) return &value;
  }
  return nullptr;
}

void Flatten(const Json& value, std::vector<const Json*>& leaves) {
  if (!value.is_array()) {
    leaves.push_back(&value);
    return;
  }
  for (const Json& item : value) Flatten(item, leaves);
}

double LeafGap(const Json& expected, const Json& actual, const Tolerance& tolerance) {
  if (expected.is_number() && actual.is_number()) {
    const double wanted = expected.get<double>();
    const double gap = std::fabs(actual.get<double>() - wanted);
    return tolerance.relative && wanted != 0.0 ? gap / std::fabs(wanted) : gap;
  }
  return expected == actual ? 0.0 : kFar;
}

// The largest difference of numbers; arrays may be nested differently, as long as they hold as many numbers.
double Gap(const Json& expected, const Json& actual, const Tolerance& tolerance) {
  if (expected.is_object()) {
    if (!actual.is_object()) return kFar;
    double worst = 0.0;
    for (const auto& [key, value] : expected.items()) {
      const auto found = actual.find(key);
      worst = std::max(worst, found == actual.end() ? kFar : Gap(value, *found, tolerance));
    }
    return worst;
  }
  if (!expected.is_array() || !actual.is_array()) return LeafGap(expected, actual, tolerance);
  std::vector<const Json*> wanted;
  std::vector<const Json*> got;
  Flatten(expected, wanted);
  Flatten(actual, got);
  if (wanted.size() != got.size()) return kFar;
  double worst = 0.0;
  for (std::size_t i = 0; i < wanted.size(); ++i) worst = std::max(worst, wanted[i]->is_object() ? Gap(*wanted[i], *got[i], tolerance) : LeafGap(*wanted[i], *got[i], tolerance));
  return worst;
}

// "elo_diff_A_minus_B": a difference of two named values of a field.
std::optional<double> NamedDifference(const Json& answer, const std::string& key) {
  const std::size_t diff = key.find("_diff_");
  const std::size_t minus = key.find("_minus_");
  if (diff == std::string::npos || minus == std::string::npos || minus < diff) return std::nullopt;
  const Json* field = FindFolded(answer, key.substr(0, diff));
  if (field == nullptr || !field->is_object()) return std::nullopt;
  const auto a = field->find(key.substr(diff + 6, minus - diff - 6));
  const auto b = field->find(key.substr(minus + 7));
  if (a == field->end() || b == field->end() || !a->is_number() || !b->is_number()) return std::nullopt;
  return a->get<double>() - b->get<double>();
}

Judgement JudgeField(const std::string& field, const Json& expected, const Json& actual, const std::optional<Tolerance>& tolerance) {
  Judgement judgement;
  judgement.field = field;
  judgement.judged = tolerance.has_value();
  const Tolerance used = tolerance.value_or(Tolerance{});
  judgement.tolerance = used.value;
  judgement.relative = used.relative;
  judgement.difference = Gap(expected, actual, used);
  if (!std::isfinite(judgement.difference)) judgement.reason = field + (field.empty() ? "" : " ") + "has another form than expected";
  return judgement;
}

// Each field of the reference with its judgement, or the reason why there is none.
std::string JudgeAll(const Operation& operation, const Json& expected, const Json& given, const Json& answer, std::vector<Judgement>& judgements) {
  if (!expected.is_object()) {
    const Tolerances tolerances(given, {std::string(operation.principal)});
    judgements.push_back(JudgeField(std::string(operation.principal), expected, answer.at(std::string(operation.principal)), tolerances.Of(operation.principal)));
    return {};
  }
  std::vector<std::string> fields;
  for (const auto& [key, value] : expected.items()) fields.push_back(key);
  const Tolerances tolerances(given, fields);
  for (const auto& [key, value] : expected.items()) {
    const std::optional<Tolerance> tolerance = tolerances.Of(key);
    if (const std::optional<double> difference = NamedDifference(answer, key)) {
      judgements.push_back(JudgeField(key, value, Json(*difference), tolerance));
      continue;
    }
    if (key == "relation" && value.is_string()) {
      Judgement judgement{.field = key};
      const std::optional<bool> holds = Holds(value.get<std::string>(), answer, &judgement.difference);
      judgement.judged = holds.has_value();
      judgement.tolerance = tolerance.value_or(Tolerance{}).value;
      if (holds && !*holds) {
        judgement.difference = kFar;
        judgement.reason = "the relation does not hold: " + value.get<std::string>();
      } else {
        judgement.difference = std::min(judgement.difference, judgement.tolerance);
      }
      judgements.push_back(judgement);
      continue;
    }
    const Json* actual = FindFolded(answer, key);
    if (actual == nullptr) return key + " is not among the results";
    judgements.push_back(JudgeField(key, value, *actual, tolerance));
  }
  return {};
}

}  // namespace

std::optional<bool> Holds(const std::string& statement, const Json& answer, double* difference) {
  bool all = true;
  std::string_view rest = statement;
  // "Elo[A]": the named value of a field.
  const auto value_of = [&](std::string_view text) -> std::optional<double> {
    const std::size_t open = text.find('[');
    const std::size_t close = text.find(']');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
    const Json* field = FindFolded(answer, text.substr(0, open));
    if (field == nullptr || !field->is_object()) return std::nullopt;
    const auto found = field->find(std::string(text.substr(open + 1, close - open - 1)));
    if (found == field->end() || !found->is_number()) return std::nullopt;
    return found->get<double>();
  };
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (part.empty()) continue;
    const bool lowest = part.size() > 7 && part.substr(part.size() - 7) == " lowest";
    const bool highest = part.size() > 8 && part.substr(part.size() - 8) == " highest";
    if (lowest || highest) {
      const Json* elo = FindFolded(answer, "elo");
      const std::string name(part.substr(0, part.size() - (lowest ? 7 : 8)));
      if (elo == nullptr || !elo->is_object() || !elo->contains(name)) return std::nullopt;
      for (const auto& [other, points] : elo->items()) {
        if (other == name) continue;
        const double own = elo->at(name).get<double>();
        all = all && (lowest ? own < points.get<double>() : own > points.get<double>());
      }
      continue;
    }
    const std::size_t at = part.find_first_of("=<>");
    if (at == std::string_view::npos) return std::nullopt;
    const bool equal = part.substr(at, 2) == "==";
    std::string_view right = part.substr(at + (equal ? 2 : 1));
    double tolerance = 1e-9;
    const std::size_t to = right.find(" to ");
    if (to != std::string_view::npos) {
      const std::string_view number = right.substr(to + 4);
      if (std::from_chars(number.data(), number.data() + number.size(), tolerance).ec != std::errc()) return std::nullopt;
      right = right.substr(0, to);
    }
    std::string_view left = part.substr(0, at);
    while (!left.empty() && left.back() == ' ') left.remove_suffix(1);
    while (!right.empty() && right.front() == ' ') right.remove_prefix(1);
    const std::optional<double> a = value_of(left);
    const std::optional<double> b = value_of(right);
    if (!a || !b) return std::nullopt;
    if (equal) {
      all = all && std::fabs(*a - *b) <= tolerance;
      if (difference != nullptr) *difference = std::max(*difference, std::fabs(*a - *b));
    } else {
      all = all && (part[at] == '<' ? *a < *b : *a > *b);
    }
  }
  return all;
}

Check CheckReference(const Json& reference) {
  Check check;
  if (!reference.is_object()) {
    check.reason = "the reference is not an object";
    return check;
  }
  const auto text = [&](const char* key) {
    const auto found = reference.find(key);
    return found != reference.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  check.id = text("id");
  const std::string method = text("method");
  if (method.empty() || !reference.contains("input") || !reference.contains("expected")) {
    check.reason = "method (text), input and expected are needed";
    return check;
  }
  const Json& input = reference.at("input");
  const Operation* operation = FindReference(method, input);
  if (operation == nullptr) {
    check.reason = "no method " + method + " with these fields";
    return check;
  }
  try {
    const Json answer = operation->compute(Value(input, ""), method);
    std::vector<Judgement> judgements;
    const std::string problem = JudgeAll(*operation, reference.at("expected"), reference.value("tolerance", Json(nullptr)), answer, judgements);
    if (!problem.empty()) {
      check.reason = problem;
      return check;
    }
    bool any = false;
    for (const Judgement& judgement : judgements) {
      if (!judgement.judged) {
        check.not_judged.push_back(judgement);
        continue;
      }
      if (!any || judgement.Strain() > check.worst.Strain()) check.worst = judgement;
      any = true;
    }
    if (!any) {
      check.reason = "no tolerance speaks of any expected field";
      return check;
    }
    check.status = check.worst.Passes() ? CheckStatus::kPass : CheckStatus::kFail;
    check.reason = check.worst.reason;
  } catch (const std::exception& error) {
    check.reason = error.what();
  }
  return check;
}

FileCheck CheckRatings(const std::string& file, const std::string& text) {
  FileCheck checked;
  checked.file = file;
  checked.family = "ratings";
  Json root;
  try {
    root = Json::parse(text);
  } catch (const Json::exception& error) {
    checked.error = error.what();
    return checked;
  }
  if (!root.is_object() || !root.contains("refs") || !root["refs"].is_array()) {
    checked.error = "not a reference file of ratings: an object with \"refs\" (an array) is expected";
    return checked;
  }
  for (const Json& reference : root["refs"]) checked.checks.push_back(CheckReference(reference));
  return checked;
}

}  // namespace haze::tools::rate
