// Forces on a craft in Earth orbit, as accelerations in GCRF.
#pragma once

#include "dynamics/atmosphere.h"
#include "dynamics/ephemeris.h"
#include "dynamics/gravity.h"
#include "dynamics/shadow.h"
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
  Atmosphere atmosphere = Atmosphere::kExponential;
  double bulge_exponent = 4.0;  ///< of Harris-Priester, 2 to 6
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

}  // namespace haze::dynamics
