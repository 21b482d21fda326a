// Words for the schema's enumerations, and which names are names: shared by reading, checking and telling.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/scenario.h"

namespace haze::scenarios {

std::string_view SideName(Side side);  ///< "blue", "red"
std::string_view RoleName(Role role);  ///< "launch_provider", …

/// What a measure is called, in which unit a file gives its values, whom it needs, and how a sentence speaks of it.
struct MeasureInfo {
  std::string_view name;
  std::string_view unit;  ///< "h", "m", "mps" or "share"; "m" also as "km"
  bool needs_observer;
  bool needs_object;
  std::string_view words;
};
const MeasureInfo& InfoOf(Measure measure);
std::vector<std::string> MeasureNames();

/// "keep_out", …, in the order of the enumeration Violation.
std::vector<std::string> ViolationNames();

/// Units of score lines and their SI values, in the same order.
std::vector<std::string> ScoreUnitNames();
double ScoreUnit(std::size_t index);

struct SeatName {
  Side side;
  Role role;
};
/// "red.adversary2" apart; nothing for anything else than side.role with an optional number from 2.
std::optional<SeatName> ParseSeatName(std::string_view name);

/// [A-Za-z0-9][A-Za-z0-9 ._-]{0,63}: what may be shown to people and sent to agents.
bool IsName(std::string_view text);
/// [a-z][a-z0-9_]{0,31}: what may also be a key of a file. Craft and scenarios are named so.
bool IsKeyName(std::string_view text);

}  // namespace haze::scenarios
