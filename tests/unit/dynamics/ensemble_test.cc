// The number of threads changes no bit.
#include "dynamics/ensemble/ensemble.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "dynamics/constants.h"

namespace haze::dynamics {
namespace {

constexpr std::size_t kObjects = 700;  // three pieces, the last of them incomplete

TEST(Ensemble, J2StatesAreTheSameWhateverTheThreads) {
  std::vector<State> states;
  std::vector<int> steps;
  for (std::size_t i = 0; i < kObjects; ++i) {
    const double x = static_cast<double>(i);
    const double r = 6.7e6 + 1e3 * x;
    const double v = std::sqrt(kMuEarth / r);
    states.push_back({Vector3(r, 10.0 * x, -20.0 * x), Vector3(1.0, 0.6 * v, 0.8 * v)});
    steps.push_back(J2LaneSteps(states.back(), 3600.0));
  }
  const std::vector<double> dt(kObjects, 3600.0);
  StateBatch alone(states);
  PropagateJ2Lanes(LaneSet::kScalar, alone.Lanes(), dt, steps);
  for (const int threads : {1, 2, 3, 0}) {
    StateBatch batch(states);
    PropagateJ2Ensemble(WidestLaneSet(), batch.Lanes(), dt, steps, threads);
    for (std::size_t i = 0; i < kObjects; ++i) {
      for (int k = 0; k < 6; ++k) {
        ASSERT_EQ(std::bit_cast<std::uint64_t>(ToVector6(batch.Get(i))(k)), std::bit_cast<std::uint64_t>(ToVector6(alone.Get(i))(k)))
            << threads << " threads, object " << i;
      }
    }
  }
}

TEST(Ensemble, Sgp4StatesAreTheSameWhateverTheThreads) {
  // Vallado et al., AIAA 2006-6753, the report's example.
  const TleResult parsed = ParseTle("1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753", "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667");
  ASSERT_TRUE(parsed.tle) << parsed.error;
  std::vector<Sgp4> models;
  std::vector<double> minutes;
  for (std::size_t i = 0; i < kObjects; ++i) {
    Tle tle = *parsed.tle;
    tle.mean_anomaly += 0.01 * static_cast<double>(i);
    models.push_back(*InitSgp4(tle).model);
    minutes.push_back(3.0 * static_cast<double>(i));
  }
  for (const int threads : {1, 2, 3, 0}) {
    std::vector<Sgp4Result> out(kObjects);
    PropagateSgp4Ensemble(models, minutes, out, threads);
    for (std::size_t i = 0; i < kObjects; ++i) {
      const Sgp4Result one = models[i].At(minutes[i]);
      ASSERT_EQ(out[i].status, one.status);
      ASSERT_EQ(out[i].teme.r, one.teme.r) << threads << " threads, object " << i;
      ASSERT_EQ(out[i].teme.v, one.teme.v) << threads << " threads, object " << i;
    }
  }
}

TEST(Ensemble, EveryIndexIsVisitedOnce) {
  for (const int threads : {1, 2, 3}) {
    std::vector<int> visits(1000, 0);
    ForEach(visits.size(), threads, [&](std::size_t i) { ++visits[i]; });
    EXPECT_EQ(visits, std::vector<int>(1000, 1));
  }
}

}  // namespace
}  // namespace haze::dynamics
