// Extended and unscented filters on one state vector of orbit and bias.
#include "dynamics/orbit_determination/filter.h"

#include <array>
#include <cmath>
#include <optional>

#include "dynamics/dmath.h"
#include "dynamics/j2_motion.h"
#include "dynamics/orbit_determination/chi_square.h"
#include "dynamics/orbit_determination/scaled_cholesky.h"

namespace haze::dynamics {
namespace {

constexpr double kLongestStep = 60.0;   // s: within it the noise's axes and the drift of position by velocity are those of a straight line
constexpr double kNoBias = 1e-10;       // rad: stands for zero where a factor of the covariance is needed
constexpr int kPoints = 2 * kBiasedStates;

Vector3 UnitOf(const Vector3& v) { return v / v.norm(); }

/// White acceleration over dt, along the axes of `state`. Source: Tapley, Schutz & Born (2004), eq. 4.9.50.
Matrix6 ProcessNoise(const State& state, const Vector3& noise_RTN, double dt) {
  Matrix3 R;
  R.col(0) = UnitOf(state.r);
  R.col(2) = UnitOf(state.r.cross(state.v));
  R.col(1) = R.col(2).cross(R.col(0));
  const Vector3 variance = noise_RTN.cwiseProduct(noise_RTN);
  const Matrix3 RD = R * variance.asDiagonal();
  const Matrix3 q = RD * R.transpose();
  Matrix6 Q;
  Q.topLeftCorner<3, 3>() = (dt * dt * dt / 3.0) * q;
  Q.topRightCorner<3, 3>() = (dt * dt / 2.0) * q;
  Q.bottomLeftCorner<3, 3>() = (dt * dt / 2.0) * q;
  Q.bottomRightCorner<3, 3>() = dt * q;
  return Q;
}

void MakeSymmetric(Matrix9& P) {
  for (int i = 0; i < kBiasedStates; ++i) {
    for (int j = 0; j < i; ++j) P(i, j) = P(j, i) = 0.5 * (P(i, j) + P(j, i));
  }
}

/// x +- sqrt(9) times each column of the root of P; nothing where P is not positive.
std::optional<std::array<Vector9, kPoints>> SigmaPoints(const Vector9& x, const Matrix9& P) {
  const std::optional<ScaledCholesky<kBiasedStates>> factor = Factorise<kBiasedStates>(P);
  if (!factor) return std::nullopt;
  const Matrix9 root = factor->Root();
  std::array<Vector9, kPoints> points;
  for (int k = 0; k < kBiasedStates; ++k) {
    const Vector9 away = 3.0 * root.col(k);
    points[static_cast<std::size_t>(2 * k)] = x + away;
    points[static_cast<std::size_t>(2 * k + 1)] = x - away;
  }
  return points;
}

}  // namespace

OrbitFilter::OrbitFilter(double t, const State& state, const Matrix6& P, const FilterOptions& options) : options_(options), t_(t) {
  x_.head<6>() = ToVector6(state);
  P_.topLeftCorner<6, 6>() = P;
  StartPass(-1);
}

void OrbitFilter::StartPass(int pass) {
  pass_ = pass;
  const double sigma = options_.bias_sigma > 0.0 && pass >= 0 ? options_.bias_sigma : kNoBias;
  x_.tail<3>().setZero();
  P_.topRightCorner<6, 3>().setZero();
  P_.bottomLeftCorner<3, 6>().setZero();
  P_.bottomRightCorner<3, 3>() = sigma * sigma * Matrix3::Identity();
}

bool OrbitFilter::Advance(double t) {
  if (!std::isfinite(t) || t < t_) return false;
  const Vector9 x = x_;
  const Matrix9 P = P_;
  const Matrix9 Phi = Phi_;
  const double t0 = t_;
  const double span = t - t_;
  const int steps = span > 0.0 ? static_cast<int>(std::floor(span / kLongestStep)) + 1 : 0;
  for (int i = 0; i < steps; ++i) {
    if (AdvanceOnce(span / steps)) continue;
    x_ = x;
    P_ = P;
    Phi_ = Phi;
    t_ = t0;
    return false;
  }
  t_ = t;
  return true;
}

bool OrbitFilter::AdvanceOnce(double dt) {
  const bool fading = options_.bias_time > 0.0 && pass_ >= 0;
  const double keep = fading ? Exp(-dt / options_.bias_time) : 1.0;
  const State before = state();
  Matrix9 F = Matrix9::Identity();
  F.bottomRightCorner<3, 3>() = keep * Matrix3::Identity();
  if (options_.unscented) {
    const std::optional<std::array<Vector9, kPoints>> points = SigmaPoints(x_, P_);
    if (!points) return false;
    std::array<Vector9, kPoints> moved;
    Vector9 mean = Vector9::Zero();
    for (std::size_t k = 0; k < moved.size(); ++k) {
      const State next = PropagateJ2(FromVector6((*points)[k].head<6>()), dt);
      moved[k].head<6>() = ToVector6(next);
      moved[k].tail<3>() = keep * (*points)[k].tail<3>();
      mean += moved[k];
    }
    mean /= kPoints;
    P_.setZero();
    for (std::size_t k = 0; k < moved.size(); ++k) {
      const Vector9 d = moved[k] - mean;
      P_ += d * d.transpose() / kPoints;
    }
    x_ = mean;
    F.topLeftCorner<6, 6>() = J2Transition(before, dt);
  } else {
    const StateAndTransition next = PropagateJ2WithTransition(before, dt);
    F.topLeftCorner<6, 6>() = next.Phi;
    x_.head<6>() = ToVector6(next.state);
    x_.tail<3>() *= keep;
    const Matrix9 FP = F * P_;
    P_ = FP * F.transpose();
  }
  P_.topLeftCorner<6, 6>() += ProcessNoise(before, options_.noise_RTN, dt);
  if (fading) P_.bottomRightCorner<3, 3>() += options_.bias_sigma * options_.bias_sigma * (1.0 - keep * keep) * Matrix3::Identity();
  MakeSymmetric(P_);
  const Matrix9 total = F * Phi_;
  Phi_ = total;
  return x_.allFinite();
}

FilterStep OrbitFilter::Update(const Sighting& sighting) {
  FilterStep step;
  step.t = sighting.t;
  if (!IsSound(sighting) || !Advance(sighting.t)) return step;
  if (sighting.pass != pass_) {
    StartPass(sighting.pass);
    step.new_pass = true;
  }
  const SightingModel model = ModelSighting(sighting, state(), bias());
  Matrix95 Pxz;
  Matrix5 R = Matrix5::Zero();
  R.diagonal() = model.sigma.cwiseProduct(model.sigma);
  step.H = model.H;
  if (options_.unscented) {
    const std::optional<std::array<Vector9, kPoints>> points = SigmaPoints(x_, P_);
    if (!points) return step;
    std::array<Vector5, kPoints> residuals;
    Vector5 mean = Vector5::Zero();
    for (std::size_t k = 0; k < residuals.size(); ++k) {
      residuals[k] = SightingResidual(sighting, FromVector6((*points)[k].head<6>()), (*points)[k].tail<3>());
      mean += residuals[k];
    }
    mean /= kPoints;
    Pxz.setZero();
    step.S = R;
    for (std::size_t k = 0; k < residuals.size(); ++k) {
      const Vector5 dz = mean - residuals[k];  // what is modelled is the measurement less its residual
      const Vector9 dx = (*points)[k] - x_;
      Pxz += dx * dz.transpose() / kPoints;
      step.S += dz * dz.transpose() / kPoints;
    }
    step.innovation = mean;
  } else {
    Pxz = P_ * model.H.transpose();
    step.S = model.H * Pxz + R;
    step.innovation = model.residual;
  }
  const std::optional<ScaledCholesky<kSightingRows>> factor = Factorise<kSightingRows>(step.S);
  if (!factor) return step;
  step.sound = true;
  step.rows = model.rows;
  step.nis = factor->SquaredNorm(step.innovation);
  step.Phi = Phi_;
  Phi_ = Matrix9::Identity();
  if (options_.gate > 0.0 && step.nis > ChiSquareQuantile(options_.gate, model.rows)) return step;
  step.accepted = true;
  for (int i = 0; i < kBiasedStates; ++i) {
    const Vector5 row = Pxz.row(i).transpose();
    step.K.row(i) = factor->Solve(row).transpose();
  }
  x_ += step.K * step.innovation;
  if (options_.unscented) {
    const Matrix95 KS = step.K * step.S;
    P_ -= KS * step.K.transpose();
  } else {
    const Matrix9 KH = step.K * model.H;
    const Matrix9 keep = Matrix9::Identity() - KH;
    const Matrix9 kept = keep * P_;
    const Matrix95 KR = step.K * R;
    P_ = kept * keep.transpose();
    P_ += KR * step.K.transpose();
  }
  MakeSymmetric(P_);
  return step;
}

void OrbitFilter::Burned(const Vector3& dv, const Matrix3& P_dv) {
  x_.segment<3>(3) += dv;
  P_.block<3, 3>(3, 3) += P_dv;
}

}  // namespace haze::dynamics
