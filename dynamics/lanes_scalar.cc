// Lane kernels with one double in a register: every x86-64, and every other processor.
#include "dynamics/lanes_force.h"

namespace haze::dynamics::lanes {

const Kernels* ScalarKernels() {
  static constexpr Kernels kKernels = {1, J2AccelerationKernel<Single<1>>, J2PropagateKernel<Single<1>>, ForceKernel<Single<1>>, DragKernel<Single<1>>};
  return &kKernels;
}

}  // namespace haze::dynamics::lanes
