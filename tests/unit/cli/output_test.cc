// Numbers and words on their way to a person.
#include "tools/cli/output.h"

#include <gtest/gtest.h>

namespace haze::tools {
namespace {

TEST(Output, MissionTimeCountsHoursBeyondADay) {
  EXPECT_EQ(MissionTime(0.0), "T+00:00:00");
  EXPECT_EQ(MissionTime(60120.9), "T+16:42:00");
  EXPECT_EQ(MissionTime(120.0 * 3600.0), "T+120:00:00");
}

TEST(Output, DistancesReadAsPeopleSayThem) {
  EXPECT_EQ(Distance(7.25), "7.25 m");
  EXPECT_EQ(Distance(148.4), "148 m");
  EXPECT_EQ(Distance(1999.0), "1,999 m");
  EXPECT_EQ(Distance(31000.0), "31 km");
  EXPECT_EQ(Distance(12340.0), "12.3 km");
  EXPECT_EQ(Distance(1934499.0), "1,934 km");
}

TEST(Output, ASparklineGoesFromTheLowestToTheHighest) {
  EXPECT_EQ(Sparkline(std::vector<double>{0.0, 7.0, 3.5}), "▁█▅");
  EXPECT_EQ(Sparkline(std::vector<double>{2.0, 2.0}), "▄▄");
  EXPECT_EQ(Sparkline({}), "");
}

TEST(Output, PrintableShowsWhatATerminalWouldObey) {
  EXPECT_EQ(Printable("Pümä 木 😀"), "Pümä 木 😀");
  EXPECT_EQ(Printable("\x1b[31mred\r\n\x7f"), "\\x1b[31mred\\x0d\\x0a\\x7f");
  // U+009B is a terminal's other escape, U+202E writes backwards, U+200B has no width.
  EXPECT_EQ(Printable("\u009b31m \u202elive\u2069 a\u200bb"), "\\u009b31m \\u202elive\\u2069 a\\u200bb");
  // No UTF-8: a lone escape of eight bits, an overlong slash, a surrogate, half a character.
  EXPECT_EQ(Printable("\x9b" "1m \xc0\xaf \xed\xa0\x80 \xe6\x9c"), "\\x9b1m \\xc0\\xaf \\xed\\xa0\\x80 \\xe6\\x9c");
}

TEST(Output, NearestFindsATypoAndNotAnything) {
  const std::vector<std::string> names = {"red.target", "blue.inspector"};
  EXPECT_EQ(Nearest("red.taget", names), "red.target");
  EXPECT_EQ(Nearest("green.cook", names), "");
}

TEST(Output, EditDistanceIsLevenshteins) {
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3);
  EXPECT_EQ(EditDistance("", "abc"), 3);
}

}  // namespace
}  // namespace haze::tools
