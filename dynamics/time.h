// Time as integer microseconds: simulated time since the scenario's epoch, and UTC.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace haze::dynamics {

/// Microseconds since the scenario's epoch, or a difference of two such times.
struct SimTime {
  std::int64_t us = 0;
  auto operator<=>(const SimTime&) const = default;
};

/// Later than anything that happens. Nothing may be added to it.
inline constexpr SimTime kNever{INT64_MAX};
inline constexpr SimTime kMicrosecond{1};
inline constexpr SimTime kSecond{1'000'000};
inline constexpr SimTime kMinute{60'000'000};
inline constexpr SimTime kHour{3'600'000'000};
inline constexpr SimTime kDay{86'400'000'000};

constexpr SimTime operator+(SimTime a, SimTime b) { return {a.us + b.us}; }
constexpr SimTime operator-(SimTime a, SimTime b) { return {a.us - b.us}; }
constexpr SimTime operator-(SimTime a) { return {-a.us}; }
constexpr SimTime operator*(SimTime a, std::int64_t k) { return {a.us * k}; }
constexpr SimTime operator*(std::int64_t k, SimTime a) { return {k * a.us}; }
constexpr SimTime& operator+=(SimTime& a, SimTime b) { return a = a + b; }
constexpr SimTime& operator-=(SimTime& a, SimTime b) { return a = a - b; }

/// `seconds` to the nearest microsecond, halves upward: floor(1e6 s + 0.5). Valid for |seconds| < 9e12, finite.
constexpr SimTime FromSeconds(double seconds) {
  const double x = seconds * 1e6 + 0.5;
  std::int64_t us = static_cast<std::int64_t>(x);  // towards zero
  if (static_cast<double>(us) > x) --us;
  return {us};
}
constexpr double Seconds(SimTime t) { return static_cast<double>(t.us) * 1e-6; }

/// UTC as microseconds since 2000-01-01T00:00:00 UTC in days of 86,400 s: a leap second has the label of the second after it, as in POSIX.
struct UtcTime {
  std::int64_t us = 0;
  auto operator<=>(const UtcTime&) const = default;
};
constexpr UtcTime operator+(UtcTime t, SimTime dt) { return {t.us + dt.us}; }
constexpr UtcTime operator-(UtcTime t, SimTime dt) { return {t.us - dt.us}; }
constexpr SimTime operator-(UtcTime a, UtcTime b) { return {a.us - b.us}; }

/// "2026-06-18T17:44:00Z" with optional seconds and optional fraction (digits past the sixth are cut off); proleptic Gregorian, years 0001 to 9999.
/// Nothing for anything else: another zone, a missing Z, a day the month does not have, second 60.
std::optional<UtcTime> ParseUtc(std::string_view iso);
/// ISO 8601 with `decimals` (0 to 6) digits of the second, cut off (never rounded up). Reads back with `ParseUtc`.
std::string FormatUtc(UtcTime t, int decimals = 0);

struct CalendarDate {
  int year;
  int month;  ///< 1 to 12
  int day;    ///< 1 to 31
};
/// Days from 2000-01-01 to the date (proleptic Gregorian), and back. Integers only.
/// Time.CalendarAgreesWithAWalkOverEveryDay checks all of 1600 to 2400.
std::int64_t DaysSince2000(const CalendarDate& date);
CalendarDate DateOfDay(std::int64_t days_since_2000);

/// A Julian date as a sum: `day` ends in .5 (midnight), 0 <= `fraction` < 1, so that microseconds survive.
struct JulianDate {
  double day;
  double fraction;
};
JulianDate ToJulianDate(UtcTime t);

}  // namespace haze::dynamics
