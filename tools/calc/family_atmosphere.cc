// Density, drag decay, solar pressure.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "dynamics/astronomy/bodies.h"
#include "dynamics/astronomy/earth_frames.h"
#include "dynamics/astronomy/time_scales.h"
#include "dynamics/atmosphere.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "dynamics/integrator.h"
#include "tools/calc/common.h"
#include "tools/calc/instant.h"

namespace haze::tools {
namespace {

using dynamics::Vector3;
using D = Dimension;

Answer Exponential(const Inputs& in) {
  std::vector<double> densities;
  for (const double h : in.Numbers("h")) densities.push_back(dynamics::ExponentialDensity(h));
  if (densities.empty()) in.Refuse("h", "allowed: a number or some");
  Outputs out;
  out.Add("rho", D::kDensity, OneOrAll(densities, in.IsArray("h")));
  return out;
}

/// Geodetic places in the Earth's axes, the Sun by its mean place of date.
Answer HarrisPriester(const Inputs& in) {
  const Instant at = ReadInstant(in, "utc", "UTC", 0.0);
  const Vector3 mod = dynamics::Precession1976(at.tt) * dynamics::SunState(at.tdb).r;
  const Vector3 sun = dynamics::RotationZ(dynamics::GreenwichMean1982(at.ut1)) * mod;
  const std::vector<double> lats = in.Numbers("lat");
  const std::vector<double> lons = in.Numbers("lon");
  const std::vector<double> heights = in.Numbers("h");
  const double n = in.Number("n", 4.0);
  if (!(n >= 1.0 && n <= 12.0)) in.Refuse("n", "allowed: 1 to 12, usually 2 to 6");
  const std::size_t count = std::max({lats.size(), lons.size(), heights.size()});
  const auto at_index = [&](const std::vector<double>& values, std::string_view name, std::size_t k) {
    if (values.size() != 1 && values.size() != count) in.Refuse(name, "allowed: one number, or as many as the others");
    return values[values.size() == 1 ? 0 : k];
  };
  std::vector<double> densities;
  for (std::size_t k = 0; k < count; ++k) {
    const double h = at_index(heights, "h", k);
    if (!(h >= 100.0e3 && h <= 1000.0e3)) in.Refuse("h", "allowed: 100 to 1000 km");
    const Vector3 r = dynamics::GeodeticToItrf(at_index(lats, "lat", k), at_index(lons, "lon", k), h);
    densities.push_back(dynamics::HarrisPriesterDensity(h, r, sun, n));
  }
  if (densities.empty()) in.Refuse("h", "allowed: a number or some");
  Outputs out;
  out.Add("rho", D::kDensity, OneOrAll(densities, in.IsArray("lat") || in.IsArray("lon") || in.IsArray("h")));
  return out;
}

/// A circular orbit under drag of rho0 exp(-h / H0), against dr = -B rho sqrt(mu r) t. Source of the formula: Fitzpatrick, "An Introduction to Celestial
/// Mechanics", section on atmospheric drag.
Answer Decay(const Inputs& in) {
  const double mu = MuOf(in);
  const double h = in.Positive("h");
  const double B = in.Positive("Cd") * in.Positive("A_over_m");
  const double rho0 = in.Positive("rho0");
  const double H0 = in.Positive("H0");
  const double tof = in.Positive("tof");
  if (!(tof <= 30.0 * 86400.0)) in.Refuse("tof", "allowed: up to 30 days");
  const double r0 = dynamics::kEarthRadius + h;
  const double formula = -B * rho0 * dynamics::Exp(-h / H0) * std::sqrt(mu * r0) * tof;
  if (!(h < 1e7 && -formula < H0 && H0 < 1e7)) in.Refuse("tof", "allowed: such that the orbit sinks by less than a scale height, from below 10,000 km");
  const auto slope = [&](double, const dynamics::Vector6& y) {
    const Vector3 r = y.head<3>();
    const Vector3 v = y.tail<3>();
    const double distance = r.norm();
    const double rho = rho0 * dynamics::Exp(-(distance - dynamics::kEarthRadius) / H0);
    dynamics::Vector6 dy;
    dy << v, -mu / (distance * distance * distance) * r - 0.5 * B * rho * v.norm() * v;
    return dy;
  };
  dynamics::Vector6 y0;
  y0 << r0, 0.0, 0.0, 0.0, std::sqrt(mu / r0), 0.0;
  dynamics::Dop853Options<6> options = dynamics::OrbitOptions();
  options.rtol = 1e-13;
  options.atol << 1e-6, 1e-6, 1e-6, 1e-9, 1e-9, 1e-9;
  options.dense = false;
  dynamics::Dop853<6> integrator(options);
  integrator.Start(0.0, y0);
  if (integrator.Advance(slope, tof) != dynamics::StepStatus::kReached) in.Refuse("tof", "allowed: as long as the orbit lasts");
  const double numeric = integrator.y().head<3>().norm() - r0;
  Outputs out;
  out.Add("dr", D::kLength, numeric);
  out.Add("dr_formula", D::kLength, formula);
  if (formula == 0.0) in.Refuse("rho0", "allowed: such that there is any drag at all");
  out.Add("rel_agreement_of_numeric_and_formula", D::kNone, std::fabs(numeric / formula - 1.0)).compare = Compare::kUpperBound;
  return out;
}

/// Acceleration by sunlight, with no shadow. Distance from the Sun either as "1 AU from Sun" (along +x) or as places of both.
Answer SolarPressure(const Inputs& in) {
  Vector3 away = Vector3::Zero();
  const Json& raw = in.Raw("r_sat");
  if (raw.is_string()) {
    const std::string text = raw.get<std::string>();
    const std::string tail = " AU from Sun";
    double distance = 0.0;
    const char* begin = text.data();
    if (text.size() <= tail.size() || !text.ends_with(tail)) in.Refuse("r_sat", "allowed: \"1 AU from Sun\"");
    const char* end = begin + text.size() - tail.size();
    const auto [stop, fault] = std::from_chars(begin, end, distance);
    if (fault != std::errc() || stop != end || !(distance > 0.01 && distance < 1e4)) in.Refuse("r_sat", "allowed: \"1 AU from Sun\"");
    away = Vector3(distance * dynamics::kAu, 0.0, 0.0);
  } else {
    if (!in.Has("r_sun")) throw InputError("r_sun: is missing");
    away = in.Vector("r_sat") - in.Vector("r_sun");
  }
  const double d = away.norm();
  if (!(d > 1e9)) in.Refuse("r_sat", "allowed: outside the Sun");
  const double p = in.Positive("p0", dynamics::kSolarPressure);
  const double a = p * in.Positive("Cr") * in.Positive("area") / in.Positive("mass") * (dynamics::kAu / d) * (dynamics::kAu / d);
  Outputs out;
  out.Vector("a", D::kAcceleration, a / d * away);
  return out;
}

}  // namespace

void AddAtmosphereShapes(std::vector<Shape>& shapes) {
  const Field rho = {"rho", D::kDensity, Form::kNumbers, true, "density"};
  shapes.push_back({"atmosphere",
                    "atmosphere",
                    "density of the exponential atmosphere",
                    {{"h", D::kLength, Form::kNumbers, true, "above the ellipsoid"}},
                    {rho},
                    Exponential,
                    R"({"h_km": [250, 747.2119]})"});
  shapes.push_back({"atmosphere",
                    "atmosphere",
                    "density by Harris and Priester, mean solar activity",
                    {Words("utc", "when"),
                     {"lat", D::kAngle, Form::kNumbers, true, "geodetic, one or some"},
                     {"lon", D::kAngle, Form::kNumbers, true, "east, one or some"},
                     {"h", D::kLength, Form::kNumbers, true, "above the ellipsoid, one or some, 100 to 1000 km"},
                     Number("n", "exponent of the bulge, 4 where missing", false)},
                    {rho},
                    HarrisPriester,
                    R"({"utc": "2003-03-21T01:00:00", "lat_deg": 0, "lon_deg": 0, "n": 4, "h_km": [200, 500]})"});
  shapes.push_back({"",
                    "atmosphere",
                    "NRLMSISE-00",
                    {Words("ut", ""),
                     Angle("lat", ""),
                     Angle("lon", ""),
                     Number("f107", ""),
                     Number("f107a", ""),
                     Number("ap", ""),
                     {"h", D::kLength, Form::kNumbers, true, ""}},
                    {},
                    nullptr,
                    {},
                    "NRLMSISE-00 is not among the models"});
  shapes.push_back(
      {"atmosphere",
       "atmosphere",
       "decay of a circular orbit, integrated and by its formula",
       {Length("h", "altitude"),
        Number("Cd", "drag coefficient"),
        {"A_over_m", D::kAreaPerMass, Form::kNumber, true, "area over mass"},
        {"rho0", D::kDensity, Form::kNumber, true, "density at the ground"},
        Length("H0", "scale height"),
        Time("tof", "time"),
        Mu()},
       {Length("dr", "integrated"), Length("dr_formula", "-B rho sqrt(mu r) t"), Number("rel_agreement_of_numeric_and_formula", "their relative difference")},
       Decay,
       R"({"h_km": 250, "Cd": 2.2, "A_over_m_m2_kg": 0.00785, "rho0_kg_m3": 1.3, "H0_km": 8.5, "tof_s": 100000})"});
  shapes.push_back({"atmosphere",
                    "atmosphere",
                    "acceleration by sunlight",
                    {{"r_sat", D::kLength, Form::kVector, true, "craft, or the words \"1 AU from Sun\"", "m"},
                     Position("r_sun", "Sun", false),
                     {"mass", D::kMass, Form::kNumber, true, "of the craft"},
                     Number("Cr", "reflectivity coefficient"),
                     {"area", D::kArea, Form::kNumber, true, "lit"},
                     {"p0", D::kPressure, Form::kNumber, false, "pressure at 1 AU"}},
                    {{"a", D::kAcceleration, Form::kVector, true, "away from the Sun"}},
                    SolarPressure,
                    R"({"r_sat": "1 AU from Sun", "mass_kg": 1, "Cr": 1, "area_m2": 1, "p0_N_m2": 4.5e-6})"});
}

}  // namespace haze::tools
