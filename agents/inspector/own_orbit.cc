#include "agents/inspector/own_orbit.h"

#include <cmath>

namespace haze::agents::inspector {

void OwnOrbit::Advance(double t) {
  if (!known_ || t <= t_) return;
  const double dt = t - t_;
  const Carried carried = model_->PropagateWithDerivatives(x_, t_, t, settings_.drag);
  const Matrix6 Phi = carried.Phi.leftCols<6>();
  const Matrix6 PPhi = P_ * Phi.transpose();
  P_ = Phi * PPhi;
  // White acceleration of the same strength as a constant error held for model_error_time.
  const double q = settings_.model_error * settings_.model_error * settings_.model_error_time;
  for (int i = 0; i < 3; ++i) {
    P_(i, i) += q * dt * dt * dt / 3.0;
    P_(i, i + 3) += q * dt * dt / 2.0;
    P_(i + 3, i) += q * dt * dt / 2.0;
    P_(i + 3, i + 3) += q * dt;
  }
  x_ = carried.state;
  t_ = t;
}

template <int M>
void OwnOrbit::Update(const Eigen::Matrix<double, M, 1>& residual, const Eigen::Matrix<double, M, 1>& sigma) {
  // One scalar at a time: the noise of the components is independent.
  Eigen::Matrix<double, 6, 1> dx = Eigen::Matrix<double, 6, 1>::Zero();
  for (int k = 0; k < M; ++k) {
    const Eigen::Matrix<double, 6, 1> column = P_.col(k);
    const double S = P_(k, k) + sigma(k) * sigma(k);
    const Eigen::Matrix<double, 6, 1> K = column / S;
    dx += K * (residual(k) - dx(k));
    const Matrix6 drop = K * column.transpose();
    P_ -= drop;
  }
  const Matrix6 symmetric = 0.5 * (P_ + P_.transpose());
  P_ = symmetric;
  x_.r += dx.head<3>();
  x_.v += dx.tail<3>();
}

void OwnOrbit::Fix(double t, const State& fix) {
  Eigen::Matrix<double, 6, 1> sigma;
  sigma << settings_.position_sigma, settings_.position_sigma, settings_.position_sigma, settings_.velocity_sigma, settings_.velocity_sigma, settings_.velocity_sigma;
  if (!known_) {
    known_ = true;
    t_ = t;
    x_ = fix;
    P_ = Matrix6::Zero();
    for (int i = 0; i < 6; ++i) P_(i, i) = sigma(i) * sigma(i);
    return;
  }
  Advance(t);
  Eigen::Matrix<double, 6, 1> residual;
  residual << fix.r - x_.r, fix.v - x_.v;
  Update<6>(residual, sigma);
}

void OwnOrbit::FixPosition(double t, const Vector3& r) {
  if (!known_) return;
  Advance(t);
  const Vector3 residual = r - x_.r;
  Update<3>(residual, Vector3::Constant(settings_.position_sigma));
}

void OwnOrbit::Burned(double t, const Vector3& dv, double sigma_along, double sigma_across) {
  if (!known_) return;
  Advance(t);
  x_.v += dv;
  const Vector3 u = dv / dv.norm();
  const Matrix3 along = u * u.transpose();
  P_.bottomRightCorner<3, 3>() += sigma_along * sigma_along * along + sigma_across * sigma_across * (Matrix3::Identity() - along);
}

}  // namespace haze::agents::inspector
