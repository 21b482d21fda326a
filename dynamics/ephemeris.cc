// Reads Chebyshev tables: Clenshaw's recurrence and the rotation by X, Y, s and the Earth rotation angle.
#include "dynamics/ephemeris.h"

#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"

namespace haze::dynamics {
namespace {

/// Geocentric celestial to terrestrial intermediate axes without the Earth's turn: IERS Conventions (2010), eqs. 5.6 and 5.10, transposed.
Matrix3 IntermediateFromGcrf(double X, double Y) {
  const double a = 1.0 / (1.0 + std::sqrt(1.0 - X * X - Y * Y));
  Matrix3 Q;
  Q << 1.0 - a * X * X, -a * X * Y, -X, -a * X * Y, 1.0 - a * Y * Y, -Y, X, Y, 1.0 - a * (X * X + Y * Y);
  return Q;
}

/// A rate about the intermediate pole, whose third component follows from the first two.
Vector3 RateAbout(const Vector3& xys, double rate) {
  const double Z = std::sqrt(1.0 - xys(0) * xys(0) - xys(1) * xys(1));
  return rate * Vector3(xys(0), xys(1), Z);
}

}  // namespace

Vector3 ChebyshevSeries::At(double t) const {
  HAZE_ASSERT(dimension == 3 && t >= t0 && t <= t_end(), "an astronomy table is read inside its span", t, t0, t_end());
  int piece = static_cast<int>((t - t0) / span);
  if (piece >= count) piece = count - 1;
  const double x = 2.0 * ((t - t0) - span * piece) / span - 1.0;
  const std::size_t terms = static_cast<std::size_t>(degree) + 1;
  const double* c = coefficients.data() + static_cast<std::size_t>(piece) * 3 * terms;
  Vector3 value;
  for (int component = 0; component < 3; ++component, c += terms) {
    double b1 = 0.0;
    double b2 = 0.0;
    for (std::size_t k = terms; k-- > 1;) {
      const double b0 = 2.0 * x * b1 - b2 + c[k];
      b2 = b1;
      b1 = b0;
    }
    value(component) = x * b1 - b2 + c[0];
  }
  return value;
}

Matrix3 AstronomyTable::R_ITRF_GCRF(double t) const { return EarthRotation(t).R_ITRF_GCRF; }

Vector3 AstronomyTable::omega_GCRF(double t) const { return RateAbout(pole.At(t), era_rate); }

AstronomyTable::Rotation AstronomyTable::EarthRotation(double t) const {
  const Vector3 xys = pole.At(t);
  const Matrix3 Q = IntermediateFromGcrf(xys(0), xys(1));
  Rotation rotation;
  rotation.omega_GCRF = RateAbout(xys, era_rate);
  rotation.R_ITRF_GCRF = RotationZ(era0 + era_rate * t - xys(2)) * Q;
  if (xp == 0.0 && yp == 0.0) return rotation;
  const Matrix3 W = RotationX(-yp) * RotationY(-xp);
  const Matrix3 R_TIRS = rotation.R_ITRF_GCRF;
  rotation.R_ITRF_GCRF = W * R_TIRS;
  return rotation;
}

}  // namespace haze::dynamics
