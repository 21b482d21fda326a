// Quasi-nonsingular relative elements: differences, secular transition, linear map to the RTN axes.
#include "dynamics/relative_elements.h"

#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

using Row = Eigen::Matrix<double, 1, 6>;

void AssertEllipse(const Keplerian& k) { HAZE_ASSERT(k.a > 0.0 && k.e >= 0.0 && k.e < 1.0, "relative elements belong to ellipses", k.a, k.e); }

}  // namespace

Vector6 ToVector6(const RelativeElements& relative) {
  Vector6 x;
  x << relative.da, relative.dlambda, relative.dex, relative.dey, relative.dix, relative.diy;
  return x;
}

RelativeElements RelativeElementsFrom(const Vector6& x) { return {.da = x(0), .dlambda = x(1), .dex = x(2), .dey = x(3), .dix = x(4), .diy = x(5)}; }

RelativeElements RelativeElementsOf(const Keplerian& deputy, const Keplerian& chief) {
  AssertEllipse(deputy);
  AssertEllipse(chief);
  const SinCosValue w_d = SinCos(deputy.argp);
  const SinCosValue w = SinCos(chief.argp);
  const SinCosValue i = SinCos(chief.i);
  const double draan = WrapPi(deputy.raan - chief.raan);
  const double latitude = TrueToMean(deputy.nu, deputy.e) + deputy.argp;
  const double latitude_chief = TrueToMean(chief.nu, chief.e) + chief.argp;
  return {.da = (deputy.a - chief.a) / chief.a,
          .dlambda = WrapPi(latitude - latitude_chief) + draan * i.cos,
          .dex = deputy.e * w_d.cos - chief.e * w.cos,
          .dey = deputy.e * w_d.sin - chief.e * w.sin,
          .dix = deputy.i - chief.i,
          .diy = draan * i.sin};
}

Keplerian DeputyOf(const Keplerian& chief, const RelativeElements& relative) {
  AssertEllipse(chief);
  const SinCosValue w = SinCos(chief.argp);
  const SinCosValue i = SinCos(chief.i);
  HAZE_ASSERT(relative.diy == 0.0 || i.sin != 0.0, "a chief on the equator has no node to differ from", chief.i, relative.diy);
  const double draan = relative.diy == 0.0 ? 0.0 : relative.diy / i.sin;
  const double ex = chief.e * w.cos + relative.dex;
  const double ey = chief.e * w.sin + relative.dey;
  Keplerian deputy;
  deputy.a = chief.a * (1.0 + relative.da);
  deputy.e = Hypot(ex, ey);
  deputy.i = chief.i + relative.dix;
  deputy.raan = WrapTwoPi(chief.raan + draan);
  deputy.argp = deputy.e > 0.0 ? WrapTwoPi(Atan2(ey, ex)) : 0.0;
  AssertEllipse(deputy);
  const double latitude = TrueToMean(chief.nu, chief.e) + chief.argp + relative.dlambda - draan * i.cos;
  deputy.nu = WrapTwoPi(MeanToTrue(WrapTwoPi(latitude - deputy.argp), deputy.e));
  return deputy;
}

Matrix6 RelativeElementsTransition(const Keplerian& chief, double dt, double mu, double radius, double j2) {
  AssertEllipse(chief);
  // The paper's letters; S, T of the inclination, kappa = 3/4 J2 R^2 sqrt(mu) / (a^7/2 eta^4).
  const double n = MeanMotion(chief.a, mu);
  const double eta2 = 1.0 - chief.e * chief.e;
  const double eta = std::sqrt(eta2);
  const double ratio = radius / (chief.a * eta2);
  const double kappa = 0.75 * j2 * ratio * ratio * n;
  const SinCosValue i = SinCos(chief.i);
  const double E = 1.0 + eta;
  const double F = 4.0 + 3.0 * eta;
  const double G = 1.0 / eta2;
  const double P = 3.0 * i.cos * i.cos - 1.0;
  const double Q = 5.0 * i.cos * i.cos - 1.0;
  const double S = 2.0 * i.sin * i.cos;
  const double T = i.sin * i.sin;
  const SinCosValue w0 = SinCos(chief.argp);
  const double turn = kappa * Q * dt;
  const SinCosValue w1 = SinCos(chief.argp + turn);
  const SinCosValue turned = SinCos(turn);
  const double ex0 = chief.e * w0.cos;
  const double ey0 = chief.e * w0.sin;
  const double ex1 = chief.e * w1.cos;
  const double ey1 = chief.e * w1.sin;
  const double k = kappa * dt;
  Matrix6 Phi;
  Phi << 1.0, 0.0, 0.0, 0.0, 0.0, 0.0,                                                                                                       //
      -(1.5 * n * dt + 3.5 * k * E * P), 1.0, k * ex0 * F * G * P, k * ey0 * F * G * P, -k * F * S, 0.0,                                     //
      3.5 * k * ey1 * Q, 0.0, turned.cos - 4.0 * k * ex0 * ey1 * G * Q, -turned.sin - 4.0 * k * ey0 * ey1 * G * Q, 5.0 * k * ey1 * S, 0.0,   //
      -3.5 * k * ex1 * Q, 0.0, turned.sin + 4.0 * k * ex0 * ex1 * G * Q, turned.cos + 4.0 * k * ey0 * ex1 * G * Q, -5.0 * k * ex1 * S, 0.0,  //
      0.0, 0.0, 0.0, 0.0, 1.0, 0.0,                                                                                                          //
      3.5 * k * S, 0.0, -4.0 * k * ex0 * G * S, -4.0 * k * ey0 * G * S, 2.0 * k * T, 1.0;
  return Phi;
}

Keplerian PropagateSecular(const Keplerian& mean, double dt, double mu, double radius, double j2) {
  AssertEllipse(mean);
  const J2Rates rates = SecularJ2Rates(mean, mu, radius, j2);
  Keplerian later = mean;
  later.raan = WrapTwoPi(mean.raan + rates.raan * dt);
  later.argp = WrapTwoPi(mean.argp + rates.argp * dt);
  const double M = TrueToMean(mean.nu, mean.e) + (MeanMotion(mean.a, mu) + rates.M) * dt;
  later.nu = WrapTwoPi(MeanToTrue(WrapTwoPi(M), mean.e));
  return later;
}

Matrix6 RtnFromRelativeElements(const Keplerian& chief, double mu) {
  AssertEllipse(chief);
  const double e = chief.e;
  const double eta2 = 1.0 - e * e;
  const double eta = std::sqrt(eta2);
  const SinCosValue nu = SinCos(chief.nu);
  const SinCosValue w = SinCos(chief.argp);
  const SinCosValue u = SinCos(chief.argp + chief.nu);
  const SinCosValue i = SinCos(chief.i);
  HAZE_ASSERT(i.sin != 0.0, "a chief on the equator has no node to differ from", chief.i);
  const double cot_i = i.cos / i.sin;
  const double rho = 1.0 + e * nu.cos;
  const double p = chief.a * eta2;
  const double r = p / rho;
  const double speed = std::sqrt(mu / p);
  const double v_r = speed * e * nu.sin;
  const double u_rate = speed * rho / r;

  // The argument of latitude at fixed M + argp: by the eccentricity, and by the perigee over e, in a form that is finite at e = 0.
  const double by_e = nu.sin * (2.0 + e * nu.cos) / eta2;
  const double by_argp = -(2.0 * nu.cos + e * nu.cos * nu.cos + e * (1.0 + eta + eta2) / (1.0 + eta)) / (eta * eta2);
  const double by_longitude = rho * rho / (eta * eta2);
  Row du;
  du << 0.0, by_longitude, by_e * w.cos - by_argp * w.sin, by_e * w.sin + by_argp * w.cos, 0.0, -by_longitude * cot_i;
  Row dr;
  const double swing = chief.a * nu.sin / eta;
  dr << r, swing * e, swing * w.sin - chief.a * nu.cos * w.cos, -swing * w.cos - chief.a * nu.cos * w.sin, 0.0, -swing * e * cot_i;
  Row dp_over_p;
  dp_over_p << 1.0, 0.0, -2.0 * e * w.cos / eta2, -2.0 * e * w.sin / eta2, 0.0, 0.0;
  Row dv_r = -0.5 * v_r * dp_over_p + speed * e * nu.cos * du;
  dv_r(2) += speed * u.sin;
  dv_r(3) -= speed * u.cos;
  Row angle = du;  // along the track, with what the node adds
  angle(5) += cot_i;
  const Row angle_rate = u_rate * (0.5 * dp_over_p - 2.0 / r * dr);
  Row tilt = Row::Zero();
  tilt(4) = u.sin;
  tilt(5) = -u.cos;
  Row tilt_rate = Row::Zero();
  tilt_rate(4) = u_rate * u.cos;
  tilt_rate(5) = u_rate * u.sin;

  Matrix6 map;
  map.row(0) = dr;
  map.row(1) = r * angle;
  map.row(2) = r * tilt;
  map.row(3) = dv_r;
  map.row(4) = v_r * angle + r * angle_rate;
  map.row(5) = v_r * tilt + r * tilt_rate;
  return map;
}

}  // namespace haze::dynamics
