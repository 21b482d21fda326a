// Secular motion by the elements' own rates, short-period terms for near-circles, and the fixed point back.
#include "dynamics/mean_orbit.h"

#include "dynamics/dmath.h"
#include "dynamics/elements.h"

namespace haze::dynamics {

namespace {

Keplerian ToClassical(const MeanOrbit& orbit) {
  const double e = Hypot(orbit.ex, orbit.ey);
  const double argp = e > 0.0 ? Atan2(orbit.ey, orbit.ex) : 0.0;
  return {.a = orbit.a, .e = e, .i = orbit.i, .raan = orbit.raan, .argp = argp, .nu = MeanToTrue(orbit.u - argp, e)};
}

// Osculating minus mean elements at the argument of latitude u.
MeanOrbit ShortPeriod(const MeanOrbit& mean) {
  const SinCosValue inclination = SinCos(mean.i);
  const SinCosValue u1 = SinCos(mean.u);
  const SinCosValue u2 = SinCos(2.0 * mean.u);
  const SinCosValue u3 = SinCos(3.0 * mean.u);
  const double s2 = inclination.sin * inclination.sin;
  const double ratio = kEarthGravityRadius / mean.a;
  const double J = kJ2 * ratio * ratio;
  MeanOrbit d;
  d.a = 1.5 * J * mean.a * s2 * u2.cos;
  d.ex = 1.5 * J * ((1.0 - 1.25 * s2) * u1.cos + (7.0 / 12.0) * s2 * u3.cos);
  d.ey = 1.5 * J * ((1.0 - 1.75 * s2) * u1.sin + (7.0 / 12.0) * s2 * u3.sin);
  d.i = 0.75 * J * inclination.sin * inclination.cos * u2.cos;
  d.raan = 0.75 * J * inclination.cos * u2.sin;
  d.u = 0.75 * J * (2.5 * s2 - 1.0) * u2.sin;
  return d;
}

MeanOrbit Plus(const MeanOrbit& x, const MeanOrbit& d, double sign) {
  return {.a = x.a + sign * d.a, .ex = x.ex + sign * d.ex, .ey = x.ey + sign * d.ey, .i = x.i + sign * d.i, .raan = x.raan + sign * d.raan, .u = x.u + sign * d.u};
}

}  // namespace

double NodeRate(const MeanOrbit& mean) { return SecularJ2Rates(ToClassical(mean)).raan; }

double LatitudeRate(const MeanOrbit& mean) {
  const J2Rates rates = SecularJ2Rates(ToClassical(mean));
  return MeanMotion(mean.a) + rates.M + rates.argp;
}

MeanOrbit Propagate(const MeanOrbit& mean, double dt) {
  const J2Rates rates = SecularJ2Rates(ToClassical(mean));
  const SinCosValue turn = SinCos(rates.argp * dt);
  MeanOrbit later = mean;
  later.ex = turn.cos * mean.ex - turn.sin * mean.ey;
  later.ey = turn.sin * mean.ex + turn.cos * mean.ey;
  later.raan = WrapTwoPi(mean.raan + rates.raan * dt);
  later.u = WrapTwoPi(mean.u + (MeanMotion(mean.a) + rates.M + rates.argp) * dt);
  return later;
}

State OsculatingState(const MeanOrbit& mean) { return ToState(ToClassical(Plus(mean, ShortPeriod(mean), 1.0))); }

MeanOrbit MeanOrbitOf(const State& state) {
  const Keplerian k = ToKeplerian(state);
  const SinCosValue argp = SinCos(k.argp);
  const MeanOrbit osculating{.a = k.a, .ex = k.e * argp.cos, .ey = k.e * argp.sin, .i = k.i, .raan = k.raan, .u = WrapTwoPi(k.argp + TrueToMean(k.nu, k.e))};
  MeanOrbit mean = osculating;
  // Each round shrinks the error by J2, about 1e-3.
  for (int round = 0; round < 5; ++round) mean = Plus(osculating, ShortPeriod(mean), -1.0);
  return mean;
}

}  // namespace haze::dynamics
