// Reference files of ratings: {"refs": [{id, method, input, expected, tolerance, source}]}, computed and compared. The verdicts print like those of
// `haze calc --check` (tools/calc/check.h).
#pragma once

#include <string>

#include "tools/calc/check.h"
#include "tools/rate/value.h"

namespace haze::tools::rate {

/// Runs one file's text. Never throws.
FileCheck CheckRatings(const std::string& file, const std::string& text);
/// Runs one reference. Never throws.
Check CheckReference(const Json& reference);

/// Whether a statement about ratings holds, such as "Elo[A]==Elo[C] to 1e-6; B lowest": parts between semicolons, each a comparison (==, <, >) of named values
/// or NAME lowest, NAME highest. `difference` receives the largest gap of an equation. Nothing where a part is not understood.
std::optional<bool> Holds(const std::string& statement, const Json& answer, double* difference = nullptr);

}  // namespace haze::tools::rate
