// What a tournament is: entries, what they play, how they meet. Plain values; read from YAML by read_specification.cc.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace haze::tools {

/// Who plays one role of an entry.
struct RolePlayer {
  std::string policy;     ///< a shipped policy, "target/passive"; empty for a command
  std::string command;    ///< run by /bin/sh -c in `directory`; empty for a shipped policy
  std::string directory;  ///< working directory of the command; empty: the runner's
  double start_limit_s = 60.0;
  bool operator==(const RolePlayer&) const = default;
};

/// One contestant. Its name is unique in a tournament; what it is, is its content.
struct Entry {
  std::string name;
  std::string version;
  std::string owner;           ///< entries of one owner do not meet in rated rounds; empty: nobody's
  std::string content_sha256;  ///< 64 hex digits over everything that plays; entries of one content do not meet either
  std::map<std::string, RolePlayer> roles;  ///< by role, "inspector"; roles that it does not bring are the specification's defaults
  bool anchor = false;         ///< of a ladder: its rating is frozen
  double rating = 1500.0;      ///< of an anchor, on Glicko's scale
};

enum class Format { kRoundRobin, kGauntlet, kSwiss, kKnockout, kLadder, kSprt };

/// When an SPRT stops: hypotheses in Elo, errors of the first and second kind.
struct SprtRule {
  double elo0 = 0.0, elo1 = 10.0, alpha = 0.05, beta = 0.05;
};

struct ScenarioRef {
  std::string name;     ///< as the specification names it
  std::string hash;     ///< of the resolved text
  bool one_sided = false;  ///< only one side has seats: the pair is both entries in the same seat
};

struct Specification {
  std::string name;
  std::vector<Entry> entries;      ///< in the order of the file; a gauntlet's or SPRT's first entry meets all others
  std::map<std::string, RolePlayer> defaults;  ///< by role
  std::vector<ScenarioRef> scenarios;
  int seeds = 8;   ///< of each pairing, scenario and round
  int rounds = 1;  ///< 0: as many as the format needs (Swiss, knockout)
  Format format = Format::kRoundRobin;
  SprtRule sprt;
  bool rated = true;
};

/// A game that is to be played: one half of a seed pair.
struct Game {
  int round = 0;     ///< from 0
  int scenario = 0;  ///< index into the specification's
  std::int64_t seed = 1;
  int first = 0;     ///< entries of the pair, by index
  int second = 0;
  int half = 0;      ///< 0: `first` plays blue (one-sided: plays at all); 1: the other way round
  bool operator==(const Game&) const = default;
};

/// What a pair of halves gave, in the order of the schedule: the first entry's points, 0 to 2 (0, 1/2 or 1 a half).
struct PairResult {
  int round = 0;
  int scenario = 0;
  std::int64_t seed = 1;
  int first = 0;
  int second = 0;
  double first_points = 0.0;
};

}  // namespace haze::tools
