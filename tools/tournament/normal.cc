// The standard normal distribution.
#include "tools/tournament/normal.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace haze::tools {

double NormalPdf(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2.0 * std::numbers::pi); }

double NormalCdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

double LogNormalCdf(double x) {
  if (x > -30.0) return std::log(NormalCdf(x));
  // Asymptotic series of Mills' ratio; its next term is below 1e-8 of the whole here.
  const double inverse = 1.0 / (x * x);
  return -0.5 * x * x - std::log(-x) - 0.5 * std::log(2.0 * std::numbers::pi) + std::log1p(-inverse + 3.0 * inverse * inverse);
}

double NormalQuantile(double p) {
  if (p <= 0.0) return -std::numeric_limits<double>::infinity();
  if (p >= 1.0) return std::numeric_limits<double>::infinity();
  if (p > 0.5) return -NormalQuantile(1.0 - p);
  // Bisection brings Newton near enough in the tail, where the density is flat to it.
  double low = -40.0;
  double high = 0.0;
  for (int i = 0; i < 20; ++i) {
    const double middle = 0.5 * (low + high);
    (NormalCdf(middle) < p ? low : high) = middle;
  }
  double x = 0.5 * (low + high);
  for (int i = 0; i < 4; ++i) x -= (NormalCdf(x) - p) / NormalPdf(x);
  return x;
}

}  // namespace haze::tools
