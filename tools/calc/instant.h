// A moment of a question in the time scales that the models want.
#pragma once

#include <optional>
#include <string_view>

#include "dynamics/astronomy/earth_frames.h"
#include "dynamics/time.h"
#include "tools/calc/inputs.h"

namespace haze::tools {

struct Instant {
  dynamics::JulianDate tai{};
  dynamics::JulianDate tt{};
  dynamics::JulianDate tdb{};
  dynamics::JulianDate utc{};
  dynamics::JulianDate ut1{};
};

struct CalendarText {
  int year, month, day, hour, minute;
  double second;
  std::string_view scale;  ///< "UTC", "TAI", "TT", "TDB" or empty
};
/// "2000-01-01T12:00:00.5Z", "2000-01-01 12:00:00 TAI", "2000-01-01"; nothing for anything else.
std::optional<CalendarText> ReadCalendar(std::string_view text);

/// The instant of a field that holds such a text; `scale` is that of a text that names none, `dut1` UT1 - UTC in s. Throws InputError.
Instant ReadInstant(const Inputs& in, std::string_view name, std::string_view scale, double dut1);
/// The instant of a Julian date in a scale: "UTC", "TAI", "TT", "TDB", "UT1" (then UTC is UT1 - dut1). Throws InputError.
Instant InstantOf(const dynamics::JulianDate& date, std::string_view scale, double dut1);

/// `instant` plus seconds of atomic time.
Instant Later(const Instant& instant, double seconds, double dut1);

/// ISO text of an instant in UTC with milliseconds, and Z.
std::string UtcText(const Instant& instant);

inline dynamics::FrameInstant Frames(const Instant& instant) { return {instant.tt, instant.ut1}; }

}  // namespace haze::tools
