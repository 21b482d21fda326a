// The table of shapes, and which of them a question has.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "tools/calc/inputs.h"
#include "tools/calc/shape.h"

namespace haze::tools {
namespace {

/// The words of a list, without the spaces around them.
std::vector<std::string_view> Split(std::string_view list, char mark) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t end = list.find(mark);
    std::string_view word = list.substr(0, end);
    while (!word.empty() && word.front() == ' ') word.remove_prefix(1);
    words.push_back(word);
    if (end == std::string_view::npos) return words;
    list.remove_prefix(end + 1);
  }
}

bool Lists(std::string_view list, std::string_view word) {
  const std::vector<std::string_view> words = Split(list, ',');
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct Fit {
  std::vector<std::string> missing;
  std::vector<std::string> unknown;
  int required = 0;
};

Fit Try(const Shape& shape, const Json& object) {
  Fit fit;
  for (const Field& field : shape.in) {
    if (!field.required) continue;
    ++fit.required;
    const auto has = [&](const auto& item) { return Names(field, item.key()); };
    const auto items = object.items();
    if (!std::any_of(items.begin(), items.end(), has)) fit.missing.emplace_back(field.names.substr(0, field.names.find('|')));
  }
  for (const auto& [key, value] : object.items()) {
    const auto names = [&k = key](const Field& field) { return Names(field, k); };
    if (!IsComment(key) && std::none_of(shape.in.begin(), shape.in.end(), names)) fit.unknown.push_back(key);
  }
  return fit;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

const std::vector<Shape>& Shapes() {
  static const std::vector<Shape> shapes = [] {
    std::vector<Shape> all;
    AddPropagationShapes(all);
    AddKeplerShapes(all);
    AddLambertShapes(all);
    AddSgp4Shapes(all);
    AddFrameShapes(all);
    AddTimeShapes(all);
    AddSunMoonShapes(all);
    AddEclipseShapes(all);
    AddLookShapes(all);
    AddRelativeShapes(all);
    AddPhotometryShapes(all);
    AddAtmosphereShapes(all);
    AddGravityShapes(all);
    AddManeuverShapes(all);
    AddAttitudeShapes(all);
    return all;
  }();
  return shapes;
}

const std::vector<std::string_view>& Kinds() {
  static const std::vector<std::string_view> kinds = {"propagate",  "kepler",     "elements", "lambert",  "sgp4",     "frames",   "time",
                                                      "sun",        "moon",       "eclipse",  "look",     "hcw",      "relative", "od",
                                                      "photometry", "atmosphere", "gravity",  "maneuver", "attitude", "rocket"};
  return kinds;
}

bool IsComment(std::string_view key) {
  constexpr std::string_view kComments[] = {"note", "warning", "comment", "what", "id", "source", "coefficients_source", "from_memory"};
  return std::find(std::begin(kComments), std::end(kComments), key) != std::end(kComments);
}

bool Names(const Field& field, std::string_view key, std::string_view* unit) {
  const bool bare_allowed = AnswerUnit(field.dimension, false, false).empty() || !field.bare.empty();
  for (const std::string_view name : Split(field.names, '|')) {
    if (!key.starts_with(name)) continue;
    if (key.size() == name.size()) {
      if (!bare_allowed) continue;
      if (unit != nullptr) *unit = field.bare;
      return true;
    }
    if (key[name.size()] != '_') continue;
    const std::string_view suffix = key.substr(name.size() + 1);
    if (!FindUnit(suffix, field.dimension)) continue;
    if (unit != nullptr) *unit = suffix;
    return true;
  }
  return false;
}

Match FindShape(const Json& object, std::string_view name, bool by_kind) {
  Match match;
  int most = -1;
  const Shape* nearest = nullptr;
  Fit nearest_fit;
  std::size_t least = 0;
  for (const Shape& shape : Shapes()) {
    if (!Lists(by_kind ? shape.kind : shape.families, name)) continue;
    Fit fit = Try(shape, object);
    if (fit.missing.empty() && fit.unknown.empty()) {
      if (fit.required > most) {
        most = fit.required;
        match.shape = &shape;
      }
      continue;
    }
    const std::size_t distance = fit.missing.size() + fit.unknown.size();
    if (nearest == nullptr || distance < least) {
      nearest = &shape;
      nearest_fit = std::move(fit);
      least = distance;
    }
  }
  if (match.shape != nullptr) return match;
  if (nearest == nullptr) {
    match.problem = fmt::format("nothing is calculated under the name {}", name);
    return match;
  }
  match.problem = fmt::format("no calculation of {} has these fields; the nearest ({})", name, nearest->what);
  if (!nearest_fit.missing.empty()) match.problem += " lacks " + Joined(nearest_fit.missing);
  if (!nearest_fit.unknown.empty()) match.problem += std::string(nearest_fit.missing.empty() ? "" : " and") + " does not know " + Joined(nearest_fit.unknown);
  return match;
}

}  // namespace haze::tools
