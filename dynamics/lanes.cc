// Chooses the kernels, fills incomplete registers, and reads one instant's astronomy for a batch.
#include "dynamics/lanes.h"

#include <array>
#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/constants.h"
#include "dynamics/gravity_table.h"
#include "dynamics/lanes_kernels.h"

namespace haze::dynamics {
namespace {

using lanes::Kernels;

constexpr std::size_t kWidest = 16;
constexpr std::size_t kChunk = 256;  // satellites whose heights and densities are kept at a time

bool ProcessorHas(LaneSet set) {
#if defined(__x86_64__)
  if (set == LaneSet::kAvx2) return __builtin_cpu_supports("avx2") != 0;
  if (set == LaneSet::kAvx512) return __builtin_cpu_supports("avx512f") != 0;
#endif
  return set == LaneSet::kScalar;
}

const Kernels* KernelsOf(LaneSet set) {
  return set == LaneSet::kAvx512 ? lanes::Avx512Kernels() : set == LaneSet::kAvx2 ? lanes::Avx2Kernels() : lanes::ScalarKernels();
}

const Kernels& Supported(LaneSet set) {
  HAZE_ASSERT(LaneSetSupported(set), "a supported instruction set", static_cast<int>(set));
  return *KernelsOf(set);
}

/// Calls `whole(n, arrays)` for the lanes that fill registers, then once more for copies of the rest, whose first lane fills the register up. Arrays
/// before `read_to` are read, those from `written_from` on are written. A lane's bits do not depend on which of the two calls it was in.
template <std::size_t Arrays, class F>
void InRegisters(std::size_t width, std::size_t n, const std::array<double*, Arrays>& arrays, std::size_t read_to, std::size_t written_from, F&& whole) {
  const std::size_t full = n - n % width;
  if (full > 0) whole(full, arrays);
  const std::size_t rest = n - full;
  if (rest == 0) return;
  double copy[Arrays][kWidest];
  std::array<double*, Arrays> copies;
  for (std::size_t k = 0; k < Arrays; ++k) {
    for (std::size_t i = 0; k < read_to && i < width; ++i) copy[k][i] = arrays[k][full + (i < rest ? i : 0)];
    copies[k] = copy[k];
  }
  whole(width, copies);
  for (std::size_t k = written_from; k < Arrays; ++k) {
    for (std::size_t i = 0; i < rest; ++i) arrays[k][full + i] = copy[k][i];
  }
}

bool SameSize(std::size_t n, std::span<const double> x, std::span<const double> y, std::span<const double> z) {
  return x.size() == n && y.size() == n && z.size() == n;
}

/// Kernels read through pointers to const what InRegisters holds without: it copies, and writes nothing it was not told to.
double* Unwritten(std::span<const double> values) { return const_cast<double*>(values.data()); }

static_assert(kGravityLanes == 4 && kGravityStep == 20 && kRowB == 0 && kRowC == 1 && kRowS == 2 && kRowC3 == 3 && kRowS3 == 4,
              "lanes_force.h knows the layout by heart");

constexpr std::size_t kGroups = kMaxGravityDegree / kGravityLanes + 1;
constexpr std::array<std::size_t, kGroups> GroupStarts() {
  std::array<std::size_t, kGroups> starts{};
  for (std::size_t group = 0; group < kGroups; ++group) starts[group] = GravityGroupStart(kMaxGravityDegree, static_cast<int>(group));
  return starts;
}
constexpr std::array<std::size_t, kGroups> kGroupStarts = GroupStarts();

void Copy(const Vector3& from, double to[3]) {
  for (int k = 0; k < 3; ++k) to[k] = from(k);
}

}  // namespace

bool LaneSetSupported(LaneSet set) { return KernelsOf(set) != nullptr && ProcessorHas(set); }

LaneSet WidestLaneSet() {
  if (LaneSetSupported(LaneSet::kAvx512)) return LaneSet::kAvx512;
  return LaneSetSupported(LaneSet::kAvx2) ? LaneSet::kAvx2 : LaneSet::kScalar;
}

StateLanes StateLanes::Part(std::size_t first, std::size_t count) const {
  return {x.subspan(first, count), y.subspan(first, count), z.subspan(first, count), vx.subspan(first, count), vy.subspan(first, count), vz.subspan(first, count)};
}

StateBatch::StateBatch(std::span<const State> states) : StateBatch(states.size()) {
  for (std::size_t i = 0; i < size_; ++i) Set(i, states[i]);
}

void StateBatch::Set(std::size_t i, const State& state) {
  for (std::size_t k = 0; k < 3; ++k) {
    data_[k * size_ + i] = state.r(static_cast<int>(k));
    data_[(k + 3) * size_ + i] = state.v(static_cast<int>(k));
  }
}

State StateBatch::Get(std::size_t i) const {
  State state;
  for (std::size_t k = 0; k < 3; ++k) {
    state.r(static_cast<int>(k)) = data_[k * size_ + i];
    state.v(static_cast<int>(k)) = data_[(k + 3) * size_ + i];
  }
  return state;
}

StateLanes StateBatch::Lanes() {
  const std::span<double> all(data_);
  const auto row = [&](std::size_t k) { return all.subspan(k * size_, size_); };
  return {row(0), row(1), row(2), row(3), row(4), row(5)};
}

void J2AccelerationLanes(LaneSet set, const ConstVectorLanes& r, const VectorLanes& a) {
  const Kernels& kernels = Supported(set);
  const std::size_t n = r.x.size();
  HAZE_ASSERT(SameSize(n, r.x, r.y, r.z) && SameSize(n, a.x, a.y, a.z), "arrays of one length", n);
  const std::array<double*, 6> arrays = {Unwritten(r.x), Unwritten(r.y), Unwritten(r.z), a.x.data(), a.y.data(), a.z.data()};
  InRegisters(kernels.width, n, arrays, 3, 3, [&](std::size_t count, const std::array<double*, 6>& part) {
    const double* const in[3] = {part[0], part[1], part[2]};
    double* const out[3] = {part[3], part[4], part[5]};
    kernels.j2_acceleration(count, in, out);
  });
}

int J2LaneSteps(const State& state, double dt) {
  if (dt == 0.0) return 0;
  // The two-body perigee of the state: h^2 / mu (1 + e).
  const double r = state.r.norm();
  const double h2 = state.r.cross(state.v).squaredNorm();
  const double p = h2 / kMuEarth;
  const double e2 = 1.0 + p * (state.v.squaredNorm() / kMuEarth - 2.0 / r);
  const double e = e2 > 0.0 ? std::sqrt(e2) : 0.0;
  const double perigee = p / (1.0 + e);
  if (!(std::isfinite(dt) && std::isfinite(r) && std::isfinite(e) && perigee > 1e6)) return -1;
  const double rate = std::sqrt(kMuEarth * (1.0 + e) / perigee) / perigee;
  const double angle = 0.8 - (e < 0.25 ? e : 0.25);
  const double steps = std::fabs(dt) * rate / angle;
  return steps < 2e9 ? static_cast<int>(steps) + 1 : -1;
}

void PropagateJ2Lanes(LaneSet set, const StateLanes& states, std::span<const double> dt, std::span<const int> steps) {
  const Kernels& kernels = Supported(set);
  const std::size_t n = states.size();
  HAZE_ASSERT(SameSize(n, states.x, states.y, states.z) && SameSize(n, states.vx, states.vy, states.vz) && dt.size() == n && steps.size() == n,
              "arrays of one length", n);
  double h[kChunk];
  double count_of[kChunk];
  for (std::size_t first = 0; first < n; first += kChunk) {
    const std::size_t count = n - first < kChunk ? n - first : kChunk;
    for (std::size_t i = 0; i < count; ++i) {
      const int k = steps[first + i];
      count_of[i] = k > 0 ? k : 0;
      h[i] = k > 0 ? dt[first + i] / k : 0.0;
    }
    const StateLanes part = states.Part(first, count);
    const std::array<double*, 8> arrays = {h, count_of, part.x.data(), part.y.data(), part.z.data(), part.vx.data(), part.vy.data(), part.vz.data()};
    InRegisters(kernels.width, count, arrays, 8, 2, [&](std::size_t lanes, const std::array<double*, 8>& of) {
      double* const state[6] = {of[2], of[3], of[4], of[5], of[6], of[7]};
      kernels.j2_propagate(lanes, state, of[0], of[1]);
    });
  }
}

void AccelerationLanes(LaneSet set, const ForceModel& model, const AstronomyTable& astronomy, const BodyLanes& bodies, double t, const StateLanes& states,
                       const VectorLanes& a) {
  const Kernels& kernels = Supported(set);
  const std::size_t n = states.size();
  HAZE_ASSERT(!model.solar_pressure, "forces that lanes know", 0);
  HAZE_ASSERT(0 <= model.gravity_order && model.gravity_order <= model.gravity_degree && model.gravity_degree <= kMaxGravityDegree,
              "degree and order of the field", model.gravity_degree, model.gravity_order);
  HAZE_ASSERT(SameSize(n, states.x, states.y, states.z) && SameSize(n, states.vx, states.vy, states.vz) && SameSize(n, a.x, a.y, a.z),
              "arrays of one length", n);
  const auto body_size = [n](std::span<const double> values) { return values.size() == 1 || values.size() == n; };
  HAZE_ASSERT(!model.drag || (body_size(bodies.mass) && body_size(bodies.drag_area) && body_size(bodies.cd)), "one body, or one for each lane", n);

  const AstronomyTable::Rotation earth = astronomy.EarthRotation(t);
  const Vector3 r_sun = astronomy.SunGcrf(t);
  lanes::ForceArguments arguments{};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) arguments.R[i][j] = earth.R_ITRF_GCRF(i, j);
  }
  Copy(earth.omega_GCRF, arguments.omega);
  Copy(r_sun, arguments.sun);
  Copy(astronomy.MoonGcrf(t), arguments.moon);
  arguments.table = kEgm2008Table;
  arguments.group_start = kGroupStarts.data();
  arguments.mu = kMuEarth;
  arguments.radius = kEarthGravityRadius;
  arguments.mu_sun = kMuSun;
  arguments.mu_moon = kMuMoon;
  arguments.degree = model.gravity_degree;
  arguments.order = model.gravity_order;
  arguments.with_sun = model.sun;
  arguments.with_moon = model.moon;
  arguments.with_height = model.drag;

  double height[kChunk];
  double body[3][kChunk];
  for (std::size_t first = 0; first < n; first += kChunk) {
    const std::size_t count = n - first < kChunk ? n - first : kChunk;
    const StateLanes s = states.Part(first, count);
    double* const ax = a.x.data() + first;
    double* const ay = a.y.data() + first;
    double* const az = a.z.data() + first;
    const std::array<double*, 7> force = {s.x.data(), s.y.data(), s.z.data(), ax, ay, az, height};
    InRegisters(kernels.width, count, force, 3, 3, [&](std::size_t lanes, const std::array<double*, 7>& of) {
      const double* const r[3] = {of[0], of[1], of[2]};
      double* const out[3] = {of[3], of[4], of[5]};
      kernels.force(arguments, lanes, r, out, of[6]);
    });
    if (!model.drag) continue;

    const std::span<const double> given[3] = {bodies.mass, bodies.drag_area, bodies.cd};
    for (std::size_t i = 0; i < count; ++i) {
      const double density = model.atmosphere == Atmosphere::kExponential
                                 ? ExponentialDensity(height[i])
                                 : HarrisPriesterDensity(height[i], {s.x[i], s.y[i], s.z[i]}, r_sun, model.bulge_exponent);
      height[i] = model.density_scale * density;
      for (int k = 0; k < 3; ++k) body[k][i] = given[k][given[k].size() == 1 ? 0 : first + i];
    }
    const std::array<double*, 13> drag = {s.x.data(), s.y.data(), s.z.data(), s.vx.data(), s.vy.data(), s.vz.data(), height, body[0], body[1], body[2], ax, ay, az};
    InRegisters(kernels.width, count, drag, 13, 10, [&](std::size_t lanes, const std::array<double*, 13>& of) {
      const double* const state[6] = {of[0], of[1], of[2], of[3], of[4], of[5]};
      const double* const properties[3] = {of[7], of[8], of[9]};
      double* const out[3] = {of[10], of[11], of[12]};
      kernels.drag(arguments.omega, lanes, state, of[6], properties, out);
    });
  }
}

}  // namespace haze::dynamics
