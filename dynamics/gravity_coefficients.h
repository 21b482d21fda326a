// The Earth's harmonic coefficients as numbers.
#pragma once

#include "dynamics/gravity.h"

namespace haze::dynamics {

/// EGM2008, tide free, degrees 0 to 36, at HarmonicIndex(n, m). They belong to kMuEarth and kEarthGravityRadius.
inline constexpr std::size_t kEgm2008Size = HarmonicIndex(kMaxGravityDegree, kMaxGravityDegree) + 1;
extern const HarmonicCoefficient kEgm2008[kEgm2008Size];

}  // namespace haze::dynamics
