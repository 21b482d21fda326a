// Lane kernels with four doubles in a register: compiled with AVX2 and without FMA where the compiler can (CMakeLists.txt).
#include "dynamics/lanes_kernels.h"
#if defined(__AVX2__)
#include "dynamics/lanes_force.h"
#endif

namespace haze::dynamics::lanes {

#if defined(__AVX2__)
const Kernels* Avx2Kernels() {
  static constexpr Kernels kKernels = {8, J2AccelerationKernel<Single<4>>, J2PropagateKernel<Double<4>>, ForceKernel<Single<4>>, DragKernel<Single<4>>};
  return &kKernels;
}
#else
const Kernels* Avx2Kernels() { return nullptr; }
#endif

}  // namespace haze::dynamics::lanes
