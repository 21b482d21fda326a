#include "arbiter/game/fact.h"

namespace haze::game {

std::string_view FactName(FactKind kind) {
  switch (kind) {
    case FactKind::kStart: return "start";
    case FactKind::kTaskStarted: return "task_started";
    case FactKind::kTaskDone: return "task_done";
    case FactKind::kLaunchReady: return "launch_ready";
    case FactKind::kLiftoffSet: return "liftoff_set";
    case FactKind::kScrub: return "scrub";
    case FactKind::kLiftoff: return "liftoff";
    case FactKind::kLaunchFailure: return "launch_failure";
    case FactKind::kInsertion: return "insertion";
    case FactKind::kSeparation: return "separation";
    case FactKind::kCommandable: return "commandable";
    case FactKind::kDetection: return "detection";
    case FactKind::kRangeFix: return "range_fix";
    case FactKind::kImage: return "image";
    case FactKind::kDelivered: return "delivered";
    case FactKind::kBurn: return "burn";
    case FactKind::kCustodyGained: return "custody_gained";
    case FactKind::kCustodyLost: return "custody_lost";
    case FactKind::kClosestApproach: return "closest_approach";
    case FactKind::kKeepOut: return "keep_out";
    case FactKind::kUnsafeCoast: return "unsafe_coast";
    case FactKind::kSpeedLimit: return "speed_limit";
    case FactKind::kCollision: return "collision";
    case FactKind::kInterferenceAttributed: return "interference_attributed";
    case FactKind::kCameraSun: return "camera_sun";
    case FactKind::kEncounter: return "encounter";
    case FactKind::kServiceShare: return "service_share";
    case FactKind::kCustodyShare: return "custody_share";
    case FactKind::kEncounterShare: return "encounter_share";
    case FactKind::kBackOff: return "back_off";
    case FactKind::kVelocityUsed: return "velocity_used";
    case FactKind::kCueSent: return "cue_sent";
    case FactKind::kMailSent: return "mail_sent";
    case FactKind::kIllegalOrder: return "illegal_order";
    case FactKind::kLossByRule: return "loss_by_rule";
    case FactKind::kForfeit: return "forfeit";
    case FactKind::kEnd: return "end";
    case FactKind::kAscentEvent: return "ascent_event";
    case FactKind::kTaskAnomaly: return "task_anomaly";
    case FactKind::kHold: return "hold";
    case FactKind::kLitShare: return "lit_share";
    case FactKind::kInterference: return "interference";
    case FactKind::kDecoyReleased: return "decoy_released";
    case FactKind::kNearest: return "nearest";
    case FactKind::kNearestPropellant: return "nearest_propellant";
  }
  return "unknown";
}

}  // namespace haze::game
