// Frames that need no table: RTN of an orbit, geodetic coordinates, look angles, TEME to pseudo-Earth-fixed.
//
// GCRF to ITRF for truth comes from the frozen astronomy table (ephemeris.h).
#pragma once

#include "dynamics/constants.h"
#include "dynamics/time.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// R_RTN_ECI: rows are R (outward), T (in the plane, towards the motion), N (angular momentum); r_RTN = R_RTN_ECI * r_ECI.
/// r x v must not vanish.
Matrix3 RtnFromEci(const State& state_ECI);
/// Rate of the RTN axes relative to inertial ones, in RTN components: (0, 0, |r x v| / r^2) for an osculating orbit, rad/s.
Vector3 RtnRate(const State& state_ECI);

/// State of the chaser relative to the target in the target's RTN axes (r_CT_RTN); the velocity is the one seen in the rotating axes.
/// Exact (not linearised) and `FromRtnRelative` is its inverse: Frames.RtnRelativeReturnsToTheStateItCameFrom.
/// Source: Vallado 4th edition, section 6.8 (transport theorem).
State RtnRelative(const State& chaser_ECI, const State& target_ECI);
State FromRtnRelative(const State& relative_RTN, const State& target_ECI);

/// Rotation of the axes by `angle` (rad) about one of them: r_new = R * r_old (the R1, R2, R3 of the Explanatory Supplement).
Matrix3 RotationX(double angle);
Matrix3 RotationY(double angle);
Matrix3 RotationZ(double angle);

/// WGS 84: latitude in [-pi/2, pi/2], longitude in [-pi, pi], height above the ellipsoid, m.
struct Geodetic {
  double lat = 0.0;
  double lon = 0.0;
  double h = 0.0;
};
struct Ellipsoid {
  double a;  ///< m, equatorial radius
  double f;  ///< flattening
};
inline constexpr Ellipsoid kWgs84{kEarthRadius, kFlattening};

Vector3 GeodeticToItrf(double lat, double lon, double h, const Ellipsoid& ellipsoid = kWgs84);
inline Vector3 GeodeticToItrf(const Geodetic& site) { return GeodeticToItrf(site.lat, site.lon, site.h); }
/// Inverse for |r_ITRF| > 1,000 km, to 1e-13 rad and 1e-8 m (Frames.GeodeticReturnsFromSurfaceToMoon); longitude 0 on the axis.
/// Source: Bowring, "Transformation from spatial to geographical coordinates", Survey Review 23 (1976), iterated until it stands.
Geodetic ItrfToGeodetic(const Vector3& r_ITRF, const Ellipsoid& ellipsoid = kWgs84);
/// R_ENU_ITRF at a geodetic direction: rows east, north, up.
Matrix3 EnuFromItrf(double lat, double lon);

/// Azimuth from north through east in [0, 2 pi), elevation above the ellipsoid's horizon (rad), range (m). No refraction.
struct LookAngles {
  double az = 0.0;
  double el = 0.0;
  double range = 0.0;
};
LookAngles LookFrom(const Geodetic& site, const Vector3& r_ITRF);

/// Greenwich mean sidereal time, IAU 1982, rad in [0, 2 pi); the argument is UT1 (UTC is within 0.9 s of it, 7e-5 rad).
/// Source: Aoki et al. 1982; Vallado 4th edition eq. 3-47.
double GmstIau1982(const JulianDate& ut1);
double GmstIau1982(UtcTime ut1);

/// R_PEF_TEME = R3(GMST): takes SGP4's TEME to the pseudo-Earth-fixed frame (ITRF but for polar motion, < 15 m). Source: Vallado et al., AIAA 2006-6753.
Matrix3 PefFromTeme(UtcTime ut1);

/// R_ITRF_PEF by the pole's coordinates, rad; zero leaves up to 15 m. Source: IERS Conventions (2010), section 5.4.1, transposed and without s' (< 1e-10 rad).
Matrix3 ItrfFromPef(double xp, double yp);

/// State seen in a frame F that turns at `rate` about its own z axis: r_F = R_FI r_I, v_F = R_FI v_I - omega x r_F; and the inverse.
State ToRotating(const State& state_I, const Matrix3& R_FI, double rate = kEarthRate);
State FromRotating(const State& state_F, const Matrix3& R_FI, double rate = kEarthRate);

}  // namespace haze::dynamics
