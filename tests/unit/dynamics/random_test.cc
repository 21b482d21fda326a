// Philox against its published answers, and the distributions against their moments.
#include "dynamics/random.h"

#include <array>
#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

TEST(Random, PhiloxGivesTheKnownAnswers) {
  // DEShawResearch/random123 1.14.0, tests/kat_vectors, rows "philox4x32 10".
  using Block = std::array<std::uint32_t, 4>;
  EXPECT_EQ(Philox4x32({0, 0, 0, 0}, {0, 0}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(Philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}), (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(Philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}), (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

MatchKey Key(std::uint8_t first) {
  MatchKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(first + 7 * i);
  return key;
}

TEST(Random, GivesTheBitsItGaveBefore) {
  // Frozen when written: every stored record depends on this derivation.
  RandomStream stream(Key(1), 2, 3, 4);
  EXPECT_EQ(stream.Bits(), 11745274357203987722U);
  EXPECT_EQ(stream.Bits(), 8584974313826653721U);
  EXPECT_EQ(stream.Uniform(), 0x1.1fe927a6c83f8p-3);
  EXPECT_EQ(stream.Normal(), 0x1.3c10f4b8d9de8p-1);
}

TEST(Random, EveryPartOfTheNameChangesTheStream) {
  std::set<std::uint64_t> seen;
  std::vector<RandomStream> streams;
  for (std::uint32_t i = 0; i < 50; ++i) {
    streams.emplace_back(Key(1), i, 0, 0);
    streams.emplace_back(Key(1), 99, i + 1, 0);
    streams.emplace_back(Key(1), 99, 0, i + 1);
    streams.emplace_back(Key(1), 99, 0, std::uint64_t{i + 1} << 32);
  }
  for (std::size_t byte = 0; byte < 32; ++byte) {
    MatchKey key = Key(1);
    key[byte] ^= 1;
    streams.emplace_back(key, 0, 0, 0);
  }
  for (RandomStream& stream : streams) seen.insert(stream.Bits());
  EXPECT_EQ(seen.size(), streams.size());
}

TEST(Random, ACopyGoesOnFromTheSamePlace) {
  RandomStream stream(Key(1), 0, 0, 0);
  (void)stream.Bits();
  RandomStream copy = stream;
  for (int k = 0; k < 10; ++k) EXPECT_EQ(copy.Bits(), stream.Bits());
}

struct Moments {
  double mean;
  double variance;
};
template <class Draw>
Moments Measure(Draw&& draw) {
  constexpr int kCount = 200000;
  double sum = 0.0;
  double squares = 0.0;
  for (int k = 0; k < kCount; ++k) {
    const double x = draw();
    sum += x;
    squares += x * x;
  }
  const double mean = sum / kCount;
  return {mean, squares / kCount - mean * mean};
}

// 200,000 draws: a mean is known to sigma / 450, a variance to about 0.3-1 % of itself; the bounds are 5 of these.
TEST(Random, DistributionsHaveTheirMoments) {
  RandomStream random(Key(9), 0, 0, 0);
  const Moments uniform = Measure([&] { return random.Uniform(); });
  EXPECT_NEAR(uniform.mean, 0.5, 0.0035);
  EXPECT_NEAR(uniform.variance, 1.0 / 12.0, 0.001);
  const Moments normal = Measure([&] { return random.Normal(); });
  EXPECT_NEAR(normal.mean, 0.0, 0.012);
  EXPECT_NEAR(normal.variance, 1.0, 0.016);
  for (const double mean : {0.3, 15.9, 16.0, 100.0}) {
    const Moments poisson = Measure([&] { return static_cast<double>(random.Poisson(mean)); });
    EXPECT_NEAR(poisson.mean, mean, 0.012 * std::sqrt(mean)) << mean;
    EXPECT_NEAR(poisson.variance / mean, 1.0, 0.03) << mean;
  }
  const Moments triangular = Measure([&] { return random.Triangular(1.0, 2.0, 6.0); });
  EXPECT_NEAR(triangular.mean, 3.0, 0.015);
  EXPECT_NEAR(triangular.variance, (1.0 + 4.0 + 36.0 - 2.0 - 6.0 - 12.0) / 18.0, 0.02);
  const Moments log_normal = Measure([&] { return Log(random.LogNormal(3.0, 0.4)); });
  EXPECT_NEAR(log_normal.mean, Log(3.0), 0.005);
  EXPECT_NEAR(log_normal.variance, 0.16, 0.003);
  EXPECT_NEAR(Measure([&] { return random.Exponential(2.0); }).mean, 2.0, 0.023);
  EXPECT_NEAR(Measure([&] { return random.Bernoulli(0.2) ? 1.0 : 0.0; }).mean, 0.2, 0.005);
  EXPECT_NEAR(Measure([&] { return static_cast<double>(random.Below(7)); }).mean, 3.0, 0.023);
  EXPECT_NEAR(Measure([&] { return random.UnitVector3().x(); }).variance, 1.0 / 3.0, 0.004);
}

TEST(Random, EdgesOfTheRangesHold) {
  RandomStream random(Key(9), 1, 0, 0);
  EXPECT_EQ(random.Poisson(0.0), 0);
  EXPECT_FALSE(random.Bernoulli(0.0));
  EXPECT_TRUE(random.Bernoulli(1.0));
  EXPECT_EQ(random.Triangular(2.0, 2.0, 2.0), 2.0);
  EXPECT_EQ(random.Below(1), 0U);
  for (int k = 0; k < 1000; ++k) {
    const double left = random.Triangular(0.0, 0.0, 1.0);
    const double right = random.Triangular(0.0, 1.0, 1.0);
    EXPECT_TRUE(left >= 0.0 && left <= 1.0 && right >= 0.0 && right <= 1.0);
    EXPECT_LT(random.Below(3), 3U);
    EXPECT_NEAR(random.UnitVector3().norm(), 1.0, 1e-15 * 4);
  }
}

TEST(Random, NormalTailsAreThere) {
  RandomStream random(Key(9), 2, 0, 0);
  int beyond = 0;
  for (int k = 0; k < 1000000; ++k) beyond += std::fabs(random.Normal()) > 3.0 ? 1 : 0;
  EXPECT_NEAR(beyond, 2700, 260);  // 0.0027 of a million, five standard deviations
}

}  // namespace
}  // namespace haze::dynamics
