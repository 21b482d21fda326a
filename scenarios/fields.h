// The one description of a scenario file: keys, units, allowed values, meaning.
#pragma once

#include "scenarios/field_reader.h"
#include "scenarios/scenario.h"

namespace haze::scenarios {

/// Reads a field that is one of several names, in the order of the enumeration.
template <class Enum>
void Pick(FieldReader& r, const char* key, Enum& value, const std::vector<std::string>& names, const char* meaning, int standard = -1) {
  int index = static_cast<int>(value);
  r.Choice(key, index, names, meaning, standard);
  value = static_cast<Enum>(index);
}

/// Reads every field of a craft.
void ReadVehicle(FieldReader& reader, Vehicle& vehicle);

/// Reads every field of `scenario` (or lists them, where the sink documents).
void ReadScenario(FieldReader& reader, Scenario& scenario);

/// What no single field can show: references between parts, sums, cycles. Adds to the reader's errors.
void CheckScenario(FieldReader& reader, const Scenario& scenario);

}  // namespace haze::scenarios
