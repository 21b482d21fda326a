// The propagator of AIAA 2006-6753; letters and order of terms follow its report, so that both can be read side by side.
#include "dynamics/sgp4.h"

#include <cmath>

#include "dynamics/dmath.h"
#include "dynamics/sgp4_kernel.h"
#include "dynamics/sgp4_lanes.h"

namespace haze::dynamics {

namespace {

using sgp4::kJ2Wgs72;
using sgp4::kRadius;
constexpr double kMu = 398600.8;  // km3/s2, WGS72
constexpr double kJ3Wgs72 = -0.00000253881;
constexpr double kJ4Wgs72 = -0.00000165597;
constexpr double kJ3oJ2 = kJ3Wgs72 / kJ2Wgs72;

double Power(double x, double y) { return Pow(x, y); }

// x modulo 2 pi with the sign of x, as fmod.
double Mod2Pi(double x) {
  const double turns = x / kTwoPi;
  return x - kTwoPi * (turns < 0.0 ? -std::floor(-turns) : std::floor(turns));
}

// One double under the kernel's names for registers.
struct One {
  double v;
};
One operator+(One a, One b) { return {a.v + b.v}; }
One operator-(One a, One b) { return {a.v - b.v}; }
One operator*(One a, One b) { return {a.v * b.v}; }
One operator/(One a, One b) { return {a.v / b.v}; }
One operator+(double a, One b) { return {a + b.v}; }
One operator-(double a, One b) { return {a - b.v}; }
One operator*(double a, One b) { return {a * b.v}; }
One operator/(double a, One b) { return {a / b.v}; }
One operator*(One a, double b) { return {a.v * b}; }
One operator/(One a, double b) { return {a.v / b}; }
One operator-(One a) { return {-a.v}; }
bool operator<(One a, double b) { return a.v < b; }
bool operator>(One a, double b) { return a.v > b; }
bool operator>=(One a, double b) { return a.v >= b; }
bool operator>(One a, One b) { return a.v > b.v; }
One Select(bool mask, One a, One b) { return mask ? a : b; }
One Every(One, double x) { return {x}; }
One AbsOf(One x) { return {std::fabs(x.v)}; }
One FloorOf(One x) { return {std::floor(x.v)}; }
One RootOf(One x) { return {std::sqrt(x.v)}; }
sgp4::Pair<One> SinCosOf(One x) {
  const SinCosValue value = SinCos(x.v);
  return {{value.sin}, {value.cos}};
}

// Coefficients under the kernel's names.
struct OneTerms {
  const Sgp4::Coefficients& c;
  One mo{c.mo}, mdot{c.mdot}, argpo{c.argpo}, argpdot{c.argpdot}, nodeo{c.nodeo}, nodedot{c.nodedot}, nodecf{c.nodecf}, eta{c.eta}, omgcof{c.omgcof}, xmcof{c.xmcof}, delmo{c.delmo},
      cc1{c.cc1}, cc4{c.cc4}, cc5{c.cc5}, bstar{c.bstar}, sinmao{c.sinmao}, d2{c.d2}, d3{c.d3}, d4{c.d4}, t2cof{c.t2cof}, t3cof{c.t3cof}, t4cof{c.t4cof}, t5cof{c.t5cof};
};

}  // namespace

double sgp4::XkeOfWgs72() { return 60.0 / std::sqrt(kRadius * kRadius * kRadius / kMu); }

Sgp4Init InitSgp4(const Tle& tle) {
  Sgp4 model;
  Sgp4::Coefficients& c = model.c;
  const double xke = sgp4::XkeOfWgs72();
  constexpr double x2o3 = 2.0 / 3.0;
  c.ecco = tle.eccentricity;
  c.inclo = tle.inclination;
  c.nodeo = tle.raan;
  c.argpo = tle.argp;
  c.mo = tle.mean_anomaly;
  c.bstar = tle.bstar;

  const double eccsq = c.ecco * c.ecco;
  const double omeosq = 1.0 - eccsq;
  const bool angles = std::isfinite(tle.inclination) && std::isfinite(tle.raan) && std::isfinite(tle.argp) && std::isfinite(tle.mean_anomaly);
  if (!(omeosq > 0.0) || !(c.ecco >= 0.0) || !(tle.mean_motion > 0.0) || !(tle.mean_motion < 1.0) || !angles || !std::isfinite(c.bstar)) return {std::nullopt, Sgp4Status::kMeanElements};
  const double rteosq = std::sqrt(omeosq);
  const double cosio = Cos(c.inclo);
  c.cosio = cosio;
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
  c.ao = ao;
  c.sinio = sinio;
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
  if (c.simple) {
    c.omgcof = 0.0;
    c.xmcof = 0.0;
    c.cc5 = 0.0;
  } else {
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
  if (!(std::fabs(t) <= sgp4::kLongestMinutes)) return fail(Sgp4Status::kMeanElements);
  const double xke = sgp4::XkeOfWgs72();
  const sgp4::Secular<One> secular = sgp4::SecularTerms(OneTerms{c}, One{t});
  double node = secular.node.v, inclination = c.inclo;
  double n = c.no_unkozai, a = c.ao;
  sgp4::MeanElements<One> mean{.e = {c.ecco}, .a = {0.0}, .n = {0.0}, .argp = secular.argp, .m = secular.m};
  if (deep) {
    DeepElements x{.e = c.ecco, .i = inclination, .node = node, .argp = mean.argp.v, .m = mean.m.v, .n = n};
    deep->Secular(t, x);
    mean.e.v = x.e;
    inclination = x.i;
    node = x.node;
    mean.argp.v = x.argp;
    mean.m.v = x.m;
    n = x.n;
    if (!(n > 0.0)) return fail(Sgp4Status::kMeanMotion);
    a = Power(xke / n, 2.0 / 3.0);
  }
  mean.a.v = a * secular.tempa.v * secular.tempa.v;
  if (!(mean.a.v > 0.0 && mean.a.v < sgp4::kLargestAxis)) return fail(Sgp4Status::kMeanElements);
  mean.n.v = xke / (mean.a.v * std::sqrt(mean.a.v));
  mean.e.v = mean.e.v - secular.tempe.v;
  if (!(mean.e.v < 1.0 && mean.e.v >= -0.001)) return fail(Sgp4Status::kMeanElements);
  if (mean.e.v < 1.0e-6) mean.e.v = 1.0e-6;
  mean.m.v = mean.m.v + c.no_unkozai * secular.templ.v;
  if (!(std::fabs(mean.m.v) + std::fabs(mean.argp.v) + std::fabs(node) <= sgp4::kLargestAngle)) return fail(Sgp4Status::kMeanElements);

  sgp4::Tilt<One> tilt{{c.sinio}, {c.cosio}, {c.aycof}, {c.xlcof}, {c.con41}, {c.x1mth2}, {c.x7thm1}};
  if (deep) {
    // The lunar-solar periodics want the angles reduced as the report reduces them.
    const double longitude = Mod2Pi(mean.m.v + mean.argp.v + node);
    node = Mod2Pi(node);
    mean.argp.v = Mod2Pi(mean.argp.v);
    mean.m.v = Mod2Pi(longitude - mean.argp.v - node);
    DeepElements x{.e = mean.e.v, .i = inclination, .node = node, .argp = mean.argp.v, .m = mean.m.v, .n = mean.n.v};
    deep->LongPeriod(t, x);
    if (x.i < 0.0) {
      x.i = -x.i;
      x.node = x.node + kPi;
      x.argp = x.argp - kPi;
    }
    if (!(x.e >= 0.0 && x.e <= 1.0)) return fail(Sgp4Status::kPerturbedElements);
    mean.e.v = x.e;
    node = x.node;
    mean.argp.v = x.argp;
    mean.m.v = x.m;
    const SinCosValue i = SinCos(x.i);
    const double denominator = std::fabs(i.cos + 1.0) > 1.5e-12 ? 1.0 + i.cos : 1.5e-12;
    const double cosisq = i.cos * i.cos;
    tilt = {{i.sin}, {i.cos}, {-0.5 * kJ3oJ2 * i.sin}, {-0.25 * kJ3oJ2 * i.sin * (3.0 + 5.0 * i.cos) / denominator}, {3.0 * cosisq - 1.0}, {1.0 - cosisq}, {7.0 * cosisq - 1.0}};
  }

  const sgp4::Motion<One> x = sgp4::Periodics(mean, SinCosOf(One{node}), tilt, xke);
  // So large a correction belongs to an orbit inside the Earth, of which nothing is known.
  if (!(x.semi_latus_rectum.v > 0.0) || !(x.largest_turn.v <= sgp4::kSmallAngle)) return fail(Sgp4Status::kSemiLatusRectum);
  result.teme.r = Vector3(x.rx.v, x.ry.v, x.rz.v);
  result.teme.v = Vector3(x.vx.v, x.vy.v, x.vz.v);
  if (x.radius.v < 1.0) return fail(Sgp4Status::kDecayed);
  return result;
}

}  // namespace haze::dynamics
