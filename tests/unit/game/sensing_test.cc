// The search camera and the ranging sensor, each condition at its limit.
#include "arbiter/game/sensing.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/attitude.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/photometry.h"

namespace haze::game {
namespace {

using dynamics::kArcsecond;
using dynamics::kDegree;

constexpr double kOrbit = 6880.8e3;  // m

scenarios::SearchCamera Camera() {
  return {.fov = 10 * kDegree,
          .limiting_magnitude = 9.0,
          .limiting_snr = 6.0,
          .noise = 20 * kArcsecond,
          .bias_per_pass = 10 * kArcsecond,
          .sun_exclusion = 40 * kDegree,
          .moon_exclusion = 10 * kDegree,
          .limb_exclusion_lit = 13 * kDegree,
          .limb_exclusion_dark = 6 * kDegree};
}

dynamics::RandomStream Stream(std::uint64_t index) { return {{}, 1, 0, index}; }

// The observer stands on +x, radial; +y is forward, +z normal. The Sun is behind it unless a test says otherwise.
CameraView Looking(const Vector3& direction) {
  CameraView view;
  view.observer.r = {kOrbit, 0.0, 0.0};
  view.observer.v = {0.0, 7612.0, 0.0};
  view.q_BI = dynamics::BetweenVectors(direction.normalized(), Vector3::UnitX());
  view.r_sun = {0.1 * dynamics::kAu, -dynamics::kAu, 0.0};
  view.r_moon = {-3.8e8, 0.0, 0.0};  // behind the Earth
  return view;
}

SkyObject At(const Vector3& r) {
  SkyObject object;
  object.craft = 3;
  object.state.r = r;
  object.state.v = {0.0, 7612.0, 0.0};
  object.radius = 0.75;
  object.albedo = 0.2;
  return object;
}

// A direction `angle` above the horizontal, forward.
Vector3 Elevated(double angle) { return {std::sin(angle), std::cos(angle), 0.0}; }

double LimbDepression() { return std::acos(dynamics::kEarthRadius / kOrbit); }

bool Seen(const CameraView& view, const SkyObject& object, std::uint64_t stream = 0) {
  dynamics::RandomStream random = Stream(stream);
  const std::vector<SkyObject> sky{object};
  return !TakeFrame(Camera(), view, sky, Vector3::Zero(), random).empty();
}

TEST(Sensing, PlatesAreSeenFaceOnAndNotEdgeOn) {
  // The sphere alone is four magnitudes too faint; the plate's face makes it bright. The Sun stands behind the camera, +y is the line of sight.
  const dynamics::Plate plate{.normal_B = Vector3::UnitZ(), .area = 2.0, .albedo = 0.3};
  SkyObject object = At(Vector3(kOrbit, 1000e3, 0));
  object.radius = 0.05;
  const CameraView view = Looking(object.state.r - Vector3(kOrbit, 0, 0));
  EXPECT_FALSE(Seen(view, object));
  object.plates = {&plate, 1};
  object.q_BI = dynamics::BetweenVectors(-Vector3::UnitY(), Vector3::UnitZ());
  EXPECT_TRUE(Seen(view, object));
  object.q_BI = dynamics::BetweenVectors(Vector3::UnitX(), Vector3::UnitZ());
  EXPECT_FALSE(Seen(view, object)) << "edge-on";
  object.q_BI = dynamics::BetweenVectors(Vector3::UnitY(), Vector3::UnitZ());
  EXPECT_FALSE(Seen(view, object)) << "from behind";
}

TEST(Sensing, FieldOfViewEndsAtHalfTheFullAngle) {
  const SkyObject object = At(Vector3(kOrbit, 0, 0) + 200e3 * Vector3::UnitY());
  for (const double inside : {0.0, 4.99}) EXPECT_TRUE(Seen(Looking({0.0, std::cos(inside * kDegree), std::sin(inside * kDegree)}), object)) << inside;
  EXPECT_FALSE(Seen(Looking({0.0, std::cos(5.01 * kDegree), std::sin(5.01 * kDegree)}), object));
}

TEST(Sensing, LitLimbShadesThirteenDegreesAndDarkLimbSix) {
  CameraView view = Looking(Vector3::UnitY());
  const double depression = LimbDepression();
  const auto exclusion = [&](double above_limb) { return ExclusionOf(Camera(), view, Elevated(above_limb - depression)); };
  // The Sun overhead lights the limb ahead.
  view.r_sun = {dynamics::kAu, 0.0, 0.0};
  EXPECT_EQ(exclusion(12.99 * kDegree), Exclusion::kLitLimb);
  EXPECT_EQ(exclusion(13.01 * kDegree), Exclusion::kNone);
  // The Sun behind the Earth leaves it dark.
  view.r_sun = {-dynamics::kAu, -0.2 * dynamics::kAu, 0.0};
  EXPECT_EQ(exclusion(5.99 * kDegree), Exclusion::kDarkLimb);
  EXPECT_EQ(exclusion(6.01 * kDegree), Exclusion::kNone);
  EXPECT_EQ(exclusion(-0.01 * kDegree), Exclusion::kEarth);
}

TEST(Sensing, SunShadesFortyDegreesUnlessTheEarthCoversIt) {
  CameraView view = Looking(Vector3::UnitZ());
  // In the plane of z and -y, well above any limb's exclusion.
  const auto at = [](double angle) { return Vector3(0.5 * std::sin(angle), -std::sqrt(0.75) * std::sin(angle), std::cos(angle)); };
  view.r_sun = dynamics::kAu * at(39.99 * kDegree);
  EXPECT_EQ(ExclusionOf(Camera(), view, Vector3::UnitZ()), Exclusion::kSun);
  view.r_sun = dynamics::kAu * at(40.01 * kDegree);
  EXPECT_EQ(ExclusionOf(Camera(), view, Vector3::UnitZ()), Exclusion::kNone);
  // Behind the Earth, 30 deg from a direction that clears the dark limb.
  view.r_sun = dynamics::kAu * Elevated(-LimbDepression() - 15 * kDegree);
  EXPECT_EQ(ExclusionOf(Camera(), view, Elevated(15 * kDegree - LimbDepression())), Exclusion::kNone);
}

TEST(Sensing, MoonShadesTenDegrees) {
  CameraView view = Looking(Vector3::UnitZ());
  view.r_moon = Vector3(kOrbit, 0, 0) + 3.8e8 * Vector3(0.0, std::sin(9.99 * kDegree), std::cos(9.99 * kDegree));
  EXPECT_EQ(ExclusionOf(Camera(), view, Vector3::UnitZ()), Exclusion::kMoon);
  view.r_moon = Vector3(kOrbit, 0, 0) + 3.8e8 * Vector3(0.0, std::sin(10.01 * kDegree), std::cos(10.01 * kDegree));
  EXPECT_EQ(ExclusionOf(Camera(), view, Vector3::UnitZ()), Exclusion::kNone);
}

TEST(Sensing, EarthHidesWhatIsBehindIt) {
  // Above the horizontal at the far side of the limb: never in sight whatever the exclusions.
  scenarios::SearchCamera camera = Camera();
  camera.limb_exclusion_lit = camera.limb_exclusion_dark = 0.0;
  camera.limiting_magnitude = 20.0;
  const auto found = [&](double phase) {
    const SkyObject object = At(kOrbit * Vector3(std::cos(phase), std::sin(phase), 0.0));
    dynamics::RandomStream random = Stream(1);
    const std::vector<SkyObject> sky{object};
    return TakeFrame(camera, Looking(object.state.r - Vector3(kOrbit, 0, 0)), sky, Vector3::Zero(), random).size();
  };
  // FACTS: line of sight ends at 5,170 km, twice the angle of the limb's depression around the Earth.
  EXPECT_EQ(found(2.0 * LimbDepression() - 0.001), 1u);
  EXPECT_EQ(found(2.0 * LimbDepression() + 0.001), 0u);
}

TEST(Sensing, NothingShinesInTheUmbra) {
  SkyObject object = At(Vector3(kOrbit, 200e3, 0));
  EXPECT_TRUE(Seen(Looking(Vector3::UnitY()), object));
  object.sunlit_fraction = 0.0;
  EXPECT_FALSE(Seen(Looking(Vector3::UnitY()), object));
}

TEST(Sensing, HalfOfTheFramesShowAnObjectAtTheLimitingMagnitude) {
  const CameraView view = Looking(Vector3::UnitY());
  SkyObject object = At(Vector3(kOrbit, 1000e3, 0));
  const double phase = std::acos((view.r_sun - object.state.r).normalized().dot(-Vector3::UnitY()));
  // A radius that makes it exactly 9th magnitude.
  object.radius *= std::pow(10.0, 0.2 * (dynamics::DiffuseSphereMagnitude(object.radius, object.albedo, 1000e3, phase) - 9.0));
  const auto share = [&](double radius_factor) {
    SkyObject scaled = object;
    scaled.radius *= radius_factor;
    int seen = 0;
    for (int k = 0; k < 4000; ++k) seen += Seen(view, scaled, static_cast<std::uint64_t>(k)) ? 1 : 0;
    return seen / 4000.0;
  };
  // Binomial sigma 0.008. At 1.1 times the radius the SNR is 7.26: one sigma and a quarter above the threshold.
  EXPECT_NEAR(share(1.0), 0.5, 0.032);
  EXPECT_NEAR(share(1.1), 0.896, 0.02);
  EXPECT_LT(share(0.6), 0.001);
}

TEST(Sensing, BiasIsSharedByThePassAndNoiseIsNot) {
  const SkyObject object = At(Vector3(kOrbit, 300e3, 0));
  const CameraView view = Looking(Vector3::UnitY());
  const Vector3 bias = 30 * kArcsecond * Vector3::UnitZ();
  const std::vector<SkyObject> sky{object};
  Vector3 mean = Vector3::Zero();
  double spread = 0.0;
  constexpr int kFrames = 1000;
  for (int k = 0; k < kFrames; ++k) {
    dynamics::RandomStream random = Stream(static_cast<std::uint64_t>(k));
    const std::vector<RawDetection> found = TakeFrame(Camera(), view, sky, bias, random);
    ASSERT_EQ(found.size(), 1u);
    const Vector3 off = found[0].direction - Vector3::UnitY();
    mean += off / kFrames;
    spread += (off - Vector3(-30 * kArcsecond, 0, 0)).squaredNorm() / (2.0 * kFrames);
    // A bright object: a quarter of the noise at the limit.
    EXPECT_NEAR(found[0].sigma, 5 * kArcsecond, 1e-12);
  }
  // z x y = -x: the bias turns the direction by itself. Mean of 1,000 frames is good to 0.16 arcsec.
  EXPECT_NEAR(mean.x() / kArcsecond, -30.0, 0.7);
  EXPECT_NEAR(mean.z() / kArcsecond, 0.0, 0.7);
  EXPECT_NEAR(std::sqrt(spread) / kArcsecond, 5.0, 0.3);
}

TEST(Sensing, StrangersAreSeenAndChangeNothingElse) {
  const std::vector<SkyObject> sky{At(Vector3(kOrbit, 300e3, 0))};
  std::vector<SkyObject> strangers{At(Vector3(kOrbit, 250e3, 5e3))};
  strangers.front().craft = -1;
  dynamics::RandomStream alone = Stream(7), together = Stream(7), strange = Stream(8);
  const std::vector<RawDetection> one = TakeFrame(Camera(), Looking(Vector3::UnitY()), sky, Vector3::Zero(), alone);
  const std::vector<RawDetection> both = TakeFrame(Camera(), Looking(Vector3::UnitY()), sky, strangers, Vector3::Zero(), together, strange);
  ASSERT_EQ(one.size(), 1u);
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[0].craft, -1);  // nearer, brighter
  EXPECT_EQ(both[1].direction, one[0].direction);
  EXPECT_EQ(both[1].magnitude, one[0].magnitude);
}

TEST(Sensing, RateIsThatOfTheLineOfSight) {
  SkyObject object = At(Vector3(kOrbit, 100e3, 0));
  object.state.v += Vector3(50.0, 20.0, 0.0);
  const std::vector<SkyObject> sky{object};
  dynamics::RandomStream random = Stream(5);
  const std::vector<RawDetection> found = TakeFrame(Camera(), Looking(Vector3::UnitY()), sky, Vector3::Zero(), random);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NEAR(found[0].rate.x(), 50.0 / 100e3, 1e-7);
  EXPECT_NEAR(found[0].rate.z(), 0.0, 1e-7);
}

TEST(Sensing, FalseAlarmsComeAtTheirMeanInsideTheField) {
  scenarios::SearchCamera camera = Camera();
  camera.false_per_frame = 0.1;
  int count = 0;
  for (int k = 0; k < 10000; ++k) {
    dynamics::RandomStream random = Stream(static_cast<std::uint64_t>(k));
    for (const RawDetection& alarm : TakeFrame(camera, Looking(Vector3::UnitY()), {}, Vector3::Zero(), random)) {
      ++count;
      EXPECT_EQ(alarm.craft, -1);
      EXPECT_LE(std::acos(alarm.direction.y()), 5.0001 * kDegree);
    }
  }
  EXPECT_NEAR(count, 1000, 100);  // 3 sigma of a Poisson number
}

TEST(Sensing, WhatIsNotSeenChangesNothingThatIs) {
  scenarios::SearchCamera camera = Camera();
  camera.false_per_frame = 1.0;
  const SkyObject seen = At(Vector3(kOrbit, 200e3, 0));
  SkyObject hidden = At(Vector3(-kOrbit, 0, 0));
  const auto frame = [&](const SkyObject& other) {
    dynamics::RandomStream random = Stream(9);
    const std::vector<SkyObject> sky{other, seen};
    return TakeFrame(camera, Looking(Vector3::UnitY()), sky, Vector3::Zero(), random);
  };
  const std::vector<RawDetection> before = frame(hidden);
  hidden.state.r = {-kOrbit, 1e6, 2e6};
  hidden.radius = 5.0;
  const std::vector<RawDetection> after = frame(hidden);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t k = 0; k < before.size(); ++k) {
    EXPECT_EQ(before[k].direction, after[k].direction);
    EXPECT_EQ(before[k].magnitude, after[k].magnitude);
  }
}

TEST(Sensing, RangingEndsAtItsRangeAndItsCone) {
  const scenarios::Ranging ranging{.range_max = 10e3, .sigma = 5.0, .sigma_fraction = 0.001, .cone = 1 * kDegree};
  const auto fix = [&](double range, double off) {
    dynamics::RandomStream random = Stream(3);
    return TakeRange(ranging, Looking({0.0, std::cos(off), std::sin(off)}), At(Vector3(kOrbit, range, 0)), random);
  };
  EXPECT_TRUE(fix(9999.0, 0.0));
  EXPECT_FALSE(fix(10001.0, 0.0));
  EXPECT_TRUE(fix(5000.0, 0.99 * kDegree));
  EXPECT_FALSE(fix(5000.0, 1.01 * kDegree));
  EXPECT_NEAR(fix(5000.0, 0.0)->sigma, 10.0, 1e-9);
}

TEST(Sensing, RangeErrorsHaveTheirSigma) {
  const scenarios::Ranging ranging{.range_max = 10e3, .sigma = 5.0, .sigma_fraction = 0.001, .cone = 1 * kDegree};
  double sum2 = 0.0;
  for (int k = 0; k < 4000; ++k) {
    dynamics::RandomStream random = Stream(static_cast<std::uint64_t>(k));
    const auto fix = TakeRange(ranging, Looking(Vector3::UnitY()), At(Vector3(kOrbit, 5000.0, 0)), random);
    ASSERT_TRUE(fix);
    sum2 += (fix->range - 5000.0) * (fix->range - 5000.0);
  }
  EXPECT_NEAR(std::sqrt(sum2 / 4000.0), 10.0, 0.35);  // 3 sigma of an estimated sigma
}

}  // namespace
}  // namespace haze::game
