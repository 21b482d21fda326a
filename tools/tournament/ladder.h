// The ladder: newcomers find their rung against anchors whose ratings stay what they are.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "tools/tournament/glicko2.h"
#include "tools/tournament/specification.h"

namespace haze::tools {

/// Ratings before `round`, one for each entry: anchors keep theirs (Entry::rating) with a small deviation; each other entry has one Glicko-2 period a round, each pair a game
/// with half its points as score. An entry's rating depends on its own games only, so that a further entry changes nobody's.
std::vector<Glicko> LadderRatings(const Specification& specification, int round, std::span<const PairResult> before);

/// Each entry that is no anchor meets one anchor a round: the nearest in rating, one that it met before counting as 100 points further off for each time;
/// then the earlier in the file. Nothing where there is no such pair.
std::optional<std::vector<std::pair<int, int>>> LadderPairings(const Specification& specification, int round, std::span<const PairResult> before);

}  // namespace haze::tools
