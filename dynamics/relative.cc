// Hill-Clohessy-Wiltshire in closed form.
#include "dynamics/relative.h"

#include <cmath>

#include "dynamics/assert.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {

Matrix6 HcwTransition(double n, double dt) {
  const double nt = n * dt;
  const auto [s, c] = SinCos(nt);
  Matrix6 Phi;
  Phi << 4.0 - 3.0 * c, 0.0, 0.0, s / n, 2.0 * (1.0 - c) / n, 0.0,                    //
      6.0 * (s - nt), 1.0, 0.0, -2.0 * (1.0 - c) / n, (4.0 * s - 3.0 * nt) / n, 0.0,  //
      0.0, 0.0, c, 0.0, 0.0, s / n,                                                   //
      3.0 * n * s, 0.0, 0.0, c, 2.0 * s, 0.0,                                         //
      -6.0 * n * (1.0 - c), 0.0, 0.0, -2.0 * s, 4.0 * c - 3.0, 0.0,                   //
      0.0, 0.0, -n * s, 0.0, 0.0, c;
  return Phi;
}

Vector6 PropagateHcw(const Vector6& x, double n, double dt) { return HcwTransition(n, dt) * x; }

std::optional<TwoImpulse> HcwTwoImpulse(const Vector3& r0, const Vector3& v0, const Vector3& rf, double n, double tof, const Vector3& vf) {
  HAZE_ASSERT(n > 0.0 && tof > 0.0, "a transfer takes time about a moving target", n, tof);
  const Matrix6 Phi = HcwTransition(n, tof);
  const Matrix3 Phi_rr = Phi.topLeftCorner<3, 3>();
  const Matrix3 Phi_rv = Phi.topRightCorner<3, 3>();
  if (!r0.allFinite() || !v0.allFinite() || !rf.allFinite() || !vf.allFinite() || !Phi.allFinite()) return std::nullopt;
  const Vector3 miss = rf - Phi_rr * r0;  // what the velocity has to make up

  // Phi_rv is a block of two in the plane and a number across it.
  const double a = Phi_rv(0, 0);
  const double b = Phi_rv(0, 1);
  const double d = Phi_rv(1, 1);
  const double determinant = a * d + b * b;
  const double size = a * a + 2.0 * b * b + d * d;
  const double across = Phi_rv(2, 2);
  if (!(std::fabs(determinant) > 1e-9 * size) || !(std::fabs(across) * n > 1e-9)) return std::nullopt;

  const Vector3 v_start((d * miss.x() - b * miss.y()) / determinant, (b * miss.x() + a * miss.y()) / determinant, miss.z() / across);
  Vector6 start;
  start << r0, v_start;
  const Vector6 end = Phi * start;
  return TwoImpulse{.dv1 = v_start - v0, .dv2 = vf - end.tail<3>()};
}

Vector6 EllipseState(const RelativeEllipse& ellipse, double u, double n) {
  const auto [se, ce] = SinCos(u - ellipse.phase_e);
  const auto [si, ci] = SinCos(u - ellipse.phase_i);
  Vector6 x;
  x << ellipse.da - ellipse.ae * ce, ellipse.along + 2.0 * ellipse.ae * se, ellipse.ai * si,  //
      n * ellipse.ae * se, n * (2.0 * ellipse.ae * ce - 1.5 * ellipse.da), n * ellipse.ai * ci;
  return x;
}

RelativeEllipse EllipseOf(const Vector6& x, double u, double n) {
  RelativeEllipse ellipse;
  ellipse.da = 4.0 * x(0) + 2.0 * x(4) / n;
  ellipse.along = x(1) - 2.0 * x(3) / n;
  const double e_cos = ellipse.da - x(0);
  const double e_sin = x(3) / n;
  ellipse.ae = Hypot(e_cos, e_sin);
  ellipse.phase_e = WrapTwoPi(u - Atan2(e_sin, e_cos));
  const double i_cos = x(5) / n;
  ellipse.ai = Hypot(x(2), i_cos);
  ellipse.phase_i = WrapTwoPi(u - Atan2(x(2), i_cos));
  return ellipse;
}

double SafeSeparation(const RelativeEllipse& ellipse) {
  // R^2 + N^2 is a constant plus a wave of twice the orbital frequency; its amplitude is the length of the difference of two phasors.
  const double e2 = ellipse.ae * ellipse.ae;
  const double i2 = ellipse.ai * ellipse.ai;
  const double twice = 2.0 * (ellipse.phase_i - ellipse.phase_e);
  const double amplitude = Hypot(e2 - i2 * Cos(twice), i2 * Sin(twice));
  const double least = 0.5 * (e2 + i2 - amplitude);
  return least > 0.0 ? std::sqrt(least) : 0.0;
}

}  // namespace haze::dynamics
