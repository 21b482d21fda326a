// Hand-written loops with AVX2 and without FMA.
#include "tools/bench/hand_loops.h"

#if defined(__AVX2__)
#include <immintrin.h>

#include "dynamics/constants.h"
#endif

namespace haze::tools {

#if defined(__AVX2__)
bool HandJ2Avx2(std::size_t n, const double* x, const double* y, const double* z, double* ax, double* ay, double* az) {
  const __m256d mu = _mm256_set1_pd(-dynamics::kMuEarth);
  const __m256d factor = _mm256_set1_pd(1.5 * dynamics::kJ2 * dynamics::kEarthGravityRadius * dynamics::kEarthGravityRadius);
  const __m256d one = _mm256_set1_pd(1.0);
  const __m256d five = _mm256_set1_pd(5.0);
  for (std::size_t i = 0; i < n; i += 4) {
    const __m256d px = _mm256_loadu_pd(x + i);
    const __m256d py = _mm256_loadu_pd(y + i);
    const __m256d pz = _mm256_loadu_pd(z + i);
    const __m256d z2 = _mm256_mul_pd(pz, pz);
    const __m256d r2 = _mm256_add_pd(_mm256_add_pd(_mm256_mul_pd(px, px), _mm256_mul_pd(py, py)), z2);
    const __m256d over = _mm256_div_pd(one, r2);
    const __m256d root = _mm256_sqrt_pd(r2);
    const __m256d central = _mm256_mul_pd(_mm256_mul_pd(mu, over), _mm256_mul_pd(over, root));
    const __m256d j = _mm256_mul_pd(factor, over);
    const __m256d s = _mm256_mul_pd(five, _mm256_mul_pd(z2, over));
    const __m256d f = _mm256_add_pd(one, _mm256_mul_pd(j, _mm256_sub_pd(one, s)));
    const __m256d plane = _mm256_mul_pd(central, f);
    _mm256_storeu_pd(ax + i, _mm256_mul_pd(plane, px));
    _mm256_storeu_pd(ay + i, _mm256_mul_pd(plane, py));
    _mm256_storeu_pd(az + i, _mm256_mul_pd(_mm256_mul_pd(central, _mm256_add_pd(f, _mm256_add_pd(j, j))), pz));
  }
  return true;
}

bool HandFieldAvx2(std::size_t n, int degree, const double* table, const double* z, double* out) {
  const __m256d zero = _mm256_setzero_pd();
  const __m256d rho = _mm256_set1_pd(0.9);
  for (std::size_t i = 0; i < n; i += 4) {
    const __m256d Z = _mm256_loadu_pd(z + i);
    __m256d total = zero;
    const double* row = table;
    for (int order = 0; order <= degree; ++order) {
      __m256d before = zero;
      __m256d K = _mm256_set1_pd(1.0);
      __m256d sums[4] = {zero, zero, zero, zero};
      for (int n_of = order; n_of <= degree; ++n_of, row += 5) {
        for (int k = 0; k < 4; ++k) sums[k] = _mm256_add_pd(sums[k], _mm256_mul_pd(_mm256_set1_pd(row[k + 1]), K));
        const __m256d next = _mm256_sub_pd(_mm256_mul_pd(Z, K), _mm256_mul_pd(_mm256_mul_pd(rho, _mm256_set1_pd(row[0])), before));
        before = K;
        K = next;
      }
      total = _mm256_add_pd(total, _mm256_add_pd(_mm256_add_pd(sums[0], sums[1]), _mm256_add_pd(sums[2], sums[3])));
    }
    _mm256_storeu_pd(out + i, total);
  }
  return true;
}
#else
bool HandJ2Avx2(std::size_t, const double*, const double*, const double*, double*, double*, double*) { return false; }
bool HandFieldAvx2(std::size_t, int, const double*, const double*, double*) { return false; }
#endif

}  // namespace haze::tools
