// Burns: the rocket equation and execution errors.
#pragma once

#include "dynamics/random.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// 1 sigma each; magnitude errors along dv, pointing errors in each axis across it.
struct GatesModel {
  double magnitude_fixed = 0.0;     ///< m/s
  double magnitude_fraction = 0.0;
  double pointing_fixed = 0.0;      ///< m/s
  double pointing_fraction = 0.0;   ///< rad
};

/// The velocity change that really happens. dv not zero; three normal draws.
/// Source: Gates, "A simplified model of midcourse maneuver execution errors", JPL TR 32-504 (1963).
Vector3 ApplyGates(const GatesModel& model, const Vector3& dv, RandomStream& random);

/// Seconds of constant thrust for an ideal change `dv` >= 0 (m/s); mass kg, thrust N, isp s, all > 0. Tsiolkovsky.
double BurnDuration(double mass, double dv, double thrust, double isp);
/// kg.
double PropellantUsed(double mass, double dv, double isp);

}  // namespace haze::dynamics
