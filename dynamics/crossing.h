// Where a continuous function of time crosses zero, and where it is least: for events on dense output.
#pragma once

#include <cmath>
#include <optional>

#include "dynamics/assert.h"

namespace haze::dynamics {

/// Root of f between a and b (either order) given values there of opposite sign or zero; the result is within `tolerance` (> 0) of a sign change.
/// Nothing without a sign change, or where a value is NaN. Source: Brent, "Algorithms for minimization without derivatives" (1973), chapter 4.
template <class F>
std::optional<double> FindRoot(F&& f, double a, double fa, double b, double fb, double tolerance) {
  HAZE_ASSERT(tolerance > 0.0, "a root is found to some tolerance", tolerance);
  if (fa == 0.0) return a;
  if (fb == 0.0) return b;
  if (!((fa < 0.0 && fb > 0.0) || (fa > 0.0 && fb < 0.0))) return std::nullopt;
  // b is the best point, [b, c] holds the root, a is the point before b.
  double c = a;
  double fc = fa;
  double step = b - a;
  double step_before = step;
  for (int k = 0; k < 200; ++k) {
    if ((fb > 0.0) == (fc > 0.0)) {
      c = a;
      fc = fa;
      step = b - a;
      step_before = step;
    }
    if (std::fabs(fc) < std::fabs(fb)) {
      a = b;
      b = c;
      c = a;
      fa = fb;
      fb = fc;
      fc = fa;
    }
    const double limit = 2.2e-16 * std::fabs(b) + 0.5 * tolerance;
    const double half = 0.5 * (c - b);
    if (std::fabs(half) <= limit || fb == 0.0) return b;
    bool bisect = true;
    if (std::fabs(step_before) >= limit && std::fabs(fa) > std::fabs(fb)) {
      // Secant from two points, inverse quadratic from three; taken only while it shrinks the interval fast enough.
      double p = 0.0;
      double q = 0.0;
      const double s = fb / fa;
      if (a == c) {
        p = 2.0 * half * s;
        q = 1.0 - s;
      } else {
        const double u = fa / fc;
        const double w = fb / fc;
        p = s * (2.0 * half * u * (u - w) - (b - a) * (w - 1.0));
        q = (u - 1.0) * (w - 1.0) * (s - 1.0);
      }
      if (p > 0.0) {
        q = -q;
      } else {
        p = -p;
      }
      const double bound1 = 3.0 * half * q - std::fabs(limit * q);
      const double bound2 = std::fabs(step_before * q);
      if (2.0 * p < bound1 && 2.0 * p < bound2) {
        step_before = step;
        step = p / q;
        bisect = false;
      }
    }
    if (bisect) {
      step = half;
      step_before = half;
    }
    a = b;
    fa = fb;
    b += std::fabs(step) > limit ? step : std::copysign(limit, half);
    fb = f(b);
    if (std::isnan(fb)) return std::nullopt;
  }
  return b;
}

template <class F>
std::optional<double> FindRoot(F&& f, double a, double b, double tolerance) {
  const double fa = f(a);
  const double fb = f(b);
  return FindRoot(f, a, fa, b, fb, tolerance);
}

enum class Direction { kAny, kRising, kFalling };

struct Crossing {
  double t;
  bool rising;  ///< f goes from negative to positive in the direction of the scan
};

/// Number of equal steps of at most `max_step` over `length`.
inline long ScanSteps(double length, double max_step) {
  HAZE_ASSERT(max_step > 0.0 && std::fabs(length) / max_step < 1e9, "a scan has a step and an end", length, max_step);
  const double steps = std::fabs(length) / max_step;
  const long whole = static_cast<long>(steps);
  return static_cast<double>(whole) < steps ? whole + 1 : whole;
}

/// First zero crossing after t0 (f(t0) == 0 itself does not count) on the way to t1 (either direction), sampled at most `max_step` (> 0) apart: a pair of
/// crossings closer than that may be missed. A touch without a change of sign is no crossing.
template <class F>
std::optional<Crossing> FirstCrossing(F&& f, double t0, double t1, double max_step, double tolerance, Direction direction = Direction::kAny) {
  const long steps = ScanSteps(t1 - t0, max_step);
  double a = t0;
  double fa = f(a);
  bool above = fa > 0.0;   // the sign that f has had since it last was not zero
  bool known = fa != 0.0;  // it has had one
  for (long k = 1; k <= steps; ++k) {
    const double b = k == steps ? t1 : t0 + (t1 - t0) * (static_cast<double>(k) / static_cast<double>(steps));
    const double fb = f(b);
    if (fb != 0.0) {
      const bool rising = fb > 0.0;
      if (known && rising != above && (direction == Direction::kAny || (direction == Direction::kRising) == rising)) {
        const std::optional<double> root = FindRoot(f, a, fa, b, fb, tolerance);
        if (root) return Crossing{*root, rising};
      }
      above = rising;
      known = true;
    }
    a = b;
    fa = fb;
  }
  return std::nullopt;
}

struct Minimum {
  double t;
  double value;
};

/// A local minimum of f in [a, b], a <= b; the global one where f is unimodal there. `t` within `tolerance` + 3e-8 |t| (a minimum is flat to that).
/// Source: Brent 1973, chapter 5.
template <class F>
Minimum LocalMinimum(F&& f, double a, double b, double tolerance) {
  HAZE_ASSERT(a <= b && tolerance > 0.0, "a minimum is sought in an interval, to a tolerance", a, b, tolerance);
  constexpr double kGolden = 0.3819660112501051;  // (3 - sqrt 5) / 2
  double x = a + kGolden * (b - a);
  double w = x;
  double v = x;
  double fx = f(x);
  double fw = fx;
  double fv = fx;
  double step = 0.0;
  double step_before = 0.0;
  for (int k = 0; k < 200; ++k) {
    const double middle = 0.5 * (a + b);
    const double limit = 1.5e-8 * std::fabs(x) + tolerance / 3.0;
    if (std::fabs(x - middle) <= 2.0 * limit - 0.5 * (b - a)) break;
    bool golden = true;
    if (std::fabs(step_before) > limit) {
      // The parabola through x, w and v.
      const double r = (x - w) * (fx - fv);
      double q = (x - v) * (fx - fw);
      double p = (x - v) * q - (x - w) * r;
      q = 2.0 * (q - r);
      if (q > 0.0) {
        p = -p;
      } else {
        q = -q;
      }
      if (std::fabs(p) < std::fabs(0.5 * q * step_before) && p > q * (a - x) && p < q * (b - x)) {
        step_before = step;
        step = p / q;
        const double u = x + step;
        if (u - a < 2.0 * limit || b - u < 2.0 * limit) step = x < middle ? limit : -limit;
        golden = false;
      }
    }
    if (golden) {
      step_before = x < middle ? b - x : a - x;
      step = kGolden * step_before;
    }
    const double u = x + (std::fabs(step) >= limit ? step : std::copysign(limit, step));
    const double fu = f(u);
    if (fu <= fx) {
      (u < x ? b : a) = x;
      v = w;
      fv = fw;
      w = x;
      fw = fx;
      x = u;
      fx = fu;
    } else {
      (u < x ? a : b) = u;
      if (fu <= fw || w == x) {
        v = w;
        fv = fw;
        w = u;
        fw = fu;
      } else if (fu <= fv || v == x || v == w) {
        v = u;
        fv = fu;
      }
    }
  }
  return {x, fx};
}

/// Least value of f over [t0, t1], t0 <= t1: sampled at most `max_step` apart, refined around the least sample.
template <class F>
Minimum LeastValue(F&& f, double t0, double t1, double max_step, double tolerance) {
  const long steps = ScanSteps(t1 - t0, max_step);
  if (steps == 0) return {t0, f(t0)};
  const auto time = [=](long k) { return k == steps ? t1 : t0 + (t1 - t0) * (static_cast<double>(k) / static_cast<double>(steps)); };
  Minimum least{t0, f(t0)};
  long best = 0;
  for (long k = 1; k <= steps; ++k) {
    const double value = f(time(k));
    if (value < least.value) {
      least = {time(k), value};
      best = k;
    }
  }
  const Minimum refined = LocalMinimum(f, time(best > 0 ? best - 1 : 0), time(best < steps ? best + 1 : steps), tolerance);
  return refined.value < least.value ? refined : least;
}

}  // namespace haze::dynamics
