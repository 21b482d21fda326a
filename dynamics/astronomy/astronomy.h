// Makes astronomy tables with ERFA: at set-up only, never during a match.
#pragma once

#include "dynamics/ephemeris.h"
#include "dynamics/time.h"

namespace haze::dynamics {

/// Earth orientation beyond the models; all default to zero, which displaces a ground station by up to 400 m.
struct EarthOrientationData {
  double ut1_minus_utc = 0.0;  ///< s
  double xp = 0.0, yp = 0.0;   ///< rad
};

/// The table for [epoch - 1 h, epoch + duration + 1 h]; `duration` in s. No leap second may fall inside.
/// Sun: eraEpv00; Moon: eraMoon98; rotation: IAU 2006/2000A by eraXys06a, eraEra00.
/// Errors against ERFA: see Astronomy.* in tests/unit/dynamics/astronomy_test.cc.
AstronomyTable FreezeAstronomy(UtcTime epoch, double duration, const EarthOrientationData& orientation = {});

/// TAI - UTC, s, on the day of `t`.
int LeapSeconds(UtcTime t);

}  // namespace haze::dynamics
