// Sun, Moon and Earth rotation from frozen Chebyshev tables: pure reading, made once by dynamics/astronomy.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamics/time.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// `count` pieces of length `span` from `t0` (s), each a vector-valued Chebyshev polynomial of `degree` in `dimension` components.
/// Coefficient k of component c in piece p is coefficients[(p * dimension + c) * (degree + 1) + k].
struct ChebyshevSeries {
  double t0 = 0.0;
  double span = 0.0;
  int count = 0;
  int degree = 0;
  int dimension = 0;
  std::vector<double> coefficients;

  /// Three components at `t`, by Clenshaw's recurrence. dimension is 3; t within the pieces.
  Vector3 At(double t) const;
  double t_end() const { return t0 + span * count; }
};

/// Astronomy of one scenario; every `t` is in s since its epoch, and lies within [t_begin, t_end] (asserted).
class AstronomyTable {
 public:
  UtcTime epoch;         ///< where t is 0
  ChebyshevSeries sun;   ///< geocentric, GCRF, m
  ChebyshevSeries moon;  ///< geocentric, GCRF, m
  ChebyshevSeries pole;  ///< X, Y of the celestial intermediate pole and s of the intermediate origin, rad (IAU 2006/2000A)
  double era0 = 0.0;     ///< Earth rotation angle at the epoch and the terrestrial origin's s', rad
  double era_rate = 0.0; ///< rad/s
  double xp = 0.0, yp = 0.0;  ///< pole coordinates, rad, constant over the table
  int leap_seconds = 0;  ///< TAI - UTC at the epoch

  Vector3 SunGcrf(double t) const { return sun.At(t); }
  Vector3 MoonGcrf(double t) const { return moon.At(t); }
  /// v_ITRF = R * v_GCRF.
  Matrix3 R_ITRF_GCRF(double t) const;
  /// Earth's rotation about its intermediate pole, GCRF, rad/s.
  Vector3 omega_GCRF(double t) const;
  /// Both at once, for one reading of the pole: the same bits.
  struct Rotation {
    Matrix3 R_ITRF_GCRF;
    Vector3 omega_GCRF;
  };
  Rotation EarthRotation(double t) const;
  double t_begin() const { return sun.t0; }
  double t_end() const { return sun.t_end(); }
};

/// Text of a table, line by line, doubles in hexadecimal: the same bits on every machine. Its SHA-256 names it.
std::string Serialise(const AstronomyTable& table);
/// The table of such a text, bit for bit; nothing where the text is not one (a changed word, a missing line, a number that is not finite,
/// a Moon or pole that ends before the Sun).
std::optional<AstronomyTable> ParseAstronomy(std::string_view text);

}  // namespace haze::dynamics
