// Every policy that ships, by name. The first of a role is not its default: line-ups name theirs in the scenario.
#include "agents/adversary/adversaries.h"
#include "agents/inspector/inspectors.h"
#include "agents/launch_provider/providers.h"
#include "agents/policy/policy.h"
#include "agents/target/targets.h"

namespace haze::agents {

const std::vector<ShippedPolicy>& ShippedPolicies() {
  static const std::vector<ShippedPolicy> policies = {
      {"adversary/dazzler", "an escort that shines into the hunter's camera", &MakeAdversaryDazzler},
      {"adversary/decoy", "an escort that lets go of spheres which look like its charge", &MakeAdversaryDecoy},
      {"adversary/escort", "keeps beside the target, watches the orbit, claims what comes within 100 km", &MakeAdversaryEscort},
      {"adversary/guard", "flies at whoever comes for its charge", &MakeAdversaryGuard},
      {"adversary/idle", "does nothing", &MakeAdversaryIdle},
      {"adversary/jammer", "an escort that drowns the hunter's downlink", &MakeAdversaryJammer},
      {"inspector/blind", "the same estimator behind a camera that points at random", &MakeInspectorBlind},
      {"inspector/circuit", "for a craft whose place is told: ellipse after ellipse around it, each the one that shows most of what is missing", &MakeInspectorCircuit},
      {"inspector/classical", "as direct, with more care for propellant and passive safety", &MakeInspectorClassical},
      {"inspector/direct", "cue, drift direction, search along the orbit, least squares, approach, images, back-off", &MakeInspectorDirect},
      {"inspector/patient", "as classical, slower and cheaper", &MakeInspectorPatient},
      {"inspector/pursuer", "for minutes instead of hours: flies at a craft that is told and near, around what guards it, and brakes in time", &MakeInspectorPursuer},
      {"launch_provider/cautious", "never expedites, first window with time in hand, nominal instant", &MakeLaunchProviderCautious},
      {"launch_provider/elusive", "as fast as fastest, another altitude and a slip within the tolerance", &MakeLaunchProviderElusive},
      {"launch_provider/fastest", "expedites the critical path until the first window is safe", &MakeLaunchProviderFastest},
      {"launch_provider/sleeper", "orders nothing and loses", &MakeLaunchProviderSleeper},
      {"target/dimmer", "turns its plates edge-on to whoever looks along its orbit", &MakeTargetDimmer},
      {"target/evader", "does its service until it is ranged, then goes elsewhere", &MakeTargetEvader},
      {"target/passive", "looks at the Earth and does its service", &MakeTargetPassive},
      {"target/sidestep", "leaves the plane of its orbit while somebody is inside its keep-out", &MakeTargetSidestep},
      {"target/spinner", "turns about its own axis: the inspector sees more of it", &MakeTargetSpinner},
      {"target/sunlock", "keeps one side to the Sun: few facets are ever lit", &MakeTargetSunlock},
  };
  return policies;
}

std::unique_ptr<Policy> MakePolicy(std::string_view name) {
  for (const ShippedPolicy& policy : ShippedPolicies()) {
    if (policy.name == name) return policy.make();
  }
  return nullptr;
}

}  // namespace haze::agents
