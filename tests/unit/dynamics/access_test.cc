// Look angles and windows against published ones, and against geometry that can be done by hand.
#include "dynamics/access.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/random.h"
#include "dynamics/sgp4.h"

namespace haze::dynamics {
namespace {

constexpr Ellipsoid kEgm{6378136.3, kFlattening};

TEST(Access, LookAnglesAndRatesMatchValladosSoftware) {
  // CelesTrak/fundamentals-of-astrodynamics 9655edb, test_frame_conversions.py; with its ellipsoid and azimuths from -pi.
  const Site site = MakeSite({.lat = 39.007 * kDegree, .lon = -104.883 * kDegree, .h = 2102.0}, kEgm);
  const State state{{-5225545.532658024, -3070986.5969614993, 3501815.9870845006}, {-5373.672578283977, -3302.1038634286506, 4020.523711114683}};
  const auto look = LookWithRates(site, state);
  ASSERT_TRUE(look.has_value());
  EXPECT_NEAR(look->range, 4339444.884044615, 0.01);
  EXPECT_NEAR(WrapPi(look->az), -1.5639427896150881, 1e-8);
  EXPECT_NEAR(look->el, -0.18973540227923288, 1e-8);
  EXPECT_NEAR(look->range_rate, 3121.6042513457634, 1e-5);
  EXPECT_NEAR(look->az_rate, 5.093097833129788e-05, 1e-10);
  EXPECT_NEAR(look->el_rate, 0.0015655515448868324, 1e-10);
}

TEST(Access, SitePositionIsValladosExample71) {
  // The same software, test_utils.py.
  const Site site = MakeSite({.lat = 39.007 * kDegree, .lon = -104.883 * kDegree, .h = 2187.0}, kEgm);
  EXPECT_LT((site.r_ITRF - Vector3(-1275121.7701148173, -4797988.500532293, 3994297.0129784385)).norm(), 1.0);
}

TEST(Access, LookAnglesMatchSatelliteJs) {
  // shashwatak/satellite-js 1d52cba, transforms.json: angles that are none of a place on Earth, in radians.
  const auto look = LookWithRates(MakeSite({.lat = 41.0, .lon = -71.0, .h = 1000.0}), {{4e6, 7e6, 3e6}, Vector3::Zero()});
  ASSERT_TRUE(look.has_value());
  EXPECT_NEAR(look->range, 4612727.9304771755, 0.01);
  EXPECT_NEAR(look->az, 2.769701913047414, 1e-8);
  EXPECT_NEAR(look->el, 0.2050152036110117, 1e-8);
}

TEST(Access, RatesAreTheDerivativesOfTheAngles) {
  RandomStream random(MatchKey{}, 61, 0, 0);
  for (int k = 0; k < 200; ++k) {
    const Site site = MakeSite({.lat = random.Uniform(-1.5, 1.5), .lon = random.Uniform(-3.0, 3.0), .h = random.Uniform(0.0, 3000.0)});
    const State state{random.Uniform(7e6, 4e7) * random.UnitVector3(), 7e3 * random.UnitVector3()};
    const double h = 0.01;
    const auto at = [&](double t) { return *LookWithRates(site, {state.r + t * state.v, state.v}); };
    const LookAndRates look = at(0.0);
    const double tolerance = 1e-6 * (1.0 / std::cos(look.el));  // of second order in h, and rounding over h
    EXPECT_NEAR(WrapPi(at(h).az - at(-h).az) / (2.0 * h), look.az_rate, tolerance) << k;
    EXPECT_NEAR((at(h).el - at(-h).el) / (2.0 * h), look.el_rate, tolerance) << k;
    EXPECT_NEAR((at(h).range - at(-h).range) / (2.0 * h), look.range_rate, 1e-4) << k;
  }
  EXPECT_FALSE(LookWithRates(MakeSite({}), {MakeSite({}).r_ITRF, Vector3::Zero()}).has_value());
}

TEST(Access, ZenithHasNoRates) {
  const Site site = MakeSite({.lat = 0.5, .lon = 1.0, .h = 0.0});
  const Vector3 up = site.R_ENU_ITRF.row(2).transpose();
  const auto look = LookWithRates(site, {site.r_ITRF + 5e5 * up, {7e3, 0.0, 0.0}});
  ASSERT_TRUE(look.has_value());
  EXPECT_NEAR(look->el, 0.5 * kPi, 1e-9);
  EXPECT_EQ(look->az_rate, 0.0);
}

TEST(Access, WindowsMatchStkWithinHalfASecond) {
  // duncaneddy/brahe 68b0256, test_stk_validation.py: an element set over Svalbard, 2020-01-01, horizon. UT1 - UTC and the pole are taken as zero.
  const TleResult tle = ParseTle("1 00001U          20001.00000000  .00000000  00000-0  00000-0 0    07",
                                 "2 00001  90.0000   0.0000 0010000   0.0000   0.0000 15.21936719    07");
  ASSERT_TRUE(tle.tle.has_value()) << tle.error;
  const Sgp4Init init = InitSgp4(*tle.tle);
  ASSERT_TRUE(init.model.has_value());
  const UtcTime start = *ParseUtc("2020-01-01T00:00:00Z");
  const Site site = MakeSite({.lat = 78.230306 * kDegree, .lon = 15.396518 * kDegree, .h = 0.0});
  const auto position = [&](double t) {
    const UtcTime now = start + FromSeconds(t);
    return Vector3(PefFromTeme(now) * init.model->At(Seconds(now - tle.tle->epoch) / 60.0).teme.r);
  };
  const auto windows = AccessWindows(site, position, 0.0, 86400.0);
  ASSERT_TRUE(windows.has_value());
  const Window stk[] = {{1199.776, 1839.293},   {6916.331, 7595.211},   {12613.201, 13315.695}, {18294.081, 18990.793}, {23959.083, 24622.980},
                        {29604.935, 30225.935}, {35227.465, 35821.775}, {40829.103, 41431.919}, {46425.755, 47065.698}, {52040.723, 52721.177},
                        {57692.672, 58394.011}, {63390.019, 64082.441}, {69129.407, 69788.406}, {74894.588, 75516.775}, {80660.109, 81270.297}};
  ASSERT_EQ(windows->size(), std::size(stk));
  for (std::size_t k = 0; k < windows->size(); ++k) {
    EXPECT_NEAR((*windows)[k].start, stk[k].start, 0.5) << k;
    EXPECT_NEAR((*windows)[k].end, stk[k].end, 0.5) << k;
  }
}

TEST(Access, PassOverheadLastsWhatGeometrySays) {
  // A circle in the plane of an equatorial site on an Earth that stands still: in view while the central angle is below acos(R / r).
  const double r = kEarthRadius + 500e3;
  const double n = MeanMotion(r);
  const auto position = [&](double t) { return Vector3(r * Cos(n * t), r * Sin(n * t), 0.0); };
  const double half = Acos(kEarthRadius / r) / n;
  const auto windows = AccessWindows(MakeSite({}), position, -2000.0, 2000.0, {.max_step = 30.0, .tolerance = 1e-9});
  ASSERT_TRUE(windows.has_value());
  ASSERT_EQ(windows->size(), 1u);
  EXPECT_NEAR(windows->front().start, -half, 1e-6);
  EXPECT_NEAR(windows->front().end, half, 1e-6);
  // Within 600 km: the law of cosines.
  const double angle = Acos((kEarthRadius * kEarthRadius + r * r - 600e3 * 600e3) / (2.0 * kEarthRadius * r));
  const auto near = AccessWindows(MakeSite({}), position, -2000.0, 2000.0, {.max_range = 600e3});
  ASSERT_EQ(near->size(), 1u);
  EXPECT_NEAR(near->front().end, angle / n, 1e-5);
  // Cut at the ends of the search.
  const auto cut = AccessWindows(MakeSite({}), position, -10.0, 5.0);
  ASSERT_EQ(cut->size(), 1u);
  EXPECT_EQ(cut->front().start, -10.0);
  EXPECT_EQ(cut->front().end, 5.0);
  const auto nan = [](double) { return Vector3(0.0, std::nan(""), 0.0); };
  EXPECT_FALSE(AccessWindows(MakeSite({}), nan, 0.0, 100.0).has_value());
}

TEST(Access, WindowsAndGapsShorterThanAStepAreFound) {
  const auto hump = [](double t) { return 1e-4 - (t - 100.3) * (t - 100.3); };  // 0.02 s long between samples 20 s apart
  const auto windows = PositiveWindows(hump, 0.0, 300.0, 20.0, 1e-9);
  ASSERT_TRUE(windows.has_value());
  ASSERT_EQ(windows->size(), 1u);
  EXPECT_NEAR(windows->front().start, 100.29, 1e-6);
  EXPECT_NEAR(windows->front().end, 100.31, 1e-6);
  const auto gap = [&](double t) { return -hump(t); };
  const auto two = PositiveWindows(gap, 0.0, 300.0, 20.0, 1e-9);
  ASSERT_EQ(two->size(), 2u);
  EXPECT_EQ((*two)[0].start, 0.0);
  EXPECT_NEAR((*two)[0].end, 100.29, 1e-6);
  EXPECT_NEAR((*two)[1].start, 100.31, 1e-6);
  EXPECT_EQ((*two)[1].end, 300.0);
  EXPECT_TRUE(PositiveWindows([](double) { return 0.0; }, 0.0, 1.0, 0.1, 1e-9)->empty());
  EXPECT_TRUE(PositiveWindows(gap, 5.0, 5.0, 1.0, 1e-9)->empty());
}

}  // namespace
}  // namespace haze::dynamics
