// Rotations between frames that need no table.
#include "dynamics/frames.h"

#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {

Matrix3 RtnFromEci(const State& state_ECI) {
  const Vector3 h = state_ECI.r.cross(state_ECI.v);
  const double h_norm = h.norm();
  HAZE_ASSERT(h_norm > 0.0, "RTN axes need an angular momentum", state_ECI.r.norm(), state_ECI.v.norm());
  const Vector3 R = state_ECI.r / state_ECI.r.norm();
  const Vector3 N = h / h_norm;
  const Vector3 T = N.cross(R);
  Matrix3 R_RTN_ECI;
  R_RTN_ECI.row(0) = R.transpose();
  R_RTN_ECI.row(1) = T.transpose();
  R_RTN_ECI.row(2) = N.transpose();
  return R_RTN_ECI;
}

Vector3 RtnRate(const State& state_ECI) { return {0.0, 0.0, state_ECI.r.cross(state_ECI.v).norm() / state_ECI.r.squaredNorm()}; }

State RtnRelative(const State& chaser_ECI, const State& target_ECI) {
  const Matrix3 R_RTN_ECI = RtnFromEci(target_ECI);
  const Vector3 omega = RtnRate(target_ECI);
  State relative;
  relative.r = R_RTN_ECI * (chaser_ECI.r - target_ECI.r);
  relative.v = R_RTN_ECI * (chaser_ECI.v - target_ECI.v) - omega.cross(relative.r);
  return relative;
}

State FromRtnRelative(const State& relative_RTN, const State& target_ECI) {
  const Matrix3 R_ECI_RTN = RtnFromEci(target_ECI).transpose();
  const Vector3 omega = RtnRate(target_ECI);
  const Vector3 v_inertial = relative_RTN.v + omega.cross(relative_RTN.r);
  State chaser;
  chaser.r = target_ECI.r + R_ECI_RTN * relative_RTN.r;
  chaser.v = target_ECI.v + R_ECI_RTN * v_inertial;
  return chaser;
}

Matrix3 RotationX(double angle) {
  const auto [s, c] = SinCos(angle);
  Matrix3 R;
  R << 1.0, 0.0, 0.0, 0.0, c, s, 0.0, -s, c;
  return R;
}

Matrix3 RotationY(double angle) {
  const auto [s, c] = SinCos(angle);
  Matrix3 R;
  R << c, 0.0, -s, 0.0, 1.0, 0.0, s, 0.0, c;
  return R;
}

Matrix3 RotationZ(double angle) {
  const auto [s, c] = SinCos(angle);
  Matrix3 R;
  R << c, s, 0.0, -s, c, 0.0, 0.0, 0.0, 1.0;
  return R;
}

Vector3 GeodeticToItrf(double lat, double lon, double h, const Ellipsoid& ellipsoid) {
  const double e2 = ellipsoid.f * (2.0 - ellipsoid.f);
  const SinCosValue phi = SinCos(lat);
  const SinCosValue lambda = SinCos(lon);
  const double nu = ellipsoid.a / std::sqrt(1.0 - e2 * phi.sin * phi.sin);  // radius of curvature in the prime vertical
  const double p = (nu + h) * phi.cos;
  return {p * lambda.cos, p * lambda.sin, (nu * (1.0 - e2) + h) * phi.sin};
}

Geodetic ItrfToGeodetic(const Vector3& r_ITRF, const Ellipsoid& ellipsoid) {
  const double a = ellipsoid.a;
  const double e2 = ellipsoid.f * (2.0 - ellipsoid.f);
  const double b = a * (1.0 - ellipsoid.f);
  const double p = Hypot(r_ITRF.x(), r_ITRF.y());
  const double z = r_ITRF.z();
  // tan beta = (1 - f) tan phi; sine and cosine are carried, so that the poles are no exception.
  double u = (1.0 - ellipsoid.f) * z;
  double w = p;
  double sin_phi = 0.0;
  double cos_phi = 1.0;
  for (int k = 0; k < 12; ++k) {
    const double beta_norm = std::sqrt(u * u + w * w);
    const double sin_beta = u / beta_norm;
    const double cos_beta = w / beta_norm;
    const double y = z + e2 / (1.0 - e2) * b * sin_beta * sin_beta * sin_beta;
    const double x = p - e2 * a * cos_beta * cos_beta * cos_beta;
    const double phi_norm = std::sqrt(y * y + x * x);
    const double sin_before = sin_phi;
    const double cos_before = cos_phi;
    sin_phi = y / phi_norm;
    cos_phi = x / phi_norm;
    u = (1.0 - ellipsoid.f) * sin_phi;
    w = cos_phi;
    if (std::fabs(sin_phi * cos_before - cos_phi * sin_before) < 1e-16) break;
  }
  Geodetic geodetic;
  geodetic.lat = Atan2(sin_phi, cos_phi);
  geodetic.lon = p > 0.0 ? Atan2(r_ITRF.y(), r_ITRF.x()) : 0.0;
  geodetic.h = p * cos_phi + z * sin_phi - a * std::sqrt(1.0 - e2 * sin_phi * sin_phi);
  return geodetic;
}

Matrix3 EnuFromItrf(double lat, double lon) {
  const SinCosValue phi = SinCos(lat);
  const SinCosValue lambda = SinCos(lon);
  Matrix3 R;
  R << -lambda.sin, lambda.cos, 0.0,                          //
      -phi.sin * lambda.cos, -phi.sin * lambda.sin, phi.cos,  //
      phi.cos * lambda.cos, phi.cos * lambda.sin, phi.sin;
  return R;
}

LookAngles LookFrom(const Geodetic& site, const Vector3& r_ITRF) {
  const Vector3 enu = EnuFromItrf(site.lat, site.lon) * (r_ITRF - GeodeticToItrf(site));
  LookAngles look;
  look.az = WrapTwoPi(Atan2(enu.x(), enu.y()));
  look.el = Atan2(enu.z(), Hypot(enu.x(), enu.y()));
  look.range = enu.norm();
  return look;
}

double GmstIau1982(const JulianDate& ut1) {
  const double midnight = std::floor(ut1.day - 0.5) + 0.5;
  const double day_fraction = (ut1.day - midnight) + ut1.fraction;
  const double T = ((midnight - 2451545.0) + day_fraction) / 36525.0;
  // Whole turns since the midnight are left out, so that nothing of size 1e9 s enters.
  const double seconds = 24110.54841 + (8640184.812866 + (0.093104 - 6.2e-6 * T) * T) * T + 86400.0 * day_fraction;
  return WrapTwoPi(seconds * (kTwoPi / 86400.0));
}

double GmstIau1982(UtcTime ut1) { return GmstIau1982(ToJulianDate(ut1)); }

Matrix3 PefFromTeme(UtcTime ut1) { return RotationZ(GmstIau1982(ut1)); }

Matrix3 ItrfFromPef(double xp, double yp) { return RotationX(-yp) * RotationY(-xp); }

State ToRotating(const State& state_I, const Matrix3& R_FI, double rate) {
  State state_F;
  state_F.r = R_FI * state_I.r;
  state_F.v = R_FI * state_I.v - Vector3(0.0, 0.0, rate).cross(state_F.r);
  return state_F;
}

State FromRotating(const State& state_F, const Matrix3& R_FI, double rate) {
  const Vector3 v_inertial = state_F.v + Vector3(0.0, 0.0, rate).cross(state_F.r);
  State state_I;
  state_I.r = R_FI.transpose() * state_F.r;
  state_I.v = R_FI.transpose() * v_inertial;
  return state_I;
}

}  // namespace haze::dynamics
