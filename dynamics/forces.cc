// Sums the forces on a craft; gravity.cc, atmosphere.cc and harris_priester.cc hold those with tables.
#include "dynamics/forces.h"

#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/j2_motion.h"
#include "dynamics/shadow.h"

namespace haze::dynamics {

namespace {

/// Height above the ellipsoid: Bowring's formula once, within a millimetre from the ground to 10,000 km (Forces.DragHeightIsTheGeodeticHeight).
/// frames.h iterates and takes angles, which a force has no use for.
double GeodeticHeight(const Vector3& r_ITRF) {
  constexpr double a = kEarthRadius;
  constexpr double b = a * (1.0 - kFlattening);
  constexpr double e2 = kFlattening * (2.0 - kFlattening);
  const double p = std::sqrt(r_ITRF.x() * r_ITRF.x() + r_ITRF.y() * r_ITRF.y());
  const double z = r_ITRF.z();
  // The parametric latitude of the point itself: tan beta = z / ((1 - f) p) scaled by b / a for the height.
  const double r = std::sqrt(p * p + z * z);
  const double u = z * (1.0 - kFlattening + e2 * a / r);
  const double beta_norm = std::sqrt(u * u + p * p);
  const double sin_beta = u / beta_norm;
  const double cos_beta = p / beta_norm;
  const double y = z + e2 / (1.0 - e2) * b * sin_beta * sin_beta * sin_beta;
  const double x = p - e2 * a * cos_beta * cos_beta * cos_beta;
  const double phi_norm = std::sqrt(y * y + x * x);
  const double sin_phi = y / phi_norm;
  const double cos_phi = x / phi_norm;
  return p * cos_phi + z * sin_phi - a * std::sqrt(1.0 - e2 * sin_phi * sin_phi);
}

/// Tide of a body of parameter `mu` at `s` on a craft at `r`, both geocentric: mu (d / |d|^3 - s / |s|^3) with d = s - r,
/// in Battin's form, which does not subtract nearly equal vectors.
/// Source: Battin, "An Introduction to the Mathematics and Methods of Astrodynamics" (1999), section 8.4.
Vector3 ThirdBody(double mu, const Vector3& s, const Vector3& r) {
  const Vector3 d = s - r;
  const double q = r.dot(r - 2.0 * s) / s.squaredNorm();
  const double f = q * (3.0 + q * (3.0 + q)) / (1.0 + (1.0 + q) * std::sqrt(1.0 + q));
  const double d2 = d.squaredNorm();
  return (-mu / (d2 * std::sqrt(d2))) * (r + f * s);
}

bool IsJ2Alone(const ForceModel& model) { return model.gravity_degree == 2 && model.gravity_order == 0; }

}  // namespace

bool NeedsAstronomy(const ForceModel& model) {
  return (model.gravity_degree >= 2 && !IsJ2Alone(model)) || model.sun || model.moon || model.drag || model.solar_pressure;
}

Vector3 Acceleration(const ForceModel& model, const AstronomyTable* astronomy, const BodyProperties& body, double t, const State& state) {
  HAZE_ASSERT(astronomy != nullptr || !NeedsAstronomy(model), "these forces need an astronomy table", model.gravity_degree, model.gravity_order);
  const bool drag = model.drag && body.drag_area > 0.0;
  const bool solar_pressure = model.solar_pressure && body.srp_area > 0.0;
  const bool harmonics = model.gravity_degree >= 2 && !IsJ2Alone(model);

  AstronomyTable::Rotation earth{Matrix3::Identity(), Vector3::Zero()};
  Vector3 r_ITRF = state.r;
  if (harmonics || drag) {
    earth = astronomy->EarthRotation(t);
    r_ITRF = earth.R_ITRF_GCRF * state.r;
  }

  Vector3 a;
  if (harmonics) {
    const Vector3 a_ITRF = GravityItrf(r_ITRF, model.gravity_degree, model.gravity_order);
    a = earth.R_ITRF_GCRF.transpose() * a_ITRF;
  } else {
    a = IsJ2Alone(model) ? J2Acceleration(state.r) : GravityItrf(state.r, 0, 0);
  }

  if (model.moon) a += ThirdBody(kMuMoon, astronomy->MoonGcrf(t), state.r);
  if (model.sun || solar_pressure) {
    const Vector3 r_sun = astronomy->SunGcrf(t);
    if (model.sun) a += ThirdBody(kMuSun, r_sun, state.r);
    if (solar_pressure) {
      const double lit = SunlitFraction(state.r, r_sun);
      if (lit > 0.0) a += SolarPressureAcceleration(state.r, r_sun, body.cr, body.srp_area, body.mass, kSolarPressure, lit);
    }
  }

  if (drag) {
    const double height = GeodeticHeight(r_ITRF);
    const double density = model.density_scale * (model.atmosphere == Atmosphere::kExponential
                                                      ? ExponentialDensity(height)
                                                      : HarrisPriesterDensity(height, state.r, astronomy->SunGcrf(t), model.bulge_exponent));
    const Vector3 v_air = state.v - earth.omega_GCRF.cross(state.r);
    a -= (0.5 * density * body.cd * body.drag_area / body.mass * v_air.norm()) * v_air;
  }
  return a;
}

}  // namespace haze::dynamics
