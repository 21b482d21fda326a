// The invented crowd: its counts, its shares, its determinism and its sizes.
#include "dynamics/synthetic_sky.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/photometry.h"

namespace haze::dynamics {
namespace {

const UtcTime kEpoch = *ParseUtc("2026-08-11T00:00:00Z");

bool Same(const SkyEntry& a, const SkyEntry& b) {
  return a.tle.raan == b.tle.raan && a.tle.mean_motion == b.tle.mean_motion && a.tle.inclination == b.tle.inclination && a.tle.mean_anomaly == b.tle.mean_anomaly &&
         a.tle.argp == b.tle.argp && a.tle.eccentricity == b.tle.eccentricity && a.radius == b.radius && a.albedo == b.albedo;
}

TEST(SyntheticSky, CountsAsManyAsTheCatalogue) {
  int count = kEccentricOrbits;
  for (const SkyShell& shell : SkyShells()) count += shell.count;
  EXPECT_EQ(count, kCatalogueSize);
  EXPECT_EQ(SyntheticSky(MatchKey{}, kEpoch).size(), static_cast<std::size_t>(kCatalogueSize));
  EXPECT_TRUE(SyntheticSky(MatchKey{}, kEpoch, 0).empty());
}

TEST(SyntheticSky, IsAFunctionOfItsKey) {
  const std::vector<SkyEntry> one = SyntheticSky(MatchKey{1}, kEpoch, 500);
  const std::vector<SkyEntry> again = SyntheticSky(MatchKey{1}, kEpoch, 500);
  const std::vector<SkyEntry> other = SyntheticSky(MatchKey{2}, kEpoch, 500);
  int differ = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_TRUE(Same(one[i], again[i]));
    differ += Same(one[i], other[i]) ? 0 : 1;
  }
  EXPECT_EQ(differ, 500);
}

TEST(SyntheticSky, GroupsKeepTheirSharesInASmallerSky) {
  const auto share = [](int count) {
    int starlink = 0, high = 0;
    for (const SkyEntry& entry : SyntheticSky(MatchKey{}, kEpoch, count)) {
      const double period = kTwoPi / entry.tle.mean_motion;
      starlink += std::fabs(entry.tle.inclination - 53.16 * kDegree) < 0.1 * kDegree ? 1 : 0;
      high += period > 1400.0 && period < 1500.0 ? 1 : 0;
    }
    return std::pair(static_cast<double>(starlink) / count, static_cast<double>(high) / count);
  };
  const auto [starlink, high] = share(kCatalogueSize);
  const auto [some_starlink, some_high] = share(1600);
  EXPECT_NEAR(some_starlink, starlink, 0.01);
  EXPECT_NEAR(some_high, high, 0.003);
  EXPECT_NEAR(high, 583.0 / kCatalogueSize, 0.002);  // four rows near 35,786 km
}

TEST(SyntheticSky, EveryOrbitIsOneThatSgp4Takes) {
  for (const SkyEntry& entry : SyntheticSky(MatchKey{3}, kEpoch)) {
    const Sgp4Init init = InitSgp4(entry.tle);
    ASSERT_TRUE(init.model.has_value());
    const Sgp4Result result = init.model->At(4320.0);
    ASSERT_EQ(result.status, Sgp4Status::kOk);
    ASSERT_GT(result.teme.r.norm(), 6.5e6);
  }
}

TEST(SkyBody, DependsOnNoOtherObject) {
  const std::vector<SkyEntry> sky = SyntheticSky(MatchKey{}, kEpoch, 50);
  const SkyBody body = DrawSkyBody(MatchKey{}, sky[17].tle);
  EXPECT_EQ(body.radius, sky[17].radius);
  EXPECT_EQ(body.albedo, sky[17].albedo);
}

TEST(SkyBody, HasTheDeclaredMedians) {
  std::vector<double> low, geostationary, albedo;
  for (const SkyEntry& entry : SyntheticSky(MatchKey{5}, kEpoch)) {
    const double period = kTwoPi / entry.tle.mean_motion;
    if (period < 225.0) low.push_back(entry.radius);
    if (period > 1200.0) geostationary.push_back(entry.radius);
    albedo.push_back(entry.albedo);
    EXPECT_LE(entry.albedo, 0.9);
  }
  const auto median = [](std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  };
  // One in eight is small: the median of all moves by the quantile 3/7 of the others, exp(-0.18 * 0.5). Medians of n draws stray by about sigma 1.25/sqrt(n).
  EXPECT_NEAR(median(low), 0.914, 0.03);
  EXPECT_NEAR(median(geostationary), 3.0, 0.3);
  EXPECT_NEAR(median(albedo), 0.175, 0.003);
  EXPECT_NEAR(DiffuseSphereMagnitude(1.0, 0.175, 1e6, kPi / 2.0), 6.8, 0.1);
}

}  // namespace
}  // namespace haze::dynamics
