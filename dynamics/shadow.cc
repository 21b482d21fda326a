// Discs of Earth, Sun and shades against each other.
#include "dynamics/shadow.h"

#include <algorithm>
#include <cmath>

#include "dynamics/dmath.h"
#include "dynamics/visibility.h"

namespace haze::dynamics {

namespace {

// Share of a circle of radius `a` that one of radius `b` leaves free, whose centre is `c` away. Source: see SunlitFraction.
double FreeOfCircle(double a, double b, double c) {
  if (c >= a + b) return 1.0;
  if (c <= b - a) return 0.0;
  if (c <= a - b) return 1.0 - (b * b) / (a * a);  // before the Sun, smaller than it
  const double x = (c * c + a * a - b * b) / (2.0 * c);
  const double y2 = a * a - x * x;
  const double y = y2 > 0.0 ? std::sqrt(y2) : 0.0;
  const double hidden = a * a * AcosClamped(x / a) + b * b * AcosClamped((c - x) / b) - c * y;
  return 1.0 - hidden / (kPi * a * a);
}

}  // namespace

ShadowAngles ConicalShadow(const Vector3& r, const Vector3& r_sun, double radius) {
  const Vector3 to_sun = r_sun - r;
  const double sun = AsinClamped(kSunRadius / to_sun.norm());
  const double earth = AsinClamped(radius / r.norm());
  const double apart = Atan2(to_sun.cross(r).norm(), -to_sun.dot(r));
  return {.penumbra = apart - earth - sun, .umbra = apart - earth + sun};
}

double SunlitFraction(const Vector3& r, const Vector3& r_sun) {
  const Vector3 d = r_sun - r;
  const double r_norm = r.norm();
  const double along = r.dot(d);
  // With the Sun above the plane through the craft, an Earth that fills less than half the sky by more than the Sun's radius hides nothing.
  if (along >= 0.0 && r_norm > 1.001 * kEarthRadius) return 1.0;
  const double d_norm = d.norm();
  const double a = AsinClamped(kSunRadius / d_norm);
  const double b = AsinClamped(kEarthRadius / r_norm);
  const double c = AcosClamped(-along / (r_norm * d_norm));
  return FreeOfCircle(a, b, c);
}

double SunlitFractionBehindDisc(const Vector3& r, const Vector3& r_disc, double radius, const Vector3& r_sun) {
  const Vector3 to_sun = r_sun - r;
  const double sun_range = to_sun.norm();
  const Vector3 s = to_sun / sun_range;
  const Vector3 d = r_disc - r;
  const double along = d.dot(s);
  if (!(along > 0.0) || along >= sun_range) return 1.0;
  const double across = (d - along * s).norm();
  const double sun = Tan(AsinClamped(kSunRadius / sun_range));
  return std::clamp(FreeOfCircle(sun, radius / along, across / along), 0.0, 1.0);
}

double CylindricalShadow(const Vector3& r, const Vector3& r_sun, double radius) {
  const Vector3 s = r_sun / r_sun.norm();
  const double along = r.dot(s);
  const double across = (r - along * s).norm();
  return along < 0.0 ? across - radius : Hypot(across, along) - radius + along;
}

bool Sunlit(const Vector3& r, const Vector3& r_sun, double radius) { return LineOfSight(r, r_sun, radius); }

Vector3 StretchedToSphere(const Vector3& r, double flattening) { return {r.x(), r.y(), r.z() / (1.0 - flattening)}; }

Vector3 SolarPressureAcceleration(const Vector3& r, const Vector3& r_sun, double cr, double area, double mass, double pressure, double lit) {
  const Vector3 d = r - r_sun;
  const double d2 = d.squaredNorm();
  const double there = pressure * (kAu * kAu / d2) * lit;
  return (there * cr * area / (mass * std::sqrt(d2))) * d;
}

}  // namespace haze::dynamics
