#include "dynamics/sky_query.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

/// Which cell of a cube of n x n cells a face the direction of v falls into.
std::uint32_t CubeCell(const Vector3& v, int n) {
  int axis = 0;
  for (int i = 1; i < 3; ++i) {
    if (std::fabs(v(i)) > std::fabs(v(axis))) axis = i;
  }
  const double length = std::fabs(v(axis));
  if (!(length > 0.0)) return 0;
  const auto cell = [&](double x) { return std::clamp(static_cast<int>((x / length + 1.0) * 0.5 * n), 0, n - 1); };
  const int face = 2 * axis + (v(axis) < 0.0 ? 1 : 0);
  return static_cast<std::uint32_t>((face * n + cell(v((axis + 1) % 3))) * n + cell(v((axis + 2) % 3)));
}

constexpr int kPlaceCells = 8;   // 11 deg
constexpr int kCourseCells = 4;  // 22 deg
constexpr std::array<double, 7> kShells = {6.95e6, 7.3e6, 7.9e6, 1e7, 2e7, 3.5e7, 6e7};  // m, between the crowds

/// Objects of one key are near each other and move alike. 8 shells, 384 places, 96 courses.
std::uint32_t Key(const Vector3& r, const Vector3& course) {
  const double distance = r.norm();
  std::uint32_t shell = 0;
  while (shell < kShells.size() && distance > kShells[shell]) ++shell;
  return (shell * 6 * kPlaceCells * kPlaceCells + CubeCell(r, kPlaceCells)) * 6 * kCourseCells * kCourseCells + CubeCell(course, kCourseCells);
}

bool InCone(const SkyCone& cone, double cos_half_angle, const Vector3& r) {
  const Vector3 d = r - cone.observer;
  const double distance = d.norm();
  return distance <= cone.range && d.dot(cone.direction) >= distance * cos_half_angle;
}

/// A cone in single precision and the polynomials of one instant, for the question "may a ball touch the cone?".
struct Sieve {
  float px, py, pz, ux, uy, uz, sine, signed_cosine2, range;
  float T1, T2, T3;

  /// Not negative where the ball of a lane may touch the cone; negative only where it does not. The distance from a cone of half-angle a of a point at
  /// distance d and angle theta is at least d sin(theta - a) in every quadrant: d sin(theta) cos(a) <= radius + d cos(theta) sin(a) is asked in squares
  /// with their signs, so that there is no root and no branch. Rounding to single precision moves d sin(theta) by up to 6e-4 d.
  template <std::size_t kCount>
  void Ask(const float (&c)[12][kCount], const float (&margin)[kCount], float (&answer)[kCount]) const {
    for (std::size_t i = 0; i < kCount; ++i) {
      const float dx = c[0][i] + T1 * c[3][i] + T2 * c[6][i] + T3 * c[9][i] - px;
      const float dy = c[1][i] + T1 * c[4][i] + T2 * c[7][i] + T3 * c[10][i] - py;
      const float dz = c[2][i] + T1 * c[5][i] + T2 * c[8][i] + T3 * c[11][i] - pz;
      const float rho = margin[i] + 1e-3F * (std::fabs(dx) + std::fabs(dy) + std::fabs(dz));
      const float squared = dx * dx + dy * dy + dz * dz;
      const float along = dx * ux + dy * uy + dz * uz;
      const float aside = std::fabs(squared - along * along) * signed_cosine2;
      const float reach = rho + along * sine;
      const float far = range + rho;
      const float inside = reach * std::fabs(reach) - aside;
      const float within = far * far - squared;
      answer[i] = inside < within ? inside : within;
    }
  }
};

}  // namespace

void SkyIndex::Build(const SkyTable& table, double begin, double end) {
  HAZE_ASSERT(begin < end && begin >= table.t_begin() && end <= table.t_end(), "a slab lies inside the sky's span", begin, end, table.t_begin(), table.t_end());
  begin_ = begin;
  end_ = end;
  const double half = 0.5 * (end - begin);
  const double middle = begin + half;
  // The roots of T_4: a cubic through them errs by r'''' half^4 / 192 at most, and by just that in the middle, where it is measured.
  std::array<std::array<double, 4>, 4> weight{};
  std::array<SkyInstant, 5> at;
  for (std::size_t j = 0; j < 4; ++j) {
    const double angle = (static_cast<double>(j) + 0.5) * kPi / 4.0;
    at[j] = table.At(std::clamp(middle + half * Cos(angle), begin, end));
    for (std::size_t k = 0; k < 4; ++k) weight[k][j] = (k == 0 ? 0.25 : 0.5) * Cos(static_cast<double>(k) * angle);
  }
  at[4] = table.At(middle);

  const auto count = static_cast<std::size_t>(table.size());
  cubics_.resize(count);
  keys_.resize(count);
  const double half4 = half * half * half * half;
  for (std::size_t i = 0; i < count; ++i) {
    std::array<Vector3, 4> c;
    c.fill(Vector3::Zero());
    for (std::size_t j = 0; j < 4; ++j) {
      const Vector3 r = table.Position(static_cast<int>(i), at[j]);
      for (std::size_t k = 0; k < 4; ++k) c[k] += weight[k][j] * r;
    }
    const Vector3 r = table.Position(static_cast<int>(i), at[4]);
    const double distance = r.norm();
    const double miss = (c[0] - c[2] - r).norm();
    // Twice what was measured; half of a circular orbit's, should r'''' vanish just in the middle; and the rounding to single precision.
    const double circular = kMuEarth * kMuEarth / (distance * distance * distance * distance * distance) * half4 / 192.0;
    for (std::size_t k = 0; k < 4; ++k) {
      for (std::size_t axis = 0; axis < 3; ++axis) cubics_[i].c[3 * k + axis] = static_cast<float>(c[k](static_cast<Eigen::Index>(axis)));
    }
    cubics_[i].margin = static_cast<float>(2.0 * miss + 0.5 * circular + 100.0 + 1e-6 * distance);
    keys_[i] = Key(r, c[1]);
  }
  Sort();
  Pack();
}

void SkyIndex::BuildFor(const SkyTable& table, double t) {
  if (t >= begin_ && t <= end_) return;
  const double k = std::floor((t - table.t_begin()) / kSlab);
  double begin = table.t_begin() + k * kSlab;
  // Rounding may put t past either end of its slab, and the last slab may be no slab at all.
  double end = std::min(begin + kSlab, table.t_end());
  if (begin >= end) begin = end - kSlab;
  begin = std::max(std::min(begin, t), table.t_begin());
  end = std::max(end, t);
  Build(table, begin, end);
}

// By the digits of the key, in two stable passes: the order is that of (key, index).
void SkyIndex::Sort() {
  static_assert(8 * 6 * kPlaceCells * kPlaceCells * 6 * kCourseCells * kCourseCells <= (1 << 20));
  const std::size_t count = keys_.size();
  order_.resize(count);
  spare_.resize(count);
  for (std::size_t i = 0; i < count; ++i) spare_[i] = static_cast<std::uint32_t>(i);
  for (const int shift : {0, 10}) {
    std::array<std::uint32_t, 1025> begin{};
    for (const std::uint32_t key : keys_) ++begin[((key >> shift) & 1023U) + 1];
    for (std::size_t d = 1; d < begin.size(); ++d) begin[d] += begin[d - 1];
    for (const std::uint32_t i : spare_) {
      std::uint32_t& place = begin[(keys_[i] >> shift) & 1023U];
      order_[place] = i;
      ++place;
    }
    std::swap(order_, spare_);
  }
  std::swap(order_, spare_);
}

void SkyIndex::Pack() {
  const std::size_t count = order_.size();
  blocks_.resize((count + kWidth - 1) / kWidth);
  covers_.resize((blocks_.size() + kWidth - 1) / kWidth);
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    Block& block = blocks_[b];
    block.count = static_cast<std::int32_t>(std::min(kWidth, count - b * kWidth));
    const auto members = static_cast<std::size_t>(block.count);
    for (std::size_t i = 0; i < kWidth; ++i) {
      // Lanes past the last object repeat it and are never asked for.
      const std::uint32_t object = order_[b * kWidth + std::min(i, members - 1)];
      block.object[i] = static_cast<std::int32_t>(object);
      for (std::size_t k = 0; k < 12; ++k) block.lanes.c[k][i] = cubics_[object].c[k];
      block.lanes.margin[i] = cubics_[object].margin;
    }
    std::array<double, 12> centre{};
    for (std::size_t k = 0; k < 12; ++k) {
      const auto [low, high] = std::minmax_element(block.lanes.c[k], block.lanes.c[k] + kWidth);
      centre[k] = static_cast<float>(0.5 * (static_cast<double>(*low) + static_cast<double>(*high)));
    }
    double radius = 0.0;
    for (std::size_t i = 0; i < kWidth; ++i) {
      double away = block.lanes.margin[i];
      for (std::size_t k = 0; k < 12; k += 3) {
        const double x = block.lanes.c[k][i] - centre[k];
        const double y = block.lanes.c[k + 1][i] - centre[k + 1];
        const double z = block.lanes.c[k + 2][i] - centre[k + 2];
        away += std::sqrt(x * x + y * y + z * z);  // |T_k| <= 1 in the slab
      }
      radius = std::max(radius, away);
    }
    Lanes& cover = covers_[b / kWidth];
    for (std::size_t k = 0; k < 12; ++k) cover.c[k][b % kWidth] = static_cast<float>(centre[k]);
    cover.margin[b % kWidth] = static_cast<float>(1.000001 * radius + 1.0);
  }
}

void FindInCone(const SkyTable& table, const SkyIndex& index, const SkyCone& cone, double t, std::vector<SkyHit>& hits) {
  HAZE_ASSERT(t >= index.begin() && t <= index.end() && index.keys_.size() == static_cast<std::size_t>(table.size()), "a sky's index is of its table and holds the time",
              t, index.begin(), index.end());
  hits.clear();
  const SinCosValue angle = SinCos(cone.half_angle);
  const double x = 2.0 * (t - index.begin_) / (index.end_ - index.begin_) - 1.0;
  const auto single = [](double value) { return static_cast<float>(value); };
  const Sieve sieve{.px = single(cone.observer.x()),
                    .py = single(cone.observer.y()),
                    .pz = single(cone.observer.z()),
                    .ux = single(cone.direction.x()),
                    .uy = single(cone.direction.y()),
                    .uz = single(cone.direction.z()),
                    .sine = single(angle.sin),
                    .signed_cosine2 = single(angle.cos * std::fabs(angle.cos)),
                    .range = single(std::min(cone.range, 1e12)),
                    .T1 = single(x),
                    .T2 = single(2.0 * x * x - 1.0),
                    .T3 = single(4.0 * x * x * x - 3.0 * x)};
  const SkyInstant at = table.At(t);
  float near[SkyIndex::kWidth];
  float maybe[SkyIndex::kWidth];
  for (std::size_t first = 0; first < index.blocks_.size(); first += SkyIndex::kWidth) {
    const SkyIndex::Lanes& cover = index.covers_[first / SkyIndex::kWidth];
    sieve.Ask(cover.c, cover.margin, near);
    for (std::size_t b = first; b < std::min(first + SkyIndex::kWidth, index.blocks_.size()); ++b) {
      if (near[b - first] < 0.0F) continue;
      const SkyIndex::Block& block = index.blocks_[b];
      sieve.Ask(block.lanes.c, block.lanes.margin, maybe);
      for (std::size_t i = 0; i < static_cast<std::size_t>(block.count); ++i) {
        if (maybe[i] < 0.0F || !InCone(cone, angle.cos, table.Position(block.object[i], at))) continue;
        hits.push_back({block.object[i], table.StateAt(block.object[i], t)});
      }
    }
  }
  std::sort(hits.begin(), hits.end(), [](const SkyHit& a, const SkyHit& b) { return a.object < b.object; });
}

void FindInConeByForce(const SkyTable& table, const SkyCone& cone, double t, std::vector<SkyHit>& hits) {
  hits.clear();
  const double cosine = SinCos(cone.half_angle).cos;
  const SkyInstant at = table.At(t);
  for (int i = 0; i < table.size(); ++i) {
    if (InCone(cone, cosine, table.Position(i, at))) hits.push_back({i, table.StateAt(i, t)});
  }
}

}  // namespace haze::dynamics
