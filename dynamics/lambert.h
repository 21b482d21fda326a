// Lambert's problem: the conic through two positions in a given time.
#pragma once

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

}  // namespace haze::dynamics
