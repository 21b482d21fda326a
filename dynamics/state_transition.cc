// The variational equations beside the motion itself: forty-two numbers, one integrator.
#include "dynamics/state_transition.h"

#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/integrator.h"

namespace haze::dynamics {
namespace {

using Vector42 = Eigen::Matrix<double, 42, 1>;

/// Forces beyond those whose gradient is known.
bool IsPlain(const ForceModel& model) {
  const bool j2_or_less = model.gravity_degree < 2 || (model.gravity_degree == 2 && model.gravity_order == 0);
  return j2_or_less && !model.sun && !model.moon && !model.drag && !model.solar_pressure;
}

/// [x; Phi column after column].
Vector42 Pack(const Vector6& x, const Matrix6& Phi) {
  Vector42 y;
  y.head<6>() = x;
  for (int column = 0; column < 6; ++column) y.segment<6>(6 + 6 * column) = Phi.col(column);
  return y;
}

Matrix6 PhiOf(const Vector42& y) {
  Matrix6 Phi;
  for (int column = 0; column < 6; ++column) Phi.col(column) = y.segment<6>(6 + 6 * column);
  return Phi;
}

}  // namespace

Matrix3 TwoBodyGradient(const Vector3& r, double mu) {
  const double r2 = r.squaredNorm();
  const double k = mu / (r2 * std::sqrt(r2));
  Matrix3 G = (3.0 * k / r2) * r * r.transpose();
  for (int i = 0; i < 3; ++i) G(i, i) -= k;
  return G;
}

AccelerationPartials PartialsOf(const ForceModel& model, const AstronomyTable* astronomy, const BodyProperties& body, double t, const State& state) {
  AccelerationPartials partials;
  const bool j2 = model.gravity_degree >= 2;
  partials.by_r = j2 ? J2Gradient(state.r) : TwoBodyGradient(state.r);
  if (IsPlain(model)) return partials;

  constexpr double kLength = 100.0;  // m: small against every scale height, large against rounding
  constexpr double kSpeed = 0.1;     // m/s
  const auto rest = [&](const State& at) {
    const Vector3 plain = j2 ? J2Acceleration(at.r) : GravityItrf(at.r, 0, 0);
    return Vector3(Acceleration(model, astronomy, body, t, at) - plain);
  };
  for (int k = 0; k < 3; ++k) {
    State plus = state;
    State minus = state;
    plus.r(k) += kLength;
    minus.r(k) -= kLength;
    partials.by_r.col(k) += (rest(plus) - rest(minus)) / (2.0 * kLength);
    if (!model.drag) continue;
    plus = state;
    minus = state;
    plus.v(k) += kSpeed;
    minus.v(k) -= kSpeed;
    partials.by_v.col(k) = (rest(plus) - rest(minus)) / (2.0 * kSpeed);
  }
  return partials;
}

std::optional<StateAndTransition> PropagateWithTransition(const ForceModel& model, const AstronomyTable* astronomy, const BodyProperties& body, double t0,
                                                          const State& state, double t1, double rtol) {
  if (!state.r.allFinite() || !state.v.allFinite() || !std::isfinite(t0) || !std::isfinite(t1) || !(state.r.squaredNorm() > 0.0)) return std::nullopt;
  Dop853Options<42> options;
  options.dense = false;
  options.rtol = rtol;
  // A block of Phi is judged by the size it has after a quarter of a revolution, times the tolerance.
  const double r = state.r.norm();
  const double n = std::sqrt(kMuEarth / r) / r;
  const double coarse = 100.0 * rtol;
  for (int k = 0; k < 3; ++k) {
    options.atol(k) = rtol * r;
    options.atol(k + 3) = rtol * r * n;
    for (int column = 0; column < 6; ++column) {
      const double unit = column < 3 ? 1.0 : 1.0 / n;
      options.atol(6 + 6 * column + k) = coarse * unit;
      options.atol(6 + 6 * column + k + 3) = coarse * unit * n;
    }
  }
  const auto rate = [&](double t, const Vector42& y) {
    const State at = FromVector6(y.head<6>());
    const AccelerationPartials partials = PartialsOf(model, astronomy, body, t, at);
    Vector42 dy;
    dy.head<3>() = at.v;
    dy.segment<3>(3) = Acceleration(model, astronomy, body, t, at);
    for (int column = 0; column < 6; ++column) {
      const Vector3 upper = y.segment<3>(6 + 6 * column);
      const Vector3 lower = y.segment<3>(9 + 6 * column);
      dy.segment<3>(6 + 6 * column) = lower;
      dy.segment<3>(9 + 6 * column) = partials.by_r * upper + partials.by_v * lower;
    }
    return dy;
  };
  options.max_steps = 200'000;
  Dop853<42> integrator(options);
  integrator.Start(t0, Pack(ToVector6(state), Matrix6::Identity()));
  if (integrator.Advance(rate, t1) != StepStatus::kReached) return std::nullopt;
  StateAndTransition out;
  out.state = FromVector6(integrator.y().head<6>());
  out.Phi = PhiOf(integrator.y());
  return out;
}

}  // namespace haze::dynamics
