// Dormand-Prince 8(5,3) with dense output of order 7: one adaptive step a call, forward or backward, no allocation.
#pragma once

#include <array>
#include <cmath>

#include <Eigen/Core>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"
#include "dynamics/dop853_tableau.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// Step control: the error of component k is measured against atol(k) + rtol max(|y0(k)|, |y1(k)|).
template <int N>
struct Dop853Options {
  double rtol = 1e-11;
  Eigen::Matrix<double, N, 1> atol = Eigen::Matrix<double, N, 1>::Constant(1e-6);
  double h_initial = 0.0;  ///< s, magnitude; 0: chosen from f (Hairer's HINIT)
  double h_max = 0.0;      ///< s, magnitude; 0: no limit
  long max_steps = 0;      ///< of one Advance; 0: no limit
  bool dense = true;       ///< false saves 3 of 15 evaluations, and there is no segment to ask
};

/// What orbits are held to: r to 1 mm or v to 1 um/s in a step, or 1e-11 of their size.
inline Dop853Options<6> OrbitOptions() {
  Dop853Options<6> options;
  options.atol << 1e-3, 1e-3, 1e-3, 1e-6, 1e-6, 1e-6;
  return options;
}

/// What reference orbits are held to, at twice the steps: near rounding. Energy of two-body motion stays within 1e-12 a day, and a day forward and back ends within a
/// millimetre of where it began (Integrator.PreciseOptionsKeepEnergyAndTurnBack).
inline Dop853Options<6> PreciseOrbitOptions() {
  Dop853Options<6> options;
  options.rtol = 1e-14;
  options.atol << 1e-7, 1e-7, 1e-7, 1e-10, 1e-10, 1e-10;
  return options;
}

enum class StepStatus {
  kAdvanced,      ///< one step taken
  kReached,       ///< t is exactly t_limit (after a step, unless it was already)
  kStepTooSmall,  ///< the tolerance cannot be met: the step fell below 1e-14 of |t|, 100 tries, or max_steps in Advance
  kNotFinite,     ///< f gives NaN or infinity however small the step
};

/// M vectors of zeros: Eigen leaves its own default value unset.
template <int N, std::size_t M>
std::array<Eigen::Matrix<double, N, 1>, M> ZeroVectors() {
  std::array<Eigen::Matrix<double, N, 1>, M> zeros;
  for (auto& zero : zeros) zero.setZero();
  return zeros;
}

/// The solution over one step [t0, t0 + h]; h may be negative. A value: copy it to keep it.
template <int N>
struct DenseSegment {
  double t0 = 0.0;
  double h = 0.0;
  std::array<Eigen::Matrix<double, N, 1>, 8> coefficients = ZeroVectors<N, 8>();

  double t1() const { return t0 + h; }
  /// Order 7 in h inside the step; outside it is extrapolation, refused by nobody.
  Eigen::Matrix<double, N, 1> At(double t) const {
    const auto& c = coefficients;
    const double s = (t - t0) / h;
    const double s1 = 1.0 - s;
    Eigen::Matrix<double, N, 1> y = c[6] + s * c[7];
    y = c[5] + s1 * y;
    y = c[4] + s * y;
    y = c[3] + s1 * y;
    y = c[2] + s * y;
    y = c[1] + s1 * y;
    y = c[0] + s * y;
    return y;
  }
};

/// f(t, y) -> dy/dt, called in one order that depends on nothing but t, y and the options. A value: a copy goes on alike.
/// Source: Hairer, Norsett & Wanner, "Solving ordinary differential equations I", 2nd edition, sections II.4 (step size), II.5 and II.6.
template <int N>
class Dop853 {
 public:
  using Vector = Eigen::Matrix<double, N, 1>;
  /// Steps accepted and tried, evaluations of f, since `Start`.
  struct Counts {
    long accepted = 0;
    long rejected = 0;
    long evaluations = 0;
  };

  Dop853() = default;
  explicit Dop853(const Dop853Options<N>& options) : options_(options) {}

  /// Forgets everything but the options; also to be called after a jump of y or of f.
  void Start(double t0, const Vector& y0) {
    t_ = t0;
    y_ = y0;
    proposed_ = options_.h_initial;
    have_slope_ = false;
    counts_ = {};
    segment_ = DenseSegment<N>();
  }

  /// One accepted step towards t_limit (either side of t), never past it. A step cut by t_limit does not shorten the ones after it.
  template <class F>
  [[nodiscard]] StepStatus Step(F&& f, double t_limit);

  /// Steps until t_limit.
  template <class F>
  [[nodiscard]] StepStatus Advance(F&& f, double t_limit) {
    StepStatus status = StepStatus::kAdvanced;
    for (long steps = 0; status == StepStatus::kAdvanced; ++steps) {
      if (options_.max_steps > 0 && steps >= options_.max_steps) return StepStatus::kStepTooSmall;
      status = Step(f, t_limit);
    }
    return status;
  }

  double t() const { return t_; }
  const Vector& y() const { return y_; }
  /// The last accepted step; needs `dense`.
  const DenseSegment<N>& Segment() const { return segment_; }
  const Counts& counts() const { return counts_; }

 private:
  /// The scale by which an error of component k is judged.
  double Scale(int k, const Vector& a, const Vector& b) const {
    const double size = std::fabs(a(k)) > std::fabs(b(k)) ? std::fabs(a(k)) : std::fabs(b(k));
    return options_.atol(k) + options_.rtol * size;
  }

  template <std::size_t M>
  Vector Combine(const std::array<dop853::Term, M>& terms) const {
    Vector sum = terms[0].weight * k_[static_cast<std::size_t>(terms[0].stage)];
    for (std::size_t i = 1; i < M; ++i) sum += terms[i].weight * k_[static_cast<std::size_t>(terms[i].stage)];
    return sum;
  }

  template <class F, std::size_t M>
  void Stage(F& f, std::size_t i, double h, const std::array<dop853::Term, M>& row) {
    const Vector y = y_ + h * Combine(row);
    k_[i] = f(t_ + dop853::kC[i] * h, y);
    ++counts_.evaluations;
  }

  template <class F>
  double InitialStep(F& f, double direction);
  double ErrorNorm(double h, const Vector& increment, const Vector& y_new) const;
  template <class F>
  void MakeSegment(F& f, double h, const Vector& y_new);

  Dop853Options<N> options_;
  double t_ = 0.0;
  Vector y_ = Vector::Zero();
  double proposed_ = 0.0;    // magnitude of the next step; 0: not chosen yet
  bool have_slope_ = false;  // k_[0] is f(t_, y_)
  std::array<Vector, 16> k_ = ZeroVectors<N, 16>();
  DenseSegment<N> segment_;
  Counts counts_;
};

/// Hairer's HINIT: an Euler step tells the size of the second derivative.
template <int N>
template <class F>
double Dop853<N>::InitialStep(F& f, double direction) {
  double slope2 = 0.0;
  double size2 = 0.0;
  for (int k = 0; k < N; ++k) {
    const double scale = Scale(k, y_, y_);
    slope2 += (k_[0](k) / scale) * (k_[0](k) / scale);
    size2 += (y_(k) / scale) * (y_(k) / scale);
  }
  double h = slope2 <= 1e-10 || size2 <= 1e-10 ? 1e-6 : 0.01 * std::sqrt(size2 / slope2);
  if (options_.h_max > 0.0 && h > options_.h_max) h = options_.h_max;
  const Vector y1 = y_ + (direction * h) * k_[0];
  const Vector f1 = f(t_ + direction * h, y1);
  ++counts_.evaluations;
  double curvature2 = 0.0;
  for (int k = 0; k < N; ++k) {
    const double value = (f1(k) - k_[0](k)) / Scale(k, y_, y_);
    curvature2 += value * value;
  }
  const double curvature = std::sqrt(curvature2) / h;
  const double slope = std::sqrt(slope2);
  const double steepest = curvature > slope ? curvature : slope;
  const double h1 = steepest <= 1e-15 ? (1e-3 * h > 1e-6 ? 1e-3 * h : 1e-6) : Pow(0.01 / steepest, 0.125);
  return h1 < 100.0 * h ? h1 : 100.0 * h;
}

/// The combination of the errors of order 5 and 3 that DOP853 uses; a step is accepted at <= 1.
template <int N>
double Dop853<N>::ErrorNorm(double h, const Vector& increment, const Vector& y_new) const {
  const Vector error3 = increment - Combine(dop853::kB3);
  const Vector error5 = Combine(dop853::kE5);
  double sum3 = 0.0;
  double sum5 = 0.0;
  for (int k = 0; k < N; ++k) {
    const double scale = Scale(k, y_, y_new);
    sum3 += (error3(k) / scale) * (error3(k) / scale);
    sum5 += (error5(k) / scale) * (error5(k) / scale);
  }
  const double denominator = sum5 + 0.01 * sum3;
  if (denominator <= 0.0) return 0.0;
  return std::fabs(h) * sum5 / std::sqrt(static_cast<double>(N) * denominator);
}

template <int N>
template <class F>
void Dop853<N>::MakeSegment(F& f, double h, const Vector& y_new) {
  Stage(f, 13, h, dop853::kA13);
  Stage(f, 14, h, dop853::kA14);
  Stage(f, 15, h, dop853::kA15);
  auto& c = segment_.coefficients;
  segment_.t0 = t_;
  segment_.h = h;
  c[0] = y_;
  c[1] = y_new - y_;
  c[2] = h * k_[0] - c[1];
  c[3] = c[1] - h * k_[12] - c[2];
  c[4] = h * Combine(dop853::kD4);
  c[5] = h * Combine(dop853::kD5);
  c[6] = h * Combine(dop853::kD6);
  c[7] = h * Combine(dop853::kD7);
}

template <int N>
template <class F>
StepStatus Dop853<N>::Step(F&& f, double t_limit) {
  HAZE_ASSERT(std::isfinite(t_limit), "an integration ends somewhere", t_, t_limit);
  if (t_ == t_limit) return StepStatus::kReached;
  const double direction = t_limit > t_ ? 1.0 : -1.0;
  if (!have_slope_) {
    k_[0] = f(t_, y_);
    ++counts_.evaluations;
    have_slope_ = true;
  }
  if (!(proposed_ > 0.0)) proposed_ = InitialStep(f, direction);
  if (!std::isfinite(proposed_)) return StepStatus::kNotFinite;
  if (options_.h_max > 0.0 && proposed_ > options_.h_max) proposed_ = options_.h_max;

  bool rejected_before = false;
  bool finite = true;
  for (int attempt = 0; attempt < 100; ++attempt) {
    const double remaining = std::fabs(t_limit - t_);
    const bool last = proposed_ * 1.01 >= remaining;  // a crumb would cost a whole step
    const double h = last ? t_limit - t_ : direction * proposed_;
    if (!last && std::fabs(h) <= 1e-14 * std::fabs(t_)) return finite ? StepStatus::kStepTooSmall : StepStatus::kNotFinite;

    Stage(f, 1, h, dop853::kA1);
    Stage(f, 2, h, dop853::kA2);
    Stage(f, 3, h, dop853::kA3);
    Stage(f, 4, h, dop853::kA4);
    Stage(f, 5, h, dop853::kA5);
    Stage(f, 6, h, dop853::kA6);
    Stage(f, 7, h, dop853::kA7);
    Stage(f, 8, h, dop853::kA8);
    Stage(f, 9, h, dop853::kA9);
    Stage(f, 10, h, dop853::kA10);
    Stage(f, 11, h, dop853::kA11);
    const Vector increment = Combine(dop853::kB);
    const Vector y_new = y_ + h * increment;
    const double error = ErrorNorm(h, increment, y_new);

    finite = std::isfinite(error);
    // Hairer's controller without memory: safety 0.9, a step grows at most sixfold and shrinks at most to a third.
    double factor = !finite ? 1.0 / 3.0 : error > 0.0 ? 0.9 / Pow(error, 0.125) : 6.0;
    if (factor > 6.0) factor = 6.0;
    if (factor < 1.0 / 3.0) factor = 1.0 / 3.0;
    const double next = std::fabs(h) * factor;
    if (!finite || error > 1.0) {
      ++counts_.rejected;
      rejected_before = true;
      proposed_ = next;
      continue;
    }

    ++counts_.accepted;
    k_[12] = f(t_ + h, y_new);
    ++counts_.evaluations;
    if (options_.dense) MakeSegment(f, h, y_new);
    // After a rejection a step does not grow at once; a step cut by the limit does not take back what was proposed.
    const double grown = rejected_before && next > std::fabs(h) ? std::fabs(h) : next;
    proposed_ = last && grown < proposed_ ? proposed_ : grown;
    t_ = last ? t_limit : t_ + h;
    y_ = y_new;
    k_[0] = k_[12];
    return last ? StepStatus::kReached : StepStatus::kAdvanced;
  }
  return finite ? StepStatus::kStepTooSmall : StepStatus::kNotFinite;
}

}  // namespace haze::dynamics
