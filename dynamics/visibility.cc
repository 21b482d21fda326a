// Geometry of a spherical Earth seen from above.
#include "dynamics/visibility.h"

#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

// Sine of 18 degrees: until the Sun is so far below its horizon, the air above a place is in sunlight (astronomical twilight).
constexpr double kSineTwilight = 0.30901699437494745;

}  // namespace

bool LineOfSight(const Vector3& r1, const Vector3& r2, double radius) {
  const Vector3 way = r2 - r1;
  const double length = way.squaredNorm();
  if (length == 0.0) return true;
  // The point of the segment nearest to the centre.
  double s = -r1.dot(way) / length;
  s = s < 0.0 ? 0.0 : s > 1.0 ? 1.0 : s;
  const Vector3 nearest = r1 + s * way;
  return nearest.squaredNorm() > radius * radius;
}

double LimbAngle(const Vector3& r, const Vector3& direction) {
  const double distance = r.norm();
  const double disc = AsinClamped(kEarthRadius / distance);
  return AcosClamped(-direction.dot(r) / distance) - disc;
}

double LitLimbAngle(const Vector3& r, const Vector3& direction, const Vector3& r_sun) {
  const double distance = r.norm();
  const Vector3 up = r / distance;
  const Vector3 sun = r_sun.normalized();
  // The limb is a circle of tangent points: up the cosine R / d, and the sine outwards in any azimuth about the nadir. Azimuth is counted from the Sun's side.
  const double cosine = kEarthRadius / distance > 1.0 ? 1.0 : kEarthRadius / distance;
  const double sine = std::sqrt(1.0 - cosine * cosine);
  const Vector3 sun_across = sun - up * sun.dot(up);
  const Vector3 across = direction - up * direction.dot(up);
  // Lit is where the Sun stands higher than the end of twilight: within `reach` of azimuth 0.
  const double level = -kSineTwilight - cosine * sun.dot(up);
  const double swing = sine * sun_across.norm();
  if (level >= swing) return kPi;
  const double reach = level <= -swing ? kPi : Acos(level / swing);
  const double azimuth = across.squaredNorm() > 0.0 && sun_across.squaredNorm() > 0.0 ? AngleBetweenVectors(across, sun_across) : 0.0;
  const double away = azimuth > reach ? azimuth - reach : 0.0;
  // Seen from r the tangent points stand at the angle asin(R / d) from the nadir: its sine is the cosine above.
  return AcosClamped(-direction.dot(up) * sine + across.norm() * cosine * Cos(away));
}

double AngleBetweenVectors(const Vector3& a, const Vector3& b) { return Atan2(a.cross(b).norm(), a.dot(b)); }

}  // namespace haze::dynamics
