// Small dense systems for the statistics: plain loops in index order, so that results print the same everywhere.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace haze::tools {

/// Row-major matrix of a size known at run time.
class Table {
 public:
  Table() = default;
  Table(std::size_t rows, std::size_t cols, double value = 0.0) : rows_(rows), cols_(cols), data_(rows * cols, value) {}
  double& operator()(std::size_t i, std::size_t j) { return data_[i * cols_ + j]; }
  double operator()(std::size_t i, std::size_t j) const { return data_[i * cols_ + j]; }
  std::size_t rows() const { return rows_; }
  std::size_t cols() const { return cols_; }

 private:
  std::size_t rows_ = 0;
  std::size_t cols_ = 0;
  std::vector<double> data_;
};

/// a b; the inner sizes agree.
Table Product(const Table& a, const Table& b);
Table Transposed(const Table& a);
/// a x.
std::vector<double> Product(const Table& a, const std::vector<double>& x);

/// Solves the square system a x = b by Gaussian elimination with partial pivoting; nothing where a pivot is below `least` times the largest element.
std::optional<Table> Solve(Table a, Table b, double least = 1e-14);
std::optional<Table> Inverse(const Table& a);

}  // namespace haze::tools
