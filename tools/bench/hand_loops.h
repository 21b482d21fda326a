// What a person would write for one instruction set and one purpose: the limits that lane kernels are measured against.
#pragma once

#include <cstddef>

namespace haze::tools {

/// J2 acceleration over arrays; `n` a multiple of 8. False where this build has no such instructions; the caller asks the processor first.
bool HandJ2Scalar(std::size_t n, const double* x, const double* y, const double* z, double* ax, double* ay, double* az);
bool HandJ2Avx2(std::size_t n, const double* x, const double* y, const double* z, double* ax, double* ay, double* az);
bool HandJ2Avx512(std::size_t n, const double* x, const double* y, const double* z, double* ax, double* ay, double* az);

/// The sums of a gravity field alone for `n` satellites (a multiple of 8) at Z = z[i], rho = 0.9: for every order up to `degree` the recursion over the
/// degree and four sums, whose total goes to out[i]. `table` has five doubles a step.
bool HandFieldAvx2(std::size_t n, int degree, const double* table, const double* z, double* out);
bool HandFieldAvx512(std::size_t n, int degree, const double* table, const double* z, double* out);

}  // namespace haze::tools
