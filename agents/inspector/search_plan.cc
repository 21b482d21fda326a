#include "agents/inspector/search_plan.h"

#include <algorithm>
#include <cmath>

#include "dynamics/dmath.h"
#include "dynamics/frames.h"

namespace haze::agents::inspector {

namespace {

// Tiles overlap a little, so that an object on the border between two is in one of them.
constexpr double kOverlap = 0.75;

double NextUniform(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  z ^= z >> 31;
  return std::ldexp(static_cast<double>(z >> 11), -53);
}

}  // namespace

std::vector<Vector3> CoverUncertainty(const State& own, const Track::Estimate& guess, double field, double sigmas, int most) {
  const Matrix3 R = dynamics::RtnFromEci(own);
  const Vector3 d = R * (guess.state.r - own.r);
  const double range = d.norm();
  const Vector3 u = d / range;
  // Axes across the line of sight: a points along N as far as it can, b completes.
  Vector3 a = Vector3::UnitZ() - u.z() * u;
  if (a.norm() < 0.1) a = Vector3::UnitX() - u.x() * u;
  a.normalize();
  const Vector3 b = u.cross(a);
  const Matrix3 P = R * guess.P.topLeftCorner<3, 3>() * R.transpose();
  const double paa = a.dot(P * a) / (range * range);
  const double pbb = b.dot(P * b) / (range * range);
  const double pab = a.dot(P * b) / (range * range);
  const double det = paa * pbb - pab * pab;
  const double step = kOverlap * field;
  struct Tile {
    double badness;
    Vector3 direction;
  };
  std::vector<Tile> tiles;
  const auto reach = [&](double variance) { return std::min(8, static_cast<int>(std::floor(sigmas * std::sqrt(variance) / step + 0.5))); };
  const int ia = reach(paa);
  const int ib = reach(pbb);
  for (int i = -ia; i <= ia; ++i) {
    for (int j = -ib; j <= ib; ++j) {
      const double x = i * step;
      const double y = j * step;
      double badness = 0.0;
      if (i != 0 || j != 0) {
        if (!(det > 0.0)) continue;
        badness = (pbb * x * x - 2.0 * pab * x * y + paa * y * y) / det;
        // A tile counts by its nearest part.
        const double size = std::sqrt(x * x + y * y);
        const double nearer = std::max(0.0, 1.0 - 0.4 * field / size);
        badness *= nearer * nearer;
        if (badness > sigmas * sigmas) continue;
      }
      Vector3 direction = dynamics::Cos(std::sqrt(x * x + y * y)) * u;
      if (i != 0 || j != 0) {
        const double angle = std::sqrt(x * x + y * y);
        direction += dynamics::Sin(angle) / angle * (x * a + y * b);
      }
      direction.normalize();
      tiles.push_back({badness, direction});
    }
  }
  std::stable_sort(tiles.begin(), tiles.end(), [](const Tile& p, const Tile& q) { return p.badness < q.badness; });
  std::vector<Vector3> out;
  for (const Tile& tile : tiles) {
    if (static_cast<int>(out.size()) >= most) break;
    out.push_back(tile.direction);
  }
  return out;
}

std::vector<Vector3> AlongTheOrbit(double phase_from, double phase_to, double field) {
  std::vector<Vector3> out;
  // Half a tile of depression is a whole tile of phase.
  const double step = 2.0 * kOverlap * field;
  const double span = phase_to - phase_from;
  const int count = 1 + static_cast<int>(std::floor(std::fabs(span) / step));
  for (int i = 0; i < count; ++i) {
    const double phase = count == 1 ? 0.5 * (phase_from + phase_to) : phase_from + span * i / (count - 1);
    const double sign = phase < 0.0 ? -1.0 : 1.0;
    const dynamics::SinCosValue down = dynamics::SinCos(0.5 * std::fabs(phase));
    out.push_back({-down.sin, sign * down.cos, 0.0});
  }
  return out;
}

std::vector<Vector3> AroundTheVelocity(double sign, double field) {
  const double step = kOverlap * field;
  std::vector<Vector3> out;
  for (const double n : {0.0, -1.0, 1.0}) {
    for (const double r : {0.0, -1.0, 1.0}) out.push_back(Vector3(dynamics::Sin(r * step), sign, dynamics::Sin(n * step)).normalized());
  }
  return out;
}

std::vector<Vector3> AnywhereAtAll(std::uint64_t& state, int count) {
  std::vector<Vector3> out;
  for (int i = 0; i < count; ++i) {
    const double z = 2.0 * NextUniform(state) - 1.0;
    const double angle = dynamics::kTwoPi * NextUniform(state);
    const double across = std::sqrt(std::max(0.0, 1.0 - z * z));
    out.push_back({across * dynamics::Cos(angle), across * dynamics::Sin(angle), z});
  }
  return out;
}

}  // namespace haze::agents::inspector
