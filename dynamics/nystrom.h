// RKN12(10)17M with adaptive steps for one object whose acceleration does not depend on its velocity: no allocation, no dense output.
//
// A third of DOP853's evaluations at millimetres a day; that one (integrator.h) serves where forces have drag or where sensors ask between steps.
#pragma once

#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/integrator.h"
#include "dynamics/nystrom_tableau.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// Step control: a component's error is measured against atol + rtol max(|y0|, |y1|).
struct NystromOptions {
  double rtol = 1e-11;
  double atol_r = 1e-3;    ///< m
  double atol_v = 1e-6;    ///< m/s
  double h_initial = 0.0;  ///< s, magnitude; 0: chosen from |r| / |a|
  double h_max = 0.0;      ///< s, magnitude; 0: no limit
};

/// f(t, r) -> r'', called in one order that depends on nothing but t, r, v and the options. A value: a copy goes on alike.
/// Source of the formula: nystrom_tableau.h; of the step control: as Dop853.
class Nystrom12 {
 public:
  struct Counts {
    long accepted = 0;
    long rejected = 0;
    long evaluations = 0;
  };

  Nystrom12() = default;
  explicit Nystrom12(const NystromOptions& options) : options_(options) {}

  /// Forgets everything but the options; also to be called after a jump of the state or of f.
  void Start(double t0, const State& state) {
    t_ = t0;
    state_ = state;
    proposed_ = options_.h_initial;
    counts_ = {};
  }

  /// One accepted step towards t_limit (either side of t), never past it. A step cut by t_limit does not shorten the ones after it.
  template <class F>
  [[nodiscard]] StepStatus Step(F&& f, double t_limit);

  /// Steps until t_limit.
  template <class F>
  [[nodiscard]] StepStatus Advance(F&& f, double t_limit) {
    StepStatus status = StepStatus::kAdvanced;
    while (status == StepStatus::kAdvanced) status = Step(f, t_limit);
    return status;
  }

  double t() const { return t_; }
  const State& state() const { return state_; }
  const Counts& counts() const { return counts_; }

 private:
  /// Three doubles without alignment or expression templates: the compiler keeps them in registers.
  struct Triple {
    double x, y, z;
  };

  /// sum_j w_j k_j of a row over j < J, from the first to the last, without those of weight 0.
  template <int Row, int J>
  static Triple Weigh(const Triple* k) {
    constexpr double w = nystrom::Weight(Row, J - 1);
    const Triple& term = k[J - 1];
    if constexpr (J - 1 == nystrom::First(Row)) {
      return {w * term.x, w * term.y, w * term.z};
    } else {
      const Triple sum = Weigh<Row, J - 1>(k);
      if constexpr (w == 0.0) return sum;
      return {sum.x + w * term.x, sum.y + w * term.y, sum.z + w * term.z};
    }
  }

  template <class F>
  static Triple Evaluate(F& f, double t, const Vector3& r) {
    const Vector3 a = f(t, r);
    return {a.x(), a.y(), a.z()};
  }

  /// Stages I to the last; k has the ones before.
  template <int I, class F>
  void Stages(F& f, double h, const Triple& hv, Triple* k) const {
    if constexpr (I < nystrom::kStages) {
      constexpr double c = nystrom::kC[I];
      const Triple sum = Weigh<I, I>(k);
      const double h2 = h * h;
      const Vector3 r(state_.r.x() + c * hv.x + h2 * sum.x, state_.r.y() + c * hv.y + h2 * sum.y, state_.r.z() + c * hv.z + h2 * sum.z);
      k[I] = Evaluate(f, t_ + c * h, r);
      Stages<I + 1>(f, h, hv, k);
    }
  }

  static double Share(double error, double atol, double rtol, double a, double b) {
    const double size = std::fabs(a) > std::fabs(b) ? std::fabs(a) : std::fabs(b);
    const double share = error / (atol + rtol * size);
    return share * share;
  }

  NystromOptions options_;
  double t_ = 0.0;
  State state_;
  double proposed_ = 0.0;  // magnitude of the next step; 0: not chosen yet
  Counts counts_;
};

template <class F>
StepStatus Nystrom12::Step(F&& f, double t_limit) {
  HAZE_ASSERT(std::isfinite(t_limit), "an integration ends somewhere", t_, t_limit);
  if (t_ == t_limit) return StepStatus::kReached;
  const double direction = t_limit > t_ ? 1.0 : -1.0;
  Triple k[nystrom::kStages];
  k[0] = Evaluate(f, t_, state_.r);
  ++counts_.evaluations;
  if (!(proposed_ > 0.0)) {
    const double a = std::sqrt(k[0].x * k[0].x + k[0].y * k[0].y + k[0].z * k[0].z);
    proposed_ = a > 0.0 ? 0.5 * std::sqrt(state_.r.norm() / a) : std::fabs(t_limit - t_);
  }
  if (!std::isfinite(proposed_)) return StepStatus::kNotFinite;
  if (options_.h_max > 0.0 && proposed_ > options_.h_max) proposed_ = options_.h_max;

  const Vector3& r = state_.r;
  const Vector3& v = state_.v;
  bool rejected_before = false;
  bool finite = true;
  for (int attempt = 0; attempt < 100; ++attempt) {
    const double remaining = std::fabs(t_limit - t_);
    const bool last = proposed_ * 1.01 >= remaining;  // a crumb would cost a whole step
    const double h = last ? t_limit - t_ : direction * proposed_;
    if (!last && std::fabs(h) <= 1e-14 * std::fabs(t_)) return finite ? StepStatus::kStepTooSmall : StepStatus::kNotFinite;

    const Triple hv{h * v.x(), h * v.y(), h * v.z()};
    Stages<1>(f, h, hv, k);
    counts_.evaluations += nystrom::kStages - 1;
    const double h2 = h * h;
    const Triple dr = Weigh<nystrom::kPositionRow, nystrom::kStages>(k);
    const Triple dv = Weigh<nystrom::kVelocityRow, nystrom::kStages>(k);
    const Vector3 r_new(r.x() + (hv.x + h2 * dr.x), r.y() + (hv.y + h2 * dr.y), r.z() + (hv.z + h2 * dr.z));
    const Vector3 v_new(v.x() + h * dv.x, v.y() + h * dv.y, v.z() + h * dv.z);
    const Triple er = Weigh<nystrom::kPositionErrorRow, nystrom::kStages>(k);
    const Triple ev = Weigh<nystrom::kVelocityErrorRow, nystrom::kStages>(k);
    const NystromOptions& o = options_;
    const double sum = Share(h2 * er.x, o.atol_r, o.rtol, r.x(), r_new.x()) + Share(h2 * er.y, o.atol_r, o.rtol, r.y(), r_new.y()) +
                       Share(h2 * er.z, o.atol_r, o.rtol, r.z(), r_new.z()) + Share(h * ev.x, o.atol_v, o.rtol, v.x(), v_new.x()) +
                       Share(h * ev.y, o.atol_v, o.rtol, v.y(), v_new.y()) + Share(h * ev.z, o.atol_v, o.rtol, v.z(), v_new.z());
    const double error2 = sum / 6.0;

    finite = std::isfinite(error2);
    // The error falls with the eleventh power of the step; six roots make a power of 3/32 of it, and cost less than Pow. With a safety of 0.9 every
    // fifth step round an ellipse of eccentricity 0.02 was rejected, with 0.8 none.
    const double root32 = std::sqrt(std::sqrt(std::sqrt(std::sqrt(std::sqrt(error2)))));
    double factor = !finite ? 1.0 / 3.0 : error2 > 0.0 ? 0.8 / (root32 * std::sqrt(root32)) : 4.0;
    if (factor > 4.0) factor = 4.0;
    if (factor < 1.0 / 3.0) factor = 1.0 / 3.0;
    const double next = std::fabs(h) * factor;
    if (!finite || error2 > 1.0) {
      ++counts_.rejected;
      rejected_before = true;
      proposed_ = next;
      continue;
    }

    ++counts_.accepted;
    const double grown = rejected_before && next > std::fabs(h) ? std::fabs(h) : next;
    proposed_ = last && grown < proposed_ ? proposed_ : grown;
    t_ = last ? t_limit : t_ + h;
    state_.r = r_new;
    state_.v = v_new;
    return last ? StepStatus::kReached : StepStatus::kAdvanced;
  }
  return finite ? StepStatus::kStepTooSmall : StepStatus::kNotFinite;
}

}  // namespace haze::dynamics
