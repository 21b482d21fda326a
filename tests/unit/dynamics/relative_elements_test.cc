// Relative elements: round trips, the secular transition and the linear map against differences of the exact motion.
#include "dynamics/relative_elements.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "dynamics/random.h"
#include "dynamics/relative_eccentric.h"

namespace haze::dynamics {
namespace {

Keplerian RandomOrbit(RandomStream& random, double e_max) {
  return {.a = random.Uniform(7e6, 4.5e7),
          .e = random.Uniform(0.0, e_max),
          .i = random.Uniform(0.2, 2.9),
          .raan = random.Uniform(0.0, kTwoPi),
          .argp = random.Uniform(0.0, kTwoPi),
          .nu = random.Uniform(0.0, kTwoPi)};
}

Vector6 RandomRelative(RandomStream& random) {
  Vector6 x;
  for (int k = 0; k < 6; ++k) x(k) = random.Uniform(-1.0, 1.0);
  return x;
}

TEST(RelativeElements, DeputyReturnsTheElementsItWasMadeOf) {
  RandomStream random(MatchKey{}, 52, 0, 0);
  for (int k = 0; k < 500; ++k) {
    const Keplerian chief = RandomOrbit(random, 0.8);
    const Vector6 x = 0.05 * RandomRelative(random);
    const RelativeElements back = RelativeElementsOf(DeputyOf(chief, RelativeElementsFrom(x)), chief);
    EXPECT_LT((ToVector6(back) - x).norm(), 1e-13) << k;
  }
}

TEST(RelativeElements, NothingIsSingularOnACircle) {
  const Keplerian chief{.a = 7e6, .e = 0.0, .i = 0.9, .raan = 1.0, .argp = 0.0, .nu = 2.0};
  Vector6 x;
  x << 1e-6, 2e-6, -3e-6, 4e-6, 5e-6, -6e-6;
  EXPECT_LT((ToVector6(RelativeElementsOf(DeputyOf(chief, RelativeElementsFrom(x)), chief)) - x).norm(), 1e-15);
  EXPECT_TRUE(RelativeElementsTransition(chief, 1e5).allFinite());
  EXPECT_TRUE(RtnFromRelativeElements(chief).allFinite());
}

TEST(RelativeElements, TransitionIsTheDerivativeOfTheSecularMotion) {
  RandomStream random(MatchKey{}, 53, 0, 0);
  for (int k = 0; k < 300; ++k) {
    const Keplerian chief = RandomOrbit(random, 0.75);
    const double dt = random.Uniform(-5.0, 5.0) * 86400.0;
    const Matrix6 Phi = RelativeElementsTransition(chief, dt);
    const Keplerian chief_later = PropagateSecular(chief, dt);
    const Vector6 direction = RandomRelative(random);
    const auto miss = [&](double size) {
      const Keplerian deputy = DeputyOf(chief, RelativeElementsFrom(size * direction));
      const RelativeElements later = RelativeElementsOf(PropagateSecular(deputy, dt), chief_later);
      return (ToVector6(later) - Phi * (size * direction)).norm();
    };
    // The drift of 5 days is some 500 rad per unit of da: second order is 1e3 to 1e4 times the square.
    EXPECT_LT(miss(1e-6), 1e-8) << k;
    EXPECT_LT(miss(1e-7), miss(1e-6) / 90.0 + 1e-12) << k;
  }
}

TEST(RelativeElements, MapToRtnIsTheDerivative) {
  RandomStream random(MatchKey{}, 54, 0, 0);
  for (int k = 0; k < 300; ++k) {
    const Keplerian chief = RandomOrbit(random, 0.8);
    const Matrix6 map = RtnFromRelativeElements(chief);
    const Vector6 x = 1e-6 * RandomRelative(random);
    const State target = ToState(chief);
    // Symmetric differences: what is left is of third order and rounding.
    const State plus = RtnRelative(ToState(DeputyOf(chief, RelativeElementsFrom(x))), target);
    const State minus = RtnRelative(ToState(DeputyOf(chief, RelativeElementsFrom(-x))), target);
    const Vector6 difference = 0.5 * (ToVector6(plus) - ToVector6(minus));
    const Vector6 linear = map * x;
    EXPECT_LT((difference - linear).head<3>().norm(), 1e-6 * linear.head<3>().norm() + 1e-7) << k << " e " << chief.e;
    EXPECT_LT((difference - linear).tail<3>().norm(), 1e-6 * linear.tail<3>().norm() + 1e-10) << k << " e " << chief.e;
  }
}

TEST(RelativeElements, WithoutJ2IsYamanakaAnkersenInOtherCoordinates) {
  RandomStream random(MatchKey{}, 55, 0, 0);
  for (int k = 0; k < 100; ++k) {
    const Keplerian chief = RandomOrbit(random, 0.8);
    const double dt = random.Uniform(-1.0, 1.0) * 86400.0;
    const Keplerian later = PropagateSecular(chief, dt, kMuEarth, kEarthGravityRadius, 0.0);
    const Matrix6 through = RtnFromRelativeElements(later) * RelativeElementsTransition(chief, dt, kMuEarth, kEarthGravityRadius, 0.0);
    const Matrix6 map = RtnFromRelativeElements(chief);
    const EccentricTarget target{.p = chief.a * (1.0 - chief.e * chief.e), .e = chief.e};
    const Matrix6 ya = YamanakaAnkersenTransition(target, chief.nu, later.nu, dt) * map;
    for (int column = 0; column < 6; ++column) {
      EXPECT_LT((through - ya).col(column).head<3>().norm(), 1e-9 * ya.col(column).head<3>().norm() + 1e-3)
          << k << " " << column;  // 1e-3 m of a unit: 1e-10 of a
    }
  }
}

}  // namespace
}  // namespace haze::dynamics
