// Batch fit of whole passes: directions, their rates and ranges, a pointing bias for each pass, and outliers left out.
#pragma once

#include <span>
#include <vector>

#include "dynamics/orbit_determination/batch.h"
#include "dynamics/orbit_determination/sighting.h"
#include "dynamics/types.h"

namespace haze::dynamics {

struct PassFitOptions {
  double bias_sigma = 0.0;  ///< rad, prior of each of the three angles of a pass; 0: no bias
  double edit = 5.0;        ///< a sighting with a residual of more sigmas (times the median of all where that exceeds 1) is left out; 0: all count
  int rounds = 8;           ///< fits at most, each without the outliers of the one before; they may come back
  int max_iterations = 15;
  bool use_prior = false;
  Matrix6 prior = Matrix6::Zero();  ///< covariance of the guess, m and m/s
};

struct PassBiasEstimate {
  int pass = 0;
  Vector3 bias = Vector3::Zero();  ///< rad
};
struct PassFitResult {
  FitStatus status = FitStatus::kTooFew;
  State state;                           ///< at t0
  Matrix6 covariance = Matrix6::Zero();  ///< formal, biases included
  double rms = 0.0;                      ///< of the used residuals over their sigmas, biases taken off
  std::vector<bool> used;                ///< of each sighting, in the order given
  std::vector<PassBiasEstimate> biases;  ///< pass numbers rising
  int iterations = 0;                    ///< of all rounds
};

/// The state at `t0` that fits best, from `guess` at `t0`, moving as j2_motion.h has it; sightings in any order. Biases are solved for and eliminated pass by pass.
/// Statuses as for BatchFit; kTooFew also where editing leaves less than half of the sightings.
/// Source: Tapley, Schutz & Born, "Statistical orbit determination" (2004), sections 4.3 and 4.7; damping: Marquardt 1963.
PassFitResult FitPasses(double t0, const State& guess, std::span<const Sighting> sightings, const PassFitOptions& options = {});

}  // namespace haze::dynamics
