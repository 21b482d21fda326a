// Sums over passes in order of time, biases eliminated, damped Gauss-Newton, rounds of editing.
#include "dynamics/orbit_determination/pass_fit.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "dynamics/j2_motion.h"
#include "dynamics/orbit_determination/pass_bias.h"
#include "dynamics/orbit_determination/scaled_cholesky.h"

namespace haze::dynamics {
namespace {

constexpr double kFarthest = 1e8;  // s from t0

class Problem {
 public:
  Problem(double t0, const State& guess, std::span<const Sighting> sightings, const PassFitOptions& options, const Matrix6& weight)
      : t0_(t0), prior_(ToVector6(guess)), sightings_(sightings), options_(options), weight_(weight), used_(sightings.size(), true) {
    for (std::size_t i = 0; i < sightings.size(); ++i) {
      order_.push_back(i);
      if (sightings[i].pass >= 0) passes_.push_back(sightings[i].pass);
    }
    // From t0 outwards, first forward, then back.
    std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      const bool a_after = sightings[a].t >= t0;
      const bool b_after = sightings[b].t >= t0;
      if (a_after != b_after) return a_after;
      if (sightings[a].t != sightings[b].t) return (sightings[a].t < sightings[b].t) == a_after;
      return a < b;
    });
    std::sort(passes_.begin(), passes_.end());
    passes_.erase(std::unique(passes_.begin(), passes_.end()), passes_.end());
  }

  struct Sums {
    NormalEquations<6> normal;
    std::vector<PassBias<6>> biases;  // as they were before they were eliminated
    std::vector<SightingModel> models;
    long rows = 0;
  };

  Sums Evaluate(const Vector6& x) const {
    Sums sums;
    sums.biases.resize(passes_.size());
    sums.models.resize(sightings_.size());
    double t = t0_;
    State state = FromVector6(x);
    Matrix6 Phi = Matrix6::Identity();
    bool forward = true;
    for (const std::size_t i : order_) {
      const Sighting& s = sightings_[i];
      if (forward && s.t < t0_) {
        forward = false;
        t = t0_;
        state = FromVector6(x);
        Phi = Matrix6::Identity();
      }
      if (s.t != t) {
        const StateAndTransition next = PropagateJ2WithTransition(state, s.t - t);
        const Matrix6 total = next.Phi * Phi;
        Phi = total;
        state = next.state;
        t = s.t;
      }
      SightingModel& model = sums.models[i];
      model = ModelSighting(s, state, Vector3::Zero());
      if (!used_[i]) continue;
      sums.rows += model.rows;
      for (int row = 0; row < kSightingRows; ++row) {
        const double weight = 1.0 / (model.sigma(row) * model.sigma(row));
        const Eigen::Matrix<double, 1, 6> partial = model.H.block<1, 6>(row, 0) * Phi;
        sums.normal.Add(partial, model.residual(row), weight);
        if (HasBias(s) && row < 2) sums.biases[Pass(s)].Add(partial, model.H.block<1, 3>(row, 6).transpose(), model.residual(row), weight);
      }
    }
    for (const PassBias<6>& bias : sums.biases) {
      PassBias<6> closing = bias;
      closing.CloseInto(sums.normal, options_.bias_sigma);
    }
    const Vector6 away = prior_ - x;
    const Vector6 pull = weight_ * away;
    sums.normal.N += weight_;
    sums.normal.b += pull;
    sums.normal.cost += away.dot(pull);
    return sums;
  }

  Vector3 Bias(const Sums& sums, const Sighting& s) const { return HasBias(s) ? sums.biases[Pass(s)].Estimate(options_.bias_sigma) : Vector3(Vector3::Zero()); }

  /// Largest residual of each sighting over its sigma, biases taken off; the rms of all that were used goes to `rms`.
  std::vector<double> Misses(const Sums& sums, double& rms) const {
    std::vector<double> worst(sightings_.size(), 0.0);
    double sum = 0.0;
    for (std::size_t i = 0; i < sightings_.size(); ++i) {
      const SightingModel& model = sums.models[i];
      const Vector3 bias = Bias(sums, sightings_[i]);
      for (int row = 0; row < kSightingRows; ++row) {
        const double y = (model.residual(row) - model.H.block<1, 3>(row, 6).transpose().dot(bias)) / model.sigma(row);
        worst[i] = std::max(worst[i], std::fabs(y));
        if (used_[i]) sum += y * y;
      }
    }
    rms = sums.rows > 0 ? std::sqrt(sum / static_cast<double>(sums.rows)) : 0.0;
    return worst;
  }

  const std::vector<int>& passes() const { return passes_; }
  std::vector<bool>& used() { return used_; }

 private:
  bool HasBias(const Sighting& s) const { return s.pass >= 0 && options_.bias_sigma > 0.0; }
  std::size_t Pass(const Sighting& s) const { return static_cast<std::size_t>(std::lower_bound(passes_.begin(), passes_.end(), s.pass) - passes_.begin()); }

  double t0_;
  Vector6 prior_;
  std::span<const Sighting> sightings_;
  const PassFitOptions& options_;
  Matrix6 weight_;
  std::vector<bool> used_;
  std::vector<std::size_t> order_;
  std::vector<int> passes_;
};

struct Descent {
  Vector6 x;
  Problem::Sums sums;
  bool converged = false;
};

Descent Minimise(const Problem& problem, const Vector6& start, int max_iterations, int& iterations) {
  constexpr double kEnough = 1e-2;  // a step of so many sigmas ends the search
  Descent now{start, problem.Evaluate(start), false};
  double damping = 0.0;
  for (int i = 0; i < max_iterations && !now.converged; ++i) {
    ++iterations;
    bool moved = false;
    for (int attempt = 0; attempt < 12 && !moved; ++attempt) {
      const std::optional<ScaledCholesky<6>> factor = Factorise<6>(now.sums.normal.N, damping);
      if (factor) {
        const Vector6 dx = factor->Solve(now.sums.normal.b);
        const Vector6 Ndx = now.sums.normal.N * dx;
        const bool small = damping < 1e-6 && dx.dot(Ndx) < kEnough * kEnough;
        const Vector6 x = now.x + dx;
        Problem::Sums sums = problem.Evaluate(x);
        const double cost = now.sums.normal.cost;
        if (sums.normal.cost <= cost || (small && sums.normal.cost <= cost * (1.0 + 1e-6) + 1e-6)) {
          now.x = x;
          now.sums = std::move(sums);
          now.converged = small;
          moved = true;
          damping = damping > 1e-9 ? 0.1 * damping : 0.0;
          continue;
        }
      }
      damping = damping > 0.0 ? 10.0 * damping : 1e-7;
    }
    if (!moved) break;
  }
  return now;
}

}  // namespace

PassFitResult FitPasses(double t0, const State& guess, std::span<const Sighting> sightings, const PassFitOptions& options) {
  PassFitResult result;
  result.state = guess;
  result.used.assign(sightings.size(), true);
  bool sound = std::isfinite(t0) && guess.r.allFinite() && guess.v.allFinite() && options.bias_sigma >= 0.0 && std::isfinite(options.bias_sigma) && options.edit >= 0.0;
  for (const Sighting& s : sightings) sound = sound && IsSound(s) && std::fabs(s.t - t0) <= kFarthest;
  if (!sound) {
    result.status = FitStatus::kBadInput;
    return result;
  }
  Matrix6 weight = Matrix6::Zero();
  if (options.use_prior) {
    const std::optional<ScaledCholesky<6>> prior = Factorise<6>(options.prior);
    if (!prior) {
      result.status = FitStatus::kSingular;
      return result;
    }
    weight = Inverse(*prior);
  }
  if (sightings.empty() || (sightings.size() < 2 && !options.use_prior)) return result;

  Problem problem(t0, guess, sightings, options, weight);
  Descent best{ToVector6(guess), {}, false};
  for (int round = 0; round < std::max(1, options.rounds); ++round) {
    best = Minimise(problem, best.x, options.max_iterations, result.iterations);
    const std::vector<double> misses = problem.Misses(best.sums, result.rms);
    if (!(options.edit > 0.0) || round + 1 >= options.rounds) break;
    // The median, which outliers do not move, says how far the fit itself is still off.
    std::vector<double> sorted = misses;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const double limit = options.edit * std::max(1.0, *middle);
    std::vector<bool> used(misses.size());
    for (std::size_t i = 0; i < misses.size(); ++i) used[i] = misses[i] <= limit;
    if (used == problem.used()) break;
    if (2 * static_cast<std::size_t>(std::count(used.begin(), used.end(), true)) < used.size()) {
      result.status = FitStatus::kTooFew;
      return result;
    }
    problem.used() = used;
  }
  result.used = problem.used();
  result.state = FromVector6(best.x);
  for (std::size_t k = 0; k < problem.passes().size() && options.bias_sigma > 0.0; ++k) {
    result.biases.push_back({problem.passes()[k], best.sums.biases[k].Estimate(options.bias_sigma)});
  }
  const std::optional<ScaledCholesky<6>> factor = Factorise<6>(best.sums.normal.N);
  if (factor) result.covariance = Inverse(*factor);
  result.status = !factor ? FitStatus::kSingular : best.converged ? FitStatus::kConverged : FitStatus::kNotConverged;
  return result;
}

}  // namespace haze::dynamics
