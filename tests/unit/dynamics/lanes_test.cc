// Batches of satellites: every lane has the bits of one satellite alone, and the steps are as exact as they promise.
#include "dynamics/lanes.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "dynamics/astronomy/astronomy.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/integrator.h"
#include "dynamics/j2_motion.h"
#include "dynamics/kepler.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

const char* Name(LaneSet set) { return set == LaneSet::kAvx512 ? "AVX-512" : set == LaneSet::kAvx2 ? "AVX2" : "scalar"; }

/// An orbit of the given perigee radius and eccentricity, some seconds after its perigee.
State Orbit(double perigee, double e, double inclination, double node, double later) {
  const double v = std::sqrt(kMuEarth * (1.0 + e) / perigee);
  const Vector3 along(Cos(node), Sin(node), 0.0);
  const Vector3 across(-Sin(node) * Cos(inclination), Cos(node) * Cos(inclination), Sin(inclination));
  const State start{perigee * along, v * across};
  return PropagateKepler(start, later).value();
}

/// A deterministic spread of low and eccentric orbits.
std::vector<State> Orbits(std::size_t n) {
  std::vector<State> states;
  for (std::size_t i = 0; i < n; ++i) {
    const double x = static_cast<double>(i);
    const double e = i % 3 == 0 ? 0.001 : i % 3 == 1 ? 0.03 : 0.3;
    states.push_back(Orbit(6.6e6 + 3.1e4 * x, e, 0.05 * x, 0.7 * x, 300.0 * x));
  }
  return states;
}

/// Arrays whose first element stands `shift` doubles behind the start of a 64-byte line.
struct Shifted {
  Shifted(std::size_t size, std::size_t shift) : storage(size + 16) {
    std::size_t offset = 0;
    while (reinterpret_cast<std::uintptr_t>(storage.data() + offset) % 64 != 0) ++offset;
    values = std::span<double>(storage).subspan(offset + shift, size);
  }
  std::vector<double> storage;
  std::span<double> values;
};

/// Six arrays of a batch, each shifted.
struct ShiftedBatch {
  ShiftedBatch(const std::vector<State>& states, std::size_t shift) {
    for (int k = 0; k < 6; ++k) arrays.emplace_back(states.size(), shift);
    for (std::size_t i = 0; i < states.size(); ++i) {
      const Vector6 y = ToVector6(states[i]);
      for (int k = 0; k < 6; ++k) arrays[static_cast<std::size_t>(k)].values[i] = y(k);
    }
  }
  StateLanes Lanes() { return {arrays[0].values, arrays[1].values, arrays[2].values, arrays[3].values, arrays[4].values, arrays[5].values}; }
  std::vector<Shifted> arrays;
};

std::vector<std::uint64_t> Bits(const StateLanes& lanes) {
  std::vector<std::uint64_t> bits;
  for (const std::span<double> row : {lanes.x, lanes.y, lanes.z, lanes.vx, lanes.vy, lanes.vz}) {
    for (const double value : row) bits.push_back(std::bit_cast<std::uint64_t>(value));
  }
  return bits;
}

class EachLaneSet : public testing::TestWithParam<LaneSet> {
 protected:
  void SetUp() override {
    if (!LaneSetSupported(GetParam())) GTEST_SKIP() << "this processor or build has no " << Name(GetParam());
  }
};
INSTANTIATE_TEST_SUITE_P(Lanes, EachLaneSet, testing::Values(LaneSet::kScalar, LaneSet::kAvx2, LaneSet::kAvx512), [](const auto& set) {
  return std::string(set.param == LaneSet::kAvx512 ? "avx512" : set.param == LaneSet::kAvx2 ? "avx2" : "scalar");
});

/// What a step count of each lane's own gives for one satellite after another.
std::vector<std::uint64_t> OneByOne(const std::vector<State>& states, double dt) {
  StateBatch batch(states);
  const StateLanes lanes = batch.Lanes();
  for (std::size_t i = 0; i < states.size(); ++i) {
    const int steps = J2LaneSteps(states[i], dt);
    PropagateJ2Lanes(LaneSet::kScalar, lanes.Part(i, 1), std::vector<double>{dt}, std::vector<int>{steps});
  }
  return Bits(lanes);
}

TEST_P(EachLaneSet, PropagationHasTheBitsOfOneSatelliteAloneWhereverItsArraysStart) {
  // Sizes around the widths of registers and of the chunks in between; shifts of 0, 8, 16 and 24 bytes.
  for (const std::size_t n : {std::size_t{1}, std::size_t{7}, std::size_t{16}, std::size_t{37}, std::size_t{261}}) {
    const std::vector<State> states = Orbits(n);
    const double dt = n == 261 ? 600.0 : 5400.0;
    const std::vector<std::uint64_t> alone = OneByOne(states, dt);
    for (const std::size_t shift : {0u, 1u, 2u, 3u}) {
      ShiftedBatch batch(states, shift);
      std::vector<int> steps;
      for (const State& state : states) steps.push_back(J2LaneSteps(state, dt));
      PropagateJ2Lanes(GetParam(), batch.Lanes(), std::vector<double>(n, dt), steps);
      EXPECT_EQ(Bits(batch.Lanes()), alone) << n << " lanes, shifted by " << 8 * shift << " bytes";
    }
  }
}

TEST_P(EachLaneSet, J2AccelerationHasTheBitsOfOneSatelliteAloneAndIsThatOfJ2Motion) {
  const std::size_t n = 37;
  const std::vector<State> states = Orbits(n);
  for (const std::size_t shift : {0u, 1u, 2u, 3u}) {
    ShiftedBatch batch(states, shift);
    const StateLanes s = batch.Lanes();
    Shifted ax(n, shift), ay(n, shift), az(n, shift);
    J2AccelerationLanes(GetParam(), {s.x, s.y, s.z}, {ax.values, ay.values, az.values});
    for (std::size_t i = 0; i < n; ++i) {
      double one[3];
      J2AccelerationLanes(LaneSet::kScalar, {s.x.subspan(i, 1), s.y.subspan(i, 1), s.z.subspan(i, 1)}, {{one, 1}, {one + 1, 1}, {one + 2, 1}});
      EXPECT_EQ(std::bit_cast<std::uint64_t>(ax.values[i]), std::bit_cast<std::uint64_t>(one[0])) << i;
      EXPECT_EQ(std::bit_cast<std::uint64_t>(ay.values[i]), std::bit_cast<std::uint64_t>(one[1])) << i;
      EXPECT_EQ(std::bit_cast<std::uint64_t>(az.values[i]), std::bit_cast<std::uint64_t>(one[2])) << i;
      const Vector3 a = J2Acceleration(states[i].r);
      EXPECT_LT((Vector3(one[0], one[1], one[2]) - a).norm(), 1e-15 * a.norm()) << i;  // rounding of some ten operations
    }
  }
}

TEST_P(EachLaneSet, ALaneThatIsNotANumberOrHasNoStepsDisturbsNoOther) {
  const std::vector<State> states = Orbits(16);
  std::vector<std::uint64_t> wanted = OneByOne(states, 3000.0);
  StateBatch batch(states);
  std::vector<int> steps;
  for (const State& state : states) steps.push_back(J2LaneSteps(state, 3000.0));
  State broken = states[5];
  broken.r.x() = std::numeric_limits<double>::quiet_NaN();
  batch.Set(5, broken);
  steps[9] = 0;
  PropagateJ2Lanes(GetParam(), batch.Lanes(), std::vector<double>(16, 3000.0), steps);
  const std::vector<std::uint64_t> bits = Bits(batch.Lanes());
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 5) continue;
    for (std::size_t k = 0; k < 6; ++k) {
      const std::uint64_t expected = i == 9 ? std::bit_cast<std::uint64_t>(ToVector6(states[9])(static_cast<int>(k))) : wanted[k * 16 + i];
      EXPECT_EQ(bits[k * 16 + i], expected) << "lane " << i << ", component " << k;
    }
  }
}

TEST_P(EachLaneSet, FullForceHasTheBitsOfAcceleration) {
  const AstronomyTable table = FreezeAstronomy(*ParseUtc("2026-06-18T17:44:00Z"), 86400.0);
  const std::size_t n = 37;
  const std::vector<State> states = Orbits(n);
  std::vector<double> mass, area, cd;
  for (std::size_t i = 0; i < n; ++i) {
    mass.push_back(100.0 + static_cast<double>(i));
    area.push_back(1.0 + 0.1 * static_cast<double>(i));
    cd.push_back(2.0 + 0.01 * static_cast<double>(i));
  }
  struct Case {
    int degree, order;
    bool sun, moon, drag;
    Atmosphere atmosphere;
  };
  for (const Case& c : {Case{20, 20, true, true, true, Atmosphere::kExponential}, Case{36, 36, false, true, false, Atmosphere::kExponential},
                        Case{12, 5, true, false, true, Atmosphere::kHarrisPriester}, Case{2, 0, true, true, true, Atmosphere::kExponential},
                        Case{3, 3, false, false, false, Atmosphere::kExponential}, Case{2, 2, true, true, false, Atmosphere::kExponential},
                        Case{0, 0, true, true, true, Atmosphere::kExponential}}) {
    const ForceModel model{.gravity_degree = c.degree, .gravity_order = c.order, .sun = c.sun, .moon = c.moon, .drag = c.drag, .solar_pressure = false,
                           .density_scale = 1.1, .atmosphere = c.atmosphere};
    for (const std::size_t shift : {0u, 1u, 2u, 3u}) {
      ShiftedBatch batch(states, shift);
      Shifted ax(n, shift), ay(n, shift), az(n, shift);
      AccelerationLanes(GetParam(), model, table, {mass, area, cd}, 4321.5, batch.Lanes(), {ax.values, ay.values, az.values});
      for (std::size_t i = 0; i < n; ++i) {
        const Vector3 a = Acceleration(model, &table, {.mass = mass[i], .drag_area = area[i], .cd = cd[i]}, 4321.5, states[i]);
        const Vector3 lane(ax.values[i], ay.values[i], az.values[i]);
        for (int k = 0; k < 3; ++k) {
          EXPECT_EQ(std::bit_cast<std::uint64_t>(lane(k)), std::bit_cast<std::uint64_t>(a(k)))
              << c.degree << "x" << c.order << ", lane " << i << ", component " << k << ": " << lane(k) - a(k);
        }
      }
    }
  }
}

double DistanceAfterADay(const State& state, double angle_factor) {
  const double day = 86400.0;
  Dop853Options<6> options;
  options.rtol = 1e-14;
  options.atol << 1e-7, 1e-7, 1e-7, 1e-10, 1e-10, 1e-10;
  options.dense = false;
  Dop853<6> reference(options);
  reference.Start(0.0, ToVector6(state));
  const auto f = [](double, const Vector6& x) {
    Vector6 rate;
    rate << x.tail<3>(), J2Acceleration(x.head<3>());
    return rate;
  };
  EXPECT_EQ(reference.Advance(f, day), StepStatus::kReached);
  StateBatch batch(1);
  batch.Set(0, state);
  const int steps = static_cast<int>(J2LaneSteps(state, day) * angle_factor);
  PropagateJ2Lanes(LaneSet::kScalar, batch.Lanes(), std::vector<double>{day}, std::vector<int>{steps});
  const Vector3 difference = batch.Get(0).r - reference.y().head<3>();
  return difference.norm();
}

TEST(Lanes, ErrorStaysBelowTwoMillimetresADay) {
  // 2e-6 km a day is what the batch is held to; the reference itself is good to 1e-4 m (its tolerance halved changes less).
  for (const double e : {0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7}) {
    for (const double inclination : {0.1, 1.0, 1.7}) {
      for (const double later : {0.0, 2000.0}) {
        EXPECT_LT(DistanceAfterADay(Orbit(6.678e6, e, inclination, 0.4, later), 1.0), 2e-3) << "e " << e << ", i " << inclination << ", after " << later << " s";
      }
    }
  }
}

TEST(Lanes, ErrorFallsWithTwelfthPowerOfStep) {
  // Three quarters of the steps: (4/3)^12 = 31.6. Coarse steps, so that rounding has no part in it.
  const State state = Orbit(6.678e6, 0.02, 1.0, 0.4, 0.0);
  const double order = Log(DistanceAfterADay(state, 0.75) / DistanceAfterADay(state, 1.0)) / Log(4.0 / 3.0);
  EXPECT_GT(order, 11.0);
  EXPECT_LT(order, 14.0);
}

TEST(Lanes, BackAndForthReturnsToTheStart) {
  const State state = Orbit(6.9e6, 0.01, 1.2, 0.3, 0.0);
  StateBatch batch(1);
  batch.Set(0, state);
  const int steps = J2LaneSteps(state, 86400.0);
  PropagateJ2Lanes(LaneSet::kScalar, batch.Lanes(), std::vector<double>{86400.0}, std::vector<int>{steps});
  PropagateJ2Lanes(LaneSet::kScalar, batch.Lanes(), std::vector<double>{-86400.0}, std::vector<int>{steps});
  const Vector3 difference = batch.Get(0).r - state.r;
  EXPECT_LT(difference.norm(), 4e-3);  // twice the error of a way
}

TEST(Lanes, StatesThatAreNoOrbitGetNoSteps) {
  State state = Orbit(7e6, 0.01, 1.0, 0.0, 0.0);
  EXPECT_EQ(J2LaneSteps(state, 0.0), 0);
  EXPECT_GT(J2LaneSteps(state, -600.0), 0);
  EXPECT_EQ(J2LaneSteps(state, std::numeric_limits<double>::infinity()), -1);
  state.v = Vector3::Zero();  // falls through the centre
  EXPECT_EQ(J2LaneSteps(state, 600.0), -1);
  state.r.x() = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(J2LaneSteps(state, 600.0), -1);
}

}  // namespace
}  // namespace haze::dynamics
