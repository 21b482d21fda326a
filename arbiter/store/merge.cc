// Merges shards of a tournament.
#include "arbiter/store/merge.h"

#include "arbiter/store/fault.h"
#include "arbiter/store/query.h"
#include "arbiter/store/tally.h"

namespace haze::store {
namespace {

// Attached for as long as it lives; meanwhile foreign keys are not looked up, since every row comes with the match it belongs to.
class Attached {
 public:
  Attached(Database& database, const std::string& path) : database_(database) {
    Statement attach(database_, "ATTACH DATABASE ? AS shard");
    attach.Bind(0, path);
    attach.Run();
    database_.Execute("PRAGMA foreign_keys = OFF");
  }
  ~Attached() {
    try {
      database_.Execute("DETACH DATABASE shard; PRAGMA foreign_keys = ON");
    } catch (const StoreFault&) {
      // The connection is about to be closed after the fault that led here.
    }
  }

 private:
  Database& database_;
};

constexpr const char* kTablesOfMatches[] = {"seats", "sides", "scores", "milestones", "velocity_used", "facts", "records", "seals", "trajectories", "decisive"};

}  // namespace

MergeReport MergeShard(Store& target, const std::string& path, const std::string& tournament, const std::string& haze_version) {
  MergeReport report;
  target.Flush();
  Database& db = target.database();
  std::string commitment;
  for (const TournamentRow& row : Tournaments(db)) {
    if (row.tournament == tournament) commitment = row.commitment_sha256;
  }
  {
    Reader shard(path, Reader::Trust::kPages);  // refuses foreign, newer and older files
    bool same = false;
    for (const TournamentRow& row : Tournaments(shard.database())) same = same || (row.tournament == tournament && row.commitment_sha256 == commitment);
    if (!same) {
      report.error = path + " holds no shard of " + tournament + " under commitment " + commitment.substr(0, 12);
      return report;
    }
    Statement versions(shard.database(), "SELECT DISTINCT haze_version FROM attempts WHERE tournament = ? AND counted = 1");
    versions.Bind(0, tournament);
    while (versions.Step()) {
      if (versions.Text(0) != haze_version) {
        report.error = path + " was played by haze " + versions.Text(0) + ", this is " + haze_version;
        return report;
      }
    }
  }

  const Attached attached(db, path);
  Transaction transaction(db);
  target.Touch(tournament);
  db.Execute(
      "CREATE TEMP TABLE IF NOT EXISTS taken (match_id TEXT PRIMARY KEY);"
      "DELETE FROM taken");
  Statement count(db, "SELECT count(*) FROM shard.attempts WHERE tournament = ? AND counted = 1");
  count.Bind(0, tournament);
  const long all = count.Step() ? static_cast<long>(count.Int(0)) : 0;
  Statement take(db,
                 "INSERT INTO taken SELECT s.match_id FROM shard.attempts s WHERE s.tournament = ?1 AND s.counted = 1 "
                 "AND NOT EXISTS (SELECT 1 FROM main.attempts m WHERE m.tournament = ?1 AND m.identity = s.identity AND m.counted = 1)");
  take.Bind(0, tournament);
  take.Run();
  db.Execute(
      "INSERT OR IGNORE INTO main.scenarios SELECT * FROM shard.scenarios;"
      "INSERT OR IGNORE INTO main.score_lines SELECT * FROM shard.score_lines;"
      "INSERT OR IGNORE INTO main.assets SELECT * FROM shard.assets;"
      "INSERT OR IGNORE INTO main.identities SELECT i.* FROM shard.identities i WHERE i.identity IN "
      "  (SELECT identity FROM shard.attempts WHERE match_id IN (SELECT match_id FROM taken));"
      "INSERT OR IGNORE INTO main.games SELECT g.* FROM shard.games g WHERE g.identity IN "
      "  (SELECT identity FROM shard.attempts WHERE match_id IN (SELECT match_id FROM taken));"
      "INSERT INTO main.attempts (match_id, identity, tournament, exhibition, counted, practice, keep, transport, haze_version, started_utc, wall_s, result, winner, "
      "  reason, seat_at_fault, sim_duration_s, turns, digest) "
      "SELECT match_id, identity, tournament, exhibition, counted, practice, keep, transport, haze_version, started_utc, wall_s, result, winner, reason, "
      "  seat_at_fault, sim_duration_s, turns, digest FROM shard.attempts WHERE match_id IN (SELECT match_id FROM taken) ORDER BY number");
  // A shard of this tournament alone, all of it new, is taken as it stands.
  const bool whole = db.Ask("SELECT (SELECT count(*) FROM shard.attempts) = (SELECT count(*) FROM taken)") == "1";
  for (const char* table : kTablesOfMatches) {
    db.Execute(std::string("INSERT INTO main.") + table + " SELECT * FROM shard." + table + (whole ? "" : " WHERE match_id IN (SELECT match_id FROM taken)"));
  }
  report.added = std::stol(db.Ask("SELECT count(*) FROM taken"));
  report.known = all - report.added;
  ClearMarks(db);
  if (report.known == 0) {
    TallyShard(db, tournament);
  } else {
    db.Execute("INSERT INTO temp.marked SELECT match_id FROM taken");
    TallyMarked(db);
  }
  transaction.Commit();
  return report;
}

}  // namespace haze::store
