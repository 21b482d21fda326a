// The deep-space part of SGP4 (periods from 225 min): lunar and solar terms, and the resonances of 12 h and 24 h orbits.
//
// Source: Hoots & Roehrich, Spacetrack Report 3 (1980); Vallado, Crawford, Hujsak & Kelso, AIAA 2006-6753, operations mode "improved".
#pragma once

namespace haze::dynamics {

/// Mean elements on their way through the theory; rad and rad/min.
struct DeepElements {
  double e = 0, i = 0, node = 0, argp = 0, m = 0;
  double n = 0;
};

/// What SGP4 knows of an object at its epoch.
struct DeepEpoch {
  double days_1950 = 0;  ///< days since 1950 January 0.0, UTC
  double e = 0, i = 0, node = 0, argp = 0, m = 0, n = 0;  ///< n after the un-Kozai step
  double mdot = 0, argpdot = 0, nodedot = 0;
  double xke = 0;  ///< (Earth radii^3 / min^2)^(1/2)
};

/// Amplitudes of one body's long-period terms.
struct ThirdBody {
  double e2 = 0, e3 = 0, i2 = 0, i3 = 0, l2 = 0, l3 = 0, l4 = 0, gh2 = 0, gh3 = 0, gh4 = 0, h2 = 0, h3 = 0;
};

class DeepSpace {
 public:
  DeepSpace() = default;
  explicit DeepSpace(const DeepEpoch& epoch);

  /// Secular rates and resonances: adds to e, i, node, argp, m and sets n. The resonance is integrated from the epoch at each call, so that the order of
  /// calls changes no bit; about one evaluation for each 720 min.
  void Secular(double t_min, DeepElements& x) const;
  /// Lunar and solar long-period terms, with Lyddane's form below 0.2 rad of inclination.
  void LongPeriod(double t_min, DeepElements& x) const;

 private:
  enum class Resonance { kNone, kOneDay, kHalfDay };
  void SetResonance(const DeepEpoch& epoch, double sini, double cosi);
  void ResonanceRates(double xli, double atime, double& xndt, double& xnddt_over_xldot) const;

  ThirdBody sun_, moon_;
  double zmos_ = 0, zmol_ = 0;
  double dedt_ = 0, didt_ = 0, dmdt_ = 0, domdt_ = 0, dnodt_ = 0;
  Resonance resonance_ = Resonance::kNone;
  double gsto_ = 0, n_ = 0, argp_ = 0, argpdot_ = 0, xlamo_ = 0, xfact_ = 0;
  double del1_ = 0, del2_ = 0, del3_ = 0;
  double d2201_ = 0, d2211_ = 0, d3210_ = 0, d3222_ = 0, d4410_ = 0, d4422_ = 0, d5220_ = 0, d5232_ = 0, d5421_ = 0, d5433_ = 0;
};

}  // namespace haze::dynamics
