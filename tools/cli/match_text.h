// A match as text for a person: line-up, timeline, score.
#pragma once

#include <string>
#include <vector>

#include "arbiter/store/query.h"

namespace haze::tools {

/// Heading, seats, timeline, score by lines and result; ends with a newline.
std::string MatchText(const store::MatchRows& rows, bool colour);

/// A table of plays, newest last; ends with a newline.
std::string MatchTable(const std::vector<store::MatchLine>& lines);

}  // namespace haze::tools
