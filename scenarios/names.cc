// Words for the schema's enumerations, and which names are names: shared by reading, checking and telling.
#include "scenarios/names.h"

#include <algorithm>

namespace haze::scenarios {

namespace {

constexpr std::array<std::string_view, 2> kSides = {"blue", "red"};
constexpr std::array<std::string_view, 4> kRoles = {"launch_provider", "inspector", "target", "adversary"};

// In the order of the enumeration.
constexpr std::array<MeasureInfo, 17> kMeasures = {{
    {"custody_first", "h", true, true, "first held custody of {object} by {observer}"},
    {"custody_fraction", "share", true, true, "share of the time that {observer} holds custody of {object}"},
    {"facets_delivered", "share", true, true, "share of {object}'s 84 facets in images that {observer} has delivered"},
    {"best_gsd", "m", true, true, "best effective ground-sample distance of {object} in a delivered image"},
    {"half_facets", "h", true, true, "half of {object}'s facets delivered by {observer}"},
    {"back_off", "m", true, true, "distance of {observer} from {object} that holds at the end"},
    {"dv_used", "mps", false, true, "velocity change used by {object}"},
    {"dv_left", "mps", false, true, "velocity change left to {object}"},
    {"notice_to_liftoff", "h", false, false, "notice to lift-off"},
    {"insertion_error", "share", false, false, "largest insertion error over its tolerance"},
    {"service", "share", false, true, "share of daylight that {object} serves: at nadir within 5 deg, without thrust, after checkout"},
    {"encounter_custody", "share", true, true, "share of the time inside 100 km of {object} that {observer} holds custody of it"},
    {"task_done", "h", false, false, "the line's task of the launch campaign done"},
    {"first_operations", "h", false, true, "lift-off to the end of {object}'s checkout"},
    {"facets_of_lit", "share", true, true, "share of {object}'s facets that the Sun ever lit well enough for {observer}'s camera, in images delivered"},
    {"pursuit_score", "share", true, true, "closeness, speed, propellant and time of {observer}'s nearest approach to {object} (KSPDG; less is better)"},
    {"guarding_score", "share", true, true, "how near {observer} came to {object}, and not to what guards it (KSPDG; less is better)"},
}};
static_assert(kMeasures.size() == static_cast<std::size_t>(Measure::kGuardingScore) + 1);

constexpr std::array<std::string_view, 5> kUnits = {"share", "h", "m", "km", "mps"};
constexpr std::array<double, 5> kUnitValues = {1.0, 3600.0, 1.0, 1000.0, 1.0};

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetterOrDigit(char c) { return IsLower(c) || IsDigit(c) || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::string_view SideName(Side side) { return kSides[static_cast<std::size_t>(side)]; }
std::string_view RoleName(Role role) { return kRoles[static_cast<std::size_t>(role)]; }
const MeasureInfo& InfoOf(Measure measure) { return kMeasures[static_cast<std::size_t>(measure)]; }

std::vector<std::string> MeasureNames() {
  std::vector<std::string> names;
  for (const MeasureInfo& info : kMeasures) names.emplace_back(info.name);
  return names;
}

std::vector<std::string> ViolationNames() { return {"keep_out", "unsafe_coast", "speed", "attributed_interference"}; }

std::vector<std::string> ScoreUnitNames() { return {kUnits.begin(), kUnits.end()}; }
double ScoreUnit(std::size_t index) { return kUnitValues[index]; }

std::optional<SeatName> ParseSeatName(std::string_view name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto side = std::find(kSides.begin(), kSides.end(), name.substr(0, dot));
  std::string_view role = name.substr(dot + 1);
  std::size_t digits = 0;
  while (digits < role.size() && IsDigit(role[role.size() - 1 - digits])) ++digits;
  const std::string_view number = role.substr(role.size() - digits);
  role.remove_suffix(digits);
  const bool counted = number.empty() || (number.size() <= 2 && number[0] != '0' && number != "1");
  const auto known = std::find(kRoles.begin(), kRoles.end(), role);
  if (side == kSides.end() || known == kRoles.end() || !counted) return std::nullopt;
  return SeatName{static_cast<Side>(side - kSides.begin()), static_cast<Role>(known - kRoles.begin())};
}

bool IsName(std::string_view text) {
  return !text.empty() && text.size() <= 64 && IsLetterOrDigit(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsLetterOrDigit(c) || c == ' ' || c == '.' || c == '_' || c == '-'; });
}

bool IsKeyName(std::string_view text) {
  return !text.empty() && text.size() <= 32 && IsLower(text[0]) && std::all_of(text.begin(), text.end(), [](char c) { return IsLower(c) || IsDigit(c) || c == '_'; });
}

}  // namespace haze::scenarios
