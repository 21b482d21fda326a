// Relative motion: Hill-Clohessy-Wiltshire and curvilinear coordinates. Axes: radial, along track, cross track.
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"
#include "dynamics/relative.h"
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
  return dynamics::MeanMotion(r, MuOf(in));
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
  Vector6 x0;
  x0 << in.Vector("r0"), in.Vector("v0");
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

}  // namespace

void AddRelativeShapes(std::vector<Shape>& shapes) {
  const Field r_ref = Length("r_ref", "radius of the target's circle");
  const Field dt = Time("dt", "time, either sign");
  const Field x0 = {"x0", D::kState, Form::kNumbers, true, "r and v in one array"};
  shapes.push_back({"hcw, relative", "relative_motion", "relative state about a circle (HCW), six numbers", {x0, r_ref, dt, Mu()}, {{"xf", D::kState, Form::kNumbers, true, "r and v"}}, HcwState,
                    R"({"x0_m_m_s": [45, 37, 12, 0.08, 0.03, 0.01], "r_ref_m": 6778137, "dt_s": 1800})"});
  const Field r0 = {"r0", D::kLength, Form::kVector, true, "relative position", "m"};
  const Field v0 = {"v0", D::kSpeed, Form::kVector, true, "relative velocity", "m_s"};
  const Field alt = Length("target_alt", "altitude of the target's circle (or r_ref)", false);
  const Field radius = Length("r_ref", "radius of the target's circle", false);
  const Field earth = Length("earth_radius", "6378.1363 km where missing", false);
  shapes.push_back({"hcw, relative", "relative_motion", "relative state about a circle (HCW)", {r0, v0, dt, radius, alt, earth, Mu(), Words("units", "a remark: lengths without a unit are m", false)},
                    {Position("r", "relative position"), Velocity("v", "relative velocity")}, HcwVectors, R"({"r0_m": [0, 0, 0], "v0_m_s": [-0.1, -0.04, -0.02], "target_alt_km": 590, "dt_s": 300})"});
  shapes.push_back({"hcw, relative", "relative_motion", "transition matrices of HCW", {r_ref, dt, Mu()},
                    {{"Phi_rr", D::kNone, Form::kMatrix, true, "no unit"}, {"Phi_rv", D::kNone, Form::kMatrix, true, "s"}, {"Phi_vr", D::kNone, Form::kMatrix, true, "1/s"}, {"Phi_vv", D::kNone, Form::kMatrix, true, "no unit"}},
                    HcwMatrices, R"({"r_ref_m": 6778137, "dt_s": 1800})"});
  shapes.push_back({"hcw, relative", "relative_motion", "two impulses between relative places (HCW)", {r0, v0, Position("rf", "place to reach"), Velocity("vf", "velocity there, 0 where missing", false), Time("tof", "time"), r_ref, Mu()},
                    {Velocity("dv1", "at the start"), Velocity("dv2", "at the end")}, HcwTransfer, R"({"r0_m": [0, -1000, 0], "v0_m_s": [0, 0, 0], "rf_m": [0, -100, 0], "tof_s": 1500, "r_ref_m": 6778137})"});
  shapes.push_back({"relative", "relative_motion", "relative state of two inertial ones, curvilinear and Cartesian",
                    {Position("r_tgt", "target"), Velocity("v_tgt", "target"), Position("r_int", "chaser"), Velocity("v_int", "chaser")},
                    {Position("r_rtn", "along arcs"), Velocity("v_rtn", "along arcs"), Position("r_rtn_cartesian", "Cartesian"), Velocity("v_rtn_cartesian", "Cartesian, seen in the turning axes")}, FromInertial,
                    R"({"r_tgt_km": [6878.137, 0, 0], "v_tgt_km_s": [0, 7.6126, 0.0001], "r_int_km": [6878.147, 0.01, 0.01], "v_int_km_s": [0, 7.6126, 0.0001]})"});
}

}  // namespace haze::tools
