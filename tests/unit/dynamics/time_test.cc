// Calendar, ISO 8601 and Julian dates.
#include "dynamics/time.h"

#include <gtest/gtest.h>

namespace haze::dynamics {
namespace {

bool IsLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

TEST(Time, CalendarAgreesWithAWalkOverEveryDay) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::int64_t day = -146097;  // 1600-01-01 is one 400-year cycle before 2000-01-01
  for (int year = 1600; year <= 2400; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const int length = kDays[month - 1] + (month == 2 && IsLeap(year) ? 1 : 0);
      for (int d = 1; d <= length; ++d, ++day) {
        ASSERT_EQ(DaysSince2000({year, month, d}), day) << year << ' ' << month << ' ' << d;
        const CalendarDate date = DateOfDay(day);
        ASSERT_TRUE(date.year == year && date.month == month && date.day == d) << year << ' ' << month << ' ' << d;
      }
    }
  }
}

TEST(Time, ParsesIsoToTheMicrosecond) {
  EXPECT_EQ(ParseUtc("2000-01-01T00:00:00Z")->us, 0);
  EXPECT_EQ(ParseUtc("2000-01-01T00:00Z")->us, 0);
  EXPECT_EQ(ParseUtc("1999-12-31T23:59:59.999999Z")->us, -1);
  EXPECT_EQ(ParseUtc("2000-01-02T00:00:00.5Z")->us, 86'400'500'000);
  EXPECT_EQ(ParseUtc("2000-01-01T00:00:00.1234567Z")->us, 123'456);
  // POSIX time of 2026-06-18T17:44:00Z is 1781804640; 2000-01-01 is 946684800 (IEEE 1003.1, 4.16).
  EXPECT_EQ(ParseUtc("2026-06-18T17:44:00Z")->us, (1'781'804'640LL - 946'684'800LL) * 1'000'000);
}

TEST(Time, RefusesWhatIsNotADate) {
  for (const char* text :
       {"", "2026-06-18", "2026-06-18T17:44:00", "2026-06-18T17:44:00+00:00", "2026-06-31T00:00:00Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-06-18T24:00:00Z", "2026-06-18T17:60:00Z", "2026-06-18T17:44:60Z", "2026-06-18T17:44:00.Z",
        "2026-06-18 17:44:00Z", "2026-06-18T17:44:00Zx", "0000-01-01T00:00:00Z", " 2026-06-18T17:44:00Z", "2026-6-18T17:44:00Z"}) {
    EXPECT_FALSE(ParseUtc(text)) << text;
  }
}

TEST(Time, FormatReadsBack) {
  for (std::int64_t us = -7'000'000'000'000'000; us < 9'000'000'000'000'000; us += 123'456'789'012'345) {
    EXPECT_EQ(ParseUtc(FormatUtc({us}, 6)), UtcTime{us});
  }
  EXPECT_EQ(FormatUtc({123'456}, 3), "2000-01-01T00:00:00.123Z");
  EXPECT_EQ(FormatUtc({-1}), "1999-12-31T23:59:59Z");
}

TEST(Time, SecondsRoundToTheNearestMicrosecond) {
  EXPECT_EQ(FromSeconds(1.0000004).us, 1'000'000);
  EXPECT_EQ(FromSeconds(1.0000006).us, 1'000'001);
  EXPECT_EQ(FromSeconds(-1.0000006).us, -1'000'001);
  EXPECT_EQ(FromSeconds(-0.0000004).us, 0);
  for (std::int64_t us = 1; us < 5'000'000'000'000; us = us * 3 + 1) EXPECT_EQ(FromSeconds(Seconds({us})).us, us);
  static_assert(FromSeconds(0.25) == SimTime{250'000});
}

TEST(Time, JulianDateOfValladosExample) {
  // CelesTrak/fundamentals-of-astrodynamics 9655edb85d42, test_julian_date.py: 1992-08-20 12:14:33.
  const JulianDate jd = ToJulianDate(*ParseUtc("1992-08-20T12:14:33Z"));
  EXPECT_EQ(jd.day, 2448854.5);
  EXPECT_NEAR(jd.fraction, 0.5101041666666667, 1e-15);
}

}  // namespace
}  // namespace haze::dynamics
