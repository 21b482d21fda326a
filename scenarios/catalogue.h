// Reads a catalogue of element sets from a file, all errors with their lines, and takes out what a scenario plays itself.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamics/sgp4.h"
#include "scenarios/tree.h"

namespace haze::scenarios {

/// A launch as international designators count them: "26141" or "2026-141".
struct LaunchId {
  int year = 0;
  int number = 0;
  auto operator<=>(const LaunchId&) const = default;
};
/// Of "26141", "26141AB", "2026-141" or "2026-141AB"; nothing for anything else.
std::optional<LaunchId> ParseLaunch(std::string_view designator);

struct CatalogueObject {
  dynamics::Tle tle;
  std::string name;                ///< without blanks at its ends; empty in a file of two-line sets
  std::optional<LaunchId> launch;  ///< nothing where the set does not say
};

struct Catalogue {
  std::vector<CatalogueObject> objects;  ///< in the order of the file
  std::string sha256;                    ///< of the file's bytes
  std::vector<LoadError> errors;         ///< at most 20; objects are then not complete
};

/// Orbit mean-elements messages in either notation (omm.h), known by their first letters, or two-line element sets with or without a line of name above each; line ends of either kind; empty lines nowhere but at the end. `shown_as` is the
/// file in the messages: "active.tle:14:69: checksum is 3, computed 4".
Catalogue ParseCatalogue(std::string_view text, const std::string& shown_as);
/// The same from a file; 16,089 sets take a twentieth of a second.
Catalogue ReadCatalogue(const std::string& path);

/// What must not be in the sky of a match, because it is in the match, or not launched yet.
struct TakenOut {
  std::vector<int> numbers;              ///< catalogue numbers
  std::vector<LaunchId> launches;        ///< everything of these launches
  std::optional<LaunchId> last_launch;   ///< everything of later launches
};
/// Removes them and says how many.
int TakeOut(std::vector<CatalogueObject>& objects, const TakenOut& what);

}  // namespace haze::scenarios
