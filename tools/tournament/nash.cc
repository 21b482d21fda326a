// Nash averaging: linear programs find which parts of a mixture can be positive, Newton's method the most even one.
#include "tools/tournament/nash.h"

#include <algorithm>
#include <cmath>

#include "dynamics/assert.h"
#include "tools/tournament/linear_program.h"

namespace haze::tools {
namespace {

constexpr double kNothing = 1e-9;  // what a linear program leaves of a zero

// Maximises entropy over p on `support` with rows B p <= 0, the first `tight` of them equalities, in the dual: p_i is proportional to exp(-(B^T l)_i), and
// ln sum exp(-(B^T l)_i) is least over l, l >= 0 for the inequalities. Projected Newton (Bertsekas 1982).
class EntropyDual {
 public:
  EntropyDual(const Table& rows, std::size_t tight) : rows_(rows), tight_(tight), multipliers_(rows.rows(), 0.0) {}

  std::vector<double> Solve() {
    std::vector<double> p;
    double value = Value(multipliers_, p);
    for (int iteration = 0; iteration < 500; ++iteration) {
      const std::vector<double> excess = Product(rows_, p);  // minus the gradient
      std::vector<std::size_t> free;
      double worst = 0.0;
      for (std::size_t j = 0; j < rows_.rows(); ++j) {
        if (j >= tight_ && multipliers_[j] <= 0.0 && excess[j] <= 0.0) continue;
        free.push_back(j);
        worst = std::max(worst, std::fabs(excess[j]));
      }
      if (worst < 1e-15) break;
      if (!Step(free, excess, p, value)) break;
    }
    return p;
  }

 private:
  double Value(const std::vector<double>& l, std::vector<double>& p) const {
    const std::size_t n = rows_.cols();
    p.assign(n, 0.0);
    for (std::size_t j = 0; j < rows_.rows(); ++j) {
      for (std::size_t i = 0; i < n; ++i) p[i] -= l[j] * rows_(j, i);
    }
    const double top = *std::max_element(p.begin(), p.end());
    double sum = 0.0;
    for (double& value : p) {
      value = std::exp(value - top);
      sum += value;
    }
    for (double& value : p) value /= sum;
    return top + std::log(sum);
  }

  // One Newton step along the free multipliers; false where none is left that lowers the value.
  bool Step(const std::vector<std::size_t>& free, const std::vector<double>& excess, std::vector<double>& p, double& value) {
    const std::size_t k = free.size();
    Table hessian(k, k);
    double trace = 0.0;
    for (std::size_t a = 0; a < k; ++a) {
      for (std::size_t b = 0; b < k; ++b) {
        double covariance = 0.0;
        for (std::size_t i = 0; i < p.size(); ++i) covariance += p[i] * (rows_(free[a], i) - excess[free[a]]) * (rows_(free[b], i) - excess[free[b]]);
        hessian(a, b) = covariance;
      }
      trace += hessian(a, a);
    }
    // Equalities that follow from others leave the curvature singular, and the gradient in its range.
    for (double damping = 1e-13 * trace + 1e-300; damping < 1e6 * trace + 1.0; damping *= 100.0) {
      Table damped = hessian;
      Table right(k, 1);
      for (std::size_t a = 0; a < k; ++a) {
        damped(a, a) += damping;
        right(a, 0) = excess[free[a]];
      }
      const std::optional<Table> step = tools::Solve(damped, right, 1e-18);
      if (!step) continue;
      for (double length = 1.0; length > 1e-8; length *= 0.25) {
        std::vector<double> next = multipliers_;
        for (std::size_t a = 0; a < k; ++a) {
          double& multiplier = next[free[a]];
          multiplier += length * (*step)(a, 0);
          if (free[a] >= tight_) multiplier = std::max(0.0, multiplier);
        }
        std::vector<double> q;
        const double there = Value(next, q);
        if (there < value) {
          multipliers_ = next;
          p = q;
          value = there;
          return true;
        }
        // Near the minimum the value is flat to round-off: the residual tells more.
        if (there <= value + 1e-14 && Residual(q, next) < 0.5 * Residual(p, multipliers_)) {
          multipliers_ = next;
          p = q;
          value = std::min(value, there);
          return true;
        }
      }
    }
    return false;
  }

  double Residual(const std::vector<double>& p, const std::vector<double>& l) const {
    const std::vector<double> excess = Product(rows_, p);
    double worst = 0.0;
    for (std::size_t j = 0; j < excess.size(); ++j) {
      const bool slack = j >= tight_ && l[j] <= 0.0;
      worst = std::max(worst, slack ? std::max(0.0, excess[j]) : std::fabs(excess[j]));
    }
    return worst;
  }

  const Table& rows_;
  std::size_t tight_;
  std::vector<double> multipliers_;
};

bool IsAntisymmetric(const Table& payoff) {
  if (payoff.rows() != payoff.cols()) return false;
  for (std::size_t i = 0; i < payoff.rows(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const double size = std::fabs(payoff(i, j)) + std::fabs(payoff(j, i));
      if (std::fabs(payoff(i, j) + payoff(j, i)) > 1e-12 * size) return false;
    }
  }
  return true;
}

}  // namespace

std::optional<std::vector<double>> MaximumEntropyMixture(const Table& constraints, bool* unique) {
  const std::size_t n = constraints.cols();
  MixtureProgram program(constraints);
  // The most that each part can be. If these add up to 1, every mixture has just these parts.
  std::vector<double> most(n, 0.0);
  std::vector<double> objective(n, 0.0);
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    objective[i] = 1.0;
    const std::optional<std::vector<double>> vertex = program.Maximize(objective);
    objective[i] = 0.0;
    if (!vertex) return std::nullopt;
    most[i] = (*vertex)[i];
    sum += most[i];
  }
  const bool single = std::fabs(sum - 1.0) < kNothing;
  if (unique != nullptr) *unique = single;
  if (single) {
    for (double& part : most) part /= sum;
    return most;
  }
  std::vector<std::size_t> support;
  for (std::size_t i = 0; i < n; ++i) {
    if (most[i] > kNothing) support.push_back(i);
  }
  // Rows that no mixture can make slack are equalities.
  std::vector<std::size_t> tight;
  std::vector<std::size_t> slack;
  for (std::size_t j = 0; j < constraints.rows(); ++j) {
    double size = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      objective[i] = -constraints(j, i);
      size = std::max(size, std::fabs(constraints(j, i)));
    }
    const std::optional<std::vector<double>> vertex = program.Maximize(objective);
    if (!vertex) return std::nullopt;
    double room = 0.0;
    for (std::size_t i = 0; i < n; ++i) room += objective[i] * (*vertex)[i];
    if (size == 0.0) continue;
    (room > kNothing * size ? slack : tight).push_back(j);
  }
  Table rows(tight.size() + slack.size(), support.size());
  for (std::size_t a = 0; a < rows.rows(); ++a) {
    const std::size_t j = a < tight.size() ? tight[a] : slack[a - tight.size()];
    for (std::size_t b = 0; b < support.size(); ++b) rows(a, b) = constraints(j, support[b]);
  }
  const std::vector<double> inner = EntropyDual(rows, tight.size()).Solve();
  std::vector<double> p(n, 0.0);
  for (std::size_t b = 0; b < support.size(); ++b) p[support[b]] = inner[b];
  return p;
}

double Exploitability(const Table& payoff, const std::vector<double>& p) {
  const std::vector<double> gain = Product(payoff, p);
  double own = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) own += p[i] * gain[i];
  return *std::max_element(gain.begin(), gain.end()) - own;
}

NashAverage AverageByNash(const Table& payoff) {
  HAZE_ASSERT(payoff.rows() > 0 && payoff.cols() > 0, "entries on both sides", payoff.rows(), payoff.cols());
  NashAverage average;
  const Table transposed = Transposed(payoff);
  bool unique = false;
  if (IsAntisymmetric(payoff)) {
    // p is optimal when no row gains against it.
    const std::optional<std::vector<double>> p = MaximumEntropyMixture(payoff, &unique);
    HAZE_ASSERT(p.has_value(), "a symmetric zero-sum game has an equilibrium", payoff.rows());
    average.rows = average.columns = *p;
    average.unique = unique;
  } else {
    average.value = SolveGame(payoff).value;
    // Rounding of the value must not empty the sets of optimal mixtures.
    double size = 1e-300;
    for (std::size_t i = 0; i < payoff.rows(); ++i) {
      for (std::size_t j = 0; j < payoff.cols(); ++j) size = std::max(size, std::fabs(payoff(i, j)));
    }
    const double room = 1e-13 * size;
    Table against_columns(payoff.cols(), payoff.rows());  // value - payoff of the mixture in each column <= 0
    Table against_rows(payoff.rows(), payoff.cols());
    for (std::size_t i = 0; i < payoff.rows(); ++i) {
      for (std::size_t j = 0; j < payoff.cols(); ++j) {
        against_columns(j, i) = average.value - room - payoff(i, j);
        against_rows(i, j) = payoff(i, j) - average.value - room;
      }
    }
    bool unique_columns = false;
    const std::optional<std::vector<double>> p = MaximumEntropyMixture(against_columns, &unique);
    const std::optional<std::vector<double>> q = MaximumEntropyMixture(against_rows, &unique_columns);
    HAZE_ASSERT(p.has_value() && q.has_value(), "a zero-sum game has an equilibrium", payoff.rows(), payoff.cols());
    average.rows = *p;
    average.columns = *q;
    average.unique = unique && unique_columns;
  }
  average.row_scores = Product(payoff, average.columns);
  average.column_scores = Product(transposed, average.rows);
  for (double& score : average.column_scores) score = -score;
  return average;
}

}  // namespace haze::tools
