// Where a continuous function of time crosses zero, and where it is least: for events on dense output.
#pragma once

#include <cmath>
#include <optional>
#include <utility>

#include "dynamics/assert.h"

namespace haze::dynamics {

/// Root of f in [a, b] (either order) given f(a) and f(b) of opposite sign or zero; the result is within `tolerance` (> 0) of a sign change.
/// Nothing without a sign change. Source: Brent, "Algorithms for minimization without derivatives" (1973), chapter 4.
template <class F>
std::optional<double> FindRoot(F&& f, double a, double b, double tolerance);
template <class F>
std::optional<double> FindRoot(F&& f, double a, double fa, double b, double fb, double tolerance);

enum class Direction { kAny, kRising, kFalling };

struct Crossing {
  double t;
  bool rising;  ///< f goes from negative to positive in the direction of the scan
};
/// First zero crossing after t0 (f(t0) == 0 itself does not count) on the way to t1 (either direction), sampled at most `max_step` (> 0) apart: a pair of
/// crossings closer than that may be missed.
template <class F>
std::optional<Crossing> FirstCrossing(F&& f, double t0, double t1, double max_step, double tolerance, Direction direction = Direction::kAny);

struct Minimum {
  double t;
  double value;
};
/// A local minimum of f in [a, b], a <= b; the global one where f is unimodal there. `t` within `tolerance` + 1.5e-8 |t| (a minimum is flat to that).
/// Source: Brent 1973, chapter 5.
template <class F>
Minimum LocalMinimum(F&& f, double a, double b, double tolerance);

/// Least value of f over [t0, t1], t0 <= t1: sampled at most `max_step` apart, refined around the least sample.
template <class F>
Minimum LeastValue(F&& f, double t0, double t1, double max_step, double tolerance);
}  // namespace haze::dynamics
