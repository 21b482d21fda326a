// The queries behind every figure of report and view: what the page shows is what they answer, and the page shows them too.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace haze::tools {

/// Not `Figure`: haze bench has one of that name in this namespace.
struct PageFigure {
  std::string_view id;
  std::string sql;  ///< complete: pasted into sqlite3 it answers the same
};

/// Matches that are over and count, or are exhibitions; of a tournament that is not complete only both halves of a finished seed pair, so that nobody learns
/// from one half what the other will bring.
std::span<const PageFigure> Figures();

/// What each of them begins with: WITH …, the tables `pair` (finished seed pairs) and `shown` (the matches above) among others. A SELECT has to follow.
const std::string& ShownSql();

}  // namespace haze::tools
