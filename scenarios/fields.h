// The one description of a scenario file: keys, units, allowed values, meaning.
#pragma once

#include "scenarios/field_reader.h"
#include "scenarios/scenario.h"

namespace haze::scenarios {

/// Reads every field of `scenario` (or lists them, where the sink documents).
void ReadScenario(FieldReader& reader, Scenario& scenario);

/// What no single field can show: references between parts, sums, cycles. Adds to the reader's errors.
void CheckScenario(FieldReader& reader, const Scenario& scenario);

}  // namespace haze::scenarios
