// Normal equations of a fit in which each pass of the camera has a pointing bias of its own, eliminated as soon as the pass is complete.
#pragma once

#include <Eigen/LU>

#include "dynamics/types.h"

namespace haze::dynamics {

/// N dx = b of a least-squares fit of `States` numbers, and the cost it starts from.
template <int States>
struct NormalEquations {
  using Vector = Eigen::Matrix<double, States, 1>;
  using Matrix = Eigen::Matrix<double, States, States>;
  using Row = Eigen::Matrix<double, 1, States>;
  Matrix N = Matrix::Zero();
  Vector b = Vector::Zero();
  double cost = 0.0;

  void Add(const Row& row, double residual, double weight) {
    N += weight * row.transpose() * row;
    b += weight * residual * row.transpose();
    cost += weight * residual * residual;
  }
};

/// Three small angles (a rotation about GCRF axes, rad) that all measurements of one pass share, with a prior of sigma each. `Add` what is also added to the normal
/// equations; `CloseInto` takes the bias out of them again by the Schur complement, which leaves the estimate and covariance of the state that a fit of both would give.
/// Source: Tapley, Schutz & Born, "Statistical orbit determination" (2004), section 4.7 and chapter 6 (partitioned normal equations).
template <int States>
struct PassBias {
  Matrix3 M = Matrix3::Zero();
  Eigen::Matrix<double, States, 3> C = Eigen::Matrix<double, States, 3>::Zero();
  Vector3 c = Vector3::Zero();
  bool open = false;

  void Add(const Eigen::Matrix<double, 1, States>& row, const Vector3& bias_row, double residual, double weight) {
    M += weight * bias_row * bias_row.transpose();
    C += weight * row.transpose() * bias_row.transpose();
    c += weight * residual * bias_row;
    open = true;
  }
  void CloseInto(NormalEquations<States>& normal, double sigma) {
    if (!open) return;
    const Matrix3 prior = Matrix3::Identity() / (sigma * sigma);
    const Matrix3 inverse = (M + prior).inverse();
    const Eigen::Matrix<double, States, 3> gain = C * inverse;
    normal.N -= gain * C.transpose();
    normal.b -= gain * c;
    normal.cost -= c.dot(inverse * c);
    *this = PassBias{};
  }
  /// The bias itself where the state is where the measurements were linearised.
  Vector3 Estimate(double sigma) const {
    const Matrix3 prior = Matrix3::Identity() / (sigma * sigma);
    const Matrix3 inverse = (M + prior).inverse();
    return inverse * c;
  }
};

}  // namespace haze::dynamics
