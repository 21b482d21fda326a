// Four satellites in a register have the bits of one alone.
#include "dynamics/sgp4_batch.h"

#include <bit>
#include <cstdlib>
#include <vector>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

RandomStream Stream(std::uint64_t number) {
  MatchKey key{};
  key[0] = 41;
  return RandomStream(key, 1, 0, number);
}

// Near-earth and deep space, round and long, with much drag and with none.
std::vector<Sgp4> Models(std::size_t n) {
  RandomStream random = Stream(1);
  std::vector<Sgp4> models;
  while (models.size() < n) {
    Tle tle;
    tle.mean_motion = kTwoPi / 1440.0 * (1.0 + 15.5 * random.Uniform());
    tle.eccentricity = random.Bernoulli(0.8) ? 0.02 * random.Uniform() : 0.75 * random.Uniform();
    tle.inclination = kPi * random.Uniform();
    tle.raan = kTwoPi * random.Uniform();
    tle.argp = kTwoPi * random.Uniform();
    tle.mean_anomaly = kTwoPi * random.Uniform();
    tle.bstar = random.Bernoulli(0.1) ? 0.0 : 1e-3 * random.Uniform();
    const Sgp4Init made = InitSgp4(tle);
    if (made.model) models.push_back(*made.model);
  }
  return models;
}

TEST(Sgp4Batch, LanesHaveTheBitsOfOneAlone) {
  if (!LaneSetSupported(LaneSet::kAvx2)) GTEST_SKIP() << "this processor has no AVX2";
  RandomStream random = Stream(2);
  for (const std::size_t n : {1u, 3u, 4u, 401u}) {
    const std::vector<Sgp4> models = Models(n);
    const Sgp4Batch batch(models);
    std::vector<double> minutes(n);
    StateBatch states(n);
    std::vector<Sgp4Status> status(n);
    long failures = 0, fine = 0;
    for (int round = 0; round < 50; ++round) {
      // From the epoch to a year, when many have decayed.
      for (double& t : minutes) t = round == 0 ? 0.0 : 525960.0 * random.Uniform() * random.Uniform() * random.Uniform();
      batch.At(LaneSet::kAvx2, minutes, states.Lanes(), status);
      for (std::size_t i = 0; i < n; ++i) {
        const Sgp4Result alone = models[i].At(minutes[i]);
        ASSERT_EQ(status[i], alone.status);
        ++(alone.status == Sgp4Status::kOk ? fine : failures);
        if (alone.status != Sgp4Status::kOk) continue;
        const State state = states.Get(i);
        for (int k = 0; k < 3; ++k) {
          ASSERT_EQ(std::bit_cast<std::uint64_t>(state.r[k]), std::bit_cast<std::uint64_t>(alone.teme.r[k])) << i << " at " << minutes[i];
          ASSERT_EQ(std::bit_cast<std::uint64_t>(state.v[k]), std::bit_cast<std::uint64_t>(alone.teme.v[k])) << i << " at " << minutes[i];
        }
      }
    }
    if (n > 100) {
      EXPECT_GT(failures, 100);
      EXPECT_GT(fine, 10000);
    }
  }
}

// A million arguments; with HAZE_SOAK set, a hundred million.
TEST(Sgp4Batch, VectorSinesHaveTheBitsOfScalarOnes) {
  if (!LaneSetSupported(LaneSet::kAvx2) || !sgp4::HasAvx2()) GTEST_SKIP() << "this processor has no AVX2";
  RandomStream random = Stream(3);
  const long groups = std::getenv("HAZE_SOAK") ? 25'000'000 : 250'000;
  for (long g = 0; g < groups; ++g) {
    double x[4], s[4], c[4];
    // Angles of a few turns mostly, some of thousands, some tiny.
    for (double& angle : x) {
      const double u = random.Uniform();
      const double scale = u < 0.7 ? 10.0 : u < 0.95 ? 1e5 : 1e-6;
      angle = scale * (2.0 * random.Uniform() - 1.0);
    }
    sgp4::FourSinCosAvx2(x, s, c);
    for (int k = 0; k < 4; ++k) {
      const SinCosValue alone = SinCos(x[k]);
      ASSERT_EQ(std::bit_cast<std::uint64_t>(s[k]), std::bit_cast<std::uint64_t>(alone.sin)) << x[k];
      ASSERT_EQ(std::bit_cast<std::uint64_t>(c[k]), std::bit_cast<std::uint64_t>(alone.cos)) << x[k];
    }
  }
}

TEST(Sgp4Batch, TimesThatAreNoNumbersGiveAStatus) {
  const std::vector<Sgp4> models = Models(8);
  const Sgp4Batch batch(models);
  std::vector<double> minutes(8);
  for (double& t : minutes) t = std::bit_cast<double>(0x7ff8000000000000ull);
  StateBatch states(8);
  std::vector<Sgp4Status> status(8, Sgp4Status::kOk);
  batch.At(WidestLaneSet(), minutes, states.Lanes(), status);
  for (const Sgp4Status s : status) EXPECT_NE(s, Sgp4Status::kOk);
}

}  // namespace
}  // namespace haze::dynamics
