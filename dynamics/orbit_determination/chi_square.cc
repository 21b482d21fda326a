// Incomplete gamma function of half-integers, and its inverse by bisection.
#include "dynamics/orbit_determination/chi_square.h"

#include <algorithm>
#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

/// log Gamma(degrees / 2 + 1) by Gamma(z + 1) = z Gamma(z) from 1 or from Gamma(1/2) = sqrt(pi).
double LogGammaPlusOne(int degrees) {
  double sum = degrees % 2 == 0 ? 0.0 : 0.5 * Log(kPi);
  for (int k = degrees; k > 0; k -= 2) sum += Log(0.5 * k);
  return sum;
}

}  // namespace

double ChiSquareCdf(double x, int degrees) {
  HAZE_ASSERT(degrees >= 1 && degrees <= 100000, "degrees of freedom", degrees);
  if (!(x > 0.0)) return 0.0;
  const double z = 0.5 * x;
  const double a = 0.5 * degrees;
  // Past sixty sigmas the rest is below 1e-300, and the series would only be long.
  if (z > a + 60.0 * std::sqrt(a) + 700.0) return 1.0;
  const double log_first = a * Log(z) - z - LogGammaPlusOne(degrees);
  // Terms z^n / ((a + 1) … (a + n)), scaled by their largest so far, so that neither they nor the sum overflow.
  double term = 1.0;
  double sum = 1.0;
  double log_scale = 0.0;
  for (int n = 1; n < 1000000; ++n) {
    term *= z / (a + n);
    sum += term;
    if (sum > 1e200) {
      sum *= 1e-200;
      term *= 1e-200;
      log_scale += 200.0 * Log(10.0);
    }
    if (term < 1e-17 * sum && a + n > z) break;
  }
  return std::min(1.0, Exp(log_first + Log(sum) + log_scale));
}

double ChiSquareQuantile(double p, int degrees) {
  HAZE_ASSERT(p > 0.0 && p < 1.0, "probability", p);
  double low = 0.0;
  double high = degrees + 60.0 * std::sqrt(2.0 * degrees) + 1400.0;
  for (int i = 0; i < 100; ++i) {
    const double middle = 0.5 * (low + high);
    (ChiSquareCdf(middle, degrees) < p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace haze::dynamics
