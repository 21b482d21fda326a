// Which facets an image shows: each criterion of GAME at its limit, and whole relative ellipses scored.
#include "arbiter/game/imaging.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/attitude.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/forces.h"
#include "dynamics/frames.h"
#include "dynamics/j2_motion.h"
#include "dynamics/mean_orbit.h"
#include "dynamics/photometry.h"
#include "dynamics/relative.h"

namespace haze::game {
namespace {

using dynamics::kDegree;
using dynamics::Matrix3;

scenarios::ImagingCamera Camera() {
  return {.ifov = 100e-6,
          .fov = 6 * kDegree,
          .exposure = 0.01,
          .gsd_max = 0.05,
          .range_max = 500.0,
          .incidence_max = 70 * kDegree,
          .view_max = 60 * kDegree,
          .snr_min = 20.0,
          .sun_exclusion = 30 * kDegree,
          .aperture = 0.025};
}

constexpr double kOrbit = 6880.8e3;

// The object's body axes are GCRF's; facet 21 + 6 = 27 + ... is not needed: the facet nearest +x lies at latitude +-15 deg, longitude 0.
SkyObject Object() {
  SkyObject object;
  object.craft = 1;
  object.state.r = {0.0, 0.0, kOrbit};
  object.radius = 0.75;
  object.albedo = 0.2;
  return object;
}

// Looks at the object from `offset`, with the Sun in direction `sun`.
CameraView From(const Vector3& offset, const Vector3& sun) {
  CameraView view;
  view.observer.r = Object().state.r + offset;
  view.q_BI = dynamics::BetweenVectors(-offset.normalized(), Vector3::UnitX());
  view.r_sun = dynamics::kAu * sun.normalized();
  return view;
}

int Facet(double latitude_deg, double longitude_deg) {
  const Vector3 wanted(std::cos(latitude_deg * kDegree) * std::cos(longitude_deg * kDegree), std::cos(latitude_deg * kDegree) * std::sin(longitude_deg * kDegree),
                       std::sin(latitude_deg * kDegree));
  int best = 0;
  const std::vector<dynamics::Facet> facets = dynamics::SphereFacets(1.0);
  for (int f = 0; f < dynamics::kSphereFacetCount; ++f) {
    if (facets[static_cast<std::size_t>(f)].normal_B.dot(wanted) > facets[static_cast<std::size_t>(best)].normal_B.dot(wanted)) best = f;
  }
  return best;
}

bool Shows(const ImageResult& image, int facet) { return std::find(image.facets.begin(), image.facets.end(), facet) != image.facets.end(); }

// Direction from the facet's centre at an angle from its normal, towards +z.
Vector3 Tilted(int facet, double angle) {
  const Vector3 n = dynamics::SphereFacets(1.0)[static_cast<std::size_t>(facet)].normal_B;
  const Vector3 side = (Vector3::UnitZ() - n.z() * n).normalized();
  return std::cos(angle) * n + std::sin(angle) * side;
}

TEST(Imaging, IncidenceCountsUpToSeventyDegrees) {
  const int facet = Facet(15, 0);
  const Vector3 n = dynamics::SphereFacets(1.0)[static_cast<std::size_t>(facet)].normal_B;
  EXPECT_TRUE(Shows(TakeImage(Camera(), From(200.0 * n, Tilted(facet, 69.9 * kDegree)), Object()), facet));
  EXPECT_FALSE(Shows(TakeImage(Camera(), From(200.0 * n, Tilted(facet, 70.1 * kDegree)), Object()), facet));
}

TEST(Imaging, ViewAngleCountsUpToSixtyDegrees) {
  const int facet = Facet(15, 0);
  const Vector3 n = dynamics::SphereFacets(1.0)[static_cast<std::size_t>(facet)].normal_B;
  // The line of sight starts at the facet, not at the centre.
  const auto from = [&](double angle) { return Vector3(0.75 * n + 200.0 * Tilted(facet, angle)); };
  EXPECT_TRUE(Shows(TakeImage(Camera(), From(from(59.9 * kDegree), n), Object()), facet));
  EXPECT_FALSE(Shows(TakeImage(Camera(), From(from(60.1 * kDegree), n), Object()), facet));
}

TEST(Imaging, GroundSampleDistanceIsIfovTimesRangeOverRootOfCosine) {
  const int facet = Facet(15, 0);
  const Vector3 n = dynamics::SphereFacets(1.0)[static_cast<std::size_t>(facet)].normal_B;
  const double limit = 500.0 * std::sqrt(std::cos(50 * kDegree));  // m: ifov * range / sqrt(cos) = 0.05
  const auto from = [&](double range) { return Vector3(0.75 * n + range * Tilted(facet, 50 * kDegree)); };
  EXPECT_TRUE(Shows(TakeImage(Camera(), From(from(limit - 0.1), n), Object()), facet));
  EXPECT_FALSE(Shows(TakeImage(Camera(), From(from(limit + 0.1), n), Object()), facet));
  const ImageResult image = TakeImage(Camera(), From(0.75 * n + 200.0 * n, n), Object());
  EXPECT_NEAR(image.best_gsd, 0.02, 1e-9);
}

TEST(Imaging, NothingIsSharpBeyondTheRange) {
  // A camera so fine that the ground-sample distance does not decide.
  scenarios::ImagingCamera camera = Camera();
  camera.ifov = 50e-6;
  camera.aperture = 0.1;
  EXPECT_EQ(TakeImage(camera, From(499.9 * Vector3::UnitX(), Vector3::UnitX()), Object()).quality, ImageQuality::kGood);
  EXPECT_EQ(TakeImage(camera, From(500.1 * Vector3::UnitX(), Vector3::UnitX()), Object()).quality, ImageQuality::kTooFar);
}

TEST(Imaging, SmearCountsUpToOneIfov) {
  SkyObject object = Object();
  const int facet = Facet(15, 0);
  const Vector3 n = dynamics::SphereFacets(1.0)[static_cast<std::size_t>(facet)].normal_B;
  const Vector3 across = Tilted(facet, 90 * kDegree);
  // 1 ifov in one exposure from 200 m is 2 m/s.
  object.state.v = 1.99 * across;
  EXPECT_TRUE(Shows(TakeImage(Camera(), From(200.75 * n, n), object), facet));
  object.state.v = 2.01 * across;
  EXPECT_FALSE(Shows(TakeImage(Camera(), From(200.75 * n, n), object), facet));
  // A body that spins under the camera smears by its own radius: 2 m/s at 0.75 m is 2.667 rad/s.
  object.state.v.setZero();
  object.omega_BI_B = 2.65 * n.cross(across);
  EXPECT_TRUE(Shows(TakeImage(Camera(), From(200.75 * n, n), object), facet));
  object.omega_BI_B = 2.68 * n.cross(across);
  EXPECT_FALSE(Shows(TakeImage(Camera(), From(200.75 * n, n), object), facet));
}

TEST(Imaging, TooFewPhotonsCountForNothing) {
  scenarios::ImagingCamera camera = Camera();
  const CameraView view = From(200.0 * Vector3::UnitX(), Vector3::UnitX());
  ASSERT_EQ(TakeImage(camera, view, Object()).quality, ImageQuality::kGood);
  // A ten-thousandth of the light: SNR below 20 everywhere.
  camera.aperture *= 0.01;
  EXPECT_TRUE(TakeImage(camera, view, Object()).facets.empty());
  EXPECT_EQ(TakeImage(camera, view, Object()).quality, ImageQuality::kDark);
}

TEST(Imaging, DarkInTheUmbra) {
  SkyObject object = Object();
  object.sunlit_fraction = 0.0;
  EXPECT_EQ(TakeImage(Camera(), From(200.0 * Vector3::UnitX(), Vector3::UnitX()), object).quality, ImageQuality::kDark);
}

TEST(Imaging, FieldOfViewAndSunExclusionBindTheBoresight) {
  CameraView view = From(200.0 * Vector3::UnitX(), Vector3::UnitX());
  view.q_BI = dynamics::BetweenVectors(Vector3(-std::cos(2.99 * kDegree), std::sin(2.99 * kDegree), 0.0), Vector3::UnitX());
  EXPECT_EQ(TakeImage(Camera(), view, Object()).quality, ImageQuality::kGood);
  view.q_BI = dynamics::BetweenVectors(Vector3(-std::cos(3.01 * kDegree), std::sin(3.01 * kDegree), 0.0), Vector3::UnitX());
  EXPECT_EQ(TakeImage(Camera(), view, Object()).quality, ImageQuality::kNotInFrame);
  const auto towards = [](double angle) { return Vector3(-std::cos(angle), std::sin(angle), 0.0); };
  EXPECT_EQ(TakeImage(Camera(), From(200.0 * Vector3::UnitX(), towards(29.9 * kDegree)), Object()).quality, ImageQuality::kSunInCamera);
  EXPECT_NE(TakeImage(Camera(), From(200.0 * Vector3::UnitX(), towards(30.1 * kDegree)), Object()).quality, ImageQuality::kSunInCamera);
}

// ---- Whole trajectories ---------------------------------------------------------------------------------------------------------------------------------

// Facets of a nadir-pointing sphere on Puma's orbit of 11 August 2026 (FACTS) that a day on the relative ellipse shows, an image a minute. The Sun
// stands where it stood then.
std::vector<bool> DayOn(const dynamics::RelativeEllipse& ellipse) {
  const Vector3 sun = Vector3(-0.7448, 0.6122, 0.2654).normalized();  // 2026-08-11, right ascension 140.6 deg, declination 15.4 deg
  const dynamics::MeanOrbit mean{.a = 6880.75e3, .ex = -0.9e-3, .ey = -0.09e-3, .i = 97.3802 * kDegree, .raan = 120.1403 * kDegree, .u = 0.0};
  State target = dynamics::OsculatingState(mean);
  const double n = dynamics::MeanMotion(mean.a);
  State chaser = dynamics::FromRtnRelative(dynamics::FromVector6(dynamics::EllipseState(ellipse, dynamics::MeanOrbitOf(target).u, n)), target);
  std::vector<bool> seen(dynamics::kSphereFacetCount, false);
  double least = 1e9;
  for (int minute = 0; minute < 1440; ++minute) {
    const Matrix3 rtn = dynamics::RtnFromEci(target);
    SkyObject object = Object();
    object.state = target;
    Matrix3 R_BI;
    R_BI.row(0) = -rtn.row(0);
    R_BI.row(1) = -rtn.row(1);
    R_BI.row(2) = rtn.row(2);
    object.q_BI = dynamics::QuaternionFromMatrix(R_BI);
    object.omega_BI_B = n * Vector3::UnitZ();
    object.sunlit_fraction = dynamics::SunlitFraction(target.r, dynamics::kAu * sun);
    CameraView view;
    view.observer = chaser;
    view.q_BI = dynamics::BetweenVectors((target.r - chaser.r).normalized(), Vector3::UnitX());
    view.r_sun = dynamics::kAu * sun;
    least = std::min(least, (target.r - chaser.r).norm());
    for (const int f : TakeImage(Camera(), view, object).facets) seen[static_cast<std::size_t>(f)] = true;
    target = dynamics::PropagateJ2(target, 60.0);
    chaser = dynamics::PropagateJ2(chaser, 60.0);
  }
  EXPECT_GT(least, 100.0);  // the keep-out
  return seen;
}

int Count(const std::vector<bool>& seen) { return static_cast<int>(std::count(seen.begin(), seen.end(), true)); }

// Facets that ever stand within 70 deg of the Sun on this orbit: all but the polar band that looks away from it.
constexpr int kSunReaches = 78;

TEST(Imaging, OnePassiveEllipseShowsTwoThirdsOfTheFacets) {
  // 2:1 in the plane with a cross-track part that keeps it passively safe, 140 to 310 m away, in both senses and over the phases that keep the Sun behind
  // the camera: 51 to 60 facets each, 65.8 % in the mean. GAME says 61-67 %.
  int sum = 0;
  for (const double phase : {120.0, 150.0, 180.0, 210.0, 240.0, 270.0}) {
    for (const double sense : {0.0, 180.0}) sum += Count(DayOn({.ae = 140.0, .phase_e = phase * kDegree, .ai = 140.0, .phase_i = (phase + sense) * kDegree}));
  }
  EXPECT_GE(sum / 12.0, 0.61 * 84);
  EXPECT_LE(sum / 12.0, 0.67 * 84);
}

TEST(Imaging, AnEllipseWithTheSunInTheCameraShowsAlmostNothing) {
  EXPECT_LE(Count(DayOn({.ae = 140.0, .phase_e = 0.0, .ai = 140.0, .phase_i = 0.0})), 9);
}

TEST(Imaging, TwoEllipsesWellPhasedShowNearlyAllThatTheSunReaches) {
  std::vector<bool> seen = DayOn({.ae = 180.0, .phase_e = 210 * kDegree, .ai = 110.0, .phase_i = 30 * kDegree});
  const std::vector<bool> second = DayOn({.ae = 180.0, .phase_e = 150 * kDegree, .ai = 160.0, .phase_i = 150 * kDegree});
  for (std::size_t f = 0; f < seen.size(); ++f) seen[f] = seen[f] || second[f];
  EXPECT_GE(Count(seen), 0.94 * kSunReaches);  // 74: docs/decisions/0006 says why GAME's 94 % is taken of these
  EXPECT_LE(Count(seen), kSunReaches);
}

}  // namespace
}  // namespace haze::game
