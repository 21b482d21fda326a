// A small invented sky for tests: made once for each program, with the elements it was made of.
#pragma once

#include <vector>

#include "dynamics/astronomy/astronomy.h"
#include "dynamics/synthetic_sky.h"

namespace haze::dynamics {

struct SmallSky {
  static constexpr double kBegin = -600.0, kEnd = 3.0 * 3600.0;
  static constexpr int kCount = 900;

  AstronomyTable astronomy = FreezeAstronomy(*ParseUtc("2026-06-18T17:44:00Z"), kEnd);
  std::vector<SkyEntry> entries = SyntheticSky(MatchKey{7}, astronomy.epoch, kCount);
  SkyFreezeResult frozen = FreezeSky(entries, astronomy, kBegin, kEnd);
  SkyTable table = *SkyTable::Open(frozen.block).table;

  static const SmallSky& Get() {
    static const SmallSky sky;
    return sky;
  }

  /// By SGP4 itself.
  State Sgp4At(int object, double t) const {
    const Sgp4 model = *InitSgp4(entries[static_cast<std::size_t>(object)].tle).model;
    const State teme = model.At(t / 60.0).teme;
    const Matrix3 R = R_GCRF_TEME(astronomy, t);
    return {R * teme.r, R * teme.v};
  }
};

}  // namespace haze::dynamics
