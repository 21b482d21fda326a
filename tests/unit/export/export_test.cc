// Messages and tables as other programs read them.
#include <algorithm>
#include <cmath>
#include <sstream>

#include <gtest/gtest.h>

#include "scenarios/omm.h"
#include "tools/export/czml.h"
#include "tools/export/oem.h"
#include "tools/export/table.h"
#include "tools/view/book.h"
#include "tools/view/bundle.h"
#include "tools/view/series.h"

namespace haze::tools {
namespace {

// One craft that burns between 120 s and 180 s.
Trajectory Sampled() {
  auto scenario = std::make_shared<scenarios::Scenario>();
  scenario->name = "sample";
  scenario->epoch = *dynamics::ParseUtc("2026-12-31T23:58:00Z");
  scenario->vehicles.resize(1);
  scenario->vehicles[0].name = "jackal";
  Trajectory trajectory;
  trajectory.scenario = scenario;
  trajectory.rows.attempt.match_id = std::string(32, 'a');
  for (int i = 0; i < 6; ++i) {
    match::Truth truth;
    truth.t = 60.0 * i;
    match::CraftTruth craft;
    craft.present = i > 0;
    craft.state.r = {7e6 + 0.0004 * i, -1.0 * i, 0.0};
    craft.state.v = {0.0, 7500.0, 1e-6 * i};
    craft.burns = i > 2 ? 1 : 0;
    truth.craft.push_back(craft);
    truth.r_sun = {1.5e11, 0.0, 0.0};
    trajectory.samples.push_back(truth);
  }
  return trajectory;
}

TEST(Oem, PartsTheEphemerisWhereTheCraftBurns) {
  const std::string text = Oem(Sampled(), 0, "2027-01-01T00:00:00Z");
  EXPECT_EQ(text.rfind("CCSDS_OEM_VERS = 2.0\n", 0), 0u);
  std::vector<std::string> starts, stops;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("START_TIME = ", 0) == 0) starts.push_back(line.substr(13));
    if (line.rfind("STOP_TIME = ", 0) == 0) stops.push_back(line.substr(12));
  }
  EXPECT_EQ(starts, (std::vector<std::string>{"2026-12-31T23:59:00.000000", "2027-01-01T00:01:00.000000"}));
  EXPECT_EQ(stops, (std::vector<std::string>{"2027-01-01T00:00:00.000000", "2027-01-01T00:03:00.000000"}));
}

TEST(Oem, SaysUtcAndPrintsMillimetres) {
  const std::string text = Oem(Sampled(), 0, "2027-01-01T00:00:00Z");
  EXPECT_NE(text.find("TIME_SYSTEM = UTC\n"), std::string::npos);
  EXPECT_NE(text.find("\n2027-01-01T00:00:00.000000 7000.000001 -0.002000 0.000000 0.000000000 7.500000000 0.000000002\n"), std::string::npos) << text;
}

TEST(Omm, ComesBackAsTheElementsItWasWrittenFrom) {
  // Round, eccentric with drag, Alpha-5 with negative drag: 8 digits of mean motion and 5 of drag are what the lines hold, and the message as well.
  const std::pair<const char*, const char*> sets[] = {
      {"1 69646U 26142A   26223.15092528  .00001769  00000+0  82664-4 0  9995", "2 69646  97.3802 120.1403 0009044 185.6721 174.4414 15.21065482  8029"},
      {"1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753", "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667"},
      {"1 Z9646U 26142A   26223.15092528 -.00001769  12345-6 -82664-4 0  9993", "2 Z9646  97.3802 120.1403 0009044 185.6721 174.4414 15.21065482  8023"}};
  for (const auto& [line1, line2] : sets) {
    const dynamics::TleResult lines = dynamics::ParseTle(line1, line2);
    ASSERT_TRUE(lines.tle.has_value()) << lines.error;
    const dynamics::Tle& tle = *lines.tle;
    scenarios::Scenario scenario;
    scenario.vehicles.resize(1);
    scenario.vehicles[0].name = "puma";
    scenario.vehicles[0].start.tle.emplace();
    scenario.vehicles[0].start.tle->line1 = line1;
    scenario.vehicles[0].start.tle->line2 = line2;
    const scenarios::OmmFile back = scenarios::ParseOmmKvn(Omm(scenario, 0, "2026-06-19T10:26:00Z"), "puma.omm");
    ASSERT_TRUE(back.errors.empty()) << back.errors[0].Text();
    ASSERT_EQ(back.objects.size(), 1u);
    const dynamics::Tle& read = back.objects[0].elements;
    EXPECT_EQ(back.objects[0].name, "puma");
    EXPECT_EQ(read.number, tle.number);
    EXPECT_EQ(read.epoch.us, tle.epoch.us);
    EXPECT_EQ(read.mean_motion, tle.mean_motion);
    EXPECT_EQ(read.eccentricity, tle.eccentricity);
    EXPECT_EQ(read.inclination, tle.inclination);
    EXPECT_EQ(read.raan, tle.raan);
    EXPECT_EQ(read.argp, tle.argp);
    EXPECT_EQ(read.mean_anomaly, tle.mean_anomaly);
    EXPECT_EQ(read.bstar, tle.bstar);
    EXPECT_EQ(read.ndot, tle.ndot);
    EXPECT_EQ(read.nddot, tle.nddot);
  }
}

TEST(Csv, CellsThatASpreadsheetWouldCalculateBeginWithAnApostrophe) {
  for (const std::string text : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"}) EXPECT_EQ(CsvText(text), "'" + text);
  EXPECT_EQ(CsvText("\r=1"), "\"'\r=1\"");
  EXPECT_EQ(CsvText("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"");
  EXPECT_EQ(CsvText("puma"), "puma");
}

// Decodes as the page does: base64, seven bits a byte, zigzag, differences.
std::vector<double> Decode(const std::string& text, std::size_t components, std::size_t order, double scale) {
  std::string bytes;
  unsigned held = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    held = (held << 6) | static_cast<unsigned>(digits.find(c));
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>((held >> count) & 255u);
    }
  }
  std::vector<double> values;
  std::vector<std::vector<std::int64_t>> sums(components, std::vector<std::int64_t>(order + 1, 0));
  std::uint64_t value = 0;
  int shift = 0;
  for (const char c : bytes) {
    value |= static_cast<std::uint64_t>(c & 127) << shift;
    shift += 7;
    if (c & 128) continue;
    const std::size_t i = values.size();
    std::vector<std::int64_t>& table = sums[i % components];
    const std::size_t used = std::min(order, i / components);
    table[used] = static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    for (std::size_t k = used; k-- > 0;) table[k] += table[k + 1];
    values.push_back(static_cast<double>(table[0]) / scale);
    value = 0;
    shift = 0;
  }
  return values;
}

TEST(Series, ComeBackToHalfTheLastPlace) {
  for (const int order : {0, 1, 2, 5}) {
    std::vector<double> values;
    for (int i = 0; i < 1500; ++i) {
      values.push_back(7e6 * std::cos(0.065 * i));
      values.push_back(-7e6 * std::sin(0.065 * i));
      values.push_back(i % 7 == 0 ? -1234.567 : 0.0);
    }
    const std::vector<double> back = Decode(EncodeSeries(values, 3, order, 100.0), 3, static_cast<std::size_t>(order), 100.0);
    ASSERT_EQ(back.size(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(back[i], values[i], 0.005 + 1e-9);
  }
}

// An orbit at 60 s a sample: fifth differences are small numbers.
TEST(Series, OfAnOrbitTakeThreeBytesAValueAtMost) {
  std::vector<double> values;
  for (int i = 0; i < 1500; ++i) values.push_back(7e6 * std::cos(0.065 * i));
  EXPECT_LT(EncodeSeries(values, 1, 5, 100.0).size(), 1500u * 4u);
}

TEST(Page, NamesCannotEndTheDataElement) {
  const std::string page = MakePage({{"name", "</script><script>alert(1)</script><!--"}}, "</title><b>", false);
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_EQ(page.find("</title><b>"), std::string::npos);
  EXPECT_NE(page.find("\\u003c/script>"), std::string::npos);
  // Two scripts of ours: the data and the bundle.
  std::size_t scripts = 0;
  const std::string frame = page.substr(0, page.find("id=\"haze-data\"")) + page.substr(page.rfind("</script>"));
  for (std::size_t at = frame.find("<script"); at != std::string::npos; at = frame.find("<script", at + 1)) ++scripts;
  EXPECT_EQ(scripts, 1u);
}

}  // namespace
}  // namespace haze::tools
