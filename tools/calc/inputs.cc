// Fields to numbers: the unit from the name, expressions evaluated, everything finite.
#include "tools/calc/inputs.h"

#include <cmath>

#include <fmt/format.h>

#include "dynamics/constants.h"
#include "tools/calc/expression.h"

namespace haze::tools {
namespace {

std::string Shown(const Json& value) {
  std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

}  // namespace

Inputs::Found Inputs::Find(std::string_view name) const {
  for (const Field& field : shape_.in) {
    if (field.names.substr(0, field.names.find('|')) != name) continue;
    Found found;
    for (const auto& [key, value] : object_.items()) {
      std::string_view unit;
      if (!Names(field, key, &unit)) continue;
      if (found.value != nullptr) throw InputError(fmt::format("{}: is there beside {}; one of them is enough", key, found.key));
      found = {key, &value, &field, unit};
    }
    return found;
  }
  throw InputError(fmt::format("{}: the table of shapes has no such field", name));
}

Inputs::Found Inputs::Need(std::string_view name) const {
  const Found found = Find(name);
  if (found.value == nullptr) throw InputError(fmt::format("{}: is missing", name));
  return found;
}

double Inputs::Scale(const Found& found) const {
  if (found.unit.empty()) return 1.0;
  const std::optional<Unit> unit = FindUnit(found.unit, found.field->dimension);
  if (!unit) throw InputError(fmt::format("{}: the unit {} is not one of its kind", found.key, found.unit));
  if (unit->scale > 0.0) return unit->scale;
  // Earth radii: as long as another field says.
  for (const Field& field : shape_.in) {
    const std::string_view first = field.names.substr(0, field.names.find('|'));
    if (field.names.find("earth_radius") != std::string_view::npos && field.dimension == Dimension::kLength && Has(first)) return Positive(first);
  }
  return dynamics::kEarthGravityRadius;
}

std::optional<double> Inputs::Lookup(std::string_view identifier, double scale) const {
  for (const auto& [key, value] : object_.items()) {
    if (!value.is_number()) continue;
    for (const Field& field : shape_.in) {
      std::string_view unit;
      if (!Names(field, key, &unit)) continue;
      const std::string_view text = key;
      const std::string_view base =
          unit.empty() || text.size() <= unit.size() ? text : text.substr(0, text.size() - unit.size() - (text.ends_with(unit) ? 1 : 0));
      if (text != identifier && base != identifier) continue;
      const std::optional<Unit> known = FindUnit(unit, field.dimension);
      const double si = value.get<double>() * (known && known->scale > 0.0 ? known->scale : 1.0);
      return field.dimension == Dimension::kLength ? si / scale : si;
    }
  }
  if (identifier == "R_E" || identifier == "Re" || identifier == "R_earth") return dynamics::kEarthRadius / scale;
  return std::nullopt;
}

double Inputs::Read(const Found& found, const Json& value, double scale) const {
  double number = 0.0;
  if (value.is_number()) {
    number = value.get<double>();
  } else if (value.is_string()) {
    const std::optional<double> result = Evaluate(value.get_ref<const std::string&>(), [&](std::string_view identifier) { return Lookup(identifier, scale); });
    if (!result) throw InputError(fmt::format("{}: {} is neither a number nor an expression of other fields", found.key, Shown(value)));
    number = *result;
  } else {
    throw InputError(fmt::format("{}: {} is not a number", found.key, Shown(value)));
  }
  if (!std::isfinite(number * scale)) throw InputError(fmt::format("{}: {} is not finite", found.key, Shown(value)));
  return number * scale;
}

double Inputs::Number(std::string_view name) const {
  const Found found = Need(name);
  return Read(found, *found.value, Scale(found));
}

double Inputs::Positive(std::string_view name) const {
  const double value = Number(name);
  if (!(value > 0.0)) Refuse(name, "allowed: > 0");
  return value;
}

int Inputs::Integer(std::string_view name, int least, int most) const {
  const double value = Number(name);
  if (!(value >= least && value <= most) || value != std::floor(value)) Refuse(name, fmt::format("allowed: a whole number from {} to {}", least, most));
  return static_cast<int>(value);
}

std::vector<double> Inputs::Numbers(std::string_view name) const {
  const Found found = Need(name);
  const double scale = Scale(found);
  std::vector<double> numbers;
  if (!found.value->is_array()) return {Read(found, *found.value, scale)};
  for (const Json& value : *found.value) numbers.push_back(Read(found, value, scale));
  return numbers;
}

dynamics::Vector3 Inputs::Vector(std::string_view name) const {
  const std::vector<double> numbers = Numbers(name);
  if (numbers.size() != 3) Refuse(name, "allowed: three numbers");
  return {numbers[0], numbers[1], numbers[2]};
}

std::vector<std::vector<double>> Inputs::Rows(std::string_view name) const {
  const Found found = Need(name);
  const double scale = Scale(found);
  std::vector<std::vector<double>> rows;
  if (!found.value->is_array()) Refuse(name, "allowed: an array of arrays of numbers");
  for (const Json& row : *found.value) {
    if (!row.is_array()) Refuse(name, "allowed: an array of arrays of numbers");
    rows.emplace_back();
    for (const Json& value : row) rows.back().push_back(Read(found, value, scale));
  }
  return rows;
}

std::vector<dynamics::Vector3> Inputs::Vectors(std::string_view name) const {
  const Json& raw = Raw(name);
  if (!raw.is_array() || raw.empty() || !raw[0].is_array()) return {Vector(name)};
  std::vector<dynamics::Vector3> vectors;
  for (const std::vector<double>& row : Rows(name)) {
    if (row.size() != 3) Refuse(name, "allowed: rows of three numbers");
    vectors.emplace_back(row[0], row[1], row[2]);
  }
  return vectors;
}

std::string Inputs::Text(std::string_view name) const {
  const Found found = Need(name);
  if (!found.value->is_string()) Refuse(name, "allowed: text");
  return found.value->get<std::string>();
}

std::vector<std::string> Inputs::Texts(std::string_view name) const {
  const Found found = Need(name);
  if (found.value->is_string()) return {found.value->get<std::string>()};
  std::vector<std::string> texts;
  if (!found.value->is_array()) Refuse(name, "allowed: an array of texts");
  for (const Json& value : *found.value) {
    if (!value.is_string()) Refuse(name, "allowed: an array of texts");
    texts.push_back(value.get<std::string>());
  }
  return texts;
}

bool Inputs::Flag(std::string_view name) const {
  const Found found = Need(name);
  if (!found.value->is_boolean()) Refuse(name, "allowed: true or false");
  return found.value->get<bool>();
}

dynamics::JulianDate Inputs::Julian(std::string_view name) const {
  const std::vector<double> numbers = Numbers(name);
  if (numbers.empty() || numbers.size() > 2) Refuse(name, "allowed: a Julian date, or [day, fraction]");
  const dynamics::JulianDate julian{numbers[0], numbers.size() == 2 ? numbers[1] : 0.0};
  const double sum = julian.day + julian.fraction;
  // ERFA's calendar begins at -4799; far before and after, no model here means anything.
  if (!(sum > 1.0e6 && sum < 5.0e6)) Refuse(name, "allowed: Julian dates from 1e6 to 5e6");
  return julian;
}

const Json& Inputs::Raw(std::string_view name) const { return *Need(name).value; }

std::string Inputs::Key(std::string_view name) const { return std::string(Need(name).key); }

void Inputs::Refuse(std::string_view name, std::string_view allowed) const {
  const Found found = Need(name);
  throw InputError(fmt::format("{}: is {}; {}", found.key, Shown(*found.value), allowed));
}

}  // namespace haze::tools
