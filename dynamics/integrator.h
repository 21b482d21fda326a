// Dormand-Prince 8(5,3) with dense output of order 7: one adaptive step a call, forward or backward, no allocation.
#pragma once

#include <Eigen/Core>

namespace haze::dynamics {

/// Step control: the error of component k is measured against atol(k) + rtol max(|y0(k)|, |y1(k)|).
template <int N>
struct Dop853Options {
  double rtol = 1e-11;
  Eigen::Matrix<double, N, 1> atol = Eigen::Matrix<double, N, 1>::Constant(1e-6);
  double h_initial = 0.0;  ///< s, magnitude; 0: chosen from f (Hairer's HINIT)
  double h_max = 0.0;      ///< s, magnitude; 0: no limit
  bool dense = true;       ///< false saves 3 of 15 evaluations, and there is no segment to ask
};

/// r in 1 mm and v in 1 um/s: what orbits are held to.
Dop853Options<6> OrbitOptions();

enum class StepStatus {
  kAdvanced,      ///< one step taken
  kReached,       ///< one step taken, and it ends exactly at t_limit
  kStepTooSmall,  ///< the tolerance cannot be met: the step fell below 1e-13 |t| or 100 tries
  kNotFinite,     ///< f gave NaN or infinity at the smallest step
};

/// The solution over one step [t0, t0 + h]; h may be negative. A value: copy it to keep it.
template <int N>
struct DenseSegment {
  double t0 = 0.0;
  double h = 0.0;
  std::array<Eigen::Matrix<double, N, 1>, 8> coefficients;

  double t1() const;
  /// Order 7 in h inside the step; outside it is extrapolation, refused by nobody.
  Eigen::Matrix<double, N, 1> At(double t) const;
};

/// f(t, y) -> dy/dt, called in one order that depends on nothing but t, y and the options.
/// Source: Hairer, Norsett & Wanner, "Solving ordinary differential equations I", 2nd edition, sections II.5 and II.6.
template <int N>
class Dop853 {
 public:
  using Vector = Eigen::Matrix<double, N, 1>;

  Dop853() = default;
  explicit Dop853(const Dop853Options<N>& options);

  /// Forgets everything but the options; also to be called after a jump of y or of f.
  void Start(double t0, const Vector& y0);
  /// One accepted step towards t_limit (either side of t), never past it. A step cut by t_limit does not shorten the ones after it.
  template <class F>
  [[nodiscard]] StepStatus Step(F&& f, double t_limit);
  /// Steps until t_limit.
  template <class F>
  [[nodiscard]] StepStatus Advance(F&& f, double t_limit);

  double t() const;
  const Vector& y() const;
  /// The last accepted step.
  const DenseSegment<N>& Segment() const;
  /// Steps accepted and tried, evaluations of f, since `Start`.
  struct Counts { long accepted = 0; long rejected = 0; long evaluations = 0; };
  const Counts& counts() const;
};

}  // namespace haze::dynamics
