// The pursuer: flies at another craft that is near and told, within minutes.
#pragma once

#include <string>
#include <vector>

#include "agents/inspector/proximity.h"
#include "agents/policy/policy.h"

namespace haze::agents::inspector {

/// Each turn it ranges its quarry, asks where both will be when it wants to arrive if nobody burns, and burns what is missing. Near the end it brakes, and then
/// creeps in. The differences in gravity over some kilometres are in the model that both are carried with, so a burn is the miss over the time that is left.
class Pursuer : public Policy {
 public:
  struct Character {
    double speed = 14.0;       ///< m/s, on the way
    double stop = 3.0;         ///< m between the centres, beyond both radii: where it wants to stand
    bool goes_around = false;  ///< keeps away from further craft of the other side
  };
  explicit Pursuer(const Character& character) : character_(character) {}

  void Open(const v1::Briefing& briefing) override;
  v1::Decision Decide(const v1::Turn& turn) override;

 private:
  Vector3 Wanted(double now, const State& own) const;
  Vector3 Aside(double now, const State& own) const;

  Character character_;
  double duration_ = 0.0, acceleration_ = 1.0, smallest_ = 0.01, reach_ = 0.0;
  std::vector<Proximity> others_;  ///< the quarry first
  double arrival_ = 0.0;
  long turns_ = 0;
};

}  // namespace haze::agents::inspector
