// One craft 2,000 km ahead of another, watched in passes with a bias each: the world that filter tests share.
#pragma once

#include <cmath>
#include <vector>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/j2_motion.h"
#include "dynamics/orbit_determination/sighting.h"
#include "dynamics/random.h"

namespace haze::dynamics::hunt {

struct World {
  double sigma = 10.0 * kArcsecond;
  double bias_sigma = 30.0 * kArcsecond;
  double rate_sigma = 0.0;
  double range_sigma = 10.0;
  double noise = 1e-3;          ///< m/s per root second, white, each axis
  int passes = 3;
  int sightings = 20;           ///< a pass, one every 30 s; then a gap of 900 s
  int range_every = 5;          ///< 0: never
  double burn_t = -1.0;         ///< s; the truth changes its velocity by `burn` at the first noise step after it
  Vector3 burn = Vector3::Zero();
};

struct Run {
  std::vector<Sighting> sightings;
  std::vector<State> truth;  ///< at each sighting
};

inline State Observer() { return ToState({.a = 6880.8e3, .e = 0.001, .i = 1.7, .raan = 1.2, .argp = 0.5, .nu = 0.3}); }
inline State Target() { return ToState({.a = 6882.8e3, .e = 0.0015, .i = 1.7005, .raan = 1.2003, .argp = 0.5, .nu = 0.59}); }

inline Sighting See(const State& target, const State& observer, double t, const World& world, const Vector3& bias, bool with_range, RandomStream& random) {
  Sighting s;
  s.t = t;
  s.observer = observer;
  const Vector3 line = target.r - observer.r;
  const double range = line.norm();
  const Vector3 u = line / range;
  s.sigma = world.sigma;
  s.direction = (u + bias.cross(u) + world.sigma * random.NormalVector3()).normalized();
  if (world.rate_sigma > 0.0) {
    const Vector3 v = target.v - observer.v;
    s.rate_sigma = world.rate_sigma;
    s.rate = (v - u * u.dot(v)) / range + world.rate_sigma * random.NormalVector3();
  }
  if (with_range) {
    s.range_sigma = world.range_sigma;
    s.range = range + world.range_sigma * random.Normal();
  }
  return s;
}

inline Run Watch(const World& world, RandomStream& random) {
  constexpr double kStep = 10.0;
  Run run;
  State target = Target();
  State observer = Observer();
  double t = 0.0;
  bool burned = world.burn_t < 0.0;
  const auto advance = [&](int steps) {
    for (int i = 0; i < steps; ++i) {
      target = PropagateJ2(target, kStep);
      target.v += world.noise * std::sqrt(kStep) * random.NormalVector3();
      t += kStep;
      if (!burned && t >= world.burn_t) {
        target.v += world.burn;
        burned = true;
      }
    }
    observer = PropagateJ2(observer, kStep * steps);
  };
  for (int pass = 0; pass < world.passes; ++pass) {
    const Vector3 bias = world.bias_sigma * random.NormalVector3();
    for (int k = 0; k < world.sightings; ++k) {
      advance(k == 0 && pass > 0 ? 90 : 3);
      Sighting s = See(target, observer, t, world, bias, world.range_every > 0 && k % world.range_every == 2, random);
      s.pass = pass;
      run.sightings.push_back(s);
      run.truth.push_back(target);
    }
  }
  return run;
}

}  // namespace haze::dynamics::hunt
