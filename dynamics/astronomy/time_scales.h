// Time scales and sidereal angles by ERFA, for set-up and for `haze calc`; never inside a force.
#pragma once

#include <optional>

#include "dynamics/time.h"

namespace haze::dynamics {

/// Every Julian date here is a sum of two numbers split in any way; results keep the argument's split where they can.
/// Dates ERFA cannot handle (before -4799, UTC before 1960) give nothing or, for smooth scales, its own extrapolation.

/// UTC of a calendar date and clock reading (s in [0, 61)), ERFA's quasi-Julian form on days with a leap second. Nothing for impossible dates.
std::optional<JulianDate> UtcFromCalendar(int year, int month, int day, int hour, int minute, double second);
/// Clock reading of a date in a scale without leap seconds, s since 0h in [0, 86400].
double SecondsOfDay(const JulianDate& date);
/// Clock reading of UTC, s since 0h in [0, 86401).
std::optional<double> UtcSecondsOfDay(const JulianDate& utc);

/// TAI - UTC at 0h of a day, s; before 1972 the drifting values. Nothing before 1960 or for impossible dates.
std::optional<double> TaiMinusUtc(const CalendarDate& date);

std::optional<JulianDate> TaiFromUtc(const JulianDate& utc);
std::optional<JulianDate> UtcFromTai(const JulianDate& tai);
JulianDate TtFromTai(const JulianDate& tai);
JulianDate TaiFromTt(const JulianDate& tt);
/// `dtr` is TDB - TT in s.
JulianDate TdbFromTt(const JulianDate& tt, double dtr);
JulianDate TtFromTdb(const JulianDate& tdb, double dtr);
/// TDB - TT at the geocentre, s. Source: Fairhead & Bretagnon 1990, as in eraDtdb.
double TdbMinusTt(const JulianDate& tt);
JulianDate TcgFromTt(const JulianDate& tt);
/// `dut1` is UT1 - UTC in s.
std::optional<JulianDate> Ut1FromUtc(const JulianDate& utc, double dut1);

/// Greenwich sidereal angles, rad [0, 2 pi): mean IAU 1982; apparent IAU 1994 (nutation of UT1's date, as in eraGst94) and IAU 2006/2000A; and the Earth
/// rotation angle IAU 2000.
double GreenwichMean1982(const JulianDate& ut1);
double GreenwichApparent1994(const JulianDate& ut1);
double GreenwichApparent2006(const JulianDate& ut1, const JulianDate& tt);
double EarthRotationAngle(const JulianDate& ut1);
/// Equation of the equinoxes IAU 1994 with its two kinematic terms, rad; and the mean obliquity IAU 1980, rad.
double EquationOfEquinoxes1994(const JulianDate& tt);
double MeanObliquity1980(const JulianDate& tt);

}  // namespace haze::dynamics
