// Tsiolkovsky in both directions, and the draw of an execution error about the ordered change.
#include "dynamics/maneuver.h"

#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {

Vector3 ApplyGates(const GatesModel& model, const Vector3& dv, RandomStream& random) {
  const double size = dv.norm();
  const Vector3 along = dv / size;
  const Vector3 other = std::fabs(along.x()) < 0.6 ? Vector3(Vector3::UnitX()) : Vector3(Vector3::UnitY());
  const Vector3 side = along.cross(other);
  const Vector3 e1 = side / side.norm();
  const Vector3 e2 = along.cross(e1);
  // Fixed and proportional parts are independent: their variances add.
  const double sigma_magnitude = Hypot(model.magnitude_fixed, model.magnitude_fraction * size);
  const double sigma_pointing = Hypot(model.pointing_fixed, model.pointing_fraction * size);
  const Vector3 draw = random.NormalVector3();
  return dv + sigma_magnitude * draw.x() * along + sigma_pointing * (draw.y() * e1 + draw.z() * e2);
}

double BurnDuration(double mass, double dv, double thrust, double isp) { return PropellantUsed(mass, dv, isp) * isp * kG0 / thrust; }

double PropellantUsed(double mass, double dv, double isp) { return mass * (1.0 - Exp(-dv / (isp * kG0))); }

}  // namespace haze::dynamics
