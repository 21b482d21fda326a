// Between sgp4_batch.cc and the file that is compiled for AVX2.
#pragma once

#include <cstddef>

namespace haze::dynamics::sgp4 {

inline constexpr std::size_t kLanes = 4;

/// Four times the same term, as they lie in memory.
struct TermLanes {
  double v[kLanes];
};

/// The terms of four near-earth satellites.
struct GroupTerms {
  TermLanes ecco, nodeo, argpo, mo, bstar, no_unkozai, ao, con41, x1mth2, x7thm1, aycof, xlcof, delmo, sinmao, eta, cc1, cc4, cc5, d2, d3, d4, t2cof, t3cof, t4cof, t5cof, mdot,
      argpdot, nodedot, nodecf, omgcof, xmcof, sinio, cosio;
};

struct GroupStates {
  double rx[kLanes], ry[kLanes], rz[kLanes], vx[kLanes], vy[kLanes], vz[kLanes];
  bool plain[kLanes];  ///< false: at a limit of the theory; the caller asks Sgp4::At
};

/// The constant ke of WGS72, Earth radii^1.5 a minute.
double XkeOfWgs72();

/// Whether this build has it.
bool HasAvx2();
void FourAtAvx2(const GroupTerms& terms, const double* minutes, GroupStates& out);
/// Four sines and cosines with the bits of SinCos.
void FourSinCosAvx2(const double* x, double* sin, double* cos);

}  // namespace haze::dynamics::sgp4
