// The table of units.
#include "tools/calc/units.h"

#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::tools {

const std::vector<Unit>& Units() {
  using D = Dimension;
  constexpr double kDay = 86400.0;
  constexpr double kYear = 365.25 * kDay;
  constexpr double kAu = dynamics::kAu;
  static const std::vector<Unit> units = {
      {"m", D::kLength, 1.0},
      {"km", D::kLength, 1e3},
      {"AU", D::kLength, kAu},
      {"ER", D::kLength, 0.0},
      {"m_s", D::kSpeed, 1.0},
      {"mps", D::kSpeed, 1.0},
      {"km_s", D::kSpeed, 1e3},
      {"AU_day", D::kSpeed, kAu / kDay},
      {"AU_yr", D::kSpeed, kAu / kYear},
      {"m_s2", D::kAcceleration, 1.0},
      {"km_s2", D::kAcceleration, 1e3},
      {"mGal", D::kAcceleration, 1e-5},
      {"rad", D::kAngle, 1.0},
      {"deg", D::kAngle, dynamics::kDegree},
      {"arcsec", D::kAngle, dynamics::kArcsecond},
      {"rad_s", D::kAngularRate, 1.0},
      {"deg_s", D::kAngularRate, dynamics::kDegree},
      {"s", D::kTime, 1.0},
      {"sec", D::kTime, 1.0},
      {"min", D::kTime, 60.0},
      {"h", D::kTime, 3600.0},
      {"day", D::kTime, kDay},
      {"days", D::kTime, kDay},
      {"yr", D::kTime, kYear},
      {"m3_s2", D::kGm, 1.0},
      {"km3_s2", D::kGm, 1e9},
      {"AU3_yr2", D::kGm, kAu * kAu * kAu / (kYear * kYear)},
      {"kg", D::kMass, 1.0},
      {"t", D::kMass, 1e3},
      {"m2", D::kArea, 1.0},
      {"km2", D::kArea, 1e6},
      {"m2_kg", D::kAreaPerMass, 1.0},
      {"kg_m3", D::kDensity, 1.0},
      {"g_cm3", D::kDensity, 1e3},
      {"kg_km3", D::kDensity, 1e-9},
      {"N_m2", D::kPressure, 1.0},
      {"W_m2", D::kFlux, 1.0},
      {"m_m_s", D::kState, 1.0},
      {"km_km_s", D::kState, 1e3},
  };
  return units;
}

std::optional<Unit> FindUnit(std::string_view name, Dimension dimension) {
  for (const Unit& unit : Units()) {
    if (unit.name == name && unit.dimension == dimension) return unit;
  }
  return std::nullopt;
}

std::optional<Unit> FindUnit(std::string_view name) {
  for (const Unit& unit : Units()) {
    if (unit.name == name) return unit;
  }
  return std::nullopt;
}

std::string_view AnswerUnit(Dimension dimension, bool kilometres, bool degrees) {
  switch (dimension) {
    case Dimension::kLength:
      return kilometres ? "km" : "m";
    case Dimension::kSpeed:
      return kilometres ? "km_s" : "m_s";
    case Dimension::kState:
      return kilometres ? "km_km_s" : "m_m_s";
    case Dimension::kAngle:
      return degrees ? "deg" : "rad";
    case Dimension::kAngularRate:
      return degrees ? "deg_s" : "rad_s";
    case Dimension::kAcceleration:
      return kilometres ? "km_s2" : "m_s2";
    case Dimension::kTime:
      return "s";
    case Dimension::kGm:
      return kilometres ? "km3_s2" : "m3_s2";
    case Dimension::kMass:
      return "kg";
    case Dimension::kArea:
      return "m2";
    case Dimension::kAreaPerMass:
      return "m2_kg";
    case Dimension::kDensity:
      return "kg_m3";
    case Dimension::kPressure:
      return "N_m2";
    case Dimension::kFlux:
      return "W_m2";
    default:
      return "";
  }
}

}  // namespace haze::tools
