// Two-body + J2 motion by Dormand-Prince 8 with steps that follow the local angular rate.
#include "dynamics/j2_motion.h"

#include <array>
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dop853_tableau.h"

namespace haze::dynamics {
namespace {

constexpr double kStepAngle = 0.2;        // rad of sqrt(mu / r^3) in one step
constexpr double kSmallestRadius = 1e6;   // m: keeps the step finite on paths no craft can fly

/// State beside the columns of Phi.
using Matrix67 = Eigen::Matrix<double, 6, 7>;

template <class Y, std::size_t M>
Y Combine(const std::array<Y, 12>& k, const std::array<dop853::Term, M>& terms) {
  Y sum = terms[0].weight * k[static_cast<std::size_t>(terms[0].stage)];
  for (std::size_t i = 1; i < M; ++i) sum += terms[i].weight * k[static_cast<std::size_t>(terms[i].stage)];
  return sum;
}

/// One step of order 8 of an autonomous equation.
template <class Y, class F>
Y Step(const Y& y, double h, F&& f) {
  std::array<Y, 12> k;
  const auto stage = [&](std::size_t i, const auto& row) {
    const Y at = y + h * Combine(k, row);
    k[i] = f(at);
  };
  k[0] = f(y);
  stage(1, dop853::kA1);
  stage(2, dop853::kA2);
  stage(3, dop853::kA3);
  stage(4, dop853::kA4);
  stage(5, dop853::kA5);
  stage(6, dop853::kA6);
  stage(7, dop853::kA7);
  stage(8, dop853::kA8);
  stage(9, dop853::kA9);
  stage(10, dop853::kA10);
  stage(11, dop853::kA11);
  return y + h * Combine(k, dop853::kB);
}

/// dt in equal steps as far as the radius stays the same; the last step ends exactly.
template <class Y, class F>
Y Propagate(Y y, double dt, F&& f) {
  double left = dt;
  while (left != 0.0) {
    const Vector3 r = y.template block<3, 1>(0, 0);
    const double radius2 = r.squaredNorm() > kSmallestRadius * kSmallestRadius ? r.squaredNorm() : kSmallestRadius * kSmallestRadius;
    const double radius = std::sqrt(radius2);
    const double longest = kStepAngle * radius * std::sqrt(radius / kMuEarth);
    const double steps = std::fabs(left) / longest;
    // Not a number takes the last step too, and stays what it is.
    const bool last = !(steps > 1.0);
    const double h = last ? left : left / (std::floor(steps) + 1.0);
    y = Step(y, h, f);
    left = last ? 0.0 : left - h;
  }
  return y;
}

}  // namespace

Vector3 J2Acceleration(const Vector3& r) {
  const double r2 = r.squaredNorm();
  const double central = -kMuEarth / (r2 * std::sqrt(r2));
  const double j = 1.5 * kJ2 * kEarthGravityRadius * kEarthGravityRadius / r2;
  const double s = 5.0 * r.z() * r.z() / r2;
  return {central * r.x() * (1.0 + j * (1.0 - s)), central * r.y() * (1.0 + j * (1.0 - s)), central * r.z() * (1.0 + j * (3.0 - s))};
}

Matrix3 J2Gradient(const Vector3& r) {
  // a = c (r + j w) with c = -mu / r^3, j = 1.5 J2 R^2 / r^2, w = (x (1 - s), y (1 - s), z (3 - s)), s = 5 z^2 / r^2.
  const double r2 = r.squaredNorm();
  const double c = -kMuEarth / (r2 * std::sqrt(r2));
  const double j = 1.5 * kJ2 * kEarthGravityRadius * kEarthGravityRadius / r2;
  const double s = 5.0 * r.z() * r.z() / r2;
  const Vector3 w(r.x() * (1.0 - s), r.y() * (1.0 - s), r.z() * (3.0 - s));
  const Vector3 ds = (10.0 * r.z() / r2) * Vector3::UnitZ() - (2.0 * s / r2) * r;
  Matrix3 dw = -r * ds.transpose();
  dw(0, 0) += 1.0 - s;
  dw(1, 1) += 1.0 - s;
  dw(2, 2) += 3.0 - s;
  Matrix3 G = Matrix3::Identity() + j * dw;
  G -= (3.0 / r2) * r * r.transpose();
  G -= (5.0 * j / r2) * w * r.transpose();
  return c * G;
}

State PropagateJ2(const State& state, double dt) {
  const Vector6 y = Propagate(ToVector6(state), dt, [](const Vector6& x) {
    Vector6 rate;
    rate.head<3>() = x.tail<3>();
    rate.tail<3>() = J2Acceleration(x.head<3>());
    return rate;
  });
  return FromVector6(y);
}

StateAndTransition PropagateJ2WithTransition(const State& state, double dt) {
  Matrix67 start;
  start.col(0) = ToVector6(state);
  start.rightCols<6>() = Matrix6::Identity();
  const Matrix67 y = Propagate(start, dt, [](const Matrix67& x) {
    const Vector3 r = x.block<3, 1>(0, 0);
    const Matrix3 G = J2Gradient(r);
    Matrix67 rate;
    rate.topRows<3>() = x.bottomRows<3>();
    rate.block<3, 1>(3, 0) = J2Acceleration(r);
    const Eigen::Matrix<double, 3, 6> upper = x.block<3, 6>(0, 1);
    rate.block<3, 6>(3, 1) = G * upper;
    return rate;
  });
  StateAndTransition out;
  out.state = FromVector6(y.col(0));
  out.Phi = y.rightCols<6>();
  return out;
}

Matrix6 J2Transition(const State& state, double dt) { return PropagateJ2WithTransition(state, dt).Phi; }

}  // namespace haze::dynamics
