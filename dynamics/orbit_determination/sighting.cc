// Residuals and partials of a sighting on two axes across the measured direction.
#include "dynamics/orbit_determination/sighting.h"

#include <cmath>

#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

bool Positive(double x) { return x > 0.0 && std::isfinite(x); }

struct Across {
  Vector3 e1;
  Vector3 e2;
};
Across AxesAcross(const Vector3& direction) {
  const Vector3 u = direction / direction.norm();
  const Vector3 other = std::fabs(u.x()) < 0.6 ? Vector3(Vector3::UnitX()) : Vector3(Vector3::UnitY());
  const Vector3 side = u.cross(other);
  const Vector3 e1 = side / side.norm();
  return {e1, u.cross(e1)};
}

}  // namespace

bool IsSound(const Sighting& s) {
  const bool has_rate = s.rate_sigma != 0.0;
  const bool has_range = s.range_sigma != 0.0;
  return std::isfinite(s.t) && s.observer.r.allFinite() && Positive(s.direction.norm()) && Positive(s.sigma) &&
         (!has_rate || (s.rate.allFinite() && s.observer.v.allFinite() && Positive(s.rate_sigma))) && (!has_range || (Positive(s.range) && Positive(s.range_sigma)));
}

Vector5 SightingResidual(const Sighting& s, const State& state, const Vector3& bias) {
  Vector5 y = Vector5::Zero();
  const Across axes = AxesAcross(s.direction);
  const Vector3 line = state.r - s.observer.r;
  const double range = line.norm();
  const Vector3 u = line / range;
  const Vector3 turned = u + bias.cross(u);
  const double y1 = axes.e1.dot(turned);
  const double y2 = axes.e2.dot(turned);
  const double sine = std::sqrt(y1 * y1 + y2 * y2);
  const double stretch = sine > 1e-9 ? Atan2(sine, turned.dot(s.direction)) / sine : 1.0;
  y(0) = -stretch * y1;
  y(1) = -stretch * y2;
  if (s.rate_sigma > 0.0) {
    const Vector3 v = state.v - s.observer.v;
    const Vector3 w = (v - u * u.dot(v)) / range;
    y(2) = axes.e1.dot(s.rate) - axes.e1.dot(w);
    y(3) = axes.e2.dot(s.rate) - axes.e2.dot(w);
  }
  if (s.range_sigma > 0.0) y(4) = s.range - range;
  return y;
}

SightingModel ModelSighting(const Sighting& s, const State& state, const Vector3& bias) {
  SightingModel model;
  model.residual = SightingResidual(s, state, bias);
  model.rows = 2;
  const Across axes = AxesAcross(s.direction);
  const Vector3 line = state.r - s.observer.r;
  const double range = line.norm();
  const Vector3 u = line / range;
  const Matrix3 P = (Matrix3::Identity() - u * u.transpose()) / range;  // d u / d r
  const auto set = [&](int row, const Vector3& e) {
    model.sigma(row) = s.sigma;
    model.H.block<1, 3>(row, 0) = e.transpose() * P;
    model.H.block<1, 3>(row, 6) = u.cross(e).transpose();
  };
  set(0, axes.e1);
  set(1, axes.e2);
  if (s.rate_sigma > 0.0) {
    const Vector3 v = state.v - s.observer.v;
    const double range_rate = u.dot(v);
    const Vector3 w = (v - u * range_rate) / range;
    const Matrix3 by_r = -(w * u.transpose() + u * w.transpose()) / range - (range_rate / range) * P;
    const auto set_rate = [&](int row, const Vector3& e) {
      model.sigma(row) = s.rate_sigma;
      model.H.block<1, 3>(row, 0) = e.transpose() * by_r;
      model.H.block<1, 3>(row, 3) = e.transpose() * P;
    };
    set_rate(2, axes.e1);
    set_rate(3, axes.e2);
    model.rows += 2;
  }
  if (s.range_sigma > 0.0) {
    model.sigma(4) = s.range_sigma;
    model.H.block<1, 3>(4, 0) = u.transpose();
    model.rows += 1;
  }
  return model;
}

}  // namespace haze::dynamics
