#include "arbiter/game/pointing.h"

#include <gtest/gtest.h>

#include "dynamics/attitude.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"

namespace haze::game {
namespace {

State Orbit() { return dynamics::ToState({.a = 6.88e6, .e = 0.001, .i = 1.7, .raan = 2.0, .argp = 1.0, .nu = 0.3}); }
Vector3 Camera(const Quaternion& q_BI) { return q_BI.conjugate() * Vector3::UnitX(); }

TEST(Pointing, EachAimPutsTheCameraWhereItSays) {
  const State own = Orbit();
  AimScene scene{.own = own, .r_sun = Vector3(1.5e11, 1e10, 0), .track = own};
  scene.track.r += Vector3(0, 5e4, 1e4);
  Aim aim;
  aim.mode = PointMode::kNadir;
  EXPECT_NEAR(Camera(AimAttitude(aim, scene, 0)).dot(-own.r / own.r.norm()), 1.0, 1e-14);
  aim.mode = PointMode::kSun;
  EXPECT_NEAR(Camera(AimAttitude(aim, scene, 0)).dot((scene.r_sun - own.r).normalized()), 1.0, 1e-14);
  aim.mode = PointMode::kTrack;
  EXPECT_NEAR(Camera(AimAttitude(aim, scene, 0)).dot((scene.track.r - own.r).normalized()), 1.0, 1e-14);
  aim.mode = PointMode::kRtn;
  aim.direction_RTN = Vector3(0, -1, 0);
  EXPECT_NEAR((dynamics::RtnFromEci(own) * Camera(AimAttitude(aim, scene, 0))).y(), -1.0, 1e-14);
}

TEST(Pointing, ASlewTakesItsAngleOverItsRateAndThenSettles) {
  const AimScene scene{.own = Orbit(), .r_sun = Vector3::UnitX(), .track = {}};
  Aim aim;
  aim.mode = PointMode::kInertial;
  aim.q_BI = dynamics::QuaternionExp(Vector3(0, 0, 1.0));
  Pointing pointing;
  pointing.Begin(aim, 100.0, Quaternion::Identity(), aim.q_BI, 0.01, 10.0);
  EXPECT_NEAR(pointing.slew_end(), 200.0, 1e-9);
  EXPECT_NEAR(pointing.settled_at(), 210.0, 1e-9);
  EXPECT_NEAR(dynamics::AngleBetween(pointing.At(150.0, scene), Quaternion::Identity()), 0.5, 1e-12);
  EXPECT_NEAR(dynamics::AngleBetween(pointing.At(250.0, scene), aim.q_BI), 0.0, 1e-12);
}

TEST(Pointing, ASpinTurnsTheBodyAboutItsOwnThirdAxis) {
  Aim aim;
  aim.mode = PointMode::kSpin;
  aim.rate = 0.01;
  const AimScene scene{.own = Orbit(), .r_sun = Vector3::UnitX(), .track = {}};
  const Quaternion q = AimAttitude(aim, scene, 50.0);
  // After half a radian about +z the body's x axis has gone half a radian from +x towards +y.
  const Vector3 x = Camera(q);
  EXPECT_NEAR(x.x(), dynamics::Cos(0.5), 1e-14);
  EXPECT_NEAR(x.y(), dynamics::Sin(0.5), 1e-14);
}

}  // namespace
}  // namespace haze::game
