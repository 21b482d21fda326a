// The layout in which gravity.cc reads a field: coefficients times the factors of the recursion, four orders beside each other.
//
// With X, Y, Z = R / r^2 (x, y, z) and rho = R^2 / r^2 the field of degree n and order k is K_nk(Z, rho) times C Re(X + iY)^k + S Im(X + iY)^k, where K is a
// polynomial with leading coefficient 1: K_kk = 1, K_(k+1)k = Z, K_nk = Z K_(n-1)k - b_nk rho K_(n-2)k. The norm and the leading coefficient of the derived
// Legendre function, kappa_nk, are part of the coefficients. A step holds n = k + j for each of its orders k.
#pragma once

#include <cstddef>

#include "dynamics/gravity.h"

namespace haze::dynamics {

inline constexpr int kGravityLanes = 4;
/// Doubles of a step: five rows of four lanes.
enum GravityRow { kRowB, kRowC, kRowS, kRowC3, kRowS3, kGravityRows };
inline constexpr std::size_t kGravityStep = static_cast<std::size_t>(kGravityRows * kGravityLanes);

/// Where the first step of a group of orders stands in the table of a field of `max_degree`, in doubles; steps follow each other. The size is
/// that of the group after the last.
constexpr std::size_t GravityGroupStart(int max_degree, int group) {
  std::size_t steps = 0;
  for (int g = 0; g < group; ++g) steps += static_cast<std::size_t>(max_degree - kGravityLanes * g + 1);
  return steps * kGravityStep;
}
constexpr std::size_t GravityTableSize(int max_degree) { return GravityGroupStart(max_degree, max_degree / kGravityLanes + 1); }

/// Newton's root, for tables made by the compiler: std::sqrt is no constant expression. Falls from above until it stands.
constexpr double TableRoot(double x) {
  if (x <= 0.0) return 0.0;
  double y = x < 1.0 ? 1.0 : x;
  for (;;) {
    const double next = 0.5 * (y + x / y);
    if (next >= y) return y;
    y = next;
  }
}

/// The table of a field; `table` has GravityTableSize(max_degree) doubles, `h` is a triangle of coefficients.
constexpr void MakeGravityTable(int max_degree, const HarmonicCoefficient* h, double* table) {
  double kappa[kMaxGravityDegree + 1][kMaxGravityDegree + 1] = {};
  double diagonal = 1.0;
  for (int k = 0; k <= max_degree; ++k) {
    if (k > 0) diagonal *= k == 1 ? TableRoot(3.0) : TableRoot((2.0 * k + 1.0) / (2.0 * k));
    kappa[k][k] = diagonal;
    for (int n = k + 1; n <= max_degree; ++n) {
      const double square = (2.0 * n + 1.0) * (2.0 * n - 1.0) / (static_cast<double>(n - k) * (n + k));
      kappa[n][k] = kappa[n - 1][k] * TableRoot(square);
    }
  }
  for (int group = 0; kGravityLanes * group <= max_degree; ++group) {
    const int first = kGravityLanes * group;
    double* step = table + GravityGroupStart(max_degree, group);
    for (int j = 0; j <= max_degree - first; ++j, step += kGravityStep) {
      for (int lane = 0; lane < kGravityLanes; ++lane) {
        for (int row = 0; row < kGravityRows; ++row) step[row * kGravityLanes + lane] = 0.0;
        const int k = first + lane;
        const int n = k + j;
        if (n > max_degree) continue;
        if (j >= 2) step[kRowB * kGravityLanes + lane] = (n - 1.0 - k) * (n - 1.0 + k) / ((2.0 * n - 1.0) * (2.0 * n - 3.0));
        if (n < 2) continue;
        const HarmonicCoefficient own = h[HarmonicIndex(n, k)];
        step[kRowC * kGravityLanes + lane] = own.C * kappa[n][k];
        step[kRowS * kGravityLanes + lane] = own.S * kappa[n][k];
        if (k == 0) continue;
        // The derivative of K_n(k-1) by Z is (n - k + 1) K_nk.
        const HarmonicCoefficient left = h[HarmonicIndex(n, k - 1)];
        step[kRowC3 * kGravityLanes + lane] = (n - k + 1.0) * left.C * kappa[n][k - 1];
        step[kRowS3 * kGravityLanes + lane] = (n - k + 1.0) * left.S * kappa[n][k - 1];
      }
    }
  }
}

/// The table of kEgm2008, degree 36: kEgm2008TableSize doubles.
inline constexpr std::size_t kEgm2008TableSize = GravityTableSize(kMaxGravityDegree);
extern const double* const kEgm2008Table;

}  // namespace haze::dynamics
