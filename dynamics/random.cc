// Philox and the distributions made from it.
#include "dynamics/random.h"

#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

using Block = std::array<std::uint32_t, 4>;

std::uint32_t Low(std::uint64_t x) { return static_cast<std::uint32_t>(x & 0xffffffffU); }
std::uint32_t High(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

/// The i-th 32-bit word of the match key, little-endian.
std::uint32_t KeyWord(const MatchKey& match_key, std::size_t i) {
  std::uint32_t word = 0;
  for (std::size_t b = 0; b < 4; ++b) word |= static_cast<std::uint32_t>(match_key[4 * i + b]) << (8 * b);
  return word;
}

/// The stream's 128-bit name enciphered under all 256 bits of the key, 64 at a time. Each round is a bijection: different names stay different.
Block StreamName(const MatchKey& match_key, std::uint32_t purpose, std::uint32_t seat, std::uint64_t index) {
  Block name{purpose, seat, Low(index), High(index)};
  for (std::size_t k = 0; k < 4; ++k) name = Philox4x32(name, {KeyWord(match_key, 2 * k), KeyWord(match_key, 2 * k + 1)});
  return name;
}

}  // namespace

std::array<std::uint32_t, 4> Philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53U} * counter[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57U} * counter[2];
    counter = {High(p1) ^ counter[1] ^ key[0], Low(p1), High(p0) ^ counter[3] ^ key[1], Low(p0)};
    key[0] += 0x9E3779B9U;  // golden ratio
    key[1] += 0xBB67AE85U;  // sqrt(3) - 1
  }
  return counter;
}

RandomStream::RandomStream(const MatchKey& match_key, std::uint32_t purpose, std::uint32_t seat, std::uint64_t index) {
  const Block name = StreamName(match_key, purpose, seat, index);
  key_ = {name[0], name[1]};
  lane_ = {name[2], name[3]};
}

std::uint64_t RandomStream::Bits() {
  const std::uint64_t position = count_ / 2;
  const std::size_t half = static_cast<std::size_t>(count_ % 2) * 2;
  if (half == 0) block_ = Philox4x32({Low(position), High(position), lane_[0], lane_[1]}, key_);
  ++count_;
  return (std::uint64_t{block_[half + 1]} << 32) | block_[half];
}

double RandomStream::Uniform() { return std::ldexp(static_cast<double>(Bits() >> 11), -53); }

double RandomStream::Uniform(double lo, double hi) { return lo + (hi - lo) * Uniform(); }

std::uint64_t RandomStream::Below(std::uint64_t count) {
  HAZE_ASSERT(count > 0, "a choice among some", count);
  // The numbers past the last whole multiple of `count` are thrown away.
  const std::uint64_t excess = (UINT64_MAX % count + 1) % count;
  std::uint64_t bits = Bits();
  while (bits > UINT64_MAX - excess) bits = Bits();
  return bits % count;
}

double RandomStream::Normal() {
  const double u = 1.0 - Uniform();  // never 0
  const double angle = kTwoPi * Uniform();
  return std::sqrt(-2.0 * Log(u)) * Cos(angle);
}

double RandomStream::Normal(double mean, double sigma) { return mean + sigma * Normal(); }

Vector3 RandomStream::NormalVector3() {
  const double x = Normal();
  const double y = Normal();
  const double z = Normal();
  return {x, y, z};
}

Vector3 RandomStream::UnitVector3() {
  const double z = Uniform(-1.0, 1.0);
  const auto [s, c] = SinCos(kTwoPi * Uniform());
  const double rho = std::sqrt((1.0 - z) * (1.0 + z));
  return {rho * c, rho * s, z};
}

bool RandomStream::Bernoulli(double p) { return Uniform() < p; }

int RandomStream::Poisson(double mean) {
  HAZE_ASSERT(mean >= 0.0 && mean <= 1e6, "the mean of a Poisson draw", mean);
  const int parts = static_cast<int>(std::floor(mean / 16.0)) + 1;
  const double floor_of_product = Exp(-mean / parts);
  int total = 0;
  for (int k = 0; k < parts; ++k) {
    double product = Uniform();
    while (product > floor_of_product) {
      ++total;
      product *= Uniform();
    }
  }
  return total;
}

double RandomStream::Triangular(double lo, double mode, double hi) {
  HAZE_ASSERT(lo <= mode && mode <= hi, "the peak lies inside a triangle", lo, mode, hi);
  const double u = Uniform();
  const double width = hi - lo;
  if (width <= 0.0) return lo;
  if (u * width < mode - lo) return lo + std::sqrt(u * width * (mode - lo));
  return hi - std::sqrt((1.0 - u) * width * (hi - mode));
}

double RandomStream::LogNormal(double median, double sigma) {
  HAZE_ASSERT(median > 0.0, "a log-normal median", median);
  return median * Exp(sigma * Normal());
}

double RandomStream::Exponential(double mean) { return -mean * Log(1.0 - Uniform()); }

std::array<std::uint8_t, 32> DeriveBytes(const MatchKey& match_key, std::uint32_t purpose, std::uint32_t seat, std::uint64_t index) {
  RandomStream stream(match_key, purpose, seat, index);
  std::array<std::uint8_t, 32> bytes{};
  for (std::size_t i = 0; i < bytes.size(); i += 8) {
    const std::uint64_t word = stream.Bits();
    for (std::size_t b = 0; b < 8; ++b) bytes[i + b] = static_cast<std::uint8_t>((word >> (8 * b)) & 0xffU);
  }
  return bytes;
}

}  // namespace haze::dynamics
