// A scenario with everything that a match of it needs, from a file or from a store.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "arbiter/match/match.h"
#include "arbiter/store/query.h"
#include "scenarios/scenario.h"

namespace haze::tools {

struct ScenarioSource {
  std::shared_ptr<const scenarios::Scenario> scenario;
  match::Tables tables;
  std::string astronomy_text;       ///< the astronomy table's file, "" without one
  std::vector<std::string> errors;  ///< all of them; nothing else is valid then
};

/// `name` is a shipped scenario ("encore") or a file; `sets` are "path=value" changes.
ScenarioSource LoadScenario(const std::string& name, const std::vector<std::string>& sets);

/// From the text that a store kept, with the table that it names.
ScenarioSource LoadStored(const std::string& canonical_text, store::Reader& reader);

}  // namespace haze::tools
