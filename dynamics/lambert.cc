// Izzo's solution of Lambert's problem: one free parameter x, Householder iteration held inside a bracket.
#include "dynamics/lambert.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

struct Geometry {
  double lambda;
  int revolutions;
};

double Y(const Geometry& g, double x) { return std::sqrt(1.0 - g.lambda * g.lambda * (1.0 - x * x)); }

/// Izzo's y and 1 - x^2, needed by the time of flight and by its derivatives alike.
struct Point {
  double x;
  double y;
  double E;
};
Point At(const Geometry& g, double x) { return {x, Y(g, x), 1.0 - x * x}; }

/// Start values want four digits, where Log, Exp and Acos would cost half of a solution: polynomials of least greatest error.
/// log2 of a normal x > 0, error 2e-5.
double RoughLog2(double x) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  const double m = std::bit_cast<double>((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
  const double fraction =
      -2.7879262073 + m * (5.04785541344 + m * (-3.48987855068 + m * (1.58947429498 + m * (-0.402513393549 + m * 0.0430049577919))));
  return static_cast<double>(static_cast<int>(bits >> 52) - 1023) + fraction;
}
/// 2^x, -1000 < x < 1, relative error 4e-6.
double RoughExp2(double x) {
  const int whole = static_cast<int>(x + 1000.0) - 1000;
  const double f = x - whole;
  const double fraction = 1.00000349291 + f * (0.692972922173 + f * (0.24160435727 + f * (0.0517449977641 + f * 0.0136703094534)));
  return fraction * std::bit_cast<double>(static_cast<std::uint64_t>(whole + 1023) << 52);
}
/// arc cosine of -1 < x < 1, relative error 1e-5.
double RoughAcos(double x) {
  const double a = std::fabs(x);
  const double value = std::sqrt(1.0 - a) * (1.57078545931 + a * (-0.214050625797 + a * (0.0843038266162 + a * (-0.0351832641761 + a * 0.00836454946773))));
  return x < 0.0 ? kPi - value : value;
}

/// The angle in [0, pi] of a sine and a cosine that fit each other: by the one that tells more. A third of the cost of Atan2.
double AngleOf(double sine, double cosine) {
  constexpr double kHalfRoot = 0.7071067811865476;
  if (std::fabs(cosine) < kHalfRoot) return Acos(cosine);
  const double a = AsinClamped(sine);
  return cosine > 0.0 ? a : kPi - a;
}

/// Hypergeometric 2F1(3, 1; 5/2; z) by its series, |z| well below 1.
double Hypergeometric(double z) {
  double sum = 1.0;
  double term = 1.0;
  for (int k = 0; k < 100; ++k) {
    term *= (3.0 + k) * (1.0 + k) / ((2.5 + k) * (1.0 + k)) * z;
    sum += term;
    if (std::fabs(term) < 1e-17 * std::fabs(sum)) break;
  }
  return sum;
}

/// Time of flight in units of sqrt(s^3 / 2 mu): Izzo eqs. 18 (with its psi) and, near the parabola, 20.
double TimeOfFlight(const Geometry& g, const Point& p) {
  const double lambda = g.lambda;
  const double x = p.x;
  const double y = p.y;
  const double E = p.E;
  if (std::fabs(x - 1.0) < 0.03) {
    const double eta = y - lambda * x;
    const double S1 = 0.5 * (1.0 - lambda - x * eta);
    const double Q = 4.0 / 3.0 * Hypergeometric(S1);
    const double T = 0.5 * (eta * eta * eta * Q + 4.0 * lambda * eta);
    return g.revolutions == 0 ? T : T + g.revolutions * kPi / (E * std::sqrt(E));
  }
  const double inverse = 1.0 / E;
  const double root = std::sqrt(std::fabs(E));
  const double sin_psi = (y - x * lambda) * root;
  const double psi = E > 0.0 ? AngleOf(sin_psi, x * y + lambda * E) + g.revolutions * kPi : Asinh(sin_psi);
  return (psi * (root * std::fabs(inverse)) - x + lambda * y) * inverse;
}
double TimeOfFlight(const Geometry& g, double x) { return TimeOfFlight(g, At(g, x)); }

struct Derivatives {
  double first;
  double second;
  double third;
};

/// Izzo eq. 22.
Derivatives TimeDerivatives(const Geometry& g, const Point& p, double T) {
  const double x = p.x;
  const double inverse = 1.0 / p.E;
  const double lambda2 = g.lambda * g.lambda;
  const double lambda3 = lambda2 * g.lambda;
  const double over_y = 1.0 / p.y;
  const double over_y2 = over_y * over_y;
  const double pull = 2.0 * (1.0 - lambda2) * lambda3 * (over_y2 * over_y);
  Derivatives d{};
  d.first = (3.0 * T * x - 2.0 + 2.0 * lambda3 * x * over_y) * inverse;
  d.second = (3.0 * T + 5.0 * x * d.first + pull) * inverse;
  d.third = (7.0 * x * d.second + 8.0 * d.first - 3.0 * pull * lambda2 * x * over_y2) * inverse;
  return d;
}

/// x in (lo, hi) with T(x) = T; `rising` says which way T goes there. Nothing but NaN after 100 steps.
double Solve(const Geometry& g, double T, double x, double lo, double hi, bool rising) {
  for (int k = 0; k < 100; ++k) {
    const Point p = At(g, x);
    const double delta = TimeOfFlight(g, p) - T;
    if (delta == 0.0) return x;
    if ((delta > 0.0) == rising) {
      hi = x;
    } else {
      lo = x;
    }
    double next = std::numeric_limits<double>::quiet_NaN();  // no better than bisection
    if (std::fabs(p.E) > 1e-4) {
      const Derivatives d = TimeDerivatives(g, p, T + delta);
      const double d2 = d.first * d.first;
      next = x - delta * (d2 - 0.5 * delta * d.second) / (d.first * (d2 - delta * d.second) + d.third * delta * delta / 6.0);
    } else if (g.revolutions == 0) {
      // The slope at the parabola: the closed form divides 0 by 0 there.
      const double lambda2 = g.lambda * g.lambda;
      next = x - delta / (0.4 * (lambda2 * lambda2 * g.lambda - 1.0));
    }
    // Third order: after a step of 1e-7 the error is rounding. Near x = +-1 what counts is the distance from there. Within rounding of the root the
    // bracket means nothing, and a bisection says nothing about the error.
    const double size = std::fabs(x) > 1.0 ? std::fabs(x) : 1.0;
    const double margin = std::fabs(1.0 - std::fabs(x));
    const double step = std::fabs(next - x);
    if (step < 1e-14 * size || (step < 1e-7 * size && step < 1e-6 * margin)) return next;
    if (!(next > lo && next < hi)) next = std::isfinite(hi) ? 0.5 * (lo + hi) : 2.0 * x + 1.0;
    x = next;
    if (hi - lo < 1e-16 * size) return x;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

/// The x of least time for revolutions > 0, by bisection on the sign of dT/dx: T is convex on (-1, 1).
double LeastTimeX(const Geometry& g) {
  double lo = -1.0;
  double hi = 1.0;
  double x = 0.0;
  for (int k = 0; k < 100; ++k) {
    const Point p = At(g, x);
    const Derivatives d = TimeDerivatives(g, p, TimeOfFlight(g, p));
    if (d.first > 0.0) {
      hi = x;
    } else {
      lo = x;
    }
    double next = x - d.first / d.second;
    if (!(next > lo && next < hi)) next = 0.5 * (lo + hi);
    const double step = next - x;
    x = next;
    if (std::fabs(step) < 1e-13) break;
  }
  return x;
}

/// x for no revolution: Izzo eqs. 30 and 31 as start values, to four digits.
double SolveDirect(const Geometry& g, double T) {
  const double lambda3 = g.lambda * g.lambda * g.lambda;
  const double T0 = RoughAcos(g.lambda) + g.lambda * std::sqrt(1.0 - g.lambda * g.lambda);
  const double T1 = 2.0 / 3.0 * (1.0 - lambda3);
  double x = 0.0;
  if (T >= T0) {
    const double power = -2.0 / 3.0 * RoughLog2(T / T0);
    x = RoughExp2(power > -999.0 ? power : -999.0) - 1.0;
  } else if (T < T1) {
    x = 2.5 * T1 * (T1 - T) / (T * (1.0 - lambda3 * g.lambda * g.lambda)) + 1.0;
  } else {
    x = RoughExp2(RoughLog2(T / T0) / RoughLog2(T1 / T0)) - 1.0;
  }
  return Solve(g, T, x, -1.0, INFINITY, false);
}

/// One of the two x for revolutions > 0; NaN with `exists` false when the time is too short.
double SolveRevolutions(const Geometry& g, double T, bool right, bool& exists) {
  const double x_least = LeastTimeX(g);
  exists = T >= TimeOfFlight(g, x_least);
  if (!exists) return std::numeric_limits<double>::quiet_NaN();
  const double turn = right ? 8.0 * T / (g.revolutions * kPi) : (g.revolutions + 1) * kPi / (8.0 * T);
  const double root = Cbrt(turn);
  double x = (root * root - 1.0) / (root * root + 1.0);
  const double lo = right ? x_least : -1.0;
  const double hi = right ? 1.0 : x_least;
  if (!(x > lo && x < hi)) x = 0.5 * (lo + hi);
  return Solve(g, T, x, lo, hi, right);
}

/// What the problem's two radii, way round and time give before x is known.
struct Setup {
  Geometry geometry;
  double T;                  // time of flight in units of sqrt(s^3 / 2 mu)
  double r1, r2;             // m
  double gamma, rho, sigma;  // Izzo's, section 3.4
  Vector3 i_r1, i_r2, i_t1, i_t2;
};

/// kOk, or why the problem cannot be posed.
LambertStatus Pose(const LambertProblem& problem, Setup& setup) {
  const double r1 = problem.r1.norm();
  const double r2 = problem.r2.norm();
  const bool finite = std::isfinite(r1) && std::isfinite(r2) && std::isfinite(problem.tof) && std::isfinite(problem.mu);
  if (!finite || r1 <= 0.0 || r2 <= 0.0 || problem.tof <= 0.0 || problem.mu <= 0.0 || problem.revolutions < 0) return LambertStatus::kBadInput;

  const Vector3 i_r1 = problem.r1 / r1;
  const Vector3 i_r2 = problem.r2 / r2;
  const Vector3 normal = i_r1.cross(i_r2);
  const double sin_theta = normal.norm();
  if (sin_theta < 1e-10) return LambertStatus::kCollinear;
  const Vector3 i_h = normal / sin_theta;
  const double c = (problem.r2 - problem.r1).norm();
  const double s = 0.5 * (r1 + r2 + c);
  // sqrt(r1 r2) cos(theta/2) / s and sqrt(r1 r2) 2 sin(theta/2) / c, by half sums and differences of unit vectors: no cancellation near 0 and pi.
  const double mean_r = std::sqrt(r1 * r2);
  const double lambda = mean_r * (i_r1 + i_r2).norm() / (2.0 * s);
  setup.sigma = mean_r * (i_r1 - i_r2).norm() / c;
  setup.rho = (r1 - r2) / c;

  const bool short_way = (i_h.z() >= 0.0) == problem.prograde;
  const double way = short_way ? 1.0 : -1.0;
  setup.geometry = {.lambda = way * lambda, .revolutions = problem.revolutions};
  setup.i_r1 = i_r1;
  setup.i_r2 = i_r2;
  setup.i_t1 = way * i_h.cross(i_r1);
  setup.i_t2 = way * i_h.cross(i_r2);
  setup.r1 = r1;
  setup.r2 = r2;
  setup.T = std::sqrt(2.0 * problem.mu / s) / s * problem.tof;
  setup.gamma = std::sqrt(0.5 * problem.mu * s);
  return LambertStatus::kOk;
}

/// Velocities of a found x; kNotConverged for one that is not finite.
LambertSolution Velocities(const Setup& setup, double x) {
  LambertSolution solution;
  if (!std::isfinite(x)) {
    solution.status = LambertStatus::kNotConverged;
    return solution;
  }
  const double y = Y(setup.geometry, x);
  const double ly = setup.geometry.lambda * y;
  const double v_r1 = setup.gamma * ((ly - x) - setup.rho * (ly + x)) / setup.r1;
  const double v_r2 = -setup.gamma * ((ly - x) + setup.rho * (ly + x)) / setup.r2;
  const double v_t = setup.gamma * setup.sigma * (y + setup.geometry.lambda * x);
  solution.v1 = v_r1 * setup.i_r1 + (v_t / setup.r1) * setup.i_t1;
  solution.v2 = v_r2 * setup.i_r2 + (v_t / setup.r2) * setup.i_t2;
  solution.status = LambertStatus::kOk;
  return solution;
}

}  // namespace

LambertSolution Lambert(const LambertProblem& problem) {
  LambertSolution solution;
  Setup setup{};
  solution.status = Pose(problem, setup);
  if (solution.status != LambertStatus::kOk) return solution;
  if (problem.revolutions == 0) return Velocities(setup, SolveDirect(setup.geometry, setup.T));
  bool exists = false;
  const double x = SolveRevolutions(setup.geometry, setup.T, problem.low_path, exists);
  if (!exists) {
    solution.status = LambertStatus::kNoSolution;
    return solution;
  }
  return Velocities(setup, x);
}

LambertTransfers LambertAll(const LambertProblem& problem, int max_revolutions) {
  LambertTransfers all;
  Setup setup{};
  all.status = Pose(problem, setup);
  if (all.status == LambertStatus::kOk && max_revolutions < 0) all.status = LambertStatus::kBadInput;
  if (all.status != LambertStatus::kOk) return all;
  const auto add = [&all](int revolutions, bool low_path, const LambertSolution& found) {
    if (found.status != LambertStatus::kOk) {
      all.status = found.status;
      return;
    }
    all.transfers.push_back({.revolutions = revolutions, .low_path = low_path, .v1 = found.v1, .v2 = found.v2});
  };
  setup.geometry.revolutions = 0;
  add(0, true, Velocities(setup, SolveDirect(setup.geometry, setup.T)));
  // A revolution takes at least pi in these units, and where one number of them does not fit no larger one does.
  for (int revolutions = 1; revolutions <= max_revolutions && revolutions * kPi <= setup.T; ++revolutions) {
    setup.geometry.revolutions = revolutions;
    for (const bool low_path : {true, false}) {
      bool exists = false;
      const double x = SolveRevolutions(setup.geometry, setup.T, low_path, exists);
      if (!exists) return all;
      add(revolutions, low_path, Velocities(setup, x));
    }
  }
  return all;
}

}  // namespace haze::dynamics
