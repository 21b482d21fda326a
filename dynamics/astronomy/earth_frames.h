// The Earth's classical and modern reference frames by ERFA: IAU 1976/1980 (FK5) and IAU 2006/2000A. For set-up and for `haze calc`.
#pragma once

#include "dynamics/time.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// FK5 route: ITRF - PEF - TOD - MOD - J2000 without corrections of the pole, and with them (ddpsi, ddeps) ITRF - PEF - TOD_corr - MOD_corr - GCRF; TEME
/// hangs on PEF by the mean sidereal time of 1982. IAU 2006 route: ITRF - TIRS - CIRS - GCRF with dX, dY.
enum class EarthFrame { kItrf, kPef, kTod, kMod, kJ2000, kTeme, kTodCorrected, kModCorrected, kGcrfFk5, kTirs, kCirs, kGcrf };

/// What is observed beyond the models; all may be zero.
struct PoleAndRotation {
  double lod = 0.0;                 ///< excess length of day, s
  double xp = 0.0, yp = 0.0;        ///< rad
  double ddpsi = 0.0, ddeps = 0.0;  ///< corrections of the IAU 1980 nutation, rad
  double dx = 0.0, dy = 0.0;        ///< corrections of the IAU 2006/2000A pole, rad
};

struct FrameInstant {
  JulianDate tt;   ///< any split
  JulianDate ut1;  ///< any split
};

/// v_ITRF = R * v_F. Source: Vallado, Seago & Seidelmann, AAS 06-134 (FK5 chain); IERS Conventions (2010), chapter 5.
Matrix3 R_ITRF_F(EarthFrame frame, const FrameInstant& at, const PoleAndRotation& pole);

/// Whether the frame turns with the Earth.
bool IsEarthFixed(EarthFrame frame);
/// Rate of the Earth about its intermediate pole, rad/s, for an excess length of day. Source: Vallado 4th edition, eq. 3-40.
double EarthRotationRate(double lod);

/// A state of one frame in another; frames that do not turn with the Earth count as inertial (their own slow motion, < 1e-11 rad/s, is left out).
/// J2000 and GCRF differ by the frame bias of IAU 2006 where `pole` holds no corrections of the FK5 route.
State ChangeFrame(const State& state, EarthFrame from, EarthFrame to, const FrameInstant& at, const PoleAndRotation& pole);

/// Bias, precession and nutation IAU 2006/2000A, GCRS to true equator and equinox of date (eraPnm06a).
Matrix3 BiasPrecessionNutation2006(const JulianDate& tt);
/// X, Y of the celestial intermediate pole and s of the intermediate origin, rad (eraXys06a).
Vector3 IntermediatePole2006(const JulianDate& tt);
/// Precession IAU 1976: v_MOD = R * v_J2000.
Matrix3 Precession1976(const JulianDate& tt);
/// Frame bias IAU 2006: v_J2000 = R * v_GCRF.
Matrix3 FrameBias2006();

}  // namespace haze::dynamics
