// Branching, weighing, joining and pruning of hypotheses about which detection is the craft.
#include "dynamics/orbit_determination/association.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "dynamics/dmath.h"
#include "dynamics/orbit_determination/chi_square.h"
#include "dynamics/orbit_determination/scaled_cholesky.h"

namespace haze::dynamics {
namespace {

/// Logarithm of the normal density of the innovation; nothing where its covariance is not positive.
std::optional<double> LogDensity(const FilterStep& step) {
  const std::optional<ScaledCholesky<kSightingRows>> factor = Factorise<kSightingRows>(step.S);
  if (!factor) return std::nullopt;
  double log_det = 0.0;
  for (int i = 0; i < kSightingRows; ++i) log_det += 2.0 * Log(factor->L(i, i) / factor->scale(i));
  return -0.5 * (step.nis + log_det + step.rows * Log(2.0 * kPi));
}

}  // namespace

void Associator::Start(double t, const State& state, const Matrix6& P, double weight) {
  FilterOptions ungated = options_.filter;
  ungated.gate = 0.0;
  hypotheses_.push_back({OrbitFilter(t, state, P, ungated), weight, {}});
}

bool Associator::Add(const Exposure& exposure) {
  std::vector<AssociationHypothesis> children;
  std::vector<double> logs;
  int tried = 0;
  std::array<double, kSightingRows + 1> gates{};
  for (const int rows : {2, 4}) gates[static_cast<std::size_t>(rows)] = ChiSquareQuantile(options_.gate, rows);
  for (const AssociationHypothesis& parent : hypotheses_) {
    AssociationHypothesis unseen = parent;
    if (!(parent.weight > 0.0) || !unseen.filter.Advance(exposure.t)) continue;
    const Vector3 line = unseen.filter.state().r - exposure.observer;
    const bool inside = line.dot(exposure.boresight) >= line.norm() * Cos(exposure.half_angle);
    const double before = Log(parent.weight);
    for (std::size_t k = 0; k < exposure.detections.size(); ++k) {
      Sighting detection = exposure.detections[k];
      if (detection.t != exposure.t) continue;
      detection.range_sigma = 0.0;
      AssociationHypothesis seen = unseen;
      const FilterStep step = seen.filter.Update(detection);
      if (!step.sound || step.nis > gates[static_cast<std::size_t>(step.rows)]) continue;
      const std::optional<double> density = LogDensity(step);
      if (!density) continue;
      double strangers = options_.strangers_per_sr;
      if (detection.rate_sigma > 0.0) strangers /= kPi * options_.stranger_rate * options_.stranger_rate;
      seen.choices.push_back(static_cast<int>(k));
      children.push_back(std::move(seen));
      logs.push_back(before + Log(options_.p_detect) + *density - Log(strangers));
      ++tried;
    }
    unseen.choices.push_back(kUnseen);
    children.push_back(std::move(unseen));
    logs.push_back(before + (inside ? Log(1.0 - options_.p_detect) : 0.0));
  }
  if (children.empty()) return false;
  const double largest = *std::max_element(logs.begin(), logs.end());
  for (std::size_t k = 0; k < children.size(); ++k) children[k].weight = Exp(logs[k] - largest);
  hypotheses_ = std::move(children);
  tried_ = tried;
  Prune();
  return true;
}

void Associator::Prune() {
  std::stable_sort(hypotheses_.begin(), hypotheses_.end(), [](const AssociationHypothesis& a, const AssociationHypothesis& b) { return a.weight > b.weight; });
  double all = 0.0;
  for (const AssociationHypothesis& h : hypotheses_) all += h.weight;
  std::vector<AssociationHypothesis> kept;
  for (AssociationHypothesis& h : hypotheses_) {
    if (h.weight < options_.least_weight * all) break;
    const auto twin = std::find_if(kept.begin(), kept.end(), [&](const AssociationHypothesis& better) {
      // Both covariances must be alike too: one that missed the last detections is wider than it looks from the other.
      const Vector6 away = ToVector6(h.filter.state()) - ToVector6(better.filter.state());
      const std::optional<ScaledCholesky<6>> factor = Factorise<6>(better.filter.covariance());
      const double wider = h.filter.covariance().topLeftCorner<3, 3>().trace() / better.filter.covariance().topLeftCorner<3, 3>().trace();
      return factor && wider > 0.8 && wider < 1.25 && factor->SquaredNorm(away) < options_.same;
    });
    if (twin != kept.end()) {
      twin->weight += h.weight;
    } else if (static_cast<int>(kept.size()) < options_.most) {
      kept.push_back(std::move(h));
    }
  }
  double total = 0.0;
  for (const AssociationHypothesis& h : kept) total += h.weight;
  for (AssociationHypothesis& h : kept) h.weight /= total;
  std::stable_sort(kept.begin(), kept.end(), [](const AssociationHypothesis& a, const AssociationHypothesis& b) { return a.weight > b.weight; });
  hypotheses_ = std::move(kept);
}

}  // namespace haze::dynamics
