// Who meets whom: a pure function of the specification, the master secret and the counted results of the rounds before.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/tournament/specification.h"

namespace haze::tools {

/// Whether who meets whom hangs on earlier results; the other formats read no `before`.
bool PairsByResults(Format format);

/// Entries that meet in round `round` (from 0), as pairs of indices, in the order of play. `before` holds the pairs of all earlier rounds, complete (those of
/// later ones are not read); nothing where the tournament is over before that round. In round robin, gauntlet and ladder a further entry at the end keeps all
/// earlier pairings; in Swiss and knockout it changes them. Entries of one owner or one content do not meet where the specification is rated.
std::optional<std::vector<std::pair<int, int>>> Pairings(const Specification& specification, std::string_view master_secret, int round,
                                                         std::span<const PairResult> before);

/// How many rounds there are at most: a knockout's follow from its entries, a Swiss' too where the specification says 0.
int RoundsOf(const Specification& specification);

/// The games of a round: each pairing in each scenario with each seed, sides swapped between the halves; the halves of a pair stand together.
std::vector<Game> GamesOf(const Specification& specification, int round, std::span<const std::pair<int, int>> pairings);

/// Whether two entries may meet.
bool MayMeet(const Specification& specification, int a, int b);

}  // namespace haze::tools
