// What stands in the way: closed geometry of a sphere, and the figures of FACTS.
#include "dynamics/visibility.h"

#include <gtest/gtest.h>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

constexpr double kOrbit = kEarthRadius + 502.7e3;

Vector3 OnOrbit(double angle) { return {kOrbit * Cos(angle), kOrbit * Sin(angle), 0.0}; }

/// Phase of two craft on one circular orbit whose straight distance is `range`.
double PhaseAt(double range) { return 2.0 * Asin(0.5 * range / kOrbit); }

TEST(Visibility, LineOfSightOfTheDefaultOrbitEndsNear5170Km) {
  // FACTS: 5,170 km.
  const double end = 2.0 * std::sqrt(kOrbit * kOrbit - kEarthRadius * kEarthRadius);
  EXPECT_NEAR(end, 5170e3, 10e3);
  EXPECT_TRUE(LineOfSight(OnOrbit(0.0), OnOrbit(PhaseAt(end - 10.0)), kEarthRadius));
  EXPECT_FALSE(LineOfSight(OnOrbit(0.0), OnOrbit(PhaseAt(end + 10.0)), kEarthRadius));
}

TEST(Visibility, ValladoExampleSeesTheSun) {
  // CelesTrak/fundamentals-of-astrodynamics 9655edb, test_utils.py, example 5-6.
  EXPECT_TRUE(LineOfSight({0.0, -4464696.0, -5102509.0}, {122233179723.68076, -76150708254.25531, -33016373913.704105}, kEarthRadius));
}

TEST(Visibility, LineOfSightLooksAtTheSegmentOnly) {
  EXPECT_TRUE(LineOfSight({7e6, 0.0, 0.0}, {9e6, 0.0, 0.0}, kEarthRadius)) << "the Earth lies behind both";
  EXPECT_FALSE(LineOfSight({7e6, 0.0, 0.0}, {-9e6, 1.0, 0.0}, kEarthRadius));
  EXPECT_TRUE(LineOfSight({7e6, 0.0, 0.0}, {7e6, 0.0, 0.0}, kEarthRadius));
}

TEST(Visibility, TargetAt2000KmStandsAlmost14DegreesAboveTheLimb) {
  // FACTS: 13.7 deg.
  const Vector3 r = OnOrbit(0.0);
  const Vector3 direction = (OnOrbit(PhaseAt(2000e3)) - r).normalized();
  EXPECT_NEAR(LimbAngle(r, direction) / kDegree, 13.7, 0.1);
}

TEST(Visibility, LimbAngleIsZeroOnTheTangentAndMeasuresFromThere) {
  const Vector3 r = OnOrbit(0.4);
  const Vector3 up = r / r.norm();
  const Vector3 across(-up.y(), up.x(), 0.0);
  const double dip = Acos(kEarthRadius / kOrbit);
  for (const double above : {-0.2, 0.0, 0.3, 1.0}) {
    const double elevation = above - dip;
    const Vector3 direction = Cos(elevation) * across + Sin(elevation) * up;
    EXPECT_NEAR(LimbAngle(r, direction), above, 1e-12);
  }
}

TEST(Visibility, LimbUnderADirectionIsLitWhereTheSunStandsAboveIt) {
  const Vector3 r = OnOrbit(0.0);
  const Vector3 towards(0.0, 1.0, 0.0);
  // The limb below `towards` lies 22 deg from the point below the craft, on the side of +y.
  const double dip = Acos(kEarthRadius / kOrbit);
  const auto sun = [](double angle) { return Vector3(kAu * Cos(angle), kAu * Sin(angle), 0.0); };
  EXPECT_TRUE(LimbLit(r, towards, sun(dip)));
  EXPECT_TRUE(LimbLit(r, towards, sun(dip + 0.5 * kPi - 0.01)));
  EXPECT_FALSE(LimbLit(r, towards, sun(dip + 0.5 * kPi + 0.01)));
  EXPECT_TRUE(LimbLit(r, towards, sun(dip - 0.5 * kPi + 0.01)));
  EXPECT_FALSE(LimbLit(r, towards, sun(dip - 0.5 * kPi - 0.01)));
  // The same Sun, the other way: the far limb is dark.
  EXPECT_FALSE(LimbLit(r, -towards, sun(dip + 0.5 * kPi - 0.01)));
}

TEST(Visibility, AnglesKeepTheirDigitsWhenSmallAndWhenOpposite) {
  const Vector3 a(3.0, 0.0, 0.0);
  EXPECT_DOUBLE_EQ(AngleBetweenVectors(a, {2.0, 2e-9, 0.0}), 1e-9);
  EXPECT_DOUBLE_EQ(AngleBetweenVectors(a, {-1.0, 0.0, 0.0}), kPi);
  EXPECT_DOUBLE_EQ(AngleBetweenVectors(a, {0.0, 0.0, 5.0}), 0.5 * kPi);
}

}  // namespace
}  // namespace haze::dynamics
