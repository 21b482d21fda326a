#include "agents/inspector/onboard_model.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/forces.h"
#include "dynamics/frames.h"
#include "dynamics/time.h"

namespace haze::agents::inspector {

using dynamics::kArcsecond;
using dynamics::kDegree;
using dynamics::kEarthGravityRadius;
using dynamics::kJ2;
using dynamics::kMuEarth;

namespace {

constexpr double kDay = 86400.0;
constexpr double kStep = 20.0;  // s: fourth order keeps an orbit to a metre, and both craft make the same error

Vector3 J2Gravity(const Vector3& r) {
  const double r2 = r.squaredNorm();
  const double d = std::sqrt(r2);
  const double z = r.z();
  const double k = 1.5 * kJ2 * kMuEarth * kEarthGravityRadius * kEarthGravityRadius / (r2 * r2 * d);
  return -kMuEarth / (r2 * d) * r - k * (1.0 - 5.0 * z * z / r2) * r - 2.0 * k * z * Vector3::UnitZ();
}

// Gradient of the above with the axis +z.
Matrix3 J2Gradient(const Vector3& r) {
  const double r2 = r.squaredNorm();
  const double d = std::sqrt(r2);
  const double k = 1.5 * kJ2 * kMuEarth * kEarthGravityRadius * kEarthGravityRadius / (r2 * r2 * d);
  const double s = r.z() * r.z() / r2;
  const Matrix3 rr = r * r.transpose() / r2;
  Matrix3 G = -kMuEarth / (r2 * d) * (Matrix3::Identity() - 3.0 * rr);
  G -= k * ((1.0 - 5.0 * s) * Matrix3::Identity() + (35.0 * s - 5.0) * rr);
  for (int i = 0; i < 3; ++i) {
    const double cross = 10.0 * k * r.z() * r(i) / r2;
    G(i, 2) += cross;
    G(2, i) += cross;
  }
  G(2, 2) -= 2.0 * k;
  return G;
}

struct Derivative {
  State state;
  Matrix67 Phi;
};

// One classical Runge-Kutta walk of state and derivatives; `acceleration(r, v, t)`.
template <class F>
Carried Walk(const State& start, double t0, double t1, double longest, bool derivatives, F&& acceleration) {
  Carried now;
  now.state = start;
  now.Phi.leftCols<6>().setIdentity();
  const double span = t1 - t0;
  if (span == 0.0) return now;
  const int steps = 1 + static_cast<int>(std::floor(std::fabs(span) / longest));
  const double h = span / steps;
  const auto slope = [&](const Carried& x, double t) {
    Derivative out;
    out.state.r = x.state.v;
    out.state.v = acceleration(x.state.r, x.state.v, t);
    out.Phi.setZero();
    if (derivatives) {
      const Matrix3 G = J2Gradient(x.state.r);
      out.Phi.topRows<3>() = x.Phi.bottomRows<3>();
      for (int c = 0; c < 7; ++c) {
        const Vector3 column = G * x.Phi.block<3, 1>(0, c);
        out.Phi.block<3, 1>(3, c) = column;
      }
      const Vector3 along = x.state.v / x.state.v.norm();
      out.Phi.block<3, 1>(3, 6) += along;
    }
    return out;
  };
  const auto moved = [&](const Derivative& k, double dt) {
    Carried x;
    x.state.r = now.state.r + dt * k.state.r;
    x.state.v = now.state.v + dt * k.state.v;
    x.Phi = now.Phi + dt * k.Phi;
    return x;
  };
  for (int i = 0; i < steps; ++i) {
    const double t = t0 + h * i;
    const Derivative k1 = slope(now, t);
    const Derivative k2 = slope(moved(k1, 0.5 * h), t + 0.5 * h);
    const Derivative k3 = slope(moved(k2, 0.5 * h), t + 0.5 * h);
    const Derivative k4 = slope(moved(k3, h), t + h);
    now.state.r += h / 6.0 * (k1.state.r + 2.0 * k2.state.r + 2.0 * k3.state.r + k4.state.r);
    now.state.v += h / 6.0 * (k1.state.v + 2.0 * k2.state.v + 2.0 * k3.state.v + k4.state.v);
    if (derivatives) now.Phi += h / 6.0 * (k1.Phi + 2.0 * k2.Phi + 2.0 * k3.Phi + k4.Phi);
  }
  return now;
}

}  // namespace

OnboardModel::OnboardModel(const std::string& epoch_utc, int degree, int order) : degree_(std::min(degree, 8)), order_(std::min(order, 8)) {
  const std::optional<dynamics::UtcTime> epoch = dynamics::ParseUtc(epoch_utc);
  days_since_j2000_ = epoch ? static_cast<double>(epoch->us) * 1e-6 / kDay - 0.5 : 0.0;
  if (order_ == 0) return;
  const double T = days_since_j2000_ / 36525.0;
  // Precession after Lieske et al. 1977 (zeta, theta, z), as in the Explanatory Supplement to the Astronomical Almanac (1992), eq. 3.211-11.
  const double zeta = (2306.2181 * T + 0.30188 * T * T) * kArcsecond;
  const double theta = (2004.3109 * T - 0.42665 * T * T) * kArcsecond;
  const double z = (2306.2181 * T + 1.09468 * T * T) * kArcsecond;
  const Matrix3 precession = dynamics::RotationZ(-z) * (dynamics::RotationY(theta) * dynamics::RotationZ(-zeta));
  // The largest terms of the nutation of 1980 (Wahr; Explanatory Supplement, table 3.222.1): node, and twice the longitudes of Sun and Moon.
  const double node = (125.0445 - 0.0529538 * days_since_j2000_) * kDegree;
  const double sun = (280.4665 + 0.98564736 * days_since_j2000_) * kDegree;
  const double moon = (218.3165 + 13.17639648 * days_since_j2000_) * kDegree;
  const double dpsi = (-17.1996 * dynamics::Sin(node) - 1.3187 * dynamics::Sin(2.0 * sun) - 0.2274 * dynamics::Sin(2.0 * moon) + 0.2062 * dynamics::Sin(2.0 * node)) * kArcsecond;
  const double deps = (9.2025 * dynamics::Cos(node) + 0.5736 * dynamics::Cos(2.0 * sun) + 0.0977 * dynamics::Cos(2.0 * moon) - 0.0895 * dynamics::Cos(2.0 * node)) * kArcsecond;
  const double epsilon = (84381.448 - 46.8150 * T) * kArcsecond;
  const Matrix3 nutation = dynamics::RotationX(-epsilon - deps) * (dynamics::RotationZ(-dpsi) * dynamics::RotationX(epsilon));
  R_TOD_GCRF_ = nutation * precession;
  const dynamics::UtcTime utc{static_cast<std::int64_t>((days_since_j2000_ + 0.5) * kDay * 1e6)};
  gast0_ = dynamics::GmstIau1982(utc) + dpsi * dynamics::Cos(epsilon);
}

Vector3 OnboardModel::SunDirection(double t) const {
  const double n = days_since_j2000_ + t / kDay;
  const double L = (280.460 + 0.9856474 * n) * kDegree;
  const double g = (357.528 + 0.9856003 * n) * kDegree;
  // Longitude of date minus the general precession since J2000: the mean equinox of J2000 is GCRF to a few hundredths of an arcsecond.
  const double precession = 1.39697 * n / 36525.0;
  const double lambda = L + (1.915 * dynamics::Sin(g) + 0.020 * dynamics::Sin(2.0 * g) - precession) * kDegree;
  const double epsilon = 23.4393 * kDegree;
  const dynamics::SinCosValue l = dynamics::SinCos(lambda);
  return {l.cos, dynamics::Cos(epsilon) * l.sin, dynamics::Sin(epsilon) * l.sin};
}

Matrix3 OnboardModel::R_ITRF_GCRF(double t) const {
  constexpr double kSiderealRate = 7.292115855e-5;  // rad per second of UT1, of mean sidereal time (Aoki et al. 1982)
  for (const Turned& turned : turned_) {
    if (turned.t == t) return turned.R;
  }
  turned_[1] = turned_[0];
  turned_[0] = {t, dynamics::RotationZ(gast0_ + kSiderealRate * t) * R_TOD_GCRF_};
  return turned_[0].R;
}

bool OnboardModel::Sunlit(const Vector3& r, double t) const {
  return dynamics::SunlitFraction(r, dynamics::kAu * SunDirection(t)) > 0.5;
}

Vector3 OnboardModel::Acceleration(const Vector3& r, const Vector3& v, double t, double along_track) const {
  const Vector3 push = along_track / v.norm() * v;
  if (order_ == 0) return J2Gravity(r) + push;
  const Matrix3 R = R_ITRF_GCRF(t);
  return R.transpose() * dynamics::GravityItrf(R * r, degree_, order_) + push;
}

State OnboardModel::Propagate(const State& state, double t0, double t1, double along_track) const {
  return Walk(state, t0, t1, kStep, false, [&](const Vector3& r, const Vector3& v, double t) { return Acceleration(r, v, t, along_track); }).state;
}

Carried OnboardModel::PropagateWithDerivatives(const State& state, double t0, double t1, double along_track) const {
  return Walk(state, t0, t1, kStep, true, [&](const Vector3& r, const Vector3& v, double t) { return Acceleration(r, v, t, along_track); });
}

State PropagatePlan(const State& state, double dt, double step) {
  return Walk(state, 0.0, dt, step, false, [](const Vector3& r, const Vector3&, double) { return J2Gravity(r); }).state;
}

Carried PropagatePlanWithDerivatives(const State& state, double dt, double step) {
  return Walk(state, 0.0, dt, step, true, [](const Vector3& r, const Vector3&, double) { return J2Gravity(r); });
}

}  // namespace haze::agents::inspector
