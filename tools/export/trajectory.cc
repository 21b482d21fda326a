#include "tools/export/trajectory.h"

#include "arbiter/match/replay.h"
#include "arbiter/store/pack.h"
#include "scenarios/load.h"
#include "scenarios/sky_file.h"

namespace haze::tools {
namespace {

bool Burnt(const match::Truth& before, const match::Truth& now) {
  for (std::size_t c = 0; c < now.craft.size(); ++c) {
    if (now.craft[c].thrusting || before.craft[c].thrusting || now.craft[c].burns != before.craft[c].burns) return true;
  }
  return false;
}

// Keeps what is told at the step; what lies between only where an engine ran.
class Sieve {
 public:
  Sieve(std::vector<match::Truth>& samples, dynamics::SimTime step) : samples_(samples), step_(step.us) {}

  void Take(const match::Truth& truth) {
    // The end is told beside the grid, and may lie on it.
    const match::Truth* last = between_.empty() ? (samples_.empty() ? nullptr : &samples_.back()) : &between_.back();
    if (last && truth.t <= last->t) return;
    if (last && Burnt(*last, truth)) burnt_ = true;
    between_.push_back(truth);
    if (dynamics::FromSeconds(truth.t).us % step_ == 0) Flush();
  }
  void Flush() {
    if (between_.empty()) return;
    if (burnt_) {
      samples_.insert(samples_.end(), between_.begin(), between_.end());
    } else {
      samples_.push_back(between_.back());
    }
    between_.clear();
    burnt_ = false;
  }

 private:
  std::vector<match::Truth>& samples_;
  std::vector<match::Truth> between_;
  std::int64_t step_;
  bool burnt_ = false;
};

}  // namespace

Trajectory Sample(store::Reader& reader, const std::string& match_id, dynamics::SimTime step, dynamics::SimTime around_burns) {
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
  match::Tables tables;
  if (loaded.scenario->astronomy) {
    const std::string& sha256 = loaded.scenario->astronomy->sha256;
    std::optional<dynamics::AstronomyTable> table = dynamics::ParseAstronomy(reader.Asset(sha256).value_or(""));
    if (!table) {
      result.error = "the astronomy table " + sha256.substr(0, 12) + " is missing or damaged";
      return result;
    }
    tables.astronomy = std::make_shared<const dynamics::AstronomyTable>(std::move(*table));
    scenarios::PlayedSky sky = scenarios::SkyOf(*loaded.scenario, *tables.astronomy, "");
    if (!sky.error.empty()) {
      result.error = sky.error;
      return result;
    }
    tables.sky = std::move(sky.table);
  }
  result.scenario = loaded.scenario;
  result.step_s = dynamics::Seconds(step);
  const bool finer = around_burns.us > 0 && around_burns.us < step.us && step.us % around_burns.us == 0;
  Sieve sieve(result.samples, step);
  match::ReplayReport report;
  const std::unique_ptr<match::Match> match =
      match::Replay(*record, loaded.scenario, tables, &report, finer ? around_burns : step, [&sieve](const match::Truth& truth) { sieve.Take(truth); });
  sieve.Flush();
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
