// Which ranges and range rates one sighting with a rate leaves possible: hypotheses where a single short arc is all there is.
#pragma once

#include <optional>
#include <vector>

#include "dynamics/constants.h"
#include "dynamics/orbit_determination/sighting.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// What is believed about the orbits that come into question: all lengths in m.
struct AdmissibleLimits {
  double nearest = 1e3;                       ///< range, > 0
  double farthest = 5e7;                      ///< range
  double perigee = kEarthRadius + 120e3;      ///< least radius
  double apogee = 6e7;                        ///< largest radius; also bounds the energy by -mu / (perigee + apogee)
};

struct RangeRates {
  double lowest = 0.0;   ///< m/s
  double highest = 0.0;
};
/// The range rates at `range` (m, > 0) for which the orbit's energy is at most `energy` (m2/s2; 0: bound): a quadratic's interval, nothing where it is empty.
/// Source: Milani, Gronchi, de' Michieli Vitturi & Knezevic, "Orbit determination with very short arcs. I: admissible regions", Celestial Mechanics and Dynamical
/// Astronomy 90 (2004); about the Earth: Tommei, Milani & Rossi, same journal 97 (2007).
std::optional<RangeRates> BoundRangeRates(const Sighting& sighting, double range, double energy = 0.0, double mu = kMuEarth);

/// The state that belongs to a range and a range rate, GCRF at the sighting's instant.
State StateOf(const Sighting& sighting, double range, double range_rate);
/// True where that state is an ellipse inside the limits.
bool IsAdmissible(const Sighting& sighting, double range, double range_rate, const AdmissibleLimits& limits, double mu = kMuEarth);

struct OrbitHypothesis {
  double range = 0.0;
  double range_rate = 0.0;
  double range_sigma = 0.0;       ///< of its cell, m: half of the distance to its neighbours
  double range_rate_sigma = 0.0;  ///< m/s
  double weight = 0.0;            ///< share of the region in (log range, range rate); they sum to one
  State state;
  Matrix6 P = Matrix6::Zero();    ///< m and m/s: the cell and the sighting's own noise (with bias_sigma), for a filter's start or a fit's prior
};
/// A grid over the region: `ranges` (1 … 1000) in equal ratios from nearest to farthest, at each `rates` (1 … 1000) evenly over the range rates
/// between the least and the largest that the limits admit; what they exclude in between is left out. Empty where nothing is possible or the sighting is not sound or has no rate. `bias_sigma` (rad, >= 0) adds to the direction's sigma in P.
std::vector<OrbitHypothesis> SampleAdmissible(const Sighting& sighting, const AdmissibleLimits& limits, int ranges, int rates, double bias_sigma = 0.0, double mu = kMuEarth);

}  // namespace haze::dynamics
