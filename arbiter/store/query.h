// Reads what `store.cc` writes.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "arbiter/store/rows.h"
#include "arbiter/store/seal.h"
#include "arbiter/store/sqlite.h"

namespace haze::store {

/// One line of `haze log`.
struct MatchLine {
  std::string match_id, scenario, started_utc, result, winner, reason, line_up, transport;
  std::int64_t seed = 0;
  std::optional<double> blue_points, red_points, wall_s;
};

struct LeaderboardLine {
  std::string role, entry, scenario;
  bool exhibition = true;
  std::int64_t matches = 0, wins = 0, draws = 0, losses = 0, forfeits = 0;
  double score_fraction = 0.0;
  std::optional<double> mean_points;
};

/// A counted match of a tournament.
struct CountedGame {
  GameRow game;
  std::string scenario, scenario_hash, match_id;
  std::int64_t seed = 0;
  std::string result, winner, seat_at_fault;
  std::string entry_at_fault;  ///< who plays that seat
  double blue_points = 0.0, red_points = 0.0;
  double wall_s = 0.0;
};

/// Tournaments of a store, by name; their entries in order; their counted matches in order of round, pair, scenario, seed and half, whatever the order of play.
std::vector<TournamentRow> Tournaments(Database& database);
std::vector<EntryRow> Entries(Database& database, const std::string& tournament);
std::vector<CountedGame> CountedGames(Database& database, const std::string& tournament);
/// The identities of its counted matches alone: what a run has to know of what is there.
std::set<std::string> CountedIdentities(Database& database, const std::string& tournament);
/// How often each identity was void because something around the match failed; an arbiter that was killed or interrupted is no reason to give a match up.
std::map<std::string, int> VoidAttempts(Database& database, const std::string& tournament);

/// A store that is only read; it may be written at the same time. Throws StoreFault where the file is missing, foreign, newer, older or damaged.
class Reader {
 public:
  enum class Trust {
    kNone,   ///< looks through the pages first (CheckPages)
    kPages,  ///< somebody has, or every page will be read anyway
  };
  explicit Reader(const std::string& path, Trust trust = Trust::kNone);

  struct Found {
    std::string match_id;  ///< empty: `error` says why
    std::string error;
  };
  /// A unique prefix of an id (hex digits), "last" (the newest that is over) or "last~2" (two before it).
  Found Find(const std::string& text);

  /// The newest `limit` plays (0 = all), oldest first.
  std::vector<MatchLine> List(int limit);
  std::vector<LeaderboardLine> Leaderboard();
  /// Every attempt that is over, in order of starting.
  std::vector<std::string> FinishedIds();

  /// Everything of one match. An unknown id is the caller's mistake: asserts.
  MatchRows Match(const std::string& match_id);
  std::optional<Seal> SealFor(const std::string& match_id);
  /// The record's hash as stored beside its bytes ("" without a record).
  std::string RecordHash(const std::string& match_id);
  std::optional<std::string> ScenarioText(const std::string& scenario_hash);
  std::optional<std::string> Asset(const std::string& sha256);

  Database& database() { return database_; }

 private:
  Database database_;
};

}  // namespace haze::store
