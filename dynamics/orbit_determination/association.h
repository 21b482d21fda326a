// Which of many anonymous detections are the craft that is sought: several answers held at once, until the sky decides.
#pragma once

#include <span>
#include <vector>

#include "dynamics/orbit_determination/filter.h"
#include "dynamics/types.h"

namespace haze::dynamics {

struct AssociationOptions {
  FilterOptions filter;              ///< of every hypothesis; its own gate is not used
  double p_detect = 0.9;             ///< probability that the craft is among the detections of an exposure whose field holds it, 0 < p < 1
  double strangers_per_sr = 1e3;     ///< other detections expected in one exposure, 1/sr, > 0: stars that were not taken out, catalogued craft, false alarms
  double stranger_rate = 1e-3;       ///< rad/s, > 0: their angular rates fill a disc of this radius
  double gate = 0.999;               ///< a detection is tried whose NIS (direction and rate together) lies below this quantile of chi-square, 0 < p < 1
  int most = 50;                     ///< hypotheses kept after an exposure, >= 1
  double least_weight = 1e-6;        ///< one of less weight is dropped, 0 … 1
  double same = 0.1;                 ///< two whose states differ by less than this squared Mahalanobis distance become one; 0: none do
};

/// One exposure. Detections need t, observer, direction, sigma and pass of it, and best a rate; a range is not read.
struct Exposure {
  double t = 0.0;                        ///< s
  Vector3 observer = Vector3::Zero();    ///< GCRF, m
  Vector3 boresight = Vector3::UnitX();  ///< unit, GCRF
  double half_angle = 0.0;               ///< rad, of the round field: a hypothesis whose craft is outside is not blamed for being unseen
  std::span<const Sighting> detections;
};

inline constexpr int kUnseen = -1;

struct AssociationHypothesis {
  OrbitFilter filter;
  double weight = 0.0;       ///< probability: they sum to one from the first exposure on
  std::vector<int> choices;  ///< for each exposure the index of the detection that is the craft, or kUnseen
};

/// Multiple-hypothesis association for one craft. Every exposure parts each hypothesis into "unseen" and one child for each detection inside the gate, weighs them by
/// likelihood against the density of strangers, joins those that say the same and keeps the `most` likeliest. A rate beside the direction is what tells neighbours apart:
/// the gate is on both together, with their correlation in the hypothesis' own covariance.
/// Strangers are held for uniform and fresh in each exposure. One that persists near the craft's path, seen more often than the craft, can win, and weights are then too
/// sure (Association.WeightsAreTooSureWhereStrangersPersist): take known craft out of the detections first, and do not read a weight near one as proof.
/// Source: Reid, "An algorithm for tracking multiple targets", IEEE Transactions on Automatic Control 24 (1979); Blackman, "Multiple hypothesis tracking for multiple
/// target tracking", IEEE Aerospace and Electronic Systems Magazine 19 (2004).
class Associator {
 public:
  explicit Associator(const AssociationOptions& options) : options_(options) {}

  /// Another state that the craft may have at `t` (GCRF, m and m/s): from a catalogue, or from SampleAdmissible. All before the first exposure; `weight` > 0 relative to the others.
  void Start(double t, const State& state, const Matrix6& P, double weight);
  /// False, and nothing changed, where there is no hypothesis or time would run back for all of them.
  [[nodiscard]] bool Add(const Exposure& exposure);

  /// The likeliest first.
  std::span<const AssociationHypothesis> hypotheses() const { return hypotheses_; }
  /// Detections that were inside some hypothesis' gate in the last exposure, counted once for each hypothesis.
  int tried() const { return tried_; }

 private:
  void Prune();

  AssociationOptions options_;
  std::vector<AssociationHypothesis> hypotheses_;
  int tried_ = 0;
};

}  // namespace haze::dynamics
