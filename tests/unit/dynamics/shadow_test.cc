// The shadow's edges in closed form, and the orbit of Neta and Vallado as STK has it.
#include "dynamics/shadow.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/astronomy/astronomy.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/kepler.h"

namespace haze::dynamics {
namespace {

TEST(Shadow, AnglesVanishOnTheTangentCones) {
  // The Sun at distance D on +x. The cones through both limbs leave the Earth at sin = (R_sun +- R) / D against the axis and meet it on either side of the
  // centre.
  const double D = kAu;
  const Vector3 sun(D, 0.0, 0.0);
  const double R = kEarthRadius;
  for (const double x : {-7e6, -4.2e7, -4e8}) {
    const double umbra_slope = (kSunRadius - R) / D;
    const double penumbra_slope = (kSunRadius + R) / D;
    const double umbra = (R + x * umbra_slope) / std::sqrt(1.0 - umbra_slope * umbra_slope);
    const double penumbra = (R - x * penumbra_slope) / std::sqrt(1.0 - penumbra_slope * penumbra_slope);
    EXPECT_NEAR(ConicalShadow({x, umbra, 0.0}, sun).umbra, 0.0, 1e-12) << x;
    EXPECT_NEAR(ConicalShadow({x, 0.0, penumbra}, sun).penumbra, 0.0, 1e-12) << x;
    EXPECT_LT(ConicalShadow({x, 0.5 * (umbra + penumbra), 0.0}, sun).penumbra, 0.0);
    EXPECT_GT(ConicalShadow({x, 0.5 * (umbra + penumbra), 0.0}, sun).umbra, 0.0);
  }
  EXPECT_GT(ConicalShadow({7e6, 0.0, 0.0}, sun).penumbra, 0.0);
}

TEST(Shadow, SignsAgreeWithTheVisibleShare) {
  const Vector3 sun(0.6 * kAu, -0.8 * kAu, 0.0);
  for (double angle = 1.6; angle < 3.1; angle += 0.001) {
    const Vector3 r = 6.9e6 * (Cos(angle) * Vector3(0.6, -0.8, 0.0) + Sin(angle) * Vector3(0.0, 0.0, 1.0));
    const ShadowAngles angles = ConicalShadow(r, sun);
    const double share = SunlitFraction(r, sun);
    if (angles.penumbra > 1e-9) {
      EXPECT_EQ(share, 1.0) << angle;
    } else if (angles.umbra < -1e-9) {
      EXPECT_EQ(share, 0.0) << angle;
    } else if (angles.umbra > 1e-6 && angles.penumbra < -1e-6) {
      EXPECT_TRUE(share > 0.0 && share < 1.0) << angle;
    }
  }
}

// The disc stands 400 km above the Earth, the Sun along (0.6, -0.8, 0); `behind` and `beside` in radii of the disc.
double BehindDisc(double behind, double beside) {
  const Vector3 s(0.6, -0.8, 0.0);
  const Vector3 disc(0.0, 0.0, 6.778e6);
  constexpr double kRadius = 10.0;
  const Vector3 r = disc - kRadius * behind * s + kRadius * beside * Vector3(0.8, 0.6, 0.0);
  return SunlitFractionBehindDisc(r, disc, kRadius, kAu * s + disc);
}

TEST(Shadow, ADiscDarkensItsUmbraOnly) {
  EXPECT_EQ(BehindDisc(100.0, 0.0), 0.0);
  EXPECT_EQ(BehindDisc(100.0, 2.0), 1.0) << "beside the penumbra";
  EXPECT_EQ(BehindDisc(-100.0, 0.0), 1.0) << "on the Sun's side";
  EXPECT_EQ(BehindDisc(0.0, 0.0), 1.0) << "at its centre";
  // The umbra ends where disc and Sun look the same size: the Sun's radius is 1 / 214.9 of its distance.
  EXPECT_EQ(BehindDisc(214.0, 0.0), 0.0);
  EXPECT_GT(BehindDisc(216.0, 0.0), 0.0);
  EXPECT_NEAR(BehindDisc(2.0 * kAu / kSunRadius, 0.0), 0.75, 1e-4) << "half the Sun's diameter";
  // A hundredth of a radius behind it the shadow is the disc, sharp to 5e-5 of its radius.
  EXPECT_EQ(BehindDisc(0.01, 0.9999), 0.0);
  EXPECT_EQ(BehindDisc(0.01, 1.0001), 1.0);
  EXPECT_NEAR(BehindDisc(0.01, 1.0), 0.5, 1e-4);
}

TEST(Shadow, ThePenumbraOfADiscBrightensOutwards) {
  // A hundred radii behind it the Sun's radius is 0.4654 of the disc's: penumbra from 0.535 to 1.465 radii.
  double before = 0.0;
  for (double beside = 0.53; beside < 1.48; beside += 0.01) {
    const double share = BehindDisc(100.0, beside);
    EXPECT_GE(share, before) << beside;
    if (beside > 0.545 && beside < 1.455) {
      EXPECT_GT(share, before) << beside;
      EXPECT_LT(share, 1.0);
    }
    before = share;
  }
  EXPECT_EQ(BehindDisc(100.0, 0.534), 0.0);
  EXPECT_EQ(before, 1.0);
}

TEST(Shadow, CylinderAndSightAgreeForADistantSun) {
  const Vector3 sun(1e5 * kAu, 0.0, 0.0);
  for (const double y : {6.377e6, 6.379e6, -6.377e6, 0.0}) {
    for (const double x : {-7e6, 7e6}) {
      const Vector3 r(x, 0.6 * y, 0.8 * y);
      EXPECT_EQ(CylindricalShadow(r, sun) > 0.0, Sunlit(r, sun)) << x << " " << y;
    }
  }
  EXPECT_NEAR(CylindricalShadow({-7e6, 6.5e6, 0.0}, sun), 6.5e6 - kEarthRadius, 1e-6);
  EXPECT_NEAR(CylindricalShadow({-1e-3, 6.5e6, 0.0}, sun), CylindricalShadow({1e-3, 6.5e6, 0.0}, sun), 2e-3);
}

TEST(Shadow, CurtisAndValladoExamples) {
  // Curtis, "Orbital Mechanics for Engineering Students", example 12.8; Vallado, example 5-6.
  EXPECT_FALSE(Sunlit({2817899.0, -14110473.0, -7502672.0}, {-11747041e3, 139486985e3, 60472278e3}));
  EXPECT_TRUE(Sunlit({0.0, -4464696.0, -5102509.0}, {122233179723.68076, -76150708254.25531, -33016373913.704105}));
}

TEST(Shadow, OblateEarthMatchesStk) {
  // CelesTrak/fundamentals-of-astrodynamics 9655edb, test_sun.py: STK, 18 Jan 2020, the orbit of Neta & Vallado 1998. 0.05 deg is 0.7 s.
  const Vector3 r_sun(67029379328.701, -120206236987.781, -52109013709.624);
  const double e = 0.002;
  const double radius = 6378136.3;
  const auto r = [&](double nu) {
    return StretchedToSphere(ToState({.a = 1.029 * radius / (1.0 - e * e), .e = e, .i = 63.4 * kDegree, .raan = 0.0, .argp = 0.0, .nu = nu}).r);
  };
  const auto sun = [&](double) { return StretchedToSphere(r_sun); };
  const auto eclipses = FindEclipses(r, sun, 0.0, kTwoPi, kDegree, 1e-10, radius);
  ASSERT_TRUE(eclipses.has_value());
  ASSERT_EQ(eclipses->penumbra.size(), 1u);
  ASSERT_EQ(eclipses->umbra.size(), 1u);
  EXPECT_NEAR(eclipses->penumbra[0].start / kDegree, 50.061, 0.05);
  EXPECT_NEAR(eclipses->penumbra[0].end / kDegree, 196.692, 0.05);
  EXPECT_NEAR(eclipses->umbra[0].start / kDegree, 50.747, 0.05);
  EXPECT_NEAR(eclipses->umbra[0].end / kDegree, 196.025, 0.05);
}

TEST(Shadow, FirstPenumbraIsOrekitsWithinATenthOfASecond) {
  // pleiszenburg/hapsira 5d25e62, test_events.py, value from Orekit: 266.06 s after 2020-01-01T00:00:00 UTC, two-body motion.
  const AstronomyTable table = FreezeAstronomy(*ParseUtc("2020-01-01T00:00:00Z"), 86400.0);
  const State start = ToState({.a = 6828137.0, .e = 0.0073, .i = 87.0 * kDegree, .raan = 20.0 * kDegree, .argp = 10.0 * kDegree, .nu = 0.0}, 3.986004418e14);
  const auto r = [&](double t) { return PropagateKepler(start, t, 3.986004418e14)->r; };
  const auto eclipses = FindEclipses(
      r, [&](double t) { return table.SunGcrf(t); }, 0.0, 86400.0);
  ASSERT_TRUE(eclipses.has_value());
  EXPECT_NEAR(eclipses->penumbra[0].start, 266.06, 0.1);
  // 15.4 revolutions from there on: sixteen entries, each with its umbra inside.
  ASSERT_EQ(eclipses->penumbra.size(), eclipses->umbra.size());
  EXPECT_EQ(eclipses->penumbra.size(), 16u);
  for (std::size_t k = 0; k < eclipses->umbra.size(); ++k) {
    EXPECT_GT(eclipses->umbra[k].start, eclipses->penumbra[k].start);
    EXPECT_LT(eclipses->umbra[k].end, eclipses->penumbra[k].end);
  }
}

TEST(Shadow, PressureAtOneAstronomicalUnit) {
  // duncaneddy/brahe 68b0256, test_solar_radiation_pressure.py: 4.5e-6 N/m2, Cr 1, 1 m2, 1 kg.
  const Vector3 a = SolarPressureAcceleration({kAu, 0.0, 0.0}, Vector3::Zero(), 1.0, 1.0, 1.0, 4.5e-6);
  EXPECT_NEAR(a.x(), 4.5e-6, 1e-12 * 4.5e-6);
  EXPECT_EQ(a.y(), 0.0);
  EXPECT_NEAR(SolarPressureAcceleration({2.0 * kAu, 0.0, 0.0}, Vector3::Zero(), 1.5, 2.0, 3.0, 4.5e-6, 0.5).x(), 4.5e-6 / 8.0, 1e-18);
}

}  // namespace
}  // namespace haze::dynamics
