// Plays stored matches again.
#pragma once

#include <optional>
#include <string>

#include "arbiter/store/query.h"

namespace haze::tools {

/// Plays a record again: a sentence about the first difference, with turn and subsystem, or nothing. The match key has to be that of the practice match, or of
/// the tournament's secret. For store::Verify.
std::optional<std::string> Resimulate(const store::rec::Record& record, const store::MatchRows& rows, const std::string& scenario_text, store::Reader& reader);

}  // namespace haze::tools
