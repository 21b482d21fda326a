#include "agents/inspector/onboard_model.h"

#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
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

Vector3 J2Gravity(const Vector3& r, const Vector3& axis) {
  const double r2 = r.squaredNorm();
  const double d = std::sqrt(r2);
  const double z = r.dot(axis);
  const double k = 1.5 * kJ2 * kMuEarth * kEarthGravityRadius * kEarthGravityRadius / (r2 * r2 * d);
  return -kMuEarth / (r2 * d) * r - k * (1.0 - 5.0 * z * z / r2) * r - 2.0 * k * z * axis;
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

OnboardModel::OnboardModel(const std::string& epoch_utc) {
  const std::optional<dynamics::UtcTime> epoch = dynamics::ParseUtc(epoch_utc);
  days_since_j2000_ = epoch ? static_cast<double>(epoch->us) * 1e-6 / kDay - 0.5 : 0.0;
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
  const double T = (days_since_j2000_ + t / kDay) / 36525.0;
  // Precession after Lieske et al. 1977 (zeta, theta, z), as in the Explanatory Supplement to the Astronomical Almanac (1992), eq. 3.211-11.
  const double zeta = (2306.2181 * T + 0.30188 * T * T) * kArcsecond;
  const double theta = (2004.3109 * T - 0.42665 * T * T) * kArcsecond;
  const double z = (2306.2181 * T + 1.09468 * T * T) * kArcsecond;
  const dynamics::UtcTime utc{static_cast<std::int64_t>((days_since_j2000_ + 0.5) * kDay * 1e6) + dynamics::FromSeconds(t).us};
  const Matrix3 spin = dynamics::RotationZ(dynamics::GmstIau1982(utc) - z);
  const Matrix3 tilt = dynamics::RotationY(theta);
  return spin * (tilt * dynamics::RotationZ(-zeta));
}

bool OnboardModel::Sunlit(const Vector3& r, double t) const {
  const Vector3 sun = SunDirection(t);
  const double along = r.dot(sun);
  if (along >= 0.0) return true;
  return (r - along * sun).norm() > 6371.0e3;
}

Vector3 OnboardModel::Acceleration(const Vector3& r, const Vector3& v, double t, double along_track) const {
  const Vector3 axis = R_ITRF_GCRF(t).row(2).transpose();
  const Vector3 gravity = J2Gravity(r, axis);
  return gravity + along_track / v.norm() * v;
}

State OnboardModel::Propagate(const State& state, double t0, double t1, double along_track) const {
  return Walk(state, t0, t1, kStep, false, [&](const Vector3& r, const Vector3& v, double t) { return Acceleration(r, v, t, along_track); }).state;
}

Carried OnboardModel::PropagateWithDerivatives(const State& state, double t0, double t1, double along_track) const {
  return Walk(state, t0, t1, kStep, true, [&](const Vector3& r, const Vector3& v, double t) { return Acceleration(r, v, t, along_track); });
}

State PropagatePlan(const State& state, double dt, double step) {
  return Walk(state, 0.0, dt, step, false, [](const Vector3& r, const Vector3&, double) { return J2Gravity(r, Vector3::UnitZ()); }).state;
}

Carried PropagatePlanWithDerivatives(const State& state, double dt, double step) {
  return Walk(state, 0.0, dt, step, true, [](const Vector3& r, const Vector3&, double) { return J2Gravity(r, Vector3::UnitZ()); });
}

}  // namespace haze::agents::inspector
