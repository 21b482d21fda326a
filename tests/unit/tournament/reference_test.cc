// The references of ratings, and what the checker makes of their tolerances.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tools/rate/check.h"
#include "tools/rate/tolerance.h"

namespace haze::tools::rate {
namespace {

TEST(Ratings, EveryReferencePasses) {
  const std::filesystem::path file = std::filesystem::path(HAZE_SOURCE_DIR) / "../shared/reference/ratings.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no " << file;
  std::ifstream stream(file);
  const FileCheck checked = CheckRatings(file.string(), std::string(std::istreambuf_iterator<char>(stream), {}));
  ASSERT_EQ(checked.error, "");
  EXPECT_GE(checked.checks.size(), 57u);
  for (const Check& check : checked.checks) {
    EXPECT_EQ(CheckStatusName(check.status), "pass") << check.id << ": " << check.worst.field << " off by " << check.worst.difference << ", allowed "
                                                     << check.worst.tolerance << "; " << check.reason;
  }
}

TEST(Tolerances, AreReadFromTheTextsOfReferenceFiles) {
  const std::vector<std::string> fields = {"r", "rd", "vol", "phi_star", "score", "elo"};
  const Tolerances parts("r,rd: 0.01; vol 1e-5; v, phi_star: 1e-3", fields);
  EXPECT_EQ(parts.Of("r")->value, 0.01);
  EXPECT_EQ(parts.Of("rd")->value, 0.01);
  EXPECT_EQ(parts.Of("vol")->value, 1e-5);
  EXPECT_EQ(parts.Of("phi_star")->value, 1e-3);
  EXPECT_FALSE(parts.Of("elo").has_value());

  const Tolerances relative("relative 0.01 (score: 0.001)", fields);
  EXPECT_TRUE(relative.Of("elo")->relative);
  EXPECT_EQ(relative.Of("elo")->value, 0.01);
  EXPECT_FALSE(relative.Of("score")->relative);
  EXPECT_EQ(relative.Of("score")->value, 0.001);

  const Tolerances remark("relative 2e-3 (zero cells = 1e-3; theta 1e-3 logistic / 1e-7 normalized)", fields);
  EXPECT_EQ(remark.Of("elo")->value, 2e-3);
  EXPECT_TRUE(remark.Of("score")->relative);
}

TEST(Ratings, AWrongExpectationFails) {
  const Json reference = Json::parse(R"({"id": "x", "method": "elo_from_score", "input": {"score": 0.6}, "expected": 71, "tolerance": 1e-9})");
  EXPECT_EQ(CheckReference(reference).status, CheckStatus::kFail);
}

TEST(Ratings, AnUnknownMethodIsNotCovered) {
  const Json reference = Json::parse(R"({"id": "x", "method": "tarot", "input": {"score": 0.6}, "expected": 71, "tolerance": 1e-9})");
  EXPECT_EQ(CheckReference(reference).status, CheckStatus::kNotCovered);
}

TEST(Ratings, RelationsAreHeldToTheirWords) {
  const Json answer = Json::parse(R"({"elo": {"A": 10, "B": -20, "C": 10}})");
  EXPECT_TRUE(*Holds("Elo[A]==Elo[C] to 1e-6; B lowest", answer));
  EXPECT_FALSE(*Holds("Elo[A]==Elo[B] to 1e-6", answer));
  EXPECT_FALSE(*Holds("A lowest", answer));
  EXPECT_TRUE(*Holds("Elo[A]>Elo[B]", answer));
  EXPECT_FALSE(Holds("A is a fine player", answer).has_value());
}

}  // namespace
}  // namespace haze::tools::rate
