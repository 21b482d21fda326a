// Forces on a craft in Earth orbit, as accelerations in GCRF.
#pragma once

#include "dynamics/ephemeris.h"
#include "dynamics/gravity.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// Which forces act. Degree 0 is two-body motion; degree 2 order 0 needs no table (the Earth's axis is then GCRF +z).
struct ForceModel {
  int gravity_degree = 20;  ///< 0 to kMaxGravityDegree
  int gravity_order = 20;   ///< at most the degree
  bool sun = true;
  bool moon = true;
  bool drag = true;
  bool solar_pressure = true;
  double density_scale = 1.0;
};

/// What drag and solar pressure act on.
struct BodyProperties {
  double mass = 1.0;       ///< kg, > 0
  double drag_area = 0.0;  ///< m2
  double cd = 2.2;
  double srp_area = 0.0;   ///< m2
  double cr = 1.3;
};

/// Acceleration, m/s2, at `t` (s since the table's epoch). `astronomy` may be null only where NeedsAstronomy says no.
Vector3 Acceleration(const ForceModel& model, const AstronomyTable* astronomy, const BodyProperties& body, double t, const State& state);
bool NeedsAstronomy(const ForceModel& model);

/// Mass density, kg/m3, of the exponential atmosphere; `altitude` above the ellipsoid, m; below 0 it is that of 0.
/// Source: Vallado, "Fundamentals of Astrodynamics", table 8-4 (28 layers).
double ExponentialDensity(double altitude);

/// Visible share of the Sun's disc at `r` (GCRF), 0 in the umbra, 1 in full light: conical shadow of a spherical Earth.
/// Source: Montenbruck & Gill (2000), section 3.4.2.
double SunlitFraction(const Vector3& r, const Vector3& r_sun);

}  // namespace haze::dynamics
