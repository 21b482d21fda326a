// An older store in today's form, in a file of its own: the old one is left as it is.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace haze::store {

/// What today's form says of a scenario beside its text; read from that text by the caller.
struct ScenarioFacts {
  bool one_sided = false;
  double draw_band = 0.0;
};
using ReadScenario = std::function<std::optional<ScenarioFacts>(const std::string& canonical_text)>;

/// Copies `from` to the new file `to` and adds up its tallies; returns how many attempts it holds. Throws StoreFault where `from` is missing, foreign, newer
/// or in today's form already, where `to` exists, and where a scenario's text cannot be read; `to` is then taken away again.
long Upgrade(const std::string& from, const std::string& to, const ReadScenario& read_scenario);

}  // namespace haze::store
