// What lanes.cc calls: one table of kernels for each instruction set. Plain data, no inline code: it is included by files with flags of their own.
#pragma once

#include <cstddef>

namespace haze::dynamics::lanes {

/// Arguments of the force kernel: one instant's astronomy, row by row, and the field's table (gravity_table.h).
struct ForceArguments {
  double R[3][3];      ///< ITRF from GCRF
  double omega[3];     ///< rad/s, GCRF
  double sun[3];       ///< m, GCRF
  double moon[3];
  const double* table;
  const std::size_t* group_start;  ///< offset of each group of four orders in the table
  double mu;           ///< m3/s2
  double radius;       ///< m
  double mu_sun;
  double mu_moon;
  int degree;
  int order;
  bool with_sun;
  bool with_moon;
  bool with_height;
};

/// Every count is a multiple of `width`; arrays need no alignment and do not overlap.
struct Kernels {
  std::size_t width;
  void (*j2_acceleration)(std::size_t n, const double* const r[3], double* const a[3]);
  /// `h` s, `steps` whole numbers; a lane whose steps are done stands still.
  void (*j2_propagate)(std::size_t n, double* const state[6], const double* h, const double* steps);
  /// Gravity, Sun and Moon, GCRF; `height` above the ellipsoid where asked for.
  void (*force)(const ForceArguments& arguments, std::size_t n, const double* const r[3], double* const a[3], double* height);
  /// a -= 0.5 density cd area / mass |v_air| v_air.
  void (*drag)(const double omega[3], std::size_t n, const double* const state[6], const double* density, const double* const body[3], double* const a[3]);
};

/// A null pointer where this build has no such instructions. The caller asks the processor first.
const Kernels* ScalarKernels();
const Kernels* Avx2Kernels();
const Kernels* Avx512Kernels();

}  // namespace haze::dynamics::lanes
