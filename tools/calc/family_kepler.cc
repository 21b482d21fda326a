// Kepler's equation, two-body motion, elements.
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/kepler.h"
#include "tools/calc/common.h"

namespace haze::tools {

using dynamics::State;
using dynamics::Vector3;
using D = Dimension;

namespace {

State Propagated(const State& state, double dt, double mu) {
  const std::optional<State> end = dynamics::PropagateKepler(state, dt, mu);
  if (!end) throw InputError("r0: the orbit is rectilinear: it falls through the centre");
  return *end;
}

Answer FromState(const Inputs& in) {
  Outputs out;
  AddState(out, Propagated(ReadState(in, "r0", "v0"), in.Number("dt"), MuOf(in)));
  return out;
}

Answer FromElements(const Inputs& in) {
  Outputs out;
  const double mu = MuOf(in);
  AddState(out, Propagated(StateOf(ReadElements(in), mu), in.Number("dt"), mu));
  return out;
}

double Eccentricity(const Inputs& in) {
  const double e = in.Number("e");
  if (!(e >= 0.0)) in.Refuse("e", "allowed: >= 0");
  return e;
}

/// E, H or B (tan nu/2 of a parabola), nu and M of one orbit; `nu` told, the others follow.
void AddAnomalies(Outputs& out, double e, double nu) {
  out.Add("nu", D::kAngle, nu);
  if (e < 1.0) {
    const double E = dynamics::TrueToEccentric(nu, e);
    out.Add("E", D::kAngle, E);
    out.Add("M", D::kAngle, dynamics::EccentricToMean(E, e));
  } else if (e > 1.0) {
    const double H = dynamics::TrueToHyperbolic(nu, e);
    out.Add("H", D::kAngle, H).compare = Compare::kPlain;
    out.Add("M", D::kAngle, dynamics::HyperbolicToMean(H, e)).compare = Compare::kPlain;
  } else {
    const double B = dynamics::Tan(0.5 * nu);
    out.Add("B", D::kNone, B);
    out.Add("M", D::kAngle, B + B * B * B / 3.0).compare = Compare::kPlain;
  }
}

Answer KeplersEquation(const Inputs& in) {
  const double e = Eccentricity(in);
  const double M = in.Number("M");
  Outputs out;
  if (e < 1.0) {
    const double E = dynamics::SolveKepler(M, e);
    out.Add("E", D::kAngle, E);
    out.Add("nu", D::kAngle, dynamics::EccentricToTrue(E, e));
  } else if (e > 1.0) {
    const double H = dynamics::SolveKeplerHyperbolic(M, e);
    out.Add("H", D::kAngle, H).compare = Compare::kPlain;
    out.Add("nu", D::kAngle, dynamics::HyperbolicToTrue(H, e));
  } else {
    // Barker's equation B + B^3/3 = M in closed form (Vallado 4th edition, section 2.2.3).
    const double w = dynamics::Cbrt(1.5 * std::fabs(M) + std::sqrt(2.25 * M * M + 1.0));
    const double B = std::copysign(w - 1.0 / w, M);
    out.Add("B", D::kNone, B);
    out.Add("nu", D::kAngle, 2.0 * dynamics::Atan(B));
  }
  return out;
}

Answer FromHyperbolic(const Inputs& in) {
  const double e = Eccentricity(in);
  if (!(e > 1.0)) in.Refuse("e", "allowed: > 1 with H");
  const double H = in.Number("H");
  if (!(std::fabs(H) < 500.0)) in.Refuse("H", "allowed: within +-500 rad, past which sinh is not finite");
  Outputs out;
  out.Add("M", D::kAngle, dynamics::HyperbolicToMean(H, e)).compare = Compare::kPlain;
  // One source turns the sign of nu against that of H and M; M tells which half of the branch it is.
  out.Add("nu", D::kAngle, dynamics::HyperbolicToTrue(H, e)).compare = Compare::kUpToSign;
  Answer answer(std::move(out));
  answer.note = "nu is compared up to its sign: M tells the half of the branch";
  return answer;
}

Answer FromEccentric(const Inputs& in) {
  const double e = Eccentricity(in);
  if (!(e < 1.0)) in.Refuse("e", "allowed: < 1 with E");
  const double E = in.Number("E");
  Outputs out;
  out.Add("M", D::kAngle, dynamics::EccentricToMean(E, e));
  out.Add("nu", D::kAngle, dynamics::EccentricToTrue(E, e));
  return out;
}

Answer FromTrue(const Inputs& in) {
  const double e = Eccentricity(in);
  const double nu = in.Number("nu");
  if (!(1.0 + e * dynamics::Cos(nu) > 1e-12)) in.Refuse("nu", "allowed: inside the asymptotes");
  Outputs out;
  AddAnomalies(out, e, nu);
  return out;
}

Answer ElementsOf(const Inputs& in) {
  const double mu = MuOf(in);
  const State state = ReadState(in, "r", "v");
  const Vector3 h = state.r.cross(state.v);
  if (!(h.norm() > 1e-12 * state.r.norm() * state.v.norm())) in.Refuse("v", "allowed: not along r; a rectilinear orbit has no elements");
  const dynamics::Keplerian elements = dynamics::ToKeplerian(state, mu);
  Outputs out;
  out.Add("p", D::kLength, h.squaredNorm() / mu);
  // A parabola has no semi-major axis.
  out.Add("a", D::kLength, std::isfinite(elements.a) ? Json(elements.a) : Json(nullptr));
  out.Add("e", D::kNone, elements.e);
  out.Add("i", D::kAngle, elements.i);
  out.Add("raan", D::kAngle, elements.raan);
  out.Add("argp", D::kAngle, elements.argp);
  out.Add("nu", D::kAngle, elements.nu);
  out.Add("u", D::kAngle, dynamics::WrapTwoPi(elements.argp + elements.nu));
  if (elements.e < 1.0 && elements.a > 0.0 && std::isfinite(elements.a)) {
    out.Add("M", D::kAngle, dynamics::WrapTwoPi(dynamics::TrueToMean(elements.nu, elements.e)));
    out.Add("period", D::kTime, dynamics::OrbitPeriod(elements.a, mu));
  } else if (elements.e > 1.0 && 1.0 + elements.e * dynamics::Cos(elements.nu) > 1e-12) {
    const double H = dynamics::TrueToHyperbolic(dynamics::WrapPi(elements.nu), elements.e);
    out.Add("M", D::kAngle, dynamics::HyperbolicToMean(H, elements.e)).compare = Compare::kPlain;
  }
  // Flight elements: direction of r, angle of v from the vertical, azimuth of v from north (Vallado 4th edition, section 2.6).
  const Vector3 up = state.r.normalized();
  const Vector3 east(-up.y(), up.x(), 0.0);
  out.Add("rtasc", D::kAngle, dynamics::Atan2(state.r.y(), state.r.x()));
  out.Add("decl", D::kAngle, dynamics::Atan2(up.z(), dynamics::Hypot(up.x(), up.y())));
  out.Add("fpa_from_vertical", D::kAngle, dynamics::Atan2(up.cross(state.v).norm(), up.dot(state.v)));
  if (east.norm() > 1e-12) {
    const Vector3 north = up.cross(east.normalized());
    out.Add("az", D::kAngle, dynamics::WrapTwoPi(dynamics::Atan2(state.v.dot(east.normalized()), state.v.dot(north))));
  }
  return out;
}

Answer StateFromElements(const Inputs& in) {
  Outputs out;
  AddState(out, StateOf(ReadElements(in), MuOf(in)));
  return out;
}

Answer Perifocal(const Inputs& in) {
  const dynamics::SinCosValue i = dynamics::SinCos(in.Number("i"));
  const dynamics::SinCosValue O = dynamics::SinCos(in.Number("raan"));
  const dynamics::SinCosValue w = dynamics::SinCos(in.Number("argp"));
  Outputs out;
  out.Vector("P", D::kNone, {O.cos * w.cos - O.sin * w.sin * i.cos, O.sin * w.cos + O.cos * w.sin * i.cos, w.sin * i.sin});
  out.Vector("Q", D::kNone, {-O.cos * w.sin - O.sin * w.cos * i.cos, -O.sin * w.sin + O.cos * w.cos * i.cos, w.cos * i.sin});
  out.Vector("W", D::kNone, {O.sin * i.sin, -O.cos * i.sin, i.cos});
  return out;
}

Answer StumpffFunctions(const Inputs& in) {
  const double z = in.Number("z");
  if (!(z > -4.0e5)) in.Refuse("z", "allowed: > -4e5, below which cosh is not finite");
  const dynamics::Stumpff c = dynamics::StumpffC2C3(z);
  Outputs out;
  out.Add("c2", D::kNone, c.c2);
  out.Add("c3", D::kNone, c.c3);
  return out;
}

/// Source: Vallado 4th edition, algorithm 11 (FINDTOF), the short way round.
Answer TimeOfFlight(const Inputs& in) {
  const double mu = MuOf(in);
  const Vector3 r0 = in.Vector("r0");
  const Vector3 r = in.Vector("r");
  const double p = in.Positive("p");
  const double n0 = r0.norm();
  const double n1 = r.norm();
  if (!(n0 > 0.0)) in.Refuse("r0", "allowed: not zero");
  if (!(n1 > 0.0)) in.Refuse("r", "allowed: not zero");
  const double cos_dnu = r0.dot(r) / (n0 * n1);
  const double sin_dnu = r0.cross(r).norm() / (n0 * n1);
  const double k = n0 * n1 * (1.0 - cos_dnu);
  const double l = n0 + n1;
  const double m = n0 * n1 * (1.0 + cos_dnu);
  // 1/a, so that the parabola is no special number.
  const double alpha = ((2.0 * m - l * l) * p * p + 2.0 * k * l * p - k * k) / (m * k * p);
  if (!std::isfinite(alpha)) in.Refuse("r", "allowed: r0 and r that are neither one direction nor opposite");
  const double g = n0 * n1 * sin_dnu / std::sqrt(mu * p);
  const double f = 1.0 - n1 / p * (1.0 - cos_dnu);
  const double tan_half = k > 0.0 ? (1.0 - cos_dnu) / sin_dnu : 0.0;
  const double f_dot = std::sqrt(mu / p) * tan_half * ((1.0 - cos_dnu) / p - 1.0 / n0 - 1.0 / n1);
  double tof = 0.0;
  if (alpha * l > 1e-9) {
    const double a = 1.0 / alpha;
    const double dE = dynamics::WrapTwoPi(dynamics::Atan2(-n0 * n1 * f_dot / std::sqrt(mu * a), 1.0 - n0 / a * (1.0 - f)));
    tof = g + std::sqrt(a * a * a / mu) * (dE - dynamics::Sin(dE));
  } else if (alpha * l < -1e-9) {
    const double a = 1.0 / alpha;
    const double cosh_dH = 1.0 + (f - 1.0) * n0 / a;
    if (!(cosh_dH >= 1.0)) in.Refuse("p", "allowed: such that a conic of it passes r0 and r");
    const double dH = dynamics::Acosh(cosh_dH);
    tof = g + std::sqrt(-a * a * a / mu) * (dynamics::Sinh(dH) - dH);
  } else {
    const double c = (r - r0).norm();
    const double s = 0.5 * (l + c);
    tof = 2.0 / 3.0 * std::sqrt(s * s * s / (2.0 * mu)) * (1.0 - dynamics::Pow((s - c) / s, 1.5));
  }
  Outputs out;
  out.Add("tof", D::kTime, tof);
  return out;
}

std::vector<Field> With(std::vector<Field> fields, std::vector<Field> more) {
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

const std::vector<Field> kStateOut = {
    Position("r", "position"), Velocity("v", "velocity"), Length("r_norm", "distance"), {"v_norm", D::kSpeed, Form::kNumber, true, "speed"}};

}  // namespace

void AddKeplerShapes(std::vector<Shape>& shapes) {
  shapes.push_back({"kepler, propagate",
                    "kepler, propagation_j2",
                    "two-body motion of a state, any conic (universal variables)",
                    {Position("r0|r", "position"), Velocity("v0|v", "velocity"), Time("dt|tof", "time, either sign"), Mu(),
                     Length("R_earth|earth_radius", "for expressions", false),
                     Words("integrator", "how the reference was made; the answer is closed form all the same", false)},
                    kStateOut,
                    FromState,
                    R"({"r0_km": [7000, 0, 0], "v0_km_s": [0, 7.5, 1], "dt_s": 3600})"});
  shapes.push_back({"kepler, propagate", "kepler", "two-body motion of elements, any conic",
                    With(ElementFields(false), {Time("dt", "time, either sign"), Mu()}), kStateOut, FromElements,
                    R"({"p_km": 13200, "e": 1, "nu_deg": 0, "dt_h": 36})"});
  shapes.push_back(
      {"kepler",
       "kepler",
       "Kepler's equation: eccentric, hyperbolic or parabolic anomaly of a mean one",
       {Angle("M", "mean anomaly"), Number("e", "eccentricity")},
       {Angle("E", "eccentric anomaly, e < 1"), Angle("H", "hyperbolic anomaly, e > 1"), Number("B", "tan(nu/2), e = 1"), Angle("nu", "true anomaly")},
       KeplersEquation,
       R"({"M_rad": 1.5, "e": 0.3})"});
  shapes.push_back({"kepler",
                    "kepler",
                    "mean and true anomaly of a hyperbolic one",
                    {Angle("H", "hyperbolic anomaly"), Number("e", "eccentricity > 1")},
                    {Angle("M", "mean anomaly"), Angle("nu", "true anomaly")},
                    FromHyperbolic,
                    R"({"H_rad": 1.2, "e": 1.4})"});
  shapes.push_back({"kepler",
                    "kepler",
                    "mean and true anomaly of an eccentric one",
                    {Angle("E", "eccentric anomaly"), Number("e", "eccentricity < 1")},
                    {Angle("M", "mean anomaly"), Angle("nu", "true anomaly")},
                    FromEccentric,
                    R"({"E_deg": 40, "e": 0.1})"});
  shapes.push_back(
      {"kepler",
       "kepler",
       "the other anomalies of a true one",
       {Angle("nu", "true anomaly"), Number("e", "eccentricity")},
       {Angle("E", "eccentric anomaly, e < 1"), Angle("H", "hyperbolic anomaly, e > 1"), Number("B", "tan(nu/2), e = 1"), Angle("M", "mean anomaly")},
       FromTrue,
       R"({"nu_deg": 40, "e": 0.1})"});
  shapes.push_back({"elements",
                    "kepler",
                    "elements of a state, and its flight angles",
                    {Position("r", "position"), Velocity("v", "velocity"), Mu()},
                    {Length("p", "semi-latus rectum"), Length("a", "semi-major axis; null for a parabola"), Number("e", "eccentricity"),
                     Angle("i", "inclination"), Angle("raan", "right ascension of the node"), Angle("argp", "argument of perigee"), Angle("nu", "true anomaly"),
                     Angle("u", "argument of latitude"), Angle("M", "mean anomaly"), Time("period", "of an ellipse"), Angle("rtasc", "right ascension"),
                     Angle("decl", "declination"), Angle("fpa_from_vertical", "flight path angle from the vertical"), Angle("az", "azimuth of the velocity")},
                    ElementsOf,
                    R"({"r_km": [6524.834, 6862.875, 6448.296], "v_km_s": [4.901327, 5.533756, -1.976341]})"});
  shapes.push_back({"elements", "kepler", "state of elements", With(ElementFields(false), {Mu()}), kStateOut, StateFromElements,
                    R"({"a_km": 7000, "e": 0.01, "i_deg": 51.6, "raan_deg": 10, "argp_deg": 20, "nu_deg": 30})"});
  shapes.push_back({"elements",
                    "kepler",
                    "perifocal axes in inertial components",
                    {Angle("i", "inclination"), Angle("raan", "right ascension of the node"), Angle("argp", "argument of perigee")},
                    {{"P", D::kNone, Form::kVector, true, "towards perigee"},
                     {"Q", D::kNone, Form::kVector, true, "90 deg ahead"},
                     {"W", D::kNone, Form::kVector, true, "angular momentum"}},
                    Perifocal,
                    R"({"i_deg": 87.87, "raan_deg": 227.89, "argp_deg": 53.38})"});
  shapes.push_back({"kepler",
                    "kepler",
                    "Stumpff functions",
                    {Number("z|psi", "argument, either sign")},
                    {Number("c2", "(1 - cos sqrt z)/z"), Number("c3", "(sqrt z - sin sqrt z)/z^1.5")},
                    StumpffFunctions,
                    R"({"z": 1.5})"});
  shapes.push_back({"kepler",
                    "kepler",
                    "time between two positions on the conic of a semi-latus rectum, the short way",
                    {Position("r0|r1", "first position"), Position("r|r2", "second position"), Length("p", "semi-latus rectum"), Mu()},
                    {Time("tof", "time of flight")},
                    TimeOfFlight,
                    R"({"r0_km": [7000, 0, 0], "r_km": [20000, 20000, 0], "p_km": 8000})"});
}

}  // namespace haze::tools
