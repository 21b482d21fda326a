// Shadows: the Earth's - cone, cylinder, line of sight, and when an orbit passes through it - and that of a disc.
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "dynamics/access.h"
#include "dynamics/constants.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// Angles between the limbs of Earth and Sun as seen from `r` (geocentric, like r_sun; m), rad: `penumbra` is negative where the discs overlap, `umbra` where
/// no part of the Sun is seen. Smooth through both edges: what eclipse instants are found by. A spherical Earth of `radius`; r outside it. Source: Montenbruck
/// & Gill, "Satellite Orbits" (2000), section 3.4.2.
struct ShadowAngles {
  double penumbra = 0.0;
  double umbra = 0.0;
};
ShadowAngles ConicalShadow(const Vector3& r, const Vector3& r_sun, double radius = kEarthRadius);

/// Visible share of the Sun's disc at `r` (GCRF), 0 in the umbra, 1 in full light: conical shadow of a spherical Earth. Discs are flat: right to 1e-5 of
/// the disc. Source: as above.
double SunlitFraction(const Vector3& r, const Vector3& r_sun);

/// Visible share of the Sun's disc at `r` behind a flat disc of `radius` (m, > 0) about `r_disc` that faces the Sun as seen from `r`: 0 in its umbra, which ends some
/// 215 radii behind it, 1 beside it, before it and at its centre; all places from one origin, on the same axes, m. Exact for that disc (both discs are circles where
/// rays from `r` meet a plane across the Sun's direction) but for the Sun's flatness and for rounding: right to 1e-5 from a hundredth of a radius on
/// behind it. Source: overlap of two circles as above.
double SunlitFractionBehindDisc(const Vector3& r, const Vector3& r_disc, double radius, const Vector3& r_sun);

/// Distance from the shadow's cylinder, m, negative inside it; continuous, and positive before the Earth.
/// Source: Vallado 4th edition, section 5.3 (cylindrical shadow).
double CylindricalShadow(const Vector3& r, const Vector3& r_sun, double radius = kEarthRadius);

/// True where the Sun's centre is in view: no sphere of `radius` between. Source: Vallado 4th edition, algorithm 35 (SIGHT).
bool Sunlit(const Vector3& r, const Vector3& r_sun, double radius = kEarthRadius);

/// A place stretched along the Earth's axis (third component) so that the ellipsoid becomes a sphere of its equatorial radius: with it the functions above know
/// an oblate Earth. Craft and Sun are stretched alike.
Vector3 StretchedToSphere(const Vector3& r, double flattening = kFlattening);

/// Acceleration by the Sun's pressure, m/s2, away from it: pressure at 1 au (N/m2), area (m2), mass (kg, > 0), visible share of the Sun.
/// Source: Montenbruck & Gill (2000), section 3.4.
Vector3 SolarPressureAcceleration(const Vector3& r, const Vector3& r_sun, double cr, double area, double mass, double pressure = kSolarPressure,
                                  double lit = 1.0);

/// Passes through penumbra (umbra included) and umbra in [t0, t1], cut at its ends.
struct Eclipses {
  std::vector<Window> penumbra;
  std::vector<Window> umbra;
};
/// `r(t)` and `r_sun(t)` give geocentric places (Vector3, m) on the same axes; edges within `tolerance` s. Passes shorter than a step are found (see
/// PositiveWindows). Nothing where a place is not finite.
template <class Position, class SunPosition>
std::optional<Eclipses> FindEclipses(Position&& r, SunPosition&& r_sun, double t0, double t1, double max_step = 30.0, double tolerance = 1e-4,
                                     double radius = kEarthRadius) {
  const auto angles = [&](double t) {
    const Vector3 place = r(t);
    const Vector3 sun = r_sun(t);
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    return place.allFinite() && sun.allFinite() ? ConicalShadow(place, sun, radius) : ShadowAngles{kNone, kNone};
  };
  const auto penumbra = PositiveWindows([&](double t) { return -angles(t).penumbra; }, t0, t1, max_step, tolerance);
  const auto umbra = PositiveWindows([&](double t) { return -angles(t).umbra; }, t0, t1, max_step, tolerance);
  if (!penumbra || !umbra) return std::nullopt;
  return Eclipses{*penumbra, *umbra};
}

}  // namespace haze::dynamics
