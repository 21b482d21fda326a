// First orbits: published examples, orbits that are known, and what has no answer.
#include "dynamics/orbit_determination/initial_orbit.h"

#include <algorithm>
#include <array>
#include <utility>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/kepler.h"

namespace haze::dynamics {
namespace {

using Sights = std::array<AngleMeasurement, 3>;

Vector3 Direction(double ra_deg, double dec_deg) {
  const SinCosValue ra = SinCos(ra_deg * kDegree);
  const SinCosValue dec = SinCos(dec_deg * kDegree);
  return {dec.cos * ra.cos, dec.cos * ra.sin, dec.sin};
}

/// Curtis, "Orbital Mechanics for Engineering Students", examples 5.11 and 5.12: site at 40 deg N, 1 km, by its sidereal time.
Sights Curtis() {
  Sights sights;
  const std::array<double, 3> t{0.0, 118.10, 237.58};
  const std::array<Vector3, 3> R{Vector3(3489.8e3, 3430.2e3, 4078.5e3), Vector3(3460.1e3, 3460.1e3, 4078.5e3), Vector3(3429.9e3, 3490.1e3, 4078.5e3)};
  const std::array<Vector3, 3> u{Direction(43.537, -8.7833), Direction(54.420, -12.074), Direction(64.318, -15.105)};
  for (std::size_t i = 0; i < 3; ++i) sights[i] = {t[i], R[i], u[i], 0.0};
  return sights;
}

/// Vallado, example 7-2 (third, fifth and sixth row of its table): topocentric right ascension and declination, site vectors as printed.
Sights Vallado() {
  Sights sights;
  const std::array<double, 3> t{-480.0, 0.0, 240.0};
  const std::array<Vector3, 3> R{Vector3(4054.881e3, 2748.195e3, 4074.237e3), Vector3(3956.224e3, 2888.232e3, 4074.364e3), Vector3(3905.073e3, 2956.935e3, 4074.430e3)};
  const std::array<Vector3, 3> u{Direction(0.939913, 18.667717), Direction(45.025748, 35.664741), Direction(67.886655, 36.996583)};
  for (std::size_t i = 0; i < 3; ++i) sights[i] = {t[i], R[i], u[i], 0.0};
  return sights;
}
const State kValladoTruth{{6356.48603405e3, 5290.53225676e3, 6511.39697857e3}, {-4172.94816, 4776.54968, 1720.27091}};

/// Exact sights of a two-body orbit from another one.
Sights Seen(const State& target, const State& observer, double before, double after) {
  Sights sights;
  const std::array<double, 3> t{-before, 0.0, after};
  for (std::size_t i = 0; i < 3; ++i) {
    const Vector3 r = PropagateKepler(target, t[i])->r;
    const Vector3 o = PropagateKepler(observer, t[i])->r;
    sights[i] = {t[i], o, r - o, 0.0};
  }
  return sights;
}

/// Least distance of the second position from `r`, m.
double Nearest(const InitialOrbits& found, const Vector3& r) {
  double least = 1e300;
  for (const InitialOrbit& orbit : found.orbits) least = std::min(least, (orbit.state.r - r).norm());
  return least;
}

TEST(InitialOrbit, GaussRepeatsCurtis) {
  const InitialOrbits plain = GaussOrbits(Curtis(), {.refinements = 0}, 398600e9);
  ASSERT_EQ(plain.status, InitialOrbitStatus::kOk);
  ASSERT_EQ(plain.orbits.size(), 1U);
  // Printed to five digits from data of five digits: D0 is 1e-3, so that the fourth digit of the range is in doubt.
  EXPECT_LT((plain.orbits[0].state.r - Vector3(5659.1e3, 6533.8e3, 3270.1e3)).norm(), 5e3);
  EXPECT_LT((plain.orbits[0].state.v - Vector3(-3879.7, 5115.65, -2239.7)).norm(), 10.0);
  const InitialOrbits refined = GaussOrbits(Curtis(), {}, 398600e9);
  ASSERT_EQ(refined.status, InitialOrbitStatus::kOk);
  EXPECT_LT((refined.orbits[0].state.r - Vector3(5662.1e3, 6538.0e3, 3269.0e3)).norm(), 5e3);
  EXPECT_LT((refined.orbits[0].state.v - Vector3(-3885.6, 5121.4, -2243.3)).norm(), 10.0);
  // The orbit that the example was made from: a = 10,000 km, e = 0.1, i = 30 deg.
  const Keplerian orbit = ToKeplerian(refined.orbits[0].state, 398600e9);
  EXPECT_NEAR(orbit.a, 10000e3, 30e3);
  EXPECT_NEAR(orbit.e, 0.1, 2e-3);
  EXPECT_NEAR(orbit.i, 30.0 * kDegree, 0.02 * kDegree);
}

TEST(InitialOrbit, GaussRepeatsVallado) {
  // Without refinement Vallado's own program gives this vector; it finds the velocity by Gibbs' method instead of f and g.
  const InitialOrbits plain = GaussOrbits(Vallado(), {.refinements = 0});
  ASSERT_EQ(plain.status, InitialOrbitStatus::kOk);
  EXPECT_LT(Nearest(plain, Vector3(6313.378e3, 5247.506e3, 6467.707e3)), 200.0);
  EXPECT_GT(Nearest(plain, kValladoTruth.r), 50e3);
  // Refined: the book's answer. Angles of 1e-6 deg and sites of 1 m leave tens of metres.
  const InitialOrbits refined = GaussOrbits(Vallado());
  ASSERT_EQ(refined.status, InitialOrbitStatus::kOk);
  EXPECT_LT(Nearest(refined, kValladoTruth.r), 1e3);
}

TEST(InitialOrbit, GoodingRepeatsValladoFromGuessesThatAreOffByHalf) {
  for (const double factor : {0.5, 1.5}) {
    const Sights sights = Vallado();
    GoodingOptions options;
    options.range1 = factor * 6.0e6;
    options.range3 = factor * 4.5e6;
    const GoodingResult found = GoodingOrbit(sights, options);
    ASSERT_EQ(found.status, InitialOrbitStatus::kOk) << factor;
    EXPECT_LT((found.orbit.state.r - kValladoTruth.r).norm(), 1e3) << factor;
    EXPECT_LT((found.orbit.state.v - kValladoTruth.v).norm(), 1.0) << factor;
  }
}

TEST(InitialOrbit, GoodingMakesGaussExactWhereRefinementDoesNot) {
  const State target = ToState({.a = 7400e3, .e = 0.02, .i = 1.2, .raan = 0.4, .argp = 1.0, .nu = 0.5});
  const State observer = ToState({.a = 6900e3, .e = 0.001, .i = 0.9, .raan = 0.5, .argp = 0.0, .nu = 1.1});
  const Sights sights = Seen(target, observer, 200.0, 260.0);
  // From orbit the three lines are nearly in one plane: Gauss is off by a tenth of the range, and his refinement has no fixed point near.
  const InitialOrbits gauss = GaussOrbits(sights);
  ASSERT_EQ(gauss.status, InitialOrbitStatus::kOk);
  EXPECT_GT(Nearest(gauss, target.r), 1e5);
  double least = 1e300;
  for (const InitialOrbit& orbit : gauss.orbits) {
    const GoodingResult exact = GoodingOrbit(sights, {.range1 = orbit.range[0], .range3 = orbit.range[2]});
    if (exact.status == InitialOrbitStatus::kOk) least = std::min(least, (exact.orbit.state.r - target.r).norm());
  }
  EXPECT_LT(least, 1.0);
  // All orbits through the three lines: the target's is among them, the observer's own (ranges of zero) is not asked for.
  const InitialOrbits found = GoodingOrbits(sights, 2e5, 2e7);
  ASSERT_EQ(found.status, InitialOrbitStatus::kOk);
  EXPECT_LT(Nearest(found, target.r), 1.0);
  for (const InitialOrbit& orbit : found.orbits) {
    for (std::size_t i = 0; i < 3; ++i) {
      const Vector3 line = PropagateKepler(orbit.state, sights[i].t)->r - sights[i].observer;
      EXPECT_LT(line.normalized().cross(sights[i].direction.normalized()).norm(), 1e-10);
    }
  }
}

TEST(InitialOrbit, GoodingSpansArcsThatGaussCannot) {
  const State target = ToState({.a = 12000e3, .e = 0.2, .i = 1.0, .raan = 0.3, .argp = 0.4, .nu = 0.0});
  const State observer = ToState({.a = 42164e3, .e = 0.0, .i = 0.1, .raan = 0.0, .argp = 0.0, .nu = 0.9});
  const Sights sights = Seen(target, observer, 2500.0, 3000.0);  // 150 deg of the target's orbit
  EXPECT_GT(Nearest(GaussOrbits(sights), target.r), 1e5);
  EXPECT_LT(Nearest(GoodingOrbits(sights, 2e7, 6e7), target.r), 1.0);
}

TEST(InitialOrbit, SaysWhatHasNoAnswer) {
  Sights sights = Curtis();
  std::swap(sights[0], sights[1]);
  EXPECT_EQ(GaussOrbits(sights).status, InitialOrbitStatus::kBadInput);
  sights = Curtis();
  sights[1].direction = Vector3::Zero();
  EXPECT_EQ(GaussOrbits(sights).status, InitialOrbitStatus::kBadInput);
  EXPECT_EQ(GoodingOrbit(sights, {.range1 = 1e6, .range3 = 1e6}).status, InitialOrbitStatus::kBadInput);
  sights = Curtis();
  sights[1].direction = 0.5 * (sights[0].direction + sights[2].direction);
  EXPECT_EQ(GaussOrbits(sights).status, InitialOrbitStatus::kCoplanar);
  EXPECT_EQ(GoodingOrbit(Curtis(), {.range1 = -1.0, .range3 = 1e6}).status, InitialOrbitStatus::kBadInput);
  EXPECT_EQ(GoodingOrbits(Curtis(), 2.0, 1.0).status, InitialOrbitStatus::kBadInput);
}

}  // namespace
}  // namespace haze::dynamics
