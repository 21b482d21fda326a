#include "dynamics/sgp4.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace haze::dynamics {
namespace {

constexpr const char* kPuma1 = "1 69646U 26142A   26223.15092528  .00001769  00000+0  82664-4 0  9995";
constexpr const char* kPuma2 = "2 69646  97.3802 120.1403 0009044 185.6721 174.4414 15.21065482  8029";

TEST(Sgp4, ReproducesEveryRowOfTheVerificationSet) {
  const std::filesystem::path path = std::filesystem::path(HAZE_SOURCE_DIR) / ".." / "shared" / "reference" / "sgp4.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "reference values are not here: " << path;
  std::ifstream file(path);
  const nlohmann::json set = nlohmann::json::parse(file);
  int satellites = 0;
  for (const auto& vector : set.at("vectors")) {
    if (!vector.at("inputs").contains("line1")) continue;
    const std::string line1 = vector["inputs"]["line1"];
    const std::string line2 = vector["inputs"]["line2"];
    const TleResult tle = ParseTle(line1, line2);
    // One set of the verification file has a wrong checksum on purpose; it is refused, as it should be.
    if (tle.error.find("checksum") != std::string::npos) continue;
    ASSERT_TRUE(tle.tle.has_value()) << vector["id"] << ": " << tle.error;
    const Sgp4Init init = InitSgp4(*tle.tle);
    if (!vector["expected"].contains("r_km")) continue;
    ASSERT_TRUE(init.model.has_value()) << vector["id"];
    ++satellites;
    const auto& minutes = vector["inputs"]["tsince_min"];
    for (std::size_t i = 0; i < minutes.size() && i < vector["expected"]["r_km"].size(); ++i) {
      const Sgp4Result at = init.model->At(minutes[i]);
      for (int k = 0; k < 3; ++k) {
        EXPECT_NEAR(at.teme.r(k) / 1000.0, vector["expected"]["r_km"][i][static_cast<std::size_t>(k)].get<double>(), 2e-7) << vector["id"] << " row " << i;
        EXPECT_NEAR(at.teme.v(k) / 1000.0, vector["expected"]["v_km_s"][i][static_cast<std::size_t>(k)].get<double>(), 2e-9) << vector["id"] << " row " << i;
      }
    }
  }
  EXPECT_GE(satellites, 5);
}

TEST(Tle, ReadsPuma) {
  const TleResult result = ParseTle(kPuma1, kPuma2);
  ASSERT_TRUE(result.tle.has_value()) << result.error;
  EXPECT_EQ(result.tle->number, 69646);
  EXPECT_DOUBLE_EQ(result.tle->bstar, 0.82664e-4);
  EXPECT_EQ(FormatUtc(result.tle->epoch, 6), "2026-08-11T03:37:19.944192Z");
}

TEST(Tle, NamesThePlaceOfAnError) {
  std::string broken = kPuma1;
  broken[68] = '3';
  EXPECT_EQ(ParseTle(broken, kPuma2).error, "line 1, column 69: checksum is 3, computed 5");
  EXPECT_NE(ParseTle(kPuma1, "2 69646").error.find("line 2, column 8"), std::string::npos);
}

TEST(Tle, DecodesAlphaFive) {
  std::string line1 = kPuma1;
  std::string line2 = kPuma2;
  // Z9646 is 339646; a letter counts nothing in the checksum, the 6 it replaces did.
  line1[2] = line2[2] = 'Z';
  line1[68] = '9';
  line2[68] = '3';
  const TleResult result = ParseTle(line1, line2);
  ASSERT_TRUE(result.tle.has_value()) << result.error;
  EXPECT_EQ(result.tle->number, 339646);
}

// 12 h resonance, e = 0.707: two rows of the verification set of AIAA 2006-6753, so that a stranger's clone checks them too.
TEST(Sgp4, PropagatesAMolniyaThroughItsResonance) {
  const TleResult tle = ParseTle("1 09880U 77021A   06176.56157475  .00000421  00000-0  10000-3 0  9814", "2 09880  64.5968 349.3786 7069051 270.0229  16.3320  2.00813614112380");
  ASSERT_TRUE(tle.tle.has_value()) << tle.error;
  const Sgp4Init init = InitSgp4(*tle.tle);
  ASSERT_TRUE(init.model.has_value());
  ASSERT_TRUE(init.model->deep.has_value());
  EXPECT_LT((init.model->At(0.0).teme.r / 1000.0 - Vector3(13020.06750784, -2449.071935, 1.1589603)).norm(), 4e-7);
  EXPECT_LT((init.model->At(2880.0).teme.r / 1000.0 - Vector3(15500.53445068, -1332.90981042, 3419.72315308)).norm(), 4e-7);
  // Calls in another order change no bit.
  const State late = init.model->At(2880.0).teme;
  (void)init.model->At(-1440.0);
  EXPECT_EQ(late.r, init.model->At(2880.0).teme.r);
}

}  // namespace
}  // namespace haze::dynamics
