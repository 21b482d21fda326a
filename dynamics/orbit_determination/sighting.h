// What one exposure of a camera, and a range finder beside it, tells about a craft; and how that depends on its state.
#pragma once

#include "dynamics/types.h"

namespace haze::dynamics {

/// A direction and what was measured with it.
struct Sighting {
  double t = 0.0;                        ///< s
  State observer;                        ///< GCRF, m and m/s; its velocity is read where a rate was measured
  Vector3 direction = Vector3::UnitX();  ///< unit, GCRF
  double sigma = 0.0;                    ///< rad, each axis across, > 0, without the bias of the pass
  Vector3 rate = Vector3::Zero();        ///< d(direction)/dt, rad/s, GCRF axes; what lies along the direction is not read
  double rate_sigma = 0.0;               ///< rad/s, each axis; 0: not measured
  double range = 0.0;                    ///< m
  double range_sigma = 0.0;              ///< m; 0: not measured
  int pass = -1;                         ///< sightings of one pass share a pointing bias; -1: none
};

/// True where everything that is read is finite, the direction has a length, and sigmas (and a measured range) are positive.
bool IsSound(const Sighting& sighting);

/// Up to five scalars: two angles, two rates (where measured), one range (where measured). Unused rows are zero with sigma 1, so that sums over all five hold.
inline constexpr int kSightingRows = 5;
/// State (6) and pointing bias (3): a small rotation of the camera about GCRF axes, rad; the measured direction is that of the craft turned by it.
inline constexpr int kBiasedStates = 9;
using Vector5 = Eigen::Matrix<double, kSightingRows, 1>;
using Matrix5 = Eigen::Matrix<double, kSightingRows, kSightingRows>;
using Vector9 = Eigen::Matrix<double, kBiasedStates, 1>;
using Matrix9 = Eigen::Matrix<double, kBiasedStates, kBiasedStates>;
using Matrix59 = Eigen::Matrix<double, kSightingRows, kBiasedStates>;

struct SightingModel {
  Vector5 residual = Vector5::Zero();  ///< measured minus modelled, across axes fixed by the measured direction: rad, rad, rad/s, rad/s, m
  Vector5 sigma = Vector5::Ones();
  Matrix59 H = Matrix59::Zero();  ///< d(modelled) / d[r; v; bias]
  int rows = 0;                   ///< how many of the five are in use: 2 to 5
};

/// Residuals of a state of the craft at the sighting's instant. Angles count whole, however large. That a bias also turns the rate (by bias times rate) is left out.
Vector5 SightingResidual(const Sighting& sighting, const State& state, const Vector3& bias);
/// The same with the partials. The craft must not be where the camera is.
SightingModel ModelSighting(const Sighting& sighting, const State& state, const Vector3& bias);

}  // namespace haze::dynamics
