// What is kept beside results: what-if branches, and what a record gives again.
#pragma once

#include <string>
#include <vector>

#include "arbiter/store/rows.h"
#include "arbiter/store/sqlite.h"
#include "dynamics/time.h"

namespace haze::store {

/// A match played on from `from_s` with other policies in some seats (schema.sql: branches).
struct BranchRow {
  std::string branch_id, match_id;
  double from_s = 0.0;
  std::string seats;  ///< "red.target=target/sunlock"
  std::string created_utc, result, winner, reason;
  std::optional<double> blue_points, red_points;
  std::string digest, record;
};

struct TrajectoryRow {
  std::string object;
  dynamics::SimTime from, step;
  std::int64_t samples = 0;
  std::string position;  ///< EncodePositions
};

/// Adds a branch. The caller holds the store open for writing, as for the next one.
void WriteBranch(Database& database, const BranchRow& branch);

/// Replaces what is cached of a match: facts (with their hash in the seal, which the chain leaves out), trajectories, and the number of the decisive fact.
void WriteCache(Database& database, const std::string& match_id, const std::vector<FactRow>& facts, const std::vector<TrajectoryRow>& trajectories,
                std::optional<std::size_t> decisive);

}  // namespace haze::store
