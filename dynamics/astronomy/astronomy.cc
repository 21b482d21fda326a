// Asks ERFA for Sun, Moon, pole and Earth rotation, and fits Chebyshev pieces through what it says.
#include "dynamics/astronomy/astronomy.h"

#include <cmath>

#include <erfa.h>

#include "dynamics/assert.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

constexpr double kMargin = 3600.0;     // s before and after the scenario
constexpr double kLongestPiece = 43200.0;  // s
constexpr int kDegree = 11;
constexpr double kDaySeconds = 86400.0;
constexpr double kTtMinusTai = 32.184;  // s, by definition

/// Terrestrial time at t as ERFA wants it: a day and a fraction.
struct TtClock {
  double day;
  double seconds;  // TT at t = 0, since `day`
  double Fraction(double t) const { return (seconds + t) / kDaySeconds; }
};

double ChebyshevNode(int k) { return Cos(kPi * (k + 0.5) / (kDegree + 1)); }

/// Pieces of equal length over [t0, t1], interpolated at the Chebyshev nodes. f: s -> three components.
template <class F>
ChebyshevSeries Fit(double t0, double t1, F&& f) {
  ChebyshevSeries series;
  series.t0 = t0;
  series.count = static_cast<int>(std::floor((t1 - t0) / kLongestPiece)) + 1;
  series.span = (t1 - t0) / series.count;
  series.degree = kDegree;
  series.dimension = 3;
  constexpr int kNodes = kDegree + 1;
  for (int piece = 0; piece < series.count; ++piece) {
    Vector3 values[kNodes];
    for (int k = 0; k < kNodes; ++k) values[k] = f(t0 + series.span * (piece + 0.5 * (1.0 + ChebyshevNode(k))));
    for (int component = 0; component < 3; ++component) {
      for (int j = 0; j < kNodes; ++j) {
        double sum = 0.0;
        for (int k = 0; k < kNodes; ++k) sum += values[k](component) * Cos(kPi * j * (k + 0.5) / kNodes);
        series.coefficients.push_back((j == 0 ? 1.0 : 2.0) / kNodes * sum);
      }
    }
  }
  return series;
}

}  // namespace

int LeapSeconds(UtcTime t) {
  const JulianDate jd = ToJulianDate(t);
  int year = 0;
  int month = 0;
  int day = 0;
  double fraction = 0.0;
  const int calendar = eraJd2cal(jd.day, jd.fraction, &year, &month, &day, &fraction);
  double leap = 0.0;
  // Status 1 is "a year ERFA cannot know yet": the last announced value holds.
  const int status = eraDat(year, month, day, fraction, &leap);
  HAZE_ASSERT(calendar == 0 && status >= 0, "leap seconds are known for the date", year, month, day);
  return static_cast<int>(leap + 0.5);
}

AstronomyTable FreezeAstronomy(UtcTime epoch, double duration, const EarthOrientationData& orientation) {
  HAZE_ASSERT(duration > 0.0 && duration < 366.0 * kDaySeconds, "a table lasts a year at most", duration);
  const double t0 = -kMargin;
  const double t1 = duration + kMargin;
  AstronomyTable table;
  table.epoch = epoch;
  table.leap_seconds = LeapSeconds(epoch);
  HAZE_ASSERT(LeapSeconds(epoch + FromSeconds(t0)) == table.leap_seconds && LeapSeconds(epoch + FromSeconds(t1)) == table.leap_seconds,
              "no leap second falls into a table", table.leap_seconds);

  const JulianDate utc = ToJulianDate(epoch);
  const TtClock tt{utc.day, utc.fraction * kDaySeconds + table.leap_seconds + kTtMinusTai};
  // eraEpv00 counts in TDB, which differs from TT by less than 2 ms: 60 m of the Sun's way.
  table.sun = Fit(t0, t1, [&](double t) {
    double pvh[2][3];
    double pvb[2][3];
    const int status = eraEpv00(tt.day, tt.Fraction(t), pvh, pvb);
    HAZE_ASSERT(status == 0, "the Earth's ephemeris covers 1900 to 2100", tt.day);
    return Vector3(-kAu * pvh[0][0], -kAu * pvh[0][1], -kAu * pvh[0][2]);
  });
  table.moon = Fit(t0, t1, [&](double t) {
    double pv[2][3];
    eraMoon98(tt.day, tt.Fraction(t), pv);
    return Vector3(kAu * pv[0][0], kAu * pv[0][1], kAu * pv[0][2]);
  });
  table.pole = Fit(t0, t1, [&](double t) {
    double x = 0.0;
    double y = 0.0;
    double s = 0.0;
    eraXys06a(tt.day, tt.Fraction(t), &x, &y, &s);
    return Vector3(x, y, s);
  });
  // Both turn about the same axis, so the terrestrial intermediate origin's s' goes into the angle.
  const double ut1_seconds = utc.fraction * kDaySeconds + orientation.ut1_minus_utc;
  table.era0 = eraEra00(utc.day, ut1_seconds / kDaySeconds) + eraSp00(tt.day, tt.Fraction(0.0));
  table.era_rate = kTwoPi * 1.00273781191135448 / kDaySeconds;  // IERS Conventions (2010), eq. 5.15
  table.xp = orientation.xp;
  table.yp = orientation.yp;
  return table;
}

}  // namespace haze::dynamics
