// Batch least squares: residuals and partials in order of time, six normal equations, damped Gauss-Newton.
#include "dynamics/orbit_determination/batch.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "dynamics/dmath.h"
#include "dynamics/orbit_determination/scaled_cholesky.h"
#include "dynamics/ordered_sum.h"

namespace haze::dynamics {
namespace {

using Row6 = Eigen::Matrix<double, 1, 6>;

struct Event {
  double t;
  bool is_range;
  std::size_t index;
};

/// What one pass over the measurements gives.
struct Sums {
  Matrix6 normal = Matrix6::Zero();
  Vector6 right = Vector6::Zero();
  double cost = 0.0;  // sum of squared weighted residuals
  long count = 0;
};

class Problem {
 public:
  Problem(double t0, std::span<const AngleMeasurement> angles, std::span<const RangeFixMeasurement> ranges) : t0_(t0), angles_(angles), ranges_(ranges) {
    for (std::size_t i = 0; i < angles.size(); ++i) Sort({angles[i].t, false, i});
    for (std::size_t i = 0; i < ranges.size(); ++i) Sort({ranges[i].t, true, i});
    const auto earlier = [](const Event& a, const Event& b) { return a.t != b.t ? a.t < b.t : a.is_range != b.is_range ? !a.is_range : a.index < b.index; };
    std::sort(after_.begin(), after_.end(), earlier);
    std::sort(before_.begin(), before_.end(), [&](const Event& a, const Event& b) { return earlier(b, a); });
  }

  long size() const { return static_cast<long>(2 * angles_.size() + ranges_.size()); }

  Sums Evaluate(const State& x, bool with_partials) const {
    Sums sums;
    Pass(after_, x, with_partials, sums);
    Pass(before_, x, with_partials, sums);
    return sums;
  }

 private:
  void Sort(const Event& event) { (event.t >= t0_ ? after_ : before_).push_back(event); }

  void Pass(const std::vector<Event>& events, const State& x, bool with_partials, Sums& sums) const {
    double t = t0_;
    State state = x;
    Matrix6 Phi = Matrix6::Identity();
    for (const Event& event : events) {
      if (event.t != t) {
        if (with_partials) {
          const StateAndTransition next = PropagateJ2WithTransition(state, event.t - t);
          const Matrix6 total = next.Phi * Phi;
          Phi = total;
          state = next.state;
        } else {
          state = PropagateJ2(state, event.t - t);
        }
        t = event.t;
      }
      const Eigen::Matrix<double, 3, 6> dr = Phi.topRows<3>();
      if (event.is_range) {
        AddRange(ranges_[event.index], state.r, dr, with_partials, sums);
      } else {
        AddAngles(angles_[event.index], state.r, dr, with_partials, sums);
      }
    }
  }

  static void Add(double residual, double sigma, const Row6& row, bool with_partials, Sums& sums) {
    const double weight = 1.0 / (sigma * sigma);
    sums.cost += weight * residual * residual;
    ++sums.count;
    if (with_partials) AccumulateNormal<6>(sums.normal, sums.right, row, residual, weight);
  }

  static void AddAngles(const AngleMeasurement& m, const Vector3& r, const Eigen::Matrix<double, 3, 6>& dr, bool with_partials, Sums& sums) {
    const Vector3 line = r - m.observer;
    const double range = line.norm();
    const Vector3 u = line / range;
    const Vector3 other = std::fabs(u.x()) < 0.6 ? Vector3(Vector3::UnitX()) : Vector3(Vector3::UnitY());
    const Vector3 side = u.cross(other);
    const Vector3 e1 = side / side.norm();
    const Vector3 e2 = u.cross(e1);
    // The whole angle, along the two axes across: far from the solution a sine would look small again.
    const double y1 = e1.dot(m.direction);
    const double y2 = e2.dot(m.direction);
    const double sine = std::sqrt(y1 * y1 + y2 * y2);
    const double angle = Atan2(sine, u.dot(m.direction));
    const double stretch = sine > 1e-9 ? angle / sine : 1.0;
    const Row6 row1 = (e1 / range).transpose() * dr;
    const Row6 row2 = (e2 / range).transpose() * dr;
    Add(stretch * y1, m.sigma, row1, with_partials, sums);
    Add(stretch * y2, m.sigma, row2, with_partials, sums);
  }

  static void AddRange(const RangeFixMeasurement& m, const Vector3& r, const Eigen::Matrix<double, 3, 6>& dr, bool with_partials, Sums& sums) {
    const Vector3 line = r - m.observer;
    const double range = line.norm();
    const Vector3 u = line / range;
    const Row6 row = u.transpose() * dr;
    Add(m.range - range, m.sigma, row, with_partials, sums);
  }

  double t0_;
  std::span<const AngleMeasurement> angles_;
  std::span<const RangeFixMeasurement> ranges_;
  std::vector<Event> after_;
  std::vector<Event> before_;
};

constexpr double kFarthest = 1e8;  // s from t0

bool Positive(double x) { return x > 0.0 && std::isfinite(x); }

bool Sound(double t0, const State& guess, std::span<const AngleMeasurement> angles, std::span<const RangeFixMeasurement> ranges) {
  bool sound = std::isfinite(t0) && guess.r.allFinite() && guess.v.allFinite();
  for (const AngleMeasurement& m : angles) {
    sound = sound && std::fabs(m.t - t0) <= kFarthest && m.observer.allFinite() && Positive(m.direction.norm()) && Positive(m.sigma);
  }
  for (const RangeFixMeasurement& m : ranges) sound = sound && std::fabs(m.t - t0) <= kFarthest && m.observer.allFinite() && Positive(m.range) && Positive(m.sigma);
  return sound;
}

}  // namespace

FitResult BatchFit(double t0, const State& guess, std::span<const AngleMeasurement> angles, std::span<const RangeFixMeasurement> ranges, const FitOptions& options) {
  constexpr double kEnough = 1e-2;  // a step of so many sigmas ends the search
  FitResult result;
  result.state = guess;
  if (!Sound(t0, guess, angles, ranges)) {
    result.status = FitStatus::kBadInput;
    return result;
  }
  const Problem problem(t0, angles, ranges);
  Matrix6 weight = Matrix6::Zero();
  if (options.use_prior) {
    const std::optional<ScaledCholesky<6>> prior = Factorise(options.prior, 0.0);
    if (!prior) {
      result.status = FitStatus::kSingular;
      return result;
    }
    weight = Inverse(*prior);
  }
  if (problem.size() + (options.use_prior ? 6 : 0) < 6 || problem.size() == 0) return result;

  const Vector6 x_prior = ToVector6(guess);
  const auto evaluate = [&](const Vector6& x, bool with_partials) {
    Sums sums = problem.Evaluate(FromVector6(x), with_partials);
    const Vector6 away = x_prior - x;
    const Vector6 pull = weight * away;
    sums.cost += away.dot(pull);
    sums.right += pull;
    sums.normal += weight;
    return sums;
  };

  Vector6 x = x_prior;
  double damping = 0.0;
  bool converged = false;
  Sums sums = evaluate(x, true);
  while (!converged && result.iterations < options.max_iterations) {
    ++result.iterations;
    bool moved = false;
    for (int attempt = 0; attempt < 12 && !moved; ++attempt) {
      const std::optional<ScaledCholesky<6>> factor = Factorise(sums.normal, damping);
      if (factor) {
        const Vector6 dx = factor->Solve(sums.right);
        const Vector6 Ndx = sums.normal * dx;
        const double sigmas2 = dx.dot(Ndx);
        const Vector6 x_new = x + dx;
        const double cost = evaluate(x_new, false).cost;
        // Near the minimum rounding may make the cost a hair larger: such a step is taken and ends the search.
        const bool small = damping < 1e-6 && sigmas2 < kEnough * kEnough;
        if (cost <= sums.cost || (small && cost <= sums.cost * (1.0 + 1e-6) + 1e-6)) {
          x = x_new;
          moved = true;
          converged = small;
          damping = damping > 1e-9 ? 0.1 * damping : 0.0;
          continue;
        }
      }
      damping = damping > 0.0 ? 10.0 * damping : 1e-7;
    }
    if (!moved) break;
    sums = evaluate(x, true);
  }

  result.state = FromVector6(x);
  const long residuals = sums.count + (options.use_prior ? 6 : 0);
  result.rms = std::sqrt(sums.cost / static_cast<double>(residuals));
  const std::optional<ScaledCholesky<6>> factor = Factorise(sums.normal, 0.0);
  if (factor) result.covariance = Inverse(*factor);
  result.status = !factor ? FitStatus::kSingular : converged ? FitStatus::kConverged : FitStatus::kNotConverged;
  return result;
}

}  // namespace haze::dynamics
