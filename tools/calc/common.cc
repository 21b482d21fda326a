// States and elements from fields.
#include "tools/calc/common.h"

#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"

namespace haze::tools {

using dynamics::State;
using dynamics::Vector3;

// Limits far beyond any body and any orbit, within which no product of four of them leaves the range of a double.
constexpr double kLeastMu = 1e-3;
constexpr double kMostMu = 1e30;
constexpr double kLeastLength = 1e-3;
constexpr double kMostLength = 1e20;
constexpr double kMostSpeed = 1e10;

double MuOf(const Inputs& in) {
  if (!in.Has("mu")) return dynamics::kMuEarth;
  const double mu = in.Positive("mu");
  if (!(mu > kLeastMu && mu < kMostMu)) in.Refuse("mu", "allowed: 1e-3 to 1e30 m3/s2");
  return mu;
}

State ReadState(const Inputs& in, std::string_view r, std::string_view v) {
  const State state{in.Vector(r), in.Vector(v)};
  const double distance = state.r.cwiseAbs().maxCoeff();
  if (!(distance > kLeastLength && distance < kMostLength)) in.Refuse(r, "allowed: a distance of 1e-3 to 1e20 m");
  if (!(state.v.cwiseAbs().maxCoeff() < kMostSpeed)) in.Refuse(v, "allowed: below 1e10 m/s");
  return state;
}

std::vector<Field> ElementFields(bool anomaly_required) {
  return {Length("a", "semi-major axis, negative for a hyperbola (or p)", false),
          Length("p", "semi-latus rectum (or a)", false),
          Number("e", "eccentricity"),
          Angle("i|inc", "inclination", false),
          Angle("raan", "right ascension of the node", false),
          Angle("argp", "argument of perigee", false),
          Angle("nu|nu0", "true anomaly", anomaly_required),
          Angle("M|M0", "mean anomaly, instead of nu", false)};
}

ConicElements ReadElements(const Inputs& in) {
  ConicElements elements;
  elements.e = in.Number("e");
  if (!(elements.e >= 0.0)) in.Refuse("e", "allowed: >= 0");
  if (in.Has("p")) {
    elements.p = in.Positive("p");
  } else {
    if (!in.Has("a")) throw InputError("a: is missing (or p)");
    elements.p = in.Number("a") * (1.0 - elements.e * elements.e);
    if (!(elements.p > 0.0)) in.Refuse("a", "allowed: > 0 for e < 1, < 0 for e > 1; a parabola is told by p");
  }
  if (!(elements.p > kLeastLength && elements.p < kMostLength && elements.e < 1e10)) in.Refuse("e", "allowed: such that a (1 - e^2) is 1e-3 to 1e20 m");
  elements.i = in.Number("i", 0.0);
  elements.raan = in.Number("raan", 0.0);
  elements.argp = in.Number("argp", 0.0);
  if (in.Has("M")) {
    if (in.Has("nu")) in.Refuse("M", "allowed: nu or M");
    if (!(elements.e < 1.0)) in.Refuse("M", "allowed: for ellipses");
    elements.nu = dynamics::MeanToTrue(in.Number("M"), elements.e);
  } else {
    elements.nu = in.Number("nu", 0.0);
  }
  if (!(1.0 + elements.e * dynamics::Cos(elements.nu) > 1e-12)) in.Refuse(in.Has("nu") ? "nu" : "M", "allowed: inside the asymptotes");
  return elements;
}

State StateOf(const ConicElements& elements, double mu) {
  const double p = elements.p;
  const dynamics::SinCosValue nu = dynamics::SinCos(elements.nu);
  const dynamics::SinCosValue O = dynamics::SinCos(elements.raan);
  const dynamics::SinCosValue w = dynamics::SinCos(elements.argp);
  const dynamics::SinCosValue i = dynamics::SinCos(elements.i);
  const Vector3 P(O.cos * w.cos - O.sin * w.sin * i.cos, O.sin * w.cos + O.cos * w.sin * i.cos, w.sin * i.sin);
  const Vector3 Q(-O.cos * w.sin - O.sin * w.cos * i.cos, -O.sin * w.sin + O.cos * w.cos * i.cos, w.cos * i.sin);
  const double r = p / (1.0 + elements.e * nu.cos);
  const double speed = std::sqrt(mu / p);
  State state;
  state.r = (r * nu.cos) * P + (r * nu.sin) * Q;
  state.v = (-speed * nu.sin) * P + (speed * (elements.e + nu.cos)) * Q;
  return state;
}

State ReadStateOrElements(const Inputs& in, double mu) {
  if (in.Has("r0") != in.Has("v0")) throw InputError("r0: a state needs r0 and v0");
  if (in.Has("r0")) {
    if (in.Has("a") || in.Has("p")) in.Refuse("r0", "allowed: a state or elements");
    return ReadState(in, "r0", "v0");
  }
  if (!in.Has("e")) throw InputError("r0: is missing (r0 and v0, or elements)");
  return StateOf(ReadElements(in), mu);
}

void AddState(Outputs& out, const State& state) {
  out.Vector("r", Dimension::kLength, state.r);
  out.Vector("v", Dimension::kSpeed, state.v);
  out.Add("r_norm", Dimension::kLength, state.r.norm());
  out.Add("v_norm", Dimension::kSpeed, state.v.norm());
}

Json ToJson(const Vector3& v) { return {v.x(), v.y(), v.z()}; }

Json ToJson(const std::vector<Vector3>& rows) {
  Json out = Json::array();
  for (const Vector3& row : rows) out.push_back(ToJson(row));
  return out;
}

Json OneOrAll(const std::vector<double>& values, bool array) {
  if (!array) return values.front();
  return values;
}

}  // namespace haze::tools
