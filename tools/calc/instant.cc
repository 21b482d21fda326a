// Texts and Julian dates to all scales.
#include "tools/calc/instant.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "dynamics/astronomy/time_scales.h"

namespace haze::tools {

using dynamics::JulianDate;

namespace {

/// Digits of fixed length at `at`.
std::optional<int> Digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t k = at; k < at + count; ++k) {
    if (text[k] < '0' || text[k] > '9') return std::nullopt;
    value = 10 * value + (text[k] - '0');
  }
  return value;
}

Instant Complete(const JulianDate& tai, double dut1) {
  Instant instant;
  instant.tai = tai;
  instant.tt = dynamics::TtFromTai(tai);
  instant.tdb = dynamics::TdbFromTt(instant.tt, dynamics::TdbMinusTt(instant.tt));
  const std::optional<JulianDate> utc = dynamics::UtcFromTai(tai);
  // Before UTC there was (1960) universal time stands in for it: only TT and TDB then mean something exact.
  instant.utc = utc ? *utc : tai;
  const std::optional<JulianDate> ut1 = dynamics::Ut1FromUtc(instant.utc, dut1);
  instant.ut1 = ut1 ? *ut1 : instant.utc;
  return instant;
}

}  // namespace

std::optional<CalendarText> ReadCalendar(std::string_view text) {
  CalendarText date{};
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  for (const std::string_view scale : {"UTC", "TAI", "TT", "TDB"}) {
    if (text.size() > scale.size() + 1 && text.ends_with(scale) && text[text.size() - scale.size() - 1] == ' ') {
      date.scale = scale;
      text.remove_suffix(scale.size() + 1);
      break;
    }
  }
  if (!text.empty() && text.back() == 'Z') {
    if (!date.scale.empty() && date.scale != "UTC") return std::nullopt;
    date.scale = "UTC";
    text.remove_suffix(1);
  }
  const std::optional<int> year = Digits(text, 0, 4);
  const std::optional<int> month = Digits(text, 5, 2);
  const std::optional<int> day = Digits(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
  date.year = *year;
  date.month = *month;
  date.day = *day;
  if (text.size() == 10) return date;
  const std::optional<int> hour = Digits(text, 11, 2);
  const std::optional<int> minute = Digits(text, 14, 2);
  if (!hour || !minute || (text[10] != 'T' && text[10] != ' ') || text[13] != ':') return std::nullopt;
  date.hour = *hour;
  date.minute = *minute;
  if (text.size() == 16) return date;
  if (text[16] != ':' || !Digits(text, 17, 2)) return std::nullopt;
  const std::string_view seconds = text.substr(17);
  const auto [end, fault] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), date.second, std::chars_format::fixed);
  if (fault != std::errc() || end != seconds.data() + seconds.size()) return std::nullopt;
  return date;
}

Instant InstantOf(const JulianDate& date, std::string_view scale, double dut1) {
  if (scale == "TAI") return Complete(date, dut1);
  if (scale == "TT") return Complete(dynamics::TaiFromTt(date), dut1);
  if (scale == "TDB") return Complete(dynamics::TaiFromTt(dynamics::TtFromTdb(date, dynamics::TdbMinusTt(date))), dut1);
  if (scale == "UTC" || scale == "UT1") {
    const JulianDate utc{date.day, scale == "UT1" ? date.fraction - dut1 / 86400.0 : date.fraction};
    const std::optional<JulianDate> tai = dynamics::TaiFromUtc(utc);
    if (!tai) throw InputError(fmt::format("{}: UTC begins in 1960", date.day + date.fraction));
    Instant instant = Complete(*tai, dut1);
    instant.utc = utc;
    return instant;
  }
  throw InputError(fmt::format("{}: is no time scale of ours; allowed: UTC, TAI, TT, TDB, UT1", scale));
}

Instant ReadInstant(const Inputs& in, std::string_view name, std::string_view scale, double dut1) {
  const std::string text = in.Text(name);
  const std::optional<CalendarText> date = ReadCalendar(text);
  if (!date) in.Refuse(name, "allowed: a date and time as 2026-06-18T17:44:00");
  if (date->year < 1900 || date->year > 2200) in.Refuse(name, "allowed: years 1900 to 2200");
  if (!date->scale.empty()) scale = date->scale;
  if (scale == "UTC") {
    const std::optional<JulianDate> utc = dynamics::UtcFromCalendar(date->year, date->month, date->day, date->hour, date->minute, date->second);
    if (!utc) in.Refuse(name, "allowed: a day of the calendar and a time of that day, UTC since 1960");
    return InstantOf(*utc, "UTC", dut1);
  }
  const bool ordinary =
      date->month >= 1 && date->month <= 12 && date->day >= 1 && date->day <= 31 && date->hour < 24 && date->minute < 60 && date->second < 60.0;
  const bool sane = ordinary && dynamics::DateOfDay(dynamics::DaysSince2000({date->year, date->month, date->day})).day == date->day;
  if (!sane) in.Refuse(name, "allowed: a day of the calendar and a time of that day");
  const double days = static_cast<double>(dynamics::DaysSince2000({date->year, date->month, date->day}));
  return InstantOf({2451544.5 + days, (date->hour * 3600.0 + date->minute * 60.0 + date->second) / 86400.0}, scale, dut1);
}

Instant Later(const Instant& instant, double seconds, double dut1) {
  const double days = seconds / 86400.0;
  return Complete({instant.tai.day, instant.tai.fraction + days}, dut1);
}

std::string UtcText(const Instant& instant) {
  const dynamics::JulianDate& utc = instant.utc;
  // Whole milliseconds since 2000-01-01T00:00.
  const double days = utc.day - 2451544.5;
  const auto whole = static_cast<std::int64_t>(std::floor(days));
  const double rest = (days - std::floor(days)) + utc.fraction;
  const auto ms = static_cast<std::int64_t>(std::floor(rest * 86400.0e3 + 0.5));
  return dynamics::FormatUtc({whole * 86'400'000'000 + ms * 1000}, 3);
}

}  // namespace haze::tools
