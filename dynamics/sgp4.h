// Two-line element sets and their propagator SGP4, near-earth and deep space.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dynamics/sgp4_deep.h"
#include "dynamics/time.h"
#include "dynamics/types.h"

namespace haze::dynamics {

struct Tle {
  int number = 0;           ///< catalogue number, Alpha-5 decoded
  UtcTime epoch;
  double bstar = 0.0;       ///< 1/Earth radii
  double ndot = 0.0;        ///< rev/day2 / 2 as printed
  double nddot = 0.0;       ///< rev/day3 / 6 as printed
  double inclination = 0.0; ///< rad
  double raan = 0.0;        ///< rad
  double eccentricity = 0.0;
  double argp = 0.0;        ///< rad
  double mean_anomaly = 0.0;///< rad
  double mean_motion = 0.0; ///< rad/min, as printed (Kozai)
};

struct TleResult {
  std::optional<Tle> tle;
  std::string error;  ///< "line 1, column 69: checksum is 3, computed 4"; empty where tle is set
};
/// Strict: length, columns, numbers, checksums, matching catalogue numbers.
TleResult ParseTle(std::string_view line1, std::string_view line2);

enum class Sgp4Status {
  kOk,
  kMeanElements,        ///< code 1: eccentricity or semi-major axis out of range
  kMeanMotion,          ///< 2
  kPerturbedElements,   ///< 3
  kSemiLatusRectum,     ///< 4
  kDecayed,             ///< 6
};

struct Sgp4Result {
  Sgp4Status status = Sgp4Status::kOk;
  State teme;  ///< m, m/s, true equator mean equinox of epoch
};

/// WGS72, operations mode "improved". Source: Vallado, Crawford, Hujsak & Kelso, AIAA 2006-6753.
class Sgp4 {
 public:
  /// Two centuries to either side at most, else kMeanElements; `teme` is zero unless the status is kOk or kDecayed.
  Sgp4Result At(double minutes_since_epoch) const;

  /// Letters as in the report; `simple` ones have zeros where it leaves terms out.
  struct Coefficients {
    double ao = 0, sinio = 0, cosio = 1;
    double ecco = 0, inclo = 0, nodeo = 0, argpo = 0, mo = 0, bstar = 0, no_unkozai = 0;
    bool simple = false;
    double con41 = 0, x1mth2 = 0, x7thm1 = 0, aycof = 0, xlcof = 0, delmo = 0, sinmao = 0, eta = 0, cc1 = 0, cc4 = 0, cc5 = 0, d2 = 0, d3 = 0, d4 = 0, t2cof = 0,
           t3cof = 0, t4cof = 0, t5cof = 0, mdot = 0, argpdot = 0, nodedot = 0, nodecf = 0, omgcof = 0, xmcof = 0;
  } c;
  std::optional<DeepSpace> deep;  ///< periods from 225 min
};

struct Sgp4Init {
  std::optional<Sgp4> model;
  Sgp4Status status = Sgp4Status::kOk;
};
/// Nothing and kMeanElements where a number is not finite, e is not in [0, 1), or the mean motion not in (0, 1) rad/min.
Sgp4Init InitSgp4(const Tle& tle);

}  // namespace haze::dynamics
