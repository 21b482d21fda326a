// Quaternions against published rotations and against what a rotation must do.
#include "dynamics/attitude.h"

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

/// Uniform on the rotations (Shoemake's way with four normals).
Quaternion RandomAttitude(RandomStream& random) {
  const double w = random.Normal();
  const Vector3 v = random.NormalVector3();
  const double size = std::sqrt(w * w + v.squaredNorm());
  return {w / size, v.x() / size, v.y() / size, v.z() / size};
}

TEST(Attitude, ConstantRateMatchesTheClosedForm) {
  // reference/attitude.json, kin-constant-rate: omega = (0.01, 0.02, -0.03) rad/s for 100 s, scalar first.
  const Quaternion q = QuaternionExp(100.0 * Vector3(0.01, 0.02, -0.03));
  EXPECT_NEAR(q.w(), -0.29555112749297824, 1e-12);
  EXPECT_NEAR(q.x(), 0.2553218600452643, 1e-12);
  EXPECT_NEAR(q.y(), 0.5106437200905286, 1e-12);
  EXPECT_NEAR(q.z(), -0.7659655801357927, 1e-12);
}

TEST(Attitude, RotatesAsValladosSoftware) {
  // CelesTrak/fundamentals-of-astrodynamics 9655edb, test_rotations.py: vector first (0.3, -0.5, 0.4, 0.7) before normalisation.
  const double size = std::sqrt(0.99);
  const Quaternion q(0.7 / size, 0.3 / size, -0.5 / size, 0.4 / size);
  const Vector3 forward(3.545454545454545, 0.18181818181818143, -1.1818181818181817);
  const Vector3 inverse(-2.9595959595959593, -1.2323232323232327, 1.929292929292929);
  const Vector3 v(1.0, 2.0, 3.0);
  const Vector3 a = q * v;
  const Vector3 b = q.conjugate() * v;
  // Which of the two is called forward is a convention.
  EXPECT_LT(std::min((a - forward).norm(), (a - inverse).norm()), 1e-12);
  EXPECT_LT(std::min((b - forward).norm(), (b - inverse).norm()), 1e-12);
  EXPECT_GT((a - b).norm(), 1.0);
}

TEST(Attitude, MatrixAndQuaternionTurnAlike) {
  RandomStream random(MatchKey{}, 3, 0, 0);
  for (int k = 0; k < 500; ++k) {
    const Quaternion q = RandomAttitude(random);
    const Vector3 v = random.NormalVector3();
    const Quaternion read = QuaternionFromMatrix(q.toRotationMatrix());
    EXPECT_LT((read * v - q * v).norm(), 2e-15 * 8.0);
    EXPECT_GE(read.w(), 0.0);
    EXPECT_NEAR(read.norm(), 1.0, 1e-15 * 4.0);
  }
  // Half turns: the trace is -1 and each branch is needed.
  for (int axis = 0; axis < 3; ++axis) {
    Matrix3 R = -Matrix3::Identity();
    R(axis, axis) = 1.0;
    EXPECT_LT((QuaternionFromMatrix(R).toRotationMatrix() - R).norm(), 1e-15);
  }
}

TEST(Attitude, ExponentialTurnsByTheLengthAboutTheDirection) {
  RandomStream random(MatchKey{}, 3, 0, 1);
  for (int k = 0; k < 100; ++k) {
    const Vector3 axis = random.UnitVector3();
    const double angle = random.Uniform(-3.0, 3.0);
    const Quaternion q = QuaternionExp(angle * axis);
    EXPECT_LT((q * axis - axis).norm(), 1e-15 * 4.0);
    EXPECT_NEAR(AngleBetween(Quaternion::Identity(), q), std::abs(angle), 1e-14);
  }
  EXPECT_NEAR(AngleBetween(QuaternionExp({1e-13, 0.0, 0.0}), Quaternion::Identity()), 1e-13, 1e-20);
  EXPECT_EQ(AngleBetween(QuaternionExp({0.0, 0.0, 0.0}), Quaternion::Identity()), 0.0);
}

TEST(Attitude, AngleIgnoresTheSignOfAQuaternion) {
  const Quaternion a = QuaternionExp({0.3, -0.2, 0.9});
  const Quaternion minus(-a.w(), -a.x(), -a.y(), -a.z());
  EXPECT_NEAR(AngleBetween(a, minus), 0.0, 1e-15);
}

TEST(Attitude, SlewGoesTheShortWayAtConstantRate) {
  RandomStream random(MatchKey{}, 3, 0, 2);
  for (int k = 0; k < 100; ++k) {
    const Quaternion a = RandomAttitude(random);
    const Quaternion b = RandomAttitude(random);
    const double angle = AngleBetween(a, b);
    for (const double fraction : {0.0, 0.25, 0.5, 1.0}) {
      const Quaternion q = Interpolate(a, b, fraction);
      // The angle of half a turn is flat to the square root of rounding; away from it 1e-14.
      EXPECT_NEAR(AngleBetween(a, q), fraction * angle, 1e-13);
      EXPECT_NEAR(AngleBetween(q, b), (1.0 - fraction) * angle, 1e-13);
    }
  }
  const Quaternion same = QuaternionExp({0.1, 0.2, 0.3});
  EXPECT_NEAR(AngleBetween(Interpolate(same, same, 0.3), same), 0.0, 1e-15);
}

TEST(Attitude, BetweenVectorsIsTheSmallestTurn) {
  RandomStream random(MatchKey{}, 3, 0, 3);
  for (int k = 0; k < 200; ++k) {
    const Vector3 from = random.UnitVector3();
    const Vector3 to = k % 4 == 0 ? Vector3(-from) : k % 4 == 1 ? from : random.UnitVector3();
    const Quaternion q = BetweenVectors(from, to);
    EXPECT_LT((q * from - to).norm(), 1e-14);
    EXPECT_NEAR(AngleBetween(q, Quaternion::Identity()), Atan2(from.cross(to).norm(), from.dot(to)), 1e-7);
    EXPECT_NEAR(q.norm(), 1.0, 1e-15 * 4.0);
  }
}

}  // namespace
}  // namespace haze::dynamics
