// Cholesky's factor of a small symmetric matrix with its own scale on each axis: metres beside metres per second.
#pragma once

#include <cmath>
#include <optional>

#include <Eigen/Core>

namespace haze::dynamics {

/// Lower factor L of a symmetric matrix A scaled to a unit diagonal: diag(scale) A diag(scale) = L L^T. Loops in index order, square roots only: the same bits
/// everywhere.
template <int N>
struct ScaledCholesky {
  using Vector = Eigen::Matrix<double, N, 1>;
  using Matrix = Eigen::Matrix<double, N, N>;
  Matrix L = Matrix::Zero();
  Vector scale = Vector::Zero();

  /// x of A x = right.
  Vector Solve(const Vector& right) const {
    Vector x;
    for (int i = 0; i < N; ++i) {
      double sum = scale(i) * right(i);
      for (int k = 0; k < i; ++k) sum -= L(i, k) * x(k);
      x(i) = sum / L(i, i);
    }
    for (int i = N - 1; i >= 0; --i) {
      double sum = x(i);
      for (int k = i + 1; k < N; ++k) sum -= L(k, i) * x(k);
      x(i) = sum / L(i, i);
    }
    return x.cwiseProduct(scale);
  }

  /// y^T A^-1 y: the squared distance of Mahalanobis where A is a covariance.
  double SquaredNorm(const Vector& y) const { return y.dot(Solve(y)); }

  /// Lower S with S S^T = A: sigma points, and noise of that covariance.
  Matrix Root() const {
    Matrix S = Matrix::Zero();
    for (int i = 0; i < N; ++i) {
      for (int j = 0; j <= i; ++j) S(i, j) = L(i, j) / scale(i);
    }
    return S;
  }
};

/// Nothing where a diagonal is not positive and finite, or a pivot (of 1 + damping) shows a direction that the matrix leaves open. `damping` >= 0 is added to the
/// scaled diagonal, after Marquardt.
template <int N>
std::optional<ScaledCholesky<N>> Factorise(const Eigen::Matrix<double, N, N>& A, double damping = 0.0) {
  constexpr double kLeastPivot = 1e-15;
  ScaledCholesky<N> f;
  for (int i = 0; i < N; ++i) {
    if (!(A(i, i) > 0.0) || !std::isfinite(A(i, i))) return std::nullopt;
    f.scale(i) = 1.0 / std::sqrt(A(i, i));
  }
  for (int j = 0; j < N; ++j) {
    double pivot = 1.0 + damping;
    for (int k = 0; k < j; ++k) pivot -= f.L(j, k) * f.L(j, k);
    if (!(pivot > kLeastPivot)) return std::nullopt;
    f.L(j, j) = std::sqrt(pivot);
    for (int i = j + 1; i < N; ++i) {
      double sum = A(i, j) * f.scale(i) * f.scale(j);
      for (int k = 0; k < j; ++k) sum -= f.L(i, k) * f.L(j, k);
      f.L(i, j) = sum / f.L(j, j);
    }
  }
  return f;
}

/// A^-1, exactly symmetric, so that it can be handed on.
template <int N>
Eigen::Matrix<double, N, N> Inverse(const ScaledCholesky<N>& f) {
  using Vector = Eigen::Matrix<double, N, 1>;
  Eigen::Matrix<double, N, N> inverse;
  for (int j = 0; j < N; ++j) {
    const Vector unit = Vector::Unit(j);
    inverse.col(j) = f.Solve(unit);
  }
  for (int i = 0; i < N; ++i) {
    for (int j = 0; j < i; ++j) inverse(i, j) = inverse(j, i) = 0.5 * (inverse(i, j) + inverse(j, i));
  }
  return inverse;
}

}  // namespace haze::dynamics
