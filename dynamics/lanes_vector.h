// The vector type of the lane kernels: one or two registers of W doubles. For files that are compiled for one instruction set.
//
// Everything is of internal linkage: the same template compiled with other flags must not be merged with this one.
#pragma once

#if defined(__AVX2__) || defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace haze::dynamics::lanes {
namespace {

template <int W>
struct Register {
  typedef double Type __attribute__((vector_size(8 * W)));
};
template <>
struct Register<1> {
  using Type = double;
};

[[gnu::always_inline]] inline double RegisterRoot(double x) { return __builtin_sqrt(x); }
#if defined(__AVX2__)
[[gnu::always_inline]] inline Register<4>::Type RegisterRoot(Register<4>::Type x) { return _mm256_sqrt_pd(x); }
#endif
#if defined(__AVX512F__)
[[gnu::always_inline]] inline Register<8>::Type RegisterRoot(Register<8>::Type x) { return _mm512_maskz_sqrt_pd(0xff, x); }  // g++ 12 warns of its own _mm512_sqrt_pd
#endif

/// One register.
template <int W>
struct Single {
  static constexpr int kWidth = W;
  using Part = typename Register<W>::Type;
  Part a;

  [[gnu::always_inline]] static Single Load(const double* from) {
    Single v;
    __builtin_memcpy(&v.a, from, sizeof(Part));
    return v;
  }
  [[gnu::always_inline]] void Store(double* to) const { __builtin_memcpy(to, &a, sizeof(Part)); }
};

/// Two registers, whose chains of dependent operations run beside each other.
template <int W>
struct Double {
  static constexpr int kWidth = 2 * W;
  using Part = typename Register<W>::Type;
  Part a;
  Part b;

  [[gnu::always_inline]] static Double Load(const double* from) {
    Double v;
    __builtin_memcpy(&v.a, from, sizeof(Part));
    __builtin_memcpy(&v.b, from + W, sizeof(Part));
    return v;
  }
  [[gnu::always_inline]] void Store(double* to) const {
    __builtin_memcpy(to, &a, sizeof(Part));
    __builtin_memcpy(to + W, &b, sizeof(Part));
  }
};

#define HAZE_LANES_OPERATOR(op)                                                                                                                          \
  template <int W>                                                                                                                                       \
  [[gnu::always_inline]] inline Single<W> operator op(const Single<W>& a, const Single<W>& b) { return {a.a op b.a}; }                                   \
  template <int W>                                                                                                                                       \
  [[gnu::always_inline]] inline Single<W> operator op(double a, const Single<W>& b) { return {a op b.a}; }                                               \
  template <int W>                                                                                                                                       \
  [[gnu::always_inline]] inline Double<W> operator op(const Double<W>& a, const Double<W>& b) { return {a.a op b.a, a.b op b.b}; }                       \
  template <int W>                                                                                                                                       \
  [[gnu::always_inline]] inline Double<W> operator op(double a, const Double<W>& b) { return {a op b.a, a op b.b}; }
HAZE_LANES_OPERATOR(+)
HAZE_LANES_OPERATOR(-)
HAZE_LANES_OPERATOR(*)
HAZE_LANES_OPERATOR(/)
#undef HAZE_LANES_OPERATOR

template <int W>
[[gnu::always_inline]] inline Single<W> Root(const Single<W>& a) { return {RegisterRoot(a.a)}; }
template <int W>
[[gnu::always_inline]] inline Double<W> Root(const Double<W>& a) { return {RegisterRoot(a.a), RegisterRoot(a.b)}; }

}  // namespace
}  // namespace haze::dynamics::lanes
