// The inspector's own orbit: navigation fixes smoothed by the on-board model, across burns.
#pragma once

#include <optional>

#include "agents/inspector/onboard_model.h"
#include "dynamics/types.h"

namespace haze::agents::inspector {

/// A Kalman filter on position and velocity (GCRF). Everything is told in order of time; what is older than the present estimate counts at that instant.
class OwnOrbit {
 public:
  struct Settings {
    double position_sigma = 5.0;   ///< m, of a fix, each axis
    double velocity_sigma = 0.005; ///< m/s
    double drag = 0.0;             ///< m/s2, along-track acceleration that the craft is known to feel (negative)
    double model_error = 3e-6;     ///< m/s2, 1 sigma of the forces that the model lacks, held for model_error_time
    double model_error_time = 300.0;
  };

  OwnOrbit() = default;
  OwnOrbit(const OnboardModel* model, const Settings& settings) : model_(model), settings_(settings) {}

  bool known() const { return known_; }
  double time() const { return t_; }
  const State& state() const { return x_; }
  const Matrix6& covariance() const { return P_; }

  /// A full fix; the first one starts the filter.
  void Fix(double t, const State& fix);
  /// A position alone, as detections and range fixes carry it.
  void FixPosition(double t, const Vector3& r);
  /// A burn centred at `t` gave the craft `dv` (GCRF) with the given 1-sigma errors: along it and in each direction across it, m/s.
  void Burned(double t, const Vector3& dv, double sigma_along, double sigma_across);

  /// Brings the estimate to `t`.
  void Advance(double t);
  /// The state at another instant, without changing the estimate.
  State At(double t) const { return model_->Propagate(x_, t_, t, settings_.drag); }

 private:
  template <int M>
  void Update(const Eigen::Matrix<double, M, 1>& residual, const Eigen::Matrix<double, M, 1>& sigma);

  const OnboardModel* model_ = nullptr;
  Settings settings_;
  bool known_ = false;
  double t_ = 0.0;
  State x_;
  Matrix6 P_ = Matrix6::Identity();
};

}  // namespace haze::agents::inspector
