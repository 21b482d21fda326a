// Brightness of a craft, signal to noise, and the rocket equation.
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/photometry.h"
#include "tools/calc/common.h"

namespace haze::tools {
namespace {

using D = Dimension;

double ReadPhase(const Inputs& in, double phase) {
  if (!(phase >= 0.0 && phase <= dynamics::kPi)) in.Refuse("phase", "allowed: 0 to 180 deg");
  return phase;
}

/// sin B + (pi - B) cos B of a diffuse sphere, 1 at 90 deg.
double SpherePhase(double phase) { return dynamics::Sin(phase) + (dynamics::kPi - phase) * dynamics::Cos(phase); }

/// Magnitude of a standard magnitude (1,000 km, 90 deg). Source: Matson, SeeSat-L, 26 April 2001.
Answer Standard(const Inputs& in) {
  const double phase = ReadPhase(in, in.Number("phase"));
  const double lit = SpherePhase(phase);
  if (!(lit > 1e-12)) in.Refuse("phase", "allowed: below 180 deg, where nothing is lit");
  Outputs out;
  out.Add("mag", D::kNone, in.Number("std_mag") - 15.0 + 5.0 * dynamics::Log10(in.Positive("range") / 1e3) - 2.5 * dynamics::Log10(lit));
  return out;
}

Answer Sphere(const Inputs& in) {
  const double phase = ReadPhase(in, in.Number("phase"));
  const double albedo = in.Positive("albedo");
  if (!(SpherePhase(phase) > 1e-12)) in.Refuse("phase", "allowed: below 180 deg, where nothing is lit");
  Outputs out;
  out.Add("mag", D::kNone, dynamics::DiffuseSphereMagnitude(in.Positive("radius"), albedo, in.Positive("range"), phase));
  return out;
}

Answer TwoPhases(const Inputs& in) {
  const std::vector<double> phases = in.Numbers("phase");
  if (phases.size() != 2) in.Refuse("phase", "allowed: two phase angles");
  const double first = SpherePhase(ReadPhase(in, phases[0]));
  const double second = SpherePhase(ReadPhase(in, phases[1]));
  if (!(first > 1e-12 && second > 1e-12)) in.Refuse("phase", "allowed: below 180 deg, where nothing is lit");
  Outputs out;
  out.Add("flux_ratio", D::kNone, first / second);
  out.Add("delta_mag", D::kNone, 2.5 * dynamics::Log10(first / second));
  return out;
}

/// Source: Howell, "Handbook of CCD Astronomy" (the CCD equation).
Answer SignalToNoise(const Inputs& in) {
  const double S = in.Positive("S_e");
  const double pixels = in.Number("n_pix");
  const double B = in.Number("B_e_pix");
  const double dark = in.Number("D_e_pix", 0.0);
  const double R = in.Number("R_e");
  for (const char* name : {"n_pix", "B_e_pix", "R_e"}) {
    if (!(in.Number(name) >= 0.0)) in.Refuse(name, "allowed: >= 0");
  }
  if (!(dark >= 0.0)) in.Refuse("D_e_pix", "allowed: >= 0");
  Outputs out;
  out.Add("snr", D::kNone, S / std::sqrt(S + pixels * (B + dark + R * R)));
  return out;
}

double ExhaustSpeed(const Inputs& in) { return in.Positive("isp") * in.Positive("g0", dynamics::kG0); }

Answer RocketSpeed(const Inputs& in) {
  const double m0 = in.Positive("m0");
  const double mf = in.Positive("mf");
  if (!(mf <= m0)) in.Refuse("mf", "allowed: at most m0");
  Outputs out;
  out.Add("dv", D::kSpeed, ExhaustSpeed(in) * dynamics::Log(m0 / mf)).bare = "m_s";
  out.Add("propellant", D::kMass, m0 - mf);
  return out;
}

Answer RocketMass(const Inputs& in) {
  const double m0 = in.Positive("m0");
  const double dv = in.Number("dv");
  if (!(dv >= 0.0)) in.Refuse("dv", "allowed: >= 0");
  const double mf = m0 * dynamics::Exp(-dv / ExhaustSpeed(in));
  Outputs out;
  out.Add("mf", D::kMass, mf).bare = "kg";
  out.Add("propellant", D::kMass, m0 - mf);
  return out;
}

}  // namespace

void AddPhotometryShapes(std::vector<Shape>& shapes) {
  const Field phase = Angle("phase", "Sun - craft - observer, 0 is full");
  shapes.push_back({"photometry",
                    "optical",
                    "magnitude at a range and phase of a standard magnitude (1,000 km, 90 deg)",
                    {Number("std_mag", "standard magnitude"), Length("range", "to the craft"), phase},
                    {Number("mag", "visual magnitude")},
                    Standard,
                    R"({"std_mag": 5.5, "range_km": 1600, "phase_deg": 90})"});
  shapes.push_back({"photometry",
                    "optical",
                    "magnitude of a diffuse sphere",
                    {Length("radius", "of the sphere"), Number("albedo", "Bond"), Length("range", "to the craft"), phase},
                    {Number("mag", "visual magnitude")},
                    Sphere,
                    R"({"radius_m": 0.5, "albedo": 0.2, "range_km": 1000, "phase_deg": 60})"});
  shapes.push_back({"photometry",
                    "optical",
                    "a diffuse sphere at two phases",
                    {{"phase", D::kAngle, Form::kNumbers, true, "two phase angles"}},
                    {Number("flux_ratio", "first over second"), Number("delta_mag", "second less first")},
                    TwoPhases,
                    R"({"phase_deg": [0, 90]})"});
  shapes.push_back({"photometry",
                    "optical",
                    "signal to noise of a CCD",
                    {Number("S_e", "signal, electrons"), Number("n_pix", "pixels"), Number("B_e_pix", "background a pixel"),
                     Number("D_e_pix", "dark current a pixel", false), Number("R_e", "read noise a pixel")},
                    {Number("snr", "signal to noise")},
                    SignalToNoise,
                    R"({"S_e": 10000, "n_pix": 9, "B_e_pix": 50, "D_e_pix": 2, "R_e": 5})"});
  const Field isp = {"isp", D::kTime, Form::kNumber, true, "specific impulse"};
  const Field g0 = {"g0", D::kAcceleration, Form::kNumber, false, "9.80665 m/s2 where missing", "m_s2"};
  const Field m0 = {"m0", D::kMass, Form::kNumber, true, "before the burn", "kg"};
  shapes.push_back({"rocket",
                    "rocket, maneuvers",
                    "velocity change of a burn",
                    {isp, g0, m0, {"mf", D::kMass, Form::kNumber, true, "after the burn", "kg"}},
                    {{"dv", D::kSpeed, Form::kNumber, true, "ideal"}, {"propellant", D::kMass, Form::kNumber, true, "used"}},
                    RocketSpeed,
                    R"({"isp_s": 300, "m0_kg": 10, "mf_kg": 2})"});
  shapes.push_back({"rocket",
                    "rocket, maneuvers",
                    "propellant of a velocity change",
                    {isp, g0, m0, {"dv", D::kSpeed, Form::kNumber, true, "ideal"}},
                    {{"mf", D::kMass, Form::kNumber, true, "after the burn"}, {"propellant", D::kMass, Form::kNumber, true, "used"}},
                    RocketMass,
                    R"({"isp_s": 220, "m0_kg": 150, "dv_m_s": 40})"});
  shapes.push_back({"", "rocket", "published figures of a launcher", {}, {}, nullptr, {}, "published figures are facts, there is nothing to calculate"});
}

}  // namespace haze::tools
