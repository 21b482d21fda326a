#include "dynamics/synthetic_sky.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

// WGS 72, SGP4's own.
constexpr double kRadius = 6378.135e3;  // m
constexpr double kMu = 398600.8e9;      // m3/s2

enum : std::uint32_t { kPurposeOrbit = 0x534B5931, kPurposeBody = 0x534B5932 };

constexpr std::array<SkyShell, 66> kShells = {{
    {61, 292.4e3, 28.4e3, 90.45 * kDegree, 19.30 * kDegree, 0.0006},
    {73, 294.1e3, 31.4e3, 53.06 * kDegree, 0.05 * kDegree, 0.0006},
    {80, 351.7e3, 13.2e3, 97.36 * kDegree, 0.14 * kDegree, 0.0003},
    {341, 356.5e3, 2.7e3, 43.00 * kDegree, 0.08 * kDegree, 0.0002},
    {27, 357.3e3, 16.0e3, 54.29 * kDegree, 21.33 * kDegree, 0.0005},
    {395, 357.8e3, 7.2e3, 53.14 * kDegree, 0.04 * kDegree, 0.0001},
    {82, 412.1e3, 14.5e3, 56.88 * kDegree, 21.19 * kDegree, 0.0007},
    {185, 416.0e3, 16.0e3, 97.39 * kDegree, 0.14 * kDegree, 0.0005},
    {125, 418.9e3, 14.3e3, 53.15 * kDegree, 0.04 * kDegree, 0.0001},
    {43, 454.0e3, 5.3e3, 51.88 * kDegree, 0.01 * kDegree, 0.0008},
    {46, 455.7e3, 7.1e3, 54.01 * kDegree, 21.67 * kDegree, 0.0007},
    {2811, 462.3e3, 2.5e3, 53.16 * kDegree, 0.01 * kDegree, 0.0001},
    {1095, 463.8e3, 4.9e3, 97.31 * kDegree, 0.08 * kDegree, 0.0002},
    {1253, 471.8e3, 2.2e3, 53.16 * kDegree, 0.01 * kDegree, 0.0001},
    {155, 474.4e3, 4.3e3, 97.42 * kDegree, 0.10 * kDegree, 0.0006},
    {66, 475.0e3, 4.2e3, 50.67 * kDegree, 15.86 * kDegree, 0.0005},
    {3234, 483.1e3, 0.5e3, 43.00 * kDegree, 0.08 * kDegree, 0.0001},
    {76, 490.7e3, 5.5e3, 53.16 * kDegree, 0.03 * kDegree, 0.0001},
    {245, 491.6e3, 5.1e3, 97.40 * kDegree, 0.10 * kDegree, 0.0006},
    {68, 492.4e3, 4.5e3, 49.92 * kDegree, 24.08 * kDegree, 0.0006},
    {395, 509.5e3, 7.7e3, 97.45 * kDegree, 0.08 * kDegree, 0.0004},
    {99, 513.8e3, 7.9e3, 59.49 * kDegree, 22.37 * kDegree, 0.0007},
    {127, 514.4e3, 8.1e3, 53.15 * kDegree, 0.05 * kDegree, 0.0002},
    {209, 539.3e3, 1.8e3, 53.16 * kDegree, 0.01 * kDegree, 0.0001},
    {420, 545.8e3, 6.6e3, 97.37 * kDegree, 0.15 * kDegree, 0.0002},
    {109, 547.8e3, 8.7e3, 57.03 * kDegree, 27.60 * kDegree, 0.0006},
    {700, 572.1e3, 0.6e3, 70.00 * kDegree, 0.07 * kDegree, 0.0003},
    {91, 575.0e3, 8.6e3, 63.99 * kDegree, 27.31 * kDegree, 0.0009},
    {197, 577.7e3, 9.1e3, 97.66 * kDegree, 0.12 * kDegree, 0.0005},
    {152, 597.9e3, 11.0e3, 97.73 * kDegree, 0.07 * kDegree, 0.0005},
    {32, 611.7e3, 15.0e3, 61.23 * kDegree, 23.04 * kDegree, 0.0008},
    {108, 615.7e3, 12.2e3, 97.92 * kDegree, 0.14 * kDegree, 0.0003},
    {59, 618.2e3, 5.1e3, 49.99 * kDegree, 0.01 * kDegree, 0.0011},
    {286, 628.4e3, 5.6e3, 51.90 * kDegree, 0.01 * kDegree, 0.0001},
    {58, 667.8e3, 26.2e3, 66.81 * kDegree, 23.46 * kDegree, 0.0004},
    {136, 672.3e3, 21.3e3, 98.12 * kDegree, 0.18 * kDegree, 0.0006},
    {43, 765.9e3, 22.4e3, 98.41 * kDegree, 0.12 * kDegree, 0.0005},
    {75, 775.4e3, 8.9e3, 86.40 * kDegree, 0.05 * kDegree, 0.0002},
    {96, 786.6e3, 25.3e3, 74.40 * kDegree, 24.50 * kDegree, 0.0009},
    {100, 866.9e3, 31.1e3, 71.29 * kDegree, 23.51 * kDegree, 0.0008},
    {44, 873.3e3, 25.8e3, 89.00 * kDegree, 0.01 * kDegree, 0.0011},
    {65, 953.5e3, 14.3e3, 81.31 * kDegree, 0.42 * kDegree, 0.0006},
    {62, 1000.9e3, 38.5e3, 78.91 * kDegree, 23.22 * kDegree, 0.0011},
    {169, 1068.0e3, 4.7e3, 89.00 * kDegree, 0.10 * kDegree, 0.0012},
    {62, 1087.1e3, 15.9e3, 61.32 * kDegree, 12.61 * kDegree, 0.0104},
    {3, 1139.6e3, 16.7e3, 89.27 * kDegree, 0.96 * kDegree, 0.0069},
    {108, 1149.3e3, 0.1e3, 50.00 * kDegree, 0.01 * kDegree, 0.0001},
    {62, 1167.6e3, 2.5e3, 86.49 * kDegree, 0.06 * kDegree, 0.0002},
    {1, 1175.3e3, 0.1e3, 86.67 * kDegree, 0.01 * kDegree, 0.0002},
    {204, 1183.7e3, 4.5e3, 87.92 * kDegree, 0.01 * kDegree, 0.0002},
    {7, 1198.5e3, 3.4e3, 98.96 * kDegree, 3.61 * kDegree, 0.0009},
    {443, 1207.9e3, 9.2e3, 87.90 * kDegree, 0.01 * kDegree, 0.0002},
    {5, 1314.2e3, 37.7e3, 76.17 * kDegree, 13.61 * kDegree, 0.0008},
    {29, 1428.7e3, 39.8e3, 54.26 * kDegree, 9.58 * kDegree, 0.0001},
    {64, 1490.2e3, 14.9e3, 82.49 * kDegree, 0.02 * kDegree, 0.0018},
    {4, 2089.5e3, 417.6e3, 50.24 * kDegree, 11.68 * kDegree, 0.0007},
    {38, 7869.5e3, 814.6e3, 12.61 * kDegree, 27.88 * kDegree, 0.0004},
    {31, 19124.9e3, 25.2e3, 64.88 * kDegree, 0.52 * kDegree, 0.0012},
    {40, 20182.2e3, 0.6e3, 54.91 * kDegree, 1.13 * kDegree, 0.0101},
    {35, 21495.2e3, 132.5e3, 55.07 * kDegree, 1.07 * kDegree, 0.0006},
    {30, 23222.1e3, 0.1e3, 55.83 * kDegree, 0.92 * kDegree, 0.0003},
    {1, 33401.1e3, 0.1e3, 2.75 * kDegree, 0.01 * kDegree, 0.0051},
    {357, 35787.1e3, 7.5e3, 0.05 * kDegree, 0.08 * kDegree, 0.0002},
    {73, 35795.7e3, 67.3e3, 1.64 * kDegree, 0.69 * kDegree, 0.0003},
    {52, 35805.3e3, 79.8e3, 25.00 * kDegree, 17.70 * kDegree, 0.0011},
    {101, 35805.4e3, 180.1e3, 5.03 * kDegree, 1.38 * kDegree, 0.0004},
}};

double CutNormal(RandomStream& random, double mean, double sigma) { return mean + sigma * std::clamp(random.Normal(), -3.0, 3.0); }

}  // namespace

std::span<const SkyShell> SkyShells() { return kShells; }

SkyBody DrawSkyBody(const MatchKey& key, const Tle& tle) {
  RandomStream random(key, kPurposeBody, 0, static_cast<std::uint64_t>(static_cast<std::int64_t>(tle.number)));
  const double period = kTwoPi / tle.mean_motion;  // min
  // Every object takes the same draws.
  const bool small = random.Bernoulli(0.125);
  double median = 3.0, sigma = 0.4;
  if (period < 225.0) {
    median = small ? 0.2 : 1.0;
    sigma = small ? 0.4 : 0.5;
  } else if (period < 1200.0) {
    median = 2.0;
  }
  SkyBody body;
  body.radius = std::clamp(random.LogNormal(median, sigma), 0.01, 100.0);
  body.albedo = std::min(random.LogNormal(0.175, 0.4), 0.9);
  return body;
}

std::vector<SkyEntry> SyntheticSky(const MatchKey& key, UtcTime epoch, int count) {
  HAZE_ASSERT(count >= 0, "a sky has no negative number of objects", count);
  std::vector<SkyEntry> sky;
  sky.reserve(static_cast<std::size_t>(count));
  std::size_t shell = 0;
  std::int64_t before = 0;  // members of the shells before this one
  for (int i = 0; i < count; ++i) {
    // Object i stands for this member of the whole population.
    const std::int64_t member = (2 * std::int64_t{i} + 1) * kCatalogueSize / (2 * std::int64_t{count});
    while (shell < kShells.size() && member >= before + kShells[shell].count) {
      before += kShells[shell].count;
      ++shell;
    }
    RandomStream random(key, kPurposeOrbit, 0, static_cast<std::uint64_t>(i));
    Tle tle;
    tle.number = -1 - i;
    tle.epoch = epoch;
    tle.raan = random.Uniform(0.0, kTwoPi);
    tle.argp = random.Uniform(0.0, kTwoPi);
    tle.mean_anomaly = random.Uniform(0.0, kTwoPi);
    double a = 0.0;
    if (shell < kShells.size()) {
      const SkyShell& s = kShells[shell];
      a = kRadius + CutNormal(random, s.altitude, s.altitude_sigma);
      tle.inclination = std::fabs(CutNormal(random, s.inclination, s.inclination_sigma));
      tle.eccentricity = std::min(random.Exponential(s.eccentricity), 10.0 * s.eccentricity);
    } else {
      a = 26560e3;
      tle.eccentricity = CutNormal(random, 0.70, 0.03);
      tle.inclination = CutNormal(random, 63.4 * kDegree, 0.5 * kDegree);
    }
    tle.inclination = std::min(tle.inclination, kPi);
    tle.mean_motion = 60.0 * std::sqrt(kMu / (a * a * a));
    const SkyBody body = DrawSkyBody(key, tle);
    sky.push_back({tle, body.radius, body.albedo});
  }
  return sky;
}

}  // namespace haze::dynamics
