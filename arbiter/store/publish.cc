// A copy of a store for others.
#include "arbiter/store/publish.h"

#include <filesystem>

#include "arbiter/store/fault.h"
#include "arbiter/store/proof.h"
#include "arbiter/store/query.h"
#include "arbiter/store/tally.h"

namespace haze::store {
namespace {

class Redactor {
 public:
  explicit Redactor(Database& db) : insert_(db, "INSERT INTO redactions (match_id, place, sha256) VALUES (?, ?, ?)") {}
  void Keep(const std::string& match_id, const std::string& place, const std::string& hash) {
    insert_.Bind(0, match_id).Bind(1, place).Bind(2, hash);
    insert_.Run();
  }

 private:
  Statement insert_;
};

void TakeFromMatch(Database& db, Redactor& redactor, const MatchRows& rows, const std::set<std::string>& known, PublishReport& report) {
  const std::string& id = rows.attempt.match_id;
  if (!rows.record.empty()) {
    redactor.Keep(id, kAnswers, AnswersHash(rows.record));
    ++report.records;
  }
  const std::string& result = rows.attempt.result;
  if ((result.rfind("FORFEIT", 0) == 0 || result.rfind("VOID", 0) == 0) && !rows.attempt.reason.empty() && rows.redacted.count(kReason) == 0) {
    redactor.Keep(id, kReason, HashOfText(id, kReason, rows.attempt.reason));
    Statement blank(db, "UPDATE attempts SET reason = '' WHERE match_id = ?");
    blank.Bind(0, id);
    blank.Run();
    ++report.reasons;
  }
  for (std::size_t seat = 0; seat < rows.seats.size(); ++seat) {
    const SeatRow& row = rows.seats[seat];
    if (!row.stderr_tail.empty()) {
      redactor.Keep(id, StderrPlace(seat), HashOfText(id, StderrPlace(seat), row.stderr_tail));
      ++report.stderr_texts;
    }
    if (known.count(row.entry) == 0 && rows.redacted.count(EntryPlace(seat)) == 0) {
      redactor.Keep(id, EntryPlace(seat), HashOfText(id, EntryPlace(seat), row.entry));
      Statement name(db, "UPDATE seats SET entry = ? WHERE match_id = ? AND number = ?");
      name.Bind(0, "player " + row.entry_sha256.substr(0, 8)).Bind(1, id).Bind(2, static_cast<std::int64_t>(seat));
      name.Run();
      ++report.entries;
    }
  }
}

void TakeFromTournament(Database& db, Redactor& redactor, const TournamentRow& row, PublishReport& report) {
  const std::string& name = row.tournament;
  if (!row.specification.empty()) {
    redactor.Keep(name, "specification", HashOfText(name, "specification", row.specification));
    ++report.specifications;
  }
  if (!row.complete && !row.master_secret.empty()) {
    redactor.Keep(name, "secret", HashOfText(name, "secret", row.master_secret));
    ++report.secrets;
  }
  std::int64_t number = 0;
  for (const EntryRow& entry : Entries(db, name)) {
    const std::string place = "entry " + std::to_string(number++) + " plays";
    if (!entry.plays.empty()) redactor.Keep(name, place, HashOfText(name, place, entry.plays));
  }
  Statement own(db, "UPDATE tournaments SET specification = '', master_secret = CASE complete WHEN 1 THEN master_secret ELSE '' END WHERE tournament = ?");
  own.Bind(0, name);
  own.Run();
  Statement plays(db, "UPDATE entries SET plays = '' WHERE tournament = ?");
  plays.Bind(0, name);
  plays.Run();
}

}  // namespace

PublishReport Publish(const std::string& from, const std::string& to, const std::set<std::string>& shipped, const std::string& private_key_pem) {
  PublishReport report;
  if (std::filesystem::exists(to)) {
    report.error = to + " is there already; a public copy goes into a new file";
    return report;
  }
  Reader reader(from);
  if (reader.database().Ask("SELECT count(*) FROM attempts WHERE result IS NULL") != "0") {
    report.error = from + " is being written, or its writer was killed: haze log shows matches in flight";
    return report;
  }
  const std::string part = to + ".part";
  std::filesystem::remove(part);
  {
    Statement copy(reader.database(), "VACUUM INTO ?");
    copy.Bind(0, part);
    copy.Run();
  }
  {
    Database db(part, Database::Mode::kWrite);
    Transaction transaction(db);
    Redactor redactor(db);
    std::set<std::string> known = shipped;
    for (const TournamentRow& row : Tournaments(db)) {
      for (const EntryRow& entry : Entries(db, row.tournament)) known.insert(entry.entry);
    }
    for (const std::string& id : reader.FinishedIds()) {
      TakeFromMatch(db, redactor, reader.Match(id), known, report);
      ++report.matches;
    }
    for (const TournamentRow& row : Tournaments(db)) TakeFromTournament(db, redactor, row, report);
    report.branches = std::stol(db.Ask("SELECT count(*) FROM branches"));
    db.Execute("DELETE FROM records; DELETE FROM branches; UPDATE seats SET stderr_tail = ''");
    // Sums by entry are made again under the names that are left.
    db.Execute("DELETE FROM role_tallies; DELETE FROM pair_tallies; DELETE FROM open_pairs");
    ClearMarks(db);
    TallyAll(db);
    db.Execute("INSERT INTO readme (line, text) SELECT max(line) + 1, 'A public copy: records, notes, commands, paths, words on stderr, specifications and what-ifs were taken out; ' "
               "|| 'redactions holds the hashes that stand for them, and haze verify checks the rest.' FROM readme");
    if (!private_key_pem.empty()) report.error = SignRoots(db, private_key_pem);
    transaction.Commit();
    db.Execute("PRAGMA journal_mode = DELETE; VACUUM");  // what was taken out leaves no trace in free pages
  }
  if (report.error.empty()) {
    std::filesystem::rename(part, to);
  } else {
    std::filesystem::remove(part);
  }
  return report;
}

}  // namespace haze::store
