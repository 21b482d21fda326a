// Frozen tables against ERFA itself, against published ephemerides and rotations, and through their text.
#include "dynamics/astronomy/astronomy.h"

#include <string>

#include <erfa.h>
#include <gtest/gtest.h>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

UtcTime Utc(const char* text) { return *ParseUtc(text); }

const AstronomyTable& Table() {
  static const AstronomyTable table =
      FreezeAstronomy(Utc("2026-06-18T17:44:00Z"), 259200.0, {.ut1_minus_utc = 0.07, .xp = 0.1 * kArcsecond, .yp = 0.4 * kArcsecond});
  return table;
}

/// Rotation angle of A B^T.
double AngleBetweenRotations(const Matrix3& A, const Matrix3& B) {
  const Matrix3 D = A * B.transpose();
  return 0.5 * Vector3(D(2, 1) - D(1, 2), D(0, 2) - D(2, 0), D(1, 0) - D(0, 1)).norm();
}

TEST(Astronomy, TableIsErfaToItsFitError) {
  const AstronomyTable& table = Table();
  const JulianDate utc = ToJulianDate(table.epoch);
  double sun_error = 0.0;
  double moon_error = 0.0;
  double angle_error = 0.0;
  for (int k = 0; k <= 500; ++k) {
    const double t = table.t_begin() + (table.t_end() - table.t_begin()) * k / 500.0;
    const double tt = utc.fraction + (37.0 + 32.184 + t) / 86400.0;
    double pvh[2][3];
    double pvb[2][3];
    ASSERT_EQ(eraEpv00(utc.day, tt, pvh, pvb), 0);
    const Vector3 sun(-kAu * pvh[0][0], -kAu * pvh[0][1], -kAu * pvh[0][2]);
    double pv[2][3];
    eraMoon98(utc.day, tt, pv);
    const Vector3 moon(kAu * pv[0][0], kAu * pv[0][1], kAu * pv[0][2]);
    double rc2t[3][3];
    eraC2t06a(utc.day, tt, utc.day, utc.fraction + (0.07 + t) / 86400.0, 0.1 * kArcsecond, 0.4 * kArcsecond, rc2t);
    Matrix3 R;
    R << rc2t[0][0], rc2t[0][1], rc2t[0][2], rc2t[1][0], rc2t[1][1], rc2t[1][2], rc2t[2][0], rc2t[2][1], rc2t[2][2];
    sun_error = std::max(sun_error, (table.SunGcrf(t) - sun).norm() / sun.norm());
    moon_error = std::max(moon_error, (table.MoonGcrf(t) - moon).norm() / moon.norm());
    angle_error = std::max(angle_error, AngleBetweenRotations(table.R_ITRF_GCRF(t), R));
  }
  RecordProperty("sun_relative", std::to_string(1e12 * sun_error) + "e-12");
  RecordProperty("moon_relative", std::to_string(1e12 * moon_error) + "e-12");
  RecordProperty("rotation_rad", std::to_string(1e12 * angle_error) + "e-12");
  EXPECT_LT(sun_error, 1e-13);
  EXPECT_LT(moon_error, 1e-12);
  EXPECT_LT(angle_error, 1e-13);  // 1 um on the ground; ERFA's own sums of day and fraction leave some of it
}

TEST(Astronomy, MoonIsThatOfErfasOwnTest) {
  // liberfa/erfa 1d9738b, src/t_erfa_c.c, eraMoon98 at TT 2400000.5 + 43999.9: 1979-05-06T21:36:00 TT, 50.184 s after UTC.
  const AstronomyTable table = FreezeAstronomy(Utc("1979-05-06T21:35:09.816Z"), 60.0);
  const Vector3 erfa(-0.002601295959971044, 0.0006139750944302743, 0.0002640794528229829);
  EXPECT_LT((table.MoonGcrf(0.0) / kAu - erfa).norm(), 1e-14);
}

TEST(Astronomy, PoleIsThatOfErfasOwnTest) {
  // liberfa/erfa 1d9738b, src/t_erfa_c.c, eraXys06a at TT 2400000.5 + 53736.0: 2006-01-01T00:00:00 TT.
  const AstronomyTable table = FreezeAstronomy(Utc("2006-01-01T12:00:00Z"), 3600.0);
  const AstronomyTable before = FreezeAstronomy(Utc("2005-12-30T23:58:55.816Z"), 3600.0);  // a leap second stands at 2006-01-01
  const Vector3 xys(0.0005791308482835292, 4.0205800994540205e-05, -1.22003229416458e-08);
  // Twelve hours off either way the pole has moved by less than a tenth of an arcsecond: only the sizes can be compared there.
  EXPECT_LT((table.pole.At(0.0) - xys).norm(), 0.2 * kArcsecond);
  EXPECT_LT((before.pole.At(0.0) - xys).norm(), 0.2 * kArcsecond);
  EXPECT_EQ(table.leap_seconds, 33);
  EXPECT_EQ(before.leap_seconds, 32);
}

TEST(Astronomy, SunAndMoonMatchDe430) {
  // CelesTrak/fundamentals-of-astrodynamics 9655edb, test_jpl.py: TDB 2457884.5 + 0.1609116400462963 is 2017-05-11T03:50:33.58 UTC.
  const AstronomyTable table = FreezeAstronomy(Utc("2017-05-11T03:50:33.58Z"), 60.0);
  const Vector3 sun(96264116112.54415, 106841825902.46898, 46316319481.98082);
  const Vector3 moon(-241690586.97019098, -310643509.9432287, -96416155.34852046);
  // The source interpolates half-day points by splines, 5 km at the Moon; eraEpv00 is good to 5 km, eraMoon98 to 6 km.
  EXPECT_LT((table.SunGcrf(0.0) - sun).norm(), 1e-6 * sun.norm());
  EXPECT_LT((table.MoonGcrf(0.0) - moon).norm(), 5e-5 * moon.norm());
}

TEST(Astronomy, RotationMatchesOrekitWithinTwoCentimetres) {
  // CS-SI/Orekit fe4aee8, ITRFProviderTest.java, IAU 2000A, bounds asserted there; the pole corrections of 0.2 mas are left out here (8 mm).
  const AstronomyTable table = FreezeAstronomy(Utc("2004-04-06T07:51:28.386009Z"), 60.0,
                                               {.ut1_minus_utc = -0.439962, .xp = -0.140682 * kArcsecond, .yp = 0.333309 * kArcsecond});
  const Matrix3 R = table.R_ITRF_GCRF(0.0);
  const Vector3 r_ITRF(-1033479.383, 7901295.2754, 6380356.5958);
  const Vector3 v_ITRF(-3225.63652, -2872.45145, 5531.924446);
  const Vector3 r = R.transpose() * r_ITRF;
  const Vector3 v = R.transpose() * v_ITRF + table.omega_GCRF(0.0).cross(r);
  EXPECT_LT((r - Vector3(5102508.9579, 6123011.4038, 6378136.9252)).norm(), 0.02);
  // The length of day of 1.6 ms, which a table does not know, is 1.3e-12 rad/s: 1e-5 m/s.
  EXPECT_LT((v - Vector3(-4743.220156, 790.536497, 5533.755728)).norm(), 5e-5);
}

TEST(Astronomy, RateIsTheDerivativeOfTheRotation) {
  const AstronomyTable& table = Table();
  const Matrix3 dR = (table.R_ITRF_GCRF(1001.0) - table.R_ITRF_GCRF(999.0)) / 2.0;
  // dR = -[omega_ITRF x] R, so R^T dR = -[omega_GCRF x].
  const Matrix3 W = -table.R_ITRF_GCRF(1000.0).transpose() * dR;
  const Vector3 omega(W(2, 1), W(0, 2), W(1, 0));
  // Differences over 2 s: 9e-10 of the rate; precession and nutation turn the pole at 1e-11 rad/s.
  EXPECT_LT((omega - table.omega_GCRF(1000.0)).norm(), 2e-11);
}

TEST(Astronomy, LeapSecondsAreThoseOfTheDay) {
  EXPECT_EQ(LeapSeconds(Utc("2003-06-01T00:00:00Z")), 32);
  EXPECT_EQ(LeapSeconds(Utc("2016-12-31T23:59:59Z")), 36);
  EXPECT_EQ(LeapSeconds(Utc("2017-01-01T00:00:00Z")), 37);
  EXPECT_EQ(LeapSeconds(Utc("2026-06-18T17:44:00Z")), 37);
}

TEST(Astronomy, TextKeepsEveryBit) {
  const std::string text = Serialise(Table());
  const std::optional<AstronomyTable> read = ParseAstronomy(text);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->epoch, Table().epoch);
  EXPECT_EQ(read->sun.coefficients, Table().sun.coefficients);
  EXPECT_EQ(read->era0, Table().era0);
  EXPECT_EQ(read->leap_seconds, 37);
  EXPECT_EQ(Serialise(*read), text);
  EXPECT_EQ(read->R_ITRF_GCRF(77777.0), Table().R_ITRF_GCRF(77777.0));
}

TEST(Astronomy, DamagedTextIsNoTable) {
  const std::string text = Serialise(FreezeAstronomy(Utc("2026-06-18T17:44:00Z"), 60.0));
  ASSERT_TRUE(ParseAstronomy(text).has_value());
  EXPECT_FALSE(ParseAstronomy("").has_value());
  EXPECT_FALSE(ParseAstronomy(text + "\n").has_value());
  for (std::size_t length = 0; length < text.size(); length += 7) EXPECT_FALSE(ParseAstronomy(std::string_view(text).substr(0, length)).has_value());
  // Random single bytes: refused, or another table; nothing crashes, nothing is lost in between.
  RandomStream random(MatchKey{}, 9, 0, 0);
  for (int k = 0; k < 3000; ++k) {
    std::string damaged = text;
    const std::size_t place = random.Below(text.size());
    const char byte = static_cast<char>(random.Below(256));
    damaged[place] = byte;
    const std::optional<AstronomyTable> table = ParseAstronomy(damaged);
    if (!table) continue;
    EXPECT_TRUE(table->sun.span > 0.0 && std::isfinite(table->era0)) << place;
  }
}

TEST(AstronomyDeathTest, ReadingOutsideTheSpanStops) {
  EXPECT_DEATH(Table().SunGcrf(Table().t_end() + 1.0), "inside its span");
  EXPECT_DEATH(Table().MoonGcrf(-3601.0), "inside its span");
}

}  // namespace
}  // namespace haze::dynamics
