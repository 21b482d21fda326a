// One craft's translation: true state by numerical integration, readable at any instant of the present step.
#pragma once

#include <vector>

#include "arbiter/game/digest.h"
#include "dynamics/ephemeris.h"
#include "dynamics/forces.h"
#include "dynamics/integrator.h"

namespace haze::game {

using dynamics::SimTime;
using dynamics::State;
using dynamics::Vector3;

/// Thrust with a fixed inertial direction; the zero vector coasts.
struct Thrust {
  Vector3 force = Vector3::Zero();  ///< N, GCRF
  double mass_flow = 0.0;           ///< kg/s, >= 0
};

/// The integrator takes its own steps, never shortened by who asks for a state when; only a change of thrust ends one.
/// So neither step budgets nor decision instants change a bit of the trajectory.
class Flight {
 public:
  Flight(const dynamics::ForceModel& forces, const dynamics::AstronomyTable* astronomy, const dynamics::BodyProperties& body);

  /// A new arc from `state` at `t`; `end` is the last instant that will be asked for (steps stop there).
  void Start(double t, const State& state, double mass, const Thrust& thrust, double end);

  /// True where At(t) may be asked.
  bool Covers(double t) const { return t <= covered_; }
  /// One integrator step. Only while !Covers of the instant that is wanted.
  void Step();

  /// The state at `t`, from two minutes before the present step on.
  State At(double t) const;
  double MassAt(double t) const { return mass_ - thrust_.mass_flow * (t - start_); }
  const Thrust& thrust() const { return thrust_; }

  void Digest(DigestWriter& out) const;

 private:
  dynamics::ForceModel forces_;
  const dynamics::AstronomyTable* astronomy_;
  dynamics::BodyProperties body_;
  dynamics::Dop853<6> integrator_;
  Thrust thrust_;
  double start_ = 0.0;
  double end_ = 0.0;
  double covered_ = 0.0;
  double mass_ = 0.0;
  State initial_;
  /// Steps whose end is not long past, in order; each holds from its begin to the begin of the next.
  std::vector<dynamics::DenseSegment<6>> steps_;
};

}  // namespace haze::game
