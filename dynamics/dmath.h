// Elementary functions that give the same bits on every x86-64 machine.
//
// glibc chooses its kernels by CPU and moves some results by an ulp; these come from SLEEF's pure C kernels without FMA.
// State-changing code uses them for everything but sqrt, fma, floor, fabs, ldexp and copysign, which IEEE 754 fixes.
#pragma once

#include <numbers>

namespace haze::dynamics {

inline constexpr double kPi = std::numbers::pi;
inline constexpr double kTwoPi = 2.0 * std::numbers::pi;
inline constexpr double kDegree = std::numbers::pi / 180.0;     ///< rad
inline constexpr double kArcsecond = kDegree / 3600.0;          ///< rad

struct SinCosValue {
  double sin;
  double cos;
};

/// Each within 1 ulp of the exact value (hypot 0.5 ulp); domains and special values as in <cmath>.
/// Source: SLEEF 3.5, `Sleef_cinz_*_u10purec`.
double Sin(double x);
double Cos(double x);
SinCosValue SinCos(double x);
double Tan(double x);
double Asin(double x);
double Acos(double x);
double Atan(double x);
double Atan2(double y, double x);
double Sinh(double x);
double Cosh(double x);
double Asinh(double x);
double Acosh(double x);
double Tanh(double x);
double Exp(double x);
double Log(double x);
double Log1p(double x);
double Log10(double x);
double Pow(double x, double y);
double Cbrt(double x);
double Hypot(double x, double y);

/// Acos and Asin of an argument that rounding may have pushed past +-1. NaN stays NaN.
double AcosClamped(double x);
double AsinClamped(double x);

/// x reduced to [0, 2 pi); x finite.
double WrapTwoPi(double x);
/// x reduced to [-pi, pi); x finite.
double WrapPi(double x);

}  // namespace haze::dynamics
