// Tables of a tournament: a pure function of the store's tallies, the same after any number of resumes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "arbiter/store/tally.h"
#include "tools/tournament/specification.h"

namespace haze::tools {

struct Standing {
  std::string entry;
  long pairs = 0, games = 0;
  double points = 0.0;  ///< of its pairs, 0 to 2 each
  long wins = 0, draws = 0, losses = 0, forfeits = 0;  ///< of games; forfeits: of its own making
  double share = 0.0;   ///< points / (2 pairs)
  /// Logistic Elo against the field it met, with a 95 % interval over pairs (elo.h), and normalised Elo; empty without pairs.
  std::optional<double> elo, elo_low, elo_high, normalized_elo;
  /// From all meetings of all entries at once (bradley_terry.h), in points of Elo from the mean of all, with a 95 % interval over pairs; empty where the meetings
  /// leave it open (Tables::joint_words).
  std::optional<double> joint, joint_low, joint_high;
};

struct HeadToHead {
  std::string entry, versus;
  long pairs = 0;
  double points = 0.0;                ///< of `entry`
  long won = 0, split = 0, lost = 0;  ///< pairs above, at and below 1 point
};

/// How an entry did in one role that it brings itself.
struct RoleLine {
  std::string entry, role, scenario;
  long games = 0;
  double value = 0.0;   ///< 1 a win, 1/2 a draw
  double points = 0.0;  ///< mean score of its side
};

struct Tables {
  std::vector<Standing> standings;        ///< best share first; then by name
  std::vector<HeadToHead> head_to_head;   ///< every ordered pair that met, by name
  std::vector<RoleLine> roles;
  long games = 0, pairs = 0;
  std::string joint_words;  ///< why there are no joint ratings; empty where there are, or no meetings
  std::vector<std::vector<std::string>> cycles;  ///< three entries that beat one another in a ring, from the mean of their pairs
};

/// What `specification` does not know is left out.
Tables MakeTables(const Specification& specification, const std::vector<store::PairTally>& meetings, const std::vector<store::RoleTally>& roles);

/// For people.
std::string TablesText(const Tables& tables, const std::string& title);

}  // namespace haze::tools
