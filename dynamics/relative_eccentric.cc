// Yamanaka and Ankersen's matrix, with the paper's letters; their axes are x along track, y against the angular momentum, z to the centre.
#include "dynamics/relative_eccentric.h"

#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"
#include "dynamics/kepler.h"

namespace haze::dynamics {
namespace {

using Matrix4 = Eigen::Matrix<double, 4, 4>;

/// What the matrices take from one true anomaly: rho = 1 + e cos, s = rho sin, c = rho cos.
struct Anomaly {
  double sine, cosine, rho, s, c;
};

Anomaly At(double nu, double e) {
  const SinCosValue value = SinCos(nu);
  const double rho = 1.0 + e * value.cos;
  return {value.sin, value.cos, rho, rho * value.sin, rho * value.cos};
}

/// In the plane: [x, z, x', z'] of the transformed variables from their four constants, J = k^2 (t - t0).
Matrix4 FromConstants(const Anomaly& a, double e, double J) {
  const double s1 = a.cosine + e * (a.cosine * a.cosine - a.sine * a.sine);  // derivatives of s and c by the anomaly
  const double c1 = -(a.sine + 2.0 * e * a.sine * a.cosine);
  Matrix4 M;
  M << 1.0, -a.c * (1.0 + 1.0 / a.rho), a.s * (1.0 + 1.0 / a.rho), 3.0 * a.rho * a.rho * J,  //
      0.0, a.s, a.c, 2.0 - 3.0 * e * a.s * J,                                                //
      0.0, 2.0 * a.s, 2.0 * a.c - e, 3.0 * (1.0 - 2.0 * e * a.s * J),                        //
      0.0, s1, c1, -3.0 * e * (s1 * J + a.s / (a.rho * a.rho));
  return M;
}

/// The inverse of FromConstants at J = 0.
Matrix4 ToConstants(const Anomaly& a, double e) {
  const double rho2 = a.rho * a.rho;
  Matrix4 M;
  M << 1.0 - e * e, 3.0 * e * a.s * (1.0 / a.rho + 1.0 / rho2), -e * a.s * (1.0 + 1.0 / a.rho), 2.0 - e * a.c,  //
      0.0, -3.0 * a.s * (1.0 / a.rho + e * e / rho2), a.s * (1.0 + 1.0 / a.rho), a.c - 2.0 * e,                 //
      0.0, -3.0 * (a.c / a.rho + e), a.c * (1.0 + 1.0 / a.rho) + e, -a.s,                                       //
      0.0, 3.0 * a.rho + e * e - 1.0, -rho2, e * a.s;
  return M / (1.0 - e * e);
}

}  // namespace

Matrix6 YamanakaAnkersenTransition(const EccentricTarget& target, double nu0, double nu1, double dt) {
  HAZE_ASSERT(target.p > 0.0 && target.e >= 0.0 && target.e < 1.0 && target.mu > 0.0, "the target flies an ellipse", target.p, target.e, target.mu);
  const double e = target.e;
  const double k2 = std::sqrt(target.mu / target.p) / target.p;  // the anomaly's rate is k2 rho^2
  const Anomaly a0 = At(nu0, e);
  const Anomaly a1 = At(nu1, e);
  const Matrix4 plane = FromConstants(a1, e, k2 * dt) * ToConstants(a0, e);

  // Into the transformed variables, x~ = rho x, x~' = x' / (k2 rho) - e sin(nu) x, and back.
  Matrix6 Phi = Matrix6::Zero();
  const int axis[2] = {1, 0};  // x is T, z is -R
  const double sign[2] = {1.0, -1.0};
  for (int row = 0; row < 2; ++row) {
    for (int column = 0; column < 2; ++column) {
      const double turn = sign[row] * sign[column];
      const double rr = plane(row, column) * a0.rho - plane(row, column + 2) * e * a0.sine;
      const double rv = plane(row, column + 2) / (k2 * a0.rho);
      const double vr = plane(row + 2, column) * a0.rho - plane(row + 2, column + 2) * e * a0.sine;
      const double vv = plane(row + 2, column + 2) / (k2 * a0.rho);
      Phi(axis[row], axis[column]) = turn * rr / a1.rho;
      Phi(axis[row], axis[column] + 3) = turn * rv / a1.rho;
      Phi(axis[row] + 3, axis[column]) = turn * k2 * (e * a1.sine * rr + a1.rho * vr);
      Phi(axis[row] + 3, axis[column] + 3) = turn * k2 * (e * a1.sine * rv + a1.rho * vv);
    }
  }
  // Across the plane the transformed variable is a plain oscillator in the anomaly.
  const SinCosValue turn = SinCos(nu1 - nu0);
  const double rr = turn.cos * a0.rho - turn.sin * e * a0.sine;
  const double rv = turn.sin / (k2 * a0.rho);
  const double vr = -turn.sin * a0.rho - turn.cos * e * a0.sine;
  const double vv = turn.cos / (k2 * a0.rho);
  Phi(2, 2) = rr / a1.rho;
  Phi(2, 5) = rv / a1.rho;
  Phi(5, 2) = k2 * (e * a1.sine * rr + a1.rho * vr);
  Phi(5, 5) = k2 * (e * a1.sine * rv + a1.rho * vv);
  return Phi;
}

std::optional<Matrix6> YamanakaAnkersenTransition(const State& target, double dt, double mu) {
  const std::optional<State> later = PropagateKepler(target, dt, mu);
  if (!later || !(mu > 0.0)) return std::nullopt;
  const double h = target.r.cross(target.v).norm();
  const double p = h * h / mu;
  const auto anomaly = [&](const State& state) {
    const double r = state.r.norm();
    return Vector3(p / r - 1.0, h * state.r.dot(state.v) / (mu * r), 0.0);  // e cos nu, e sin nu
  };
  const Vector3 start = anomaly(target);
  const Vector3 end = anomaly(*later);
  const double e = Hypot(start.x(), start.y());
  if (!(e < 1.0)) return std::nullopt;
  // Where the perigee is not defined both anomalies count from the start instead.
  double nu0 = 0.0;
  double nu1 = 0.0;
  if (e > 1e-13) {
    nu0 = Atan2(start.y(), start.x());
    nu1 = Atan2(end.y(), end.x());
  } else {
    const Vector3 normal = target.r.cross(target.v) / h;
    nu1 = Atan2(normal.dot(target.r.cross(later->r)), target.r.dot(later->r));
  }
  return YamanakaAnkersenTransition({.p = p, .e = e, .mu = mu}, nu0, nu1, dt);
}

}  // namespace haze::dynamics
