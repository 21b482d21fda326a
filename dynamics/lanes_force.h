// The kernels of the full force model over a vector type: operation for operation those of gravity.cc and forces.cc, so that a lane has their bits.
// Included by one file for each instruction set; the letters are those of gravity_table.h and gravity.cc.
#pragma once

#include <cstddef>

#include "dynamics/constants.h"
#include "dynamics/lanes_kernels.h"
#include "dynamics/lanes_orbit.h"

namespace haze::dynamics::lanes {
namespace {

/// Layout of gravity_table.h, which this file cannot include: checked by an assertion of lanes.cc.
constexpr int kGroup = 4;
constexpr std::size_t kStep = 20;

template <class V>
[[gnu::always_inline]] inline V Square(const Vector3Of<V>& r) {
  return r.x * r.x + r.y * r.y + r.z * r.z;
}

/// -mu / r^3 times r.
template <class V>
[[gnu::always_inline]] inline Vector3Of<V> CentralOf(double mu, const Vector3Of<V>& r) {
  const V r2 = Square(r);
  const V factor = -mu / (r2 * Root(r2));
  return {factor * r.x, factor * r.y, factor * r.z};
}

/// Sums over the degree of one order.
template <class V>
struct OrderSums {
  V C, S, C3, S3, C_partial, S_partial;
};

template <class V>
[[gnu::always_inline]] inline void AddStep(OrderSums<V>& sums, const double* step, const V& K) {
  sums.C = sums.C + step[1 * kGroup] * K;
  sums.S = sums.S + step[2 * kGroup] * K;
  sums.C3 = sums.C3 + step[3 * kGroup] * K;
  sums.S3 = sums.S3 + step[4 * kGroup] * K;
  sums.C_partial = sums.C_partial + sums.C;
  sums.S_partial = sums.S_partial + sums.S;
}

/// `table` points at the lane of the order in the first step of its group, `steps` follow it, and `idle` more in which only its neighbours have a degree.
template <class V>
[[gnu::always_inline]] inline OrderSums<V> SumOverDegrees(const double* table, int steps, int idle, const V& Z, const V& rho, const V& zero) {
  OrderSums<V> sums{zero, zero, zero, zero, zero, zero};
  V before = zero;
  V K = 1.0 + zero;
  AddStep(sums, table, K);
  const double* step = table;
  for (int j = 1; j <= steps; ++j) {
    step += kStep;
    const V next = Z * K - (step[0] * rho) * before;
    before = K;
    K = next;
    AddStep(sums, step, K);
  }
  for (int j = 0; j < idle; ++j) {
    sums.C_partial = sums.C_partial + sums.C;
    sums.S_partial = sums.S_partial + sums.S;
  }
  return sums;
}

template <class V>
[[gnu::always_inline]] inline Vector3Of<V> GravityOf(const ForceArguments& arguments, const Vector3Of<V>& r) {
  const V r2 = Square(r);
  const V norm = Root(r2);
  const V factor0 = -arguments.mu / (r2 * norm);
  const Vector3Of<V> central{factor0 * r.x, factor0 * r.y, factor0 * r.z};
  const V zero = r2 - r2;
  const V scale = arguments.radius / r2;
  const V X = scale * r.x;
  const V Y = scale * r.y;
  const V Z = scale * r.z;
  const V rho = arguments.radius * scale;
  V s1 = zero;
  V s2 = zero;
  V s3 = zero;
  V s4 = zero;
  V re = 1.0 + zero;
  V im = zero;
  V re_below = zero;
  V im_below = zero;
  const int degree = arguments.degree;
  const int order = arguments.order;
  const int columns = order < degree ? order + 1 : degree;
  for (int k = 0; k <= columns; ++k) {
    const int lane = k % kGroup;
    const int first = k - lane;
    const OrderSums<V> sums = SumOverDegrees<V>(arguments.table + arguments.group_start[k / kGroup] + lane, degree - k, lane, Z, rho, zero);
    s3 = s3 + (sums.C3 * re_below + sums.S3 * im_below);
    if (k <= order) {
      const double times = k;
      s1 = s1 + times * (sums.C * re_below + sums.S * im_below);
      s2 = s2 + times * (sums.S * re_below - sums.C * im_below);
      const double weight = 2.0 * k + 2.0 + (degree - first);
      s4 = s4 + ((weight * sums.C - sums.C_partial) * re + (weight * sums.S - sums.S_partial) * im);
    }
    re_below = re;
    im_below = im;
    re = X * re_below - Y * im_below;
    im = X * im_below + Y * re_below;
  }
  const V along = arguments.radius / norm;
  const V inwards = s4 + Z * s3;
  const V factor = arguments.mu / r2;
  return {central.x + factor * (along * s1 - inwards * (r.x / norm)), central.y + factor * (along * s2 - inwards * (r.y / norm)),
          central.z + factor * (along * s3 - inwards * (r.z / norm))};
}

/// As J2Acceleration of j2_motion.h, rounding included.
template <class V>
[[gnu::always_inline]] inline Vector3Of<V> J2AloneOf(const Vector3Of<V>& r) {
  constexpr double kFactor = 1.5 * kJ2 * kEarthGravityRadius * kEarthGravityRadius;
  const V r2 = Square(r);
  const V central = -kMuEarth / (r2 * Root(r2));
  const V j = kFactor / r2;
  const V s = 5.0 * r.z * r.z / r2;
  const V f = 1.0 + j * (1.0 - s);
  return {central * r.x * f, central * r.y * f, central * r.z * (1.0 + j * (3.0 - s))};
}

template <class V>
[[gnu::always_inline]] inline void AddThirdBody(double mu, const double s[3], const Vector3Of<V>& r, Vector3Of<V>& a) {
  const Vector3Of<V> d{s[0] - r.x, s[1] - r.y, s[2] - r.z};
  const V zero = r.x - r.x;
  const V s2 = (s[0] * s[0] + s[1] * s[1] + s[2] * s[2]) + zero;
  const V twice_x = (2.0 * s[0]) + zero;
  const V twice_y = (2.0 * s[1]) + zero;
  const V twice_z = (2.0 * s[2]) + zero;
  const V q = (r.x * (r.x - twice_x) + r.y * (r.y - twice_y) + r.z * (r.z - twice_z)) / s2;
  const V f = q * (3.0 + q * (3.0 + q)) / (1.0 + (1.0 + q) * Root(1.0 + q));
  const V d2 = Square(d);
  const V factor = -mu / (d2 * Root(d2));
  a.x = a.x + factor * (r.x + s[0] * f);
  a.y = a.y + factor * (r.y + s[1] * f);
  a.z = a.z + factor * (r.z + s[2] * f);
}

/// As GeodeticHeight of forces.cc.
template <class V>
[[gnu::always_inline]] inline V HeightOf(const Vector3Of<V>& r_ITRF) {
  constexpr double a = kEarthRadius;
  constexpr double b = a * (1.0 - kFlattening);
  constexpr double e2 = kFlattening * (2.0 - kFlattening);
  constexpr double kOver = e2 / (1.0 - e2) * b;
  constexpr double kUnder = e2 * a;
  const V p = Root(r_ITRF.x * r_ITRF.x + r_ITRF.y * r_ITRF.y);
  const V z = r_ITRF.z;
  const V r = Root(p * p + z * z);
  const V u = z * ((1.0 - kFlattening) + kUnder / r);
  const V beta_norm = Root(u * u + p * p);
  const V sin_beta = u / beta_norm;
  const V cos_beta = p / beta_norm;
  const V y = z + kOver * sin_beta * sin_beta * sin_beta;
  const V x = p - kUnder * cos_beta * cos_beta * cos_beta;
  const V phi_norm = Root(y * y + x * x);
  const V sin_phi = y / phi_norm;
  const V cos_phi = x / phi_norm;
  return p * cos_phi + z * sin_phi - a * Root(1.0 - e2 * sin_phi * sin_phi);
}

template <class V>
void ForceKernel(const ForceArguments& arguments, std::size_t n, const double* const r_of[3], double* const a_of[3], double* height) {
  const auto& R = arguments.R;
  for (std::size_t i = 0; i < n; i += V::kWidth) {
    const Vector3Of<V> r{V::Load(r_of[0] + i), V::Load(r_of[1] + i), V::Load(r_of[2] + i)};
    // The third row in the order in which Eigen adds it: behind the packet of two.
    const Vector3Of<V> r_ITRF{R[0][0] * r.x + R[0][1] * r.y + R[0][2] * r.z, R[1][0] * r.x + R[1][1] * r.y + R[1][2] * r.z,
                              R[2][0] * r.x + (R[2][1] * r.y + R[2][2] * r.z)};
    Vector3Of<V> a;
    if (arguments.degree < 2) {
      a = CentralOf(arguments.mu, r);
    } else if (arguments.degree == 2 && arguments.order == 0) {
      a = J2AloneOf(r);
    } else {
      const Vector3Of<V> g = GravityOf(arguments, r_ITRF);
      a = {R[0][0] * g.x + R[1][0] * g.y + R[2][0] * g.z, R[0][1] * g.x + R[1][1] * g.y + R[2][1] * g.z, R[0][2] * g.x + R[1][2] * g.y + R[2][2] * g.z};
    }
    if (arguments.with_moon) AddThirdBody(arguments.mu_moon, arguments.moon, r, a);
    if (arguments.with_sun) AddThirdBody(arguments.mu_sun, arguments.sun, r, a);
    if (arguments.with_height) HeightOf(r_ITRF).Store(height + i);
    a.x.Store(a_of[0] + i);
    a.y.Store(a_of[1] + i);
    a.z.Store(a_of[2] + i);
  }
}

template <class V>
void DragKernel(const double omega[3], std::size_t n, const double* const state[6], const double* density_of, const double* const body[3],
                double* const a_of[3]) {
  for (std::size_t i = 0; i < n; i += V::kWidth) {
    const Vector3Of<V> r{V::Load(state[0] + i), V::Load(state[1] + i), V::Load(state[2] + i)};
    const Vector3Of<V> v_air{V::Load(state[3] + i) - (omega[1] * r.z - omega[2] * r.y), V::Load(state[4] + i) - (omega[2] * r.x - omega[0] * r.z),
                             V::Load(state[5] + i) - (omega[0] * r.y - omega[1] * r.x)};
    const V mass = V::Load(body[0] + i);
    const V area = V::Load(body[1] + i);
    const V cd = V::Load(body[2] + i);
    const V factor = 0.5 * V::Load(density_of + i) * cd * area / mass * Root(Square(v_air));
    (V::Load(a_of[0] + i) - factor * v_air.x).Store(a_of[0] + i);
    (V::Load(a_of[1] + i) - factor * v_air.y).Store(a_of[1] + i);
    (V::Load(a_of[2] + i) - factor * v_air.z).Store(a_of[2] + i);
  }
}

}  // namespace
}  // namespace haze::dynamics::lanes
