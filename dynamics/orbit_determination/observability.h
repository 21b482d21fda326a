// Burns for a camera that measures no range: what a burn will let its directions tell about the range, and the burn that lets them tell most.
//
// Under linear relative motion every multiple of a relative state is seen in the same directions: they leave the range open whatever their number. A burn that
// is known displaces the craft by a known length, and the angle between the line of sight with the burn and the one without it measures the range against that
// length.
#pragma once

#include <optional>
#include <span>
#include <variant>

#include "dynamics/types.h"

namespace haze::dynamics {

/// The target relative to the own craft at t = 0, the instant of the burn, as if there was none: [r; v] in the own craft's rotating RTN axes, m and m/s; r not
/// zero. Motion is that of relative.h, and its axes are those of the directions: attitude is known.
struct LinearCourse {
  Vector6 x = Vector6::Zero();
  double n = 0.0;  ///< rad/s, > 0: the own craft's mean motion
};
/// Both craft at t = 0, GCRF, without the burn; moving as j2_motion.h has it. What a burn and an error of the target's state change is taken to first order
/// about these paths.
struct RealCourse {
  State own;
  State target;
};
using RelativeCourse = std::variant<LinearCourse, RealCourse>;

/// The directions that will be measured, and when the range is wanted.
struct SightSchedule {
  std::span<const double> times;    ///< s from the burn, in any order, -1e6 … end; those at 0 or before it see nothing of it
  double sigma = 0.0;               ///< rad, each axis across, > 0
  double end = 0.0;                 ///< s, 0 < end <= 1e6
  bool use_prior = false;           ///< what is known beside the directions
  Matrix6 prior = Matrix6::Zero();  ///< its covariance at t = 0, m and m/s, positive: of `x` for a LinearCourse, of the target's state (GCRF, as a filter has
                                    ///< it) for a RealCourse
};

enum class ObservabilityStatus {
  kOk,
  kBadInput,     ///< not finite, outside the ranges said here, a prior that is not positive, no distance between the craft, or numbers that overflow
  kNoneAllowed,  ///< planning only: every candidate breaks a limit
  kOpen,         ///< planning only: no allowed candidate lets the directions tell the range
};

struct RangeObservability {
  ObservabilityStatus status = ObservabilityStatus::kBadInput;  ///< kOk or kBadInput
  double range = 0.0;                                           ///< m, at the end
  std::optional<double> range_sigma;                            ///< m, at the end; nothing where the directions leave the range open
  double sight_angle = 0.0;                                     ///< rad, 0 … pi, at the end, between the line of sight with the burn and the one without
};

/// The range's sigma at the end that the information (Fisher's) of all directions promises, after a burn of `dv_RTN` (m/s, the own craft's RTN axes) at t = 0:
/// the bound of Cramer and Rao, which the batch fit reaches (Observability.PromisesWhatTwoHundredFitsKeep). The own path and the burn are taken as known: a
/// burn known to 1 % leaves about 1 % of the range open besides. One direction after the burn, on a course known but for its scale, gives
/// sigma range / tan(sight_angle).
/// Open without a prior, whatever the number of directions: a LinearCourse without a burn, or with all directions on one side of it, or with a burn that moves
/// the target along the line of sight at each instant at which it is seen afterwards. What only rounding closes counts as open: sigmas of some 1e12 `sigma`
/// range. Source of the criterion: Woffinden & Geller, "Observability criteria for angles-only navigation", IEEE Transactions on Aerospace and Electronic
/// Systems 45 (2009).
[[nodiscard]] RangeObservability ExpectRange(const RelativeCourse& course, const SightSchedule& schedule, const Vector3& dv_RTN = Vector3::Zero());

struct BurnLimits {
  double dv = 0.0;        ///< m/s, > 0: largest change of velocity
  double keep_out = 0.0;  ///< m: from the burn to the end the predicted path stays at least this far from the target; 0: no limit
  double drift = 0.0;     ///< m: and at each instant at most this far from where it would be without the burn; 0: no limit
};

struct ObservabilityBurn {
  ObservabilityStatus status = ObservabilityStatus::kBadInput;
  Vector3 dv_RTN = Vector3::Zero();  ///< m/s, the own craft's RTN axes; zero where every burn is worse than none. It and what it brings are meant with kOk only
  RangeObservability with;
  RangeObservability without;
  double nearest = 0.0;  ///< m, from the burn to the end
  double drift = 0.0;    ///< m, likewise the largest
};

/// Among burns at t = 0 inside the limits the one whose range sigma at the end is smallest: 218 directions on a cube's surface in four sizes each, and no burn;
/// the eight best are then improved by steps in 26 directions, a quarter of their size at first and halved ten times. The range may be better known because it
/// is shorter: `keep_out` and `drift` hold a burn that should not approach. Paths are checked at steps of 0.03 rad of the own orbit, straight between them. Of
/// the same sizes none of 200 random burns is better (Observability.ThePlannedBurnBeatsRandomOnesOfItsSize).
[[nodiscard]] ObservabilityBurn PlanObservabilityBurn(const RelativeCourse& course, const SightSchedule& schedule, const BurnLimits& limits);

}  // namespace haze::dynamics
