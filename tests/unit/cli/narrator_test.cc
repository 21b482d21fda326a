// What a person reads of a match.
#include "tools/cli/narrator.h"

#include <gtest/gtest.h>

#include "tools/cli/match_text.h"

namespace haze::tools {
namespace {

store::FactRow Fact(double t_s, std::string kind, std::string craft, std::string other, double value, double value2 = 0.0, std::string detail = {}) {
  return {static_cast<std::int64_t>(t_s * 1e6), std::move(kind), {}, std::move(craft), std::move(other), value, value2, std::move(detail)};
}

store::MatchRows Hunt() {
  store::MatchRows rows;
  rows.attempt.scenario = "victus_haze";
  rows.attempt.result = "WIN";
  rows.attempt.winner = "blue";
  rows.attempt.reason = "more points";
  rows.attempt.sim_duration_s = 259200.0;
  rows.sides = {{"blue", 78.0}, {"red", 31.04}};
  rows.facts = {Fact(60120, "liftoff", "", "", 0.0, 0.0, "south"),
                Fact(70000, "detection", "jackal", "puma", 1934e3),
                Fact(71000, "detection", "jackal", "puma", 1500e3),
                Fact(90000, "closest_approach", "jackal", "puma", 480.0),
                Fact(95000, "closest_approach", "jackal", "puma", 148.2),
                Fact(97000, "closest_approach", "jackal", "puma", 300.0),
                Fact(99000, "delivered", "jackal", "puma", 20.0 / 84.0, 0.031),
                Fact(99100, "delivered", "jackal", "puma", 30.0 / 84.0, 0.030),
                Fact(99200, "delivered", "jackal", "puma", 31.0 / 84.0, 0.030),
                Fact(120000, "delivered", "jackal", "puma", 71.0 / 84.0, 0.021),
                Fact(259200, "back_off", "jackal", "puma", 31e3)};
  return rows;
}

TEST(Narrator, TellsAHuntInHindsightWithEachThingOnce) {
  const std::vector<std::string> expected = {
      "T+16:42:00  lift-off, south window, on the minute",
      "T+19:26:40  first detection at 1,934 km: jackal sees puma",
      "T+26:23:20  closest approach 148 m: jackal to puma",
      "T+27:30:00  20 of 84 facets of puma delivered by jackal, best ground-sample distance 3.1 cm",
      "T+27:31:40  30 of 84 facets of puma delivered by jackal, best ground-sample distance 3.0 cm",
      "T+33:20:00  71 of 84 facets of puma delivered by jackal, best ground-sample distance 2.1 cm",
      "T+72:00:00  jackal backed off to 31 km from puma",
  };
  EXPECT_EQ(Timeline(Hunt()), expected);
}

TEST(Narrator, TellsLiveWhatIsCloserThanBefore) {
  Narrator narrator;
  int approaches = 0;
  for (const store::FactRow& fact : Hunt().facts) approaches += fact.kind == "closest_approach" && narrator.Tell(fact);
  EXPECT_EQ(approaches, 2);
}

TEST(Narrator, ScoreAndResultAreOneLineEach) {
  EXPECT_EQ(ScoreLine(Hunt()), "blue 78 : red 31");
  EXPECT_EQ(ResultWords(Hunt().attempt), "blue wins: more points");
  store::AttemptRow forfeit;
  forfeit.result = "FORFEIT_CRASH";
  forfeit.winner = "red";
  forfeit.reason = "blue.inspector: signal 9 (SIGKILL)";
  EXPECT_EQ(ResultWords(forfeit), "FORFEIT_CRASH, red wins: blue.inspector: signal 9 (SIGKILL)");
}

TEST(Narrator, NoAgentDrivesTheTerminal) {
  store::MatchRows rows = Hunt();
  rows.attempt.reason = "\x1b[2Jgone";
  rows.facts = {Fact(0, "scrub", "", "", 0.0, 0.0, "\x1b]0;title\x07")};
  rows.seats = {{.seat = "red.target", .entry = "exec:\x1b[31m", .stderr_tail = "a\rb\n\x1b[0m"}};
  rows.attempt.seat_at_fault = "red.target";
  const std::string text = MatchText(rows, false);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_NE(text.find("\\x1b[2Jgone"), std::string::npos);
}

}  // namespace
}  // namespace haze::tools
