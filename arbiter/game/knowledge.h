// What a seat knows that it has not been told yet: the only source of its turns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arbiter/game/imaging.h"
#include "arbiter/game/imaging.h"
#include "arbiter/game/launch_campaign.h"
#include "arbiter/game/order.h"

namespace haze::game {

enum class WakeReason : unsigned {
  kStart,
  kTime,
  kQuiet,
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
  kCommandable,
};

struct OwnCraft {
  SimTime time;
  State estimate;              ///< navigation, GCRF
  double position_sigma = 0.0;
  double velocity_sigma = 0.0;
  Quaternion q_BI = Quaternion::Identity();
  double mass = 0.0;
  double propellant = 0.0;
  double dv_left = 0.0;
  bool commandable = false;
  bool sunlit = false;
};

enum class OrderPhase { kWaiting, kRunning, kDone, kCancelled, kFailed };

struct OrderReport {
  std::string id;
  OrderPhase phase = OrderPhase::kWaiting;
  SimTime time;
  std::string detail;
};

struct SeenPoint {
  SimTime time;
  Vector3 direction;
  Vector3 rate;
  double magnitude = 0.0;
  Vector3 camera;  ///< where navigation placed it
  double sigma = 0.0;
};

struct RangeMeasurement {
  SimTime time;
  int craft = -1;
  double range = 0.0;
  double sigma = 0.0;
  Vector3 direction;
  Vector3 sensor;
  double sigma_angle = 0.0;
};


struct ImageNote {
  std::string id;
  SimTime time;
  int craft = -1;
  std::vector<int> facets;
  double gsd = 0.0;
  double range = 0.0;
  ImageQuality quality = ImageQuality::kGood;
  bool delivered = false;
};

struct LaunchFlash {
  SimTime time;
  SimTime event_time;
  double time_sigma = 0.0;
  double latitude = 0.0, longitude = 0.0;
  double heading = 0.0, heading_sigma = 0.0;
  std::string site;
};

/// What a surveillance network says of a craft.
struct ElementSet {
  SimTime time;
  int craft = -1;
  State estimate;
  double position_sigma = 0.0, velocity_sigma = 0.0;  ///< m, m/s, each axis
};

struct Letter {
  SimTime time;
  int from_seat = -1;
  std::string body;
};

/// The warning sensor was shone into.
struct Warning {
  SimTime time;
  Vector3 direction;  ///< unit, GCRF, with noise
};

struct StationView {
  int station = -1;
  double elevation = 0.0;
  bool in_view = false;
  double queue_bytes = 0.0;
};

/// News are kept until the next turn takes them; the rest is as of that turn's instant.
struct Knowledge {
  SimTime time;
  std::vector<WakeReason> woken_by;
  std::optional<OwnCraft> own;
  std::vector<OrderReport> orders;
  std::vector<Ruling> rulings;
  std::vector<SeenPoint> detections;
  std::vector<RangeMeasurement> ranges;
  std::vector<ImageNote> images;
  std::vector<LaunchFlash> flashes;
  std::vector<ElementSet> elements;
  std::vector<Letter> mail;
  std::vector<Warning> warnings;
  std::vector<StationView> stations;
  std::optional<LaunchCampaign::View> launch;
};

}  // namespace haze::game
