// Kepler's equation and universal variables: Newton's method held inside a bracket, so that no start value can fail.
#include "dynamics/kepler.h"

#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

/// x - sin x without cancellation.
double MinusSin(double x) {
  if (std::fabs(x) > 0.6) return x - Sin(x);
  const double x2 = x * x;
  double term = x * x2 / 6.0;
  double sum = term;
  for (int k = 2; k < 10; ++k) {
    term *= -x2 / ((2.0 * k) * (2.0 * k + 1.0));
    sum += term;
  }
  return sum;
}

/// sinh x - x without cancellation.
double SinhMinus(double x) {
  if (std::fabs(x) > 0.6) return Sinh(x) - x;
  const double x2 = x * x;
  double term = x * x2 / 6.0;
  double sum = term;
  for (int k = 2; k < 10; ++k) {
    term *= x2 / ((2.0 * k) * (2.0 * k + 1.0));
    sum += term;
  }
  return sum;
}

constexpr int kMaxIterations = 200;
constexpr double kConverged = 1e-11;  // of Newton's step: quadratic convergence leaves 1e-22 behind it

/// The root in [lo, hi] of an increasing function: `f` returns value and derivative.
template <class F>
double NewtonInBracket(F&& f, double lo, double hi, double x) {
  for (int k = 0; k < kMaxIterations; ++k) {
    const auto [value, slope] = f(x);
    if (value == 0.0) return x;
    // Past the range of exp a value is infinite or NaN: such x are too large.
    if (value < 0.0) {
      lo = x;
    } else {
      hi = x;
    }
    const double next = x - value / slope;
    // Only a step of Newton's says how near the root is; within rounding of it the bracket means nothing.
    if (std::fabs(next - x) <= kConverged * std::fabs(x)) return next;
    x = next > lo && next < hi ? next : 0.5 * (lo + hi);
    if (hi - lo <= 1e-16 * std::fabs(hi)) break;
  }
  return x;
}

struct ValueAndSlope {
  double value;
  double slope;
};

}  // namespace

double SolveKepler(double M, double e) {
  HAZE_ASSERT(e >= 0.0 && e < 1.0 && std::isfinite(M), "Kepler's equation of an ellipse", M, e);
  const double m = WrapPi(M);
  const double target = std::fabs(m);
  const auto f = [e, target](double E) { return ValueAndSlope{(1.0 - e) * E + e * MinusSin(E) - target, 1.0 - e * Cos(E)}; };
  const double guess = target + 0.85 * e < kPi ? target + 0.85 * e : kPi;  // Danby 1987
  const double lo = target;
  const double hi = target + e < kPi ? target + e : kPi;
  const double E = NewtonInBracket(f, lo, hi, guess < hi ? guess : hi);
  return M + std::copysign(E - target, m);
}

double SolveKeplerHyperbolic(double M, double e) {
  HAZE_ASSERT(e > 1.0 && std::isfinite(M), "Kepler's equation of a hyperbola", M, e);
  const double target = std::fabs(M);
  if (target == 0.0) return M;
  const auto f = [e, target](double H) { return ValueAndSlope{(e - 1.0) * Sinh(H) + SinhMinus(H) - target, e * Cosh(H) - 1.0}; };
  // (e-1) H + e H^3/6 <= e sinh H - H bounds H from above, and so does one turn of H = asinh((M + H)/e).
  double hi = Cbrt(6.0 * target / e);
  if (target / (e - 1.0) < hi) hi = target / (e - 1.0);
  if (Asinh((target + hi) / e) < hi) hi = Asinh((target + hi) / e);
  return std::copysign(NewtonInBracket(f, 0.0, hi, hi), M);
}

Stumpff StumpffC2C3(double psi) {
  if (psi > 0.5) {
    const double x = std::sqrt(psi);
    const double sin_half = Sin(0.5 * x);
    return {2.0 * sin_half * sin_half / psi, (x - Sin(x)) / (psi * x)};
  }
  if (psi < -0.5) {
    const double x = std::sqrt(-psi);
    const double sinh_half = Sinh(0.5 * x);
    return {2.0 * sinh_half * sinh_half / -psi, (Sinh(x) - x) / (-psi * x)};
  }
  double c2 = 0.5;
  double c3 = 1.0 / 6.0;
  double term2 = 0.5;
  double term3 = 1.0 / 6.0;
  for (int k = 1; k < 10; ++k) {
    term2 *= -psi / ((2.0 * k + 1.0) * (2.0 * k + 2.0));
    term3 *= -psi / ((2.0 * k + 2.0) * (2.0 * k + 3.0));
    c2 += term2;
    c3 += term3;
  }
  return {c2, c3};
}

std::optional<State> PropagateKepler(const State& state, double dt, double mu) {
  const double r0 = state.r.norm();
  const double v0_squared = state.v.squaredNorm();
  if (!std::isfinite(r0) || !std::isfinite(v0_squared) || !std::isfinite(dt) || r0 <= 0.0) return std::nullopt;
  const double h2 = state.r.cross(state.v).squaredNorm();
  if (h2 <= 1e-24 * r0 * r0 * (v0_squared + mu / r0)) return std::nullopt;

  const double root_mu = std::sqrt(mu);
  const double sigma = state.r.dot(state.v) / root_mu;
  const double alpha = 2.0 / r0 - v0_squared / mu;  // 1/a
  double limit = 0.0;                               // of chi: a revolution, or where exp would leave its range
  if (alpha > 0.0) {
    const double root_a = 1.0 / std::sqrt(alpha);
    limit = kTwoPi * root_a;
    const double period = limit / (root_mu * alpha);
    if (std::isfinite(period)) dt -= period * std::floor(dt / period + 0.5);
  } else if (alpha < 0.0) {
    limit = 600.0 / std::sqrt(-alpha);
  }
  if (dt == 0.0) return state;

  // Time runs forward in the solution below: a motion backwards is the mirrored motion forwards.
  const double sign = dt < 0.0 ? -1.0 : 1.0;
  const double time = std::fabs(dt) * root_mu;
  const double s = sign * sigma;
  const auto kepler = [=](double chi) {
    const double chi2 = chi * chi;
    const Stumpff c = StumpffC2C3(alpha * chi2);
    return ValueAndSlope{s * chi2 * c.c2 + (1.0 - alpha * r0) * chi2 * chi * c.c3 + r0 * chi - time,
                         chi2 * c.c2 + s * chi * (1.0 - alpha * chi2 * c.c3) + r0 * (1.0 - alpha * chi2 * c.c2)};
  };
  double hi = time / r0;
  while (kepler(hi).value < 0.0) hi *= 2.0;
  if (limit > 0.0 && hi > limit) hi = limit;
  double guess = alpha > 0.0 ? time * alpha : hi;
  if (!(guess < hi)) guess = hi;
  const double chi = sign * NewtonInBracket(kepler, 0.0, hi, guess);

  const double chi2 = chi * chi;
  const double psi = alpha * chi2;
  const Stumpff c = StumpffC2C3(psi);
  const double r = chi2 * c.c2 + sigma * chi * (1.0 - psi * c.c3) + r0 * (1.0 - psi * c.c2);
  const double f = 1.0 - chi2 / r0 * c.c2;
  const double g = dt - chi2 * chi / root_mu * c.c3;
  const double fdot = root_mu / (r * r0) * chi * (psi * c.c3 - 1.0);
  const double gdot = 1.0 - chi2 / r * c.c2;
  State result;
  result.r = f * state.r + g * state.v;
  result.v = fdot * state.r + gdot * state.v;
  if (!std::isfinite(result.r.squaredNorm()) || !std::isfinite(result.v.squaredNorm())) return std::nullopt;
  return result;
}

}  // namespace haze::dynamics
