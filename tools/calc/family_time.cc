// Time scales, calendar, sidereal time.
#include <cmath>

#include "dynamics/astronomy/time_scales.h"
#include "dynamics/dmath.h"
#include "tools/calc/common.h"
#include "tools/calc/instant.h"

namespace haze::tools {
namespace {

using dynamics::JulianDate;
using D = Dimension;

constexpr double kDaySeconds = 86400.0;

Json Pair(const JulianDate& date) { return {date.day, date.fraction}; }

Json Clock(double seconds) {
  const double hours = std::floor(seconds / 3600.0);
  const double minutes = std::floor((seconds - 3600.0 * hours) / 60.0);
  return {hours, minutes, seconds - 3600.0 * hours - 60.0 * minutes};
}

dynamics::CalendarDate ReadDay(const Inputs& in, std::string_view name) {
  const std::vector<double> numbers = in.Numbers(name);
  const bool whole =
      numbers.size() >= 3 && std::floor(numbers[0]) == numbers[0] && std::floor(numbers[1]) == numbers[1] && std::floor(numbers[2]) == numbers[2];
  if (!whole || numbers[0] < 1.0 || numbers[0] > 9999.0 || numbers[1] < 1.0 || numbers[1] > 12.0 || numbers[2] < 1.0 || numbers[2] > 31.0) {
    in.Refuse(name, "allowed: year, month and day of the calendar, years 1 to 9999");
  }
  const dynamics::CalendarDate date{static_cast<int>(numbers[0]), static_cast<int>(numbers[1]), static_cast<int>(numbers[2])};
  if (dynamics::DateOfDay(dynamics::DaysSince2000(date)).day != date.day) in.Refuse(name, "allowed: a day that the month has");
  return date;
}

double MidnightJd(const dynamics::CalendarDate& date) { return 2451544.5 + static_cast<double>(dynamics::DaysSince2000(date)); }

Answer Calendar(const Inputs& in) {
  const dynamics::CalendarDate date = ReadDay(in, "ymdhms");
  const std::vector<double> numbers = in.Numbers("ymdhms");
  if (numbers.size() != 6) in.Refuse("ymdhms", "allowed: [year, month, day, hour, minute, second]");
  if (!(numbers[3] >= 0.0 && numbers[3] < 24.0 && numbers[4] >= 0.0 && numbers[4] < 60.0 && numbers[5] >= 0.0 && numbers[5] < 61.0)) {
    in.Refuse("ymdhms", "allowed: a time of the day");
  }
  const double fraction = (numbers[3] * 3600.0 + numbers[4] * 60.0 + numbers[5]) / kDaySeconds;
  const double day = MidnightJd(date);
  Outputs out;
  out.Add("jd", D::kNone, day);
  out.Add("jd_frac", D::kNone, fraction);
  out.Add("mjd", D::kNone, day - 2400000.5 + fraction);
  out.Add("day_of_year_frac", D::kNone, day - MidnightJd({date.year, 1, 1}) + 1.0 + fraction);
  return out;
}

Answer LeapSeconds(const Inputs& in) {
  const std::optional<double> seconds = dynamics::TaiMinusUtc(ReadDay(in, "ymd"));
  if (!seconds) in.Refuse("ymd", "allowed: days since 1960");
  Outputs out;
  out.Add("tai_minus_utc", D::kTime, *seconds);
  return out;
}

Answer YearStart(const Inputs& in) {
  const int year = in.Integer("year", 1600, 2400);
  Outputs out;
  out.Add("gst0", D::kAngle, dynamics::GreenwichMean1982({MidnightJd({year, 1, 1}), 0.0}));
  return out;
}

void AddDate(Outputs& out, const std::string& scale, const JulianDate& date) {
  out.Add(scale + "_jd", D::kJulian, Pair(date), 1);
  out.Add("jd_" + scale, D::kJulian, date.day + date.fraction);
  out.Add(scale + "_hms", D::kHms, Clock(dynamics::SecondsOfDay(date)), 1);
}

void AddUt1Angles(Outputs& out, const Inputs& in, const JulianDate& ut1) {
  const double gmst = dynamics::GreenwichMean1982(ut1);
  out.Add("gmst", D::kAngle, gmst);
  out.Add("gst94", D::kAngle, dynamics::GreenwichApparent1994(ut1));
  out.Add("era", D::kAngle, dynamics::EarthRotationAngle(ut1));
  if (in.Has("lon")) out.Add("lst", D::kAngle, dynamics::WrapTwoPi(gmst + in.Number("lon")));
}

void AddTtAngles(Outputs& out, const JulianDate& tt) {
  out.Add("eqeq94", D::kAngle, dynamics::EquationOfEquinoxes1994(tt));
  out.Add("eps0", D::kAngle, dynamics::MeanObliquity1980(tt));
}

/// UT1 of the question; `tt` too where it is there.
Answer FromUt1(const Inputs& in) {
  const JulianDate ut1 = in.Julian("ut1_jd");
  Outputs out;
  AddUt1Angles(out, in, ut1);
  if (in.Has("tt_jd")) out.Add("gst06a", D::kAngle, dynamics::GreenwichApparent2006(ut1, in.Julian("tt_jd")));
  return out;
}

/// Scales that follow from TT.
void AddFromTt(Outputs& out, const Inputs& in, const JulianDate& tt) {
  const double dtr = in.Number("dtr", dynamics::TdbMinusTt(tt));
  AddDate(out, "tt", tt);
  AddDate(out, "tdb", dynamics::TdbFromTt(tt, dtr));
  AddDate(out, "tcg", dynamics::TcgFromTt(tt));
  AddTtAngles(out, tt);
}

Answer FromTt(const Inputs& in) {
  const JulianDate tt = in.Julian("tt_jd");
  Outputs out;
  AddFromTt(out, in, tt);
  const JulianDate tai = dynamics::TaiFromTt(tt);
  AddDate(out, "tai", tai);
  if (const std::optional<JulianDate> utc = dynamics::UtcFromTai(tai)) AddDate(out, "utc", *utc);
  return out;
}

Answer FromTai(const Inputs& in) {
  const JulianDate tai = in.Julian("tai_jd");
  Outputs out;
  AddFromTt(out, in, dynamics::TtFromTai(tai));
  if (const std::optional<JulianDate> utc = dynamics::UtcFromTai(tai)) AddDate(out, "utc", *utc);
  return out;
}

Answer FromTdb(const Inputs& in) {
  const JulianDate tdb = in.Julian("tdb_jd");
  const JulianDate tt = dynamics::TtFromTdb(tdb, in.Number("dtr", dynamics::TdbMinusTt(tdb)));
  Outputs out;
  AddFromTt(out, in, tt);
  AddDate(out, "tai", dynamics::TaiFromTt(tt));
  return out;
}

void AddFromUtc(Outputs& out, const Inputs& in, const JulianDate& utc) {
  const std::optional<JulianDate> tai = dynamics::TaiFromUtc(utc);
  if (!tai) throw InputError("utc: UTC begins in 1960");
  out.Add("utc_jd", D::kJulian, Pair(utc), 1);
  AddDate(out, "tai", *tai);
  const JulianDate tt = dynamics::TtFromTai(*tai);
  AddFromTt(out, in, tt);
  if (in.Has("dut1")) {
    const double dut1 = in.Number("dut1");
    if (!(std::fabs(dut1) < 10.0)) in.Refuse("dut1", "allowed: less than 10 s");
    const std::optional<JulianDate> ut1 = dynamics::Ut1FromUtc(utc, dut1);
    if (!ut1) throw InputError("utc: UTC begins in 1960");
    AddDate(out, "ut1", *ut1);
    AddUt1Angles(out, in, *ut1);
    out.Add("gst06a", D::kAngle, dynamics::GreenwichApparent2006(*ut1, tt));
  }
}

Answer FromUtcJd(const Inputs& in) {
  Outputs out;
  AddFromUtc(out, in, in.Julian("utc_jd"));
  return out;
}

Answer FromUtcText(const Inputs& in) {
  Outputs out;
  AddFromUtc(out, in, ReadInstant(in, "utc", "UTC", 0.0).utc);
  return out;
}

Field Date(std::string_view names, std::string_view meaning, bool required = true) { return {names, D::kJulian, Form::kNumbers, required, meaning}; }

std::vector<Field> ScalesOut() {
  return {Date("tai_jd", "and utc_jd, tt_jd, tdb_jd, tcg_jd: [day, fraction]; ut1_jd with dut1"),
          Date("jd_tai", "the same as one number"),
          {"tai_hms", D::kHms, Form::kNumbers, true, "and tt_hms, ...: clock reading"},
          Angle("eqeq94", "equation of the equinoxes 1994"),
          Angle("eps0", "mean obliquity 1980")};
}

}  // namespace

void AddTimeShapes(std::vector<Shape>& shapes) {
  const Field dtr = Time("dtr", "TDB - TT instead of the model's", false);
  const Field dut1 = Time("dut1", "UT1 - UTC: adds UT1 and sidereal time", false);
  const Field lon = Angle("lon", "east longitude: adds local sidereal time", false);
  shapes.push_back({"time",
                    "time",
                    "Julian date of a calendar date",
                    {{"ymdhms", D::kNone, Form::kNumbers, true, "year, month, day, hour, minute, second"}},
                    {Number("jd", "at midnight"), Number("jd_frac", "fraction of the day"), Number("mjd", "modified Julian date"),
                     Number("day_of_year_frac", "1 is January 1, 0 h")},
                    Calendar,
                    R"({"ymdhms": [2024, 2, 29, 6, 30, 30.5]})"});
  shapes.push_back({"time",
                    "time",
                    "leap seconds",
                    {{"ymd", D::kNone, Form::kNumbers, true, "year, month, day"}},
                    {Time("tai_minus_utc", "TAI - UTC")},
                    LeapSeconds,
                    R"({"ymd": [2026, 6, 18]})"});
  shapes.push_back({"time",
                    "time",
                    "Greenwich mean sidereal time at 0 h UT1 of January 1",
                    {Number("year", "1600 to 2400")},
                    {Angle("gst0", "IAU 1982")},
                    YearStart,
                    R"({"year": 1989})"});
  shapes.push_back({"time",
                    "time",
                    "sidereal time of UT1",
                    {Date("ut1_jd|jd_ut1", "UT1"), Date("tt_jd|jd_tt", "TT: adds the 2006 angle", false), lon},
                    {Angle("gmst", "IAU 1982"), Angle("gst94", "apparent, IAU 1994"), Angle("era", "Earth rotation angle"),
                     Angle("gst06a", "apparent, IAU 2006/2000A"), Angle("lst", "local mean")},
                    FromUt1,
                    R"({"jd_ut1": 2448855.009722, "lon_deg": -104})"});
  shapes.push_back({"time", "time", "other scales of TT", {Date("tt_jd|jd_tt", "TT"), dtr}, ScalesOut(), FromTt, R"({"tt_jd": [2453750.5, 0.892855139]})"});
  shapes.push_back(
      {"time", "time", "other scales of TAI", {Date("tai_jd|jd_tai", "TAI"), dtr}, ScalesOut(), FromTai, R"({"tai_jd": [2453750.5, 0.892482639]})"});
  shapes.push_back({"time", "time", "other scales of TDB", {Date("tdb_jd|jd_tdb", "TDB"), dtr}, ScalesOut(), FromTdb, R"({"tdb_jd": 2453751.39})"});
  shapes.push_back({"time",
                    "time",
                    "other scales of UTC as a (quasi-)Julian date",
                    {Date("utc_jd|jd_utc", "UTC"), dut1, dtr, lon},
                    ScalesOut(),
                    FromUtcJd,
                    R"({"utc_jd": [2453750.5, 0.892100694]})"});
  shapes.push_back({"time",
                    "time",
                    "other scales of UTC",
                    {Words("utc", "2004-04-06T07:51:28.386009"), dut1, dtr, lon},
                    ScalesOut(),
                    FromUtcText,
                    R"({"utc": "2004-05-14T16:43:00", "dut1_s": -0.463326})"});
}

}  // namespace haze::tools
