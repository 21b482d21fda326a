// adversary/decoy: an escort that lets go of spheres which look like the craft it guards.
//
// From afar a detection is a point of light with a direction, a rate and a brightness: a decoy of the guarded craft's size and albedo on nearly the same orbit
// has all three. A hunter that knew the orbit to some kilometres has to choose among several points, and to find out that it chose wrongly. Released along
// the velocity a decoy drifts away by three times what it was given, so it must be little. How many it carries, the briefing says.
#include <memory>
#include <string>

#include "agents/adversary/adversaries.h"
#include "agents/adversary/escort.h"
#include "agents/inspector/convert.h"
#include "agents/policy/decide.h"

namespace haze::agents {

namespace {

constexpr double kAlong = 0.35;   // m/s: 6 km a revolution
constexpr double kAcross = 0.8;   // m/s: swings by 700 m either way

class Decoy : public Escort {
 protected:
  void Interfere(const v1::Turn&, v1::Decision& decision) override {
    const int carried = briefing().own_vehicle().decoys().count();
    if (released_ || carried == 0) return;
    released_ = true;
    const inspector::Vector3 directions[] = {{0.0, kAlong, 0.0}, {0.0, -kAlong, 0.0}, {0.0, 0.3 * kAlong, kAcross}, {0.0, -0.3 * kAlong, -kAcross}};
    int number = 0;
    for (const inspector::Vector3& dv : directions) {
      if (number == carried) break;
      v1::Order* order = NewOrder(decision, "decoy-" + std::to_string(++number));
      inspector::ToMessage(dv, order->mutable_release_decoy()->mutable_dv_rtn_mps());
    }
    decision.set_note("lets its decoys go");
  }

 private:
  bool released_ = false;
};

}  // namespace

std::unique_ptr<Policy> MakeAdversaryDecoy() { return std::make_unique<Decoy>(); }

}  // namespace haze::agents
