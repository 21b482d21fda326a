// What the writer promises: one file, one writer, nothing acknowledged before it is committed, nothing strange touched.
#include "arbiter/store/store.h"

#include <signal.h>
#include <sys/resource.h>

#include <fstream>

#include "arbiter/store/fault.h"
#include "arbiter/store/format.h"
#include "arbiter/store/query.h"
#include "tests/unit/store/sample.h"

namespace haze::store {
namespace {

std::string RefusalOf(const std::string& path) {
  try {
    Store store(path);
  } catch (const StoreFault& fault) {
    return fault.what();
  }
  return "accepted";
}

TEST_F(StoreTest, GivesBackWhatItWasGiven) {
  Store store(Path());
  store.AddScenario(SampleScenario());
  MatchRows rows = SampleBeginning(7);
  store.Begin(rows);
  SampleEnd(rows, 5);
  rows.seats[1].stderr_tail = CleanText(std::string("bad \xff byte\0end", 14), 100);
  rows.seats[1].exit_signal = 9;
  store.Finish(rows);
  store.Close();

  const MatchRows back = Reader(Path()).Match(rows.attempt.match_id);
  EXPECT_EQ(SealOf(back), SealOf(rows));
  EXPECT_EQ(back.attempt.seed, 7);
  EXPECT_EQ(back.attempt.scenario, "sample");
  EXPECT_EQ(back.attempt.winner, "blue");
  EXPECT_EQ(back.lines, rows.lines);
  EXPECT_FALSE(back.lines[1].value_si.has_value());
  EXPECT_EQ(back.seats[1].stderr_tail, "bad ? byte?end");
  EXPECT_EQ(back.seats[1].exit_signal, 9);
  EXPECT_EQ(back.record, rows.record);
  EXPECT_EQ(back.facts[1].kind, game::FactName(game::FactKind::kDetection));
  EXPECT_EQ(back.facts[1].other, "puma");
  EXPECT_EQ(back.milestones.first_detection_range_m, 212345.0);
  EXPECT_FALSE(back.milestones.custody_s.has_value());
}

TEST_F(StoreTest, LeavesOneFileThatAnySqliteReads) {
  WriteOne(Path());
  int files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_)) ++files;
  EXPECT_EQ(files, 1);
  Database database(Path(), Database::Mode::kRead);
  EXPECT_EQ(database.Ask("PRAGMA journal_mode"), "delete");
  EXPECT_EQ(database.Ask("PRAGMA application_id"), std::to_string(0x48415a45));
  EXPECT_EQ(database.Ask("PRAGMA user_version"), std::to_string(kUserVersion));
  EXPECT_NE(database.Ask("SELECT text FROM readme ORDER BY line LIMIT 1"), "");
}

TEST_F(StoreTest, WritesThroughALogAndSynchronisesAsAsked) {
  {
    Store store(Path());
    EXPECT_EQ(store.database().Ask("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(store.database().Ask("PRAGMA synchronous"), "1");
  }
  Store store(Path(), {.durable = true});
  EXPECT_EQ(store.database().Ask("PRAGMA synchronous"), "2");
}

TEST_F(StoreTest, SecondWriterIsRefusedWhileTheFirstWrites) {
  Store first(Path());
  const std::string refusal = RefusalOf(Path());
  EXPECT_NE(refusal.find("is being written by another haze (process " + std::to_string(getpid())), std::string::npos) << refusal;
  first.Close();
  EXPECT_EQ(RefusalOf(Path()), "accepted");
}

TEST_F(StoreTest, LockOfAKilledWriterHindersNobody) {
  std::ofstream(Path() + ".lock") << "4711";
  EXPECT_EQ(RefusalOf(Path()), "accepted");
}

TEST_F(StoreTest, AcknowledgesAfterTheCommitOnly) {
  Store store(Path(), {.batch_rows = 1'000'000, .batch_age = std::chrono::hours(1)});
  store.AddScenario(SampleScenario());
  MatchRows rows = SampleBeginning(1);
  store.Begin(rows);
  SampleEnd(rows, 3);
  bool acknowledged = false;
  store.Finish(rows, [&] {
    acknowledged = true;
    EXPECT_EQ(Reader(Path()).Match(rows.attempt.match_id).attempt.result, "WIN");
  });
  EXPECT_FALSE(acknowledged);
  EXPECT_GT(store.waiting_rows(), 0u);
  EXPECT_EQ(Reader(Path()).Match(rows.attempt.match_id).attempt.result, "");  // readers read meanwhile, and see it in flight
  store.Flush();
  EXPECT_TRUE(acknowledged);
  EXPECT_EQ(store.waiting_rows(), 0u);
}

TEST_F(StoreTest, CommitsByItselfWhenTheBatchIsFull) {
  Store store(Path(), {.batch_rows = 30, .batch_age = std::chrono::hours(1)});
  store.AddScenario(SampleScenario());
  int acknowledged = 0;
  for (int i = 0; i < 4; ++i) {
    MatchRows rows = SampleBeginning(i);
    store.Begin(rows);
    SampleEnd(rows, 3);
    store.Finish(rows, [&] { ++acknowledged; });
  }
  // A sample has 15 rows: two make a batch.
  EXPECT_EQ(acknowledged, 4);
}

TEST_F(StoreTest, AttemptsInFlightOfADeadWriterBecomeVoid) {
  const MatchRows rows = [&] {
    MatchRows begun = SampleBeginning(1);
    Store store(Path());
    store.AddScenario(SampleScenario());
    store.Begin(begun);
    return begun;
  }();
  EXPECT_EQ(Reader(Path()).List(0).front().result, "IN_FLIGHT");
  WriteOne(Path());
  Reader reader(Path());
  EXPECT_EQ(reader.Match(rows.attempt.match_id).attempt.result, "VOID_ARBITER");
  EXPECT_EQ(reader.List(0).size(), 2u);
}

TEST_F(StoreTest, OneCountedResultForEachIdentity) {
  Store store(Path());
  store.AddScenario(SampleScenario());
  for (int attempt = 0; attempt < 2; ++attempt) {
    MatchRows rows = SampleBeginning(1);
    rows.attempt.tournament = "cup";
    rows.attempt.exhibition = false;
    store.Begin(rows);
    SampleEnd(rows, 3);
    rows.attempt.counted = true;
    store.Finish(rows);
    if (attempt == 0) {
      EXPECT_NO_THROW(store.Flush());
    } else {
      EXPECT_THROW(store.Flush(), StoreFault);
    }
  }
}

TEST_F(StoreTest, TheSameExhibitionMayBePlayedAgain) {
  WriteOne(Path());
  EXPECT_NO_THROW(WriteOne(Path()));
  EXPECT_EQ(Reader(Path()).List(0).size(), 2u);
}

TEST_F(StoreTest, ForeignNewerOlderAndDamagedFilesAreRefusedAndLeftAlone) {
  { Database(Path("foreign"), Database::Mode::kCreate).Execute("CREATE TABLE t (x); PRAGMA application_id = 99"); }
  WriteOne(Path("newer"));
  { Database(Path("newer"), Database::Mode::kWrite).Execute("PRAGMA user_version = 99"); }
  WriteOne(Path("older"));
  { Database(Path("older"), Database::Mode::kWrite).Execute("PRAGMA user_version = 0"); }
  WriteOne(Path("changed"));
  { Database(Path("changed"), Database::Mode::kWrite).Execute("DROP TABLE seals"); }
  std::ofstream(Path("text")) << "These are the voyages of a text file that is long enough to look like something, but it is no database at all.";
  WriteOne(Path("damaged"), 400);
  {
    std::fstream file(Path("damaged"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3 * 4096);
    file << std::string(2000, '\x5a');
  }
  WriteOne(Path("cut"), 400);
  std::filesystem::resize_file(Path("cut"), std::filesystem::file_size(Path("cut")) / 2);

  const std::pair<const char*, const char*> cases[] = {{"foreign", "another program's"},
                                                       {"newer", "newer haze (store version 99"},
                                                       {"older", "older haze"},
                                                       {"changed", "lacks the table or view seals"},
                                                       {"text", "not a SQLite file"},
                                                       {"damaged", "damaged"},
                                                       {"cut", "damaged"}};
  for (const auto& [name, reason] : cases) {
    const std::string before = ReadFile(Path(name));
    const std::string refusal = RefusalOf(Path(name));
    EXPECT_NE(refusal.find(reason), std::string::npos) << name << ": " << refusal;
    EXPECT_EQ(refusal.rfind(Path(name), 0), 0u) << "the path comes first: " << refusal;
    EXPECT_TRUE(ReadFile(Path(name)) == before) << name;
    EXPECT_THROW(Reader{Path(name)}, StoreFault) << name;
  }
}

TEST_F(StoreTest, FullDiskIsAFaultAndEarlierResultsStayReadable) {
  const std::string id = WriteOne(Path());
  signal(SIGXFSZ, SIG_IGN);
  Store store(Path());
  MatchRows rows = SampleBeginning(2);
  store.Begin(rows);
  SampleEnd(rows, 20);
  rows.record.assign(1 << 20, 'r');  // more than the limit, whatever it says
  const rlimit limit{512 << 10, RLIM_INFINITY};
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  setrlimit(RLIMIT_FSIZE, &limit);
  store.Finish(rows);
  EXPECT_THROW(store.Flush(), StoreFault);
  EXPECT_THROW(store.Flush(), StoreFault);  // and nothing is tried again
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(Reader(Path()).Match(id).attempt.result, "WIN");
}

TEST_F(StoreTest, MissingStoreAndUnwritableFolderSaySo) {
  EXPECT_THROW(Reader{Path("nothing")}, StoreFault);
  EXPECT_NE(RefusalOf(Path("no/such/folder.db")).find("cannot be opened"), std::string::npos);
}

}  // namespace
}  // namespace haze::store
