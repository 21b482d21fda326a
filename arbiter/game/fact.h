// What happened: the referee's book. Scores, timelines and reports are functions of these and of the scenario.
#pragma once

#include <string>
#include <string_view>

#include "dynamics/time.h"

namespace haze::game {

/// `craft` is what the fact is about, `other` the second party, `value` a number with the unit below.
enum class FactKind {
  kStart,             ///< the match began
  kTaskStarted,       ///< detail = task
  kTaskDone,          ///< detail = task
  kLaunchReady,
  kLiftoffSet,        ///< value = T-0, s
  kScrub,             ///< detail = why
  kLiftoff,           ///< value = lateness to the window's nominal instant, s; detail = window
  kLaunchFailure,     ///< detail = why
  kInsertion,         ///< value = largest error / tolerance; detail = "altitude", "eccentricity", "inclination" or "raan"
  kSeparation,        ///< craft
  kCommandable,       ///< craft, after checkout
  kDetection,         ///< craft saw other for the first time in this search; value = range, m
  kRangeFix,          ///< craft, other; value = true range, m; value2 = |claimed range - true range| / true range where a claim existed, else -1
  kImage,             ///< craft took an image of other; value = new facets in it; value2 = range, m; detail = image id
  kDelivered,         ///< craft delivered an image of other; value = facets delivered so far (share); value2 = best gsd, m; detail = image id
  kBurn,              ///< craft; value = velocity change, m/s; value2 = propellant left, kg
  kCustodyGained,     ///< craft holds other, at the end of the hold time; value = claimed 3 sigma, m
  kCustodyLost,       ///< craft no longer holds other
  kClosestApproach,   ///< craft to other, at a local minimum inside 5 km; value = range, m
  kKeepOut,           ///< craft entered other's keep-out; value = range, m
  kUnsafeCoast,       ///< craft's coast would enter other's keep-out; value = least range, m
  kSpeedLimit,        ///< craft too fast near other; value = speed, m/s; value2 = limit
  kCollision,         ///< craft and other; value = range, m
  kInterferenceAttributed,  ///< other's warning sensor attributed craft's interference to it
  kCameraSun,         ///< craft pointed an imaging camera into the Sun's exclusion
  kEncounter,         ///< craft is inside 100 km of other (value 1) or left it (value 0); detail empty
  kServiceShare,      ///< craft; value = share of daylight in service so far. Written at the end
  kCustodyShare,      ///< craft of other; value = share of the line's span in custody; detail = line name. Written at the end
  kEncounterShare,    ///< craft of other; value = share of encounter time in custody. Written at the end
  kBackOff,           ///< craft from other; value = least range over the back-off orbits from the end's states, m. Written at the end
  kVelocityUsed,      ///< craft; value = m/s spent; value2 = m/s left. Written at the end
  kCueSent,           ///< detail = kind
  kMailSent,          ///< between seats
  kIllegalOrder,      ///< seat; detail = ruling code and order id
  kLossByRule,        ///< seat's side loses; detail = why
  kForfeit,           ///< seat; detail = kind and reason
  kEnd,
  kAscentEvent,       ///< value = s after lift-off; value2 = Pa for max_q; detail = max_q, stage_1_cut_off, stage_separation, stage_2_ignition, fairing, stage_2_cut_off, kick_ignition, kick_cut_off
  kTaskAnomaly,       ///< detail = task; half of it is done again
  kHold,              ///< the count is held at T-0; value = s; detail = why
  kLitShare,          ///< craft, other; value = share of other's facets that stood in sunlight within craft's incidence. Written at the end
  kInterference,      ///< craft at other; value = s; value2 = 1 where it took effect; detail = dazzle or jam
  kDecoyReleased,     ///< craft; value = m/s
  kNearest,           ///< craft to other, over the whole match; value = range, m; value2 = relative speed then, m/s. Written at the end, at that instant
  kNearestPropellant, ///< craft; value = kg that it had burnt when it was nearest to other. Written at the end, at that instant
};

inline constexpr int kFactKinds = static_cast<int>(FactKind::kNearestPropellant) + 1;

struct Fact {
  dynamics::SimTime time;
  FactKind kind = FactKind::kStart;
  int seat = -1;   ///< index into Scenario::seats
  int craft = -1;  ///< index into Scenario::vehicles
  int other = -1;  ///< index into Scenario::vehicles
  double value = 0.0;
  double value2 = 0.0;
  std::string detail;
};

/// "liftoff", "custody_gained": the name of a kind in stores and reports.
std::string_view FactName(FactKind kind);

}  // namespace haze::game
