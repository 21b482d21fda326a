// A flight from the pad to separation in three degrees of freedom, over a rotating Earth: stages, air, wind, guidance, faults.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "dynamics/launch_vehicle.h"
#include "dynamics/mean_orbit.h"
#include "dynamics/random.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// Where the flight begins. All vectors of this header are in inertial axes with the Earth's axis as +z, in which the site stands at `right_ascension`
/// (rad) at lift-off and turns at kEarthRate: no precession, nutation or polar motion in the hour of a flight.
struct LaunchSite {
  double lat = 0.0;  ///< geodetic, rad
  double height = 0.0;  ///< m
  double right_ascension = 0.0;
};

/// Which orbit is flown to: the second stage ends at perigee of a transfer ellipse, the kick stage makes the orbit circular at its apogee.
struct AscentOrder {
  MeanOrbit orbit;            ///< at lift-off, near-circular; u is not used. The plane need not pass over the site: the difference is flown as a dogleg
  double perigee = 200e3;     ///< m above kEarthRadius
  double apogee_trim = 0.0;   ///< m, from `DesignAscent`
};

enum class AscentFault {
  kNone,
  kEngineOut,       ///< one engine of the first stage stops; the others burn its propellant
  kFirstStage,      ///< all thrust of the first stage is gone
  kSeparation,      ///< the stages stay together
  kFairing,         ///< the fairing stays on
  kSecondStage,     ///< all thrust of the second stage is gone
  kKick,            ///< the kick stage does not light
};

/// One flight's departures from nominal; the default is none.
struct AscentChance {
  std::array<double, 3> thrust{1.0, 1.0, 1.0};  ///< factor by stage, at the same isp
  std::array<double, 3> isp{1.0, 1.0, 1.0};
  double wind_east = 0.0;   ///< m/s at 11 km; a jet of 5 km depth about it
  double wind_north = 0.0;
  Vector3 navigation_r = Vector3::Zero();  ///< what the ascent's navigation adds to the truth, m
  Vector3 navigation_v = Vector3::Zero();  ///< m/s
  double kick_cutoff = 0.0;  ///< s, later than ordered
  AscentFault fault = AscentFault::kNone;
  double fault_time = 0.0;   ///< s after lift-off: kEngineOut, kFirstStage, kSecondStage
};

/// 1 sigma each.
struct AscentSigmas {
  double thrust = 0.0, isp = 0.0;  ///< of 1, each stage
  double wind = 0.0;               ///< m/s, each component
  double navigation_r = 0.0, navigation_v = 0.0;  ///< each axis
  double kick_cutoff = 0.0;        ///< s
};
/// Fifteen normal draws, always; no fault.
AscentChance DrawAscent(const AscentSigmas& sigmas, RandomStream& random);

enum class AscentStatus {
  kOrbit,  ///< the kick burn ended as guided
  kShort,  ///< an orbit, but not the ordered one: propellant ran out, or the kick stage did not light
  kLost,   ///< no orbit: the flight ended
};

enum class AscentMark { kMaxQ, kStageOneCutOff, kStageSeparation, kStageTwoIgnition, kFairing, kStageTwoCutOff, kKickIgnition, kKickCutOff };
inline constexpr int kAscentMarks = 8;

/// A stretch of the flight between two steps: everything that its forces depend on.
struct AscentArc {
  double t0 = 0.0, t1 = 0.0;        ///< s after lift-off
  State begin, end;
  double mass = 0.0, flow = 0.0;    ///< kg at t0, kg/s
  double thrust = 0.0;              ///< N, vacuum
  double exit_area = 0.0;           ///< m2
  bool along_velocity = false;      ///< thrust along the velocity relative to the ground; else along direction + rate (t - t0)
  Vector3 direction = Vector3::UnitX(), rate = Vector3::Zero();
  bool in_air = false;
};

struct AscentOptions {
  bool gravity = true;
  bool air = true;
  bool turning_earth = true;
  bool steered = true;  ///< false: thrust along the vertical of the pad until the second stage is empty, and no kick
  int refine = 1;       ///< every integration step is cut into so many
  std::vector<AscentArc>* trace = nullptr;  ///< every step is appended
};

struct AscentResult {
  AscentStatus status = AscentStatus::kLost;
  double t = 0.0;                            ///< s after lift-off, of `state`
  State state;                               ///< end of the kick burn, of the powered flight where there was none, or of a lost vehicle
  std::array<double, kAscentMarks> marks{};  ///< s after lift-off; 0: not reached
  double max_q = 0.0;                        ///< Pa
  double ideal_velocity = 0.0;               ///< m/s, sum of isp g0 ln(m0 / m1)
  double propellant_left = 0.0;              ///< kg in the second stage at its cut-off
  double kick_left = 0.0;                    ///< kg
  double apogee_miss = 0.0;                  ///< m, the transfer's apogee above the ordered orbit there
  State cut_off;                             ///< at the second stage's cut-off

  double Mark(AscentMark mark) const { return marks[static_cast<std::size_t>(mark)]; }
};

/// Flies it. `payload` in kg, >= 0. Vertical rise, pitch-over towards the launch azimuth, gravity turn, PoweredGuidance, coast, kick burn by the velocity to
/// be gained. Forces: two-body and J2 gravity, thrust less back-pressure, drag up to 150 km (after it the coast's drag is below 0.1 m/s and left out).
/// Runge-Kutta of order 4 in steps of 1 s (stage 1), 2 s (stage 2), 5 s (kick) and 20 s (coast), the same bits everywhere;
/// Ascent.TenfoldSmallerStepsAndAnotherIntegratorAgree measures what that leaves.
AscentResult FlyAscent(const LaunchVehicle& vehicle, const LaunchSite& site, const AscentOrder& order, double payload, const AscentChance& chance = {},
                       const AscentOptions& options = {});

/// The order for a mean orbit, trimmed so that the undisturbed flight's apogee is where the orbit is when it gets there (three flights).
AscentOrder DesignAscent(const LaunchVehicle& vehicle, const LaunchSite& site, const MeanOrbit& orbit, double payload);

/// Largest payload, kg, with which `reserve` kg stay in the second stage (and the orbit is reached), to 0.1 kg; 0 if there is none.
double PayloadTo(const LaunchVehicle& vehicle, const LaunchSite& site, const MeanOrbit& orbit, double reserve);

/// Acceleration, m/s2, that an arc's forces without gravity give at `t`, as FlyAscent integrates it.
Vector3 ThrustAndDrag(const LaunchVehicle& vehicle, const AscentArc& arc, const AscentChance& chance, const AscentOptions& options, double t, const State& state);

/// Two-body and J2, m/s2.
Vector3 AscentGravity(const Vector3& r);
/// Height above the ellipsoid along the geocentric direction, m; differs from the geodetic height by less than 1e-5 of itself.
double AscentAltitude(const Vector3& r);
/// Velocity of what turns with the Earth at `r`, m/s.
Vector3 EarthVelocity(const Vector3& r);

}  // namespace haze::dynamics
