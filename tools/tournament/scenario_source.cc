// A scenario with everything that a match of it needs, from a file or from a store.
#include "tools/tournament/scenario_source.h"

#include <filesystem>

#include "scenarios/load.h"
#include "scenarios/sky_file.h"

namespace haze::tools {
namespace {

ScenarioSource From(scenarios::LoadResult loaded) {
  ScenarioSource source;
  source.scenario = std::move(loaded.scenario);
  for (const scenarios::LoadError& error : loaded.errors) source.errors.push_back(error.Text());
  return source;
}

// A store keeps the sky's recipe in the scenario's text, not the hundred megabytes that it makes.
void AddSky(ScenarioSource& source, const std::string& folder) {
  if (!source.tables.astronomy) return;
  scenarios::PlayedSky sky = scenarios::SkyOf(*source.scenario, *source.tables.astronomy, folder);
  if (!sky.error.empty()) source.errors.push_back(sky.error);
  source.tables.sky = std::move(sky.table);
}

}  // namespace

ScenarioSource LoadScenario(const std::string& name, const std::vector<std::string>& sets) {
  ScenarioSource source = From(scenarios::LoadScenario(name, {.sets = sets, .folder = {}}));
  if (!source.errors.empty()) return source;
  // Tables of a scenario of one's own lie beside it.
  const std::filesystem::path path(name);
  const bool is_file = path.has_parent_path() || path.extension() == ".yaml";
  const std::string folder = !is_file ? std::string() : path.has_parent_path() ? path.parent_path().string() : std::string(".");
  scenarios::AstronomyResult astronomy = scenarios::LoadAstronomy(*source.scenario, folder);
  if (!astronomy.error.empty()) source.errors.push_back(astronomy.error);
  source.tables.astronomy = std::move(astronomy.table);
  source.astronomy_text = std::move(astronomy.text);
  AddSky(source, folder);
  return source;
}

ScenarioSource LoadStored(const std::string& canonical_text, store::Reader& reader) {
  ScenarioSource source = From(scenarios::LoadFromText(canonical_text));
  if (!source.errors.empty() || !source.scenario->astronomy) return source;
  const std::string& sha256 = source.scenario->astronomy->sha256;
  const std::optional<std::string> text = reader.Asset(sha256);
  const std::optional<dynamics::AstronomyTable> table = text ? dynamics::ParseAstronomy(*text) : std::nullopt;
  if (!table) {
    source.errors.push_back("the astronomy table " + sha256.substr(0, 12) + (text ? " cannot be understood" : " is missing"));
    return source;
  }
  source.tables.astronomy = std::make_shared<const dynamics::AstronomyTable>(*table);
  source.astronomy_text = *text;
  AddSky(source, "");
  return source;
}

}  // namespace haze::tools
