// The chi-square distribution: gates, thresholds, and whether a filter's errors are as large as it says.
#pragma once

namespace haze::dynamics {

/// Probability that a chi-square variable with `degrees` (1 … 100,000) of freedom is at most `x`; 0 for x <= 0. Within 1e-10.
/// Source: series of the incomplete gamma function, Abramowitz & Stegun 6.5.29.
double ChiSquareCdf(double x, int degrees);

/// The x that is exceeded with probability 1 - p, 0 < p < 1.
double ChiSquareQuantile(double p, int degrees);

}  // namespace haze::dynamics
