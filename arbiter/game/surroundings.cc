#include "arbiter/game/surroundings.h"

#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::game {

using dynamics::Vector3;

dynamics::RandomStream Surroundings::Random(Purpose purpose, int who, std::uint64_t index) const {
  return dynamics::RandomStream(key, static_cast<std::uint32_t>(purpose), static_cast<std::uint32_t>(who), index);
}

Vector3 Surroundings::Sun(double t) const { return astronomy ? astronomy->SunGcrf(t) : Vector3(dynamics::kAu, 0.0, 0.0); }

Vector3 Surroundings::Moon(double t) const { return astronomy ? astronomy->MoonGcrf(t) : Vector3(0.0, 3.844e8, 0.0); }

double Surroundings::SunlitFraction(const Vector3& r, double t) const { return scenario->shadow ? dynamics::SunlitFraction(r, Sun(t)) : 1.0; }

dynamics::ForceModel Surroundings::Forces() const {
  const scenarios::Forces& forces = scenario->forces;
  dynamics::ForceModel model;
  model.gravity_degree = forces.gravity_degree;
  model.gravity_order = forces.gravity_order;
  model.sun = forces.sun;
  model.moon = forces.moon;
  model.drag = forces.drag;
  model.solar_pressure = forces.solar_pressure;
  model.density_scale = forces.density_scale;
  return model;
}

dynamics::Matrix3 Surroundings::R_ITRF_GCRF(double t) const {
  if (astronomy) return astronomy->R_ITRF_GCRF(t);
  const dynamics::SinCosValue turn = dynamics::SinCos(dynamics::kEarthRate * t);
  dynamics::Matrix3 R;
  R << turn.cos, turn.sin, 0.0, -turn.sin, turn.cos, 0.0, 0.0, 0.0, 1.0;
  return R;
}

}  // namespace haze::game
