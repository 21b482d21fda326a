// Orders as the world understands them: names resolved to indices, SI, finite. The codec makes them from messages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "dynamics/time.h"
#include "dynamics/types.h"

namespace haze::game {

using dynamics::Matrix6;
using dynamics::Quaternion;
using dynamics::SimTime;
using dynamics::State;
using dynamics::Vector3;

struct Burn {
  Vector3 dv = Vector3::Zero();  ///< m/s
  bool rtn = true;               ///< axes at ignition: own RTN, else GCRF
};
enum class PointMode { kNadir, kSun, kInertial, kRtn, kTrack, kSpin };
struct Point {
  PointMode mode = PointMode::kNadir;
  Quaternion q_BI = Quaternion::Identity();
  Vector3 direction_RTN = Vector3::UnitX();
  int craft = -1;
  double rate = 0.0;  ///< rad/s
};
struct Search {
  std::vector<Vector3> directions_RTN;  ///< unit
  double pause = 0.0;                   ///< s
  SimTime end;
};
struct Range {
  int craft = -1;
  double cadence = 0.0;
  SimTime end;
};
struct Image {
  int craft = -1;
  double cadence = 0.0;
  int count = 0;
  SimTime end;
};
struct Downlink {
  SimTime end;
  std::vector<std::string> drop;
};
struct SendMessage {
  int seat = -1;
  std::string body;
};
struct Cancel {
  std::string order_id;
};
struct StartTask {
  int task = -1;
};
struct ExpediteTask {
  int task = -1;
};
struct HoldTask {
  int task = -1;
};
struct ChooseOrbit {
  double altitude = 0.0;     ///< m, 0 = as ordered
  double inclination = 0.0;  ///< rad, 0 = as ordered
};
struct SetLiftoff {
  SimTime liftoff;
};
struct Scrub {};
struct ReleaseLaunch {};
struct Dazzle {
  int craft = -1;
  double duration = 0.0;
};
struct Jam {
  int craft = -1;
  double duration = 0.0;
};
struct ReleaseDecoy {
  Vector3 dv_RTN = Vector3::Zero();
};

using Action = std::variant<Burn, Point, Search, Range, Image, Downlink, SendMessage, Cancel, StartTask, ExpediteTask, HoldTask, ChooseOrbit, SetLiftoff, Scrub, ReleaseLaunch,
                            Dazzle, Jam, ReleaseDecoy>;

struct Order {
  std::string id;
  SimTime start;         ///< absolute
  std::string replaces;  ///< empty: none
  Action action;
};

/// Where a seat believes a craft is.
struct Claim {
  int craft = -1;
  SimTime time;
  State state;
  Matrix6 covariance = Matrix6::Zero();
};

enum class WakeKind {
  kDetection,
  kCue,
  kMessage,
  kOrderFinished,
  kImage,
  kRange,
  kIllumination,
  kPropellant,
  kElevation,
  kRangeFix,
  kWarning,
  kLaunch,
};
struct WakeCondition {
  WakeKind kind = WakeKind::kDetection;
  int craft = -1;
  double threshold = 0.0;
};
struct Wake {
  std::optional<SimTime> time;
  std::vector<WakeCondition> conditions;
};

/// Why an order was refused; the values are those of v1::RulingCode.
enum class RulingCode : std::uint8_t {
  kNone = 0,
  kNotFinite,
  kOutOfRange,
  kMissingAction,
  kBadName,
  kDuplicateName,
  kNotYours,
  kNotEquipped,
  kNotCommandable,
  kInThePast,
  kBeyondTheEnd,
  kTooMany,
  kNotEnoughPropellant,
  kBelowSmallestImpulse,
  kConflict,
  kUnknownOrder,
  kUnknownObject,
  kUnknownSeat,
  kUnknownTask,
  kNoTrack,
  kBadCovariance,
  kAlreadyStarted,
  kNotReady,
  kOutsideWindow,
  kOutsideTolerance,
  kBudgetSpent,
};

struct Ruling {
  std::string order_id;
  RulingCode code = RulingCode::kNone;
  std::string sentence;
};

}  // namespace haze::game
