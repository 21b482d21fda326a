// `haze rate`: answers, and what it says of questions that cannot be answered.
#include <gtest/gtest.h>

#include <string>

#include "tools/rate/operation.h"
#include "tools/rate/stream.h"

namespace haze::tools::rate {
namespace {

TEST(Rate, EveryExampleOfTheHelpIsAnswered) {
  for (const Operation& operation : Operations()) {
    const Answers answers = AnswerText(operation.method, std::string(operation.example));
    EXPECT_FALSE(answers.failed) << operation.method << ": " << answers.text;
    const Json answer = Json::parse(answers.text);
    EXPECT_TRUE(answer.contains(std::string(operation.principal))) << operation.method << ": " << answers.text;
    EXPECT_EQ(FindOperation(operation.method, Json::parse(operation.example)), &operation) << operation.example;
  }
}

TEST(Rate, BadQuestionsAreToldWithTheirPlace) {
  const auto error = [](std::string_view method, const std::string& question) { return Json::parse(AnswerText(method, question).text)["error"].get<std::string>(); };
  EXPECT_EQ(error("glicko2", R"({"player": {}, "games": [{"r": 1500, "rd": 30, "s": 1}, {"r": 1500, "rd": 30, "s": 3}]})"), "games[1].s is 3; allowed: 0 to 1");
  EXPECT_EQ(error("elo", R"({"wins": -1, "losses": 2})"), "wins is -1; allowed: at least 0");
  EXPECT_EQ(error("elo", R"({"wins": 1, "losses": 2, "drawn": 1})"), "drawn is not known; did you mean draws?");
  EXPECT_EQ(error("elo", R"({"wins": 0, "losses": 0})"), "the counts are all 0; at least one game is needed");
  EXPECT_EQ(error("nash", R"({"payoff": [[0, 1], [1]]})"), "payoff[1] has 1 elements; payoff[0] has 2");
  EXPECT_EQ(error("openskill", R"({"teams": [[[25, 8]], [[25, 0]]]})"), "teams[1][0][1] is 0; allowed: at least 1e-09");
  EXPECT_EQ(error("sprt", R"({"wins": 1, "losses": 0, "elo0": 5, "elo1": 0})"), "elo1 is not above elo0; H1 is the better one");
  EXPECT_EQ(error("bt", R"({"wins": [[0, 1], [2, 0]], "players": ["A"]})"), "players has 1 names; the matrix has 2 rows");
  EXPECT_EQ(error("alpharank", R"({"payoff": [[0]]})").substr(0, 18), "fields are missing");
}

TEST(Rate, LinesAreAnsweredInOrderAndErrorsCarryTheirNumber) {
  const Answers answers = AnswerText("elo", "{\"score\": 0.5}\n\n{\"score\": 2}\n{\"score\": 0.5\n{\"score\": 0.75}\n");
  EXPECT_TRUE(answers.failed);
  std::vector<Json> lines;
  std::size_t begin = 0;
  for (std::size_t end = answers.text.find('\n'); end != std::string::npos; end = answers.text.find('\n', begin)) {
    lines.push_back(Json::parse(answers.text.substr(begin, end - begin)));
    begin = end + 1;
  }
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0]["elo"], 0.0);
  EXPECT_EQ(lines[1]["line"], 3);
  EXPECT_EQ(lines[2]["line"], 4);
  EXPECT_NEAR(lines[3]["elo"].get<double>(), 190.8485, 1e-4);
}

TEST(Rate, OneObjectMayGoOverManyLines) {
  const Answers answers = AnswerText("elo", "{\n  \"score\": 0.5\n}\n");
  EXPECT_FALSE(answers.failed) << answers.text;
}

TEST(Rate, NumbersWithoutFiniteValueAreNull) {
  EXPECT_EQ(AnswerText("elo", R"({"score": 1})").text, "{\"elo\":null}\n");
}

TEST(Rate, MissingRatingsAreUndecidedAndSaidInWords) {
  const Answers answers = AnswerText("bt", R"({"players": ["A", "B"], "wins": [[0, 3], [0, 0]]})");
  EXPECT_FALSE(answers.failed);
  EXPECT_TRUE(answers.undecided);
  EXPECT_EQ(Json::parse(answers.text)["why"], "A won every game against B: the difference has no upper bound");
}

TEST(Rate, SequencesStopAtTheVerdict) {
  std::string pairs = "[2";
  for (int i = 0; i < 400; ++i) pairs += i % 8 == 0 ? ", 1" : ", 2";
  const Json answer = Json::parse(AnswerText("sprt", "{\"pairs\": " + pairs + "], \"elo0\": 0, \"elo1\": 50}").text);
  EXPECT_EQ(answer["verdict"], "H1");
  EXPECT_LT(answer["pairs_read"].get<int>(), 400);
}

TEST(Rate, ReferenceMethodsAreFoundByNameAndFields) {
  EXPECT_NE(FindReference("openskill_thurstonemostellerpart", Json::parse(R"({"teams": []})")), nullptr);
  EXPECT_EQ(FindReference("sprt_llr", Json::parse(R"({"wins": 1, "elo0": 0, "elo1": 1})"))->principal, "llr");
  EXPECT_EQ(FindReference("trueskill_quality", Json::parse(R"({"teams": []})"))->principal, "quality");
  EXPECT_EQ(FindReference("nash_averaging", Json::parse(R"({"matrix": []})")), nullptr);
}

}  // namespace
}  // namespace haze::tools::rate
