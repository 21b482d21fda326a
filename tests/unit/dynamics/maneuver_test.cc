// Burns: the rocket equation in closed form, and the statistics of execution errors.
#include "dynamics/maneuver.h"

#include <gtest/gtest.h>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

TEST(Maneuver, PropellantFollowsTsiolkovsky) {
  // reference/rocket.json, tsiolkovsky-basic: 300 s, 10 kg to 2 kg gives 4734.95829119156 m/s.
  EXPECT_NEAR(PropellantUsed(10.0, 4734.95829119156, 300.0), 8.0, 1e-12);
  EXPECT_EQ(PropellantUsed(10.0, 0.0, 300.0), 0.0);
}

TEST(Maneuver, TwoBurnsUseWhatOneOfTheSumUses) {
  const double first = PropellantUsed(275.0, 60.0, 230.0);
  const double second = PropellantUsed(275.0 - first, 45.0, 230.0);
  EXPECT_NEAR(first + second, PropellantUsed(275.0, 105.0, 230.0), 1e-12);
}

TEST(Maneuver, DurationEmptiesThePropellantAtConstantFlow) {
  // Jackal: 4 x 22 N, 230 s. Thrust / (Isp g0) kg leave each second.
  const double duration = BurnDuration(275.0, 10.0, 88.0, 230.0);
  EXPECT_NEAR(duration * 88.0 / (230.0 * kG0), PropellantUsed(275.0, 10.0, 230.0), 1e-12);
  EXPECT_NEAR(duration, 275.0 * 10.0 / 88.0, 0.3 / 88.0 * 275.0);  // a short burn is nearly m dv / F
}

TEST(Maneuver, GatesErrorsHaveTheirSigmas) {
  // FACTS: 1 % + 1 mm/s in size, 0.5 deg + 1 mm/s in direction. 20,000 draws: a sample sigma errs by 0.5 %, four of these are allowed.
  const GatesModel model{.magnitude_fixed = 1e-3, .magnitude_fraction = 0.01, .pointing_fixed = 1e-3, .pointing_fraction = 0.5 * kDegree};
  for (const Vector3& dv : {Vector3(0.1, -0.2, 0.05), Vector3(0.0, 0.0, 30.0)}) {
    const double size = dv.norm();
    const Vector3 along = dv / size;
    const double expected_along = Hypot(1e-3, 0.01 * size);
    const double expected_across = Hypot(1e-3, 0.5 * kDegree * size);
    RandomStream random(MatchKey{}, 5, 1, 0);
    Vector3 mean = Vector3::Zero();
    double along2 = 0.0;
    Matrix3 across = Matrix3::Zero();
    constexpr int kDraws = 20000;
    for (int k = 0; k < kDraws; ++k) {
      const Vector3 error = ApplyGates(model, dv, random) - dv;
      mean += error / kDraws;
      const double a = along.dot(error);
      along2 += a * a / kDraws;
      const Vector3 side = error - a * along;
      across += side * side.transpose() / kDraws;
    }
    EXPECT_NEAR(std::sqrt(along2) / expected_along, 1.0, 0.02);
    // The same in every direction across: two equal eigenvalues, so trace 2 sigma^2 and square of the matrix 2 sigma^4.
    EXPECT_NEAR(std::sqrt(0.5 * across.trace()) / expected_across, 1.0, 0.02);
    EXPECT_NEAR((across * across).trace() / (0.5 * across.trace() * across.trace()), 1.0, 0.01);
    EXPECT_LT(mean.norm(), 4.0 * (expected_along + expected_across) / std::sqrt(1.0 * kDraws));
  }
}

TEST(Maneuver, APerfectEngineDoesWhatItIsTold) {
  RandomStream random(MatchKey{}, 5, 1, 1);
  const Vector3 dv(0.3, -0.2, 0.9);
  EXPECT_EQ(ApplyGates({}, dv, random), dv);
}

TEST(Maneuver, EveryBurnTakesTheSameNumberOfDraws) {
  RandomStream a(MatchKey{}, 5, 1, 2);
  RandomStream b(MatchKey{}, 5, 1, 2);
  (void)ApplyGates({}, {1.0, 0.0, 0.0}, a);
  (void)ApplyGates({.magnitude_fraction = 0.1, .pointing_fraction = 0.1}, {0.0, 5.0, 1.0}, b);
  EXPECT_EQ(a.Bits(), b.Bits());
}

}  // namespace
}  // namespace haze::dynamics
