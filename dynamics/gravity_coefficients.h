// The Earth's harmonic coefficients as numbers; gravity.cc is their only reader.
#pragma once

namespace haze::dynamics {

/// Fully normalised C and S of one degree and order, dimensionless.
struct HarmonicCoefficient {
  double C;
  double S;
};

/// EGM2008, tide free, degrees 0 to 20; degree n and order m stand at n (n + 1) / 2 + m. They belong to kMuEarth and kEarthGravityRadius.
extern const HarmonicCoefficient kEgm2008[231];

}  // namespace haze::dynamics
