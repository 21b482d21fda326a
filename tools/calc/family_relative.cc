// Relative motion: Hill-Clohessy-Wiltshire and curvilinear coordinates. Axes: radial, along track, cross track.
#include <algorithm>
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"
#include "dynamics/kepler.h"
#include "dynamics/relative.h"
#include "dynamics/relative_eccentric.h"
#include "tools/calc/common.h"

namespace haze::tools {
namespace {

using dynamics::Matrix3;
using dynamics::Matrix6;
using dynamics::State;
using dynamics::Vector3;
using dynamics::Vector6;
using D = Dimension;

/// Rate of the target's circle.
double Rate(const Inputs& in) {
  const double r = in.Has("r_ref") ? in.Positive("r_ref") : in.Positive("earth_radius", dynamics::kEarthGravityRadius) + in.Number("target_alt");
  if (!(r > 0.0)) in.Refuse("target_alt", "allowed: above the centre");
  const double n = dynamics::MeanMotion(r, MuOf(in));
  if (!(n > 1e-20 && n < 1e3)) in.Refuse(in.Has("r_ref") ? "r_ref" : "target_alt", "allowed: such that the mean motion is a rate of this world");
  return n;
}

// Both vectors are read before Eigen's comma begins: what it has begun it wants finished, and a wrong value leaves by an exception.
Vector6 StateAtStart(const Inputs& in, const Matrix3& R) {
  const Vector3 r0 = R * in.Vector("r0"), v0 = R * in.Vector("v0");
  Vector6 x;
  x << r0, v0;
  return x;
}

Answer HcwState(const Inputs& in) {
  const std::vector<double> x = in.Numbers("x0");
  if (x.size() != 6) in.Refuse("x0", "allowed: six numbers, r and v");
  Vector6 x0;
  for (int i = 0; i < 6; ++i) x0(i) = x[static_cast<std::size_t>(i)];
  const Vector6 end = dynamics::PropagateHcw(x0, Rate(in), in.Number("dt"));
  Outputs out;
  out.Add("xf", D::kState, {end(0), end(1), end(2), end(3), end(4), end(5)}, 1);
  return out;
}

Answer HcwVectors(const Inputs& in) {
  const Vector6 x0 = StateAtStart(in, Matrix3::Identity());
  const Vector6 end = dynamics::PropagateHcw(x0, Rate(in), in.Number("dt"));
  Outputs out;
  out.Vector("r", D::kLength, end.head<3>()).bare = "m";
  out.Vector("v", D::kSpeed, end.tail<3>()).bare = "m_s";
  return out;
}

Answer HcwMatrices(const Inputs& in) {
  const Matrix6 Phi = dynamics::HcwTransition(Rate(in), in.Number("dt"));
  Outputs out;
  out.Matrix("Phi_rr", Phi.topLeftCorner<3, 3>());
  out.Matrix("Phi_rv", Phi.topRightCorner<3, 3>());
  out.Matrix("Phi_vr", Phi.bottomLeftCorner<3, 3>());
  out.Matrix("Phi_vv", Phi.bottomRightCorner<3, 3>());
  return out;
}

/// Two impulses from one place to another.
Answer HcwTransfer(const Inputs& in) {
  const double tof = in.Positive("tof");
  const Vector3 vf = in.Has("vf") ? in.Vector("vf") : Vector3(Vector3::Zero());
  const std::optional<dynamics::TwoImpulse> burns = dynamics::HcwTwoImpulse(in.Vector("r0"), in.Vector("v0"), in.Vector("rf"), Rate(in), tof, vf);
  if (!burns) in.Refuse("tof", "allowed: not whole revolutions, nor half ones out of the plane");
  Outputs out;
  out.Vector("dv1", D::kSpeed, burns->dv1);
  out.Vector("dv2", D::kSpeed, burns->dv2);
  return out;
}

State Two(const Inputs& in, std::string_view r, std::string_view v) {
  const State state = ReadState(in, r, v);
  if (!(state.r.cross(state.v).norm() > 1e-12 * state.r.norm() * state.v.norm())) in.Refuse(v, "allowed: not along r");
  return state;
}

/// Cartesian in the target's rotating axes, and along the arcs of the target's circle (equidistant cylindrical).
/// Source of the second: Alfano, "Eliminating assumptions regarding satellite conjunction analysis", JAS 59 (2012), circular target.
Answer FromInertial(const Inputs& in) {
  const State target = Two(in, "r_tgt", "v_tgt");
  const State chaser = Two(in, "r_int", "v_int");
  const State cartesian = dynamics::RtnRelative(chaser, target);
  const double radius = target.r.norm();
  // Of the chaser itself, in the target's axes, turning with them.
  const Vector3 r = cartesian.r + Vector3(radius, 0.0, 0.0);
  const Vector3 v = cartesian.v + Vector3(target.r.dot(target.v) / radius, 0.0, 0.0);
  const double distance = r.norm();
  const double level2 = r.x() * r.x() + r.y() * r.y();
  const double level = std::sqrt(level2);
  if (!(level > 1e-6 * distance)) in.Refuse("r_int", "allowed: not above the pole of the target's orbit");
  const double rate = r.dot(v) / distance;
  Outputs out;
  out.Vector("r_rtn", D::kLength, {distance - radius, radius * dynamics::Atan2(r.y(), r.x()), radius * dynamics::Atan2(r.z(), level)});
  out.Vector("v_rtn", D::kSpeed,
             {rate - target.r.dot(target.v) / radius, radius * (r.x() * v.y() - r.y() * v.x()) / level2, radius * (v.z() - rate * r.z() / distance) / level});
  out.Vector("r_rtn_cartesian", D::kLength, cartesian.r);
  out.Vector("v_rtn_cartesian", D::kSpeed, cartesian.v);
  return out;
}

/// CCSDS's local axes: x along track, y against the angular momentum, z to the centre.
Matrix3 RtnFromLvlh() {
  Matrix3 R;
  R << 0.0, 0.0, -1.0, 1.0, 0.0, 0.0, 0.0, -1.0, 0.0;
  return R;
}

Answer Eccentric(const Inputs& in) {
  const double e = in.Number("e");
  if (!(e >= 0.0 && e < 1.0)) in.Refuse("e", "allowed: 0 to 1");
  const double a = in.Positive("a");
  if (!(a > 1.0 && a < 1e15)) in.Refuse("a", "allowed: 1 m to 1e12 km");
  const std::string frame = in.Has("frame") ? in.Text("frame") : "RTN";
  if (frame != "RTN" && frame != "LVLH_CCSDS") in.Refuse("frame", "allowed: RTN, LVLH_CCSDS");
  const Matrix3 R = frame == "RTN" ? Matrix3(Matrix3::Identity()) : RtnFromLvlh();
  const Matrix6 Phi =
      dynamics::YamanakaAnkersenTransition({.p = a * (1.0 - e * e), .e = e, .mu = MuOf(in)}, in.Number("theta0"), in.Number("theta"), in.Number("dt"));
  const Vector6 end = Phi * StateAtStart(in, R);
  Outputs out;
  out.Vector("r", D::kLength, R.transpose() * end.head<3>());
  out.Vector("v", D::kSpeed, R.transpose() * end.tail<3>());
  return out;
}

State ReadTarget(const Inputs& in, double mu) {
  const ConicElements elements = ReadElements(in);
  if (!(elements.e < 1.0)) in.Refuse("e", "allowed: below 1");
  return StateOf(elements, mu);
}

State Moved(const State& state, double dt, double mu) {
  const std::optional<State> end = dynamics::PropagateKepler(state, dt, mu);
  if (!end) throw InputError("dv0_inertial: the chaser falls through the centre");
  return *end;
}

/// Largest difference up to dt between the linear motion and two exact Kepler orbits.
Answer EccentricError(const Inputs& in) {
  const double mu = MuOf(in);
  const State target = ReadTarget(in, mu);
  const State chaser{target.r + in.Vector("dr0_inertial"), target.v + in.Vector("dv0_inertial")};
  const Vector6 x0 = dynamics::ToVector6(dynamics::RtnRelative(chaser, target));
  const double dt = in.Number("dt");
  double dr = 0.0;
  double dv = 0.0;
  constexpr int kSamples = 20;
  for (int k = 1; k <= kSamples; ++k) {
    const double t = dt * k / kSamples;
    const std::optional<Matrix6> Phi = dynamics::YamanakaAnkersenTransition(target, t, mu);
    if (!Phi) in.Refuse("e", "allowed: an ellipse");
    const Vector6 linear = *Phi * x0;
    const Vector6 exact = dynamics::ToVector6(dynamics::RtnRelative(Moved(chaser, t, mu), Moved(target, t, mu)));
    dr = std::max(dr, (linear - exact).head<3>().norm());
    dv = std::max(dv, (linear - exact).tail<3>().norm());
  }
  Outputs out;
  out.Add("max_position_difference_YA_vs_Kepler", D::kLength, dr).compare = Compare::kUpperBound;
  out.Add("max_velocity_difference", D::kSpeed, dv).compare = Compare::kUpperBound;
  return out;
}

/// HCW against Yamanaka-Ankersen about one target, which agree where it is a circle.
Answer TwoTheories(const Inputs& in) {
  const double mu = MuOf(in);
  const State target = ReadTarget(in, mu);
  const State chaser = ReadState(in, "chaser_r", "chaser_v");
  const Vector6 x0 = dynamics::ToVector6(dynamics::RtnRelative(chaser, target));
  const double dt = in.Number("dt");
  const double n = dynamics::MeanMotion(dynamics::SemiMajorAxis(target, mu), mu);
  const std::optional<Matrix6> Phi = dynamics::YamanakaAnkersenTransition(target, dt, mu);
  if (!Phi) in.Refuse("e", "allowed: an ellipse");
  const Vector6 apart = dynamics::PropagateHcw(x0, n, dt) - *Phi * x0;
  Outputs out;
  out.Add("max_position_difference", D::kLength, apart.head<3>().norm()).compare = Compare::kUpperBound;
  out.Add("max_velocity_difference", D::kSpeed, apart.tail<3>().norm()).compare = Compare::kUpperBound;
  return out;
}

}  // namespace

void AddRelativeShapes(std::vector<Shape>& shapes) {
  const Field r_ref = Length("r_ref", "radius of the target's circle");
  const Field dt = Time("dt", "time, either sign");
  const Field x0 = {"x0", D::kState, Form::kNumbers, true, "r and v in one array"};
  shapes.push_back({"hcw, relative",
                    "relative_motion",
                    "relative state about a circle (HCW), six numbers",
                    {x0, r_ref, dt, Mu()},
                    {{"xf", D::kState, Form::kNumbers, true, "r and v"}},
                    HcwState,
                    R"({"x0_m_m_s": [45, 37, 12, 0.08, 0.03, 0.01], "r_ref_m": 6778137, "dt_s": 1800})"});
  const Field r0 = {"r0", D::kLength, Form::kVector, true, "relative position", "m"};
  const Field v0 = {"v0", D::kSpeed, Form::kVector, true, "relative velocity", "m_s"};
  const Field alt = Length("target_alt", "altitude of the target's circle (or r_ref)", false);
  const Field radius = Length("r_ref", "radius of the target's circle", false);
  const Field earth = Length("earth_radius", "6378.1363 km where missing", false);
  shapes.push_back({"hcw, relative",
                    "relative_motion",
                    "relative state about a circle (HCW)",
                    {r0, v0, dt, radius, alt, earth, Mu(), Words("units", "a remark: lengths without a unit are m", false)},
                    {Position("r", "relative position"), Velocity("v", "relative velocity")},
                    HcwVectors,
                    R"({"r0_m": [0, 0, 0], "v0_m_s": [-0.1, -0.04, -0.02], "target_alt_km": 590, "dt_s": 300})"});
  shapes.push_back({"hcw, relative",
                    "relative_motion",
                    "transition matrices of HCW",
                    {r_ref, dt, Mu()},
                    {{"Phi_rr", D::kNone, Form::kMatrix, true, "no unit"},
                     {"Phi_rv", D::kNone, Form::kMatrix, true, "s"},
                     {"Phi_vr", D::kNone, Form::kMatrix, true, "1/s"},
                     {"Phi_vv", D::kNone, Form::kMatrix, true, "no unit"}},
                    HcwMatrices,
                    R"({"r_ref_m": 6778137, "dt_s": 1800})"});
  shapes.push_back({"hcw, relative",
                    "relative_motion",
                    "two impulses between relative places (HCW)",
                    {r0, v0, Position("rf", "place to reach"), Velocity("vf", "velocity there, 0 where missing", false), Time("tof", "time"), r_ref, Mu()},
                    {Velocity("dv1", "at the start"), Velocity("dv2", "at the end")},
                    HcwTransfer,
                    R"({"r0_m": [0, -1000, 0], "v0_m_s": [0, 0, 0], "rf_m": [0, -100, 0], "tof_s": 1500, "r_ref_m": 6778137})"});
  shapes.push_back({"relative",
                    "relative_motion",
                    "relative state about an ellipse (Yamanaka-Ankersen), the time between the anomalies as given",
                    {Position("r0", "relative position"), Velocity("v0", "relative velocity"), Length("a", "target"), Number("e", "target"),
                     Angle("theta0|nu0", "true anomaly of the target at the start"), Angle("theta|nu", "at the end"), dt, Mu(),
                     Words("frame", "RTN (where missing) or LVLH_CCSDS", false)},
                    {Position("r", "in the same axes"), Velocity("v", "in the same axes")},
                    Eccentric,
                    R"({"r0_m": [10, 20, 30], "v0_m_s": [0, 0, 0], "a_m": 8000000, "e": 0.1, "theta0_deg": 0, "theta_deg": 60, "dt_s": 1000})"});
  std::vector<Field> target = ElementFields(false);
  for (Field& field : target) {
    if (field.dimension == D::kAngle) field.bare = "rad";
  }
  target.insert(target.end(), {dt, Mu()});
  std::vector<Field> error = target;
  error.insert(error.end(), {Position("dr0_inertial", "chaser less target"), Velocity("dv0_inertial", "chaser less target")});
  shapes.push_back({"relative",
                    "relative_motion",
                    "error of Yamanaka-Ankersen against two Kepler orbits",
                    error,
                    {Length("max_position_difference_YA_vs_Kepler", "up to dt"), {"max_velocity_difference", D::kSpeed, Form::kNumber, true, "up to dt"}},
                    EccentricError,
                    R"({"a_m": 42178136.3, "e": 0.3, "dr0_inertial_m": [330, 330, 330], "dv0_inertial_m_s": [0, 0, 0], "dt_s": 100})"});
  std::vector<Field> theories = target;
  theories.insert(theories.end(), {Position("chaser_r", "inertial"), Velocity("chaser_v", "inertial")});
  shapes.push_back(
      {"relative",
       "relative_motion",
       "HCW against Yamanaka-Ankersen",
       theories,
       {Length("max_position_difference", "at dt"), {"max_velocity_difference", D::kSpeed, Form::kNumber, true, "at dt"}},
       TwoTheories,
       R"({"a_m": 6671000, "e": 0, "i_deg": 40, "raan_deg": 20, "nu_deg": 60, "chaser_r_m": [1612750, 5310190, 3750330], "chaser_v_m_s": [-7353.21, 463.856, 2469.2], "dt_s": 5572.8})"});
  shapes.push_back(
      {"relative",
       "relative_motion",
       "relative state of two inertial ones, curvilinear and Cartesian",
       {Position("r_tgt", "target"), Velocity("v_tgt", "target"), Position("r_int", "chaser"), Velocity("v_int", "chaser")},
       {Position("r_rtn", "along arcs"), Velocity("v_rtn", "along arcs"), Position("r_rtn_cartesian", "Cartesian"),
        Velocity("v_rtn_cartesian", "Cartesian, seen in the turning axes")},
       FromInertial,
       R"({"r_tgt_km": [6878.137, 0, 0], "v_tgt_km_s": [0, 7.6126, 0.0001], "r_int_km": [6878.147, 0.01, 0.01], "v_int_km_s": [0, 7.6126, 0.0001]})"});
}

}  // namespace haze::tools
