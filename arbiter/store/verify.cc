// Whether a store still says what was played.
#include "arbiter/store/verify.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "arbiter/store/pack.h"
#include "arbiter/store/proof.h"
#include "arbiter/store/sha256.h"
#include "arbiter/store/tally.h"

namespace haze::store {
namespace {

// What a row struct cannot show: rows out of their order, flags and words outside their domain (a reading connection does not know the CHECKs).
std::optional<std::string> CompareShape(Reader& reader, const std::string& match_id) {
  for (const std::string table : {"seats", "velocity_used", "facts"}) {
    Statement s(reader.database(), "SELECT count(*), coalesce(min(number), 0), coalesce(max(number), -1) FROM " + table + " WHERE match_id = ?");
    s.Bind(0, match_id);
    if (s.Step() && (s.Int(1) != 0 || s.Int(2) != s.Int(0) - 1)) return "the rows of " + table + " are not numbered from 0";
  }
  Statement lines(reader.database(), "SELECT side FROM scores WHERE match_id = ? GROUP BY side HAVING min(number) <> 0 OR max(number) <> count(*) - 1");
  lines.Bind(0, match_id);
  if (lines.Step()) return "the rows of scores are not numbered from 0";
  Statement s(reader.database(),
              "SELECT count(*) FROM attempts WHERE match_id = ? AND exhibition IN (0, 1) AND counted IN (0, 1) AND practice IN (0, 1) "
              "AND keep IN ('results', 'decisions', 'full')");
  s.Bind(0, match_id);
  if (!s.Step() || s.Int(0) != 1) return "a flag or word of attempts is outside its domain";
  return std::nullopt;
}

std::optional<std::string> CompareHashes(Reader& reader, const MatchRows& rows) {
  const std::optional<Seal> stored = reader.SealFor(rows.attempt.match_id);
  const bool is_void = rows.attempt.result.rfind("VOID_", 0) == 0;
  if (!stored) {
    if (is_void && rows.record.empty()) return std::nullopt;
    return "has a result without a seal";
  }
  const bool withheld = rows.record.empty() && rows.redacted.count(kAnswers) != 0;
  const std::string record_sha256 = withheld ? stored->record_sha256 : Sha256Hex(rows.record);
  if (record_sha256 != stored->record_sha256) return "the record's bytes are not those that were sealed";
  if (!rows.record.empty() && reader.RecordHash(rows.attempt.match_id) != record_sha256) return "the record's stored SHA-256 is not that of its bytes";
  const Seal seal = SealOf(rows);
  if (seal.facts_sha256 != stored->facts_sha256) return "the facts are not those that were sealed";
  if (seal.chain_sha256 != stored->chain_sha256) return "a column of attempts, identities, seats, sides, scores, milestones or velocity_used was changed";
  bool named = true;  // where an entry was taken out, the identity cannot be made again; the chain has it
  for (std::size_t seat = 0; seat < rows.seats.size(); ++seat) named = named && rows.redacted.count(EntryPlace(seat)) == 0;
  if (named && IdentityOf(rows.attempt.scenario_hash, rows.attempt.seed, rows.seats) != rows.attempt.identity)
    return "the identity is not that of scenario, seed and line-up";
  return std::nullopt;
}

// Record and columns must tell one story.
std::optional<std::string> CompareStory(const MatchRows& rows, const rec::Record& record) {
  const AttemptRow& attempt = rows.attempt;
  if (record.scenario_hash() != attempt.scenario_hash) return "the record is of another scenario";
  if (record.seed() != attempt.seed) return "the record is of another seed";
  if (record.seats_size() != static_cast<int>(rows.seats.size())) return "the record has another number of seats";
  for (int i = 0; i < record.seats_size(); ++i) {
    if (record.seats(i) != rows.seats[static_cast<std::size_t>(i)].seat) return "the record seats " + record.seats(i) + " where the store has another";
  }
  const auto& result = record.result();
  if (ResultName(result.result()) != attempt.result || result.winner() != attempt.winner || result.reason() != attempt.reason ||
      result.seat_at_fault() != attempt.seat_at_fault) {
    return "the record's result is not the stored one";
  }
  MatchRows told;
  FillScores(result, told);
  if (told.sides != rows.sides) return "the record's points are not the stored ones";
  if (told.lines != rows.lines) return "the record's score lines are not the stored ones";
  return std::nullopt;
}

std::optional<std::string> CheckMatch(Reader& reader, const MatchRows& rows, const Resimulate& resimulate, VerifyReport& report) {
  if (auto problem = CompareShape(reader, rows.attempt.match_id)) return problem;
  if (auto problem = CompareHashes(reader, rows)) return problem;
  const std::optional<std::string> scenario = reader.ScenarioText(rows.attempt.scenario_hash);
  if (!scenario) return "the scenario's text is missing";
  if (Sha256Hex(*scenario) != rows.attempt.scenario_hash) return "the scenario's text does not have its hash";
  if (rows.record.empty()) {
    if (rows.redacted.count(kAnswers) == 0 && rows.attempt.keep != Keep::kResults && rows.attempt.result.rfind("VOID_", 0) != 0) return "the record is missing";
    ++report.without_record;
    return std::nullopt;
  }

  const std::optional<rec::Record> read = Unpack(rows.record);
  if (!read) return "the record cannot be read";
  const rec::Record& record = *read;
  for (const std::string& hash : record.table_hashes()) {
    const std::optional<std::string> data = reader.Asset(hash);
    if (!data) return "the table " + hash.substr(0, 12) + " is missing";
    if (Sha256Hex(*data) != hash) return "the table " + hash.substr(0, 12) + " does not have its hash";
  }
  if (auto problem = CompareStory(rows, record)) return problem;
  if (!resimulate) return std::nullopt;
  ++report.resimulated;
  return resimulate(record, rows, *scenario, reader);
}

}  // namespace

VerifyReport Verify(Reader& reader, const std::vector<std::string>& match_ids, const Resimulate& resimulate,
                    const std::function<void(const std::string&)>& progress, int jobs, const std::string& public_key) {
  VerifyReport report;
  if (match_ids.empty()) {
    const std::string pages = reader.database().Ask("PRAGMA integrity_check(1)");
    if (pages != "ok") report.problems.push_back({{}, "the file is damaged: " + pages});
    const std::string strays = reader.database().Ask("PRAGMA foreign_key_check");
    if (!strays.empty()) report.problems.push_back({{}, "rows of " + strays + " belong to no match"});
    for (const std::string& problem : CompareTallies(reader.database())) report.problems.push_back({{}, problem});
    for (const std::string& problem : CheckRoots(reader.database(), public_key)) report.problems.push_back({{}, problem});
    Statement branches(reader.database(), "SELECT branch_id, record, record_sha256 FROM branches ORDER BY branch_id");
    while (branches.Step()) {
      if (Sha256Hex(branches.Blob(1)) != branches.Text(2)) report.problems.push_back({{}, "branch " + branches.Text(0).substr(0, 8) + ": its record's bytes are not those that were written"});
    }
  }
  const std::vector<std::string> ids = match_ids.empty() ? reader.FinishedIds() : match_ids;
  std::vector<std::string> found(ids.size());
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr fault;
  const auto work = [&](Reader& own) {
    VerifyReport part;
    for (std::size_t i = next++; i < ids.size(); i = next++) {
      if (auto problem = CheckMatch(own, own.Match(ids[i]), resimulate, part)) found[i] = *problem;
      const std::lock_guard lock(mutex);
      if (progress) progress(ids[i]);
    }
    const std::lock_guard lock(mutex);
    report.resimulated += part.resimulated;
    report.without_record += part.without_record;
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < jobs && static_cast<std::size_t>(i) < ids.size(); ++i) {
    threads.emplace_back([&] {
      try {
        Reader own(reader.database().path(), Reader::Trust::kPages);
        work(own);
      } catch (...) {
        const std::lock_guard lock(mutex);
        fault = std::current_exception();
      }
    });
  }
  try {
    work(reader);
  } catch (...) {
    next = ids.size();
    for (std::thread& thread : threads) thread.join();
    throw;
  }
  for (std::thread& thread : threads) thread.join();
  if (fault) std::rethrow_exception(fault);
  report.matches = static_cast<int>(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!found[i].empty()) report.problems.push_back({ids[i], found[i]});
  }
  return report;
}

}  // namespace haze::store
