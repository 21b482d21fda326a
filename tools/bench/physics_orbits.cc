// Figures of orbits: J2 accelerations and propagation, in batches and one satellite at a time, and over threads.
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/ensemble/ensemble.h"
#include "dynamics/j2_motion.h"
#include "dynamics/lanes.h"
#include "dynamics/nystrom.h"
#include "tools/bench/hand_loops.h"
#include "tools/bench/physics.h"

namespace haze::tools {
namespace {

using namespace std::string_literals;
using dynamics::LaneSet;
using dynamics::State;

constexpr double kDay = 86400.0;
constexpr std::size_t kBatch = 1024;
constexpr int kStages = 17;  // evaluations of a step of RKN12(10)17M

/// Low orbits between 300 and 800 km, inclinations from 28 to 98 degrees, eccentricities up to 0.02.
std::vector<State> LowOrbits(std::size_t n) {
  std::vector<State> states;
  for (std::size_t i = 0; i < n; ++i) {
    const double x = static_cast<double>(i) / static_cast<double>(n);
    const double e = 0.02 * std::fabs(dynamics::Sin(40.0 * x));
    const double perigee = 6.678e6 + 5e5 * x;
    const double v = std::sqrt(dynamics::kMuEarth * (1.0 + e) / perigee);
    const double inclination = dynamics::kDegree * (28.0 + 70.0 * std::fabs(dynamics::Sin(17.0 * x)));
    const dynamics::SinCosValue node = dynamics::SinCos(100.0 * x);
    const dynamics::SinCosValue tilt = dynamics::SinCos(inclination);
    states.push_back({perigee * dynamics::Vector3(node.cos, node.sin, 0.0), v * dynamics::Vector3(-node.sin * tilt.cos, node.cos * tilt.cos, tilt.sin)});
  }
  return states;
}

const char* Name(LaneSet set) { return set == LaneSet::kAvx512 ? "avx512" : set == LaneSet::kAvx2 ? "avx2" : "scalar"; }

/// A hand-written loop over a batch.
struct HandLoop {
  explicit HandLoop(const std::vector<State>& states) : batch(states), a(3 * states.size()) {}
  double Run(LaneSet set) {
    const dynamics::StateLanes s = batch.Lanes();
    const std::size_t n = s.size();
    const auto loop = set == LaneSet::kAvx512 ? HandJ2Avx512 : set == LaneSet::kAvx2 ? HandJ2Avx2 : HandJ2Scalar;
    for (int k = 0; k < 64; ++k) loop(n, s.x.data(), s.y.data(), s.z.data(), a.data(), a.data() + n, a.data() + 2 * n);
    return 64.0 * static_cast<double>(n);
  }
  double Lanes(LaneSet set) {
    const dynamics::StateLanes s = batch.Lanes();
    const std::size_t n = s.size();
    const std::span<double> all(a);
    for (int k = 0; k < 64; ++k) dynamics::J2AccelerationLanes(set, {s.x, s.y, s.z}, {all.subspan(0, n), all.subspan(n, n), all.subspan(2 * n, n)});
    return 64.0 * static_cast<double>(n);
  }
  dynamics::StateBatch batch;
  std::vector<double> a;
};

/// What an orbit's day should be, to 0.1 mm.
State TightDay(const State& start) {
  dynamics::Dop853Options<6> options;
  options.rtol = 1e-14;
  options.atol << 1e-7, 1e-7, 1e-7, 1e-10, 1e-10, 1e-10;
  options.dense = false;
  dynamics::Dop853<6> integrator(options);
  integrator.Start(0.0, dynamics::ToVector6(start));
  const auto f = [](double, const dynamics::Vector6& x) {
    dynamics::Vector6 rate;
    rate << x.tail<3>(), dynamics::J2Acceleration(x.head<3>());
    return rate;
  };
  static_cast<void>(integrator.Advance(f, kDay));
  return dynamics::FromVector6(integrator.y());
}

/// `limit` is what the error may be; the ratio is limit / value.
Figure ErrorFigure(const std::string& name, double metres) {
  Figure figure{.name = name, .value = 1e-3 * metres, .unit = "km/day", .limit = 2e-6, .goal = 1.0, .limit_is = "the error that the speed is quoted for"};
  if (metres > 0.0) figure.ratio = *figure.limit / figure.value;
  return figure;
}

Figure Rate(const std::string& name, const std::string& unit, const Rates& rates, double goal, std::optional<double> value_goal, const std::string& limit_is) {
  return {.name = name, .value = rates.median[0], .unit = unit, .limit = rates.median.back(), .ratio = rates.ratio[0], .goal = goal, .value_goal = value_goal,
          .limit_is = limit_is};
}

}  // namespace

std::vector<Figure> BenchOrbits(const BenchOptions& options) {
  std::vector<Figure> figures;
  const std::vector<State> states = LowOrbits(kBatch);
  const std::vector<double> dt(kBatch, kDay);
  std::vector<int> steps;
  double evaluations = 0.0;  // of a satellite's day, on average
  for (const State& state : states) {
    steps.push_back(dynamics::J2LaneSteps(state, kDay));
    evaluations += kStages * static_cast<double>(steps.back()) / static_cast<double>(kBatch);
  }
  HandLoop hand(states);
  dynamics::StateBatch moving(kBatch);

  for (const LaneSet set : {LaneSet::kAvx2, LaneSet::kAvx512}) {
    if (!dynamics::LaneSetSupported(set)) continue;
    const Rates rates = Interleave({[&] { return hand.Lanes(set); }, [&] { return hand.Run(set); }}, options.rounds, options.seconds, ThreadSeconds);
    figures.push_back(Rate("j2_acceleration_"s + Name(set), "accelerations/s", rates, 0.6, std::nullopt, "a hand-written loop of the same instructions"));
  }
  for (const LaneSet set : {LaneSet::kScalar, LaneSet::kAvx2, LaneSet::kAvx512}) {
    if (!dynamics::LaneSetSupported(set)) continue;
    const Work propagate = [&] {
      moving = dynamics::StateBatch(states);
      dynamics::PropagateJ2Lanes(set, moving.Lanes(), dt, steps);
      return static_cast<double>(kBatch);
    };
    const Work limit = [&] { return hand.Run(set) / evaluations; };
    const Rates rates = Interleave({propagate, limit}, options.rounds, options.seconds, ThreadSeconds);
    const std::optional<double> goal = set == LaneSet::kAvx2 ? std::optional(4.5e4) : set == LaneSet::kAvx512 ? std::optional(9e4) : std::nullopt;
    figures.push_back(Rate("j2_propagation_"s + Name(set), "satellite-days/s", rates, 0.2, goal, "its accelerations alone, by a hand-written loop of the same instructions"));
  }
  double worst = 0.0;
  for (std::size_t i = 0; i < kBatch; i += 64) {
    const dynamics::Vector3 difference = moving.Get(i).r - TightDay(states[i]).r;
    worst = std::max(worst, difference.norm());
  }
  figures.push_back(ErrorFigure("j2_propagation_error", worst));

  const auto acceleration = [](double, const dynamics::Vector3& r) { return dynamics::J2Acceleration(r); };
  dynamics::Nystrom12 single({.rtol = 0.0, .atol_r = 5e-4, .atol_v = 5e-7});
  std::size_t next = 0;
  long used = 0;
  const auto day = [&](const State& state) {
    single.Start(0.0, state);
    static_cast<void>(single.Advance(acceleration, kDay));
    used = single.counts().evaluations;
  };
  const Work adaptive = [&] {
    for (int k = 0; k < 16; ++k) day(states[next = (next + 61) % kBatch]);
    return 16.0;
  };
  day(states[kBatch / 2]);
  const double single_evaluations = static_cast<double>(used);
  const Work forces_alone = [&] { return hand.Run(LaneSet::kScalar) / single_evaluations; };
  figures.push_back(Rate("j2_single_adaptive", "satellite-days/s", Interleave({adaptive, forces_alone}, options.rounds, options.seconds, ThreadSeconds), 0.1, 1.2e4,
                         "its accelerations alone, by a hand-written loop over many satellites without vector instructions"));
  worst = 0.0;
  for (std::size_t i = 0; i < kBatch; i += 64) {
    day(states[i]);
    const dynamics::Vector3 difference = single.state().r - TightDay(states[i]).r;
    worst = std::max(worst, difference.norm());
  }
  figures.push_back(ErrorFigure("j2_single_adaptive_error", worst));
  return figures;
}

std::vector<Figure> BenchThreads(const BenchOptions& options) {
  const std::vector<State> states = LowOrbits(4 * kBatch);
  const std::vector<double> dt(states.size(), kDay);
  std::vector<int> steps;
  for (const State& state : states) steps.push_back(dynamics::J2LaneSteps(state, kDay));
  dynamics::StateBatch moving(states.size());
  const auto with = [&](int threads) {
    return [&, threads] {
      moving = dynamics::StateBatch(states);
      dynamics::PropagateJ2Ensemble(dynamics::WidestLaneSet(), moving.Lanes(), dt, steps, threads);
      return static_cast<double>(states.size());
    };
  };
  // What two processors give here and now: as many pieces of a hand-written loop over arrays of their own, each about as long.
  constexpr std::size_t kPieces = 64;
  const dynamics::LaneSet set = dynamics::WidestLaneSet();
  std::vector<HandLoop> loops(kPieces, HandLoop({states.begin(), states.begin() + 64}));
  const auto apart = [&](int threads) {
    return [&, threads] {
      dynamics::ForEach(kPieces, threads, [&](std::size_t piece) {
        for (int k = 0; k < 32; ++k) loops[piece].Run(set);
      });
      return static_cast<double>(kPieces);
    };
  };
  const Rates rates = Interleave({with(2), apart(2), apart(1), with(1)}, options.rounds, options.seconds, WallSeconds);
  const double limit = rates.median[1] / rates.median[2];
  return {{.name = "threads_2_over_1", .value = rates.ratio[0], .unit = "times", .limit = limit, .ratio = rates.ratio[0] / limit, .goal = 0.95, .value_goal = 1.9,
           .limit_is = "pieces of a hand-written loop that share nothing, on the same two threads over one; by the clock on the wall; 2 where the machine has nothing else to do"}};
}

}  // namespace haze::tools
