// Elements against Vallado's example, and round trips through every singularity.
#include "dynamics/elements.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/kepler.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

TEST(Elements, MatchValladosExample2_5) {
  // CelesTrak/fundamentals-of-astrodynamics 9655edb85d42, test_frame_conversions.py.
  const State state{.r = 1e3 * Vector3(6524.834, 6862.875, 6448.296), .v = 1e3 * Vector3(4.901327, 5.533756, -1.976341)};
  const Keplerian elements = ToKeplerian(state, 3.986004415e14);
  EXPECT_NEAR(elements.a, 36127.337763974785e3, 1e-5);
  EXPECT_NEAR(elements.e, 0.8328533990836885, 1e-13);
  EXPECT_NEAR(elements.i, 1.5336055626394494, 1e-12);
  EXPECT_NEAR(elements.raan, 3.9775750028016947, 1e-12);
  EXPECT_NEAR(elements.argp, 0.9317428111437854, 1e-12);
  EXPECT_NEAR(elements.nu, 1.6115524999414736, 1e-12);
  EXPECT_NEAR(TrueToMean(elements.nu, elements.e), 0.1327277817291186, 1e-12);
  EXPECT_NEAR(SemiMajorAxis(state, 3.986004415e14), elements.a, 1e-6);
}

TEST(Elements, PerifocalAxesMatchTheMatrixOfValladopy) {
  // The same source: i 87.87, raan 227.89, argp 53.38 deg. With nu = 0 the position lies along P and the velocity along Q.
  const State state = ToState({.a = 1e7, .e = 0.1, .i = 87.87 * kDegree, .raan = 227.89 * kDegree, .argp = 53.38 * kDegree, .nu = 0.0});
  EXPECT_LT((state.r.normalized() - Vector3(-0.37786007180211706, -0.46252560096516104, 0.8020547578498088)).norm(), 1e-13);
  EXPECT_LT((state.v.normalized() - Vector3(0.5546417852962037, 0.580556376955298, 0.596092931664164)).norm(), 1e-13);
}

TEST(Elements, ReturnToTheStateThroughEverySingularity) {
  RandomStream random(MatchKey{}, 2, 0, 0);
  const double eccentricities[] = {0.0, 1e-16, 1e-13, 1e-9, 1e-4, 0.3, 0.9, 0.999, 1.001, 2.5};
  const double inclinations[] = {0.0, 1e-16, 1e-13, 1e-8, 0.5, kPi / 2, 1.7, kPi - 1e-9, kPi};
  for (const double e : eccentricities) {
    for (const double i : inclinations) {
      for (int k = 0; k < 20; ++k) {
        const double reach = e > 1.0 ? 0.9 * Acos(-1.0 / e) : kPi;
        const Keplerian elements{
            .a = 7e6 / (1.0 - e), .e = e, .i = i, .raan = random.Uniform(0, kTwoPi), .argp = random.Uniform(0, kTwoPi), .nu = random.Uniform(-reach, reach)};
        const State state = ToState(elements);
        const State back = ToState(ToKeplerian(state));
        // Near the parabola a carries 1 / |1 - e| of the rounding of the energy.
        const double amplification = 1.0 + 1.0 / std::fabs(1.0 - e);
        EXPECT_LT((back.r - state.r).norm() / state.r.norm(), 5e-14 * amplification) << e << ' ' << i;
        EXPECT_LT((back.v - state.v).norm() / state.v.norm(), 5e-14 * amplification) << e << ' ' << i;
      }
    }
  }
}

TEST(Elements, AnomaliesInvertAndKeepTheRevolution) {
  for (const double e : {0.0, 0.01, 0.5, 0.9, 0.99}) {
    for (int k = -100; k <= 100; ++k) {
      const double nu = 0.13 * k;
      const double E = TrueToEccentric(nu, e);
      EXPECT_NEAR(EccentricToTrue(E, e), nu, 1e-13 * (1.0 + std::fabs(nu)) / (1.0 - e));
      EXPECT_LT(std::fabs(E - nu), kPi);
      EXPECT_NEAR(MeanToTrue(TrueToMean(nu, e), e), nu, 1e-13 * (1.0 + std::fabs(nu)) / (1.0 - e) * 10.0);
    }
  }
  for (int k = -20; k <= 20; ++k) {
    const double H = 0.2 * k;
    EXPECT_NEAR(TrueToHyperbolic(HyperbolicToTrue(H, 1.3), 1.3), H, 1e-12);
  }
}

TEST(Elements, MeanMotionAndAxisAreInverse) {
  EXPECT_NEAR(SemiMajorAxis(MeanMotion(6.88e6)) / 6.88e6, 1.0, 1e-15 * 4);
  EXPECT_NEAR(OrbitPeriod(42164169.637), 86164.0905, 0.01);  // a geostationary orbit: one sidereal day
}

TEST(Elements, SunSynchronousOrbitTurnsOneDegreeADay) {
  // 502.7 km mean altitude at 97.4 deg is the sun-synchronous orbit of the real craft: 360 deg in a tropical year of 365.2422 days.
  const J2Rates rates = SecularJ2Rates({.a = kEarthRadius + 502.7e3, .e = 0.001, .i = 97.41 * kDegree});
  EXPECT_NEAR(rates.raan * 86400.0 / kDegree, 360.0 / 365.2422, 0.01);
  // At the critical inclination the perigee stands still.
  EXPECT_NEAR(SecularJ2Rates({.a = 2.66e7, .e = 0.74, .i = Asin(std::sqrt(0.8))}).argp, 0.0, 1e-20);
}

}  // namespace
}  // namespace haze::dynamics
