// SGP4 for four near-earth satellites in a register. Elementary functions by SLEEF's AVX kernels, which have the bits of its pure C ones.
#include "dynamics/sgp4_lanes.h"

#include "dynamics/assert.h"

#if defined(__AVX2__)

#include <immintrin.h>
#include <sleef.h>

#include "dynamics/dmath.h"
#include "dynamics/sgp4_kernel.h"

namespace haze::dynamics::sgp4 {
namespace {

typedef double Register4 __attribute__((vector_size(32)));

struct Mask4 {
  __m256d m;
};
struct Four {
  Register4 v;
};
[[gnu::always_inline]] inline Four operator+(Four a, Four b) { return {a.v + b.v}; }
[[gnu::always_inline]] inline Four operator-(Four a, Four b) { return {a.v - b.v}; }
[[gnu::always_inline]] inline Four operator*(Four a, Four b) { return {a.v * b.v}; }
[[gnu::always_inline]] inline Four operator/(Four a, Four b) { return {a.v / b.v}; }
[[gnu::always_inline]] inline Four operator+(double a, Four b) { return {a + b.v}; }
[[gnu::always_inline]] inline Four operator-(double a, Four b) { return {a - b.v}; }
[[gnu::always_inline]] inline Four operator*(double a, Four b) { return {a * b.v}; }
[[gnu::always_inline]] inline Four operator/(double a, Four b) { return {a / b.v}; }
[[gnu::always_inline]] inline Four operator*(Four a, double b) { return {a.v * b}; }
[[gnu::always_inline]] inline Four operator/(Four a, double b) { return {a.v / b}; }
[[gnu::always_inline]] inline Four operator-(Four a) { return {-a.v}; }
[[gnu::always_inline]] inline Mask4 operator<(Four a, double b) { return {_mm256_cmp_pd(a.v, _mm256_set1_pd(b), _CMP_LT_OQ)}; }
[[gnu::always_inline]] inline Mask4 operator>(Four a, double b) { return {_mm256_cmp_pd(a.v, _mm256_set1_pd(b), _CMP_GT_OQ)}; }
[[gnu::always_inline]] inline Mask4 operator>=(Four a, double b) { return {_mm256_cmp_pd(a.v, _mm256_set1_pd(b), _CMP_GE_OQ)}; }
[[gnu::always_inline]] inline Mask4 operator<=(Four a, double b) { return {_mm256_cmp_pd(a.v, _mm256_set1_pd(b), _CMP_LE_OQ)}; }
[[gnu::always_inline]] inline Mask4 operator>(Four a, Four b) { return {_mm256_cmp_pd(a.v, b.v, _CMP_GT_OQ)}; }
[[gnu::always_inline]] inline Mask4 operator&(Mask4 a, Mask4 b) { return {_mm256_and_pd(a.m, b.m)}; }
[[gnu::always_inline]] inline bool Any(Mask4 mask) { return _mm256_movemask_pd(mask.m) != 0; }
[[gnu::always_inline]] inline Four Select(Mask4 mask, Four a, Four b) { return {_mm256_blendv_pd(b.v, a.v, mask.m)}; }
[[gnu::always_inline]] inline Four Every(Four, double x) { return {_mm256_set1_pd(x)}; }
[[gnu::always_inline]] inline Four AbsOf(Four x) { return {_mm256_andnot_pd(_mm256_set1_pd(-0.0), x.v)}; }
[[gnu::always_inline]] inline Four FloorOf(Four x) { return {_mm256_floor_pd(x.v)}; }
[[gnu::always_inline]] inline Four RootOf(Four x) { return {_mm256_sqrt_pd(x.v)}; }
[[gnu::always_inline]] inline Pair<Four> SinCosOf(Four x) {
  const Sleef___m256d_2 value = Sleef_cinz_sincosd4_u10avx(x.v);
  return {{value.x}, {value.y}};
}
[[gnu::always_inline]] inline Four Load(const double* from) { return {_mm256_loadu_pd(from)}; }

// GroupTerms, loaded.
struct FourTerms {
  const GroupTerms& g;
  Four mo = Load(g.mo.v), mdot = Load(g.mdot.v), argpo = Load(g.argpo.v), argpdot = Load(g.argpdot.v), nodeo = Load(g.nodeo.v), nodedot = Load(g.nodedot.v),
       nodecf = Load(g.nodecf.v), eta = Load(g.eta.v), omgcof = Load(g.omgcof.v), xmcof = Load(g.xmcof.v), delmo = Load(g.delmo.v), cc1 = Load(g.cc1.v), cc4 = Load(g.cc4.v),
       cc5 = Load(g.cc5.v), bstar = Load(g.bstar.v), sinmao = Load(g.sinmao.v), d2 = Load(g.d2.v), d3 = Load(g.d3.v), d4 = Load(g.d4.v), t2cof = Load(g.t2cof.v),
       t3cof = Load(g.t3cof.v), t4cof = Load(g.t4cof.v), t5cof = Load(g.t5cof.v);
};

}  // namespace

bool HasAvx2() { return true; }

void FourAtAvx2(const GroupTerms& terms, const double* minutes, GroupStates& out) {
  const double xke = XkeOfWgs72();
  const FourTerms c{terms};
  const Secular<Four> s = SecularTerms(c, Load(minutes));
  const Four a = Load(terms.ao.v) * s.tempa * s.tempa;
  const Four raw_e = Load(terms.ecco.v) - s.tempe;
  const Four e = Select(raw_e < 1.0e-6, Every(raw_e, 1.0e-6), raw_e);
  const MeanElements<Four> mean{.e = e, .a = a, .n = xke / (a * RootOf(a)), .argp = s.argp, .m = s.m + Load(terms.no_unkozai.v) * s.templ};
  const Tilt<Four> tilt{Load(terms.sinio.v), Load(terms.cosio.v), Load(terms.aycof.v), Load(terms.xlcof.v), Load(terms.con41.v), Load(terms.x1mth2.v), Load(terms.x7thm1.v)};
  const Motion<Four> x = Periodics(mean, SinCosOf(s.node), tilt, xke);
  const Mask4 plain = (AbsOf(Load(minutes)) <= kLongestMinutes) & (AbsOf(mean.m) + AbsOf(s.argp) + AbsOf(s.node) <= kLargestAngle) & (a > 0.0) & (a < kLargestAxis) & (raw_e < 1.0) & (raw_e >= -0.001) & (x.semi_latus_rectum > 0.0) & (x.radius >= 1.0) & (x.largest_turn <= kSmallAngle);
  const int bits = _mm256_movemask_pd(plain.m);
  for (std::size_t i = 0; i < kLanes; ++i) out.plain[i] = ((bits >> i) & 1) != 0;
  _mm256_storeu_pd(out.rx, x.rx.v);
  _mm256_storeu_pd(out.ry, x.ry.v);
  _mm256_storeu_pd(out.rz, x.rz.v);
  _mm256_storeu_pd(out.vx, x.vx.v);
  _mm256_storeu_pd(out.vy, x.vy.v);
  _mm256_storeu_pd(out.vz, x.vz.v);
}

void FourSinCosAvx2(const double* x, double* sin, double* cos) {
  const Pair<Four> value = SinCosOf(Load(x));
  _mm256_storeu_pd(sin, value.sin.v);
  _mm256_storeu_pd(cos, value.cos.v);
}

}  // namespace haze::dynamics::sgp4

#else

namespace haze::dynamics::sgp4 {

bool HasAvx2() { return false; }
void FourAtAvx2(const GroupTerms&, const double*, GroupStates&) { HAZE_ASSERT(false, "the build has AVX2"); }
void FourSinCosAvx2(const double*, double*, double*) { HAZE_ASSERT(false, "the build has AVX2"); }

}  // namespace haze::dynamics::sgp4

#endif
