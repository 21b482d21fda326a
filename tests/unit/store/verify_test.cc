// A changed byte anywhere in a stored match is found.
#include "arbiter/store/verify.h"

#include <random>

#include "tests/unit/store/sample.h"

namespace haze::store {
namespace {

VerifyReport VerifyAll(const std::string& path) {
  Reader reader(path);
  return Verify(reader, {}, nullptr);
}

TEST_F(StoreTest, VerifyFindsNothingInAnUntouchedStore) {
  WriteOne(Path());
  int played = 0;
  Reader reader(Path());
  const VerifyReport report =
      Verify(reader, {}, [&](const rec::Record& record, const MatchRows&, const std::string& text, Reader&) -> std::optional<std::string> {
        ++played;
        EXPECT_EQ(text, SampleScenario().canonical_text);
        EXPECT_EQ(record.instants_size(), 12);
        return std::nullopt;
      });
  EXPECT_TRUE(report.problems.empty()) << report.problems.front().what;
  EXPECT_EQ(report.matches, 1);
  EXPECT_EQ(report.resimulated, 1);
  EXPECT_EQ(played, 1);
}

TEST_F(StoreTest, VerifyReportsWhatTheSimulationFound) {
  const std::string id = WriteOne(Path());
  Reader reader(Path());
  const VerifyReport report =
      Verify(reader, {id}, [](const rec::Record&, const MatchRows&, const std::string&, Reader&) { return std::optional<std::string>("turn 3, sensors"); });
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_EQ(report.problems[0].match_id, id);
  EXPECT_EQ(report.problems[0].what, "turn 3, sensors");
}

TEST_F(StoreTest, VerifyFindsEachOfAThousandSingleByteChangesInRecords) {
  const std::string id = WriteOne(Path());
  Database database(Path(), Database::Mode::kWrite);
  database.Execute("PRAGMA synchronous = OFF");
  const std::string record = Reader(Path()).Match(id).record;
  std::mt19937_64 random(20260811);
  Statement update(database, "UPDATE records SET record = ? WHERE match_id = ?");
  int found = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string changed = record;
    const std::size_t at = random() % changed.size();
    changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ (1 + random() % 255));
    update.BindBlob(0, changed).Bind(1, id);
    update.Run();
    found += VerifyAll(Path()).problems.size() == 1;
  }
  EXPECT_EQ(found, 1000);
  update.BindBlob(0, record).Bind(1, id);
  update.Run();
  EXPECT_TRUE(VerifyAll(Path()).problems.empty());
}

TEST_F(StoreTest, VerifyFindsAChangeInEveryColumnThatAResultDependsOn) {
  // Every column of these tables in turn: a number grows by one, a text gets a letter, an empty value gets one.
  for (const std::string table :
       {"attempts", "seats", "sides", "scores", "milestones", "velocity_used", "facts", "records", "seals", "identities", "scenarios"}) {
    WriteOne(Path(table));
    std::vector<std::string> columns;
    {
      Reader reader(Path(table));
      Statement statement(reader.database(), "SELECT * FROM " + table);
      for (int i = 0; i < statement.columns(); ++i) columns.push_back(statement.ColumnName(i));
    }
    for (const std::string& column : columns) {
      // The store's own order, and words about a scenario that nothing depends on.
      if ((table == "attempts" && column == "number") || column == "title" || column == "epoch_utc") continue;
      // What the text says, beside it for the tallies: who can read the text compares them (haze verify).
      if (column == "one_sided" || column == "draw_band_points") continue;
      const std::string path = Path(table + "." + column);
      std::filesystem::copy_file(Path(table), path);
      {
        Database database(path, Database::Mode::kWrite);
        database.Execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
        database.Execute("UPDATE OR IGNORE " + table + " SET " + column + " = CASE typeof(" + column + ") WHEN 'text' THEN " + column +
                         " || 'x' WHEN 'blob' THEN x'00' " + "WHEN 'null' THEN 1 ELSE " + column + " + 1 END WHERE rowid = (SELECT max(rowid) FROM " + table +
                         ")");
      }
      EXPECT_FALSE(VerifyAll(path).problems.empty()) << table << "." << column;
    }
  }
}

TEST_F(StoreTest, VerifyFindsColumnsThatTellAnotherStoryThanTheRecordUnderATrueSeal) {
  const auto forge = [](int which, MatchRows& rows) {
    if (which == 0) rows.attempt.winner = "red";
    if (which == 1) rows.sides[0].points += 1.0;
    if (which == 2) rows.lines[0].value_si = 1.0;
    if (which == 3) rows.attempt.reason = "because";
  };
  for (int which = 0; which < 4; ++which) {
    const std::string path = Path(std::to_string(which));
    Store store(path);
    store.AddScenario(SampleScenario());
    MatchRows rows = SampleBeginning(1);
    store.Begin(rows);
    SampleEnd(rows, 3);
    forge(which, rows);
    store.Finish(rows);
    store.Close();
    const VerifyReport report = VerifyAll(path);
    ASSERT_EQ(report.problems.size(), 1u) << which;
    EXPECT_NE(report.problems[0].what.find("the record"), std::string::npos) << report.problems[0].what;
  }
}

TEST_F(StoreTest, VerifyFindsRemovedRows) {
  for (const std::string table : {"seats", "sides", "scores", "milestones", "velocity_used", "facts", "records", "seals", "scenarios"}) {
    WriteOne(Path(table));
    { Database(Path(table), Database::Mode::kWrite).Execute("DELETE FROM " + table + " WHERE rowid = (SELECT max(rowid) FROM " + table + ")"); }
    EXPECT_FALSE(VerifyAll(Path(table)).problems.empty()) << table;
  }
}

}  // namespace
}  // namespace haze::store
