// Geometry of a spherical Earth seen from above.
#include "dynamics/visibility.h"

#include <algorithm>
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

double LitEarthAngle(const Vector3& r, const Vector3& direction, const Vector3& r_sun) {
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
  const double reach = level >= swing ? -1.0 : level <= -swing ? kPi : Acos(level / swing);
  const double azimuth = across.squaredNorm() > 0.0 && sun_across.squaredNorm() > 0.0 ? AngleBetweenVectors(across, sun_across) : 0.0;
  // Seen from r the tangent points stand at the angle asin(R / d) from the nadir: its sine is the cosine above.
  const auto limb = [&](double away) { return AcosClamped(-direction.dot(up) * sine + across.norm() * cosine * Cos(away)); };
  if (azimuth <= reach) return limb(0.0);
  const double ends = reach < 0.0 ? kPi : limb(azimuth - reach);
  // Below a limb that is dark the lit side ends inside the disc, along the circle that is the edge of the night: about the Sun's direction, psi from its point nearest the nadir.
  const double night = std::sqrt(1.0 - kSineTwilight * kSineTwilight);
  const double inside = (cosine + kSineTwilight * sun.dot(up)) / (night * sun_across.norm());
  if (!(inside < 1.0)) return ends;
  const Vector3 to_nadir = (up - sun * sun.dot(up)).normalized();
  const Vector3 aside = sun.cross(to_nadir);
  const auto edge = [&](double psi) {
    const Vector3 point = kEarthRadius * (-kSineTwilight * sun + night * (Cos(psi) * to_nadir + Sin(psi) * aside));
    return AngleBetweenVectors(direction, point - r);
  };
  const double end = inside > -1.0 ? Acos(inside) : kPi;
  constexpr int kSteps = 16;
  const double step = 2.0 * end / kSteps;
  double best = 0.0, nearest = kTwoPi;
  for (int k = 0; k <= kSteps; ++k) {
    const double angle = edge(-end + k * step);
    if (angle >= nearest) continue;
    nearest = angle;
    best = -end + k * step;
  }
  // Between the neighbours of the best of them, by thirds.
  double low = std::max(best - step, -end), high = std::min(best + step, end);
  while (high - low > 1e-5) {
    const double third = (high - low) / 3.0;
    if (edge(low + third) < edge(high - third)) {
      high -= third;
    } else {
      low += third;
    }
  }
  return std::min(ends, edge(0.5 * (low + high)));
}

double AngleBetweenVectors(const Vector3& a, const Vector3& b) { return Atan2(a.cross(b).norm(), a.dot(b)); }

}  // namespace haze::dynamics
