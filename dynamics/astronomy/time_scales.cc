// Thin calls of ERFA with its statuses turned into values.
#include "dynamics/astronomy/time_scales.h"

#include <cmath>

#include <erfa.h>

namespace haze::dynamics {
namespace {

constexpr double kDaySeconds = 86400.0;

// ERFA's status 1 is "a year it cannot know yet": the last announced leap seconds hold.
std::optional<JulianDate> Unless(int status, const JulianDate& date) {
  if (status < 0) return std::nullopt;
  return date;
}

}  // namespace

std::optional<JulianDate> UtcFromCalendar(int year, int month, int day, int hour, int minute, double second) {
  JulianDate utc{0.0, 0.0};
  const int status = eraDtf2d("UTC", year, month, day, hour, minute, second, &utc.day, &utc.fraction);
  // Statuses 2 and 3: past the end of the day, which only a leap second makes right.
  if (status < 0 || status > 1) return std::nullopt;
  return utc;
}

double SecondsOfDay(const JulianDate& date) {
  // Midnight is where the Julian date ends in .5.
  const double whole = std::floor(date.day);
  const double shifted = (date.day - whole - 0.5) + date.fraction;
  return kDaySeconds * (shifted - std::floor(shifted));
}

std::optional<double> UtcSecondsOfDay(const JulianDate& utc) {
  int year = 0;
  int month = 0;
  int day = 0;
  int clock[4];
  if (eraD2dtf("UTC", 9, utc.day, utc.fraction, &year, &month, &day, clock) < 0) return std::nullopt;
  return clock[0] * 3600.0 + clock[1] * 60.0 + clock[2] + clock[3] * 1e-9;
}

std::optional<double> TaiMinusUtc(const CalendarDate& date) {
  double seconds = 0.0;
  const int status = eraDat(date.year, date.month, date.day, 0.0, &seconds);
  if (status < 0 || (status == 1 && date.year < 1973)) return std::nullopt;
  return seconds;
}

std::optional<JulianDate> TaiFromUtc(const JulianDate& utc) {
  JulianDate tai{0.0, 0.0};
  return Unless(eraUtctai(utc.day, utc.fraction, &tai.day, &tai.fraction), tai);
}

std::optional<JulianDate> UtcFromTai(const JulianDate& tai) {
  JulianDate utc{0.0, 0.0};
  return Unless(eraTaiutc(tai.day, tai.fraction, &utc.day, &utc.fraction), utc);
}

JulianDate TtFromTai(const JulianDate& tai) {
  JulianDate tt{0.0, 0.0};
  static_cast<void>(eraTaitt(tai.day, tai.fraction, &tt.day, &tt.fraction));  // always 0
  return tt;
}

JulianDate TaiFromTt(const JulianDate& tt) {
  JulianDate tai{0.0, 0.0};
  static_cast<void>(eraTttai(tt.day, tt.fraction, &tai.day, &tai.fraction));
  return tai;
}

JulianDate TdbFromTt(const JulianDate& tt, double dtr) {
  JulianDate tdb{0.0, 0.0};
  static_cast<void>(eraTttdb(tt.day, tt.fraction, dtr, &tdb.day, &tdb.fraction));
  return tdb;
}

JulianDate TtFromTdb(const JulianDate& tdb, double dtr) {
  JulianDate tt{0.0, 0.0};
  static_cast<void>(eraTdbtt(tdb.day, tdb.fraction, dtr, &tt.day, &tt.fraction));
  return tt;
}

double TdbMinusTt(const JulianDate& tt) { return eraDtdb(tt.day, tt.fraction, SecondsOfDay(tt) / kDaySeconds, 0.0, 0.0, 0.0); }

JulianDate TcgFromTt(const JulianDate& tt) {
  JulianDate tcg{0.0, 0.0};
  static_cast<void>(eraTttcg(tt.day, tt.fraction, &tcg.day, &tcg.fraction));
  return tcg;
}

std::optional<JulianDate> Ut1FromUtc(const JulianDate& utc, double dut1) {
  JulianDate ut1{0.0, 0.0};
  return Unless(eraUtcut1(utc.day, utc.fraction, dut1, &ut1.day, &ut1.fraction), ut1);
}

double GreenwichMean1982(const JulianDate& ut1) { return eraGmst82(ut1.day, ut1.fraction); }
double GreenwichApparent1994(const JulianDate& ut1) { return eraGst94(ut1.day, ut1.fraction); }
double GreenwichApparent2006(const JulianDate& ut1, const JulianDate& tt) { return eraGst06a(ut1.day, ut1.fraction, tt.day, tt.fraction); }
double EarthRotationAngle(const JulianDate& ut1) { return eraEra00(ut1.day, ut1.fraction); }
double EquationOfEquinoxes1994(const JulianDate& tt) { return eraEqeq94(tt.day, tt.fraction); }
double MeanObliquity1980(const JulianDate& tt) { return eraObl80(tt.day, tt.fraction); }

}  // namespace haze::dynamics
