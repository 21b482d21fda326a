#include "agents/inspector/track.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include "dynamics/dmath.h"
#include "dynamics/mean_orbit.h"
#include "dynamics/orbit_determination/pass_bias.h"

namespace haze::agents::inspector {

namespace {

constexpr int kMaxIterations = 12;
constexpr int kRounds = 3;            // fits, each without the outliers of the one before
constexpr double kOutlier = 5.0;      // sigmas
constexpr double kConverged = 1e-3;   // of the step against its sigma
constexpr std::size_t kLeastMeasurements = 6;
constexpr double kLeastSpan = 60.0;   // s
constexpr double kWidePhase = 50e3;   // m along the orbit, 1 sigma: a guess that is sharper needs no search

using Row7 = Eigen::Matrix<double, 1, 7>;
using Normal = dynamics::NormalEquations<7>;
using PassBias = dynamics::PassBias<7>;

Vector3 AnyAcross(const Vector3& u) {
  const Vector3 axis = std::fabs(u.x()) < 0.6 ? Vector3::UnitX() : Vector3::UnitY();
  return u.cross(axis).normalized();
}

}  // namespace

struct Track::Solution {
  bool ok = false;
  double cost = std::numeric_limits<double>::infinity();
  State x;
  double along_track = 0.0;
  Matrix7 P = Matrix7::Zero();
  double rms = 0.0;
  double prior = 0.0;       // squared sigmas off the prior
  std::vector<double> chi;  // of each measurement: largest residual over sigma
};

double PositionSigma(const Matrix6& P) {
  // Largest eigenvalue by the power method; 50 rounds are plenty for a bound that is compared with 5 % of a range.
  const Matrix3 A = P.topLeftCorner<3, 3>();
  Vector3 u(1.0, 0.9, 1.1);
  double value = 0.0;
  for (int i = 0; i < 50; ++i) {
    const Vector3 next = A * u;
    value = next.norm();
    if (!(value > 0.0)) return 0.0;
    u = next / value;
  }
  return std::sqrt(value);
}

Vector6 MeanElements(const State& state) {
  const dynamics::MeanOrbit mean = dynamics::MeanOrbitOf(state);
  Vector6 out;
  out << mean.a, mean.ex, mean.ey, mean.i, mean.raan, mean.u;
  return out;
}

Matrix6 MeanElementsDerivative(const State& state) {
  Matrix6 out;
  const Vector6 x = dynamics::ToVector6(state);
  for (int k = 0; k < 6; ++k) {
    const double step = k < 3 ? 50.0 : 0.05;
    Vector6 more = x;
    Vector6 less = x;
    more(k) += step;
    less(k) -= step;
    Vector6 difference = MeanElements(dynamics::FromVector6(more)) - MeanElements(dynamics::FromVector6(less));
    difference(4) = dynamics::WrapPi(difference(4));
    difference(5) = dynamics::WrapPi(difference(5));
    out.col(k) = difference / (2.0 * step);
  }
  return out;
}

void Track::KeepPrior(double t, const State& state, const Matrix6& P) {
  prior_t_ = t;
  prior_elements_ = MeanElements(state);
  const Matrix6 D = MeanElementsDerivative(state);
  const Matrix6 DP = D * P;
  const Matrix6 elements = DP * D.transpose();
  prior_information_ = elements.inverse();
}

void Track::SetPrior(double t, const State& state, const Matrix6& covariance) {
  known_ = true;
  fitted_ = false;
  t_ = t;
  x_ = state;
  along_track_ = 0.0;
  P_ = Matrix7::Zero();
  P_.topLeftCorner<6, 6>() = covariance;
  P_(6, 6) = settings_.along_track_sigma * settings_.along_track_sigma;
  KeepPrior(t, state, covariance);
  measurements_.clear();
  prior_misfit_ = 0.0;
  first_prior_ = true;
  last_fit_ = -1.0;
}

// Directions alone leave valleys: from a start that is a thousand kilometres off along the orbit, the fit may run into another orbit altogether. So it starts
// at the phase, within three sigmas of the guess, that explains best what was seen.
State Track::Start(double t) const {
  const Estimate guess = EstimateAt(t);
  if (fitted_ || measurements_.empty()) return guess.state;
  const Matrix6 D = MeanElementsDerivative(guess.state);
  const Eigen::Matrix<double, 1, 6> row = D.row(5);
  const double sigma = std::sqrt(row.dot(guess.P * row.transpose()));
  dynamics::MeanOrbit orbit = dynamics::MeanOrbitOf(guess.state);
  if (!(sigma * orbit.a > kWidePhase)) return guess.state;
  State best = guess.state;
  double least = Fit(t, best, 1).cost;
  const double middle = orbit.u;
  for (int k = -6; k <= 6; ++k) {
    if (k == 0) continue;
    orbit.u = dynamics::WrapTwoPi(middle + 0.5 * k * sigma);
    const State state = dynamics::OsculatingState(orbit);
    const double cost = Fit(t, state, 1).cost;
    if (!(cost < least)) continue;
    least = cost;
    best = state;
  }
  return best;
}

Track::Solution Track::Fit(double t, const State& start, int iterations) const {
  Solution out;
  out.x = start;
  out.along_track = along_track_;
  double lambda = 0.0;
  double last_cost = -1.0;
  State good_x = out.x;
  double good_a = out.along_track;
  Normal good;
  for (int iteration = 0; iteration < iterations; ++iteration) {
    Normal normal;
    PassBias bias;
    int pass = -1;
    Arc arc(*model_, out.x, t, out.along_track);
    out.chi.assign(measurements_.size(), 0.0);
    int counted = 0;
    double chi2 = 0.0;
    for (std::size_t k = measurements_.size(); k-- > 0;) {
      const Measurement& m = measurements_[k];
      const Carried total = arc.At(m.t);
      const Vector3 d = total.state.r - m.r_camera;
      const double range = d.norm();
      const Vector3 u = d / range;
      const double drift = settings_.model_drift * (t - m.t);
      const double lateral2 = (m.camera_sigma * m.camera_sigma + drift * drift) / (range * range);
      const double sigma2 = m.sigma * m.sigma + lateral2;
      if (m.pass != pass) {
        bias.CloseInto(normal, settings_.bias_sigma);
        pass = m.pass;
      }
      const Vector3 e1 = AnyAcross(m.direction);
      const Vector3 e2 = m.direction.cross(e1);
      double worst = 0.0;
      for (const Vector3& e : {e1, e2}) {
        const double residual = -e.dot(u);
        const Eigen::Matrix<double, 1, 3> across = (e - e.dot(u) * u).transpose() / range;
        const Row7 row = across * total.Phi.topRows<3>();
        const double with_bias = sigma2 + (m.pass >= 0 ? settings_.bias_sigma * settings_.bias_sigma : 0.0);
        worst = std::max(worst, std::fabs(residual) / std::sqrt(with_bias));
        if (!m.used) continue;
        chi2 += residual * residual / with_bias;
        ++counted;
        if (m.pass >= 0 && settings_.bias_sigma > 0.0) {
          normal.Add(row, residual, 1.0 / sigma2);
          bias.Add(row, u.cross(e), residual, 1.0 / sigma2);
        } else {
          normal.Add(row, residual, 1.0 / sigma2);
        }
      }
      if (m.range > 0.0) {
        const double residual = m.range - range;
        const double sigma_r2 = m.range_sigma * m.range_sigma + m.camera_sigma * m.camera_sigma + drift * drift;
        worst = std::max(worst, std::fabs(residual) / std::sqrt(sigma_r2));
        if (m.used) {
          const Row7 row = u.transpose() * total.Phi.topRows<3>();
          normal.Add(row, residual, 1.0 / sigma_r2);
          chi2 += residual * residual / sigma_r2;
          ++counted;
        }
      }
      out.chi[k] = worst;
    }
    bias.CloseInto(normal, settings_.bias_sigma);
    // A priori information, at its own instant.
    const Carried total = arc.At(prior_t_);
    Vector6 miss = prior_elements_ - MeanElements(total.state);
    miss(4) = dynamics::WrapPi(miss(4));
    miss(5) = dynamics::WrapPi(miss(5));
    const Matrix67 rows = MeanElementsDerivative(total.state) * total.Phi;
    const Matrix67 weighted = prior_information_ * rows;
    normal.N += rows.transpose() * weighted;
    normal.b += weighted.transpose() * miss;
    out.prior = miss.dot(prior_information_ * miss);
    normal.cost += out.prior;
    const double wa = 1.0 / (settings_.along_track_sigma * settings_.along_track_sigma);
    normal.N(6, 6) += wa;
    normal.b(6) -= wa * out.along_track;
    normal.cost += wa * out.along_track * out.along_track;

    out.rms = counted > 0 ? std::sqrt(chi2 / counted) : 0.0;
    if (!std::isfinite(normal.cost)) return out;
    out.cost = normal.cost;
    // Levenberg's caution: a step that made things worse is taken back and shortened.
    if (last_cost >= 0.0 && normal.cost > last_cost * (1.0 + 1e-9) + 1e-9) {
      lambda = lambda == 0.0 ? 1e-3 : lambda * 10.0;
      out.x = good_x;
      out.along_track = good_a;
      normal = good;
      if (lambda > 1e6) break;
    } else {
      last_cost = normal.cost;
      good_x = out.x;
      good_a = out.along_track;
      good = normal;
      lambda *= 0.1;
      if (lambda < 1e-6) lambda = 0.0;
    }
    Matrix7 damped = normal.N;
    for (int i = 0; i < 7; ++i) damped(i, i) *= 1.0 + lambda;
    const Eigen::LDLT<Matrix7> solver(damped);
    if (solver.info() != Eigen::Success || !solver.isPositive()) return out;
    const Vector7 dx = solver.solve(normal.b);
    out.x.r += dx.segment<3>(0);
    out.x.v += dx.segment<3>(3);
    out.along_track += dx(6);
    out.P = Eigen::LDLT<Matrix7>(normal.N).solve(Matrix7::Identity());
    const double step2 = dx.dot(normal.N * dx);
    if (!std::isfinite(step2)) return out;
    if (step2 < kConverged && lambda == 0.0) {
      out.ok = true;
      break;
    }
    // The last allowed step is good enough when it was small in sigmas.
    if (iteration == iterations - 1) out.ok = step2 < 1.0;
  }
  return out;
}

void Track::CarryTo(double t) {
  const Carried step = model_->PropagateWithDerivatives(x_, t_, t, along_track_);
  Matrix7 F = Matrix7::Identity();
  F.topRows<6>() = step.Phi;
  const Matrix7 P = F * P_ * F.transpose();
  P_ = P;
  x_ = step.state;
  t_ = t;
}

bool Track::Refine(double t, double longest_arc) {
  if (!known_) return false;
  Forget(t, longest_arc);
  const bool news = last_fit_ < 0.0 || (!measurements_.empty() && measurements_.back().t > last_fit_);
  if (measurements_.empty() || !news) {
    CarryTo(t);
    return false;
  }
  for (Measurement& m : measurements_) m.used = true;
  State start = Start(t);
  Solution best;
  for (int round = 0; round < kRounds; ++round) {
    const Solution solution = Fit(t, start, kMaxIterations);
    if (!solution.ok) break;
    best = solution;
    start = solution.x;
    bool changed = false;
    std::size_t used = 0;
    for (std::size_t k = 0; k < measurements_.size(); ++k) {
      const bool use = solution.chi[k] <= kOutlier;
      changed = changed || use != measurements_[k].used;
      measurements_[k].used = use;
      used += use ? 1 : 0;
    }
    if (!changed) break;
    // When most of it does not fit, it is the fit that is wrong.
    if (2 * used < measurements_.size()) {
      best.ok = false;
      break;
    }
  }
  if (!best.ok) {
    residual_rms_ = 99.0;
    CarryTo(t);
    return false;
  }
  last_fit_ = measurements_.back().t;
  residual_rms_ = best.rms;
  prior_misfit_ = first_prior_ ? best.prior : 0.0;
  const double ratio = std::max(1.0, best.rms);
  x_ = best.x;
  along_track_ = best.along_track;
  P_ = ratio * ratio * best.P;
  t_ = t;
  fitted_ = fitted_ || (measurements_.size() >= kLeastMeasurements && measurements_.back().t - measurements_.front().t >= kLeastSpan);
  return true;
}

// What is older than the longest arc goes; the present estimate, doubted fivefold, takes its place as the prior, so that an arc without measurements
// (an eclipse, a burn) does not lose the orbit.
void Track::Forget(double t, double longest_arc) {
  const double first = t - longest_arc;
  if (prior_t_ >= first || measurements_.empty() || measurements_.front().t >= first) return;
  const double cut = first + 0.25 * longest_arc;
  measurements_.erase(std::remove_if(measurements_.begin(), measurements_.end(), [&](const Measurement& m) { return m.t < cut; }), measurements_.end());
  const Estimate then = EstimateAt(cut);
  Matrix6 P = 25.0 * then.P;
  for (int i = 0; i < 3; ++i) P(i, i) += 100.0;
  KeepPrior(cut, then.state, P);
  first_prior_ = false;
}

void Track::Doubt(double t, double position_sigma, double velocity_sigma) {
  const Estimate now = EstimateAt(t);
  Matrix6 P = now.P;
  for (int i = 0; i < 3; ++i) {
    P(i, i) += position_sigma * position_sigma;
    P(i + 3, i + 3) += velocity_sigma * velocity_sigma;
  }
  SetPrior(t, now.state, P);
}

Track::Estimate Track::EstimateAt(double t) const {
  const Carried step = model_->PropagateWithDerivatives(x_, t_, t, along_track_);
  Estimate out;
  out.state = step.state;
  const Eigen::Matrix<double, 7, 6> right = P_ * step.Phi.transpose();
  out.P = step.Phi * right;
  const Matrix6 symmetric = 0.5 * (out.P + out.P.transpose());
  out.P = symmetric;
  return out;
}

Track::Estimate Track::ClaimAt(double t) const {
  Estimate out = EstimateAt(t);
  out.P *= settings_.widen * settings_.widen;
  for (int i = 3; i < 6; ++i) out.P(i, i) += 1e-4;
  return out;
}

}  // namespace haze::agents::inspector
