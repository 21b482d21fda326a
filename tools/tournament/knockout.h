// Knockout: who loses a match is out.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/tournament/specification.h"

namespace haze::tools {

/// The places of a bracket for `entries` (a power of two, at least as many): place -> seed from 0, or -1 for a bye, so that the first seeds meet last and
/// byes go to the first seeds.
std::vector<int> Bracket(int entries);

/// Who meets whom in `round`: seeds by lot (DrawLots), losers out. A drawn match goes to the better share of points in the rounds before, then to the earlier
/// lot; so does one between entries that may not meet (one owner, one content), without a game. Nothing when the winner is known.
std::optional<std::vector<std::pair<int, int>>> KnockoutPairings(const Specification& specification, std::string_view master_secret, int round,
                                                                std::span<const PairResult> before);

/// The entries that are still in before `round`, in the order of the bracket; one when it is over.
std::vector<int> StillIn(const Specification& specification, std::string_view master_secret, int round, std::span<const PairResult> before);

}  // namespace haze::tools
