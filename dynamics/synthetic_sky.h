// A crowd of invented satellites as dense as the real one, and sizes for objects whose elements are all that is known.
#pragma once

#include <span>
#include <vector>

#include "dynamics/random.h"
#include "dynamics/sky_freeze.h"

namespace haze::dynamics {

/// One group of satellites in near-circular orbits: altitude of the semi-major axis above 6,378.135 km, and inclination, both normal and cut at three
/// sigma; eccentricity exponential with this mean, cut at ten times it; node, perigee and anomaly uniform. What regular constellations keep apart is thus
/// sometimes close here.
struct SkyShell {
  int count;
  double altitude, altitude_sigma;        ///< m
  double inclination, inclination_sigma;  ///< rad
  double eccentricity;
};

/// Counts, means and standard deviations of the 16,089 active satellites of the catalogue of 2026-08-12 (retrieved from CelesTrak), in boxes of altitude and
/// inclination with at least 40 members; the rest in boxes of altitude alone. The 46 orbits with e > 0.1 are not among these rows: in the
/// synthetic sky they are half-day orbits of e = 0.70 +- 0.03 at 63.4 +- 0.5 deg.
std::span<const SkyShell> SkyShells();
inline constexpr int kEccentricOrbits = 46;
inline constexpr int kCatalogueSize = 16089;

struct SkyBody {
  double radius = 0.0;  ///< m
  double albedo = 0.0;
};
/// Size and albedo of an object by the height of its orbit: no catalogue of elements gives either.
///
/// Radius of the diffuse sphere, log-normal and notional: below 225 min of period a median of 1.0 m with sigma 0.5 of the logarithm, for one object in eight
/// (small satellites) 0.2 m and 0.4; up to 1,200 min 2.0 m and 0.4; above 3.0 m and 0.4. Seen from 1,000 km at a phase angle of 90 deg the sphere of 1.0 m
/// has magnitude 6.8, between the means of 5.5 and 7.9 that are measured at that distance for two kinds of large-constellation satellites
/// (Mallama et al., arXiv:2407.04140 and arXiv:2309.14152). Albedo: log-normal with median 0.175 (Mulrooney, Matney, Hejduk & Barker, "An
/// investigation of global albedo values", AMOS 2008: the value for brightness to size, and the kind of distribution) and sigma 0.4, notional;
/// at most 0.9. A function of the key and the catalogue number, so that taking one object out changes no other.
SkyBody DrawSkyBody(const MatchKey& key, const Tle& tle);

/// `count` invented satellites with epochs at `epoch`, no drag, sizes by DrawSkyBody and catalogue numbers -1, -2, …. Object i depends on the key, i and
/// count alone; groups keep their shares for any count (>= 0). Deterministic on every machine.
std::vector<SkyEntry> SyntheticSky(const MatchKey& key, UtcTime epoch, int count = kCatalogueSize);

}  // namespace haze::dynamics
