// Manoeuvres in the innovations of a filter that does not know of them: whether, when, and how much.
#pragma once

#include <optional>
#include <vector>

#include "dynamics/orbit_determination/filter.h"
#include "dynamics/types.h"

namespace haze::dynamics {

struct ManeuverSettings {
  double threshold = 30.0;     ///< a burn is reported where the likelihood ratio exceeds it: chi-square with 3 degrees for one instant without a burn, more for the largest of many
  double window = 3000.0;      ///< s: burns are looked for among the sightings of this long
  double spacing = 60.0;       ///< s, at least, between instants that are tried; each is that of a sighting
};

struct Maneuver {
  double t = 0.0;                 ///< s, the most likely instant: the burn fell between the sighting before and the one at t
  double t_sigma = 0.0;           ///< s, over all instants by their likelihood
  Vector3 dv = Vector3::Zero();   ///< GCRF, m/s, as if it happened at one instant; mean over all instants by their likelihood
  Matrix3 P = Matrix3::Zero();    ///< its covariance, the doubt about the instant included
  double likelihood_ratio = 0.0;  ///< twice the logarithm, of the most likely instant
};

/// The generalised likelihood ratio test: for each instant in the window the signature that a burn of any size and direction at that instant would have left in the
/// innovations since, the filter's own corrections included, and the velocity change that explains them best. Feed it every step of one OrbitFilter.
/// Source: Willsky & Jones, "A generalized likelihood ratio approach to the detection and estimation of jumps in linear systems", IEEE Transactions on Automatic
/// Control 21 (1976).
class ManeuverDetector {
 public:
  explicit ManeuverDetector(const ManeuverSettings& settings) : settings_(settings) {}

  /// The most likely burn where it is above the threshold. It stays so with every further step until `Forget` (or until it leaves the window).
  std::optional<Maneuver> Add(const FilterStep& step);
  /// The most likely burn, whatever its likelihood; nothing where no instant has a velocity change determined yet.
  std::optional<Maneuver> Best() const;
  /// After the filter was told of the burn: past innovations count no more.
  void Forget() { candidates_.clear(); }

 private:
  using Matrix93 = Eigen::Matrix<double, kBiasedStates, 3>;
  struct Candidate {
    double t;
    Matrix93 moved;     // d(truth) / d(dv)
    Matrix93 absorbed;  // d(estimate) / d(dv)
    Matrix3 information = Matrix3::Zero();
    Vector3 sum = Vector3::Zero();
  };

  ManeuverSettings settings_;
  std::vector<Candidate> candidates_;
};

}  // namespace haze::dynamics
