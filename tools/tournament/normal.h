// The standard normal distribution, for intervals and ratings.
#pragma once

namespace haze::tools {

/// Density at x.
double NormalPdf(double x);
/// Distribution function, by the complementary error function: relatively exact in the lower tail.
double NormalCdf(double x);
/// Logarithm of the distribution function, also where that is below the smallest number.
double LogNormalCdf(double x);
/// The x with NormalCdf(x) = p, 0 < p < 1, to round-off; infinite at 0 and 1.
double NormalQuantile(double p);

}  // namespace haze::tools
