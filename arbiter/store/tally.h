// The sums that a store keeps beside its matches: role_tallies, pair_tallies and the halves of pairs that wait (schema.sql).
#pragma once

#include <string>
#include <vector>

#include "arbiter/store/sqlite.h"

namespace haze::store {

/// Forgets which matches were marked, and makes room for marks: once for each connection, or to begin anew.
void ClearMarks(Database& database);
/// Marks a match that is over and whose rows are all written.
void MarkForTally(Database& database, const std::string& match_id);
/// Adds every marked match to the tallies, once, and forgets the marks; inside the transaction that wrote them.
void TallyMarked(Database& database);
/// Adds what the attached store `shard` has added up of the counted matches of `tournament`, of which all are new here.
void TallyShard(Database& database, const std::string& tournament);
/// Adds up every match of the file into empty tallies.
void TallyAll(Database& database);

/// Adds everything up again on the side and compares: a sentence for each table that says something else. Sums of points may differ by rounding.
std::vector<std::string> CompareTallies(Database& database);

/// One meeting of two entries in one scenario.
struct PairTally {
  std::string first, second, scenario, scenario_hash;
  long first_games = 0, second_games = 0;
  long wins = 0, draws = 0, losses = 0;  ///< of games, of `first`; scenarios that both sides play only
  long first_forfeits = 0, second_forfeits = 0;
  long pairs[5] = {0, 0, 0, 0, 0};       ///< seed pairs by the points of `first`: 0, 1/2, 1, 3/2, 2
};
/// One entry in one role of one side in one scenario.
struct RoleTally {
  std::string role, entry, side, scenario;
  long matches = 0, wins = 0, draws = 0, losses = 0, scored = 0;
  double points = 0.0;  ///< sum over `scored` matches
};
/// Of a tournament; by names.
std::vector<PairTally> PairTallies(Database& database, const std::string& tournament);
std::vector<RoleTally> RoleTallies(Database& database, const std::string& tournament);

}  // namespace haze::store
