// Scenarios from files: base and changes, models, --set, all errors at once, and one text that everything else follows from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dynamics/ephemeris.h"
#include "scenarios/field_reader.h"
#include "scenarios/scenario.h"
#include "scenarios/tree.h"

namespace haze::scenarios {

struct LoadOptions {
  /// "jackal.dv_mps=200": the first part is a key of the scenario or the name of a vehicle.
  std::vector<std::string> sets;
  /// Where shipped scenarios, vehicles and tables are; empty: ScenarioFolder().
  std::string folder;
};

struct LoadResult {
  std::shared_ptr<const Scenario> scenario;  ///< null when there are errors
  std::vector<LoadError> errors;
  std::string path;                          ///< the file that was read; empty for a stored text
};

/// A shipped scenario by name ("encore") or a file by path ("my/duel.yaml"). `base: NAME` starts from another scenario; `model: NAME` in a
/// vehicle or in launch from vehicles/NAME.yaml. Errors are all found in one pass.
LoadResult LoadScenario(const std::string& name_or_path, const LoadOptions& options = {});

/// Epoch and length alone, whatever else is wrong with the scenario: what its astronomy table is made of.
struct SpanResult {
  dynamics::UtcTime epoch;
  dynamics::SimTime duration;
  std::string path;
  std::vector<LoadError> errors;  ///< those that hide the two
};
SpanResult LoadSpan(const std::string& name_or_path, const LoadOptions& options = {});

/// The scenario of a stored canonical text; the same values and the same hash.
LoadResult LoadFromText(const std::string& canonical_text);

/// Whether the force model cannot do without an astronomy table.
bool NeedsAstronomy(const Scenario& scenario);

/// The scenario's astronomy table, its hash, epoch and length checked; null with an error that names `haze scenario freeze` where it is
/// missing or another, and null without an error where the scenario names none and needs none.
struct AstronomyResult {
  std::shared_ptr<const dynamics::AstronomyTable> table;
  std::string text;   ///< as stored, for records
  std::string error;
};
/// The table's file is looked for in `folder` (where the scenario lies), then among the shipped ones.
AstronomyResult LoadAstronomy(const Scenario& scenario, const std::string& folder = "");

/// The folder that `path` lies in, for LoadAstronomy.
std::string FolderOf(const std::string& path);

/// $HAZE_SCENARIOS, else the source tree's, else share/haze/scenarios beside the program.
std::string ScenarioFolder();

/// Names of the scenarios in the folder, sorted.
std::vector<std::string> ShippedScenarios(const std::string& folder = "");

/// Every declared field: the reference that README.md is made of.
std::vector<FieldRow> DocumentFields();
/// The whole of scenarios/README.md.
std::string GenerateReadme(const std::string& folder = "");

/// Hex SHA-256.
std::string Sha256(const std::string& bytes);

}  // namespace haze::scenarios
