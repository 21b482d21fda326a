// The Earth's gravity: Cunningham's recursion with fully normalised coefficients, finite at the poles, and no angle is ever formed.
#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/constants.h"
#include "dynamics/forces.h"
#include "dynamics/gravity_coefficients.h"

namespace haze::dynamics {

namespace {

constexpr int kRows = kMaxGravityDegree + 2;  // the acceleration of degree n takes V and W of degree n + 1

/// Newton's root for the tables below: std::sqrt is no constant expression. Falls from above until it stands.
constexpr double TableRoot(double x) {
  if (x <= 0.0) return 0.0;
  double y = x < 1.0 ? 1.0 : x;
  for (;;) {
    const double next = 0.5 * (y + x / y);
    if (next >= y) return y;
    y = next;
  }
}

/// Factors of the recursion and of the acceleration for V and W that carry the norm N of their degree and order,
/// N^2 = (2 - [m = 0]) (2n + 1) (n - m)! / (n + m)!: the book's factors times ratios of N, so that nothing grows with the degree.
/// Index [m][n].
struct RecursionFactors {
  double diagonal[kRows] = {};         // V(m, m) from V(m - 1, m - 1)
  double from_one[kRows][kRows] = {};  // V(n, m) from V(n - 1, m)
  double from_two[kRows][kRows] = {};  // V(n, m) from V(n - 2, m)
  double above[kRows][kRows] = {};     // share of V(n + 1, m + 1) in the acceleration
  double below[kRows][kRows] = {};     // share of V(n + 1, m - 1)
  double beside[kRows][kRows] = {};    // share of V(n + 1, m)
};

constexpr RecursionFactors MakeFactors() {
  RecursionFactors f;
  for (int m = 0; m < kRows; ++m) {
    if (m > 0) f.diagonal[m] = m == 1 ? TableRoot(3.0) : TableRoot((2.0 * m + 1.0) / (2.0 * m));
    for (int n = m; n < kRows; ++n) {
      const double sum = n + m;
      const double difference = n - m;
      if (n > m) f.from_one[m][n] = TableRoot((2.0 * n + 1.0) * (2.0 * n - 1.0) / (difference * sum));
      if (n > m + 1) f.from_two[m][n] = TableRoot((2.0 * n + 1.0) * (sum - 1.0) * (difference - 1.0) / ((2.0 * n - 3.0) * difference * sum));
      const double degree = (2.0 * n + 1.0) / (2.0 * n + 3.0);
      f.above[m][n] = TableRoot((m == 0 ? 0.5 : 1.0) * degree * (sum + 1.0) * (sum + 2.0));
      f.below[m][n] = TableRoot((m == 1 ? 2.0 : 1.0) * degree * (difference + 1.0) * (difference + 2.0));
      f.beside[m][n] = TableRoot(degree * (sum + 1.0) * (difference + 1.0));
    }
  }
  return f;
}

constexpr RecursionFactors kFactors = MakeFactors();

}  // namespace

Vector3 GravityItrf(const Vector3& r_ITRF, int degree, int order) {
  HAZE_ASSERT(0 <= order && order <= degree && degree <= kMaxGravityDegree, "degree and order of the field", degree, order);
  const double r2 = r_ITRF.squaredNorm();
  const double r = std::sqrt(r2);
  const Vector3 central = (-kMuEarth / (r2 * r)) * r_ITRF;
  if (degree < 2) return central;

  const double R = kEarthGravityRadius;
  const double rho = R * R / r2;
  const double x = R * r_ITRF.x() / r2;
  const double y = R * r_ITRF.y() / r2;
  const double z = R * r_ITRF.z() / r2;

  // V and W to degree + 1 and order + 1; [m][n] keeps a recursion in one row.
  double V[kRows][kRows];
  double W[kRows][kRows];
  V[0][0] = R / r;
  W[0][0] = 0.0;
  for (int m = 0; m <= order + 1; ++m) {
    if (m > 0) {
      const double factor = kFactors.diagonal[m];
      V[m][m] = factor * (x * V[m - 1][m - 1] - y * W[m - 1][m - 1]);
      W[m][m] = factor * (x * W[m - 1][m - 1] + y * V[m - 1][m - 1]);
    }
    if (m <= degree) {
      const double factor = kFactors.from_one[m][m + 1] * z;
      V[m][m + 1] = factor * V[m][m];
      W[m][m + 1] = factor * W[m][m];
    }
    for (int n = m + 2; n <= degree + 1; ++n) {
      const double one = kFactors.from_one[m][n] * z;
      const double two = kFactors.from_two[m][n] * rho;
      V[m][n] = one * V[m][n - 1] - two * V[m][n - 2];
      W[m][n] = one * W[m][n - 1] - two * W[m][n - 2];
    }
  }

  double ax = 0.0;
  double ay = 0.0;
  double az = 0.0;
  for (int m = 0; m <= order; ++m) {
    for (int n = m < 2 ? 2 : m; n <= degree; ++n) {
      const double C = kEgm2008[n * (n + 1) / 2 + m].C;
      const double S = kEgm2008[n * (n + 1) / 2 + m].S;
      const double above = kFactors.above[m][n];
      az -= kFactors.beside[m][n] * (C * V[m][n + 1] + S * W[m][n + 1]);
      if (m == 0) {
        ax -= above * C * V[1][n + 1];
        ay -= above * C * W[1][n + 1];
      } else {
        const double below = kFactors.below[m][n];
        ax += 0.5 * (below * (C * V[m - 1][n + 1] + S * W[m - 1][n + 1]) - above * (C * V[m + 1][n + 1] + S * W[m + 1][n + 1]));
        ay += 0.5 * (below * (S * V[m - 1][n + 1] - C * W[m - 1][n + 1]) + above * (S * V[m + 1][n + 1] - C * W[m + 1][n + 1]));
      }
    }
  }
  const double scale = kMuEarth / (R * R);
  return {central.x() + scale * ax, central.y() + scale * ay, central.z() + scale * az};
}

}  // namespace haze::dynamics
