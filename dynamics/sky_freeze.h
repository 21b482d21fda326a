// Makes the table of a sky from mean elements: SGP4 for each object, turned to GCRF, in Chebyshev segments. Set-up only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "dynamics/ephemeris.h"
#include "dynamics/sgp4.h"
#include "dynamics/sky_table.h"

namespace haze::dynamics {

/// One object of the sky as its maker knows it.
struct SkyEntry {
  Tle tle;
  double radius = 1.0;  ///< m, in (0, 1e4)
  double albedo = 0.2;  ///< [0, 1]
};

/// A length of segments that objects may share. The length is stretched so that a whole number of segments fills the span.
struct SkySegmentation {
  double length = 0.0;  ///< s, > 0
  int degree = 0;       ///< 4 to 31
};

/// Tried from the first to the last: each object gets the first that holds the tolerance in all of its segments. The order is that of rising size.
/// Low orbits take 13 to 15 terms for 96 minutes, about 2.5 kB an object and day; docs/physics.md has the figures of the whole catalogue.
inline constexpr std::array<SkySegmentation, 10> kSkyLadder = {{
    {86400.0, 17},  // geostationary
    {43200.0, 17},
    {21600.0, 17},  // 12 h orbits
    {10800.0, 15},
    {5760.0, 12},   // low orbits, by what drag and the short-periodic terms make of them
    {5760.0, 13},
    {5760.0, 14},
    {2880.0, 13},
    {1440.0, 13},
    {480.0, 13},    // perigees of eccentric orbits
}};

struct SkyFreezeOptions {
  double tolerance = 50.0;  ///< m, against SGP4; > 5
  std::span<const SkySegmentation> ladder = kSkyLadder;
  std::array<std::uint8_t, 32> inputs_sha256{};  ///< goes into the header as it is
  /// Calls the body for every index below a count, in any order, at once if it likes (ensemble.h); empty: one after the other. Changes no bit.
  std::function<void(std::size_t count, const std::function<void(std::size_t)>& body)> for_each;
};

struct SkyLeftOut {
  int entry = 0;                        ///< index
  Sgp4Status status = Sgp4Status::kOk;  ///< kOk where SGP4 works and no segmentation is fine enough
};

struct SkyFreezeResult {
  std::vector<std::byte> block;      ///< SkyTable::Open reads it
  std::vector<SkyLeftOut> left_out;  ///< in the order of the entries; the table's objects are the other entries, in their order
};

/// v_GCRF = R * v_TEME at t (s since the table's epoch): by the mean sidereal time of 1982 to the pseudo-Earth-fixed axes, from there by the table's own
/// rotation. It differs from the rotation by ERFA of earth_frames.h by less than 1e-9 rad (SkyFreeze.TurnsTemeAsErfaDoes), needs no ERFA, and has
/// the same bits everywhere. t within the table. Source: Vallado et al., AIAA 2006-6753, appendix C (TEME to PEF).
Matrix3 R_GCRF_TEME(const AstronomyTable& astronomy, double t);

/// The table of [t_begin, t_end] (s since the astronomy table's epoch, within its span). Same arguments, same bytes, on every machine. The maker measures
/// each segment between its nodes and takes a segmentation only where all stay below 0.8 of the tolerance; the header's `error` is the tolerance.
SkyFreezeResult FreezeSky(std::span<const SkyEntry> entries, const AstronomyTable& astronomy, double t_begin, double t_end, const SkyFreezeOptions& options = {});

}  // namespace haze::dynamics
