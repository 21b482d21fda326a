// Batch weighted least squares on angles and ranges, and the two-body + J2 motion it fits.
#pragma once

#include <span>

#include "dynamics/types.h"

namespace haze::dynamics {

/// Motion under the central term and J2 about GCRF +z, m and m/s; dt in s, either sign.
/// Fixed-step Runge-Kutta 4 of at most 60 s a step: within 1 m a day of the exact J2 motion in low orbit (J2Motion.* measures it).
State PropagateJ2(const State& state, double dt);

/// The 6 x 6 transition of the same motion: d(state at dt) / d(state), variational equations beside the state.
Matrix6 J2Transition(const State& state, double dt);

/// Both at once.
struct StateAndTransition {
  State state;
  Matrix6 Phi;
};
StateAndTransition PropagateJ2WithTransition(const State& state, double dt);

/// A direction measured from a camera, at `t`.
struct AngleMeasurement {
  double t = 0.0;                            ///< s
  Vector3 observer = Vector3::Zero();        ///< GCRF, m
  Vector3 direction = Vector3::UnitX();      ///< unit, GCRF
  double sigma = 0.0;                        ///< rad, each axis across
};
struct RangeFixMeasurement {
  double t = 0.0;
  Vector3 observer = Vector3::Zero();
  double range = 0.0;  ///< m
  double sigma = 0.0;  ///< m
};

enum class FitStatus { kConverged, kNotConverged, kSingular, kTooFew };

struct FitOptions {
  int max_iterations = 15;
  bool use_prior = false;             ///< weigh the initial state by `prior`
  Matrix6 prior = Matrix6::Zero();    ///< its covariance, m and m/s
};

struct FitResult {
  FitStatus status = FitStatus::kTooFew;
  State state;                              ///< at t0
  Matrix6 covariance = Matrix6::Zero();     ///< formal
  double rms = 0.0;                         ///< weighted residuals, 1 = as expected
  int iterations = 0;
};

/// The state at `t0` that fits best, from `guess` at `t0`. Gauss-Newton with step halving; measurements in any order of time.
/// Source: Tapley, Schutz & Born, "Statistical Orbit Determination" (2004), section 4.3.
FitResult BatchFit(double t0, const State& guess, std::span<const AngleMeasurement> angles, std::span<const RangeFixMeasurement> ranges, const FitOptions& options = {});

}  // namespace haze::dynamics
