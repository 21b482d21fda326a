// The propagator of AIAA 2006-6753; letters and order of terms follow its report, so that both can be read side by side.
#include "dynamics/sgp4.h"

#include <cmath>

#include "dynamics/dmath.h"

namespace haze::dynamics {

namespace {

// WGS72, as the element sets are made with.
constexpr double kMu = 398600.8;         // km3/s2
constexpr double kRadius = 6378.135;     // km
constexpr double kJ2Wgs72 = 0.001082616;
constexpr double kJ3Wgs72 = -0.00000253881;
constexpr double kJ4Wgs72 = -0.00000165597;
constexpr double kJ3oJ2 = kJ3Wgs72 / kJ2Wgs72;

double Xke() { return 60.0 / std::sqrt(kRadius * kRadius * kRadius / kMu); }
double Power(double x, double y) { return Pow(x, y); }

// x modulo 2 pi with the sign of x, as fmod.
double Mod2Pi(double x) {
  const double turns = x / kTwoPi;
  return x - kTwoPi * (turns < 0.0 ? -std::floor(-turns) : std::floor(turns));
}

}  // namespace

Sgp4Init InitSgp4(const Tle& tle) {
  Sgp4 model;
  Sgp4::Coefficients& c = model.c;
  const double xke = Xke();
  constexpr double x2o3 = 2.0 / 3.0;
  c.ecco = tle.eccentricity;
  c.inclo = tle.inclination;
  c.nodeo = tle.raan;
  c.argpo = tle.argp;
  c.mo = tle.mean_anomaly;
  c.bstar = tle.bstar;

  const double eccsq = c.ecco * c.ecco;
  const double omeosq = 1.0 - eccsq;
  if (!(omeosq > 0.0) || !(tle.mean_motion > 0.0)) return {std::nullopt, Sgp4Status::kMeanElements};
  const double rteosq = std::sqrt(omeosq);
  const double cosio = Cos(c.inclo);
  const double cosio2 = cosio * cosio;

  // Un-Kozai the mean motion.
  const double ak = Power(xke / tle.mean_motion, x2o3);
  const double d1 = 0.75 * kJ2Wgs72 * (3.0 * cosio2 - 1.0) / (rteosq * omeosq);
  double del = d1 / (ak * ak);
  const double adel = ak * (1.0 - del * del - del * (1.0 / 3.0 + 134.0 * del * del / 81.0));
  del = d1 / (adel * adel);
  c.no_unkozai = tle.mean_motion / (1.0 + del);

  const double ao = Power(xke / c.no_unkozai, x2o3);
  const double sinio = Sin(c.inclo);
  const double po = ao * omeosq;
  const double con42 = 1.0 - 5.0 * cosio2;
  c.con41 = -con42 - cosio2 - cosio2;
  const double posq = po * po;
  const double rp = ao * (1.0 - c.ecco);
  const bool deep = kTwoPi / c.no_unkozai >= 225.0;

  c.simple = deep || rp < 220.0 / kRadius + 1.0;
  double sfour = 78.0 / kRadius + 1.0;
  double qzms24 = Power((120.0 - 78.0) / kRadius, 4.0);
  const double perige = (rp - 1.0) * kRadius;
  if (perige < 156.0) {
    sfour = perige < 98.0 ? 20.0 : perige - 78.0;
    const double ratio = (120.0 - sfour) / kRadius;
    qzms24 = ratio * ratio * ratio * ratio;
    sfour = sfour / kRadius + 1.0;
  }
  const double pinvsq = 1.0 / posq;
  const double tsi = 1.0 / (ao - sfour);
  c.eta = ao * c.ecco * tsi;
  const double etasq = c.eta * c.eta;
  const double eeta = c.ecco * c.eta;
  const double psisq = std::fabs(1.0 - etasq);
  const double coef = qzms24 * tsi * tsi * tsi * tsi;
  const double coef1 = coef / Power(psisq, 3.5);
  const double cc2 = coef1 * c.no_unkozai *
                     (ao * (1.0 + 1.5 * etasq + eeta * (4.0 + etasq)) + 0.375 * kJ2Wgs72 * tsi / psisq * c.con41 * (8.0 + 3.0 * etasq * (8.0 + etasq)));
  c.cc1 = c.bstar * cc2;
  double cc3 = 0.0;
  if (c.ecco > 1.0e-4) cc3 = -2.0 * coef * tsi * kJ3oJ2 * c.no_unkozai * sinio / c.ecco;
  c.x1mth2 = 1.0 - cosio2;
  c.cc4 = 2.0 * c.no_unkozai * coef1 * ao * omeosq *
          (c.eta * (2.0 + 0.5 * etasq) + c.ecco * (0.5 + 2.0 * etasq) -
           kJ2Wgs72 * tsi / (ao * psisq) *
               (-3.0 * c.con41 * (1.0 - 2.0 * eeta + etasq * (1.5 - 0.5 * eeta)) +
                0.75 * c.x1mth2 * (2.0 * etasq - eeta * (1.0 + etasq)) * Cos(2.0 * c.argpo)));
  c.cc5 = 2.0 * coef1 * ao * omeosq * (1.0 + 2.75 * (etasq + eeta) + eeta * etasq);
  const double cosio4 = cosio2 * cosio2;
  const double temp1 = 1.5 * kJ2Wgs72 * pinvsq * c.no_unkozai;
  const double temp2 = 0.5 * temp1 * kJ2Wgs72 * pinvsq;
  const double temp3 = -0.46875 * kJ4Wgs72 * pinvsq * pinvsq * c.no_unkozai;
  c.mdot = c.no_unkozai + 0.5 * temp1 * rteosq * c.con41 + 0.0625 * temp2 * rteosq * (13.0 - 78.0 * cosio2 + 137.0 * cosio4);
  c.argpdot = -0.5 * temp1 * con42 + 0.0625 * temp2 * (7.0 - 114.0 * cosio2 + 395.0 * cosio4) + temp3 * (3.0 - 36.0 * cosio2 + 49.0 * cosio4);
  const double xhdot1 = -temp1 * cosio;
  c.nodedot = xhdot1 + (0.5 * temp2 * (4.0 - 19.0 * cosio2) + 2.0 * temp3 * (3.0 - 7.0 * cosio2)) * cosio;
  c.omgcof = c.bstar * cc3 * Cos(c.argpo);
  c.xmcof = c.ecco > 1.0e-4 ? -x2o3 * coef * c.bstar / eeta : 0.0;
  c.nodecf = 3.5 * omeosq * xhdot1 * c.cc1;
  c.t2cof = 1.5 * c.cc1;
  const double denominator = std::fabs(cosio + 1.0) > 1.5e-12 ? 1.0 + cosio : 1.5e-12;
  c.xlcof = -0.25 * kJ3oJ2 * sinio * (3.0 + 5.0 * cosio) / denominator;
  c.aycof = -0.5 * kJ3oJ2 * sinio;
  const double delmotemp = 1.0 + c.eta * Cos(c.mo);
  c.delmo = delmotemp * delmotemp * delmotemp;
  c.sinmao = Sin(c.mo);
  c.x7thm1 = 7.0 * cosio2 - 1.0;
  if (!c.simple) {
    const double cc1sq = c.cc1 * c.cc1;
    c.d2 = 4.0 * ao * tsi * cc1sq;
    const double temp = c.d2 * tsi * c.cc1 / 3.0;
    c.d3 = (17.0 * ao + sfour) * temp;
    c.d4 = 0.5 * temp * ao * tsi * (221.0 * ao + 31.0 * sfour) * c.cc1;
    c.t3cof = c.d2 + 2.0 * cc1sq;
    c.t4cof = 0.25 * (3.0 * c.d3 + c.cc1 * (12.0 * c.d2 + 10.0 * cc1sq));
    c.t5cof = 0.2 * (3.0 * c.d4 + 12.0 * c.cc1 * c.d3 + 6.0 * c.d2 * c.d2 + 15.0 * cc1sq * (2.0 * c.d2 + cc1sq));
  }
  if (deep) {
    // Days since 1950 January 0.0 by way of the Julian date in one double, whose rounding (20 us) is part of the published values: at an eccentricity of 0.99
    // it moves a perigee by 4 mm.
    const double julian_date = static_cast<double>(tle.epoch.us) / 86400e6 + 2451544.5;
    const double days_1950 = julian_date - 2433281.5;
    model.deep.emplace(DeepEpoch{.days_1950 = days_1950,
                                 .e = c.ecco,
                                 .i = c.inclo,
                                 .node = c.nodeo,
                                 .argp = c.argpo,
                                 .m = c.mo,
                                 .n = c.no_unkozai,
                                 .mdot = c.mdot,
                                 .argpdot = c.argpdot,
                                 .nodedot = c.nodedot,
                                 .xke = xke});
  }
  return {model, Sgp4Status::kOk};
}

Sgp4Result Sgp4::At(double t) const {
  Sgp4Result result;
  const auto fail = [&result](Sgp4Status status) {
    result.status = status;
    return result;
  };
  const double xke = Xke();
  constexpr double x2o3 = 2.0 / 3.0;

  // Secular gravity and atmospheric drag.
  const double xmdf = c.mo + c.mdot * t;
  const double argpdf = c.argpo + c.argpdot * t;
  const double nodedf = c.nodeo + c.nodedot * t;
  double argpm = argpdf;
  double mm = xmdf;
  const double t2 = t * t;
  double nodem = nodedf + c.nodecf * t2;
  double tempa = 1.0 - c.cc1 * t;
  double tempe = c.bstar * c.cc4 * t;
  double templ = c.t2cof * t2;
  if (!c.simple) {
    const double delomg = c.omgcof * t;
    const double delmtemp = 1.0 + c.eta * Cos(xmdf);
    const double delm = c.xmcof * (delmtemp * delmtemp * delmtemp - c.delmo);
    const double temp = delomg + delm;
    mm = xmdf + temp;
    argpm = argpdf - temp;
    const double t3 = t2 * t;
    const double t4 = t3 * t;
    tempa = tempa - c.d2 * t2 - c.d3 * t3 - c.d4 * t4;
    tempe = tempe + c.bstar * c.cc5 * (Sin(mm) - c.sinmao);
    templ = templ + c.t3cof * t3 + t4 * (c.t4cof + t * c.t5cof);
  }
  double nm = c.no_unkozai;
  double em = c.ecco;
  double inclm = c.inclo;
  if (deep) {
    DeepElements x{.e = em, .i = inclm, .node = nodem, .argp = argpm, .m = mm, .n = nm};
    deep->Secular(t, x);
    em = x.e;
    inclm = x.i;
    nodem = x.node;
    argpm = x.argp;
    mm = x.m;
    nm = x.n;
    if (!(nm > 0.0)) return fail(Sgp4Status::kMeanMotion);
  }
  const double am = Power(xke / nm, x2o3) * tempa * tempa;
  if (!(am > 0.0)) return fail(Sgp4Status::kMeanElements);
  nm = xke / Power(am, 1.5);
  em = em - tempe;
  if (em >= 1.0 || em < -0.001) return fail(Sgp4Status::kMeanElements);
  if (em < 1.0e-6) em = 1.0e-6;
  mm = mm + c.no_unkozai * templ;
  double xlm = mm + argpm + nodem;
  nodem = Mod2Pi(nodem);
  argpm = Mod2Pi(argpm);
  xlm = Mod2Pi(xlm);
  mm = Mod2Pi(xlm - argpm - nodem);
  if (!(nm > 0.0)) return fail(Sgp4Status::kMeanMotion);

  // Long-period periodics; near-earth orbits have no lunar-solar ones.
  double sinip = 0.0, cosip = 0.0, aycof = c.aycof, xlcof = c.xlcof, con41 = c.con41, x1mth2 = c.x1mth2, x7thm1 = c.x7thm1;
  if (deep) {
    DeepElements x{.e = em, .i = inclm, .node = nodem, .argp = argpm, .m = mm, .n = nm};
    deep->LongPeriod(t, x);
    if (x.i < 0.0) {
      x.i = -x.i;
      x.node = x.node + kPi;
      x.argp = x.argp - kPi;
    }
    if (!(x.e >= 0.0 && x.e <= 1.0)) return fail(Sgp4Status::kPerturbedElements);
    em = x.e;
    inclm = x.i;
    nodem = x.node;
    argpm = x.argp;
    mm = x.m;
    sinip = Sin(inclm);
    cosip = Cos(inclm);
    const double denominator = std::fabs(cosip + 1.0) > 1.5e-12 ? 1.0 + cosip : 1.5e-12;
    aycof = -0.5 * kJ3oJ2 * sinip;
    xlcof = -0.25 * kJ3oJ2 * sinip * (3.0 + 5.0 * cosip) / denominator;
    const double cosisq = cosip * cosip;
    con41 = 3.0 * cosisq - 1.0;
    x1mth2 = 1.0 - cosisq;
    x7thm1 = 7.0 * cosisq - 1.0;
  } else {
    sinip = Sin(inclm);
    cosip = Cos(inclm);
  }
  const double axnl = em * Cos(argpm);
  double temp = 1.0 / (am * (1.0 - em * em));
  const double aynl = em * Sin(argpm) + temp * aycof;
  const double xl = mm + argpm + nodem + temp * xlcof * axnl;

  // Kepler's equation.
  const double u = Mod2Pi(xl - nodem);
  double eo1 = u;
  double tem5 = 9999.9;
  double sineo1 = 0.0;
  double coseo1 = 0.0;
  for (int ktr = 1; std::fabs(tem5) >= 1.0e-12 && ktr <= 10; ++ktr) {
    sineo1 = Sin(eo1);
    coseo1 = Cos(eo1);
    tem5 = 1.0 - coseo1 * axnl - sineo1 * aynl;
    tem5 = (u - aynl * coseo1 + axnl * sineo1 - eo1) / tem5;
    if (std::fabs(tem5) >= 0.95) tem5 = tem5 > 0.0 ? 0.95 : -0.95;
    eo1 = eo1 + tem5;
  }

  // Short-period preliminary quantities.
  const double ecose = axnl * coseo1 + aynl * sineo1;
  const double esine = axnl * sineo1 - aynl * coseo1;
  const double el2 = axnl * axnl + aynl * aynl;
  const double pl = am * (1.0 - el2);
  if (!(pl >= 0.0)) return fail(Sgp4Status::kSemiLatusRectum);
  const double rl = am * (1.0 - ecose);
  const double rdotl = std::sqrt(am) * esine / rl;
  const double rvdotl = std::sqrt(pl) / rl;
  const double betal = std::sqrt(1.0 - el2);
  temp = esine / (1.0 + betal);
  const double sinu = am / rl * (sineo1 - aynl - axnl * temp);
  const double cosu = am / rl * (coseo1 - axnl + aynl * temp);
  double su = Atan2(sinu, cosu);
  const double sin2u = (cosu + cosu) * sinu;
  const double cos2u = 1.0 - 2.0 * sinu * sinu;
  temp = 1.0 / pl;
  const double temp1 = 0.5 * kJ2Wgs72 * temp;
  const double temp2 = temp1 * temp;

  const double mrt = rl * (1.0 - 1.5 * temp2 * betal * con41) + 0.5 * temp1 * x1mth2 * cos2u;
  su = su - 0.25 * temp2 * x7thm1 * sin2u;
  const double xnode = nodem + 1.5 * temp2 * cosip * sin2u;
  const double xinc = inclm + 1.5 * temp2 * cosip * sinip * cos2u;
  const double mvt = rdotl - nm * temp1 * x1mth2 * sin2u / xke;
  const double rvdot = rvdotl + nm * temp1 * (x1mth2 * cos2u + 1.5 * con41) / xke;

  // Orientation.
  const double sinsu = Sin(su);
  const double cossu = Cos(su);
  const double snod = Sin(xnode);
  const double cnod = Cos(xnode);
  const double sini = Sin(xinc);
  const double cosi = Cos(xinc);
  const double xmx = -snod * cosi;
  const double xmy = cnod * cosi;
  const Vector3 ux(xmx * sinsu + cnod * cossu, xmy * sinsu + snod * cossu, sini * sinsu);
  const Vector3 vx(xmx * cossu - cnod * sinsu, xmy * cossu - snod * sinsu, sini * cossu);
  const double vkmpersec = kRadius * xke / 60.0;
  result.teme.r = mrt * kRadius * 1000.0 * ux;
  result.teme.v = vkmpersec * 1000.0 * (mvt * ux + rvdot * vx);
  if (mrt < 1.0) return fail(Sgp4Status::kDecayed);
  return result;
}

}  // namespace haze::dynamics
