#include "dynamics/ascent_guidance.h"

#include <cmath>
#include <optional>

#include "dynamics/dmath.h"
#include "dynamics/kepler.h"

namespace haze::dynamics {

namespace {

constexpr double kTauShare = 0.98;  // a burn never asks for more than this share of burning the whole mass

// Velocity at the end: horizontal, in the plane.
Vector3 EndVelocity(const Vector3& rd, const PoweredTarget& target) {
  const Vector3 down_range = target.normal.cross(rd);
  return target.speed / down_range.norm() * down_range;
}

}  // namespace

void PoweredGuidance::Start(const State& state, const PoweredTarget& target, double ahead) {
  const SinCosValue angle = SinCos(ahead);
  const Vector3 in_plane = state.r - state.r.dot(target.normal) * target.normal;
  const Vector3 up = in_plane / in_plane.norm();
  const Vector3 along = target.normal.cross(up);
  rd_ = target.radius * (angle.cos * up + angle.sin * along);
  vgo_ = EndVelocity(rd_, target) - state.v;
  const double r = state.r.norm();
  rgrav_ = (-0.5 * kMuEarth / (r * r * r)) * state.r;  // for one second; grows with the square of the time to go
  rbias_.setZero();
  tgo_ = 1.0;
}

Steering PoweredGuidance::Update(const State& state, const PoweredTarget& target, double acceleration, double exhaust, double dt) {
  const Vector3& r = state.r;
  const Vector3& v = state.v;
  if (dt > 0.0 && last_.direction.norm() > 0.0) {
    const Vector3 gained = (acceleration * dt / last_.direction.norm()) * last_.direction;
    vgo_ -= gained;
  }
  const double tau = exhaust / acceleration;
  double tgo = tau * (1.0 - Exp(-vgo_.norm() / exhaust));
  if (tgo > kTauShare * tau) tgo = kTauShare * tau;

  // Thrust integrals of the time to go.
  const double L = vgo_.norm();
  const double J = tau * L - exhaust * tgo;
  const double S = L * tgo - J;
  const double Q = S * tau - 0.5 * exhaust * tgo * tgo;
  const double P = Q * tau - exhaust * tgo * tgo * tgo / 6.0;
  const double H = J * tgo - Q;

  const Vector3 lambda = vgo_ / L;
  const double scale = tgo / tgo_;
  rgrav_ *= scale * scale;
  Vector3 rgo = rd_ - (r + tgo * v + rgrav_);
  // Down range the end is free: it follows from the velocity to be gained.
  const Vector3 along = target.normal.cross(rd_).normalized();
  const Vector3 rgo_xy = rgo - along.dot(rgo) * along;
  const double rgo_z = (S - lambda.dot(rgo_xy)) / lambda.dot(along);
  rgo = rgo_xy + rgo_z * along + rbias_;
  const double lambda_de = Q - S * J / L;
  const Vector3 lambda_dot = (rgo - S * lambda) / lambda_de;
  const Vector3 thrust_now = lambda - (J / L) * lambda_dot;
  const Vector3 iF = thrust_now.normalized();
  const double phi = AcosClamped(iF.dot(lambda));
  const double phi_dot = -phi * L / J;
  const Vector3 vthrust = (L - 0.5 * L * phi * phi - J * phi * phi_dot - 0.5 * H * phi_dot * phi_dot) * lambda;
  const double turn = lambda_dot.norm();
  Vector3 rthrust = (S - 0.5 * S * phi * phi - Q * phi * phi_dot - 0.5 * P * phi_dot * phi_dot) * lambda;
  if (turn > 0.0) rthrust -= ((S * phi + Q * phi_dot) / turn) * lambda_dot;
  const Vector3 vbias = vgo_ - vthrust;
  rbias_ = rgo - rthrust;

  // Gravity along the burn is that along a coasting arc which keeps close to it.
  const State start{r - 0.1 * rthrust - (tgo / 30.0) * vthrust, v + (1.2 / tgo) * rthrust - 0.1 * vthrust};
  const std::optional<State> end = PropagateKepler(start, tgo);
  if (!end || !std::isfinite(tgo) || !(tgo > 0.0) || !lambda_dot.allFinite()) return last_;
  rgrav_ = end->r - start.r - tgo * start.v;
  const Vector3 vgrav = end->v - start.v;

  Vector3 rp = r + tgo * v + rgrav_ + rthrust;
  rp -= rp.dot(target.normal) * target.normal;
  rd_ = target.radius / rp.norm() * rp;
  vgo_ = EndVelocity(rd_, target) - v - vgrav + vbias;
  tgo_ = tgo;
  last_ = {thrust_now, lambda_dot, tgo};
  return last_;
}

}  // namespace haze::dynamics
