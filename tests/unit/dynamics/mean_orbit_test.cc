// Mean orbits against a numerical integration with J2 alone.
#include "dynamics/mean_orbit.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"

namespace haze::dynamics {
namespace {

Vector3 AccelerationJ2(const Vector3& r) {
  const double r2 = r.squaredNorm();
  const double r1 = std::sqrt(r2);
  const double k = 1.5 * kJ2 * kMuEarth * kEarthGravityRadius * kEarthGravityRadius / (r2 * r2 * r1);
  const double z2 = 5.0 * r.z() * r.z() / r2;
  return -kMuEarth / (r2 * r1) * r + k * Vector3(r.x() * (z2 - 1.0), r.y() * (z2 - 1.0), r.z() * (z2 - 3.0));
}

// Classical Runge-Kutta; a step of 5 s leaves less than a millimetre an orbit.
State StepJ2(const State& s, double h) {
  const auto f = [](const Vector6& x) {
    Vector6 d;
    d << x.tail<3>(), AccelerationJ2(x.head<3>());
    return d;
  };
  const Vector6 x = ToVector6(s);
  const Vector6 k1 = f(x);
  const Vector6 k2 = f(x + 0.5 * h * k1);
  const Vector6 k3 = f(x + 0.5 * h * k2);
  const Vector6 k4 = f(x + h * k3);
  return FromVector6(x + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4));
}

const MeanOrbit kSunSynchronous{.a = kEarthRadius + 502700.0, .ex = 3e-4, .ey = -4e-4, .i = 97.38 * kDegree, .raan = 68.0 * kDegree, .u = 1.0};

TEST(MeanOrbit, StateAndMeanElementsReturnToEachOther) {
  for (double u = 0.0; u < 6.28; u += 0.37) {
    MeanOrbit mean = kSunSynchronous;
    mean.u = u;
    const MeanOrbit back = MeanOrbitOf(OsculatingState(mean));
    EXPECT_NEAR(back.a, mean.a, 1e-5);  // round-off of a few ulp in position and velocity
    EXPECT_NEAR(back.ex, mean.ex, 1e-12);
    EXPECT_NEAR(back.ey, mean.ey, 1e-12);
    EXPECT_NEAR(back.i, mean.i, 1e-12);
    EXPECT_NEAR(back.raan, mean.raan, 1e-12);
    EXPECT_NEAR(WrapPi(back.u - mean.u), 0.0, 1e-12);
  }
}

// The osculating elements swing by J2 (a: 9.5 km either way); what is left after the correction is of order J2^2 and J2 e, a few 1e-6.
TEST(MeanOrbit, KeepsItsElementsUnderJ2) {
  State state = OsculatingState(kSunSynchronous);
  double osculating_low = 1e9;
  double osculating_high = 0.0;
  const double step = 5.0;
  for (int k = 1; k <= 3 * 1140; ++k) {  // three orbits
    state = StepJ2(state, step);
    const double t = k * step;
    const MeanOrbit expected = Propagate(kSunSynchronous, t);
    const MeanOrbit found = MeanOrbitOf(state);
    osculating_low = std::fmin(osculating_low, SemiMajorAxis(state));
    osculating_high = std::fmax(osculating_high, SemiMajorAxis(state));
    ASSERT_NEAR(found.a, expected.a, 60.0) << t;  // J2 e a (9 + …): the terms with e are left out
    ASSERT_NEAR(found.ex, expected.ex, 6e-6) << t;
    ASSERT_NEAR(found.ey, expected.ey, 6e-6) << t;
    ASSERT_NEAR(found.i, expected.i, 1e-6) << t;
    ASSERT_NEAR(found.raan, expected.raan, 5e-6) << t;
    ASSERT_NEAR(WrapPi(found.u - expected.u), 0.0, 2e-5) << t;  // 140 m along the orbit after three revolutions
  }
  EXPECT_NEAR(osculating_high - osculating_low, 18900.0, 400.0);
}

TEST(MeanOrbit, SunSynchronousNodeFollowsTheSun) {
  // 0.9856 deg a day at 97.38 deg and 502.7 km, to the precision of the ordered inclination.
  EXPECT_NEAR(NodeRate(kSunSynchronous) * 86400.0 / kDegree, 0.98, 0.015);
}

}  // namespace
}  // namespace haze::dynamics
