// An older store in today's form.
#include "arbiter/store/upgrade.h"

#include <gmock/gmock.h>

#include "arbiter/store/fault.h"
#include "arbiter/store/format.h"
#include "arbiter/store/verify.h"
#include "tests/unit/store/sample.h"

namespace haze::store {
namespace {

using Upgrades = StoreTest;

std::optional<ScenarioFacts> TwoSided(const std::string&) { return ScenarioFacts{.one_sided = false, .draw_band = 5.0}; }

// Version 2 had no tallies, and scenarios without the two columns that they need.
void MakeOlder(const std::string& path) {
  Database database(path, Database::Mode::kWrite);
  database.Execute(
      "PRAGMA writable_schema = ON; DROP VIEW leaderboard; DROP VIEW crosstable; DROP TABLE role_tallies; DROP TABLE pair_tallies; DROP TABLE open_pairs;"
      "DROP VIEW matches; DROP VIEW timeline; DROP VIEW forfeits;"
      "ALTER TABLE scenarios DROP COLUMN draw_band_points; ALTER TABLE scenarios DROP COLUMN one_sided; PRAGMA user_version = 2");
}

std::string FaultOf(const std::function<void()>& work) {
  try {
    work();
  } catch (const StoreFault& fault) {
    return fault.what();
  }
  return "";
}

TEST_F(Upgrades, KeepEveryMatchAndAddUpTheTallies) {
  const std::string id = WriteOne(Path());
  MakeOlder(Path());
  const std::string before = ReadFile(Path());
  EXPECT_THAT(FaultOf([&] { Reader reader(Path()); }), testing::HasSubstr("haze db upgrade"));
  EXPECT_EQ(Upgrade(Path(), Path("new"), TwoSided), 1);
  EXPECT_EQ(ReadFile(Path()), before);  // the old one is left as it is

  Reader reader(Path("new"));
  EXPECT_EQ(reader.FinishedIds(), std::vector<std::string>{id});
  EXPECT_EQ(reader.Leaderboard().size(), 2u);
  EXPECT_EQ(reader.Leaderboard()[0].wins, 1);
  const VerifyReport report = Verify(reader, {}, {});
  EXPECT_TRUE(report.problems.empty()) << report.problems[0].what;
}

TEST_F(Upgrades, RefuseWhatIsNoOlderStore) {
  WriteOne(Path());
  EXPECT_THAT(FaultOf([&] { Upgrade(Path(), Path("new"), TwoSided); }), testing::HasSubstr("in today's form already"));
  MakeOlder(Path());
  WriteOne(Path("there"));
  EXPECT_THAT(FaultOf([&] { Upgrade(Path(), Path("there"), TwoSided); }), testing::HasSubstr("exists"));
  EXPECT_THAT(FaultOf([&] { Upgrade(Path(), Path("new"), [](const std::string&) -> std::optional<ScenarioFacts> { return std::nullopt; }); }), testing::HasSubstr("sample"));
  EXPECT_FALSE(std::filesystem::exists(Path("new")));
  { Database(Path(), Database::Mode::kWrite).Execute("PRAGMA user_version = 99"); }
  EXPECT_THAT(FaultOf([&] { Upgrade(Path(), Path("new"), TwoSided); }), testing::HasSubstr("newer"));
}

}  // namespace
}  // namespace haze::store
