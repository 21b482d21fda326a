// A craft as a scenario describes it: what it carries, what it can do, how it comes into the match. SI and radians.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dynamics/photometry.h"
#include "dynamics/time.h"

namespace haze::scenarios {

struct GaussianNavigation {
  double position_sigma = 5.0;    ///< m, each axis
  double velocity_sigma = 0.005;  ///< m/s, each axis
};

/// Execution errors after Gates, 1 sigma each.
struct ExecutionErrors {
  double magnitude_fraction = 0.01;
  double magnitude_fixed = 0.001;   ///< m/s
  double pointing = 0.5 * 0.017453292519943295;  ///< rad
  double pointing_fixed = 0.001;    ///< m/s
};

struct SearchCamera {
  double fov = 0.0;          ///< full angle, rad
  double aperture = 0.0;     ///< m
  double exposure = 0.0;     ///< s
  double limiting_magnitude = 0.0;  ///< at limiting_snr
  double limiting_snr = 6.0;
  double noise = 0.0;        ///< rad, 1 sigma each axis
  double bias_per_pass = 0.0;  ///< rad, 1 sigma each axis, constant over one pass (one search order)
  double rate_noise = 0.0;   ///< rad/s, 1 sigma each axis
  double settle = 0.0;       ///< s, after each slew
  double dwell = 0.0;        ///< s, for each frame
  double sun_exclusion = 0.0;
  double moon_exclusion = 0.0;
  double limb_exclusion_lit = 0.0;
  double limb_exclusion_dark = 0.0;
  double false_per_frame = 0.0;  ///< mean number of false alarms
};

struct ImagingCamera {
  double ifov = 0.0;       ///< rad
  double fov = 0.0;        ///< full angle, rad
  double exposure = 0.0;   ///< s
  double gsd_max = 0.0;    ///< m
  double range_max = 0.0;  ///< m
  double incidence_max = 0.0;
  double view_max = 0.0;
  double snr_min = 0.0;
  double sun_exclusion = 0.0;
  double aperture = 0.0;   ///< m
  double image_bytes = 0.0;
};

struct Ranging {
  double range_max = 0.0;
  double sigma = 0.0;           ///< m
  double sigma_fraction = 0.0;  ///< of range
  double cone = 0.0;            ///< half angle about the boresight, rad
};

/// Shines into the cameras of one craft of the other side, from a turret of its own: no attitude is needed.
struct Dazzler {
  double range = 0.0;     ///< m
  double beam = 0.0;      ///< half angle about where the seat claims the craft to be, rad
  double glare = 0.0;     ///< rad: a camera that looks to within this of the dazzler sees nothing
  double recovery = 0.0;  ///< s that a camera needs after the light is gone
  double duty = 300.0;    ///< s in any revolution
};

/// Drowns the links of one craft of the other side: its downlink and its mail.
struct Jammer {
  double range = 0.0;   ///< m
  double duty = 300.0;  ///< s in any revolution
};

/// Spheres that reflect like a craft.
struct Decoys {
  int count = 0;
  double radius = 0.0;  ///< m
  double albedo = 0.2;
  double speed = 0.0;   ///< m/s, the fastest release
};

/// A disc about the craft's centre that always faces the Sun, whatever the attitude; light as a thought: it reflects nothing and feels no pressure.
struct Sunshade {
  double radius = 0.0;  ///< m
};

/// How a craft comes into the match. Exactly one of the members is set.
struct StartFromTle {
  std::string line1, line2;  ///< state by SGP4 at the scenario's epoch
};
/// In the plane of an element set, on a near-circular orbit whose phase is drawn.
struct StartInPlane {
  std::string line1, line2;
  double altitude = 0.0;        ///< mean, above kEarthRadius
  std::string phase_of;         ///< the launched craft that the phase is counted from, at its nominal separation
  double phase_min = 0.0, phase_max = 0.0;  ///< rad, absolute; the sign is drawn too
};
/// Behind another craft on its own orbit.
struct StartBehind {
  std::string craft;
  double distance = 0.0;  ///< m along the orbit
};
/// Deployed by the launch, or by another craft some time after that one's separation.
struct StartDeployed {
  std::string by;        ///< "launch" or the name of a craft
  double after = 0.0;    ///< s
  double dv = 0.0;       ///< m/s of the spring, against the velocity
};

/// On a circular two-body orbit, GCRF; each number is drawn between two.
struct StartOnOrbit {
  double altitude_min = 0.0, altitude_max = 0.0;        ///< m above kEarthRadius
  double inclination_min = 0.0, inclination_max = 0.0;  ///< rad
  double raan_min = 0.0, raan_max = 0.0;                ///< rad
  double latitude_min = 0.0, latitude_max = 0.0;        ///< rad, argument of latitude
};
/// Near another craft: direction, range and relative velocity (in that craft's rotating RTN axes) are drawn.
struct StartNear {
  std::string craft;
  double range_min = 0.0, range_max = 0.0;  ///< m
  double speed_max = 0.0;                   ///< m/s
};

struct Start {
  std::optional<StartFromTle> tle;
  std::optional<StartInPlane> in_plane;
  std::optional<StartBehind> behind;
  std::optional<StartDeployed> deployed;
  std::optional<StartOnOrbit> orbit;
  std::optional<StartNear> near;
};

enum class AttitudeMode { kNadir, kSun, kInertial };

struct Vehicle {
  std::string name;
  Start start;
  double mass = 0.0;     ///< kg with propellant
  double dv = 0.0;       ///< m/s by Tsiolkovsky at that mass
  double thrust = 0.0;   ///< N, all thrusters together
  double isp = 0.0;      ///< s
  double smallest_dv = 0.001;  ///< m/s
  double slew = 0.0;     ///< rad/s
  double settle = 0.0;   ///< s after a slew
  double radius = 0.0;   ///< m, of the sphere of facets
  int facets = 84;       ///< 84: the six bands of latitude; else a Fibonacci lattice (dynamics/photometry.h: BodyFacets)
  double albedo = 0.2;
  std::vector<dynamics::Plate> plates;  ///< beside the sphere, seen by search cameras only; empty: none
  double drag_area = 0.0, drag_coefficient = 2.2;
  double pressure_area = 0.0, pressure_coefficient = 1.3;
  double checkout = 0.0;  ///< s after deployment before it may be commanded
  AttitudeMode attitude = AttitudeMode::kNadir;
  ExecutionErrors execution;
  GaussianNavigation navigation;
  std::optional<SearchCamera> search_camera;
  std::optional<ImagingCamera> imaging_camera;
  std::optional<Ranging> ranging;
  bool warning_sensor = false;
  std::optional<Dazzler> dazzler;
  std::optional<Jammer> jammer;
  std::optional<Decoys> decoys;
  std::optional<Sunshade> sunshade;
};

}  // namespace haze::scenarios
