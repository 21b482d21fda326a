// Lambert's problem: the conic through two positions in a given time.
#pragma once

#include <vector>

#include "dynamics/constants.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// r1, r2 in one inertial frame (m), `tof` > 0 (s). `prograde`: the transfer's angular momentum has a positive z component.
/// With `revolutions` > 0 there are two solutions: `low_path` takes the one of the larger Izzo x (the larger semi-major axis when x > 0),
/// otherwise the smaller.
struct LambertProblem {
  Vector3 r1 = Vector3::Zero();
  Vector3 r2 = Vector3::Zero();
  double tof = 0.0;
  double mu = kMuEarth;
  int revolutions = 0;
  bool prograde = true;
  bool low_path = true;
};

enum class LambertStatus {
  kOk,
  kBadInput,      ///< not finite, zero radius, tof <= 0, negative revolutions
  kCollinear,     ///< r1 x r2 vanishes: the plane is not determined
  kNoSolution,    ///< tof is shorter than that many revolutions take
  kNotConverged,  ///< never seen: Lambert.SolvesRandomProblemsBack
};

struct LambertSolution {
  LambertStatus status = LambertStatus::kBadInput;
  Vector3 v1 = Vector3::Zero();  ///< velocity at r1
  Vector3 v2 = Vector3::Zero();  ///< velocity at r2
};

/// Source: Izzo, "Revisiting Lambert's problem", Celestial Mechanics and Dynamical Astronomy 121 (2015), Householder iteration.
[[nodiscard]] LambertSolution Lambert(const LambertProblem& problem);

/// One way to fly: a number of whole revolutions and, above zero, which of its two branches (see LambertProblem).
struct LambertTransfer {
  int revolutions = 0;
  bool low_path = true;
  Vector3 v1 = Vector3::Zero();
  Vector3 v2 = Vector3::Zero();
};
struct LambertTransfers {
  LambertStatus status = LambertStatus::kBadInput;
  std::vector<LambertTransfer> transfers;  ///< revolutions rising, the low path before the high one
};

/// Every transfer of the problem's direction with at most `max_revolutions` (>= 0): one without revolutions and two for each number of them that fits
/// into tof. `revolutions` and `low_path` of the problem are not read, but have to be valid. Status kOk with at least one transfer, otherwise that of
/// the input. Source: as `Lambert`.
[[nodiscard]] LambertTransfers LambertAll(const LambertProblem& problem, int max_revolutions = 100);

}  // namespace haze::dynamics
