// Filters: innovations and errors inside chi-square bounds over 500 runs, and what happens when something is left out.
#include "dynamics/orbit_determination/filter.h"

#include <gtest/gtest.h>

#include "dynamics/orbit_determination/chi_square.h"
#include "dynamics/orbit_determination/scaled_cholesky.h"
#include "tests/unit/dynamics/orbit_determination/hunt.h"

namespace haze::dynamics {
namespace {

constexpr int kRuns = 500;

struct Consistency {
  double nis = 0.0;   // sums over all sightings and runs
  double nees = 0.0;  // at the ends of the runs
  int rows = 0;
  int refused = 0;
  int sightings = 0;
  double position = 0.0;  // rms, m
};

struct Start {
  double position = 1000.0;  // m
  double velocity = 1.0;     // m/s
};

Consistency Measure(const hunt::World& world, const FilterOptions& options, const Start& start = {}, int runs = kRuns) {
  Consistency sum;
  for (int run = 0; run < runs; ++run) {
    RandomStream random(MatchKey{}, 5, 1, static_cast<std::uint64_t>(run));
    Matrix6 P = Matrix6::Zero();
    P.topLeftCorner<3, 3>() = start.position * start.position * Matrix3::Identity();
    P.bottomRightCorner<3, 3>() = start.velocity * start.velocity * Matrix3::Identity();
    State guess = hunt::Target();
    guess.r += start.position * random.NormalVector3();
    guess.v += start.velocity * random.NormalVector3();
    OrbitFilter filter(0.0, guess, P, options);
    const hunt::Run watched = hunt::Watch(world, random);
    for (const Sighting& s : watched.sightings) {
      const FilterStep step = filter.Update(s);
      EXPECT_TRUE(step.sound);
      sum.sightings += 1;
      if (!step.accepted) {
        ++sum.refused;
        continue;
      }
      sum.nis += step.nis;
      sum.rows += step.rows;
    }
    const Vector6 error = ToVector6(filter.state()) - ToVector6(watched.truth.back());
    const auto factor = Factorise<6>(filter.covariance());
    if (!factor) {
      ADD_FAILURE() << "covariance of run " << run;
      continue;
    }
    sum.nees += factor->SquaredNorm(error);
    sum.position += error.head<3>().squaredNorm() / runs;
  }
  sum.position = std::sqrt(sum.position);
  return sum;
}

FilterOptions Right(const hunt::World& world, bool unscented) {
  FilterOptions options;
  options.unscented = unscented;
  options.noise_RTN = Vector3::Constant(world.noise);
  options.bias_sigma = world.bias_sigma;
  return options;
}

void ExpectInside95(double sum, int degrees, const char* what) {
  EXPECT_GT(sum, ChiSquareQuantile(0.025, degrees)) << what << ": mean " << sum / degrees << " per degree of freedom";
  EXPECT_LT(sum, ChiSquareQuantile(0.975, degrees)) << what << ": mean " << sum / degrees << " per degree of freedom";
}

TEST(OrbitFilter, ExtendedIsConsistentOverFiveHundredRuns) {
  const hunt::World world;
  const Consistency c = Measure(world, Right(world, false));
  ExpectInside95(c.nis, c.rows, "innovations");
  ExpectInside95(c.nees, 6 * kRuns, "errors");
}

TEST(OrbitFilter, UnscentedIsConsistentOverFiveHundredRuns) {
  const hunt::World world;
  const Consistency c = Measure(world, Right(world, true));
  ExpectInside95(c.nis, c.rows, "innovations");
  ExpectInside95(c.nees, 6 * kRuns, "errors");
}

TEST(OrbitFilter, RatesAreWeighedAsTheyAre) {
  hunt::World world;
  world.rate_sigma = 2e-6;
  world.range_every = 0;
  for (const bool unscented : {false, true}) {
    const Consistency c = Measure(world, Right(world, unscented), {}, 200);
    ExpectInside95(c.nis, c.rows, "innovations");
    ExpectInside95(c.nees, 6 * 200, "errors");
  }
}

TEST(OrbitFilter, WithoutBiasStatesOrNoiseItIsNotConsistent) {
  const hunt::World world;
  FilterOptions options = Right(world, false);
  options.bias_sigma = 0.0;
  const Consistency no_bias = Measure(world, options, {}, 50);
  EXPECT_GT(no_bias.nees / (6 * 50), 3.0);
  options = Right(world, false);
  options.noise_RTN.setZero();
  const Consistency no_noise = Measure(world, options, {}, 50);
  EXPECT_GT(no_noise.nees, ChiSquareQuantile(0.999, 6 * 50));
}

TEST(OrbitFilter, UnscentedStandsAStartThatBendsTheExtendedOne) {
  // 100 km and 100 m/s of doubt: the first range leaves an arc, of which partials see the tangent only.
  hunt::World world;
  world.bias_sigma = 0.0;
  world.sigma = 2.0 * kArcsecond;
  world.range_sigma = 1.0;
  const Start start{.position = 100e3, .velocity = 100.0};
  const Consistency extended = Measure(world, Right(world, false), start, 100);
  const Consistency unscented = Measure(world, Right(world, true), start, 100);
  EXPECT_GT(extended.nis / extended.rows, 100.0);
  EXPECT_LT(unscented.nis / unscented.rows, 1.5);
  EXPECT_LT(unscented.nees / 600.0, 1.3);
  EXPECT_LT(unscented.position, extended.position);
}

TEST(OrbitFilter, TheGateRefusesWhatItsProbabilitySaysAndEveryStranger) {
  hunt::World world;
  FilterOptions options = Right(world, false);
  options.gate = 0.99;
  const Consistency c = Measure(world, options, {}, 100);
  // Of 6,000 sightings 60 on average, with sigma 8: four sigmas either side.
  EXPECT_GT(c.refused, 28);
  EXPECT_LT(c.refused, 92);
  RandomStream random(MatchKey{}, 5, 2, 1);
  const hunt::Run run = hunt::Watch(world, random);
  Matrix6 P = Matrix6::Identity();
  P.topLeftCorner<3, 3>() *= 1e6;
  OrbitFilter filter(0.0, hunt::Target(), P, options);
  for (Sighting s : run.sightings) {
    s.direction = (s.direction + 0.01 * Vector3::UnitZ().cross(s.direction).normalized()).normalized();
    EXPECT_FALSE(filter.Update(s).accepted);
  }
}

TEST(OrbitFilter, AKnownBurnIsFollowed) {
  hunt::World world;
  world.burn_t = 300.0;
  world.burn = Vector3(0.5, -2.0, 1.0);
  RandomStream random(MatchKey{}, 5, 3, 1);
  const hunt::Run run = hunt::Watch(world, random);
  Matrix6 P = Matrix6::Identity();
  P.topLeftCorner<3, 3>() *= 1e4;
  OrbitFilter filter(0.0, hunt::Target(), P, Right(world, false));
  bool burned = false;
  for (const Sighting& s : run.sightings) {
    if (!burned && s.t >= 300.0) {
      ASSERT_TRUE(filter.Advance(300.0));
      filter.Burned(world.burn, 1e-6 * Matrix3::Identity());
      burned = true;
    }
    filter.Update(s);
  }
  const auto factor = Factorise<6>(filter.covariance());
  ASSERT_TRUE(factor.has_value());
  EXPECT_LT(factor->SquaredNorm(ToVector6(filter.state()) - ToVector6(run.truth.back())), ChiSquareQuantile(0.9999, 6));
}

TEST(OrbitFilter, TimeDoesNotRunBackAndNonsenseIsNotTaken) {
  OrbitFilter filter(0.0, hunt::Target(), Matrix6::Identity(), {});
  ASSERT_TRUE(filter.Advance(10.0));
  EXPECT_FALSE(filter.Advance(5.0));
  Sighting s;
  s.t = 20.0;
  EXPECT_FALSE(filter.Update(s).sound);  // no sigma
  EXPECT_EQ(filter.time(), 10.0);
}

}  // namespace
}  // namespace haze::dynamics
