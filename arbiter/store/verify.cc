// Whether a store still says what was played.
#include "arbiter/store/verify.h"

#include "arbiter/store/pack.h"
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
  const std::string record_sha256 = Sha256Hex(rows.record);
  if (record_sha256 != stored->record_sha256) return "the record's bytes are not those that were sealed";
  if (!rows.record.empty() && reader.RecordHash(rows.attempt.match_id) != record_sha256) return "the record's stored SHA-256 is not that of its bytes";
  const Seal seal = SealOf(rows);
  if (seal.facts_sha256 != stored->facts_sha256) return "the facts are not those that were sealed";
  if (seal.chain_sha256 != stored->chain_sha256) return "a column of attempts, identities, seats, sides, scores, milestones or velocity_used was changed";
  if (IdentityOf(rows.attempt.scenario_hash, rows.attempt.seed, rows.seats) != rows.attempt.identity)
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
    if (rows.attempt.keep != Keep::kResults && rows.attempt.result.rfind("VOID_", 0) != 0) return "the record is missing";
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
                    const std::function<void(const std::string&)>& progress) {
  VerifyReport report;
  if (match_ids.empty()) {
    const std::string pages = reader.database().Ask("PRAGMA integrity_check(1)");
    if (pages != "ok") report.problems.push_back({{}, "the file is damaged: " + pages});
    const std::string strays = reader.database().Ask("PRAGMA foreign_key_check");
    if (!strays.empty()) report.problems.push_back({{}, "rows of " + strays + " belong to no match"});
    for (const std::string& problem : CompareTallies(reader.database())) report.problems.push_back({{}, problem});
  }
  for (const std::string& id : match_ids.empty() ? reader.FinishedIds() : match_ids) {
    ++report.matches;
    if (const auto problem = CheckMatch(reader, reader.Match(id), resimulate, report)) report.problems.push_back({id, *problem});
    if (progress) progress(id);
  }
  return report;
}

}  // namespace haze::store
