// What stands in the way: closed geometry of a sphere, and the figures of FACTS.
#include "dynamics/visibility.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

constexpr double kOrbit = kEarthRadius + 502.7e3;
constexpr double kDeg = kPi / 180.0;

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

TEST(Visibility, TheLitEarthReachesToTheEndOfTwilight) {
  const Vector3 r = OnOrbit(0.0);
  const Vector3 towards(0.0, 1.0, 0.0);
  // The limb below `towards` lies 22 deg from the point below the craft, on the side of +y; the Sun moves in that plane.
  const double dip = Acos(kEarthRadius / kOrbit);
  const double above = LimbAngle(r, towards);
  const auto sun = [](double angle) { return Vector3(kAu * Cos(angle), kAu * Sin(angle), 0.0); };
  const double dusk = 0.5 * kPi + 18.0 * kDeg;
  EXPECT_NEAR(LitEarthAngle(r, towards, sun(dip)), above, 1e-12);
  EXPECT_NEAR(LitEarthAngle(r, towards, sun(dip + dusk - 0.01)), above, 1e-12);
  EXPECT_NEAR(LitEarthAngle(r, towards, sun(dip - dusk + 0.01)), above, 1e-12);
  // This side of the limb is the last one that the Sun lights.
  EXPECT_EQ(LitEarthAngle(r, towards, sun(dip + dusk + 0.01)), kPi);
  EXPECT_NEAR(LitEarthAngle(r, -towards, sun(dip + dusk - 0.01)), kPi - above, 0.1);
  // With the Sun on the other side the limb ahead is dark, and the day ends 5 deg of the Earth before it: seen from 500 km above, 0.6 deg nearer the nadir.
  const double edge = dip - 5.0 * kDeg;
  const Vector3 seen = (kEarthRadius * Vector3(Cos(edge), Sin(edge), 0.0) - r).normalized();
  EXPECT_NEAR(LitEarthAngle(r, towards, sun(edge - dusk)), AngleBetweenVectors(towards, seen), 1e-5);
  EXPECT_NEAR(AngleBetweenVectors(towards, seen) - above, 0.6 * kDeg, 0.1 * kDeg);
}

TEST(Visibility, TheLitEarthIsTheNearestOfItsPoints) {
  RandomStream random({7, 11}, 1, 0, 0);
  int dark = 0, edges = 0;
  for (int trial = 0; trial < 300; ++trial) {
    const Vector3 up = random.NormalVector3().normalized();
    const Vector3 r = random.Uniform(kEarthRadius + 200e3, kEarthRadius + 3000e3) * up;
    const Vector3 direction = random.NormalVector3().normalized();
    const Vector3 sun = kAu * random.NormalVector3().normalized();
    if (LimbAngle(r, direction) <= 0.0) continue;
    const Vector3 e1 = up.cross(Vector3(0.3, -0.5, 0.8)).normalized();
    const Vector3 e2 = up.cross(e1);
    const double cap = Acos(kEarthRadius / r.norm());
    double nearest = kPi, on_limb = kPi;
    constexpr int kRings = 100;
    for (int ring = 0; ring <= kRings; ++ring) {
      for (int k = 0; k < 2000; ++k) {
        const double azimuth = kTwoPi * k / 2000;
        const double from_nadir = cap * ring / kRings;
        const Vector3 point = kEarthRadius * (Cos(from_nadir) * up + Sin(from_nadir) * (Cos(azimuth) * e1 + Sin(azimuth) * e2));
        if (point.dot(sun) / (kEarthRadius * kAu) < -Sin(18.0 * kDeg)) continue;
        const double angle = AngleBetweenVectors(direction, point - r);
        nearest = std::min(nearest, angle);
        if (ring == kRings) on_limb = std::min(on_limb, angle);
      }
    }
    dark += nearest == kPi;
    edges += nearest < on_limb;
    // The grid of the comparison is coarse: its points stand up to 10 mrad apart, all of them outside what is nearest.
    const double angle = LitEarthAngle(r, direction, sun);
    EXPECT_LE(angle, nearest + 1e-5) << trial;
    EXPECT_GE(angle, nearest - 1.5e-2) << trial;
  }
  EXPECT_GT(dark, 0);
  EXPECT_GT(edges, 0);
}

TEST(Visibility, AnglesKeepTheirDigitsWhenSmallAndWhenOpposite) {
  const Vector3 a(3.0, 0.0, 0.0);
  EXPECT_DOUBLE_EQ(AngleBetweenVectors(a, {2.0, 2e-9, 0.0}), 1e-9);
  EXPECT_DOUBLE_EQ(AngleBetweenVectors(a, {-1.0, 0.0, 0.0}), kPi);
  EXPECT_DOUBLE_EQ(AngleBetweenVectors(a, {0.0, 0.0, 5.0}), 0.5 * kPi);
}

}  // namespace
}  // namespace haze::dynamics
