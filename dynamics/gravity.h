// The Earth's gravity field to degree and order 36, and fields with coefficients of the caller's.
#pragma once

#include <optional>
#include <vector>

#include "dynamics/types.h"

namespace haze::dynamics {

inline constexpr int kMaxGravityDegree = 36;

/// Fully normalised C and S of one degree and order, dimensionless.
struct HarmonicCoefficient {
  double C = 0.0;
  double S = 0.0;
};
/// Where degree n and order m stand in a triangle of coefficients written row after row.
constexpr std::size_t HarmonicIndex(int n, int m) { return static_cast<std::size_t>(n * (n + 1) / 2 + m); }

/// Earth's gravity in ITRF, m/s2, central term included, from EGM2008 (tide free) to `degree` and `order`; 0 <= order <= degree <= 36 (asserted).
/// r outside the Earth. No angle is formed and nothing is singular: the poles are points like any other.
/// Source: Pines, "Uniform representation of the gravitational potential and its derivatives", AIAA Journal 11 (1973); coefficients Pavlis et al. 2012.
Vector3 GravityItrf(const Vector3& r_ITRF, int degree, int order);

/// A field by other coefficients: another model, another body.
class GravityField {
 public:
  /// `coefficients` fully normalised, at HarmonicIndex(n, m); rows of degree 0 and 1 are not read: the central term is mu / r^2 and the origin is the centre of
  /// mass. mu in m3/s2 and radius in m are those the coefficients belong to, both > 0. Nothing where degree is outside 0 to 36, where coefficients are
  /// missing, or where a number is not finite or no
  /// body's (mu to 1e60, radius to 1e20).
  static std::optional<GravityField> Make(double mu, double radius, int degree, const std::vector<HarmonicCoefficient>& coefficients);

  int degree() const { return degree_; }
  double mu() const { return mu_; }
  double radius() const { return radius_; }
  /// Acceleration, m/s2, in the axes the coefficients belong to, central term included; 0 <= order <= degree <= degree() (asserted).
  Vector3 Acceleration(const Vector3& r, int degree, int order) const;

 private:
  GravityField() = default;
  double mu_ = 0.0;
  double radius_ = 0.0;
  int degree_ = 0;
  std::vector<double> table_;
};

/// Fully normalised coefficients of conventional ones, in place: C / N with N^2 = (2 - [m = 0]) (2n + 1) (n - m)! / (n + m)!.
/// Source: Montenbruck & Gill, "Satellite Orbits" (2000), eq. 3.13.
void NormaliseHarmonics(int degree, std::vector<HarmonicCoefficient>& coefficients);

}  // namespace haze::dynamics
