// Deep space; the letters are those of AIAA 2006-6753, so that both can be read side by side.
#include "dynamics/sgp4_deep.h"

#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {

namespace {

constexpr double kZes = 0.01675, kZel = 0.05490;             // eccentricities of the Sun's and the Moon's orbit
constexpr double kZns = 1.19459e-5, kZnl = 1.5835218e-4;     // their mean motions, rad/min
constexpr double kC1ss = 2.9864797e-6, kC1l = 4.7968065e-7;  // their strengths
constexpr double kRptim = 4.37526908801129966e-3;            // the Earth's rotation, rad/min
constexpr double kStep = 720.0, kHalfStepSquared = 259200.0; // of the resonance's integration, min

// x modulo 2 pi with the sign of x, as fmod.
double Mod2Pi(double x) {
  const double turns = x / kTwoPi;
  return x - kTwoPi * (turns < 0.0 ? -std::floor(-turns) : std::floor(turns));
}

// Greenwich mean sidereal time (1982) at days since 1950 January 0.0, rad.
double SiderealTime(double days_1950) {
  const double tut1 = (days_1950 + 2433281.5 - 2451545.0) / 36525.0;
  const double seconds = -6.2e-6 * tut1 * tut1 * tut1 + 0.093104 * tut1 * tut1 + (876600.0 * 3600.0 + 8640184.812866) * tut1 + 67310.54841;
  const double angle = Mod2Pi(seconds * kDegree / 240.0);
  return angle < 0.0 ? angle + kTwoPi : angle;
}

// Where a body's orbit lies against the object's node.
struct BodyPlane {
  double zcosg = 0, zsing = 0, zcosi = 0, zsini = 0, zcosh = 0, zsinh = 0, strength = 0;
};
// Sums over one body that the amplitudes and the secular rates are made of.
struct BodySums {
  double s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
  double z1 = 0, z2 = 0, z3 = 0, z11 = 0, z12 = 0, z13 = 0, z21 = 0, z22 = 0, z23 = 0, z31 = 0, z32 = 0, z33 = 0;
};

BodySums SumsOf(const BodyPlane& b, const DeepEpoch& o, double sini, double cosi) {
  BodySums s;
  const double sinomm = Sin(o.argp), cosomm = Cos(o.argp);
  const double emsq = o.e * o.e, betasq = 1.0 - emsq, rtemsq = std::sqrt(betasq);
  const double a1 = b.zcosg * b.zcosh + b.zsing * b.zcosi * b.zsinh;
  const double a3 = -b.zsing * b.zcosh + b.zcosg * b.zcosi * b.zsinh;
  const double a7 = -b.zcosg * b.zsinh + b.zsing * b.zcosi * b.zcosh;
  const double a8 = b.zsing * b.zsini;
  const double a9 = b.zsing * b.zsinh + b.zcosg * b.zcosi * b.zcosh;
  const double a10 = b.zcosg * b.zsini;
  const double a2 = cosi * a7 + sini * a8;
  const double a4 = cosi * a9 + sini * a10;
  const double a5 = -sini * a7 + cosi * a8;
  const double a6 = -sini * a9 + cosi * a10;
  const double x1 = a1 * cosomm + a2 * sinomm;
  const double x2 = a3 * cosomm + a4 * sinomm;
  const double x3 = -a1 * sinomm + a2 * cosomm;
  const double x4 = -a3 * sinomm + a4 * cosomm;
  const double x5 = a5 * sinomm, x6 = a6 * sinomm, x7 = a5 * cosomm, x8 = a6 * cosomm;
  s.z31 = 12.0 * x1 * x1 - 3.0 * x3 * x3;
  s.z32 = 24.0 * x1 * x2 - 6.0 * x3 * x4;
  s.z33 = 12.0 * x2 * x2 - 3.0 * x4 * x4;
  s.z1 = 3.0 * (a1 * a1 + a2 * a2) + s.z31 * emsq;
  s.z2 = 6.0 * (a1 * a3 + a2 * a4) + s.z32 * emsq;
  s.z3 = 3.0 * (a3 * a3 + a4 * a4) + s.z33 * emsq;
  s.z11 = -6.0 * a1 * a5 + emsq * (-24.0 * x1 * x7 - 6.0 * x3 * x5);
  s.z12 = -6.0 * (a1 * a6 + a3 * a5) + emsq * (-24.0 * (x2 * x7 + x1 * x8) - 6.0 * (x3 * x6 + x4 * x5));
  s.z13 = -6.0 * a3 * a6 + emsq * (-24.0 * x2 * x8 - 6.0 * x4 * x6);
  s.z21 = 6.0 * a2 * a5 + emsq * (24.0 * x1 * x5 - 6.0 * x3 * x7);
  s.z22 = 6.0 * (a4 * a5 + a2 * a6) + emsq * (24.0 * (x2 * x5 + x1 * x6) - 6.0 * (x4 * x7 + x3 * x8));
  s.z23 = 6.0 * a4 * a6 + emsq * (24.0 * x2 * x6 - 6.0 * x4 * x8);
  s.z1 = s.z1 + s.z1 + betasq * s.z31;
  s.z2 = s.z2 + s.z2 + betasq * s.z32;
  s.z3 = s.z3 + s.z3 + betasq * s.z33;
  s.s3 = b.strength / o.n;
  s.s2 = -0.5 * s.s3 / rtemsq;
  s.s4 = s.s3 * rtemsq;
  s.s1 = -15.0 * o.e * s.s4;
  s.s5 = x1 * x3 + x2 * x4;
  s.s6 = x2 * x3 + x1 * x4;
  s.s7 = x2 * x4 - x1 * x3;
  return s;
}

ThirdBody AmplitudesOf(const BodySums& s, double emsq, double ze) {
  return {.e2 = 2.0 * s.s1 * s.s6,
          .e3 = 2.0 * s.s1 * s.s7,
          .i2 = 2.0 * s.s2 * s.z12,
          .i3 = 2.0 * s.s2 * (s.z13 - s.z11),
          .l2 = -2.0 * s.s3 * s.z2,
          .l3 = -2.0 * s.s3 * (s.z3 - s.z1),
          .l4 = -2.0 * s.s3 * (-21.0 - 9.0 * emsq) * ze,
          .gh2 = 2.0 * s.s4 * s.z32,
          .gh3 = 2.0 * s.s4 * (s.z33 - s.z31),
          .gh4 = -18.0 * s.s4 * ze,
          .h2 = -2.0 * s.s2 * s.z22,
          .h3 = -2.0 * s.s2 * (s.z23 - s.z21)};
}

// Long-period terms of one body at mean anomaly zm.
struct Periodics {
  double e = 0, i = 0, l = 0, gh = 0, h = 0;
};
Periodics PeriodicsOf(const ThirdBody& b, double zm, double ze) {
  const double zf = zm + 2.0 * ze * Sin(zm);
  const double sinzf = Sin(zf);
  const double f2 = 0.5 * sinzf * sinzf - 0.25;
  const double f3 = -0.5 * sinzf * Cos(zf);
  return {.e = b.e2 * f2 + b.e3 * f3,
          .i = b.i2 * f2 + b.i3 * f3,
          .l = b.l2 * f2 + b.l3 * f3 + b.l4 * sinzf,
          .gh = b.gh2 * f2 + b.gh3 * f3 + b.gh4 * sinzf,
          .h = b.h2 * f2 + b.h3 * f3};
}

// Eccentricity functions of the half-day resonance.
struct HalfDayFunctions {
  double g201 = 0, g211 = 0, g310 = 0, g322 = 0, g410 = 0, g422 = 0, g520 = 0, g533 = 0, g521 = 0, g532 = 0;
};
HalfDayFunctions HalfDay(double em) {
  HalfDayFunctions g;
  const double emsq = em * em, eoc = em * emsq;
  const auto cubic = [&](double c0, double c1, double c2, double c3) { return c0 + c1 * em + c2 * emsq + c3 * eoc; };
  g.g201 = -0.306 - (em - 0.64) * 0.440;
  if (em <= 0.65) {
    g.g211 = 3.616 - 13.2470 * em + 16.2900 * emsq;
    g.g310 = cubic(-19.302, 117.3900, -228.4190, 156.5910);
    g.g322 = cubic(-18.9068, 109.7927, -214.6334, 146.5816);
    g.g410 = cubic(-41.122, 242.6940, -471.0940, 313.9530);
    g.g422 = cubic(-146.407, 841.8800, -1629.014, 1083.4350);
    g.g520 = cubic(-532.114, 3017.977, -5740.032, 3708.2760);
  } else {
    g.g211 = cubic(-72.099, 331.819, -508.738, 266.724);
    g.g310 = cubic(-346.844, 1582.851, -2415.925, 1246.113);
    g.g322 = cubic(-342.585, 1554.908, -2366.899, 1215.972);
    g.g410 = cubic(-1052.797, 4758.686, -7193.992, 3651.957);
    g.g422 = cubic(-3581.690, 16178.110, -24462.770, 12422.520);
    g.g520 = em > 0.715 ? cubic(-5149.66, 29936.92, -54087.36, 31324.56) : 1464.74 - 4664.75 * em + 3763.64 * emsq;
  }
  if (em < 0.7) {
    g.g533 = cubic(-919.22770, 4988.6100, -9064.7700, 5542.21);
    g.g521 = cubic(-822.71072, 4568.6173, -8491.4146, 5337.524);
    g.g532 = cubic(-853.66600, 4690.2500, -8624.7700, 5341.4);
  } else {
    g.g533 = cubic(-37995.780, 161616.52, -229838.20, 109377.94);
    g.g521 = cubic(-51752.104, 218913.95, -309468.16, 146349.42);
    g.g532 = cubic(-40023.880, 170470.89, -242699.48, 115605.82);
  }
  return g;
}

}  // namespace

DeepSpace::DeepSpace(const DeepEpoch& o) : gsto_(SiderealTime(o.days_1950)), n_(o.n), argp_(o.argp), argpdot_(o.argpdot) {
  const double snodm = Sin(o.node), cnodm = Cos(o.node), sini = Sin(o.i), cosi = Cos(o.i), emsq = o.e * o.e;
  const double day = o.days_1950 + 18261.5;
  // The Moon's node and plane.
  const double xnodce = Mod2Pi(4.5236020 - 9.2422029e-4 * day);
  const double stem = Sin(xnodce), ctem = Cos(xnodce);
  const double zcosil = 0.91375164 - 0.03568096 * ctem;
  const double zsinil = std::sqrt(1.0 - zcosil * zcosil);
  const double zsinhl = 0.089683511 * stem / zsinil;
  const double zcoshl = std::sqrt(1.0 - zsinhl * zsinhl);
  const double gam = 5.8351514 + 0.0019443680 * day;
  const double zx = gam + Atan2(0.39785416 * stem / zsinil, zcoshl * ctem + 0.91744867 * zsinhl * stem) - xnodce;

  const BodySums sun = SumsOf({0.1945905, -0.98088458, 0.91744867, 0.39785416, cnodm, snodm, kC1ss}, o, sini, cosi);
  const BodySums moon =
      SumsOf({Cos(zx), Sin(zx), zcosil, zsinil, zcoshl * cnodm + zsinhl * snodm, snodm * zcoshl - cnodm * zsinhl, kC1l}, o, sini, cosi);
  sun_ = AmplitudesOf(sun, emsq, kZes);
  moon_ = AmplitudesOf(moon, emsq, kZel);
  zmol_ = Mod2Pi(4.7199672 + 0.22997150 * day - gam);
  zmos_ = Mod2Pi(6.2565837 + 0.017201977 * day);

  // Secular rates. Near the equator the node's own rate is left out.
  const bool flat = o.i < 5.2359877e-2 || o.i > kPi - 5.2359877e-2;
  double shs = flat ? 0.0 : -kZns * sun.s2 * (sun.z21 + sun.z23);
  if (sini != 0.0) shs = shs / sini;
  const double sgs = sun.s4 * kZns * (sun.z31 + sun.z33 - 6.0) - cosi * shs;
  dedt_ = sun.s1 * kZns * sun.s5 + moon.s1 * kZnl * moon.s5;
  didt_ = sun.s2 * kZns * (sun.z11 + sun.z13) + moon.s2 * kZnl * (moon.z11 + moon.z13);
  dmdt_ = -kZns * sun.s3 * (sun.z1 + sun.z3 - 14.0 - 6.0 * emsq) - kZnl * moon.s3 * (moon.z1 + moon.z3 - 14.0 - 6.0 * emsq);
  const double shll = flat ? 0.0 : -kZnl * moon.s2 * (moon.z21 + moon.z23);
  domdt_ = sgs + moon.s4 * kZnl * (moon.z31 + moon.z33 - 6.0);
  dnodt_ = shs;
  if (sini != 0.0) {
    domdt_ = domdt_ - cosi / sini * shll;
    dnodt_ = dnodt_ + shll / sini;
  }
  if (o.n < 0.0052359877 && o.n > 0.0034906585) resonance_ = Resonance::kOneDay;
  if (o.n >= 8.26e-3 && o.n <= 9.24e-3 && o.e >= 0.5) resonance_ = Resonance::kHalfDay;
  if (resonance_ != Resonance::kNone) SetResonance(o, sini, cosi);
}

void DeepSpace::SetResonance(const DeepEpoch& o, double sini, double cosi) {
  const double theta = Mod2Pi(gsto_);
  const double aonv = Pow(o.n / o.xke, 2.0 / 3.0);
  const double emsq = o.e * o.e;
  if (resonance_ == Resonance::kHalfDay) {
    const HalfDayFunctions g = HalfDay(o.e);
    const double cosisq = cosi * cosi, sini2 = sini * sini;
    const double f220 = 0.75 * (1.0 + 2.0 * cosi + cosisq);
    const double f221 = 1.5 * sini2;
    const double f321 = 1.875 * sini * (1.0 - 2.0 * cosi - 3.0 * cosisq);
    const double f322 = -1.875 * sini * (1.0 + 2.0 * cosi - 3.0 * cosisq);
    const double f441 = 35.0 * sini2 * f220;
    const double f442 = 39.3750 * sini2 * sini2;
    const double f522 = 9.84375 * sini * (sini2 * (1.0 - 2.0 * cosi - 5.0 * cosisq) + 0.33333333 * (-2.0 + 4.0 * cosi + 6.0 * cosisq));
    const double f523 = sini * (4.92187512 * sini2 * (-2.0 - 4.0 * cosi + 10.0 * cosisq) + 6.56250012 * (1.0 + 2.0 * cosi - 3.0 * cosisq));
    const double f542 = 29.53125 * sini * (2.0 - 8.0 * cosi + cosisq * (-12.0 + 8.0 * cosi + 10.0 * cosisq));
    const double f543 = 29.53125 * sini * (-2.0 - 8.0 * cosi + cosisq * (12.0 + 8.0 * cosi - 10.0 * cosisq));
    constexpr double root22 = 1.7891679e-6, root32 = 3.7393792e-7, root44 = 7.3636953e-9, root52 = 1.1428639e-7, root54 = 2.1765803e-9;
    double temp1 = 3.0 * o.n * o.n * aonv * aonv;
    d2201_ = temp1 * root22 * f220 * g.g201;
    d2211_ = temp1 * root22 * f221 * g.g211;
    temp1 = temp1 * aonv;
    d3210_ = temp1 * root32 * f321 * g.g310;
    d3222_ = temp1 * root32 * f322 * g.g322;
    temp1 = temp1 * aonv;
    d4410_ = 2.0 * temp1 * root44 * f441 * g.g410;
    d4422_ = 2.0 * temp1 * root44 * f442 * g.g422;
    temp1 = temp1 * aonv;
    d5220_ = temp1 * root52 * f522 * g.g520;
    d5232_ = temp1 * root52 * f523 * g.g532;
    d5421_ = 2.0 * temp1 * root54 * f542 * g.g521;
    d5433_ = 2.0 * temp1 * root54 * f543 * g.g533;
    xlamo_ = Mod2Pi(o.m + o.node + o.node - theta - theta);
    xfact_ = o.mdot + dmdt_ + 2.0 * (o.nodedot + dnodt_ - kRptim) - o.n;
    return;
  }
  constexpr double q22 = 1.7891679e-6, q31 = 2.1460748e-6, q33 = 2.2123015e-7;
  const double g200 = 1.0 + emsq * (-2.5 + 0.8125 * emsq);
  const double g310 = 1.0 + 2.0 * emsq;
  const double g300 = 1.0 + emsq * (-6.0 + 6.60937 * emsq);
  const double f220 = 0.75 * (1.0 + cosi) * (1.0 + cosi);
  const double f311 = 0.9375 * sini * sini * (1.0 + 3.0 * cosi) - 0.75 * (1.0 + cosi);
  const double f330 = 1.875 * (1.0 + cosi) * (1.0 + cosi) * (1.0 + cosi);
  const double del1 = 3.0 * o.n * o.n * aonv * aonv;
  del2_ = 2.0 * del1 * f220 * g200 * q22;
  del3_ = 3.0 * del1 * f330 * g300 * q33 * aonv;
  del1_ = del1 * f311 * g310 * q31 * aonv;
  xlamo_ = Mod2Pi(o.m + o.node + o.argp - theta);
  xfact_ = o.mdot + (o.argpdot + o.nodedot) - kRptim + dmdt_ + domdt_ + dnodt_ - o.n;
}

void DeepSpace::ResonanceRates(double xli, double atime, double& xndt, double& xnddt) const {
  if (resonance_ == Resonance::kOneDay) {
    constexpr double fasx2 = 0.13130908, fasx4 = 2.8843198, fasx6 = 0.37448087;
    const SinCosValue one = SinCos(xli - fasx2), two = SinCos(2.0 * (xli - fasx4)), three = SinCos(3.0 * (xli - fasx6));
    xndt = del1_ * one.sin + del2_ * two.sin + del3_ * three.sin;
    xnddt = del1_ * one.cos + 2.0 * del2_ * two.cos + 3.0 * del3_ * three.cos;
    return;
  }
  constexpr double g22 = 5.7686396, g32 = 0.95240898, g44 = 1.8014998, g52 = 1.0508330, g54 = 4.4108898;
  const double xomi = argp_ + argpdot_ * atime;
  const double x2omi = xomi + xomi, x2li = xli + xli;
  const SinCosValue a = SinCos(x2omi + xli - g22), b = SinCos(xli - g22), c = SinCos(xomi + xli - g32), d = SinCos(-xomi + xli - g32), e = SinCos(x2omi + x2li - g44),
                    f = SinCos(x2li - g44), g = SinCos(xomi + xli - g52), h = SinCos(-xomi + xli - g52), i = SinCos(xomi + x2li - g54), k = SinCos(-xomi + x2li - g54);
  xndt = d2201_ * a.sin + d2211_ * b.sin + d3210_ * c.sin + d3222_ * d.sin + d4410_ * e.sin + d4422_ * f.sin + d5220_ * g.sin + d5232_ * h.sin + d5421_ * i.sin +
         d5433_ * k.sin;
  xnddt = d2201_ * a.cos + d2211_ * b.cos + d3210_ * c.cos + d3222_ * d.cos + d5220_ * g.cos + d5232_ * h.cos +
          2.0 * (d4410_ * e.cos + d4422_ * f.cos + d5421_ * i.cos + d5433_ * k.cos);
}

void DeepSpace::Secular(double t, DeepElements& x) const {
  const double theta = Mod2Pi(gsto_ + t * kRptim);
  x.e = x.e + dedt_ * t;
  x.i = x.i + didt_ * t;
  x.argp = x.argp + domdt_ * t;
  x.node = x.node + dnodt_ * t;
  x.m = x.m + dmdt_ * t;
  if (resonance_ == Resonance::kNone) return;
  const double step = t > 0.0 ? kStep : -kStep;
  double xli = xlamo_, xni = n_, atime = 0.0, xndt = 0.0, xnddt = 0.0, xldot = 0.0;
  for (;;) {
    ResonanceRates(xli, atime, xndt, xnddt);
    xldot = xni + xfact_;
    xnddt = xnddt * xldot;
    if (!(std::fabs(t - atime) >= kStep)) break;
    xli = xli + xldot * step + xndt * kHalfStepSquared;
    xni = xni + xndt * step + xnddt * kHalfStepSquared;
    atime = atime + step;
  }
  const double ft = t - atime;
  x.n = xni + xndt * ft + xnddt * ft * ft * 0.5;
  const double xl = xli + xldot * ft + xndt * ft * ft * 0.5;
  x.m = resonance_ == Resonance::kHalfDay ? xl - 2.0 * x.node + 2.0 * theta : xl - x.node - x.argp + theta;
}

void DeepSpace::LongPeriod(double t, DeepElements& x) const {
  const Periodics sun = PeriodicsOf(sun_, zmos_ + kZns * t, kZes);
  const Periodics moon = PeriodicsOf(moon_, zmol_ + kZnl * t, kZel);
  const double pinc = sun.i + moon.i, pl = sun.l + moon.l;
  double pgh = sun.gh + moon.gh, ph = sun.h + moon.h;
  x.i = x.i + pinc;
  x.e = x.e + (sun.e + moon.e);
  const double sinip = Sin(x.i), cosip = Cos(x.i);
  if (x.i >= 0.2) {
    ph = ph / sinip;
    pgh = pgh - cosip * ph;
    x.argp = x.argp + pgh;
    x.node = x.node + ph;
    x.m = x.m + pl;
    return;
  }
  // Lyddane's variables: the node of a flat orbit is badly determined.
  const double sinop = Sin(x.node), cosop = Cos(x.node);
  const double alfdp = sinip * sinop + (ph * cosop + pinc * cosip * sinop);
  const double betdp = sinip * cosop + (-ph * sinop + pinc * cosip * cosop);
  x.node = Mod2Pi(x.node);
  const double xls = x.m + x.argp + cosip * x.node + (pl + pgh - pinc * x.node * sinip);
  const double xnoh = x.node;
  x.node = Atan2(alfdp, betdp);
  if (std::fabs(xnoh - x.node) > kPi) x.node = x.node < xnoh ? x.node + kTwoPi : x.node - kTwoPi;
  x.m = x.m + pl;
  x.argp = xls - x.m - cosip * x.node;
}

}  // namespace haze::dynamics
