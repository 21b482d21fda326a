// Batch weighted least squares on angles and ranges, with the motion of j2_motion.h.
#pragma once

#include <span>

#include "dynamics/j2_motion.h"
#include "dynamics/types.h"

namespace haze::dynamics {

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

enum class FitStatus {
  kConverged,
  kNotConverged,
  kSingular,
  kTooFew,
  kBadInput,  ///< not finite, a sigma or range that is not positive, a direction of no length, or a time more than three years from t0
};

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

/// The state at `t0` that fits best, from `guess` at `t0`; measurements in any order of time. Gauss-Newton, damped after Levenberg and Marquardt
/// where a full step would make the fit worse. kNotConverged still carries the best state found; kSingular says that the measurements
/// leave a direction of the state open (covariance is then zero). Residual angles count as angles however large they are.
/// Source: Tapley, Schutz & Born, "Statistical Orbit Determination" (2004), section 4.3; damping: Marquardt 1963.
FitResult BatchFit(double t0, const State& guess, std::span<const AngleMeasurement> angles, std::span<const RangeFixMeasurement> ranges, const FitOptions& options = {});

}  // namespace haze::dynamics
