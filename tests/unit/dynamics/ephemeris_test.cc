// Reading of Chebyshev tables without ERFA: polynomials known in advance, borders, rotation, and texts that are no table.
#include "dynamics/ephemeris.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"

namespace haze::dynamics {
namespace {

/// Two pieces of 10 s from -5: T0 .. T3 in the first, a constant in the second.
ChebyshevSeries TwoPieces() {
  ChebyshevSeries s{.t0 = -5.0, .span = 10.0, .count = 2, .degree = 3, .dimension = 3, .coefficients = {}};
  s.coefficients = {1.0, 2.0, 3.0, 4.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0,  //
                    7.0, 0.0, 0.0, 0.0, 8.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0, 0.0};
  return s;
}

AstronomyTable SmallTable() {
  AstronomyTable table;
  table.epoch = {123456789};
  table.sun = TwoPieces();
  table.moon = TwoPieces();
  table.pole = TwoPieces();
  table.era0 = 1.0 / 3.0;
  table.era_rate = kEarthRate;
  table.xp = -1e-6;
  table.yp = 1e-300;
  table.leap_seconds = 37;
  return table;
}

TEST(Ephemeris, ClenshawGivesThePolynomials) {
  const ChebyshevSeries s = TwoPieces();
  for (double t = -5.0; t < 5.0; t += 0.25) {
    const double x = t / 5.0;
    const double T2 = 2.0 * x * x - 1.0;
    const double T3 = 4.0 * x * x * x - 3.0 * x;
    const Vector3 value = s.At(t);
    EXPECT_NEAR(value.x(), 1.0 + 2.0 * x + 3.0 * T2 + 4.0 * T3, 1e-14);
    EXPECT_NEAR(value.y(), x, 1e-15);
    EXPECT_NEAR(value.z(), T3, 1e-14);
  }
}

TEST(Ephemeris, APieceBeginsAtItsBorderAndTheLastOwnsItsEnd) {
  const ChebyshevSeries s = TwoPieces();
  EXPECT_EQ(s.At(5.0), Vector3(7.0, 8.0, 9.0));
  EXPECT_EQ(s.At(15.0), Vector3(7.0, 8.0, 9.0));
  EXPECT_EQ(s.At(-5.0), Vector3(1.0 - 2.0 + 3.0 - 4.0, -1.0, -1.0));
}

/// Constant X, Y, s.
AstronomyTable TableWithPole(double X, double Y, double s) {
  AstronomyTable table;
  table.pole = {.t0 = -1e6, .span = 2e6, .count = 1, .degree = 0, .dimension = 3, .coefficients = {X, Y, s}};
  table.era0 = 2.0;
  table.era_rate = kEarthRate;
  return table;
}

// IERS Conventions (2010), eqs. 5.6 and 5.9: Q^T = R3(-s) R3(-E) R2(d) R3(E) with X = sin d cos E, Y = sin d sin E; here far from the pole, so that
// no small angle hides a sign.
TEST(Ephemeris, RotationIsThatOfTheConventions) {
  const double X = 0.3;
  const double Y = -0.2;
  const double s = 0.05;
  AstronomyTable table = TableWithPole(X, Y, s);
  const double E = Atan2(Y, X);
  const double d = Asin(std::sqrt(X * X + Y * Y));
  const double t = 4000.0;
  const Matrix3 celestial = RotationZ(-s - E) * RotationY(d) * RotationZ(E);
  const Matrix3 expected = RotationZ(2.0 + kEarthRate * t) * celestial;
  EXPECT_LT((table.R_ITRF_GCRF(t) - expected).norm(), 1e-14);
  table.xp = 0.01;
  table.yp = -0.02;
  const Matrix3 with_pole = RotationX(0.02) * RotationY(-0.01) * expected;  // eq. 5.3: R1(-yp) R2(-xp)
  EXPECT_LT((table.R_ITRF_GCRF(t) - with_pole).norm(), 1e-14);
}

TEST(Ephemeris, RotationIsOrthogonalAndItsPoleStandsStill) {
  const AstronomyTable table = TableWithPole(1e-3, 2e-3, 1e-8);
  for (const double t : {-9e5, 0.0, 86400.0, 9e5}) {
    const Matrix3 R = table.R_ITRF_GCRF(t);
    EXPECT_LT((R * R.transpose() - Matrix3::Identity()).norm(), 1e-15);
    const Vector3 omega = table.omega_GCRF(t);
    EXPECT_NEAR(omega.norm(), kEarthRate, 1e-19);
    const Vector3 omega_ITRF = R * omega;
    EXPECT_LT((omega_ITRF - Vector3(0.0, 0.0, kEarthRate)).norm(), 1e-19);
  }
}

TEST(Ephemeris, TextReadsBackBitForBit) {
  const std::string text = Serialise(SmallTable());
  const std::optional<AstronomyTable> read = ParseAstronomy(text);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(Serialise(*read), text);
  EXPECT_EQ(read->epoch, SmallTable().epoch);
  EXPECT_EQ(read->era0, 1.0 / 3.0);
  EXPECT_EQ(read->yp, 1e-300);
  EXPECT_EQ(read->moon.coefficients, SmallTable().moon.coefficients);
}

TEST(Ephemeris, CutTextIsNoTable) {
  const std::string text = Serialise(SmallTable());
  for (std::size_t size = 0; size < text.size(); ++size) EXPECT_FALSE(ParseAstronomy(text.substr(0, size)).has_value()) << size;
  EXPECT_FALSE(ParseAstronomy(text + "\n").has_value());
}

TEST(Ephemeris, FalseCountsClaimNoMemory) {
  std::string text = Serialise(SmallTable());
  const std::size_t at = text.find(" 2 3 3\n");
  ASSERT_NE(at, std::string::npos);
  for (const char* head : {" 2000000000 3 3\n", " 2 2000000000 3\n", " -2 3 3\n", " 2 3 4\n", " 99999999999999999999 3 3\n"}) {
    std::string damaged = text;
    damaged.replace(at, 7, head);
    EXPECT_FALSE(ParseAstronomy(damaged).has_value()) << head;
  }
}

TEST(Ephemeris, NumbersThatAreNotFiniteAreRefused) {
  const std::string text = Serialise(SmallTable());
  const std::size_t at = text.find("c 1p+0");
  ASSERT_NE(at, std::string::npos);
  for (const char* number : {"c inf", "c -inf", "c nan", "c 1p+9999", "c +1p+0", "c 0x1p+0", "c  1p+0"}) {
    std::string damaged = text;
    damaged.replace(at, 6, number);
    EXPECT_FALSE(ParseAstronomy(damaged).has_value()) << number;
  }
}

TEST(Ephemeris, AMoonThatEndsBeforeTheSunIsNoTable) {
  AstronomyTable table = SmallTable();
  table.moon.span = 9.5;
  EXPECT_FALSE(ParseAstronomy(Serialise(table)).has_value());
  table = SmallTable();
  table.pole.t0 = -4.0;
  EXPECT_FALSE(ParseAstronomy(Serialise(table)).has_value());
}

TEST(EphemerisDeathTest, ATimeOutsideStops) {
  const ChebyshevSeries s = TwoPieces();
  EXPECT_DEATH(s.At(15.1), "inside");
  EXPECT_DEATH(s.At(-5.1), "inside");
  EXPECT_DEATH(s.At(std::nan("")), "inside");
}

}  // namespace
}  // namespace haze::dynamics
