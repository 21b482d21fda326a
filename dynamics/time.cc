// Calendar and ISO 8601 text with integers only, so that a date has one meaning on every machine.
#include "dynamics/time.h"

#include "dynamics/assert.h"

namespace haze::dynamics {
namespace {

constexpr std::int64_t kDayUs = kDay.us;

/// a / b rounded down, b > 0: dates before 2000 too.
constexpr std::int64_t FloorDiv(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// 2000-03-01 starts a 400-year cycle; years that begin in March put the leap day last.
constexpr std::int64_t kDaysBeforeMarch2000 = 60;
constexpr std::int64_t kDaysIn400Years = 146097;

/// Days from 1 March to the first of the m-th month counted from March (0 to 11): the pattern 31 30 31 30 31 repeats, 153 days for five months.
constexpr std::int64_t DaysBeforeMonth(std::int64_t m) { return (153 * m + 2) / 5; }

/// Days from the start of a 400-year cycle to the start of its year y (0 to 399).
constexpr std::int64_t DaysBeforeYear(std::int64_t y) { return 365 * y + y / 4 - y / 100; }

bool ReadDigits(std::string_view& text, int count, int& value) {
  if (text.size() < static_cast<std::size_t>(count)) return false;
  value = 0;
  for (int i = 0; i < count; ++i) {
    const char c = text[static_cast<std::size_t>(i)];
    if (c < '0' || c > '9') return false;
    value = 10 * value + (c - '0');
  }
  text.remove_prefix(static_cast<std::size_t>(count));
  return true;
}

bool ReadChar(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

void AppendDigits(std::string& text, std::int64_t value, int count) {
  std::int64_t unit = 1;
  for (int i = 1; i < count; ++i) unit *= 10;
  for (; unit > 0; unit /= 10) text.push_back(static_cast<char>('0' + value / unit % 10));
}

}  // namespace

std::int64_t DaysSince2000(const CalendarDate& date) {
  const std::int64_t month = (date.month + 9) % 12;
  const std::int64_t year = date.year - 2000 - (date.month <= 2 ? 1 : 0);
  const std::int64_t cycle = FloorDiv(year, 400);
  return kDaysBeforeMarch2000 + cycle * kDaysIn400Years + DaysBeforeYear(year - 400 * cycle) + DaysBeforeMonth(month) + date.day - 1;
}

CalendarDate DateOfDay(std::int64_t days_since_2000) {
  const std::int64_t since_march = days_since_2000 - kDaysBeforeMarch2000;
  const std::int64_t cycle = FloorDiv(since_march, kDaysIn400Years);
  std::int64_t day = since_march - cycle * kDaysIn400Years;
  // Leap days only make the true year smaller than this guess, by one at most.
  std::int64_t year = day / 365 < 399 ? day / 365 : 399;
  while (DaysBeforeYear(year) > day) --year;
  day -= DaysBeforeYear(year);
  const std::int64_t month = (5 * day + 2) / 153;
  day -= DaysBeforeMonth(month);
  const bool next_year = month >= 10;
  return {static_cast<int>(2000 + 400 * cycle + year + (next_year ? 1 : 0)), static_cast<int>(next_year ? month - 9 : month + 3), static_cast<int>(day + 1)};
}

std::optional<UtcTime> ParseUtc(std::string_view iso) {
  CalendarDate date{};
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int64_t fraction_us = 0;
  if (!ReadDigits(iso, 4, date.year) || !ReadChar(iso, '-') || !ReadDigits(iso, 2, date.month) || !ReadChar(iso, '-') || !ReadDigits(iso, 2, date.day)) {
    return std::nullopt;
  }
  if (!ReadChar(iso, 'T') || !ReadDigits(iso, 2, hour) || !ReadChar(iso, ':') || !ReadDigits(iso, 2, minute)) return std::nullopt;
  if (ReadChar(iso, ':')) {
    if (!ReadDigits(iso, 2, second)) return std::nullopt;
    if (ReadChar(iso, '.')) {
      std::int64_t unit = 100'000;
      int digit = 0;
      if (!ReadDigits(iso, 1, digit)) return std::nullopt;
      do {
        fraction_us += unit * digit;
        unit /= 10;
      } while (ReadDigits(iso, 1, digit));
    }
  }
  if (!ReadChar(iso, 'Z') || !iso.empty()) return std::nullopt;
  if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const std::int64_t days = DaysSince2000(date);
  if (DateOfDay(days).month != date.month) return std::nullopt;  // the 31st of a month of 30
  return UtcTime{days * kDayUs + (hour * 3600LL + minute * 60LL + second) * 1'000'000LL + fraction_us};
}

std::string FormatUtc(UtcTime t, int decimals) {
  HAZE_ASSERT(decimals >= 0 && decimals <= 6, "decimals of a second are 0 to 6", decimals);
  const std::int64_t days = FloorDiv(t.us, kDayUs);
  const std::int64_t us = t.us - days * kDayUs;
  const CalendarDate date = DateOfDay(days);
  std::string text;
  AppendDigits(text, date.year, 4);
  text.push_back('-');
  AppendDigits(text, date.month, 2);
  text.push_back('-');
  AppendDigits(text, date.day, 2);
  text.push_back('T');
  AppendDigits(text, us / kHour.us, 2);
  text.push_back(':');
  AppendDigits(text, us / kMinute.us % 60, 2);
  text.push_back(':');
  AppendDigits(text, us / kSecond.us % 60, 2);
  if (decimals > 0) {
    std::string fraction;
    AppendDigits(fraction, us % kSecond.us, 6);
    text.push_back('.');
    text.append(fraction, 0, static_cast<std::size_t>(decimals));
  }
  text.push_back('Z');
  return text;
}

JulianDate ToJulianDate(UtcTime t) {
  constexpr double kJulianDayOf2000 = 2451544.5;
  const std::int64_t days = FloorDiv(t.us, kDayUs);
  return {kJulianDayOf2000 + static_cast<double>(days), static_cast<double>(t.us - days * kDayUs) / static_cast<double>(kDayUs)};
}

}  // namespace haze::dynamics
