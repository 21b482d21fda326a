// Equinoctial elements: round trips to round-off where classical ones have their singularities.
#include "dynamics/equinoctial.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/kepler.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

/// A conic by its semi-latus rectum: parabolas too.
State Conic(double p, double e, double i, double raan, double argp, double nu) {
  const SinCosValue O = SinCos(raan);
  const SinCosValue w = SinCos(argp);
  const SinCosValue c = SinCos(i);
  const SinCosValue n = SinCos(nu);
  const Vector3 P(O.cos * w.cos - O.sin * w.sin * c.cos, O.sin * w.cos + O.cos * w.sin * c.cos, w.sin * c.sin);
  const Vector3 Q(-O.cos * w.sin - O.sin * w.cos * c.cos, -O.sin * w.sin + O.cos * w.cos * c.cos, w.cos * c.sin);
  const double r = p / (1.0 + e * n.cos);
  const double speed = std::sqrt(kMuEarth / p);
  return {r * n.cos * P + r * n.sin * Q, -speed * n.sin * P + speed * (e + n.cos) * Q};
}

TEST(Equinoctial, ReturnsToTheStateAtEverySingularity) {
  RandomStream random(MatchKey{}, 81, 0, 0);
  const double eccentricities[] = {0.0, 1e-17, 1e-15, 1e-12, 1e-8, 1e-3, 0.5, 0.99, 1.0 - 1e-9, 1.0 - 1e-14, 1.0, 1.0 + 1e-14, 1.0 + 1e-9, 1.01, 4.0};
  const double inclinations[] = {0.0, 1e-17, 1e-15, 1e-12, 1e-8, 1e-3, 0.7, 0.5 * kPi, 2.5, kPi - 1e-3, kPi - 1e-8, kPi - 1e-12, kPi - 1e-15, kPi};
  for (const double e : eccentricities) {
    for (const double i : inclinations) {
      for (int k = 0; k < 20; ++k) {
        const double reach = e < 1.0 ? kPi : 0.9 * Acos(-1.0 / e);
        const State state = Conic(8e6, e, i, random.Uniform(0.0, kTwoPi), random.Uniform(0.0, kTwoPi), random.Uniform(-reach, reach));
        const State back = ToState(ToEquinoctial(state));
        // The conic's equation loses what 1 + e cos nu loses far out on a long ellipse.
        const double loss = 1.0 + state.r.norm() / 8e6;
        EXPECT_LT((back.r - state.r).norm(), 2e-15 * loss * state.r.norm()) << e << " " << i;
        EXPECT_LT((back.v - state.v).norm(), 2e-15 * loss * (1.0 + e) * std::sqrt(kMuEarth / 8e6)) << e << " " << i;
      }
    }
  }
}

TEST(Equinoctial, AreWhatClassicalElementsSay) {
  const Keplerian classical{.a = 9e6, .e = 0.3, .i = 0.8, .raan = 1.2, .argp = 2.1, .nu = 0.4};
  const Equinoctial elements = ToEquinoctial(ToState(classical));
  EXPECT_FALSE(elements.retrograde);
  EXPECT_NEAR(elements.p, 9e6 * 0.91, 1e-7);
  EXPECT_NEAR(elements.f, 0.3 * std::cos(3.3), 1e-14);
  EXPECT_NEAR(elements.g, 0.3 * std::sin(3.3), 1e-14);
  EXPECT_NEAR(elements.h, std::tan(0.4) * std::cos(1.2), 1e-14);
  EXPECT_NEAR(elements.k, std::tan(0.4) * std::sin(1.2), 1e-14);
  EXPECT_NEAR(elements.L, 3.7, 1e-14);
  Keplerian back = classical;
  back.i = kPi - 0.8;
  const Equinoctial other = ToEquinoctial(ToState(back));
  EXPECT_TRUE(other.retrograde);
  EXPECT_NEAR(other.f, 0.3 * std::cos(2.1 - 1.2), 1e-14);
  EXPECT_NEAR(other.h, std::tan(0.4) * std::cos(1.2), 1e-14);
  EXPECT_NEAR(other.L, 2.1 - 1.2 + 0.4, 1e-14);
}

TEST(Equinoctial, OnlyTheLongitudeMovesInTwoBodyMotion) {
  for (const double e : {0.0, 0.4, 1.0, 1.5}) {
    const State start = Conic(9e6, e, 2.8, 0.3, 1.1, 0.2);
    const Equinoctial a = ToEquinoctial(start);
    const Equinoctial b = ToEquinoctial(*PropagateKepler(start, 3000.0));
    EXPECT_NEAR(b.p / a.p, 1.0, 1e-13) << e;
    EXPECT_NEAR(b.f, a.f, 1e-13) << e;
    EXPECT_NEAR(b.g, a.g, 1e-13) << e;
    EXPECT_NEAR(b.h, a.h, 1e-13) << e;
    EXPECT_NEAR(b.k, a.k, 1e-13) << e;
    EXPECT_NE(b.L, a.L);
  }
}

}  // namespace
}  // namespace haze::dynamics
