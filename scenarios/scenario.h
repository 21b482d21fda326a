// What is played: the schema that the core sees. SI and radians; YAML is read at the edge (scenarios/load.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dynamics/time.h"
#include "scenarios/vehicle.h"

namespace haze::scenarios {

enum class Side { kBlue, kRed };
enum class Role { kLaunchProvider, kInspector, kTarget, kAdversary };

/// A seat: who plays what with which policy unless the line-up says otherwise.
struct Seat {
  std::string name;     ///< "blue.inspector", "red.adversary", "red.adversary2"
  Side side = Side::kBlue;
  Role role = Role::kInspector;
  std::string vehicle;  ///< name of the craft; empty for a launch provider
  std::string policy;   ///< shipped policy of the default line-up, "inspector/direct"
};

/// The forces that truth uses; the mathematics is in dynamics/forces.h.
struct Forces {
  int gravity_degree = 8;
  int gravity_order = 8;
  bool sun = true;
  bool moon = true;
  bool drag = true;
  bool solar_pressure = true;
  double density_scale = 1.0;
};

/// The frozen astronomy table, by content. Absent: the force model must not need one.
struct AstronomyFile {
  std::string file;    ///< relative to the scenario's folder
  std::string sha256;  ///< hex
};

/// Everything else that flies: a catalogue, or the synthetic population of dynamics/synthetic_sky.h. Absent: nothing.
struct Sky {
  std::string file;    ///< element sets, relative to the scenario's folder; empty: the synthetic population
  std::string sha256;  ///< hex, of the file's bytes
  int count = 16089;   ///< of the synthetic population
};

/// What a seat is told of another craft at the start, with errors drawn from these sigmas. None given: only name and size.
struct InitialKnowledge {
  std::string seat;
  std::string craft;
  double position_sigma = 0.0;  ///< m, each axis
  double velocity_sigma = 0.0;  ///< m/s, each axis
};

struct OrderedOrbit {
  double altitude = 0.0, altitude_tolerance = 0.0;
  double eccentricity_max = 0.0;
  double inclination = 0.0, inclination_tolerance = 0.0;
  double raan = 0.0, raan_tolerance = 0.0;  ///< at the epoch, GCRF axes
};

struct Window {
  std::string name;
  dynamics::SimTime nominal;
  dynamics::SimTime slip;  ///< either way
};

/// A task of the launch campaign. Duration is triangular; all three equal means fixed.
struct Task {
  std::string name;
  std::vector<std::string> after;
  double low = 0.0, mode = 0.0, high = 0.0;  ///< s
  int crews = 1;
  double expedite_factor = 1.0;  ///< of the remaining duration
  double expedite_risk = 0.0;    ///< probability that it damages the vehicle
  double anomaly = 0.0;          ///< probability that its end finds something wrong, and half of it is done again
  std::vector<std::string> from; ///< standby states that still need it; none given: all
  bool starts_by_itself = true;
  /// An event from outside, such as the order to launch: begins at this instant at the earliest, which nobody at the site knows beforehand. 0: none.
  dynamics::SimTime not_before;
};

/// A part of the weather with a limit at T-0: a two-state process.
struct WeatherRule {
  std::string name;
  double go_probability = 1.0;    ///< long-run share of time within the limit
  double correlation_time = 0.0;  ///< s; 0: drawn anew at each T-0
};

/// 1 sigma of what one ascent departs from another by (dynamics/ascent.h: AscentSigmas).
struct AscentErrors {
  double thrust = 0.0, isp = 0.0;  ///< of 1, each stage
  double wind = 0.0;               ///< m/s at 11 km, each component
  double navigation_position = 0.0, navigation_velocity = 0.0;  ///< each axis
  double kick_cutoff = 0.0;        ///< s
};

struct Launch {
  std::string site;
  double latitude = 0.0, longitude = 0.0, height = 0.0;
  OrderedOrbit orbit;
  std::vector<Window> windows;
  std::vector<Task> tasks;
  int crews = 1;
  double count_duration = 0.0;       ///< s between the release and the earliest T-0
  double recycle_duration = 0.0;     ///< s after a scrub
  std::string standby;               ///< the state in which the vehicle waited; tasks name it in `from`
  std::vector<WeatherRule> weather;  ///< all of them must be within limits at T-0
  double scrub_damage = 0.0;         ///< probability that the scrub of a released count damages the vehicle
  double crewed_hold_probability = 0.0;  ///< that a crewed object comes within 200 km of the first orbit somewhere in a window
  double crewed_hold_duration = 0.0;     ///< s: lift-off is held until it has passed
  double payload = 0.0;                  ///< kg, all that separates
  double separation_after_liftoff = 0.0; ///< s
  double separation_sigma = 0.0;         ///< s
  AscentErrors ascent;
  double failure_probability = 0.0;  ///< of a fault in flight; some are survived
  double tracking_position_sigma = 0.0, tracking_velocity_sigma = 0.0;  ///< what the provider is told of the insertion
};

struct LaunchFlashCue {
  std::string seat;
  double delay = 0.0;          ///< s after lift-off
  double time_sigma = 0.0;     ///< s
  double heading_sigma = 0.0;  ///< rad
};

struct NetworkCue {
  std::string seat;
  std::string craft;
  double first = 0.0;           ///< s after the craft came into the world
  double every = 0.0;           ///< s between one set and the next; 0 = one only
  double position_sigma = 0.0;  ///< m, each axis
  double velocity_sigma = 0.0;  ///< m/s, each axis
};

struct Station {
  std::string name;
  double latitude = 0.0, longitude = 0.0, height = 0.0;
};

struct Downlink {
  std::vector<Station> stations;
  double min_elevation = 0.0;
  double rate = 0.0;  ///< bit/s
};

struct Rules {
  double keep_out = 0.0;               ///< m, around each craft of the other side
  double passive_safety_orbits = 0.0;
  double passive_safety_inside = 0.0;  ///< m, checked within this range
  double speed_base = 0.0;             ///< m/s
  double speed_per_n = 0.0;            ///< limit = speed_base + speed_per_n * n * range
  double speed_inside = 0.0;           ///< m
  double custody_nees = 16.3;
  double custody_sigma3 = 300.0;       ///< m
  double custody_sigma3_fraction = 0.05;
  double custody_hold = 1800.0;        ///< s
  double back_off_orbits = 2.0;        ///< drift-safe for so many orbits
  int max_illegal_orders = 100;
  double range_max = 0.0;              ///< m: an inspector farther from a craft of its image lines loses; 0: no such rule
};

/// What a score line reads from the facts.
enum class Measure {
  kCustodyFirst,         ///< s after separation until custody was first held
  kCustodyFraction,      ///< share of [custody_from, end] in custody
  kFacetsDelivered,      ///< share of all facets
  kBestGsd,              ///< m
  kHalfFacets,           ///< s after separation until half the facets were delivered
  kBackOff,              ///< m, least distance kept over the back-off orbits at the end
  kDvUsed,               ///< m/s
  kDvLeft,               ///< m/s
  kNoticeToLiftoff,      ///< s; from the end of the line's task where it names one
  kInsertionError,       ///< largest error over its tolerance
  kService,              ///< share of daylight at nadir within 5 deg and without thrust, after checkout
  kEncounterCustody,     ///< share of the time inside 100 km in custody; no encounter has no value
  kTaskDone,             ///< s until a task of the campaign was done for the last time
  kFirstOperations,      ///< s from lift-off until the craft's checkout was over
  kFacetsOfLit,          ///< facets delivered over facets that ever stood in sunlight within the observer's incidence
  kPursuitScore,         ///< KSPDG's of a pursuit; less is better (docs/scoring.md)
  kGuardingScore,        ///< KSPDG's of an attack on a guarded craft; less is better
};

struct Gate {
  Measure measure = Measure::kFacetsDelivered;
  double at_least = 0.0;
};

struct ScoreLine {
  std::string name;
  Side side = Side::kBlue;
  Measure measure = Measure::kCustodyFirst;
  std::string observer;  ///< craft that custody, images or distance belong to
  std::string object;    ///< craft that is observed; for kDvUsed, kDvLeft, kService the craft itself
  std::string task;      ///< of the campaign, for kTaskDone and kNoticeToLiftoff
  bool denied = false;   ///< the line counts 1 - value
  double zero = 0.0, full = 1.0;
  double points = 0.0;
  std::optional<double> points_without;  ///< points where the measure has no value (default 0, or full points for a denied line)
  double from = 0.0;     ///< s after separation, for kCustodyFraction
  std::optional<Gate> gate;
};

enum class Violation { kKeepOut, kUnsafeCoast, kSpeed, kAttributedInterference };

struct ViolationLine {
  Side side = Side::kBlue;
  std::vector<Violation> kinds;
  double points = -5.0;  ///< each
  double floor = -20.0;
};

struct Scenario {
  std::string name;
  std::string title;
  dynamics::UtcTime epoch;
  int leap_seconds = 37;  ///< TAI - UTC at the epoch
  dynamics::SimTime duration;
  std::string separation_of;  ///< the craft whose separation score lines count from; empty: from T+0
  Forces forces;
  std::optional<AstronomyFile> astronomy;
  std::optional<Sky> sky;
  std::vector<Seat> seats;
  std::vector<Vehicle> vehicles;
  std::vector<InitialKnowledge> knowledge;
  std::optional<Launch> launch;
  std::vector<LaunchFlashCue> launch_flash;
  std::vector<NetworkCue> network_cues;
  std::optional<Downlink> downlink;
  Rules rules;
  double longest_quiet = 21600.0;  ///< s
  bool shadow = true;             ///< whether the Earth shades craft from cameras and from the tally of daylight
  double message_latency = 1.0;    ///< s, between seats of a side
  double draw_band = 5.0;
  std::vector<ScoreLine> score;
  std::vector<ViolationLine> violations;
  bool on_forfeit_side_continues = false;

  /// The resolved text that these values were read from; its SHA-256 (hex) is the scenario hash.
  std::string canonical_text;
  std::string hash;
};

/// Whether one side alone has seats: then a pair of entries plays the same seat, one after the other.
inline bool OneSided(const Scenario& scenario) {
  bool blue = false, red = false;
  for (const Seat& seat : scenario.seats) (seat.side == Side::kBlue ? blue : red) = true;
  return !(blue && red);
}

}  // namespace haze::scenarios
