// What acts on a launcher in flight, and what chance does to it.
#include <cmath>

#include "dynamics/ascent.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {

namespace {

constexpr double kJetAltitude = 11e3;  // m
constexpr double kJetDepth = 5e3;

}  // namespace

double AscentAltitude(const Vector3& r) {
  constexpr double e2 = kFlattening * (2.0 - kFlattening);
  const double r2 = r.squaredNorm();
  const double cos2 = (r.x() * r.x() + r.y() * r.y()) / r2;
  return std::sqrt(r2) - kEarthRadius * std::sqrt((1.0 - e2) / (1.0 - e2 * cos2));
}

Vector3 EarthVelocity(const Vector3& r) { return {-kEarthRate * r.y(), kEarthRate * r.x(), 0.0}; }

Vector3 AscentGravity(const Vector3& r) {
  const double r2 = r.squaredNorm();
  const double r1 = std::sqrt(r2);
  const double z2 = 5.0 * r.z() * r.z() / r2;
  const double k = 1.5 * kJ2 * kEarthGravityRadius * kEarthGravityRadius / r2;
  const double g = -kMuEarth / (r2 * r1);
  return {g * r.x() * (1.0 + k * (1.0 - z2)), g * r.y() * (1.0 + k * (1.0 - z2)), g * r.z() * (1.0 + k * (3.0 - z2))};
}

Vector3 ThrustAndDrag(const LaunchVehicle& vehicle, const AscentArc& arc, const AscentChance& chance, const AscentOptions& options, double t, const State& state) {
  const double mass = arc.mass - arc.flow * (t - arc.t0);
  Vector3 v_ground = state.v;
  if (options.turning_earth) v_ground -= EarthVelocity(state.r);
  double thrust = arc.thrust;
  Vector3 force = Vector3::Zero();
  if (arc.in_air && options.air) {
    const double h = AscentAltitude(state.r);
    const Air air = StandardAir(h);
    thrust -= arc.thrust > 0.0 ? air.pressure * arc.exit_area : 0.0;
    Vector3 v_air = v_ground;
    if (chance.wind_east != 0.0 || chance.wind_north != 0.0) {
      const double depth = (h - kJetAltitude) / kJetDepth;
      const double share = Exp(-depth * depth);
      const Vector3 east = Vector3(-state.r.y(), state.r.x(), 0.0).normalized();
      const Vector3 north = state.r.cross(east) / state.r.norm();
      v_air -= share * (chance.wind_east * east + chance.wind_north * north);
    }
    const double speed = v_air.norm();
    force -= (0.5 * air.density * vehicle.reference_area * LauncherDragCoefficient(speed / air.sound_speed) * speed) * v_air;
  }
  if (thrust != 0.0) {
    Vector3 direction = v_ground;
    if (!arc.along_velocity) direction = arc.direction + (t - arc.t0) * arc.rate;
    force += thrust / direction.norm() * direction;
  }
  return force / mass;
}

AscentChance DrawAscent(const AscentSigmas& sigmas, RandomStream& random) {
  AscentChance chance;
  for (double& factor : chance.thrust) factor = 1.0 + sigmas.thrust * random.Normal();
  for (double& factor : chance.isp) factor = 1.0 + sigmas.isp * random.Normal();
  chance.wind_east = sigmas.wind * random.Normal();
  chance.wind_north = sigmas.wind * random.Normal();
  chance.navigation_r = sigmas.navigation_r * random.NormalVector3();
  chance.navigation_v = sigmas.navigation_v * random.NormalVector3();
  chance.kick_cutoff = sigmas.kick_cutoff * random.Normal();
  return chance;
}

}  // namespace haze::dynamics
