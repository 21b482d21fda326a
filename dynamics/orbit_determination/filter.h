// Kalman filters on sightings: extended and unscented, with process noise and a pointing bias per pass.
#pragma once

#include <span>

#include "dynamics/orbit_determination/sighting.h"
#include "dynamics/types.h"

namespace haze::dynamics {

struct FilterOptions {
  bool unscented = false;                 ///< false: extended, by partials; true: unscented, by eighteen sigma points
  Vector3 noise_RTN = Vector3::Zero();    ///< white acceleration along the craft's radial, transverse and normal axes: m/s per square root of a second, 1 sigma
  double bias_sigma = 0.0;                ///< rad, each of the three angles at the start of a pass; 0: no bias
  double bias_time = 0.0;                 ///< s in which the bias of one pass is forgotten (first-order Gauss-Markov); 0: it is constant
  double gate = 0.0;                      ///< a sighting is refused whose NIS exceeds the chi-square quantile of this probability; 0: none is
};

using Matrix95 = Eigen::Matrix<double, kBiasedStates, kSightingRows>;

/// What one sighting did to the filter: enough to check it, and to search it for manoeuvres (maneuver_detection.h).
struct FilterStep {
  bool sound = false;                  ///< false: the sighting or the filter holds no number that counts, nothing happened
  bool accepted = false;               ///< false: refused by the gate; only time passed
  bool new_pass = false;               ///< the bias was drawn anew before this sighting
  double t = 0.0;                      ///< s
  int rows = 0;                        ///< degrees of freedom of `nis`
  double nis = 0.0;                    ///< normalised innovation squared: chi-square if the filter is consistent
  Vector5 innovation = Vector5::Zero();
  Matrix5 S = Matrix5::Identity();     ///< its covariance; unused rows are of unit variance and uncorrelated
  Matrix59 H = Matrix59::Zero();       ///< partials at the estimate, both kinds of filter
  Matrix95 K = Matrix95::Zero();       ///< gain; zero where refused
  Matrix9 Phi = Matrix9::Identity();   ///< transition since the last step, along the estimate
};

/// State and bias of one craft, moving as j2_motion.h has it. Sightings come in order of time; a filter with `bias_sigma` draws a new bias whenever the pass number changes.
///
/// Extended: Jazwinski's filter in Joseph's form. Unscented: sigma points at sqrt(9) sigma with equal weights and none in the middle (the third-degree cubature rule),
/// which needs no partials and keeps its covariance positive.
/// Source: Tapley, Schutz & Born, "Statistical orbit determination" (2004), sections 4.7 and 4.9 (state noise compensation); Julier & Uhlmann, Proceedings of the IEEE 92
/// (2004); Arasaratnam & Haykin, IEEE Transactions on Automatic Control 54 (2009).
class OrbitFilter {
 public:
  OrbitFilter(double t, const State& state, const Matrix6& P, const FilterOptions& options);

  double time() const { return t_; }
  State state() const { return FromVector6(x_.head<6>()); }
  Vector3 bias() const { return x_.tail<3>(); }
  Matrix6 covariance() const { return P_.topLeftCorner<6, 6>(); }
  const Matrix9& full_covariance() const { return P_; }

  /// Carries state and covariance to `t`, not before time(). False where that is not so, or the covariance is no longer positive (unscented); nothing changes then.
  [[nodiscard]] bool Advance(double t);
  /// Advances to the sighting and takes it in.
  FilterStep Update(const Sighting& sighting);
  /// A burn of `dv` (GCRF, m/s) with covariance `P_dv` at time(): known ones, and those that were detected.
  void Burned(const Vector3& dv, const Matrix3& P_dv);

 private:
  bool AdvanceOnce(double dt);
  void StartPass(int pass);

  FilterOptions options_;
  double t_;
  int pass_ = -1;
  Vector9 x_ = Vector9::Zero();
  Matrix9 P_ = Matrix9::Zero();
  Matrix9 Phi_ = Matrix9::Identity();  // since the last step
};

}  // namespace haze::dynamics
