// A tournament's specification from YAML, with every mistake at its place.
#pragma once

#include <string>
#include <vector>

#include "arbiter/store/rows.h"
#include "scenarios/field_reader.h"
#include "tools/tournament/scenario_source.h"
#include "tools/tournament/specification.h"

namespace haze::tools {

/// How a tournament is run: changes no result, and may change between two runs.
struct RunSettings {
  store::Keep keep = store::Keep::kDecisions;
  double watchdog_s = 60.0;
  bool shared_isolation = false;  ///< one process for many matches; never rated
};

struct SpecificationResult {
  Specification specification;
  RunSettings settings;
  std::vector<ScenarioSource> scenarios;  ///< as specification.scenarios
  std::string text;                       ///< canonical: every field with its value
  std::vector<std::string> errors;        ///< all of them; nothing else is valid then
};

/// `is_policy` says whether a shipped policy has that name ("inspector/direct"). Files of entries and scenarios are looked for beside `path`.
SpecificationResult ReadSpecification(const std::string& path, const std::function<bool(const std::string&)>& is_policy, const std::string& haze_version);

/// Every key, for docs/tournaments.md.
std::vector<scenarios::FieldRow> DocumentSpecification();

/// The four roles, as specifications name them.
const std::vector<std::string>& RoleNames();

}  // namespace haze::tools
