// The kernels of two-body and J2 motion over a vector type: included by one file for each instruction set.
#pragma once

#include <cstddef>

#include "dynamics/constants.h"
#include "dynamics/lanes_vector.h"
#include "dynamics/nystrom_tableau.h"

namespace haze::dynamics::lanes {
namespace {

template <class V>
struct Vector3Of {
  V x, y, z;
};

/// As J2Acceleration of j2_motion.h but for rounding.
template <class V>
[[gnu::always_inline]] inline Vector3Of<V> J2Of(const V& x, const V& y, const V& z) {
  constexpr double kFactor = 1.5 * kJ2 * kEarthGravityRadius * kEarthGravityRadius;
  const V z2 = z * z;
  const V r2 = x * x + y * y + z2;
  const V inverse2 = 1.0 / r2;
  const V j = kFactor * inverse2;
  const V s = 5.0 * (z2 * inverse2);
  const V central = (-kMuEarth * inverse2) * (inverse2 * Root(r2));
  const V f = 1.0 + j * (1.0 - s);
  const V along = central * f;
  return {along * x, along * y, central * (f + (j + j)) * z};
}

template <class V>
void J2AccelerationKernel(std::size_t n, const double* const r[3], double* const a[3]) {
  for (std::size_t i = 0; i < n; i += V::kWidth) {
    const Vector3Of<V> value = J2Of(V::Load(r[0] + i), V::Load(r[1] + i), V::Load(r[2] + i));
    value.x.Store(a[0] + i);
    value.y.Store(a[1] + i);
    value.z.Store(a[2] + i);
  }
}

/// sum_j w_j k_j of a row over j < J, from the first to the last, without those of weight 0.
template <int Row, int J, class V>
[[gnu::always_inline]] inline Vector3Of<V> Weigh(const Vector3Of<V>* k) {
  constexpr double w = nystrom::Weight(Row, J - 1);
  const Vector3Of<V>& term = k[J - 1];
  if constexpr (J - 1 == nystrom::First(Row)) {
    return {w * term.x, w * term.y, w * term.z};
  } else {
    const Vector3Of<V> sum = Weigh<Row, J - 1, V>(k);
    if constexpr (w == 0.0) return sum;
    return {sum.x + w * term.x, sum.y + w * term.y, sum.z + w * term.z};
  }
}

/// Stages I to the last of one step; k has the ones before.
template <int I, class V>
[[gnu::always_inline]] inline void Stages(const Vector3Of<V>& r, const Vector3Of<V>& hv, const V& h2, Vector3Of<V>* k) {
  if constexpr (I < nystrom::kStages) {
    constexpr double c = nystrom::kC[I];
    const Vector3Of<V> sum = Weigh<I, I, V>(k);
    k[I] = J2Of<V>((r.x + c * hv.x) + h2 * sum.x, (r.y + c * hv.y) + h2 * sum.y, (r.z + c * hv.z) + h2 * sum.z);
    Stages<I + 1, V>(r, hv, h2, k);
  }
}

template <class V>
void J2PropagateKernel(std::size_t n, double* const state[6], const double* h_of, const double* steps_of) {
  for (std::size_t i = 0; i < n; i += V::kWidth) {
    Vector3Of<V> r{V::Load(state[0] + i), V::Load(state[1] + i), V::Load(state[2] + i)};
    Vector3Of<V> v{V::Load(state[3] + i), V::Load(state[4] + i), V::Load(state[5] + i)};
    double most = 0.0;
    for (int lane = 0; lane < V::kWidth; ++lane) most = steps_of[i + lane] > most ? steps_of[i + lane] : most;
    for (double step = 0.0; step < most; step += 1.0) {
      double h_now[V::kWidth];
      for (int lane = 0; lane < V::kWidth; ++lane) h_now[lane] = step < steps_of[i + lane] ? h_of[i + lane] : 0.0;
      const V h = V::Load(h_now);
      const V h2 = h * h;
      const Vector3Of<V> hv{h * v.x, h * v.y, h * v.z};
      Vector3Of<V> k[nystrom::kStages];
      k[0] = J2Of<V>(r.x, r.y, r.z);
      Stages<1, V>(r, hv, h2, k);
      const Vector3Of<V> dr = Weigh<nystrom::kPositionRow, nystrom::kStages, V>(k);
      const Vector3Of<V> dv = Weigh<nystrom::kVelocityRow, nystrom::kStages, V>(k);
      r = {r.x + (hv.x + h2 * dr.x), r.y + (hv.y + h2 * dr.y), r.z + (hv.z + h2 * dr.z)};
      v = {v.x + h * dv.x, v.y + h * dv.y, v.z + h * dv.z};
    }
    r.x.Store(state[0] + i);
    r.y.Store(state[1] + i);
    r.z.Store(state[2] + i);
    v.x.Store(state[3] + i);
    v.y.Store(state[4] + i);
    v.z.Store(state[5] + i);
  }
}

}  // namespace
}  // namespace haze::dynamics::lanes
