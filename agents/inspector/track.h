// Where another craft is: batch least squares over directions and ranges, weighted so that its covariance may be believed.
#pragma once

#include <vector>

#include "agents/inspector/onboard_model.h"
#include "dynamics/types.h"

namespace haze::agents::inspector {

/// A direction seen by the search camera, or a range fix (which has both).
struct Measurement {
  double t = 0.0;
  Vector3 r_camera = Vector3::Zero();  ///< the inspector's own position, GCRF
  double camera_sigma = 0.0;           ///< m, 1 sigma each axis of that position
  Vector3 direction = Vector3::UnitX();
  double sigma = 0.0;  ///< rad, each axis, without the bias of the pass
  int pass = -1;       ///< directions of one pass share a bias; -1: none
  double range = 0.0;  ///< m; 0: not measured
  double range_sigma = 0.0;
  bool used = true;  ///< false: an outlier of the last fit
};

/// Fitted are position, velocity and one constant along-track acceleration, for the drag of a craft whose mass is not known.
///
/// Three things keep the covariance honest: each pass has a bias of its own (three small angles with the camera's prior, eliminated pass by pass);
/// old measurements count less, by what the force model may have missed since; and a fit whose residuals are larger than their sigmas is widened by
/// their ratio. Inspector.TrackCovarianceIsConsistent measures it. Source of the method: Tapley, Schutz & Born, "Statistical orbit determination"
/// (2004), sections 4.3 and 4.7 (batch with a priori information, consider parameters).
class Track {
 public:
  struct Settings {
    double bias_sigma = 0.0;           ///< rad, each axis, of one pass
    double along_track_sigma = 3e-7;   ///< m/s2, prior of the unknown drag
    double model_drift = 5.0 / 3600.0; ///< m per second of age, 1 sigma: what the model misses
    double widen = 1.5;                ///< claims carry this many times the fitted sigma
  };

  Track() = default;
  Track(const OnboardModel* model, const Settings& settings) : model_(model), settings_(settings) {}

  /// What was believed before any measurement. Starts the track.
  void SetPrior(double t, const State& state, const Matrix6& covariance);
  bool known() const { return known_; }
  /// True once a fit has used enough measurements to replace the prior: at least 6 within which at least 60 s passed.
  bool fitted() const { return fitted_; }
  double time() const { return t_; }
  const std::vector<Measurement>& measurements() const { return measurements_; }

  /// Measurements come in order of time.
  void Add(const Measurement& measurement) { measurements_.push_back(measurement); }
  /// Fits what was measured in the last `longest_arc` s; the estimate then stands at `t`. False where nothing new was measured or the fit failed: the
  /// estimate is carried to `t` as it was.
  bool Refine(double t, double longest_arc);
  /// Root mean square of the last fit's residuals over their sigmas.
  double residual_rms() const { return residual_rms_; }
  /// Squared sigmas, of six degrees of freedom, by which the last fit departs from what was believed before any measurement: large where somebody else's light was
  /// fitted. Zero before the first fit, and once an old arc has taken the prior's place.
  double prior_misfit() const { return prior_misfit_; }
  /// The craft is not where it was thought to be: all measurements are forgotten, and the estimate is a prior again, wider by these sigmas (m, m/s; each axis).
  void Doubt(double t, double position_sigma, double velocity_sigma);

  State At(double t) const { return model_->Propagate(x_, t_, t, along_track_); }
  /// State and covariance at another instant.
  struct Estimate {
    State state;
    Matrix6 P = Matrix6::Zero();
  };
  Estimate EstimateAt(double t) const;
  /// The same, widened as a claim has to be.
  Estimate ClaimAt(double t) const;

 private:
  struct Solution;
  State Start(double t) const;
  Solution Fit(double t, const State& start, int iterations) const;
  void CarryTo(double t);
  void Forget(double t, double longest_arc);
  void KeepPrior(double t, const State& state, const Matrix6& P);

  const OnboardModel* model_ = nullptr;
  Settings settings_;
  bool known_ = false;
  bool fitted_ = false;
  double t_ = 0.0;
  State x_;
  double along_track_ = 0.0;
  Matrix7 P_ = Matrix7::Zero();
  double residual_rms_ = 0.0;
  double prior_misfit_ = 0.0;
  bool first_prior_ = true;  // the prior is what was told
  double last_fit_ = -1.0;  // instant of the last measurement that was fitted

  // A priori knowledge is kept in mean elements: an orbit whose phase is uncertain by hundreds of kilometres is uncertain along an arc, not along a line.
  double prior_t_ = 0.0;
  Vector6 prior_elements_ = Vector6::Zero();
  Matrix6 prior_information_ = Matrix6::Identity();
  std::vector<Measurement> measurements_;
};

/// Mean elements a, e cos argp, e sin argp, i, raan, u (m, rad) of a state, and their derivative with respect to it (6 x 6).
Vector6 MeanElements(const State& state);
Matrix6 MeanElementsDerivative(const State& state);

/// Largest standard deviation of the position, m.
double PositionSigma(const Matrix6& P);

}  // namespace haze::agents::inspector
