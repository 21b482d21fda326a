// Harris and Priester's atmosphere: two profiles and the bulge between them.
#include <algorithm>
#include <array>
#include <cmath>

#include "dynamics/atmosphere.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

struct Row {
  double km;
  double least;  // g/km3, at midnight
  double most;   // g/km3, under the bulge
};

/// Source: Montenbruck & Gill (2000), table 3.8, mean solar activity.
constexpr std::array<Row, 50> kRows = {{
    {100, 497400.0, 497400.0}, {120, 24900.0, 24900.0},  {130, 8377.0, 8710.0},    {140, 3899.0, 4059.0},    {150, 2122.0, 2215.0},
    {160, 1263.0, 1344.0},     {170, 800.8, 875.8},      {180, 528.3, 601.0},      {190, 361.7, 429.7},      {200, 255.7, 316.2},
    {210, 183.9, 239.6},       {220, 134.1, 185.3},      {230, 99.49, 145.5},      {240, 74.88, 115.7},      {250, 57.09, 93.08},
    {260, 44.03, 75.55},       {270, 34.30, 61.82},      {280, 26.97, 50.95},      {290, 21.39, 42.26},      {300, 17.08, 35.26},
    {320, 10.99, 25.11},       {340, 7.214, 18.19},      {360, 4.824, 13.37},      {380, 3.274, 9.955},      {400, 2.249, 7.492},
    {420, 1.558, 5.684},       {440, 1.091, 4.355},      {460, 0.7701, 3.362},     {480, 0.5474, 2.612},     {500, 0.3916, 2.042},
    {520, 0.2819, 1.605},      {540, 0.2042, 1.267},     {560, 0.1488, 1.005},     {580, 0.1092, 0.7997},    {600, 0.08070, 0.6390},
    {620, 0.06012, 0.5123},    {640, 0.04519, 0.4121},   {660, 0.03430, 0.3325},   {680, 0.02632, 0.2691},   {700, 0.02043, 0.2185},
    {720, 0.01607, 0.1779},    {740, 0.01281, 0.1452},   {760, 0.01036, 0.1190},   {780, 0.008496, 0.09776}, {800, 0.007069, 0.08059},
    {840, 0.004680, 0.05741},  {880, 0.003200, 0.04210}, {920, 0.002210, 0.03130}, {960, 0.001560, 0.02360}, {1000, 0.001150, 0.01810},
}};

/// Exponential through both ends of a layer; `share` is how far up the height lies in it.
double Between(double below, double above, double share) { return below == above ? below : below * Exp(share * Log(above / below)); }

}  // namespace

double HarrisPriesterDensity(double altitude, const Vector3& r, const Vector3& r_sun, double exponent) {
  constexpr double kLag = 30.0 * kDegree;
  constexpr double kGramsPerCubicKilometre = 1e-12;  // kg/m3
  const double h = 1e-3 * altitude;
  std::size_t top = 1;
  while (top + 1 < kRows.size() && h >= kRows[top].km) ++top;
  const Row& above = kRows[top];
  const Row& below = kRows[top - 1];
  const double share = (h - below.km) / (above.km - below.km);
  const double least = Between(below.least, above.least, share);
  const double most = Between(below.most, above.most, share);

  const SinCosValue lag = SinCos(kLag);
  const Vector3 bulge(r_sun.x() * lag.cos - r_sun.y() * lag.sin, r_sun.x() * lag.sin + r_sun.y() * lag.cos, r_sun.z());
  const double cosine = r.dot(bulge) / std::sqrt(r.squaredNorm() * bulge.squaredNorm());
  // cos^2 of half the angle; rounding must not take it below 0.
  const double half = std::max(0.0, 0.5 + 0.5 * cosine);
  const double weight = exponent == 2.0 ? half : exponent == 4.0 ? half * half : exponent == 6.0 ? half * half * half : Pow(half, 0.5 * exponent);
  return kGramsPerCubicKilometre * (least + (most - least) * weight);
}

}  // namespace haze::dynamics
