// Impulsive transfers about one body: what they cost and how long they take.
#pragma once

#include <optional>

#include "dynamics/constants.h"

namespace haze::dynamics {

/// Radii in m, speeds in m/s, times in s, angles in rad. Every function gives nothing where the orbits it is asked for do not exist (a radius that is not
/// positive, a transfer that misses its target, NaN). Velocity changes are sizes, >= 0, unless said.

/// Speed on a conic of semi-major axis `a` at distance r (vis-viva), and on a circle. r > 0, the conic passes through r.
double ConicSpeed(double r, double a, double mu = kMuEarth);
double CircularSpeed(double r, double mu = kMuEarth);

struct Transfer {
  double dv1 = 0.0;  ///< leaving the first orbit
  double dv2 = 0.0;  ///< entering the second
  double tof = 0.0;
  double a = 0.0;  ///< of the transfer orbit
  double e = 0.0;
  double dv() const { return dv1 + dv2; }
};
/// Between coplanar circles by half an ellipse. Source: Vallado 4th edition, algorithm 36.
std::optional<Transfer> Hohmann(double r1, double r2, double mu = kMuEarth);
/// Between coplanar circles, tangent to the first only, arriving at true anomaly `nu` of the transfer, counted from the perigee on the way out and from the
/// apogee on the way in (so that nu = pi is Hohmann's either way); ellipses. Source: Vallado 4th edition, algorithm 38.
std::optional<Transfer> OneTangentBurn(double r1, double r2, double nu, double mu = kMuEarth);

struct BiEllipticTransfer {
  double dv1 = 0.0;
  double dv2 = 0.0;  ///< at the far apsis
  double dv3 = 0.0;
  double tof = 0.0;
  double dv() const { return dv1 + dv2 + dv3; }
};
/// Between coplanar circles over a far apsis rb. Source: Vallado 4th edition, algorithm 37.
std::optional<BiEllipticTransfer> BiElliptic(double r1, double rb, double r2, double mu = kMuEarth);

/// Change between velocities v1 and v2 (sizes) at an angle: the law of cosines.
double VelocityChange(double v1, double v2, double angle);
/// Plane turned by `di` at a node where the speed is v and the flight path angle fpa: only across. Source: Vallado 4th edition, algorithm 39.
double InclinationChange(double v, double di, double fpa = 0.0);

/// A circular orbit into another plane: `theta` the turn, and the arguments of latitude of the crossing in both planes.
struct PlaneChange {
  double dv = 0.0;
  double theta = 0.0;
  double u1 = 0.0;
  double u2 = 0.0;
};
/// `draan` node of the second plane minus that of the first; at the crossing where u1 and u2 lie in [0, pi]. Nothing for equal or equatorial planes.
/// Source: Vallado 4th edition, algorithm 41.
std::optional<PlaneChange> InclinationAndNodeChange(double v, double i1, double i2, double draan);

/// Hohmann's transfer with a plane change shared between both burns.
struct CombinedTransfer {
  Transfer transfer;
  double di1 = 0.0;  ///< turned at the first burn
  double di2 = 0.0;
};
/// The share by the book's closed form (near the best one); and the best one. Source: Vallado 4th edition, algorithm 42.
std::optional<CombinedTransfer> CombinedPlaneChange(double r1, double r2, double di, double mu = kMuEarth);
std::optional<CombinedTransfer> BestCombinedPlaneChange(double r1, double r2, double di, double mu = kMuEarth);

struct PhasingOrbit {
  double dv = 0.0;  ///< both burns together, negative where the first one brakes
  double tof = 0.0;
  double a = 0.0;
};
/// On a circle: meets a target that is `phase` ahead (negative: behind) after it has turned k_target times plus that angle, and the chaser k_chaser (> 0)
/// revolutions of the phasing orbit. Source: Vallado 4th edition, algorithm 44.
std::optional<PhasingOrbit> PhasingOnCircle(double r, double phase, int k_chaser, int k_target, double mu = kMuEarth);

/// From a circle to a target on another one in another plane.
struct NoncoplanarRendezvous {
  double t_node = 0.0;   ///< until the chaser stands at the node
  double t_phase = 0.0;  ///< of the phasing revolutions there
  double t_transfer = 0.0;
  double dv_phase = 0.0;
  double dv1 = 0.0;  ///< from the phasing orbit into the transfer
  double dv2 = 0.0;  ///< at the target, with the turn of the plane
  double a_phase = 0.0;
};
/// `to_node`: the chaser's angle to the node; `node` its longitude and `target_longitude` the target's at the start, measured alike; k_* as for
/// PhasingOnCircle. Source: Vallado 4th edition, algorithm 46.
std::optional<NoncoplanarRendezvous> RendezvousNoncoplanar(double a_chaser, double a_target, double to_node, double node, double target_longitude, double di,
                                                           int k_chaser, int k_target, double mu = kMuEarth);

/// Ideal velocity change of burning from m0 to m1 kg (m0 >= m1 > 0) at specific impulse `isp` s: Tsiolkovsky. The other way round: maneuver.h.
double IdealVelocityChange(double m0, double m1, double isp);

}  // namespace haze::dynamics
