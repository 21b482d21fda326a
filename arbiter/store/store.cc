// The store's one writer.
#include "arbiter/store/store.h"

#include <filesystem>

#include "arbiter/store/fault.h"
#include "arbiter/store/format.h"
#include "arbiter/store/proof.h"
#include "arbiter/store/seal.h"
#include "arbiter/store/tally.h"
#include "dynamics/assert.h"

namespace haze::store {
namespace {

// 2000-01-01T00:00:00Z in seconds since 1970.
constexpr std::int64_t kUnixOf2000 = 946684800;

std::size_t RowsIn(const MatchRows& rows) {
  return 4 + rows.seats.size() + rows.sides.size() + rows.lines.size() + rows.velocity_used.size() + rows.facts.size();
}

// Foreign, newer and damaged files are recognised before anything is written.
void LookBeforeWriting(const std::string& path) {
  if (!std::filesystem::exists(path)) return;
  Database reader(path, Database::Mode::kRead);
  if (IsEmpty(reader)) return;
  CheckFormat(reader);
  CheckPages(reader);
}

}  // namespace

void WriteFacts(Database& db, const std::string& match_id, const std::vector<FactRow>& facts) {
  Statement insert(
      db, "INSERT INTO facts (match_id, number, t_us, kind, seat, craft, other, value_si, value2_si, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  int number = 0;
  for (const FactRow& fact : facts) {
    insert.Bind(0, match_id).Bind(1, number++).Bind(2, fact.t_us).Bind(3, fact.kind).Bind(4, fact.seat).Bind(5, fact.craft).Bind(6, fact.other);
    insert.Bind(7, fact.value_si).Bind(8, fact.value2_si).Bind(9, fact.detail);
    insert.Run();
  }
}

Store::Store(const std::string& path, const StoreOptions& options) : options_(options) {
  RefuseNetworkFileSystem(path);
  lock_ = std::make_unique<WriterLock>(path);
  LookBeforeWriting(path);
  database_ = std::make_unique<Database>(path, Database::Mode::kCreate);
  if (database_->Ask("PRAGMA journal_mode = WAL") != "wal") throw StoreFault(path, "does not accept a write-ahead log on this file system");
  database_->Execute(options.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  database_->Execute("PRAGMA foreign_keys = ON");
  // 32 MiB of pages: the indices of a long tournament stay in memory.
  database_->Execute("PRAGMA cache_size = -32768");
  if (IsEmpty(*database_)) CreateSchema(*database_);
  ClearMarks(*database_);
  database_->Execute("UPDATE attempts SET result = 'VOID_ARBITER', reason = 'the arbiter ended in the middle of the match' WHERE result IS NULL");
  // A writer that was killed left results without their root.
  for (const std::string& tournament : WithoutRoot(*database_)) touched_.insert(tournament);
}

Store::~Store() {
  try {
    if (!faulty_) Close();
  } catch (const StoreFault&) {
    // Whoever wants to hear of it calls Close. What was acknowledged is in the file or its log.
  }
}

template <class Work>
void Store::Guarded(const Work& work) {
  if (!database_) throw StoreFault("store", "is closed");
  if (faulty_) throw StoreFault(database_->path(), "had a fault before; nothing more is written to it");
  faulty_ = true;  // stays so where `work` throws
  work();
  faulty_ = false;
}

void Store::AddScenario(const scenarios::Scenario& scenario) {
  Guarded([&] {
    Statement insert(
        *database_,
        "INSERT OR IGNORE INTO scenarios (scenario_hash, name, title, epoch_utc, epoch_unix_s, duration_s, one_sided, draw_band_points, canonical_text) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.Bind(0, scenario.hash).Bind(1, scenario.name).Bind(2, scenario.title).Bind(3, dynamics::FormatUtc(scenario.epoch));
    insert.Bind(4, kUnixOf2000 + scenario.epoch.us / 1'000'000).Bind(5, dynamics::Seconds(scenario.duration)).Bind(6, scenarios::OneSided(scenario) ? 1 : 0);
    insert.Bind(7, scenario.draw_band).Bind(8, scenario.canonical_text);
    insert.Run();
    Statement line(*database_, "INSERT OR IGNORE INTO score_lines (scenario_hash, side, line, full_points) VALUES (?, ?, ?, ?)");
    for (const scenarios::ScoreLine& score : scenario.score) {
      line.Bind(0, scenario.hash).Bind(1, SideName(score.side)).Bind(2, score.name).Bind(3, score.points > 0.0 ? score.points : 0.0);
      line.Run();
    }
  });
}

void Store::AddAsset(const AssetRow& asset) {
  Guarded([&] {
    Statement insert(*database_, "INSERT OR IGNORE INTO assets (sha256, kind, name, size_bytes, data) VALUES (?, 'astronomy', ?, ?, ?)");
    insert.Bind(0, asset.sha256).Bind(1, asset.name).Bind(2, static_cast<std::int64_t>(asset.data.size())).BindBlob(3, asset.data);
    insert.Run();
  });
}

void Store::Touch(const std::string& tournament) {
  if (!touched_.insert(tournament).second) return;
  Statement root(*database_, "DELETE FROM roots WHERE tournament = ?");
  root.Bind(0, tournament);
  root.Run();
}

void Store::AddTournament(const TournamentRow& tournament, const std::vector<EntryRow>& entries) {
  Guarded([&] {
    Transaction transaction(*database_);
    Statement insert(*database_, "INSERT INTO tournaments (tournament, specification, commitment_sha256, master_secret, complete, created_utc) VALUES (?, ?, ?, ?, 0, ?)");
    insert.Bind(0, tournament.tournament).Bind(1, tournament.specification).Bind(2, tournament.commitment_sha256).Bind(3, tournament.master_secret);
    insert.Bind(4, tournament.created_utc);
    insert.Run();
    WriteEntries(tournament.tournament, entries);
    transaction.Commit();
  });
}

void Store::UpdateTournament(const TournamentRow& tournament, const std::vector<EntryRow>& entries) {
  Guarded([&] {
    Transaction transaction(*database_);
    Statement update(*database_, "UPDATE tournaments SET specification = ?, complete = ? WHERE tournament = ?");
    update.Bind(0, tournament.specification).Bind(1, tournament.complete ? 1 : 0).Bind(2, tournament.tournament);
    update.Run();
    Touch(tournament.tournament);
    WriteEntries(tournament.tournament, entries);
    transaction.Commit();
  });
}

void Store::WriteEntries(const std::string& tournament, const std::vector<EntryRow>& entries) {
  Statement insert(*database_, "INSERT OR IGNORE INTO entries (tournament, number, entry, version, owner, entry_sha256, plays) VALUES (?, ?, ?, ?, ?, ?, ?)");
  int number = 0;
  for (const EntryRow& entry : entries) {
    insert.Bind(0, tournament).Bind(1, number++).Bind(2, entry.entry).Bind(3, entry.version).Bind(4, entry.owner).Bind(5, entry.entry_sha256).Bind(6, entry.plays);
    insert.Run();
  }
}

void Store::Begin(MatchRows& rows) {
  MatchRows* const one[] = {&rows};
  Begin(one);
}

void Store::Begin(std::span<MatchRows* const> several) {
  if (several.empty()) return;
  Guarded([&] {
    Transaction transaction(*database_);
    for (MatchRows* const rows : several) WriteBeginning(*rows);
    transaction.Commit();
  });
}

void Store::WriteBeginning(MatchRows& rows) {
  AttemptRow& attempt = rows.attempt;
  Statement scenario(*database_, "SELECT name, epoch_unix_s, duration_s FROM scenarios WHERE scenario_hash = ?");
  scenario.Bind(0, attempt.scenario_hash);
  const bool known = scenario.Step();
  HAZE_ASSERT(known, "AddScenario comes before Begin", attempt.scenario_hash);
  attempt.scenario = scenario.Text(0);
  attempt.epoch_unix_s = scenario.Int(1);
  attempt.duration_s = scenario.Real(2);
  attempt.identity = IdentityOf(attempt.scenario_hash, attempt.seed, rows.seats);

  Touch(attempt.tournament);
  Statement identity(*database_, "INSERT OR IGNORE INTO identities (identity, scenario_hash, seed) VALUES (?, ?, ?)");
  identity.Bind(0, attempt.identity).Bind(1, attempt.scenario_hash).Bind(2, attempt.seed);
  identity.Run();

  if (rows.game) {
    Statement game(*database_, "INSERT OR IGNORE INTO games (tournament, identity, round, first, second, half) VALUES (?, ?, ?, ?, ?, ?)");
    game.Bind(0, attempt.tournament).Bind(1, attempt.identity).Bind(2, rows.game->round).Bind(3, rows.game->first).Bind(4, rows.game->second);
    game.Bind(5, rows.game->half);
    game.Run();
  }

  Statement insert(*database_,
                   "INSERT INTO attempts (match_id, identity, tournament, exhibition, counted, practice, keep, transport, haze_version, started_utc) "
                   "VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?)");
  insert.Bind(0, attempt.match_id).Bind(1, attempt.identity).Bind(2, attempt.tournament).Bind(3, attempt.exhibition ? 1 : 0).Bind(4, attempt.practice ? 1 : 0);
  insert.Bind(5, KeepName(attempt.keep)).Bind(6, attempt.transport).Bind(7, attempt.haze_version).Bind(8, attempt.started_utc);
  insert.Run();
  attempt.number = std::stoll(database_->Ask("SELECT last_insert_rowid()"));

  Statement seat_insert(*database_, "INSERT INTO seats (match_id, number, seat, side, role, entry, entry_sha256, pid) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  int number = 0;
  for (const SeatRow& seat : rows.seats) {
    seat_insert.Bind(0, attempt.match_id).Bind(1, number++).Bind(2, seat.seat).Bind(3, seat.side).Bind(4, seat.role).Bind(5, seat.entry);
    seat_insert.Bind(6, seat.entry_sha256).Bind(7, seat.pid);
    seat_insert.Run();
  }
}

void Store::Finish(MatchRows rows, std::function<void()> acknowledged) {
  HAZE_ASSERT(rows.attempt.number > 0 && !rows.attempt.result.empty(), "a finished match was begun and has a result");
  if (waiting_.empty()) oldest_ = std::chrono::steady_clock::now();
  waiting_rows_ += RowsIn(rows);
  waiting_.push_back({std::move(rows), std::move(acknowledged)});
  Poll();
}

void Store::Poll() {
  if (waiting_.empty()) return;
  if (waiting_rows_ >= options_.batch_rows || std::chrono::steady_clock::now() - oldest_ >= options_.batch_age) Flush();
}

void Store::Flush() {
  if (waiting_.empty()) return;
  Guarded([&] {
    Transaction transaction(*database_);
    for (const Waiting& waiting : waiting_) WriteEnd(waiting.rows);
    TallyMarked(*database_);
    transaction.Commit();
  });
  std::vector<Waiting> written;
  written.swap(waiting_);
  waiting_rows_ = 0;
  for (const Waiting& waiting : written) {
    if (waiting.acknowledged) waiting.acknowledged();
  }
}

void Store::Close() {
  if (!database_) return;
  Flush();
  Guarded([&] {
    Transaction transaction(*database_);
    for (const std::string& tournament : touched_) StoreRoot(*database_, tournament);
    transaction.Commit();
    touched_.clear();
    database_->Execute("PRAGMA wal_checkpoint(TRUNCATE)");
  });
  // With a reader in the file SQLite keeps the log; that is no fault.
  try {
    database_->Execute("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE");
  } catch (const StoreFault&) {
  }
  database_.reset();
  lock_.reset();
}

void Store::WriteEnd(const MatchRows& rows) {
  const AttemptRow& attempt = rows.attempt;
  const std::string& id = attempt.match_id;
  Database& db = *database_;

  Statement update(
      db,
      "UPDATE attempts SET wall_s = ?, result = ?, winner = ?, reason = ?, seat_at_fault = ?, sim_duration_s = ?, turns = ?, digest = ?, counted = ? "
      "WHERE match_id = ?");
  update.Bind(0, attempt.wall_s).Bind(1, attempt.result).Bind(2, attempt.winner).Bind(3, attempt.reason).Bind(4, attempt.seat_at_fault);
  update.Bind(5, attempt.sim_duration_s).Bind(6, attempt.turns).Bind(8, attempt.counted ? 1 : 0).Bind(9, id);
  if (attempt.digest.empty()) {
    update.BindNull(7);
  } else {
    update.Bind(7, attempt.digest);
  }
  update.Run();

  Statement seat_update(db, "UPDATE seats SET pid = ?, outcome = ?, exit_code = ?, exit_signal = ?, stderr_tail = ? WHERE match_id = ? AND number = ?");
  int number = 0;
  for (const SeatRow& seat : rows.seats) {
    seat_update.Bind(0, seat.pid)
        .Bind(1, seat.outcome)
        .Bind(2, seat.exit_code)
        .Bind(3, seat.exit_signal)
        .Bind(4, seat.stderr_tail)
        .Bind(5, id)
        .Bind(6, number++);
    seat_update.Run();
  }

  Statement side_insert(db, "INSERT INTO sides (match_id, side, points) VALUES (?, ?, ?)");
  for (const SideRow& side : rows.sides) {
    side_insert.Bind(0, id).Bind(1, side.side).Bind(2, side.points);
    side_insert.Run();
  }
  Statement line_insert(db, "INSERT INTO scores (match_id, side, number, line, value_si, points) VALUES (?, ?, ?, ?, ?, ?)");
  for (const LineRow& line : rows.lines) {
    line_insert.Bind(0, id).Bind(1, line.side).Bind(2, line.number).Bind(3, line.line).Bind(4, line.value_si).Bind(5, line.points);
    line_insert.Run();
  }

  const MilestoneRow& m = rows.milestones;
  Statement milestone_insert(db,
                             "INSERT INTO milestones (match_id, liftoff_s, separation_s, first_detection_s, first_detection_range_m, custody_s, "
                             "ranging_error_fraction, closest_approach_m, facets_delivered_fraction, back_off_range_m) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  milestone_insert.Bind(0, id).Bind(1, m.liftoff_s).Bind(2, m.separation_s).Bind(3, m.first_detection_s).Bind(4, m.first_detection_range_m);
  milestone_insert.Bind(5, m.custody_s).Bind(6, m.ranging_error_fraction).Bind(7, m.closest_approach_m).Bind(8, m.facets_delivered_fraction);
  milestone_insert.Bind(9, m.back_off_range_m);
  milestone_insert.Run();
  Statement velocity_insert(db, "INSERT INTO velocity_used (match_id, number, craft, dv_used_mps) VALUES (?, ?, ?, ?)");
  number = 0;
  for (const VelocityRow& used : rows.velocity_used) {
    velocity_insert.Bind(0, id).Bind(1, number++).Bind(2, used.craft).Bind(3, used.dv_used_mps);
    velocity_insert.Run();
  }

  WriteFacts(db, id, rows.facts);

  const Seal seal = SealOf(rows);
  if (!rows.record.empty()) {
    Statement record_insert(db, "INSERT INTO records (match_id, record_sha256, record) VALUES (?, ?, ?)");
    record_insert.Bind(0, id).Bind(1, seal.record_sha256).BindBlob(2, rows.record);
    record_insert.Run();
  }
  Statement seal_insert(db, "INSERT INTO seals (match_id, record_sha256, facts_sha256, chain_sha256) VALUES (?, ?, ?, ?)");
  seal_insert.Bind(0, id).Bind(1, seal.record_sha256).Bind(2, seal.facts_sha256).Bind(3, seal.chain_sha256);
  seal_insert.Run();
  MarkForTally(db, id);
}

}  // namespace haze::store
