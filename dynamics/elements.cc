// Classical elements from states and back, with angles by atan2 so that no singularity loses digits.
#include "dynamics/elements.h"

#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"
#include "dynamics/kepler.h"

namespace haze::dynamics {

State ToState(const Keplerian& elements, double mu) {
  const double p = elements.a * (1.0 - elements.e * elements.e);
  const SinCosValue nu = SinCos(elements.nu);
  HAZE_ASSERT(p > 0.0 && 1.0 + elements.e * nu.cos > 0.0, "elements describe a conic that passes through nu", elements.a, elements.e, elements.nu);
  const SinCosValue O = SinCos(elements.raan);
  const SinCosValue w = SinCos(elements.argp);
  const SinCosValue i = SinCos(elements.i);
  const Vector3 P(O.cos * w.cos - O.sin * w.sin * i.cos, O.sin * w.cos + O.cos * w.sin * i.cos, w.sin * i.sin);
  const Vector3 Q(-O.cos * w.sin - O.sin * w.cos * i.cos, -O.sin * w.sin + O.cos * w.cos * i.cos, w.cos * i.sin);
  const double r = p / (1.0 + elements.e * nu.cos);
  const double speed = std::sqrt(mu / p);
  State state;
  state.r = (r * nu.cos) * P + (r * nu.sin) * Q;
  state.v = (-speed * nu.sin) * P + (speed * (elements.e + nu.cos)) * Q;
  return state;
}

Keplerian ToKeplerian(const State& state, double mu) {
  constexpr double kSingular = 1e-14;  // below it the round trip cannot tell, and the angle is noise
  const Vector3 h = state.r.cross(state.v);
  const double h_norm = h.norm();
  const double r = state.r.norm();
  HAZE_ASSERT(h_norm > 0.0, "elements need an angular momentum", r, state.v.norm());
  const Vector3 W = h / h_norm;

  Keplerian elements;
  elements.a = SemiMajorAxis(state, mu);
  const double sin_i = Hypot(W.x(), W.y());
  elements.i = Atan2(sin_i, W.z());
  elements.raan = sin_i < kSingular ? 0.0 : WrapTwoPi(Atan2(W.x(), -W.y()));

  const SinCosValue O = SinCos(elements.raan);
  const Vector3 node(O.cos, O.sin, 0.0);
  const Vector3 across = W.cross(node);
  const double u = Atan2(state.r.dot(across), state.r.dot(node));

  const double e_cos_nu = h_norm * h_norm / (mu * r) - 1.0;
  const double e_sin_nu = h_norm * state.r.dot(state.v) / (mu * r);
  elements.e = Hypot(e_cos_nu, e_sin_nu);
  const double nu = elements.e < kSingular ? u : Atan2(e_sin_nu, e_cos_nu);
  elements.nu = WrapTwoPi(nu);
  elements.argp = WrapTwoPi(u - nu);
  return elements;
}

double MeanMotion(double a, double mu) {
  const double length = std::fabs(a);
  return std::sqrt(mu / length) / length;
}
double OrbitPeriod(double a, double mu) { return kTwoPi / MeanMotion(a, mu); }
double SemiMajorAxis(double n, double mu) { return Cbrt(mu / (n * n)); }
double SemiMajorAxis(const State& state, double mu) { return 1.0 / (2.0 / state.r.norm() - state.v.squaredNorm() / mu); }

// tan(nu/2) = sqrt((1+e)/(1-e)) tan(E/2), as the bounded correction nu - E that keeps the revolution.
double EccentricToTrue(double E, double e) {
  const double beta = e / (1.0 + std::sqrt(1.0 - e * e));
  const SinCosValue value = SinCos(E);
  return E + 2.0 * Atan2(beta * value.sin, 1.0 - beta * value.cos);
}
double TrueToEccentric(double nu, double e) {
  const double beta = e / (1.0 + std::sqrt(1.0 - e * e));
  const SinCosValue value = SinCos(nu);
  return nu - 2.0 * Atan2(beta * value.sin, 1.0 + beta * value.cos);
}
double EccentricToMean(double E, double e) { return E - e * Sin(E); }
double MeanToTrue(double M, double e) { return EccentricToTrue(SolveKepler(M, e), e); }
double TrueToMean(double nu, double e) { return EccentricToMean(TrueToEccentric(nu, e), e); }

double TrueToHyperbolic(double nu, double e) {
  const SinCosValue value = SinCos(nu);
  HAZE_ASSERT(e > 1.0 && 1.0 + e * value.cos > 0.0, "nu lies inside the asymptotes", nu, e);
  return Asinh(std::sqrt(e * e - 1.0) * value.sin / (1.0 + e * value.cos));
}
double HyperbolicToTrue(double H, double e) { return 2.0 * Atan(std::sqrt((e + 1.0) / (e - 1.0)) * Tanh(0.5 * H)); }
double HyperbolicToMean(double H, double e) { return e * Sinh(H) - H; }

J2Rates SecularJ2Rates(const Keplerian& mean, double mu, double radius, double j2) {
  const double p = mean.a * (1.0 - mean.e * mean.e);
  const double cos_i = Cos(mean.i);
  const double k = 1.5 * j2 * (radius / p) * (radius / p) * MeanMotion(mean.a, mu);
  const double sin2_i = 1.0 - cos_i * cos_i;
  return {.raan = -k * cos_i, .argp = k * (2.0 - 2.5 * sin2_i), .M = k * std::sqrt(1.0 - mean.e * mean.e) * (1.0 - 1.5 * sin2_i)};
}

}  // namespace haze::dynamics
