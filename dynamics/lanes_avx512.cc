// Lane kernels with eight doubles in a register: compiled with AVX-512F where the compiler can (CMakeLists.txt).
#include "dynamics/lanes_kernels.h"
#if defined(__AVX512F__)
#include "dynamics/lanes_force.h"
#endif

namespace haze::dynamics::lanes {

#if defined(__AVX512F__)
const Kernels* Avx512Kernels() {
  static constexpr Kernels kKernels = {16, J2AccelerationKernel<Single<8>>, J2PropagateKernel<Double<8>>, ForceKernel<Single<8>>, DragKernel<Single<8>>};
  return &kKernels;
}
#else
const Kernels* Avx512Kernels() { return nullptr; }
#endif

}  // namespace haze::dynamics::lanes
