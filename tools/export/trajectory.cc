#include "tools/export/trajectory.h"

#include "arbiter/match/replay.h"
#include "arbiter/store/pack.h"
#include "scenarios/load.h"

namespace haze::tools {

Trajectory Sample(store::Reader& reader, const std::string& match_id, dynamics::SimTime step) {
  Trajectory result;
  result.rows = reader.Match(match_id);
  if (result.rows.record.empty()) {
    result.error = "match " + match_id.substr(0, 8) + " was kept without a record: there is nothing to play again";
    return result;
  }
  const std::optional<match::rec::Record> record = store::Unpack(result.rows.record);
  if (!record) {
    result.error = "the record cannot be read";
    return result;
  }
  scenarios::LoadResult loaded = scenarios::LoadFromText(reader.ScenarioText(result.rows.attempt.scenario_hash).value_or(""));
  if (!loaded.scenario) {
    result.error = "this version cannot read the scenario of match " + match_id.substr(0, 8);
    return result;
  }
  std::shared_ptr<const dynamics::AstronomyTable> astronomy;
  if (loaded.scenario->astronomy) {
    const std::string& sha256 = loaded.scenario->astronomy->sha256;
    std::optional<dynamics::AstronomyTable> table = dynamics::ParseAstronomy(reader.Asset(sha256).value_or(""));
    if (!table) {
      result.error = "the astronomy table " + sha256.substr(0, 12) + " is missing or damaged";
      return result;
    }
    astronomy = std::make_shared<const dynamics::AstronomyTable>(std::move(*table));
  }
  result.scenario = loaded.scenario;
  match::ReplayReport report;
  const std::unique_ptr<match::Match> match =
      match::Replay(*record, loaded.scenario, astronomy, &report, step, [&result](const match::Truth& truth) {
        // The end is told beside the grid, and may lie on it.
        if (result.samples.empty() || truth.t > result.samples.back().t) result.samples.push_back(truth);
      });
  if (!report.equal) {
    result.error = "played again, the match differs from its record: " + report.message;
    return result;
  }
  result.facts = store::NamedFacts(*loaded.scenario, match->Facts());
  return result;
}

std::string UtcOf(const scenarios::Scenario& scenario, double t, int decimals) {
  return dynamics::FormatUtc(scenario.epoch + dynamics::FromSeconds(t), decimals);
}

}  // namespace haze::tools
