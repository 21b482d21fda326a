// Quaternion arithmetic on dmath: Eigen's own conversions call libm.
#include "dynamics/attitude.h"

#include <cmath>

#include "dynamics/dmath.h"

namespace haze::dynamics {

namespace {

Quaternion Positive(Quaternion q) {
  if (q.w() < 0.0) q.coeffs() = -q.coeffs();
  return q;
}

}  // namespace

Quaternion QuaternionFromMatrix(const Matrix3& R) {
  // Four times the squares of w, x, y, z: the largest decides which component is divided by.
  const double trace = R(0, 0) + R(1, 1) + R(2, 2);
  const double squares[4] = {1.0 + trace, 1.0 + 2.0 * R(0, 0) - trace, 1.0 + 2.0 * R(1, 1) - trace, 1.0 + 2.0 * R(2, 2) - trace};
  int largest = 0;
  for (int i = 1; i < 4; ++i) {
    if (squares[i] > squares[largest]) largest = i;
  }
  const double d = 2.0 * std::sqrt(squares[largest]);
  Quaternion q;
  switch (largest) {
    case 0:
      q = Quaternion(0.25 * d, (R(2, 1) - R(1, 2)) / d, (R(0, 2) - R(2, 0)) / d, (R(1, 0) - R(0, 1)) / d);
      break;
    case 1:
      q = Quaternion((R(2, 1) - R(1, 2)) / d, 0.25 * d, (R(0, 1) + R(1, 0)) / d, (R(0, 2) + R(2, 0)) / d);
      break;
    case 2:
      q = Quaternion((R(0, 2) - R(2, 0)) / d, (R(0, 1) + R(1, 0)) / d, 0.25 * d, (R(1, 2) + R(2, 1)) / d);
      break;
    default:
      q = Quaternion((R(1, 0) - R(0, 1)) / d, (R(0, 2) + R(2, 0)) / d, (R(1, 2) + R(2, 1)) / d, 0.25 * d);
      break;
  }
  return Positive(q);
}

Quaternion QuaternionExp(const Vector3& phi) {
  const double angle = phi.norm();
  if (angle < 1e-12) return Quaternion(1.0, 0.5 * phi.x(), 0.5 * phi.y(), 0.5 * phi.z());
  const SinCosValue half = SinCos(0.5 * angle);
  const Vector3 v = half.sin / angle * phi;
  return Quaternion(half.cos, v.x(), v.y(), v.z());
}

double AngleBetween(const Quaternion& a, const Quaternion& b) {
  const Quaternion d = Positive(b * a.conjugate());
  return 2.0 * Atan2(d.vec().norm(), d.w());
}

Quaternion Interpolate(const Quaternion& a, const Quaternion& b, double fraction) {
  const Quaternion d = Positive(b * a.conjugate());
  const double size = d.vec().norm();
  if (size < 1e-15) return b;
  const double angle = 2.0 * Atan2(size, d.w());
  const Vector3 phi = fraction * angle / size * d.vec();
  return QuaternionExp(phi) * a;
}

Quaternion BetweenVectors(const Vector3& from, const Vector3& to) {
  const double cosine = from.dot(to);
  if (cosine < -1.0 + 1e-14) {
    // Half a turn about any axis across.
    const Vector3 other = std::fabs(from.x()) < 0.6 ? Vector3(Vector3::UnitX()) : Vector3(Vector3::UnitY());
    const Vector3 axis = from.cross(other);
    const Vector3 unit = axis / axis.norm();
    return Quaternion(0.0, unit.x(), unit.y(), unit.z());
  }
  const Vector3 cross = from.cross(to);
  const double w = 1.0 + cosine;
  const double size = std::sqrt(w * w + cross.squaredNorm());
  return Quaternion(w / size, cross.x() / size, cross.y() / size, cross.z() / size);
}

}  // namespace haze::dynamics
