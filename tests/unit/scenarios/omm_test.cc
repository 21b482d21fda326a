// Orbit mean-elements messages against the two-line sets that say the same.
#include "scenarios/omm.h"

#include <cmath>
#include <gmock/gmock.h>

#include "scenarios/catalogue.h"

namespace haze::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The first set of the verification data of AIAA 2006-6753, and the same elements as a message.
constexpr const char* kLine1 = "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753";
constexpr const char* kLine2 = "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667";
constexpr const char* kKvn = R"(CCSDS_OMM_VERS = 2.0
COMMENT the elements of a two-line set
CREATION_DATE = 2000-06-28T00:00:00
ORIGINATOR = TEST
OBJECT_NAME = VANGUARD 1
OBJECT_ID = 1958-002B
CENTER_NAME = EARTH
REF_FRAME = TEME
TIME_SYSTEM = UTC
MEAN_ELEMENT_THEORY = SGP/SGP4
EPOCH = 2000-06-27T18:50:19.733568
MEAN_MOTION = 10.82419157 [rev/day]
ECCENTRICITY = 0.1859667
INCLINATION = 34.2682 [deg]
RA_OF_ASC_NODE = 348.7242 [deg]
ARG_OF_PERICENTER = 331.7664 [deg]
MEAN_ANOMALY = 19.3264 [deg]
NORAD_CAT_ID = 5
BSTAR = 2.8098e-5 [1/ER]
MEAN_MOTION_DOT = 2.3e-7
MEAN_MOTION_DDOT = 0
)";
constexpr const char* kJson = R"([{"OBJECT_NAME": "VANGUARD 1", "OBJECT_ID": "1958-002B", "EPOCH": "2000-179T18:50:19.733568", "MEAN_MOTION": 10.82419157, "ECCENTRICITY": "0.1859667",
  "INCLINATION": 34.2682, "RA_OF_ASC_NODE": 348.7242, "ARG_OF_PERICENTER": "331.7664", "MEAN_ANOMALY": 19.3264, "NORAD_CAT_ID": 5, "BSTAR": 2.8098e-5, "MEAN_MOTION_DOT": 2.3e-7,
  "MEAN_MOTION_DDOT": 0, "COMMENT": null}])";

void ExpectSame(const dynamics::Tle& a, const dynamics::Tle& b) {
  EXPECT_EQ(a.number, b.number);
  EXPECT_EQ(a.epoch.us, b.epoch.us);
  EXPECT_EQ(a.inclination, b.inclination);
  EXPECT_EQ(a.raan, b.raan);
  EXPECT_EQ(a.eccentricity, b.eccentricity);
  EXPECT_EQ(a.argp, b.argp);
  EXPECT_EQ(a.mean_anomaly, b.mean_anomaly);
  EXPECT_EQ(a.mean_motion, b.mean_motion);
  EXPECT_DOUBLE_EQ(a.bstar, b.bstar);
  EXPECT_DOUBLE_EQ(a.ndot, b.ndot);
  EXPECT_EQ(a.nddot, b.nddot);
}

std::vector<std::string> Texts(const OmmFile& file) {
  std::vector<std::string> texts;
  for (const LoadError& error : file.errors) texts.push_back(error.Text());
  return texts;
}

TEST(Omm, BothNotationsGiveTheElementsOfTheTwoLineSet) {
  const dynamics::TleResult tle = dynamics::ParseTle(kLine1, kLine2);
  ASSERT_TRUE(tle.tle);
  for (const OmmFile& file : {ParseOmmKvn(kKvn, "a.omm"), ParseOmmJson(kJson, "a.json")}) {
    ASSERT_THAT(Texts(file), ElementsAre());
    ASSERT_EQ(file.objects.size(), 1u);
    ExpectSame(file.objects[0].elements, *tle.tle);
    EXPECT_EQ(file.objects[0].name, "VANGUARD 1");
    EXPECT_EQ(file.objects[0].designator, "1958-002B");
  }
}

TEST(Omm, ManyMessagesMayFollowOneAnother) {
  EXPECT_EQ(ParseOmmKvn(std::string(kKvn) + "\n" + kKvn, "a.omm").objects.size(), 2u);
  const std::string two = std::string(kJson).substr(0, std::string(kJson).size() - 1) + "," + std::string(kJson).substr(1);
  EXPECT_EQ(ParseOmmJson(two, "a.json").objects.size(), 2u);
}

std::string Changed(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(Omm, SaysWhereEachErrorIs) {
  EXPECT_THAT(Texts(ParseOmmKvn(Changed(kKvn, "ECCENTRICITY = 0.18", "ECCENTRICITY = 1.18"), "a.omm")), ElementsAre("a.omm:13:16: ECCENTRICITY is 1.1859667; allowed: 0.0 to 0.99999999"));
  EXPECT_THAT(Texts(ParseOmmKvn(Changed(kKvn, "EARTH", "MOON"), "a.omm")), ElementsAre("a.omm:7:15: CENTER_NAME is MOON; allowed: EARTH"));
  EXPECT_THAT(Texts(ParseOmmKvn(Changed(kKvn, "BSTAR = 2", "BSTAR = x2"), "a.omm")), ElementsAre(HasSubstr("a.omm:19:9: BSTAR is \"x2.8098e-5\"")));
  EXPECT_THAT(Texts(ParseOmmKvn(Changed(kKvn, "NORAD_CAT_ID", "MEAN_ANOMALY"), "a.omm")), ElementsAre("a.omm:18:1: MEAN_ANOMALY is given twice; first in line 17"));
  EXPECT_THAT(Texts(ParseOmmKvn(Changed(kKvn, "2000-06-27T", "2000-06-31T"), "a.omm")), ElementsAre(HasSubstr("a.omm:11:9: EPOCH is")));
  EXPECT_THAT(Texts(ParseOmmKvn(Changed(kKvn, "MEAN_MOTION = 10.82419157 [rev/day]\n", ""), "a.omm")), ElementsAre(HasSubstr("a.omm:1:1: MEAN_MOTION is missing")));
  EXPECT_THAT(Texts(ParseOmmKvn("OBJECT_NAME = X\n", "a.omm")), ElementsAre("a.omm:1:1: a message begins with CCSDS_OMM_VERS"));
  EXPECT_THAT(Texts(ParseOmmKvn("", "a.omm")), ElementsAre(HasSubstr("no message is here")));
  EXPECT_THAT(Texts(ParseOmmJson("[{\"EPOCH\": 1,\n }]", "a.json")), ElementsAre("a.json:2:2: this is not JSON"));
  EXPECT_THAT(Texts(ParseOmmJson(Changed(kJson, "\"EPOCH\"", "\"APOCH\""), "a.json")), ElementsAre(HasSubstr("[0].EPOCH is missing")));
  EXPECT_THAT(Texts(ParseOmmJson("[{\"EPOCH\": 1,\n \"BSTAR\": -1e400}]", "a.json")), ElementsAre("a.json:2:11: -1e400 is larger than any number"));
  EXPECT_THAT(Texts(ParseOmmJson("[3]", "a.json")), ElementsAre(HasSubstr("[0] is no object")));
}

TEST(Omm, WhateverTheTextOnlyFiniteElementsComeOut) {
  const auto sound = [](const OmmFile& file, const std::string& text) {
    EXPECT_TRUE(!file.objects.empty() || !file.errors.empty()) << text;
    for (const OmmObject& object : file.objects) {
      const dynamics::Tle& e = object.elements;
      EXPECT_TRUE(std::isfinite(e.inclination + e.raan + e.argp + e.mean_anomaly + e.bstar + e.ndot + e.nddot)) << text;
      EXPECT_TRUE(e.mean_motion > 0.0 && std::isfinite(e.mean_motion) && e.eccentricity >= 0.0 && e.eccentricity < 1.0) << text;
    }
  };
  for (const bool json : {false, true}) {
    const std::string good(json ? kJson : kKvn);
    const auto parse = [&](const std::string& text) { return json ? ParseOmmJson(text, "a") : ParseOmmKvn(text, "a"); };
    for (std::size_t at = 0; at < good.size(); ++at) {
      for (const char* instead : {"", "\"", "=", "9", "-", "e", "\\", "{", "\n", "nan"}) {
        std::string text = good;
        text.replace(at, 1, instead);
        sound(parse(text), text);
      }
      (void)parse(good.substr(0, at));
    }
  }
}

TEST(Catalogue, KnowsMessagesFromTwoLineSets) {
  for (const char* text : {kKvn, kJson}) {
    const Catalogue catalogue = ParseCatalogue(text, "sky");
    ASSERT_TRUE(catalogue.errors.empty()) << catalogue.errors[0].Text();
    ASSERT_EQ(catalogue.objects.size(), 1u);
    EXPECT_EQ(catalogue.objects[0].tle.number, 5);
    EXPECT_EQ(catalogue.objects[0].launch, (LaunchId{1958, 2}));
  }
}

}  // namespace
}  // namespace haze::scenarios
