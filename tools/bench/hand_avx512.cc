// Hand-written loops with AVX-512F.
#include "tools/bench/hand_loops.h"

#if defined(__AVX512F__)
#include <immintrin.h>

#include "dynamics/constants.h"
#endif

namespace haze::tools {

#if defined(__AVX512F__)
bool HandJ2Avx512(std::size_t n, const double* x, const double* y, const double* z, double* ax, double* ay, double* az) {
  const __m512d mu = _mm512_set1_pd(-dynamics::kMuEarth);
  const __m512d factor = _mm512_set1_pd(1.5 * dynamics::kJ2 * dynamics::kEarthGravityRadius * dynamics::kEarthGravityRadius);
  const __m512d one = _mm512_set1_pd(1.0);
  const __m512d five = _mm512_set1_pd(5.0);
  for (std::size_t i = 0; i < n; i += 8) {
    const __m512d px = _mm512_loadu_pd(x + i);
    const __m512d py = _mm512_loadu_pd(y + i);
    const __m512d pz = _mm512_loadu_pd(z + i);
    const __m512d z2 = _mm512_mul_pd(pz, pz);
    const __m512d r2 = _mm512_add_pd(_mm512_add_pd(_mm512_mul_pd(px, px), _mm512_mul_pd(py, py)), z2);
    const __m512d over = _mm512_div_pd(one, r2);
    const __m512d root = _mm512_maskz_sqrt_pd(0xff, r2);
    const __m512d central = _mm512_mul_pd(_mm512_mul_pd(mu, over), _mm512_mul_pd(over, root));
    const __m512d j = _mm512_mul_pd(factor, over);
    const __m512d s = _mm512_mul_pd(five, _mm512_mul_pd(z2, over));
    const __m512d f = _mm512_add_pd(one, _mm512_mul_pd(j, _mm512_sub_pd(one, s)));
    const __m512d plane = _mm512_mul_pd(central, f);
    _mm512_storeu_pd(ax + i, _mm512_mul_pd(plane, px));
    _mm512_storeu_pd(ay + i, _mm512_mul_pd(plane, py));
    _mm512_storeu_pd(az + i, _mm512_mul_pd(_mm512_mul_pd(central, _mm512_add_pd(f, _mm512_add_pd(j, j))), pz));
  }
  return true;
}

bool HandFieldAvx512(std::size_t n, int degree, const double* table, const double* z, double* out) {
  const __m512d zero = _mm512_setzero_pd();
  const __m512d rho = _mm512_set1_pd(0.9);
  for (std::size_t i = 0; i < n; i += 8) {
    const __m512d Z = _mm512_loadu_pd(z + i);
    __m512d total = zero;
    const double* row = table;
    for (int order = 0; order <= degree; ++order) {
      __m512d before = zero;
      __m512d K = _mm512_set1_pd(1.0);
      __m512d sums[4] = {zero, zero, zero, zero};
      for (int n_of = order; n_of <= degree; ++n_of, row += 5) {
        for (int k = 0; k < 4; ++k) sums[k] = _mm512_add_pd(sums[k], _mm512_mul_pd(_mm512_set1_pd(row[k + 1]), K));
        const __m512d next = _mm512_sub_pd(_mm512_mul_pd(Z, K), _mm512_mul_pd(_mm512_mul_pd(rho, _mm512_set1_pd(row[0])), before));
        before = K;
        K = next;
      }
      total = _mm512_add_pd(total, _mm512_add_pd(_mm512_add_pd(sums[0], sums[1]), _mm512_add_pd(sums[2], sums[3])));
    }
    _mm512_storeu_pd(out + i, total);
  }
  return true;
}
#else
bool HandJ2Avx512(std::size_t, const double*, const double*, const double*, double*, double*, double*) { return false; }
bool HandFieldAvx512(std::size_t, int, const double*, const double*, double*) { return false; }
#endif

}  // namespace haze::tools
