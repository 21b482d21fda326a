// A match as the JSON object that programs rely on.
#pragma once

#include <string>

#include "arbiter/store/rows.h"

namespace haze::tools {

/// One line, keys in a fixed order; what did not happen is null. A void match has no winner, and no milestones but null ones.
std::string MatchJson(const store::MatchRows& rows);

}  // namespace haze::tools
