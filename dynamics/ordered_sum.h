// Sums and products whose order of addition is the index order, whatever the compiler or the cache size.
//
// Eigen blocks dynamic-size products by cache size and alignment; these loops do not.
#pragma once

#include <span>

#include <Eigen/Core>

namespace haze::dynamics {

/// x[0] + x[1] + …, from the left; 0 for an empty span.
inline double OrderedSum(std::span<const double> x) {
  double sum = 0.0;
  for (const double value : x) sum += value;
  return sum;
}

/// sum_i x[i] y[i] from the left; the spans have one length.
inline double OrderedDot(std::span<const double> x, std::span<const double> y) {
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

/// `normal` += weight * row^T row and `right` += weight * residual * row^T: one measurement of a least-squares problem.
/// `row` is 1 x N.
template <int N>
void AccumulateNormal(Eigen::Matrix<double, N, N>& normal, Eigen::Matrix<double, N, 1>& right, const Eigen::Matrix<double, 1, N>& row, double residual, double weight) {
  for (int i = 0; i < N; ++i) {
    const double wi = weight * row(i);
    right(i) += wi * residual;
    for (int j = 0; j < N; ++j) normal(i, j) += wi * row(j);
  }
}

}  // namespace haze::dynamics
