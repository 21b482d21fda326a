// What readers and their SQL find.
#include "arbiter/store/query.h"

#include "tests/unit/store/sample.h"

namespace haze::store {
namespace {

TEST_F(StoreTest, MatchIsAUniquePrefixOrCountedFromTheLast) {
  const std::string first = WriteOne(Path()), second = WriteOne(Path()), third = WriteOne(Path());
  Reader reader(Path());
  EXPECT_EQ(reader.Find("last").match_id, third);
  EXPECT_EQ(reader.Find("last~0").match_id, third);
  EXPECT_EQ(reader.Find("last~2").match_id, first);
  EXPECT_NE(reader.Find("last~3").error.find("fewer matches"), std::string::npos);
  EXPECT_NE(reader.Find("last~x").error.find("allowed: last"), std::string::npos);
  EXPECT_EQ(reader.Find(second).match_id, second);
  EXPECT_EQ(reader.Find(second.substr(0, 20)).match_id, second);
  EXPECT_NE(reader.Find("no such").error.find("allowed"), std::string::npos);
  EXPECT_NE(reader.Find("").error, "");
  EXPECT_NE(reader.Find(std::string(32, 'a')).error.find("haze log"), std::string::npos);
}

TEST_F(StoreTest, AmbiguousPrefixNamesTheCandidates) {
  std::vector<std::string> ids;
  for (int i = 0; i < 17; ++i) ids.push_back(WriteOne(Path()));  // 17 ids share a first digit somewhere
  Reader reader(Path());
  bool ambiguous = false;
  for (const char digit : std::string("0123456789abcdef")) ambiguous = ambiguous || reader.Find({digit}).error.find("several matches") != std::string::npos;
  EXPECT_TRUE(ambiguous);
}

TEST_F(StoreTest, TimelineTellsTheDateBesideTheSimulatedTime) {
  WriteOne(Path());
  Reader reader(Path());
  EXPECT_EQ(reader.database().Ask("SELECT t_utc FROM timeline WHERE kind = 'detection'"), "2026-08-11T04:06:40Z");
  EXPECT_EQ(reader.database().Ask("SELECT t_s FROM timeline WHERE kind = 'detection'"), "4000.5");
}

TEST_F(StoreTest, LeaderboardCountsDecidedMatchesOnce) {
  WriteOne(Path());
  WriteOne(Path());
  const std::vector<LeaderboardLine> lines = Reader(Path()).Leaderboard();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].entry, "inspector/direct");
  EXPECT_EQ(lines[0].wins, 2);
  EXPECT_EQ(lines[0].score_fraction, 1.0);
  EXPECT_EQ(lines[0].mean_points, 61.5);
  EXPECT_EQ(lines[1].role, "target");
  EXPECT_EQ(lines[1].losses, 2);
}

TEST_F(StoreTest, ForfeitsNameTheSeatAtFaultAndHowItsProcessEnded) {
  Store store(Path());
  store.AddScenario(SampleScenario());
  MatchRows rows = SampleBeginning(1);
  store.Begin(rows);
  SampleEnd(rows, 2);
  rows.attempt.result = "FORFEIT_CRASH";
  rows.attempt.seat_at_fault = "red.target";
  rows.seats[1].exit_signal = 9;
  rows.seats[1].stderr_tail = "last words";
  store.Finish(rows);
  store.Close();
  Reader reader(Path());
  EXPECT_EQ(reader.database().Ask("SELECT entry || exit_signal || stderr_tail FROM forfeits"), "target/passive9last words");
  EXPECT_EQ(reader.Leaderboard()[1].forfeits, 1);
}

TEST(Facts, FromNamesAreTheFactsThatTheNamesCameFrom) {
  scenarios::Scenario scenario;
  scenario.seats.push_back({"blue.inspector", scenarios::Side::kBlue, scenarios::Role::kInspector, "jackal", ""});
  scenario.vehicles.resize(2);
  scenario.vehicles[0].name = "jackal";
  scenario.vehicles[1].name = "puma";
  std::vector<game::Fact> facts;
  for (int kind = 0; kind <= static_cast<int>(game::FactKind::kEnd); ++kind) {
    facts.push_back({.time = {kind}, .kind = static_cast<game::FactKind>(kind), .seat = kind % 2 - 1, .craft = kind % 3 - 1, .other = 1, .value = 0.5 * kind, .value2 = -1.0, .detail = "d"});
  }
  std::vector<FactRow> rows = NamedFacts(scenario, facts);
  const std::vector<game::Fact> back = FactsOf(scenario, rows);
  ASSERT_EQ(back.size(), facts.size());
  for (std::size_t i = 0; i < facts.size(); ++i) {
    EXPECT_EQ(back[i].kind, facts[i].kind);
    EXPECT_EQ(std::tie(back[i].time.us, back[i].seat, back[i].craft, back[i].other, back[i].value, back[i].value2, back[i].detail),
              std::tie(facts[i].time.us, facts[i].seat, facts[i].craft, facts[i].other, facts[i].value, facts[i].value2, facts[i].detail));
  }
  rows[0].kind = "of a later version";
  EXPECT_EQ(FactsOf(scenario, rows).size(), facts.size() - 1);
}

TEST(CleanText, KeepsTheEndAndOnlyValidUtf8) {
  EXPECT_EQ(CleanText("abc", 2), "bc");
  EXPECT_EQ(CleanText("a\xc3\xa4", 1), "");  // never half a letter
  EXPECT_EQ(CleanText("\xe2\x82\xac\x80\xc0\xaf\xed\xa0\x80", 100), "\xe2\x82\xac??????");
  EXPECT_EQ(CleanText(std::string("a\0b", 3), 100), "a?b");
}

}  // namespace
}  // namespace haze::store
