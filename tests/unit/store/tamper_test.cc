// Every changed bit, dropped row and swapped value in a tournament's store is found by hashes alone.
#include <cstdlib>
#include <cstring>
#include <random>

#include "arbiter/store/fault.h"
#include "arbiter/store/proof.h"
#include "arbiter/store/verify.h"
#include "tests/unit/store/sample.h"

namespace haze::store {
namespace {

// A complete tournament of two entries, some games each; one exhibition beside it.
void WriteTournament(const std::string& path, int games) {
  Store store(path);
  store.AddScenario(SampleScenario());
  TournamentRow row{.tournament = "cup", .specification = "name: cup\n", .commitment_sha256 = std::string(64, 'c'), .master_secret = "secret", .created_utc = "2026-11-23T12:00:00Z"};
  const std::vector<EntryRow> entries = {{"a", "1", "us", std::string(64, '1'), "inspector: direct"}, {"b", "1", "them", std::string(64, '2'), "inspector: blind"}};
  store.AddTournament(row, entries);
  for (int i = 0; i <= games; ++i) {
    MatchRows rows = SampleBeginning(i / 2);
    if (i < games) {
      rows.attempt.tournament = "cup";
      rows.attempt.exhibition = false;
      rows.game = GameRow{{}, 1, "a", "b", i % 2};
      rows.seats[0].entry = i % 2 == 0 ? "a" : "b";
    }
    store.Begin(rows);
    SampleEnd(rows, 12);
    rows.attempt.counted = i < games;
    rows.seats[0].stderr_tail = "last words";
    store.Finish(rows);
  }
  row.complete = true;
  store.UpdateTournament(row, entries);
  store.Close();
}

std::size_t ProblemsIn(const std::string& path) {
  Reader reader(path);
  return Verify(reader, {}, nullptr).problems.size();
}

// What nothing depends on or is there for people (order of starting, titles, words, programs, full points of lines), and what the command compares with the scenario's text.
bool Free(const std::string& table, const std::string& column) {
  return table == "readme" || table == "decoders" || table == "score_lines" || (table == "attempts" && column == "number") ||
         (table == "scenarios" && (column == "title" || column == "epoch_utc" || column == "one_sided" || column == "draw_band_points"));
}

struct Cell {
  std::string table, column;
  std::int64_t rowid = 0;
};

// One bit of the value; of a real one that is still a number.
std::string Flip(Database& db, const Cell& cell, std::mt19937_64& random) {
  Statement read(db, "SELECT " + cell.column + " FROM " + cell.table + " WHERE rowid = ?");
  read.Bind(0, cell.rowid);
  if (!read.Step()) return {};
  const Statement::Kind kind = read.KindOf(0);
  Statement write(db, "UPDATE " + cell.table + " SET " + cell.column + " = ? WHERE rowid = ?");
  write.Bind(1, cell.rowid);
  if (kind == Statement::Kind::kInteger) {
    write.Bind(0, static_cast<std::int64_t>(static_cast<std::uint64_t>(read.Int(0)) ^ (std::uint64_t{1} << random() % 62)));
  } else if (kind == Statement::Kind::kReal) {
    double value = read.Real(0);
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    bits ^= std::uint64_t{1} << random() % 52;
    std::memcpy(&value, &bits, sizeof value);
    write.Bind(0, value);
  } else {
    std::string bytes = read.Blob(0);
    if (bytes.empty()) return {};
    char& byte = bytes[random() % bytes.size()];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ 1u << random() % (kind == Statement::Kind::kText ? 5 : 8));
    if (kind == Statement::Kind::kText) write.Bind(0, bytes);
    else write.BindBlob(0, bytes);
  }
  const std::string undo = "bit of " + cell.table + "." + cell.column;
  read.Reset();
  write.Run();
  return undo;
}

// HAZE_TAMPERINGS: how many (tools/dev/tamper plays 10,000).
TEST_F(StoreTest, VerifyFindsEverySingleBitChangeDropAndSwap) {
  const char* asked = std::getenv("HAZE_TAMPERINGS");
  const int count = asked != nullptr ? std::atoi(asked) : 200;
  WriteTournament(Path(), 6);
  ASSERT_EQ(ProblemsIn(Path()), 0u);
  Database db(Path(), Database::Mode::kWrite);
  db.Execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
  std::vector<std::string> tables;
  {
    // Tallies are sums over the other tables; verify adds them up again.
    Statement s(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%tallies' AND name <> 'open_pairs' ORDER BY name");
    while (s.Step()) tables.push_back(s.Text(0));
  }
  std::vector<Cell> cells;
  std::vector<std::pair<std::string, std::int64_t>> rows;
  for (const std::string& table : tables) {
    Statement s(db, "SELECT rowid, * FROM " + table);
    while (s.Step()) {
      if (!Free(table, "")) rows.emplace_back(table, s.Int(0));
      for (int i = 1; i < s.columns(); ++i) {
        if (!s.IsNull(i) && !Free(table, s.ColumnName(i))) cells.push_back({table, s.ColumnName(i), s.Int(0)});
      }
    }
  }
  std::mt19937_64 random(20261123);
  int found = 0;
  for (int i = 0; i < count; ++i) {
    const std::string copy = Path("changed");
    std::filesystem::copy_file(Path(), copy, std::filesystem::copy_options::overwrite_existing);
    std::string what;
    {
      Database changed(copy, Database::Mode::kWrite);
      changed.Execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
      while (what.empty()) {
        try {
          const Cell& cell = cells[random() % cells.size()];
          if (i % 10 < 8) {
            what = Flip(changed, cell, random);
          } else if (i % 10 == 8) {
            const auto& [table, rowid] = rows[random() % rows.size()];
            changed.Execute("DELETE FROM " + table + " WHERE rowid = " + std::to_string(rowid));
            what = "row of " + table + " dropped";
          } else {
            // The values of one column in two rows change places.
            const Cell& other = cells[random() % cells.size()];
            if (other.table != cell.table || other.column != cell.column || other.rowid == cell.rowid) continue;
            const std::string a = std::to_string(cell.rowid), b = std::to_string(other.rowid), column = cell.column, table = cell.table;
            if (changed.Ask("SELECT x." + column + " = y." + column + " FROM " + table + " x, " + table + " y WHERE x.rowid = " + a + " AND y.rowid = " + b) == "1") continue;
            changed.Execute("CREATE TEMP TABLE held AS SELECT " + column + " AS v FROM " + table + " WHERE rowid = " + a + "; UPDATE " + table + " SET " + column + " = (SELECT " +
                            column + " FROM " + table + " WHERE rowid = " + b + ") WHERE rowid = " + a + "; UPDATE " + table + " SET " + column +
                            " = (SELECT v FROM held) WHERE rowid = " + b);
            what = "values of " + table + "." + column + " swapped";
          }
        } catch (const StoreFault&) {
          what.clear();  // a key that must be unique: the change cannot be made this way
          try {
            changed.Execute("DROP TABLE IF EXISTS held");
          } catch (const StoreFault&) {
          }
        }
      }
    }
    bool seen = false;
    try {
      seen = ProblemsIn(copy) > 0;
    } catch (const StoreFault&) {
      seen = true;  // refused on opening
    }
    found += seen ? 1 : 0;
    EXPECT_TRUE(seen) << "tampering " << i << ": " << what;
  }
  EXPECT_EQ(found, count);
}

TEST_F(StoreTest, ADroppedMatchBreaksTheRootOfItsTournament) {
  WriteTournament(Path(), 4);
  {
    Database db(Path(), Database::Mode::kWrite);
    const std::string id = db.Ask("SELECT match_id FROM attempts WHERE counted = 1 ORDER BY number LIMIT 1");
    for (const char* table : {"seats", "sides", "scores", "milestones", "velocity_used", "facts", "records", "seals", "attempts"}) {
      db.Execute(std::string("DELETE FROM ") + table + " WHERE match_id = '" + id + "'");
    }
  }
  Reader reader(Path());
  const VerifyReport report = Verify(reader, {}, nullptr);
  int told = 0;
  for (const VerifyProblem& problem : report.problems) {
    told += problem.what.find("the 3 results are not the 4 under its Merkle root") != std::string::npos ? 1 : 0;
    EXPECT_TRUE(problem.match_id.empty()) << problem.what;  // the matches that are left are what they were
  }
  EXPECT_EQ(told, 1);
}

TEST_F(StoreTest, ParallelVerifyReportsWhatOneThreadReports) {
  WriteTournament(Path(), 12);
  { Database(Path(), Database::Mode::kWrite).Execute("UPDATE sides SET points = points + 1 WHERE rowid % 5 = 0"); }
  Reader reader(Path());
  const VerifyReport one = Verify(reader, {}, nullptr), four = Verify(reader, {}, nullptr, {}, 4);
  ASSERT_EQ(one.problems.size(), four.problems.size());
  EXPECT_GT(one.problems.size(), 2u);
  EXPECT_EQ(one.without_record, four.without_record);
  for (std::size_t i = 0; i < one.problems.size(); ++i) EXPECT_EQ(one.problems[i].match_id, four.problems[i].match_id);
}

// RFC 6962: three leaves make ((0 1) 2).
TEST(Merkle, SplitsAtTheLargestPowerOfTwo) {
  EXPECT_NE(MerkleRoot({"a", "b", "c"}), MerkleRoot({"a", "c", "b"}));
  EXPECT_NE(MerkleRoot({"a", "b"}), MerkleRoot({"a", "b", "b"}));
  // SHA-256 of 0x00 'a', by sha256sum.
  EXPECT_EQ(MerkleRoot({"a"}), "022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c");
}

}  // namespace
}  // namespace haze::store
