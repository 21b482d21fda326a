// Impulsive transfers, plane changes, phasing. Speeds without a unit are km/s, as in the field's textbooks.
#include <algorithm>
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/crossing.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "tools/calc/common.h"

namespace haze::tools {
namespace {

using dynamics::Cos;
using dynamics::Sin;
using D = Dimension;

void AddSpeed(Outputs& out, const char* name, double v) { out.Add(name, D::kSpeed, v).bare = "km_s"; }

struct Radii {
  double r1;
  double r2;
};

Radii ReadRadii(const Inputs& in) {
  const double earth = in.Positive("Re", dynamics::kEarthGravityRadius);
  const Radii radii{earth + in.Number("r1_alt"), earth + in.Number("r2_alt")};
  if (!(radii.r1 > 0.0)) in.Refuse("r1_alt", "allowed: above the centre");
  if (!(radii.r2 > 0.0)) in.Refuse("r2_alt", "allowed: above the centre");
  return radii;
}

double CircularSpeed(double r, double mu) { return std::sqrt(mu / r); }
double Speed(double r, double a, double mu) { return std::sqrt(2.0 * mu / r - mu / a); }
double HalfPeriod(double a, double mu) { return dynamics::kPi * std::sqrt(a * a * a / mu); }

/// Source: Vallado 4th edition, algorithm 36.
Answer Hohmann(const Inputs& in) {
  const double mu = MuOf(in);
  const Radii radii = ReadRadii(in);
  const double a = 0.5 * (radii.r1 + radii.r2);
  const double dva = Speed(radii.r1, a, mu) - CircularSpeed(radii.r1, mu);
  const double dvb = CircularSpeed(radii.r2, mu) - Speed(radii.r2, a, mu);
  Outputs out;
  AddSpeed(out, "dva", std::fabs(dva));
  AddSpeed(out, "dvb", std::fabs(dvb));
  AddSpeed(out, "dv", std::fabs(dva) + std::fabs(dvb));
  out.Add("tof", D::kTime, HalfPeriod(a, mu));
  out.Add("a_trans", D::kLength, a);
  out.Add("e_trans", D::kNone, std::fabs(radii.r2 - radii.r1) / (radii.r1 + radii.r2));
  return out;
}

/// Departure along the velocity; arrival at a true anomaly of the transfer. Source: Vallado 4th edition, algorithm 38.
Answer OneTangent(const Inputs& in) {
  const double mu = MuOf(in);
  const Radii radii = ReadRadii(in);
  const double nu = in.Number("nu_trans");
  const bool outward = radii.r2 > radii.r1;
  const double nu_b = outward ? nu : nu + dynamics::kPi;
  const double ratio = radii.r1 / radii.r2;
  // The tangent end is perigee on the way out, apogee on the way in.
  const double e = outward ? (ratio - 1.0) / (Cos(nu) - ratio) : (1.0 - ratio) / (Cos(nu_b) + ratio);
  const double a = outward ? radii.r1 / (1.0 - e) : radii.r1 / (1.0 + e);
  if (!(e >= 0.0 && e < 1.0 && a > 0.0)) in.Refuse("nu_trans", "allowed: such that the transfer is an ellipse that reaches r2");
  const double nu_arrival = outward ? nu : nu_b;
  const double v_b = Speed(radii.r2, a, mu);
  const double fpa = dynamics::Atan2(e * Sin(nu_arrival), 1.0 + e * Cos(nu_arrival));
  const double circular = CircularSpeed(radii.r2, mu);
  const double M1 = dynamics::TrueToMean(nu_arrival, e);
  const double M0 = outward ? 0.0 : dynamics::kPi;
  double turn = M1 - M0;
  while (turn < 0.0) turn += dynamics::kTwoPi;
  Outputs out;
  AddSpeed(out, "dva", std::fabs(Speed(radii.r1, a, mu) - CircularSpeed(radii.r1, mu)));
  AddSpeed(out, "dvb", std::sqrt(v_b * v_b + circular * circular - 2.0 * v_b * circular * Cos(fpa)));
  out.Add("tof", D::kTime, turn / dynamics::MeanMotion(a, mu));
  out.Add("e_trans", D::kNone, e);
  out.Add("a_trans", D::kLength, a);
  return out;
}

/// Source: Vallado 4th edition, algorithm 39.
Answer InclinationOnly(const Inputs& in) {
  Outputs out;
  AddSpeed(out, "dv", std::fabs(2.0 * in.Number("v") * Cos(in.Number("fpa", 0.0)) * Sin(0.5 * in.Number("di"))));
  return out;
}

/// Circular orbit, both inclination and node. Source: Vallado 4th edition, algorithm 41.
Answer InclinationAndNode(const Inputs& in) {
  const double i1 = in.Number("i1");
  const double i2 = in.Number("i2");
  const double draan = in.Number("draan");
  const double cos_theta = Cos(i1) * Cos(i2) + Sin(i1) * Sin(i2) * Cos(draan);
  const double theta = dynamics::AcosClamped(cos_theta);
  const double sin_theta = Sin(theta);
  if (!(sin_theta > 1e-12 && std::fabs(Sin(i1)) > 1e-12 && std::fabs(Sin(i2)) > 1e-12)) in.Refuse("i1", "allowed: planes that differ, neither of them equatorial");
  Outputs out;
  AddSpeed(out, "dv", 2.0 * in.Positive("v") * Sin(0.5 * theta));
  // Spherical triangle of both nodes and the crossing.
  out.Add("u_init", D::kAngle, dynamics::AcosClamped((Sin(i2) * Cos(i1) * Cos(draan) - Cos(i2) * Sin(i1)) / sin_theta));
  out.Add("u_final", D::kAngle, dynamics::AcosClamped((Cos(i1) * Sin(i2) - Sin(i1) * Cos(i2) * Cos(draan)) / sin_theta));
  out.Add("theta", D::kAngle, theta);
  return out;
}

/// Hohmann with the plane change shared between both burns. The share is the book's approximation; beside it stands the one that costs least.
/// Source: Vallado 4th edition, algorithm 42.
Answer Combined(const Inputs& in) {
  const double mu = MuOf(in);
  const Radii radii = ReadRadii(in);
  const double di = in.Number("di");
  if (!(std::fabs(di) <= dynamics::kPi)) in.Refuse("di", "allowed: within +-180 deg");
  const double a = 0.5 * (radii.r1 + radii.r2);
  const double c1 = CircularSpeed(radii.r1, mu);
  const double c2 = CircularSpeed(radii.r2, mu);
  const double t1 = Speed(radii.r1, a, mu);
  const double t2 = Speed(radii.r2, a, mu);
  const auto burn = [](double u, double w, double angle) { return std::sqrt(std::max(0.0, u * u + w * w - 2.0 * u * w * Cos(angle))); };
  const auto total = [&](double first) { return burn(c1, t1, first) + burn(c2, t2, di - first); };
  const double ratio = radii.r2 / radii.r1;
  const double di1 = dynamics::Atan2(Sin(di), ratio * std::sqrt(ratio) + Cos(di));
  const dynamics::Minimum least = dynamics::LeastValue(total, std::min(0.0, di), std::max(0.0, di), std::fabs(di) / 16.0 + 1e-9, 1e-12);
  Outputs out;
  out.Add("di1", D::kAngle, di1);
  out.Add("di2", D::kAngle, di - di1);
  AddSpeed(out, "dva", burn(c1, t1, di1));
  AddSpeed(out, "dvb", burn(c2, t2, di - di1));
  AddSpeed(out, "dv", total(di1));
  AddSpeed(out, "least_dv", least.value);
  out.Add("least_di1", D::kAngle, least.t);
  out.Add("tof", D::kTime, HalfPeriod(a, mu));
  return out;
}

/// Circular orbit, phasing by an ellipse that returns. Source: Vallado 4th edition, algorithm 44.
Answer Phasing(const Inputs& in) {
  const double mu = MuOf(in);
  const double r = in.Positive("r");
  const int k_int = in.Integer("k_int", 1, 100000);
  const int k_tgt = in.Integer("k_tgt", 0, 100000);
  const double turn = dynamics::kTwoPi * k_tgt + in.Number("phase");
  if (!(turn > 0.0)) in.Refuse("phase", "allowed: such that the target's way is longer than nothing");
  const double t = turn / dynamics::MeanMotion(r, mu);
  const double a = dynamics::SemiMajorAxis(dynamics::kTwoPi * k_int / t, mu);
  if (!(2.0 * a > r)) in.Refuse("k_int", "allowed: such that the phasing ellipse reaches r");
  Outputs out;
  out.Add("t_phase", D::kTime, t);
  AddSpeed(out, "dv", 2.0 * (Speed(r, a, mu) - CircularSpeed(r, mu)));
  out.Add("a_phase", D::kLength, a);
  return out;
}

/// The interceptor coasts to the node, turns whole revolutions of a phasing orbit there, and meets the target half a turn on, by a Hohmann transfer whose second
/// burn also turns the plane. Source: Vallado 4th edition, algorithm 46.
Answer NoncoplanarRendezvous(const Inputs& in) {
  const double mu = MuOf(in);
  const double a_int = in.Positive("a_int");
  const double a_tgt = in.Positive("a_tgt");
  const int k_int = in.Integer("k_int", 1, 100000);
  const int k_tgt = in.Integer("k_tgt", 0, 100000);
  const double n_tgt = dynamics::MeanMotion(a_tgt, mu);
  const double a_trans = 0.5 * (a_int + a_tgt);
  const double t_trans = HalfPeriod(a_trans, mu);
  const double t_node = in.Number("phase") / dynamics::MeanMotion(a_int, mu);
  // Where the target has to be when phasing begins, to be at the meeting point one transfer after it ends.
  const double lon_tgt = in.Number("truelon") + n_tgt * t_node;
  const double way = dynamics::WrapTwoPi(in.Number("node_int") - lon_tgt - n_tgt * t_trans) + dynamics::kTwoPi * k_tgt;
  if (!(way > 1e-9)) in.Refuse("k_tgt", "allowed: such that phasing takes time");
  const double t_phase = way / n_tgt;
  const double a_phase = dynamics::SemiMajorAxis(dynamics::kTwoPi * k_int / t_phase, mu);
  if (!(2.0 * a_phase > a_int)) in.Refuse("k_int", "allowed: such that the phasing orbit reaches a_int");
  const double v_int = CircularSpeed(a_int, mu);
  const double v_phase = Speed(a_int, a_phase, mu);
  const double v_trans1 = Speed(a_int, a_trans, mu);
  const double v_trans2 = Speed(a_tgt, a_trans, mu);
  const double v_tgt = CircularSpeed(a_tgt, mu);
  Outputs out;
  out.Add("t_node", D::kTime, t_node);
  out.Add("t_phase", D::kTime, t_phase);
  out.Add("t_trans", D::kTime, t_trans);
  AddSpeed(out, "dv_phase", std::fabs(v_phase - v_int));
  AddSpeed(out, "dv_trans1", std::fabs(v_trans1 - v_phase));
  AddSpeed(out, "dv_trans2", std::sqrt(std::max(0.0, v_trans2 * v_trans2 + v_tgt * v_tgt - 2.0 * v_trans2 * v_tgt * Cos(in.Number("di")))));
  out.Add("a_phase", D::kLength, a_phase);
  return out;
}

Answer PlaneChange(const Inputs& in) {
  const double v1 = in.Number("v1");
  const double v2 = in.Number("v2");
  if (!(v1 >= 0.0)) in.Refuse("v1", "allowed: >= 0");
  if (!(v2 >= 0.0)) in.Refuse("v2", "allowed: >= 0");
  Outputs out;
  AddSpeed(out, "dv", std::sqrt(std::max(0.0, v1 * v1 + v2 * v2 - 2.0 * v1 * v2 * Cos(in.Number("theta")))));
  return out;
}

Field SpeedField(std::string_view name, std::string_view meaning) { return {name, D::kSpeed, Form::kNumber, true, meaning, "km_s"}; }

}  // namespace

void AddManeuverShapes(std::vector<Shape>& shapes) {
  const Field r1 = Length("r1_alt", "altitude of the first circle");
  const Field r2 = Length("r2_alt", "altitude of the second circle");
  const Field earth = Length("Re|earth_radius", "6378.1363 km where missing", false);
  const Field dva = SpeedField("dva", "first burn");
  const Field dvb = SpeedField("dvb", "second burn");
  const Field tof = Time("tof", "between them");
  shapes.push_back({"maneuver", "maneuvers", "Hohmann transfer", {r1, r2, earth, Mu()}, {dva, dvb, SpeedField("dv", "their sum"), tof, Length("a_trans", "of the transfer"), Number("e_trans", "the same")},
                    Hohmann, R"({"r1_alt_km": 191.3411, "r2_alt_km": 35781.34857})"});
  shapes.push_back({"maneuver", "maneuvers", "one-tangent transfer", {r1, r2, Angle("nu_trans", "true anomaly of arrival"), earth, Mu()},
                    {dva, dvb, tof, Number("e_trans", "of the transfer"), Length("a_trans", "of the transfer")}, OneTangent, R"({"r1_alt_km": 191.3411, "r2_alt_km": 35781.34857, "nu_trans_deg": 160})"});
  shapes.push_back({"maneuver", "maneuvers", "change of inclination alone", {SpeedField("v", "speed"), Angle("di", "change"), Angle("fpa", "flight path angle from the horizontal", false)},
                    {SpeedField("dv", "burn")}, InclinationOnly, R"({"v_km_s": 5.993824, "di_deg": 15, "fpa_deg": -6.79})"});
  shapes.push_back({"maneuver", "maneuvers", "change of inclination and node of a circle", {Angle("i1", "before"), Angle("i2", "after"), Angle("draan", "change of the node"), SpeedField("v", "speed")},
                    {SpeedField("dv", "burn"), Angle("u_init", "argument of latitude of the burn, before"), Angle("u_final", "after"), Angle("theta", "turn of the plane")}, InclinationAndNode,
                    R"({"i1_deg": 55, "i2_deg": 40, "draan_deg": 45, "v_km_s": 5.892311})"});
  shapes.push_back({"maneuver", "maneuvers", "Hohmann transfer with a plane change shared at least cost", {r1, r2, Angle("di", "change"), earth, Mu()},
                    {Angle("di1", "at the first burn, closed form"), Angle("di2", "at the second"), dva, dvb, SpeedField("dv", "their sum"), SpeedField("least_dv", "the least sum of all shares"), Angle("least_di1", "its first share"), tof}, Combined, R"({"r1_alt_km": 191, "r2_alt_km": 35780, "di_deg": -28.5})"});
  shapes.push_back({"maneuver", "maneuvers", "phasing in a circle", {Length("r", "radius"), Angle("phase", "of the target ahead"), Number("k_int", "revolutions of the ellipse"), Number("k_tgt", "of the target"), Mu()},
                    {Time("t_phase", "until both meet"), SpeedField("dv", "both burns, negative where the first brakes"), Length("a_phase", "of the ellipse")}, Phasing,
                    R"({"r_km": 12756.274, "phase_deg": -20, "k_int": 2, "k_tgt": 2})"});
  shapes.push_back({"maneuver", "maneuvers", "rendezvous between circles of different planes",
                    {Length("a_int", "interceptor"), Length("a_tgt", "target"), Angle("phase", "from the interceptor to the node"), Number("k_int", "revolutions of the phasing orbit"),
                     Number("k_tgt", "of the target"), Angle("node_int", "node of the interceptor"), Angle("truelon", "true longitude of the target"), Angle("di", "between the planes"), Mu()},
                    {Time("t_trans", "transfer"), Time("t_phase", "phasing"), SpeedField("dv_phase", "into the phasing orbit"), SpeedField("dv_trans1", "into the transfer"),
                     SpeedField("dv_trans2", "at the target"), Length("a_phase", "of the phasing orbit")},
                    NoncoplanarRendezvous, R"({"a_int_km": 7143.51, "a_tgt_km": 42159.4855, "phase_deg": 165, "k_int": 1, "k_tgt": 0, "node_int_deg": 45, "truelon_deg": 200, "di_deg": -28.5})"});
  shapes.push_back({"maneuver", "maneuvers", "burn between two velocities at an angle", {SpeedField("v1", "before"), SpeedField("v2", "after"), Angle("theta", "between them")}, {SpeedField("dv", "burn")},
                    PlaneChange, R"({"v1_km_s": 1.23, "v2_km_s": 4.56, "theta_deg": 15})"});
}

}  // namespace haze::tools
