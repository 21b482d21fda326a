// Reference vectors: recognised by their fields, judged by their tolerances.
#include <string>

#include <gtest/gtest.h>

#include "tools/calc/check.h"
#include "tools/calc/stream.h"

namespace haze::tools {
namespace {

Json Vector(const std::string& inputs, const std::string& expected, const std::string& tolerance) {
  return Json::parse(R"({"id": "x", "inputs": )" + inputs + R"(, "expected": )" + expected + R"(, "tolerance": )" + tolerance + "}");
}

CheckStatus Verdict(const std::string& family, const std::string& inputs, const std::string& expected, const std::string& tolerance) {
  return CheckVector(family, Vector(inputs, expected, tolerance)).status;
}

constexpr auto kPass = CheckStatus::kPass;
constexpr auto kFail = CheckStatus::kFail;
constexpr auto kNotCovered = CheckStatus::kNotCovered;

// E of M = 0, nu = 0; of M = pi, pi: numbers that need no source.
TEST(CalcCheck, ToleranceDecidesBetweenPassAndFail) {
  const std::string in = R"({"M_rad": 0, "e": 0.5})";
  EXPECT_EQ(Verdict("kepler", in, R"({"E_rad": 0.009})", R"({"abs": 0.01})"), kPass);
  EXPECT_EQ(Verdict("kepler", in, R"({"E_rad": 0.011})", R"({"abs": 0.01})"), kFail);
  const std::string full = R"({"M_deg": 180, "e": 0.5})";
  EXPECT_EQ(Verdict("kepler", full, R"({"E_deg": 180.09})", R"({"rel": 0.001})"), kPass);
  EXPECT_EQ(Verdict("kepler", full, R"({"E_deg": 180.2})", R"({"rel": 0.001})"), kFail);
}

TEST(CalcCheck, TolerancesHaveUnitsOfTheirOwn) {
  const std::string in = R"({"M_deg": 180, "e": 0.5})";
  // A degree is 0.0174 rad.
  EXPECT_EQ(Verdict("kepler", in, R"({"E_deg": 181})", R"({"abs_rad": 0.02})"), kPass);
  EXPECT_EQ(Verdict("kepler", in, R"({"E_deg": 181})", R"({"abs_rad": 0.01})"), kFail);
  EXPECT_EQ(Verdict("kepler", in, R"({"E_rad": 3.1415926535, "nu_deg": 181})", R"({"angle_abs_deg": 2})"), kPass);
}

TEST(CalcCheck, AnglesComeRoundAndQuaternionsHaveTwoSigns) {
  EXPECT_EQ(Verdict("kepler", R"({"M_deg": 180, "e": 0.5})", R"({"E_deg": -180})", R"({"abs": 1e-9})"), kPass);
  const std::string turn = R"({"q0_scalar_first": [1, 0, 0, 0], "omega_body_rad_s": [0, 0, 0], "t_s": 1})";
  EXPECT_EQ(Verdict("attitude", turn, R"({"q": [-1, 0, 0, 0]})", R"({"abs": 1e-12})"), kPass);
  EXPECT_EQ(Verdict("attitude", turn, R"({"q": [0, 1, 0, 0]})", R"({"abs": 1e-12})"), kFail);
}

TEST(CalcCheck, NamedTolerancesSpeakOfTheirFields) {
  const std::string in = R"({"M_deg": 180, "e": 0.5})";
  const std::string expected = R"({"E_deg": 181, "nu_deg": 180})";
  EXPECT_EQ(Verdict("kepler", in, expected, R"({"E_abs_deg": 2, "nu_abs_deg": 1e-6})"), kPass);
  EXPECT_EQ(Verdict("kepler", in, expected, R"({"E_abs_deg": 0.5, "nu_abs_deg": 2})"), kFail);
  // A field that no tolerance speaks of is held to 1e-4 of its size.
  EXPECT_EQ(Verdict("rocket", R"({"isp_s": 300, "m0_kg": 10, "mf_kg": 2})", R"({"dv_m_s": 4734.958, "propellant_kg": 9})", R"({"rel_dv": 1e-6})"), kFail);
  EXPECT_EQ(Verdict("rocket", R"({"isp_s": 300, "m0_kg": 10, "mf_kg": 2})", R"({"dv_m_s": 4734.958, "propellant_kg": 8.0001})", R"({"rel_dv": 1e-6})"), kPass);
}

TEST(CalcCheck, AVectorIsKnownByItsFieldsNotByItsName) {
  Json vector = Vector(R"({"M_rad": 0, "e": 0.5})", R"({"E_rad": 0})", R"({"abs": 1e-9})");
  for (const char* id : {"", "kepler-eq-hyperbolic", "stumpff"}) {
    vector["id"] = id;
    EXPECT_EQ(CheckVector("kepler", vector).status, kPass);
  }
  vector.erase("id");
  EXPECT_EQ(CheckVector("kepler", vector).status, kPass);
}

TEST(CalcCheck, WhatIsNotUnderstoodIsNotCoveredAndSaysWhy) {
  const auto reason = [](const std::string& family, const std::string& in, const std::string& out) {
    const Check check = CheckVector(family, Vector(in, out, R"({"abs": 1})"));
    EXPECT_EQ(check.status, kNotCovered);
    return check.reason;
  };
  EXPECT_NE(reason("kepler", R"({"M_rad": 0, "e": 0.5, "colour": 1})", R"({"E_rad": 0})").find("does not know colour"), std::string::npos);
  EXPECT_NE(reason("kepler", R"({"M_rad": 0, "e": 0.5})", R"({"colour": 0})").find("colour is not among the results"), std::string::npos);
  EXPECT_NE(reason("astrology", R"({"sign": 0})", R"({"fate": 0})").find("astrology"), std::string::npos);
  EXPECT_NE(reason("kepler", R"({"M_rad": 0, "e": -1})", R"({"E_rad": 0})").find("allowed"), std::string::npos);
}

TEST(CalcCheck, AnotherFormThanOursFails) {
  EXPECT_EQ(Verdict("kepler", R"({"M_rad": 0, "e": 0.5})", R"({"E_rad": [0]})", R"({"abs": 1})"), kFail);
  EXPECT_EQ(Verdict("kepler", R"({"M_rad": 0, "e": 0.5})", R"({"E_rad": null})", R"({"abs": 1})"), kFail);
  EXPECT_EQ(Verdict("eclipse", R"({"r1_km": [7000, 0, 0], "r2_km": [-7000, 0, 1]})", R"({"line_of_sight": true})", R"({"exact": true})"), kFail);
}

TEST(CalcCheck, LambertsBranchesAreASet) {
  // A revolution more than the direct way has two answers; neither is the direct one.
  const std::string in = R"({"mu_km3_s2": 398600.4415, "r1_km": [15945.34, 0, 0], "r2_km": [12214.83899, 10249.46731, 0], "tof_s": 60000, "revs": 1})";
  const std::string direct = R"({"mu_km3_s2": 398600.4415, "r1_km": [15945.34, 0, 0], "r2_km": [12214.83899, 10249.46731, 0], "tof_s": 60000, "revs": 0})";
  int passed = 0;
  for (const char* v1 : {"[1, 1, 0]", "[9, 9, 0]"})
    passed += Verdict("lambert", in, std::string("{\"v1_km_s\": ") + v1 + "}", R"({"v_abs_km_s": 1e-6})") == kPass;
  EXPECT_EQ(passed, 0);
  EXPECT_NE(CheckVector("lambert", Vector(in, R"({"v1_km_s": [0, 0, 0]})", R"({"v_abs_km_s": 1e-6})")).worst.difference,
            CheckVector("lambert", Vector(direct, R"({"v1_km_s": [0, 0, 0]})", R"({"v_abs_km_s": 1e-6})")).worst.difference);
}

// Battin's example 7.12: made with mu = 4 pi^2, printed with another one. Changed beyond that reading it fails like any other.
TEST(CalcCheck, AReferenceAgainstItsOwnWordsIsNotCovered) {
  const std::string in =
      R"({"mu_AU3_yr2": 39.47692641, "r1_AU": [0.159321004, 0.579266185, 0.052359607], "r2_AU": [0.057594337, 0.605750797, 0.068345246], "tof_yr": 0.010794065, "prograde": true, "revs": 0})";
  const std::string tolerance = R"({"v_abs_AU_yr": 2e-6})";
  EXPECT_EQ(Verdict("lambert", in, R"({"v1_AU_yr": [-9.303603251, 3.018641330, 1.536362143]})", tolerance), kNotCovered);
  EXPECT_EQ(Verdict("lambert", in, R"({"v1_AU_yr": [-9.303703251, 3.018641330, 1.536362143]})", tolerance), kFail);
}

// A velocity printed to 1 m/s leaves kilometres after an hour and a half: what lies within is not covered, what lies beyond fails.
TEST(CalcCheck, CoarselyPrintedInputsExcuseWhatTheyExplainAndNoMore) {
  const auto inputs = [](const std::string& v_y) {
    return R"({"frame": "TOD", "gravity": "EGM2008 2x0", "r0_km": [7000, 0, 0], "v0_km_s": [0.001, )" + v_y + R"(, 1.002], "t_s": [0, 6000]})";
  };
  const auto verdict = [&](const std::string& true_v_y) {
    bool failed = false;
    const Json truth = Json::parse(AnswerLine("propagate", inputs(true_v_y), 1, failed));
    EXPECT_FALSE(failed) << truth.dump();
    return Verdict("propagation_j2", inputs("7.478"), Json({{"r_km", truth.at("r_km")}}).dump(), R"({"r_abs_km": 0.01})");
  };
  EXPECT_EQ(verdict("7.478"), kPass);
  EXPECT_EQ(verdict("7.4783"), kNotCovered);
  EXPECT_EQ(verdict("7.485"), kFail);
}

TEST(CalcCheck, FilesThatAreNoReferencesSaySo) {
  EXPECT_NE(CheckFile("a.json", "{").error, "");
  EXPECT_NE(CheckFile("a.json", "[]").error, "");
  EXPECT_NE(CheckFile("a.json", R"({"family": 3, "vectors": []})").error, "");
  EXPECT_EQ(CheckFile("a.json", R"({"family": "kepler", "vectors": []})").error, "");
  const FileCheck odd = CheckFile("a.json", R"({"family": "kepler", "vectors": [3, {}, {"inputs": [], "expected": {}}]})");
  ASSERT_EQ(odd.checks.size(), 3U);
  for (const Check& check : odd.checks) EXPECT_EQ(check.status, kNotCovered);
}

TEST(CalcCheck, JsonHoldsWhatOtherProgramsRead) {
  const FileCheck checked = CheckFile(
      "a.json", R"({"family": "kepler", "vectors": [{"id": "one", "inputs": {"M_rad": 0, "e": 0.5}, "expected": {"E_rad": 0.5}, "tolerance": {"abs": 0.1}}]})");
  const Json out = CheckJson(checked);
  EXPECT_EQ(out.at("file"), "a.json");
  const Json& one = out.at("checks").at(0);
  EXPECT_EQ(one.at("id"), "one");
  EXPECT_EQ(one.at("difference").get<double>(), 0.5);
  EXPECT_EQ(one.at("tolerance").get<double>(), 0.1);
  EXPECT_EQ(one.at("status"), "fail");
}

}  // namespace
}  // namespace haze::tools
