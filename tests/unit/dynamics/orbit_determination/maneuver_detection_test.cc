// Burns of a watched craft: how seldom the detector cries, how surely and how soon it finds one, and what it says of it.
#include "dynamics/orbit_determination/maneuver_detection.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/orbit_determination/chi_square.h"
#include "dynamics/orbit_determination/scaled_cholesky.h"
#include "tests/unit/dynamics/orbit_determination/hunt.h"

namespace haze::dynamics {
namespace {

FilterOptions Options(const hunt::World& world, bool unscented) {
  FilterOptions options;
  options.unscented = unscented;
  options.noise_RTN = Vector3::Constant(world.noise);
  options.bias_sigma = world.bias_sigma;
  return options;
}

struct Outcome {
  std::optional<Maneuver> found;  // as it stood at the end, where it was reported at all
  double reported = -1.0;         // s
  double position_error = 0.0;    // m, of the filter at the end
};

Outcome Hunt(const hunt::World& world, std::uint64_t seed, bool unscented, double threshold, bool tell = false) {
  RandomStream random(MatchKey{}, 6, 1, seed);
  Matrix6 P = Matrix6::Identity();
  P.topLeftCorner<3, 3>() *= 500.0 * 500.0;
  State guess = hunt::Target();
  guess.r += 500.0 * random.NormalVector3();
  guess.v += 1.0 * random.NormalVector3();
  OrbitFilter filter(0.0, guess, P, Options(world, unscented));
  ManeuverDetector detector({.threshold = threshold});
  Outcome outcome;
  const hunt::Run run = hunt::Watch(world, random);
  for (const Sighting& s : run.sightings) {
    const std::optional<Maneuver> now = detector.Add(filter.Update(s));
    if (!now) continue;
    if (outcome.reported < 0.0) outcome.reported = s.t;
    outcome.found = now;
    if (tell) {
      // The craft's velocity is in doubt by what it did: a wide covariance lets the next sightings decide.
      filter.Burned(Vector3::Zero(), (now->dv.squaredNorm() + now->P.trace()) * Matrix3::Identity());
      detector.Forget();
    }
  }
  outcome.position_error = (filter.state().r - run.truth.back().r).norm();
  return outcome;
}

TEST(ManeuverDetection, CriesWithoutAReasonInLessThanOneRunOfAHundred) {
  const hunt::World world;
  for (const bool unscented : {false, true}) {
    int cries = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) cries += Hunt(world, seed, unscented, 30.0).found ? 1 : 0;
    EXPECT_LE(cries, 5);
  }
}

TEST(ManeuverDetection, FindsBurnsOfAMetrePerSecond) {
  hunt::World world;
  world.burn_t = 1800.0;
  RandomStream random(MatchKey{}, 6, 2, 0);
  int found = 0;
  int honest = 0;
  std::vector<double> delays;
  std::vector<double> misses;
  std::vector<double> lates;
  constexpr int kRuns = 200;
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    world.burn = 1.0 * random.UnitVector3();
    const Outcome outcome = Hunt(world, seed, false, 30.0);
    if (!outcome.found) continue;
    ++found;
    delays.push_back(outcome.reported - world.burn_t);
    lates.push_back(std::fabs(outcome.found->t - world.burn_t));
    misses.push_back((outcome.found->dv - world.burn).norm());
    const auto factor = Factorise<3>(outcome.found->P);
    ASSERT_TRUE(factor.has_value());
    honest += factor->SquaredNorm(outcome.found->dv - world.burn) < ChiSquareQuantile(0.99, 3) ? 1 : 0;
  }
  std::sort(delays.begin(), delays.end());
  std::sort(lates.begin(), lates.end());
  std::sort(misses.begin(), misses.end());
  ASSERT_GE(found, 180);
  EXPECT_GE(honest, found * 95 / 100);                 // 99 % of the misses are inside the 99 % ellipsoid; three sigma of 200 runs below that
  EXPECT_LT(delays[delays.size() / 2], 1800.0);        // a third of a revolution, the next pass
  EXPECT_EQ(lates[lates.size() / 2], 0.0);             // the instant that is named is the first sighting after the burn
  EXPECT_LT(misses[misses.size() / 2], 0.4);           // m/s, of one
}

TEST(ManeuverDetection, AFilterThatIsToldFollowsTheCraft) {
  hunt::World world;
  world.burn_t = 1800.0;
  world.burn = Vector3(3.0, -5.0, 4.0);
  world.passes = 5;
  double told = 0.0;
  double untold = 0.0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    told += Hunt(world, seed, false, 30.0, true).position_error / 20.0;
    untold += Hunt(world, seed, false, 30.0, false).position_error / 20.0;
  }
  EXPECT_LT(told, 0.2 * untold);
}

}  // namespace
}  // namespace haze::dynamics
