// Plays stored matches again.
#include "tools/tournament/resimulate.h"

#include <fmt/format.h>

#include "arbiter/match/replay.h"
#include "tools/tournament/match_key.h"
#include "tools/tournament/scenario_source.h"

namespace haze::tools {

std::optional<std::string> Resimulate(const store::rec::Record& record, const store::MatchRows& rows, const std::string& scenario_text, store::Reader& reader) {
  const ScenarioSource source = LoadStored(scenario_text, reader);
  if (!source.errors.empty()) return "this version cannot read the scenario: " + source.errors.front();
  std::string secret;
  for (const store::TournamentRow& row : store::Tournaments(reader.database())) {
    if (row.tournament == rows.attempt.tournament) secret = row.master_secret;
  }
  if (rows.attempt.practice || !secret.empty()) {
    const dynamics::MatchKey key = MakeMatchKey(rows.attempt.practice ? "" : secret, rows.attempt.scenario_hash, rows.attempt.seed);
    if (record.match_key() != std::string(key.begin(), key.end())) {
      return rows.attempt.practice ? "the match key is not that of a practice match with this seed" : "the match key does not follow from the tournament's secret";
    }
  }
  match::ReplayReport report;
  const std::unique_ptr<match::Match> match = match::Replay(record, source.scenario, source.tables, &report);
  if (!report.equal) {
    std::string where = report.first_instant ? fmt::format("first difference at turn {}", *report.first_instant) : "differs";
    if (!report.subsystem.empty()) where += ", " + report.subsystem;
    return where + ": " + report.message;
  }
  if (store::ToHex16(match->Digest()) != rows.attempt.digest)
    return "played again, the match ends with digest " + store::ToHex16(match->Digest()) + ", stored is " + rows.attempt.digest;
  return std::nullopt;
}

}  // namespace haze::tools
