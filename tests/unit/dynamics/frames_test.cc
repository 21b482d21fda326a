// Rotations, geodetic coordinates and look angles against closed forms and published values.
#include "dynamics/frames.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

State Orbit(double nu) { return ToState({.a = 6.88e6, .e = 0.01, .i = 1.7, .raan = 1.1, .argp = 0.4, .nu = nu}); }

TEST(Frames, RtnRowsAreOrthonormalAndRightHanded) {
  const State state = Orbit(2.0);
  const Matrix3 R = RtnFromEci(state);
  EXPECT_LT((R * R.transpose() - Matrix3::Identity()).norm(), 1e-15 * 10);
  EXPECT_NEAR(R.determinant(), 1.0, 1e-14);
  const Vector3 r = R * state.r;
  const Vector3 v = R * state.v;
  EXPECT_NEAR(r.x(), state.r.norm(), 1e-8);
  EXPECT_NEAR(v.z(), 0.0, 1e-11);
  EXPECT_GT(v.y(), 0.0);
}

TEST(Frames, RtnRelativeReturnsToTheStateItCameFrom) {
  const State target = Orbit(0.3);
  RandomStream random(MatchKey{}, 1, 0, 0);
  for (int k = 0; k < 100; ++k) {
    State chaser;
    chaser.r = target.r + 2e6 * random.NormalVector3();
    chaser.v = target.v + 3e3 * random.NormalVector3();
    const State back = FromRtnRelative(RtnRelative(chaser, target), target);
    EXPECT_LT((back.r - chaser.r).norm(), 1e-8);  // a few ulps of 1e7 m
    EXPECT_LT((back.v - chaser.v).norm(), 1e-11);
  }
}

TEST(Frames, AParticleFixedInRtnHasNoRelativeVelocity) {
  // The derivative of a constant RTN offset along the orbit, by central differences of the exact motion of the axes (circular orbit: rate constant).
  const Keplerian circle{.a = 7e6, .e = 0.0, .i = 0.9, .raan = 0.2, .argp = 0.0, .nu = 0.5};
  const Vector3 offset(100.0, -50.0, 30.0);
  const double n = MeanMotion(circle.a);
  const auto position = [&](double t) -> Vector3 {
    Keplerian moved = circle;
    moved.nu += n * t;
    const State target = ToState(moved);
    return target.r + RtnFromEci(target).transpose() * offset;
  };
  const double dt = 1.0;
  State chaser;
  chaser.r = position(0.0);
  chaser.v = (position(dt) - position(-dt)) / (2.0 * dt);
  const State relative = RtnRelative(chaser, ToState(circle));
  EXPECT_LT((relative.r - offset).norm(), 1e-8);
  EXPECT_LT(relative.v.norm(), 2e-3);  // r n^3 dt^2 / 6 = 1.4e-3 m/s of the differences
}

TEST(Frames, RtnDifferenceOfTenMetresMatchesEqcm) {
  // CelesTrak/fundamentals-of-astrodynamics 9655edb85d42, test_frame_conversions.py (curvilinear; at 10 m the two differ by 1e-8 of the orbit's size).
  State target{.r = Vector3(6878.137e3, 0, 0), .v = Vector3(0, 7612.60816919965, 0.132865077230243)};
  State chaser{.r = Vector3(6878146.99998546, 9.99984000410449, 10.0001890704729), .v = Vector3(-1.06787962819941e-03, 7612.62923687256, 0.142865474009654)};
  const State relative = RtnRelative(chaser, target);
  EXPECT_LT((relative.r - Vector3(10, 10, 10)).norm(), 3e-5);  // 10 m of arc bends by 10^2 / 2r = 7e-6 m, the inputs carry 1e-5 m
  EXPECT_LT((relative.v - Vector3(0.01, 0.01, 0.01)).norm(), 3e-5);
}

TEST(Frames, RotationsTurnTheAxes) {
  EXPECT_LT((RotationZ(kPi / 2) * Vector3::UnitX() - Vector3(0, -1, 0)).norm(), 1e-15);
  EXPECT_LT((RotationX(kPi / 2) * Vector3::UnitY() - Vector3(0, 0, -1)).norm(), 1e-15);
  EXPECT_LT((RotationY(kPi / 2) * Vector3::UnitZ() - Vector3(-1, 0, 0)).norm(), 1e-15);
  // shashwatak/satellite-js 1d52cbae62e2, test/transforms.json.
  EXPECT_LT((RotationZ(10.0) * Vector3(8000, 0, 8000) - Vector3(-6712.572232611619, 4352.168887114958, 8000)).norm(), 1e-8);
}

TEST(Frames, GeodeticReturnsFromSurfaceToMoon) {
  for (const double h : {-5e6, -1e4, 0.0, 500.0, 5e5, 3.6e7, 3.8e8}) {
    for (int k = -18; k <= 18; ++k) {
      const double lat = k * 5.0 * kDegree;
      const double lon = (k * 9.7) * kDegree;
      const Geodetic back = ItrfToGeodetic(GeodeticToItrf(lat, lon, h));
      EXPECT_NEAR(back.lat, lat, 1e-14 * 10) << h;
      if (std::abs(k) < 18) {
        EXPECT_NEAR(back.lon, WrapPi(lon), 1e-14 * 10);
      }
      EXPECT_NEAR(back.h, h, 1e-8 + 1e-15 * std::fabs(h)) << lat;
    }
  }
}

TEST(Frames, GeodeticMatchesErfaAndVallado) {
  // liberfa/erfa 1d9738bed995, t_erfa_c.c: gc2gd with GRS80.
  const Geodetic erfa = ItrfToGeodetic({2e6, 3e6, 5.244e6}, {6378137.0, 1.0 / 298.257222101});
  EXPECT_NEAR(erfa.lon, 0.982793723247329, 1e-14);
  EXPECT_NEAR(erfa.lat, 0.9716018482060785, 1e-14);
  EXPECT_NEAR(erfa.h, 331.41731754844346, 1e-8);
  // CelesTrak/fundamentals-of-astrodynamics 9655edb85d42: Vallado example 3-3 with re = 6378.1363 km.
  const Geodetic vallado = ItrfToGeodetic({6524834.0, 6862875.0, 6448296.0}, {6378136.3, kFlattening});
  EXPECT_NEAR(vallado.lat, 0.5995641464668334, 1e-9);
  EXPECT_NEAR(vallado.lon, 0.8106428999047803, 1e-12);
  EXPECT_NEAR(vallado.h, 5085219.430346959, 1e-2);
  // Vallado example 7-1, same source and ellipsoid.
  const Vector3 site = GeodeticToItrf(39.007 * kDegree, -104.883 * kDegree, 2187.0, {6378136.3, kFlattening});
  EXPECT_LT((site - Vector3(-1275121.7701148173, -4797988.500532293, 3994297.0129784385)).norm(), 1e-3);
}

TEST(Frames, LookAnglesMatchSatelliteJsAndVallado) {
  // shashwatak/satellite-js 1d52cbae62e2, test/transforms.json; its ellipsoid is WGS 72-like to 1e-8.
  const LookAngles js = LookFrom({41.0, -71.0, 1000.0}, {4e6, 7e6, 3e6});
  EXPECT_NEAR(js.range, 4612727.9304771755, 0.01);
  EXPECT_NEAR(js.az, 2.769701913047414, 1e-8);
  EXPECT_NEAR(js.el, 0.2050152036110117, 1e-8);
  // CelesTrak/fundamentals-of-astrodynamics 9655edb85d42, test_frame_conversions.py: another equatorial radius moves the site by 0.7 m.
  const LookAngles vallado = LookFrom({39.007 * kDegree, -104.883 * kDegree, 2102.0}, {-5225545.532658024, -3070986.5969614993, 3501815.9870845006});
  EXPECT_NEAR(vallado.range, 4339444.884044615, 1.0);
  EXPECT_NEAR(WrapPi(vallado.az), -1.5639427896150881, 1e-6);
  EXPECT_NEAR(vallado.el, -0.18973540227923288, 1e-6);
  // Julia SatelliteToolboxTransformations 5871846b6ae2, test/reference_frames/local_frame.jl (north, east, down).
  const Vector3 enu = EnuFromItrf(0.5, 0.44) * (Vector3(6378137.0, 0, -6378137.0) - GeodeticToItrf(0.5, 0.44, 130000.0));
  EXPECT_LT((Vector3(enu.y(), enu.x(), -enu.z()) - Vector3(-8345950.969454717, -2716700.2618976594, 4496865.561149651)).norm(), 0.1);
}

TEST(Frames, GmstMatchesValladosExample) {
  // CelesTrak/fundamentals-of-astrodynamics 9655edb85d42, test_sidereal.py: Vallado example 3-5, JD as one double.
  const double jd = 2448855.009722;
  EXPECT_NEAR(GmstIau1982(JulianDate{2448854.5, jd - 2448854.5}) / kDegree, 152.57870762835046, 2e-8);
  EXPECT_NEAR(GmstIau1982(JulianDate{jd, 0.0}) / kDegree, 152.57870762835046, 2e-8);
  EXPECT_NEAR(GmstIau1982(*ParseUtc("1989-01-01T00:00:00Z")), 1.7561909422996962, 1e-9);
}

TEST(Frames, TemeToItrfOfAppendixCWithinPolarMotion) {
  // AIAA 2006-6753 revision 2, appendix C, with the published polar motion.
  const UtcTime ut1 = *ParseUtc("2004-04-06T07:51:28.386Z") + FromSeconds(-0.439961);
  const State teme{.r = 1e3 * Vector3(5094.1801621, 6127.6446595, 6380.3445327), .v = 1e3 * Vector3(-4.746131487, 0.785818041, 5.531931288)};
  const State pef = ToRotating(teme, PefFromTeme(ut1), 7.29211514670698e-5 * (1.0 - 0.0015563 / 86400.0));
  const Matrix3 R_ITRF_PEF = ItrfFromPef(-0.140682 * kArcsecond, 0.333309 * kArcsecond);
  const Vector3 r_expected = 1e3 * Vector3(-1033.479383, 7901.2952754, 6380.3565958);
  const Vector3 v_expected = 1e3 * Vector3(-3.22563652, -2.87245145, 5.531924446);
  EXPECT_LT((R_ITRF_PEF * pef.r - r_expected).norm(), 0.025);  // the published UT1 is one double: 40 us, 2 cm
  EXPECT_LT((R_ITRF_PEF * pef.v - v_expected).norm(), 7e-5);
  EXPECT_LT((pef.r - r_expected).norm(), 20.0);  // what leaving polar motion out costs
  EXPECT_EQ(ItrfFromPef(0.0, 0.0), Matrix3::Identity());
  const State back = FromRotating(ToRotating(teme, PefFromTeme(ut1)), PefFromTeme(ut1));
  EXPECT_LT((back.r - teme.r).norm(), 1e-8);
  EXPECT_LT((back.v - teme.v).norm(), 1e-11);
}

}  // namespace
}  // namespace haze::dynamics
