// `haze calc KIND`: every shape answers its example, and nothing that a line may hold brings it down.
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tools/calc/shape.h"
#include "tools/calc/stream.h"

namespace haze::tools {
namespace {

std::string FirstKind(const Shape& shape) { return std::string(shape.kind.substr(0, shape.kind.find(','))); }

/// The answer's object; the test fails where the line is answered with an error.
Json Ask(std::string_view kind, const std::string& line) {
  bool failed = false;
  const std::string answer = AnswerLine(kind, line, 1, failed);
  EXPECT_FALSE(failed) << kind << " " << line << "\n" << answer;
  return Json::parse(answer);
}

std::string Error(std::string_view kind, const std::string& line) {
  bool failed = false;
  const Json answer = Json::parse(AnswerLine(kind, line, 7, failed));
  EXPECT_TRUE(failed) << kind << " " << line << "\n" << answer.dump();
  if (!failed) return "";
  EXPECT_EQ(answer.at("line").get<int>(), 7);
  return answer.at("error").get<std::string>();
}

TEST(CalcStream, EveryShapeAnswersItsExample) {
  int shapes = 0;
  for (const Shape& shape : Shapes()) {
    if (shape.compute == nullptr || shape.kind.empty()) continue;
    ASSERT_FALSE(shape.example.empty()) << shape.what;
    const Json answer = Ask(FirstKind(shape), std::string(shape.example));
    EXPECT_FALSE(answer.empty()) << shape.what;
    // The example finds the shape it stands with.
    EXPECT_EQ(FindShape(Json::parse(shape.example), FirstKind(shape), true).shape, &shape) << shape.what;
    ++shapes;
  }
  EXPECT_GT(shapes, 60);
}

TEST(CalcStream, EveryKindIsAnsweredOrSaysThatItIsNot) {
  for (const std::string_view kind : Kinds()) {
    int shapes = 0;
    for (const Shape& shape : Shapes())
      shapes += shape.compute != nullptr && (", " + std::string(shape.kind) + ",").find(", " + std::string(kind) + ",") != std::string::npos;
    if (kind == "od") {
      EXPECT_NE(Error(kind, "{}").find("cannot be asked for in this version"), std::string::npos);
    } else {
      EXPECT_GT(shapes, 0) << kind;
    }
    EXPECT_FALSE(KindHelp(kind).empty());
    EXPECT_FALSE(KindSummary(kind).empty()) << kind;
  }
}

TEST(CalcStream, BadLinesTellTheirPlaceAndTheOthersAreAnswered) {
  std::istringstream in(
      "{\"M_rad\": 1.5, \"e\": 0.3}\n"
      "\n"
      "{\"M_rad\": 1.5, \"e\": -0.3}\n"
      "not json\n"
      "{\"M_rad\": 1.5, \"e\": 0.3}\r\n");
  std::ostringstream out;
  EXPECT_FALSE(AnswerStream("kepler", in, out));
  std::istringstream lines(out.str());
  std::vector<Json> answers;
  for (std::string line; std::getline(lines, line);) answers.push_back(Json::parse(line));
  ASSERT_EQ(answers.size(), 4U);
  EXPECT_TRUE(answers[0].contains("E_rad"));
  EXPECT_EQ(answers[1].at("line").get<int>(), 3);
  EXPECT_EQ(answers[1].at("error").get<std::string>(), "e: is -0.3; allowed: >= 0");
  EXPECT_EQ(answers[2].at("line").get<int>(), 4);
  EXPECT_EQ(answers[2].at("error").get<std::string>(), "not JSON from column 2 on");
  EXPECT_EQ(answers[3], answers[0]);

  std::istringstream good("{\"M_rad\": 1.5, \"e\": 0.3}\n");
  EXPECT_TRUE(AnswerStream("kepler", good, out));
}

TEST(CalcStream, ErrorsNameTheFieldAndTheNearestShape) {
  EXPECT_EQ(Error("kepler", R"({"M_rad": 1.5, "e": "three"})"), "e: \"three\" is neither a number nor an expression of other fields");
  EXPECT_NE(Error("lambert", R"({"r1_km": [1, 0, 0], "r2_km": [0, 1, 0]})").find("lacks tof"), std::string::npos);
  EXPECT_NE(Error("kepler", R"({"M_rad": 1.5, "e": 0.3, "speed": 1})").find("does not know speed"), std::string::npos);
  EXPECT_NE(Error("kepler", R"({"M_rad": 1.5, "M_deg": 1.5, "e": 0.3})").find("M_deg: is there beside M_rad"), std::string::npos);
  EXPECT_EQ(Error("sgp4", R"({"line1": "x", "line2": "y", "tsince_min": 0})").substr(0, 6), "line 1");
  EXPECT_EQ(Error("lambert", R"({"r1_km": [7000, 0, 0], "r2_km": [14000, 0, 0], "tof_s": 3600})"),
            "r2: is on the line of r1: the plane of the transfer is not determined");
  EXPECT_EQ(Error("kepler", "[1, 2]"), "an object was expected");
}

TEST(CalcStream, UnitsOfTheAnswerFollowTheQuestion) {
  const Json km = Ask("kepler", R"({"r0_km": [7000, 0, 0], "v0_km_s": [0, 7.5, 1], "dt_min": 10})");
  const Json m = Ask("kepler", R"({"r0_m": [7000000, 0, 0], "v0_m_s": [0, 7500, 1000], "dt_s": 600})");
  for (std::size_t k = 0; k < 3; ++k) EXPECT_DOUBLE_EQ(km.at("r_km")[k].get<double>() * 1e3, m.at("r_m")[k].get<double>());
  EXPECT_TRUE(Ask("elements", R"({"i_deg": 10, "raan_deg": 20, "argp_deg": 30})").contains("P"));
  EXPECT_TRUE(Ask("kepler", R"({"M_deg": 30, "e": 0.1})").contains("nu_deg"));
  EXPECT_TRUE(Ask("kepler", R"({"M_rad": 0.5, "e": 0.1})").contains("nu_rad"));
}

TEST(CalcStream, NumbersMayBeExpressionsOfOtherFields) {
  const Json plain = Ask("kepler", R"({"r0_km": [6678.1366, 0, 0], "v0_km_s": [0, 15, 0], "dt_s": 100})");
  const Json written = Ask("kepler", R"q({"r0_km": ["R_earth+300", 0, 0], "R_earth_km": 6378.1366, "v0_km_s": [0, "3*(2+3)", 0], "dt_s": "10^2"})q");
  EXPECT_EQ(plain, written);
  EXPECT_NE(Error("kepler", R"({"M_rad": "1/0", "e": 0.3})"), "");
  EXPECT_NE(Error("kepler", "{\"M_rad\": \"" + std::string(1000000, '(') + "\", \"e\": 0.3}"), "");
}

/// Every field of every example takes every odd value: the answer is one JSON object without NaN, whatever it says.
TEST(CalcStream, NoValueOfAnyFieldBringsItDown) {
  const std::vector<std::string> odd = {"0",
                                        "-1",
                                        "1e-300",
                                        "1e300",
                                        "-1e300",
                                        "1e20",
                                        "1e400",
                                        "\"x\"",
                                        "\"1/0\"",
                                        "null",
                                        "true",
                                        "[]",
                                        "[0, 0, 0]",
                                        "[1e200, 1e200, 1e200]",
                                        "[1, 2]",
                                        "{}",
                                        "[[1, 2, 3]]",
                                        "[[]]",
                                        "[\"a\", \"b\"]",
                                        "[1, 1, 1, 1]",
                                        "[0, 0, 0, 0]",
                                        "180",
                                        "\"2000-02-31T00:00:00\""};
  long asked = 0;
  for (const Shape& shape : Shapes()) {
    if (shape.compute == nullptr || shape.kind.empty()) continue;
    const Json base = Json::parse(shape.example);
    for (const auto& [key, value] : base.items()) {
      for (const std::string& one : odd) {
        std::string line;
        for (const auto& [other, kept] : base.items()) line += (line.empty() ? "{\"" : ", \"") + other + "\": " + (other == key ? one : kept.dump());
        line += "}";
        bool failed = false;
        const std::string answer = AnswerLine(FirstKind(shape), line, 1, failed);
        Json parsed;
        ASSERT_NO_THROW(parsed = Json::parse(answer)) << line << "\n" << answer;
        EXPECT_EQ(failed, parsed.contains("error") && parsed.contains("line")) << line << "\n" << answer;
        EXPECT_EQ(answer.find('\n'), std::string::npos);
        ++asked;
      }
    }
  }
  EXPECT_GT(asked, 4000);
}

}  // namespace
}  // namespace haze::tools
