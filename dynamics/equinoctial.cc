// Equinoctial axes f, g, w from h and k, and the conic in the plane of f and g.
#include "dynamics/equinoctial.h"

#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

struct Axes {
  Vector3 f, g;
};

Axes AxesOf(double h, double k, double sign) {
  const double s2 = 1.0 + h * h + k * k;
  return {Vector3(1.0 + h * h - k * k, 2.0 * h * k, -2.0 * sign * k) / s2, Vector3(2.0 * sign * h * k, sign * (1.0 - h * h + k * k), 2.0 * h) / s2};
}

}  // namespace

Equinoctial ToEquinoctial(const State& state, double mu) {
  const Vector3 momentum = state.r.cross(state.v);
  const double size = momentum.norm();
  const double r = state.r.norm();
  HAZE_ASSERT(size > 0.0 && mu > 0.0, "elements need an angular momentum", r, state.v.norm());
  const Vector3 w = momentum / size;
  Equinoctial elements;
  elements.retrograde = w.z() < 0.0;
  const double sign = elements.retrograde ? -1.0 : 1.0;
  elements.h = -w.y() / (1.0 + sign * w.z());
  elements.k = w.x() / (1.0 + sign * w.z());
  const Axes axes = AxesOf(elements.h, elements.k, sign);
  const double x = state.r.dot(axes.f);
  const double y = state.r.dot(axes.g);
  const double level = Hypot(x, y);
  const double e_cos_nu = size * size / (mu * r) - 1.0;
  const double e_sin_nu = size * state.r.dot(state.v) / (mu * r);
  elements.p = size * size / mu;
  elements.f = (e_cos_nu * x + e_sin_nu * y) / level;
  elements.g = (e_cos_nu * y - e_sin_nu * x) / level;
  elements.L = WrapTwoPi(Atan2(y, x));
  return elements;
}

State ToState(const Equinoctial& elements, double mu) {
  const SinCosValue L = SinCos(elements.L);
  const double rho = 1.0 + elements.f * L.cos + elements.g * L.sin;
  HAZE_ASSERT(elements.p > 0.0 && rho > 0.0 && mu > 0.0, "elements describe a conic that passes through L", elements.p, elements.f, elements.g, elements.L);
  const Axes axes = AxesOf(elements.h, elements.k, elements.retrograde ? -1.0 : 1.0);
  const double r = elements.p / rho;
  const double speed = std::sqrt(mu / elements.p);
  State state;
  state.r = (r * L.cos) * axes.f + (r * L.sin) * axes.g;
  state.v = (-speed * (elements.g + L.sin)) * axes.f + (speed * (elements.f + L.cos)) * axes.g;
  return state;
}

}  // namespace haze::dynamics
