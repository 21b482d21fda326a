// Signatures of burns in the innovations, carried along with the filter.
#include "dynamics/orbit_determination/maneuver_detection.h"

#include <algorithm>
#include <cmath>

#include "dynamics/dmath.h"
#include "dynamics/orbit_determination/scaled_cholesky.h"

namespace haze::dynamics {

std::optional<Maneuver> ManeuverDetector::Add(const FilterStep& step) {
  if (!step.sound) return std::nullopt;
  candidates_.erase(std::remove_if(candidates_.begin(), candidates_.end(), [&](const Candidate& c) { return c.t < step.t - settings_.window; }), candidates_.end());
  for (Candidate& c : candidates_) {
    const Matrix93 moved = step.Phi * c.moved;
    const Matrix93 absorbed = step.Phi * c.absorbed;
    c.moved = moved;
    c.absorbed = absorbed;
  }
  if (candidates_.empty() || step.t - candidates_.back().t >= settings_.spacing) {
    Candidate fresh;
    fresh.t = step.t;
    fresh.moved = Matrix93::Zero();
    fresh.moved.block<3, 3>(3, 0) = Matrix3::Identity();
    fresh.absorbed = Matrix93::Zero();
    candidates_.push_back(fresh);
  }
  const std::optional<ScaledCholesky<kSightingRows>> factor = Factorise<kSightingRows>(step.S);
  if (!factor) return std::nullopt;
  for (Candidate& c : candidates_) {
    // A new pass drew a new bias, of which the estimate's share in the burn is none.
    if (step.new_pass) {
      c.moved.bottomRows<3>().setZero();
      c.absorbed.bottomRows<3>().setZero();
    }
    const Matrix93 unexplained = c.moved - c.absorbed;
    const Eigen::Matrix<double, kSightingRows, 3> G = step.H * unexplained;
    const Vector5 weighted = factor->Solve(step.innovation);
    for (int k = 0; k < 3; ++k) {
      const Vector5 column = G.col(k);
      const Vector5 solved = factor->Solve(column);
      c.sum(k) += column.dot(weighted);
      for (int i = 0; i < 3; ++i) c.information(i, k) += Vector5(G.col(i)).dot(solved);
    }
    if (step.accepted) c.absorbed += step.K * G;
  }
  const std::optional<Maneuver> best = Best();
  return best && best->likelihood_ratio > settings_.threshold ? best : std::nullopt;
}

std::optional<Maneuver> ManeuverDetector::Best() const {
  std::vector<Maneuver> all;
  const Maneuver* best = nullptr;
  all.reserve(candidates_.size());
  for (const Candidate& c : candidates_) {
    const std::optional<ScaledCholesky<3>> factor = Factorise<3>(c.information);
    if (!factor) continue;
    all.push_back({c.t, 0.0, factor->Solve(c.sum), Inverse(*factor), factor->SquaredNorm(c.sum)});
    if (best == nullptr || all.back().likelihood_ratio > best->likelihood_ratio) best = &all.back();
  }
  if (best == nullptr) return std::nullopt;
  Maneuver mixed = *best;
  mixed.dv.setZero();
  mixed.P.setZero();
  double total = 0.0;
  double mean_t = 0.0;
  for (const Maneuver& m : all) {
    const double weight = Exp(0.5 * (m.likelihood_ratio - best->likelihood_ratio));
    total += weight;
    mean_t += weight * (m.t - best->t);
    mixed.dv += weight * m.dv;
  }
  mixed.dv /= total;
  mean_t /= total;
  double variance_t = 0.0;
  for (const Maneuver& m : all) {
    const double share = Exp(0.5 * (m.likelihood_ratio - best->likelihood_ratio)) / total;
    const Vector3 away = m.dv - mixed.dv;
    mixed.P += share * (m.P + away * away.transpose());
    const double late = m.t - best->t - mean_t;
    variance_t += share * late * late;
  }
  mixed.t_sigma = std::sqrt(variance_t);
  return mixed;
}

}  // namespace haze::dynamics
