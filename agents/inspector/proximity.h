// Where another craft is, from ranges that are seconds apart: for games that last minutes.
#pragma once

#include <optional>
#include <string>

#include "agents/inspector/convert.h"
#include "agents/inspector/onboard_model.h"
#include "haze/agent/v1/order.pb.h"
#include "haze/agent/v1/turn.pb.h"

namespace haze::agents::inspector {

/// One craft, followed by a filter of two fixed gains. Each range fix moves the place by most of what it missed and the velocity by half of that over the time
/// since the fix before: a craft that thrusts is followed within some fixes. Source: Benedict & Bordner, "Synthesis of an
/// optimal set of radar track-while-scan smoothing equations" (1962), the alpha-beta filter.
class Proximity {
 public:
  /// Of an object whose place is told in the briefing.
  Proximity(const v1::Briefing& briefing, const v1::ObjectOfInterest& object);

  const std::string& id() const { return id_; }
  double radius() const { return radius_; }
  /// Takes in the fixes of a turn and carries the estimate to its instant.
  void Hear(const v1::Turn& turn);
  /// The object's state at `t` (s since the epoch) if it does not thrust, GCRF.
  State At(double t) const { return model_.Propagate(object_, t_, t); }
  /// One craft's state at `t1`, from `t0`, under the same model.
  State Coast(const State& state, double t0, double t1) const { return model_.Propagate(state, t0, t1); }

  /// Claims where it is, so that a ranging order knows where to point.
  void Claim(v1::Decision& decision) const;
  /// Ranges it now, once: that is over after kRanging s, and the thrusters are free.
  void Range(v1::Decision& decision, std::string order_id) const;
  static constexpr double kRanging = 0.25;

 private:
  OnboardModel model_;
  std::string id_;
  double radius_ = 0.0;
  State object_;
  double t_ = 0.0;
  std::optional<double> last_fix_;
};

}  // namespace haze::agents::inspector
