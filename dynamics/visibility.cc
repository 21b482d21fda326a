// Geometry of a spherical Earth seen from above.
#include "dynamics/visibility.h"

#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {

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

bool LimbLit(const Vector3& r, const Vector3& direction, const Vector3& r_sun) {
  const double distance = r.norm();
  const Vector3 up = r / distance;
  Vector3 across = direction - up * direction.dot(up);
  const double size = across.norm();
  if (size == 0.0) return up.dot(r_sun) > 0.0;
  across /= size;
  // The tangent point: the Earth's radius at the angle acos(R / d) from the observer's zenith, towards the direction.
  const double cosine = kEarthRadius / distance > 1.0 ? 1.0 : kEarthRadius / distance;
  const double sine = Sin(Acos(cosine));
  const Vector3 limb = cosine * up + sine * across;
  return limb.dot(r_sun) > 0.0;
}

double AngleBetweenVectors(const Vector3& a, const Vector3& b) { return Atan2(a.cross(b).norm(), a.dot(b)); }

}  // namespace haze::dynamics
