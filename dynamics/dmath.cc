// SLEEF behind the names of <cmath>.
#include "dynamics/dmath.h"

#include <cmath>

#include <sleef.h>

namespace haze::dynamics {

double Sin(double x) { return Sleef_cinz_sind1_u10purec(x); }
double Cos(double x) { return Sleef_cinz_cosd1_u10purec(x); }
SinCosValue SinCos(double x) {
  const Sleef_double_2 value = Sleef_cinz_sincosd1_u10purec(x);
  return {value.x, value.y};
}
double Tan(double x) { return Sleef_cinz_tand1_u10purec(x); }
double Asin(double x) { return Sleef_cinz_asind1_u10purec(x); }
double Acos(double x) { return Sleef_cinz_acosd1_u10purec(x); }
double Atan(double x) { return Sleef_cinz_atand1_u10purec(x); }
double Atan2(double y, double x) { return Sleef_cinz_atan2d1_u10purec(y, x); }
double Sinh(double x) { return Sleef_cinz_sinhd1_u10purec(x); }
double Cosh(double x) { return Sleef_cinz_coshd1_u10purec(x); }
double Asinh(double x) { return Sleef_cinz_asinhd1_u10purec(x); }
double Acosh(double x) { return Sleef_cinz_acoshd1_u10purec(x); }
double Tanh(double x) { return Sleef_cinz_tanhd1_u10purec(x); }
double Exp(double x) { return Sleef_cinz_expd1_u10purec(x); }
double Log(double x) { return Sleef_cinz_logd1_u10purec(x); }
double Log1p(double x) { return Sleef_cinz_log1pd1_u10purec(x); }
double Log10(double x) { return Sleef_cinz_log10d1_u10purec(x); }
double Pow(double x, double y) { return Sleef_cinz_powd1_u10purec(x, y); }
double Cbrt(double x) { return Sleef_cinz_cbrtd1_u10purec(x); }
double Hypot(double x, double y) { return Sleef_cinz_hypotd1_u05purec(x, y); }

double AcosClamped(double x) { return Acos(x > 1.0 ? 1.0 : x < -1.0 ? -1.0 : x); }
double AsinClamped(double x) { return Asin(x > 1.0 ? 1.0 : x < -1.0 ? -1.0 : x); }

double WrapTwoPi(double x) {
  const double y = x - kTwoPi * std::floor(x / kTwoPi);
  return y < kTwoPi ? y : 0.0;
}
double WrapPi(double x) { return WrapTwoPi(x + kPi) - kPi; }

}  // namespace haze::dynamics
