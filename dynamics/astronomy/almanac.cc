// A few terms of each series, in degrees as printed.
#include "dynamics/astronomy/almanac.h"

#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

struct Term {
  double amplitude;  // deg
  double phase;      // deg
  double rate;       // deg a century
};
constexpr Term kMoonLongitude[] = {{6.29, 134.9, 477198.85}, {-1.27, 259.2, -413335.38}, {0.66, 235.7, 890534.23},
                                   {0.21, 269.9, 954397.70}, {-0.19, 357.5, 35999.05},   {-0.11, 186.6, 966404.05}};
constexpr Term kMoonLatitude[] = {{5.13, 93.3, 483202.03}, {0.28, 228.2, 960400.87}, {-0.28, 318.3, 6003.18}, {-0.17, 217.6, -407332.20}};
constexpr Term kMoonParallax[] = {{0.0518, 134.9, 477198.85}, {0.0095, 259.2, -413335.38}, {0.0078, 235.7, 890534.23}, {0.0028, 269.9, 954397.70}};

double Argument(const Term& term, double T) { return kDegree * (term.phase + term.rate * T); }

AlmanacPlace Placed(double lon, double lat, double r, double T) {
  const double obliquity = kDegree * (23.439291 - 0.0130042 * T);
  const SinCosValue e = SinCos(obliquity);
  const SinCosValue l = SinCos(lon);
  const SinCosValue b = SinCos(lat);
  AlmanacPlace place;
  place.lon = WrapTwoPi(lon);
  place.lat = lat;
  place.r_MOD = r * Vector3(b.cos * l.cos, e.cos * b.cos * l.sin - e.sin * b.sin, e.sin * b.cos * l.sin + e.cos * b.sin);
  return place;
}

}  // namespace

AlmanacPlace AlmanacSun(double T) {
  const double mean_longitude = 280.460 + 36000.771285 * T;
  const double M = kDegree * (357.528 + 35999.050957 * T);
  const double lon = mean_longitude + 1.915 * Sin(M) + 0.020 * Sin(2.0 * M);
  const double r = 1.00014 - 0.01671 * Cos(M) - 0.00014 * Cos(2.0 * M);
  return Placed(kDegree * lon, 0.0, r * kAu, T);
}

AlmanacPlace AlmanacMoon(double T) {
  double lon = 218.32 + 481267.8813 * T;
  for (const Term& term : kMoonLongitude) lon += term.amplitude * Sin(Argument(term, T));
  double lat = 0.0;
  for (const Term& term : kMoonLatitude) lat += term.amplitude * Sin(Argument(term, T));
  double parallax = 0.9508;
  for (const Term& term : kMoonParallax) parallax += term.amplitude * Cos(Argument(term, T));
  return Placed(kDegree * lon, kDegree * lat, kEarthGravityRadius / Sin(kDegree * parallax), T);
}

}  // namespace haze::dynamics
