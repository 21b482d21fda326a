// What is kept beside results.
#include "arbiter/store/branch.h"

#include "arbiter/store/seal.h"
#include "arbiter/store/sha256.h"
#include "arbiter/store/store.h"

namespace haze::store {

void WriteBranch(Database& database, const BranchRow& branch) {
  Statement insert(database,
                   "INSERT INTO branches (branch_id, match_id, from_s, seats, created_utc, result, winner, reason, blue_points, red_points, digest, record_sha256, record) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.Bind(0, branch.branch_id).Bind(1, branch.match_id).Bind(2, branch.from_s).Bind(3, branch.seats).Bind(4, branch.created_utc).Bind(5, branch.result);
  insert.Bind(6, branch.winner).Bind(7, branch.reason).Bind(8, branch.blue_points).Bind(9, branch.red_points).Bind(10, branch.digest);
  insert.Bind(11, Sha256Hex(branch.record)).BindBlob(12, branch.record);
  insert.Run();
}

void WriteCache(Database& database, const std::string& match_id, const std::vector<FactRow>& facts, const std::vector<TrajectoryRow>& trajectories,
                std::optional<std::size_t> decisive) {
  Transaction transaction(database);
  for (const char* table : {"facts", "trajectories", "decisive"}) {
    Statement clear(database, std::string("DELETE FROM ") + table + " WHERE match_id = ?");
    clear.Bind(0, match_id);
    clear.Run();
  }
  WriteFacts(database, match_id, facts);
  Statement seal(database, "UPDATE seals SET facts_sha256 = ? WHERE match_id = ?");
  MatchRows rows;
  rows.facts = facts;
  seal.Bind(0, SealOf(rows).facts_sha256).Bind(1, match_id);
  seal.Run();
  Statement insert(database, "INSERT INTO trajectories (match_id, object, t_us, step_us, samples, position) VALUES (?, ?, ?, ?, ?, ?)");
  for (const TrajectoryRow& row : trajectories) {
    insert.Bind(0, match_id).Bind(1, row.object).Bind(2, row.from.us).Bind(3, row.step.us).Bind(4, row.samples).BindBlob(5, row.position);
    insert.Run();
  }
  if (decisive) {
    Statement fact(database, "INSERT INTO decisive (match_id, fact) VALUES (?, ?)");
    fact.Bind(0, match_id).Bind(1, static_cast<std::int64_t>(*decisive));
    fact.Run();
  }
  transaction.Commit();
}

}  // namespace haze::store
