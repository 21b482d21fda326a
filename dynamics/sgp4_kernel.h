// The near-earth part of SGP4, written once for one satellite and for four in a register. Included by sgp4.cc and by files compiled for one instruction set.
//
// Against the published listing it saves elementary functions, not terms: what does not change with time is kept, sines and cosines of angles that a small
// correction moves are turned by that correction, and the argument of latitude enters by its sine and cosine. Everything is of internal linkage: the same template
// compiled with other flags must not be merged with this one.
#pragma once

#include "dynamics/dmath.h"
#include "dynamics/sgp4.h"

namespace haze::dynamics::sgp4 {
namespace {

// WGS72, as the element sets are made with.
constexpr double kRadius = 6378.135;     // km
constexpr double kJ2Wgs72 = 0.001082616;

// Two centuries, min: no element set says anything so far away, and the resonances take a step for each 720 min of it.
constexpr double kLongestMinutes = 1e8;
// What drag beyond all reason makes of an orbit is refused here: Earth radii; rad, of which a double still knows the place in the turn.
constexpr double kLargestAxis = 1e6;
constexpr double kLargestAngle = 1e12;

// A correction up to this angle is turned by polynomials that are exact to rounding; beyond, by SinCos.
constexpr double kSmallAngle = 0.1;

[[maybe_unused]] inline bool Any(bool mask) { return mask; }

template <class V>
struct Pair {
  V sin, cos;
};

/// sin and cos of |x| <= kSmallAngle: Taylor series, the first term left out below 1e-17.
template <class V>
[[gnu::always_inline]] inline Pair<V> SmallSinCos(V x) {
  const V q = x * x;
  return {x * (1.0 + q * (-1.0 / 6.0 + q * (1.0 / 120.0 + q * (-1.0 / 5040.0 + q * (1.0 / 362880.0))))),
          1.0 + q * (-0.5 + q * (1.0 / 24.0 + q * (-1.0 / 720.0 + q * (1.0 / 40320.0))))};
}

/// The angle of `at` plus the angle of `by`.
template <class V>
[[gnu::always_inline]] inline Pair<V> Turned(const Pair<V>& at, const Pair<V>& by) {
  return {at.sin * by.cos + at.cos * by.sin, at.cos * by.cos - at.sin * by.sin};
}

/// Mean elements with secular terms at one time.
template <class V>
struct MeanElements {
  V e, a, n, argp, m;
};

/// What depends on the inclination alone.
template <class V>
struct Tilt {
  V sin, cos, aycof, xlcof, con41, x1mth2, x7thm1;
};

template <class V>
struct Motion {
  V rx, ry, rz, vx, vy, vz;  ///< m, m/s
  V semi_latus_rectum;       ///< Earth radii; < 0: no orbit
  V radius;                  ///< Earth radii; < 1: decayed
  V largest_turn;            ///< rad; beyond kSmallAngle the motion is not exact
};

/// Secular gravity and drag. `t` in minutes.
template <class V>
struct Secular {
  V argp, node, m, tempa, tempe, templ;
};
template <class V, class Terms>
[[gnu::always_inline]] inline Secular<V> SecularTerms(const Terms& c, V t) {
  const V xmdf = c.mo + c.mdot * t;
  const V argpdf = c.argpo + c.argpdot * t;
  const V t2 = t * t, t3 = t2 * t, t4 = t3 * t;
  const Pair<V> mean = SinCosOf(xmdf);
  const V delmtemp = 1.0 + c.eta * mean.cos;
  const V temp = c.omgcof * t + c.xmcof * (delmtemp * delmtemp * delmtemp - c.delmo);
  const V m = xmdf + temp;
  V sinm = Turned(mean, SmallSinCos(temp)).sin;
  const auto far = AbsOf(temp) > kSmallAngle;
  if (Any(far)) sinm = Select(far, SinCosOf(m).sin, sinm);
  return {.argp = argpdf - temp,
          .node = c.nodeo + c.nodedot * t + c.nodecf * t2,
          .m = m,
          .tempa = 1.0 - c.cc1 * t - c.d2 * t2 - c.d3 * t3 - c.d4 * t4,
          .tempe = c.bstar * c.cc4 * t + c.bstar * c.cc5 * (sinm - c.sinmao),
          .templ = c.t2cof * t2 + c.t3cof * t3 + t4 * (c.t4cof + t * c.t5cof)};
}

/// Long-period and short-period periodics, Kepler's equation, position and velocity. `m` may be of any size.
template <class V>
[[gnu::always_inline]] inline Motion<V> Periodics(const MeanElements<V>& x, const Pair<V>& node, const Tilt<V>& tilt, double xke) {
  const Pair<V> argp = SinCosOf(x.argp);
  const V axnl = x.e * argp.cos;
  const V lift = 1.0 / (x.a * (1.0 - x.e * x.e));
  const V aynl = x.e * argp.sin + lift * tilt.aycof;
  const V longitude = x.m + x.argp + lift * tilt.xlcof * axnl;
  const V u = longitude - kTwoPi * FloorOf(longitude / kTwoPi);

  V anomaly = u;
  Pair<V> e = SinCosOf(u);
  auto active = AbsOf(u) < kTwoPi + 1.0;
  for (int turn = 0; turn < 10 && Any(active); ++turn) {
    const V slope = 1.0 - e.cos * axnl - e.sin * aynl;
    V step = (u - aynl * e.cos + axnl * e.sin - anomaly) / slope;
    step = Select(step > 0.95, Every(step, 0.95), Select(step < -0.95, Every(step, -0.95), step));
    const V next = anomaly + step;
    Pair<V> turned = Turned(e, SmallSinCos(step));
    const auto far = active & (AbsOf(step) > kSmallAngle);
    if (Any(far)) {
      const Pair<V> exact = SinCosOf(next);
      turned = {Select(far, exact.sin, turned.sin), Select(far, exact.cos, turned.cos)};
    }
    anomaly = Select(active, next, anomaly);
    e = {Select(active, turned.sin, e.sin), Select(active, turned.cos, e.cos)};
    active = active & (AbsOf(step) >= 1.0e-12);
  }

  const V ecose = axnl * e.cos + aynl * e.sin;
  const V esine = axnl * e.sin - aynl * e.cos;
  const V el2 = axnl * axnl + aynl * aynl;
  const V pl = x.a * (1.0 - el2);
  const V rl = x.a * (1.0 - ecose);
  const V per_rl = 1.0 / rl;
  const V rdotl = RootOf(x.a) * esine * per_rl;
  const V rvdotl = RootOf(pl) * per_rl;
  const V betal = RootOf(1.0 - el2);
  const V part = esine / (1.0 + betal);
  const V scale = x.a * per_rl;
  const V sinu = scale * (e.sin - aynl - axnl * part);
  const V cosu = scale * (e.cos - axnl + aynl * part);
  const V sin2u = (cosu + cosu) * sinu;
  const V cos2u = 1.0 - 2.0 * sinu * sinu;
  const V per_pl = 1.0 / pl;
  const V temp1 = 0.5 * kJ2Wgs72 * per_pl;
  const V temp2 = temp1 * per_pl;

  const V mrt = rl * (1.0 - 1.5 * temp2 * betal * tilt.con41) + 0.5 * temp1 * tilt.x1mth2 * cos2u;
  const V turn_u = -0.25 * temp2 * tilt.x7thm1 * sin2u;
  const V turn_node = 1.5 * temp2 * tilt.cos * sin2u;
  const V turn_i = 1.5 * temp2 * tilt.cos * tilt.sin * cos2u;
  const V mvt = rdotl - x.n * temp1 * tilt.x1mth2 * sin2u / xke;
  const V rvdot = rvdotl + x.n * temp1 * (tilt.x1mth2 * cos2u + 1.5 * tilt.con41) / xke;

  const Pair<V> su = Turned(Pair<V>{sinu, cosu}, SmallSinCos(turn_u));
  const Pair<V> xnode = Turned(node, SmallSinCos(turn_node));
  const Pair<V> xinc = Turned(Pair<V>{tilt.sin, tilt.cos}, SmallSinCos(turn_i));
  const V xmx = -xnode.sin * xinc.cos;
  const V xmy = xnode.cos * xinc.cos;
  const V ux = xmx * su.sin + xnode.cos * su.cos, uy = xmy * su.sin + xnode.sin * su.cos, uz = xinc.sin * su.sin;
  const V vx = xmx * su.cos - xnode.cos * su.sin, vy = xmy * su.cos - xnode.sin * su.sin, vz = xinc.sin * su.cos;
  const V metres = mrt * (kRadius * 1000.0);
  const double speed = kRadius * xke / 60.0 * 1000.0;
  const V turn_a = AbsOf(turn_u), turn_b = AbsOf(turn_node), turn_c = AbsOf(turn_i);
  const V turn_ab = Select(turn_a > turn_b, turn_a, turn_b);
  return {.rx = metres * ux,
          .ry = metres * uy,
          .rz = metres * uz,
          .vx = speed * (mvt * ux + rvdot * vx),
          .vy = speed * (mvt * uy + rvdot * vy),
          .vz = speed * (mvt * uz + rvdot * vz),
          .semi_latus_rectum = pl,
          .radius = mrt,
          .largest_turn = Select(turn_ab > turn_c, turn_ab, turn_c)};
}

}  // namespace
}  // namespace haze::dynamics::sgp4
