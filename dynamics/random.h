// Random numbers as a function of (match key, purpose, seat, index, count): Philox with our own distributions.
//
// A draw in one stream can never move a draw in another, so adding a sensor does not change a launch.
#pragma once

#include <array>
#include <cstdint>

#include "dynamics/types.h"

namespace haze::dynamics {

/// SHA-256(master secret | scenario hash | seed): secret until a match is over.
using MatchKey = std::array<std::uint8_t, 32>;

/// Philox4x32-10: a keyed bijection of 128-bit counters. Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11.
std::array<std::uint32_t, 4> Philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// One sequence of draws. Streams of one match key with different (purpose, seat, index) share no block of output positions; each is 2^64 draws long.
/// A copy continues from the same place.
class RandomStream {
 public:
  RandomStream(const MatchKey& match_key, std::uint32_t purpose, std::uint32_t seat, std::uint64_t index);

  std::uint64_t Bits();
  /// Uniform on [0, 1), multiples of 2^-53.
  double Uniform();
  /// lo + (hi - lo) Uniform(); lo <= hi.
  double Uniform(double lo, double hi);
  /// Uniform over 0 … count - 1 without bias, count > 0.
  std::uint64_t Below(std::uint64_t count);
  /// Standard normal: Box-Muller, the cosine half; two uniforms a call, always.
  double Normal();
  double Normal(double mean, double sigma);
  /// Three independent standard normals.
  Vector3 NormalVector3();
  /// A direction uniform on the unit sphere.
  Vector3 UnitVector3();
  /// True with probability p (one draw, also for p <= 0 and p >= 1).
  bool Bernoulli(double p);
  /// Mean in [0, 1e6]: products of uniforms (Knuth 3.4.1) in parts of mean below 16, about mean + 1 draws.
  int Poisson(double mean);
  /// Triangular density on [lo, hi] with its peak at mode; lo <= mode <= hi. Inverse of the distribution function.
  double Triangular(double lo, double mode, double hi);
  /// median exp(sigma Normal()); median > 0.
  double LogNormal(double median, double sigma);
  /// Exponential with the given mean > 0.
  double Exponential(double mean);

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 2> lane_;  // the upper half of every counter
  std::uint64_t count_ = 0;            // 64-bit draws taken
  std::array<std::uint32_t, 4> block_{};
};

/// 32 bytes that depend on the same things and on nothing else, for keys handed on (agent_seed).
std::array<std::uint8_t, 32> DeriveBytes(const MatchKey& match_key, std::uint32_t purpose, std::uint32_t seat, std::uint64_t index);

}  // namespace haze::dynamics
