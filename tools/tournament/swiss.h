// The Swiss system: equals meet equals, nobody meets twice.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/tournament/specification.h"

namespace haze::tools {

/// Each entry's place in the draw by lot, from 0: the order of a hash of the secret and the entry, so that nobody chooses it and a further entry moves nobody
/// past another.
std::vector<int> DrawLots(const Specification& specification, std::string_view master_secret);

/// A meeting of two entries in a round: all its games together.
struct RoundMatch {
  int round = 0;
  int first = 0, second = 0;
  double first_points = 0.0, second_points = 0.0;  ///< of their pairs
  /// 1, 1/2 or 0 for the first.
  double FirstResult() const { return first_points > second_points ? 1.0 : first_points < second_points ? 0.0 : 0.5; }
};
/// Of rounds before `rounds`, in the order in which they first appear.
std::vector<RoundMatch> RoundMatches(std::span<const PairResult> results, int rounds);

/// A line of the Swiss table.
struct SwissStanding {
  int entry = 0;
  double points = 0.0;            ///< 1 a won match, 1/2 a drawn one, 1 a bye
  double buchholz = 0.0;          ///< the opponents' points; a bye counts as an opponent with the entry's own
  double buchholz_cut = 0.0;      ///< without the weakest opponent
  double sonneborn_berger = 0.0;  ///< the points of opponents beaten, and half those drawn with
  double game_points = 0.0;       ///< share of all points of its pairs
  int byes = 0;
  int lot = 0;
};

/// After `rounds` rounds, best first: points, then Buchholz without the weakest, Buchholz, Sonneborn-Berger, share of game points, lot.
std::vector<SwissStanding> SwissTable(const Specification& specification, std::string_view master_secret, int rounds, std::span<const PairResult> results);

/// Who meets whom in `round`; nothing where nobody is left to meet. Within each group of equal points, by lot, the upper half meets the lower half in order;
/// who is left over floats down to the next group and meets its best, not the one who floated in the round before where that can be helped. Nobody meets
/// twice, nor entries that MayMeet() keeps apart, and a pair is only made if as many of the rest can still be paired as before. With an odd number the last in
/// the table who has had fewest byes sits out. The rules follow FIDE's Dutch system (C.04.3) without its colours.
std::optional<std::vector<std::pair<int, int>>> SwissPairings(const Specification& specification, std::string_view master_secret, int round,
                                                             std::span<const PairResult> before);

/// Rounds that single out a winner: the binary logarithm of the number of entries, rounded up.
int RoundsNeeded(std::size_t entries);

}  // namespace haze::tools
