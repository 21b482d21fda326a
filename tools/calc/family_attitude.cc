// Quaternions and rotations. Without another word quaternions have the vector first, [x, y, z, w].
#include <cmath>

#include "dynamics/attitude.h"
#include "dynamics/attitude_dynamics.h"
#include "dynamics/dmath.h"
#include "tools/calc/common.h"

namespace haze::tools {
namespace {

using dynamics::Quaternion;
using dynamics::Vector3;
using D = Dimension;

Quaternion ReadQuaternion(const Inputs& in, std::string_view name, bool scalar_first) {
  const std::vector<double> n = in.Numbers(name);
  if (n.size() != 4) in.Refuse(name, "allowed: four numbers");
  const Quaternion q = scalar_first ? Quaternion(n[0], n[1], n[2], n[3]) : Quaternion(n[3], n[0], n[1], n[2]);
  const double size = std::sqrt(q.w() * q.w() + q.vec().squaredNorm());
  if (!(size > 1e-150 && size < 1e150)) in.Refuse(name, "allowed: not zero, and of a size whose square is finite");
  return Quaternion(q.w() / size, q.x() / size, q.y() / size, q.z() / size);
}

Json Written(const Quaternion& q, bool scalar_first) {
  if (scalar_first) return {q.w(), q.x(), q.y(), q.z()};
  return {q.x(), q.y(), q.z(), q.w()};
}

Outputs Attitude(const Quaternion& q, bool scalar_first) {
  Outputs out;
  out.Add("q", D::kNone, Written(q, scalar_first), 1).compare = Compare::kUpToSign;
  return out;
}

Vector3 Turned(const Quaternion& q, const Vector3& v) { return (q * Quaternion(0.0, v.x(), v.y(), v.z()) * q.conjugate()).vec(); }

/// Both orders are in use; Hamilton's qa * qb comes first.
Answer Multiply(const Inputs& in) {
  const Quaternion a = ReadQuaternion(in, "qa_unnormalized", false);
  const Quaternion b = ReadQuaternion(in, "qb_unnormalized", false);
  Answer answer(Attitude(a * b, false));
  answer.alternatives.push_back(Attitude(b * a, false));
  return answer;
}

/// `forward` takes components into the turned axes, `inverse` turns the vector.
Answer Rotate(const Inputs& in) {
  const Quaternion q = ReadQuaternion(in, "qa_unnormalized", false);
  const Vector3 v = in.Vector("vec");
  Outputs out;
  out.Vector("forward", D::kNone, Turned(q.conjugate(), v));
  out.Vector("inverse", D::kNone, Turned(q, v));
  return out;
}

Answer Relative(const Inputs& in) {
  const Quaternion from = ReadQuaternion(in, "qi", false);
  const Quaternion to = ReadQuaternion(in, "qf", false);
  Outputs out = Attitude(from.conjugate() * to, false);
  out.Add("angle", D::kAngle, dynamics::AngleBetween(from, to));
  return out;
}

Quaternion About(int axis, double angle) {
  Vector3 phi = Vector3::Zero();
  phi(axis) = angle;
  return dynamics::QuaternionExp(phi);
}

/// Angles about x, y and z: first about fixed axes (Diebel's 1-2-3), then about turning ones.
Answer Euler(const Inputs& in) {
  const Vector3 angles = in.Vector("euler_XYZ");
  const bool scalar_first = in.Has("scalar_first") && in.Flag("scalar_first");
  const Quaternion x = About(0, angles.x());
  const Quaternion y = About(1, angles.y());
  const Quaternion z = About(2, angles.z());
  Answer answer(Attitude(z * y * x, scalar_first));
  answer.alternatives.push_back(Attitude(x * y * z, scalar_first));
  return answer;
}

Answer ConstantRate(const Inputs& in) {
  const Quaternion q0 = ReadQuaternion(in, "q0_scalar_first", true);
  const Vector3 turn = in.Vector("omega_body") * in.Number("t");
  if (!std::isfinite(turn.squaredNorm())) in.Refuse("t", "allowed: such that the angle is finite");
  return Attitude(q0 * dynamics::QuaternionExp(turn), true);
}

/// Eigen-axis slew at a constant rate, `fraction` of the way.
Answer Slew(const Inputs& in) {
  const Quaternion from = ReadQuaternion(in, "qi", false);
  const Quaternion to = ReadQuaternion(in, "qf", false);
  const double fraction = in.Number("fraction");
  if (!(fraction >= 0.0 && fraction <= 1.0)) in.Refuse("fraction", "allowed: 0 to 1");
  return Attitude(dynamics::Interpolate(from, to, fraction), false);
}

/// From rest to rest, each as hard as allowed.
Answer PlannedSlew(const Inputs& in) {
  const dynamics::SlewPlan plan =
      dynamics::SlewPlan::Make(ReadQuaternion(in, "qi", false), ReadQuaternion(in, "qf", false), in.Positive("max_rate"), in.Positive("max_acceleration"));
  Outputs out;
  out.Add("angle", D::kAngle, plan.angle());
  out.Add("duration", D::kTime, plan.duration());
  out.Add("ramp", D::kTime, plan.ramp());
  return out;
}

Field Four(std::string_view names, std::string_view meaning) { return {names, D::kNone, Form::kNumbers, true, meaning}; }

}  // namespace

void AddAttitudeShapes(std::vector<Shape>& shapes) {
  const Field q = Four("q", "unit quaternion");
  shapes.push_back({"attitude",
                    "attitude",
                    "product of two quaternions, in both orders",
                    {Four("qa_unnormalized|qa", "first"), Four("qb_unnormalized|qb", "second"), Words("order", "a remark", false)},
                    {q},
                    Multiply,
                    R"({"qa": [0, 0, 0.7071, 0.7071], "qb": [0, 0.7071, 0, 0.7071]})"});
  shapes.push_back({"attitude",
                    "attitude",
                    "a vector turned by a quaternion",
                    {Four("qa_unnormalized|qa|q", "the rotation"), {"vec|v", D::kNone, Form::kVector, true, "the vector"}},
                    {{"forward", D::kNone, Form::kVector, true, "its components in the turned axes"},
                     {"inverse", D::kNone, Form::kVector, true, "the vector itself turned"}},
                    Rotate,
                    R"({"qa": [0, 0, 0.7071, 0.7071], "vec": [1, 2, 3]})"});
  shapes.push_back({"attitude",
                    "attitude",
                    "rotation from one attitude to another",
                    {Four("qi", "before"), Four("qf", "after")},
                    {q, Angle("angle", "between them")},
                    Relative,
                    R"({"qi": [0, 0, 0, 1], "qf": [0, 0, 0.7071, 0.7071]})"});
  shapes.push_back({"attitude",
                    "attitude",
                    "quaternion of angles about x, y and z, fixed axes first, turning axes beside it",
                    {{"euler_XYZ", D::kAngle, Form::kVector, true, "the angles"}, Flag("scalar_first", "order of the answer, false where missing", false)},
                    {q},
                    Euler,
                    R"({"euler_XYZ_deg": [90, 0, 0], "scalar_first": true})"});
  shapes.push_back(
      {"attitude",
       "attitude",
       "attitude after a turn at constant rate, scalar first",
       {Four("q0_scalar_first", "attitude at 0, w first"), {"omega_body", D::kAngularRate, Form::kVector, true, "rate in body axes"}, Time("t", "time")},
       {q},
       ConstantRate,
       R"({"q0_scalar_first": [1, 0, 0, 0], "omega_body_rad_s": [0.01, 0.02, -0.03], "t_s": 100})"});
  shapes.push_back({"attitude",
                    "attitude",
                    "a fraction of an eigen-axis slew",
                    {Four("qi", "before"), Four("qf", "after"), Number("fraction", "0 to 1")},
                    {q},
                    Slew,
                    R"({"qi": [0, 0, 0, 1], "qf": [0, 0, 0.7071, 0.7071], "fraction": 0.5})"});
  shapes.push_back(
      {"attitude",
       "attitude",
       "the shortest eigen-axis slew from rest to rest",
       {Four("qi", "before"), Four("qf", "after"), {"max_rate", D::kAngularRate, Form::kNumber, true, "limit"}, Number("max_acceleration", "limit, rad/s2")},
       {Angle("angle", "of the slew"), Time("duration", "of the slew"), Time("ramp", "of acceleration and of braking")},
       PlannedSlew,
       R"({"qi": [0, 0, 0, 1], "qf": [0, 0, 0.7071, 0.7071], "max_rate_deg_s": 1, "max_acceleration": 0.001})"});
}

}  // namespace haze::tools
