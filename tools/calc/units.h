// Units as the last word of a field's name: "r_km" is a length in kilometres.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace haze::tools {

/// What a number measures; inside it is SI and radians.
enum class Dimension {
  kNone,
  kLength,
  kSpeed,
  kAcceleration,
  kAngle,
  kAngularRate,
  kTime,
  kGm,
  kMass,
  kArea,
  kAreaPerMass,
  kDensity,
  kPressure,
  kFlux,
  kState,   ///< [r; v] in one array, m and m/s
  kJulian,  ///< Julian date: a number, or [day, fraction]
  kHms,     ///< [hours, minutes, seconds] of a day
  kUtc,     ///< text, ISO 8601
  kText,
  kFlag,
};

struct Unit {
  std::string_view name;
  Dimension dimension;
  double scale;  ///< SI units in one of it; 0 for Earth radii, whose size is another field
};

/// All units, in the order in which help lists them.
const std::vector<Unit>& Units();

/// The unit of that name and dimension; of any dimension in the second form.
std::optional<Unit> FindUnit(std::string_view name, Dimension dimension);
std::optional<Unit> FindUnit(std::string_view name);

/// The unit that an answer uses: kilometres instead of metres, degrees instead of radians where the question did.
std::string_view AnswerUnit(Dimension dimension, bool kilometres, bool degrees);

}  // namespace haze::tools
