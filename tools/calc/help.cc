// The table of shapes as help for a person and as Markdown for the docs.
#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "tools/calc/shape.h"
#include "tools/calc/stream.h"

namespace haze::tools {
namespace {

std::string_view UnitsOf(Dimension dimension) {
  switch (dimension) {
    case Dimension::kLength:
      return "m, km, AU, ER";
    case Dimension::kSpeed:
      return "m_s, km_s, AU_day, AU_yr";
    case Dimension::kAcceleration:
      return "m_s2, km_s2, mGal";
    case Dimension::kAngle:
      return "rad, deg, arcsec";
    case Dimension::kAngularRate:
      return "rad_s, deg_s";
    case Dimension::kTime:
      return "s, min, h, day, yr";
    case Dimension::kGm:
      return "m3_s2, km3_s2, AU3_yr2";
    case Dimension::kMass:
      return "kg, t";
    case Dimension::kArea:
      return "m2";
    case Dimension::kAreaPerMass:
      return "m2_kg";
    case Dimension::kDensity:
      return "kg_m3, g_cm3";
    case Dimension::kPressure:
      return "N_m2";
    case Dimension::kFlux:
      return "W_m2";
    case Dimension::kState:
      return "m_m_s, km_km_s";
    default:
      return "";
  }
}

std::string Brackets(Form form) {
  switch (form) {
    case Form::kVector:
      return "[3]";
    case Form::kNumbers:
      return "[..]";
    case Form::kVectors:
      return "[..][3]";
    case Form::kMatrix:
      return "[..][..]";
    default:
      return "";
  }
}

std::string Shown(const Field& field) {
  std::string names(field.names);
  std::replace(names.begin(), names.end(), '|', '/');
  const bool unit = !UnitsOf(field.dimension).empty();
  return names + (unit ? "_UNIT" : "") + Brackets(field.form);
}

bool OfKind(const Shape& shape, std::string_view kind) {
  std::string_view rest = shape.kind;
  while (true) {
    const std::size_t comma = rest.find(',');
    std::string_view one = rest.substr(0, comma);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (one == kind) return true;
    if (comma == std::string_view::npos) return false;
    rest.remove_prefix(comma + 1);
  }
}

}  // namespace

std::string KindSummary(std::string_view kind) {
  constexpr std::pair<std::string_view, std::string_view> kSummaries[] = {
      {"propagate", "a state or elements later: two-body, named forces, mean elements under J2"},
      {"kepler", "two-body motion, Kepler's equation, anomalies"},
      {"elements", "elements of a state and back"},
      {"lambert", "the conic through two places in a time"},
      {"sgp4", "two-line elements"},
      {"frames", "frames of the Earth, of an orbit, of a place; geodetic coordinates"},
      {"time", "time scales, calendar, sidereal time"},
      {"sun", "where the Sun is, and what it pulls; twilight"},
      {"moon", "where the Moon is, and what it pulls"},
      {"eclipse", "shadow, lines of sight, entries and exits"},
      {"look", "look angles, access windows"},
      {"hcw", "relative motion about a circle"},
      {"relative", "relative motion about circles and ellipses"},
      {"od", "orbit determination: not answered in this version"},
      {"photometry", "magnitudes, signal to noise"},
      {"atmosphere", "density, decay, solar pressure"},
      {"gravity", "the Earth's field, or one of the question's coefficients"},
      {"maneuver", "transfers, plane changes, phasing"},
      {"attitude", "quaternions and slews"},
      {"rocket", "Tsiolkovsky's equation"}};
  for (const auto& [name, summary] : kSummaries) {
    if (name == kind) return std::string(summary);
  }
  return "";
}

std::string KindHelp(std::string_view kind) {
  std::string text;
  for (const Shape& shape : Shapes()) {
    if (!OfKind(shape, kind) || shape.compute == nullptr) continue;
    text += fmt::format("{}\n  in:\n", shape.what);
    for (const Field& field : shape.in) text += fmt::format("    {:<34} {}{}\n", Shown(field), field.required ? "" : "(optional) ", field.meaning);
    text += "  out:\n";
    for (const Field& field : shape.out) text += fmt::format("    {:<34} {}\n", Shown(field), field.meaning);
    text += fmt::format("  example: echo '{}' | haze calc {}\n\n", shape.example, kind);
  }
  if (text.empty()) return fmt::format("{} is not answered in this version.\n", kind);
  return text +
         "UNIT is the last word of a field's name: lengths m, km, AU, ER; speeds m_s, km_s; angles rad, deg, arcsec; times s, min, h, day.\n"
         "Answers are in km and deg where the question has such a field, in m and rad otherwise. A number may be an expression of other fields in quotes.\n";
}

std::string KindsMarkdown() {
  std::string text;
  for (const std::string_view kind : Kinds()) {
    text += fmt::format("### {}\n\n", kind);
    bool any = false;
    for (const Shape& shape : Shapes()) {
      if (!OfKind(shape, kind)) continue;
      any = true;
      text += fmt::format("**{}**", shape.what);
      if (!shape.families.empty()) text += fmt::format(" (family {})", shape.families);
      text += "\n\n";
      if (shape.compute == nullptr) text += fmt::format("Not covered: {}.\n\n", shape.not_covered);
      text += "| field | units | |\n|---|---|---|\n";
      for (const Field& field : shape.in) {
        text += fmt::format("| `{}` | {} | {}{} |\n", Shown(field), UnitsOf(field.dimension), field.required ? "" : "optional: ", field.meaning);
      }
      for (const Field& field : shape.out) text += fmt::format("| → `{}` | | {} |\n", Shown(field), field.meaning);
      if (!shape.example.empty()) text += fmt::format("\n    {}\n", shape.example);
      text += "\n";
    }
    if (!any) text += "Not answered in this version.\n\n";
  }
  return text;
}

}  // namespace haze::tools
