// Figures of models: SGP4, Lambert's problem and the full force model.
#include "tools/bench/physics.h"

#include <cmath>

#include "dynamics/ascent.h"
#include "dynamics/astronomy/astronomy.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/forces.h"
#include "dynamics/kepler.h"
#include "dynamics/lambert.h"
#include "dynamics/lanes.h"
#include "dynamics/launch_window.h"
#include "dynamics/sgp4_batch.h"
#include "tools/bench/hand_loops.h"

namespace haze::tools {
namespace {

using namespace std::string_literals;
using dynamics::LaneSet;
using dynamics::State;
using dynamics::Vector3;

/// Where results go, so that no loop is optimised away.
volatile double sink = 0.0;

Figure Rate(const std::string& name, const std::string& unit, const Rates& rates, double goal, std::optional<double> value_goal, const std::string& limit_is) {
  return {.name = name, .value = rates.median[0], .unit = unit, .limit = rates.median.back(), .ratio = rates.ratio[0], .goal = goal, .value_goal = value_goal,
          .limit_is = limit_is};
}

/// Near-earth element sets of low orbits with drag.
std::vector<dynamics::Sgp4> NearEarth(std::size_t n) {
  std::vector<dynamics::Sgp4> models;
  for (std::size_t i = 0; i < n; ++i) {
    const double x = static_cast<double>(i) / static_cast<double>(n);
    dynamics::Tle tle;
    tle.bstar = 1e-4 * x;
    tle.inclination = dynamics::kDegree * (28.0 + 70.0 * x);
    tle.raan = 6.0 * x;
    tle.eccentricity = 0.0005 + 0.02 * x;
    tle.argp = 5.0 * x;
    tle.mean_anomaly = 4.0 * x;
    tle.mean_motion = dynamics::kTwoPi * (15.6 - 2.0 * x) / 1440.0;
    const dynamics::Sgp4Init made = dynamics::InitSgp4(tle);
    if (made.model) models.push_back(*made.model);
  }
  return models;
}

/// Directions and sizes that are spread without a random number.
Vector3 Spread(double x) {
  const double z = dynamics::Sin(12.9 * x);
  const dynamics::SinCosValue turn = dynamics::SinCos(78.2 * x);
  const double flat = std::sqrt(1.0 - z * z);
  return {flat * turn.cos, flat * turn.sin, z};
}

/// Transfers between low and geostationary altitudes that are flown in less than a revolution.
std::vector<dynamics::LambertProblem> Transfers(std::size_t n) {
  std::vector<dynamics::LambertProblem> problems;
  for (std::size_t i = 0; problems.size() < n; ++i) {
    const double x = 0.37 + static_cast<double>(i);
    dynamics::LambertProblem problem;
    problem.r1 = 7e6 * (1.0 + 0.5 * std::fabs(dynamics::Sin(3.3 * x))) * Spread(x);
    problem.r2 = 7e6 * (1.0 + 5.0 * std::fabs(dynamics::Sin(5.7 * x))) * Spread(2.3 * x);
    problem.tof = 600.0 + 9000.0 * std::fabs(dynamics::Sin(7.1 * x));
    problem.prograde = i % 2 == 0;
    problems.push_back(problem);
  }
  return problems;
}

Figure Sgp4Figure(const BenchOptions& options) {
  const std::vector<dynamics::Sgp4> models = NearEarth(64);
  const Work scalar = [&] {
    double sum = 0.0;
    for (int k = 0; k < 16; ++k) {
      for (const dynamics::Sgp4& model : models) sum += model.At(90.0 * k).teme.r.x();
    }
    sink = sum;
    return 16.0 * static_cast<double>(models.size());
  };
  const Work angles = [&] {
    double sum = 0.0;
    for (int k = 0; k < 1024; ++k) {
      const double x = 1e-3 * k;
      for (int i = 0; i < 4; ++i) {
        const dynamics::SinCosValue value = dynamics::SinCos(x + i);
        sum += value.sin * value.cos;
      }
    }
    sink = sum;
    return 1024.0;
  };
  return Rate("sgp4_scalar", "states/s", Interleave({scalar, angles}, options.rounds, options.seconds, ThreadSeconds), 0.3, 2.5e6,
              "four sines with cosines of the same library");
}

Figure Sgp4BatchFigure(const BenchOptions& options) {
  const std::vector<dynamics::Sgp4> models = NearEarth(64);
  const dynamics::Sgp4Batch batch(models);
  dynamics::StateBatch states(models.size());
  std::vector<dynamics::Sgp4Status> status(models.size());
  std::vector<double> minutes(models.size());
  const Work four = [&] {
    for (int k = 0; k < 64; ++k) {
      for (double& t : minutes) t = 90.0 * (k % 16);
      batch.At(dynamics::LaneSet::kAvx2, minutes, states.Lanes(), status);
      sink = states.Lanes().x[0];
    }
    return 64.0 * static_cast<double>(models.size());
  };
  const Work angles = [] {
    double x[4], s[4], c[4], sum = 0.0;
    for (int k = 0; k < 1024; ++k) {
      for (int i = 0; i < 4; ++i) {
        for (int j = 0; j < 4; ++j) x[j] = 1e-3 * k + i + 0.1 * j;
        dynamics::sgp4::FourSinCosAvx2(x, s, c);
        sum += s[0] * c[3];
      }
    }
    sink = sum;
    return 4096.0;
  };
  return Rate("sgp4_avx2", "states/s", Interleave({four, angles}, options.rounds, options.seconds, ThreadSeconds), 0.4, 1.5e7, "four sines with cosines by the same library's vector kernels");
}

Figure LambertFigure(const BenchOptions& options) {
  const std::vector<dynamics::LambertProblem> problems = Transfers(512);
  const Work solve = [&] {
    double sum = 0.0;
    for (const dynamics::LambertProblem& problem : problems) sum += dynamics::Lambert(problem).v1.x();
    sink = sum;
    return static_cast<double>(problems.size());
  };
  const Work least = [&] {
    // Two rounds of Izzo's time equation and its slopes, each waiting for the one before: no start value, no geometry, no velocities.
    double total = 0.0;
    for (int k = 0; k < 512; ++k) {
      const double lambda = -0.9 + 0.003 * k;
      double x = 0.1;
      for (int round = 0; round < 2; ++round) {
        const double E = 1.0 - x * x;
        const double y = std::sqrt(1.0 - lambda * lambda * E);
        const double over = 1.0 / E;
        const double T = (dynamics::Acos(x * y + lambda * E) * std::sqrt(over) - x + lambda * y) * over;
        const double slope = (3.0 * T * x - 2.0 + 2.0 * lambda * lambda * lambda * x / y) * over;
        x -= 1e-3 * (T - 1.0) / slope;
      }
      total += x;
    }
    sink = total;
    return 512.0;
  };
  return Rate("lambert_zero_revolutions", "solutions/s", Interleave({solve, least}, options.rounds, options.seconds, ThreadSeconds), 0.15, 3e6,
              "two rounds of the time equation and its first derivative alone");
}

void ForceFigures(const BenchOptions& options, std::vector<Figure>& figures) {
  constexpr std::size_t kBatch = 512;
  constexpr int kDegree = 20;
  const dynamics::AstronomyTable table = dynamics::FreezeAstronomy(*dynamics::ParseUtc("2026-06-18T17:44:00Z"), 86400.0);
  const dynamics::ForceModel model{.gravity_degree = kDegree, .gravity_order = kDegree, .sun = true, .moon = true, .drag = true, .solar_pressure = false};
  const dynamics::BodyProperties body{.mass = 100.0, .drag_area = 1.0};
  std::vector<State> states;
  for (std::size_t i = 0; i < kBatch; ++i) {
    const double x = static_cast<double>(i);
    const Vector3 r = (6.678e6 + 1e3 * x) * Spread(x);
    states.push_back({r, 7500.0 * r.cross(Vector3(0.1, 0.3, 1.0)).normalized()});
  }
  const Work single = [&] {
    double sum = 0.0;
    for (const State& state : states) sum += dynamics::Acceleration(model, &table, body, 1000.0 + sum, state).x();
    sink = sum;
    return static_cast<double>(kBatch);
  };
  const Work gravity = [&] {
    double sum = 0.0;
    for (const State& state : states) sum += dynamics::GravityItrf(state.r, kDegree, kDegree).x();
    sink = sum;
    return static_cast<double>(kBatch);
  };
  figures.push_back(Rate("full_force_scalar", "evaluations/s", Interleave({single, gravity}, options.rounds, options.seconds, ThreadSeconds), 0.4, 1e6,
                         "its gravity of degree and order 20 alone, without Sun, Moon, drag and the Earth's rotation"));

  dynamics::StateBatch batch(states);
  const dynamics::StateLanes lanes = batch.Lanes();
  std::vector<double> a(3 * kBatch);
  const std::span<double> all(a);
  const dynamics::VectorLanes out{all.subspan(0, kBatch), all.subspan(kBatch, kBatch), all.subspan(2 * kBatch, kBatch)};
  std::vector<double> field;
  for (int i = 0; i < 5 * (kDegree + 1) * (kDegree + 2) / 2; ++i) field.push_back(1e-3 / (1.0 + i));
  const std::vector<double> Z(kBatch, 0.3);
  std::vector<double> total(kBatch);
  for (const LaneSet set : {LaneSet::kAvx2, LaneSet::kAvx512}) {
    if (!dynamics::LaneSetSupported(set)) continue;
    const Work many = [&] {
      dynamics::AccelerationLanes(set, model, table, {{&body.mass, 1}, {&body.drag_area, 1}, {&body.cd, 1}}, 1000.0, lanes, out);
      return static_cast<double>(kBatch);
    };
    const auto loop = set == LaneSet::kAvx512 ? HandFieldAvx512 : HandFieldAvx2;
    const Work hand = [&] {
      loop(kBatch, kDegree, field.data(), Z.data(), total.data());
      return static_cast<double>(kBatch);
    };
    figures.push_back(Rate("full_force_"s + (set == LaneSet::kAvx512 ? "avx512" : "avx2"), "evaluations/s",
                           Interleave({many, hand}, options.rounds, options.seconds, ThreadSeconds), 0.4, 3e6,
                           "the sums of its gravity field alone, by a hand-written loop of the same instructions"));
  }
}

Figure AscentFigure(const BenchOptions& options) {
  const dynamics::LaunchVehicle vehicle = dynamics::Electron();
  const dynamics::LaunchSite site{.lat = -39.26085 * dynamics::kDegree, .height = 104.0, .right_ascension = 1.0};
  dynamics::MeanOrbit orbit{.a = dynamics::kEarthRadius + 502.7e3, .i = 97.516 * dynamics::kDegree};
  orbit.raan = dynamics::WrapTwoPi(site.right_ascension - dynamics::PassageOver(site.lat, orbit.i, false).node_to_site);
  const dynamics::AscentOrder order = dynamics::DesignAscent(vehicle, site, orbit, 180.0);
  const dynamics::AscentChance chance;
  std::vector<dynamics::AscentArc> arcs;
  dynamics::FlyAscent(vehicle, site, order, 180.0, chance, {.trace = &arcs});
  const Work fly = [&] {
    sink = dynamics::FlyAscent(vehicle, site, order, 180.0, chance).t;
    return 1.0;
  };
  const Work forces = [&] {
    double sum = 0.0;
    for (const dynamics::AscentArc& arc : arcs) {
      // Four stages of Runge-Kutta a step, each waiting for the one before.
      for (int stage = 0; stage < 4; ++stage) {
        const State at{arc.begin.r + Vector3::Constant(1e-12 * sum), arc.begin.v};
        sum += dynamics::AscentGravity(at.r).x();
        sum += dynamics::ThrustAndDrag(vehicle, arc, chance, {}, arc.t0, at).x();
      }
    }
    sink = sum;
    return 1.0;
  };
  return Rate("ascent", "ascents/s", Interleave({fly, forces}, options.rounds, options.seconds, ThreadSeconds), 0.4, 1e3,
              "the evaluations of its forces alone: four at each step of the same flight, without guidance and sums");
}

}  // namespace

std::vector<Figure> BenchModels(const BenchOptions& options) {
  std::vector<Figure> figures;
  figures.push_back(Sgp4Figure(options));
  if (dynamics::LaneSetSupported(dynamics::LaneSet::kAvx2) && dynamics::sgp4::HasAvx2()) figures.push_back(Sgp4BatchFigure(options));
  figures.push_back(LambertFigure(options));
  figures.push_back(AscentFigure(options));
  ForceFigures(options, figures);
  return figures;
}

std::vector<Figure> BenchPhysics(const BenchOptions& options) {
  std::vector<Figure> figures;
  {
    const Pin pin;
    for (Figure& figure : BenchOrbits(options)) figures.push_back(std::move(figure));
    for (Figure& figure : BenchModels(options)) figures.push_back(std::move(figure));
    for (Figure& figure : BenchSky(options)) figures.push_back(std::move(figure));
  }
  for (Figure& figure : BenchThreads(options)) figures.push_back(std::move(figure));
  return figures;
}

}  // namespace haze::tools
