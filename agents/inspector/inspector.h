// The inspector: finds another craft with its own camera, goes there, photographs it from all sides and leaves.
//
// One policy in two characters. `direct` looks where its estimate says; `blind` looks anywhere, with the same estimator behind it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "agents/inspector/photographer.h"
#include "agents/inspector/picture.h"
#include "agents/inspector/pilot.h"
#include "agents/inspector/standing.h"
#include "agents/inspector/viewing.h"
#include "agents/policy/policy.h"

namespace haze::agents::inspector {

class Inspector : public Policy {
 public:
  struct Character {
    bool looks_anywhere = false;  ///< search directions at random, and no burns
    double haste = 3.0;           ///< m/s that one revolution less on the way is worth
    double share = 0.4;           ///< of the time that is left, at most, for the way
    double coast_margin = 40.0;   ///< m beyond keep-out that every planned coast keeps
    double ellipse_margin = 40.0; ///< m beyond keep-out of the ellipses
    bool recovers = false;        ///< looks about when ranging meets nothing where the target should be
  };
  explicit Inspector(const Character& character) : character_(character) {}

  void Open(const v1::Briefing& briefing) override;
  v1::Decision Decide(const v1::Turn& turn) override;

 private:
  /// The story of a match, in order. Each phase ends by a condition in `Advance`.
  enum class Phase {
    kWait,      ///< nothing is known of the target's orbit
    kSearch,    ///< a guess exists; the camera has not confirmed it
    kTrack,     ///< seen; the range is not known well enough to fly by
    kTransfer,  ///< on the way to a place some kilometres behind it
    kApproach,  ///< from there to the first ellipse
    kInspect,   ///< on an ellipse, with cameras
    kStandOff,  ///< everything is seen; waiting aside
    kBackOff,   ///< leaving
  };

  void Advance();
  void Enter(Phase phase);
  [[nodiscard]] bool ChooseEllipse();
  Viewing ViewingNow() const;
  bool NothingMoreFromHere() const;
  double BackOffTime() const;
  double RangeShare() const;
  double Revolutions() const;

  void Fly(v1::Decision& decision);
  std::optional<BurnCommand> Drift();
  /// Returns the end of a sweep that the next turn should wait for, or 0.
  double Look(v1::Decision& decision, double until);
  void LookNear(v1::Decision& decision, double until);
  void Send(v1::Decision& decision);
  void Claim(v1::Decision& decision);
  double NextTurn() const;
  double Reach() const;          ///< ranging distance that is counted on, m
  bool Within(double t) const;   ///< that distance of the target, by the estimate
  bool Astray() const;
  std::string Name(const char* what);
  std::string Note();  ///< for the replay: where there is news

  Character character_;
  v1::Briefing briefing_;
  std::unique_ptr<Picture> picture_;
  std::unique_ptr<Pilot> pilot_;
  Photographer album_;
  StandingClaims claims_;
  std::string noted_;
  Phase phase_ = Phase::kWait;
  double phase_since_ = 0.0;
  double duration_ = 0.0;
  double period_ = 5680.0;
  std::uint64_t dice_ = 1;
  long orders_ = 0;
  std::string burn_id_;
  double burn_start_ = 0.0, burn_end_ = 0.0;  // of the burn on order, as planned
  double next_drift_ = 0.0;
  double arrival_ = 0.0;  // at the target, of a drift on a guess; 0: none
  int sweeps_ = 0;
  std::optional<bool> far_when_told_;  // the target, when its place and the own one were first known
  double sweep_end_ = 0.0;  // of the sweep that is under way
  std::string downlink_id_;
  double unranged_since_ = 0.0;  // since when the target is within ranging distance by the estimate, or was last ranged
  bool done_ = false;         // nothing is left to be seen or sent
  double fresh_since_ = 0.0;    // when an image last showed something new
  double arrived_since_ = 0.0;  // when the present ellipse was reached
};

}  // namespace haze::agents::inspector
