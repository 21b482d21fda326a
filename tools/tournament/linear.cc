// Small dense systems.
#include "tools/tournament/linear.h"

#include <algorithm>
#include <cmath>

#include "dynamics/assert.h"

namespace haze::tools {

Table Product(const Table& a, const Table& b) {
  HAZE_ASSERT(a.cols() == b.rows(), "inner sizes agree", a.cols(), b.rows());
  Table c(a.rows(), b.cols());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t k = 0; k < a.cols(); ++k) {
      for (std::size_t j = 0; j < b.cols(); ++j) c(i, j) += a(i, k) * b(k, j);
    }
  }
  return c;
}

Table Transposed(const Table& a) {
  Table t(a.cols(), a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.cols(); ++j) t(j, i) = a(i, j);
  }
  return t;
}

std::vector<double> Product(const Table& a, const std::vector<double>& x) {
  HAZE_ASSERT(a.cols() == x.size(), "sizes agree", a.cols(), x.size());
  std::vector<double> y(a.rows(), 0.0);
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.cols(); ++j) y[i] += a(i, j) * x[j];
  }
  return y;
}

std::optional<Table> Solve(Table a, Table b, double least) {
  const std::size_t n = a.rows();
  HAZE_ASSERT(a.cols() == n && b.rows() == n, "a square system", n, a.cols(), b.rows());
  double largest = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) largest = std::max(largest, std::fabs(a(i, j)));
  }
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::fabs(a(i, k)) > std::fabs(a(pivot, k))) pivot = i;
    }
    if (!(std::fabs(a(pivot, k)) > least * largest)) return std::nullopt;
    if (pivot != k) {
      for (std::size_t j = 0; j < n; ++j) std::swap(a(k, j), a(pivot, j));
      for (std::size_t j = 0; j < b.cols(); ++j) std::swap(b(k, j), b(pivot, j));
    }
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = a(i, k) / a(k, k);
      if (factor == 0.0) continue;
      for (std::size_t j = k; j < n; ++j) a(i, j) -= factor * a(k, j);
      for (std::size_t j = 0; j < b.cols(); ++j) b(i, j) -= factor * b(k, j);
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = 0; j < b.cols(); ++j) {
      for (std::size_t i = k + 1; i < n; ++i) b(k, j) -= a(k, i) * b(i, j);
      b(k, j) /= a(k, k);
    }
  }
  return b;
}

std::optional<Table> Inverse(const Table& a) {
  Table one(a.rows(), a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) one(i, i) = 1.0;
  return Solve(a, one);
}

}  // namespace haze::tools
