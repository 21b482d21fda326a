// What a match is like in truth, for exports and pictures of a record that is played again. No seat is ever told.
#pragma once

#include <functional>
#include <vector>

#include "dynamics/types.h"

namespace haze::match {

/// One craft; in the order of Scenario::vehicles. Nothing but `present` is valid where it is not there.
struct CraftTruth {
  bool present = false;
  dynamics::State state;  ///< GCRF, m and m/s
  dynamics::Quaternion q_BI = dynamics::Quaternion::Identity();  ///< v_B = q_BI * v_I; the camera axis is +x of B
  double propellant = 0.0;  ///< kg
  double dv_left = 0.0;     ///< m/s
  long burns = 0;           ///< begun so far
  bool thrusting = false;
  std::vector<std::vector<bool>> imaged, delivered;  ///< by craft, then by facet (dynamics::SphereFacets); empty before the first image
};

struct Truth {
  double t = 0.0;  ///< s since the scenario's epoch
  dynamics::Vector3 r_sun = dynamics::Vector3::Zero();  ///< geocentric, GCRF, m
  dynamics::Matrix3 R_ITRF_GCRF = dynamics::Matrix3::Identity();  ///< v_ITRF = R * v_GCRF
  std::vector<CraftTruth> craft;
};

using TruthWitness = std::function<void(const Truth&)>;

}  // namespace haze::match
