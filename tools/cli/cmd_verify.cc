// `haze verify`: whether a store still says what was played.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "arbiter/match/replay.h"
#include "arbiter/store/verify.h"
#include "tools/cli/command.h"
#include "tools/cli/output.h"
#include "tools/tournament/scenario_source.h"
#include "tools/tournament/match_key.h"

namespace haze::tools {
namespace {

struct VerifyOptions {
  std::vector<std::string> matches;
  std::string db;
  bool json = false, hashes_only = false;
};

// Plays a record again; a sentence about the first difference.
std::optional<std::string> Resimulate(const match::rec::Record& record, const store::MatchRows& rows, const std::string& scenario_text, store::Reader& reader) {
  const ScenarioSource source = LoadStored(scenario_text, reader);
  if (!source.errors.empty()) return "this version cannot read the scenario: " + source.errors.front();
  if (rows.attempt.practice) {
    const dynamics::MatchKey key = MakeMatchKey("", rows.attempt.scenario_hash, rows.attempt.seed);
    if (record.match_key() != std::string(key.begin(), key.end())) return "the match key is not that of a practice match with this seed";
  }
  match::ReplayReport report;
  const std::unique_ptr<match::Match> match = match::Replay(record, source.scenario, source.astronomy, &report);
  if (!report.equal) {
    std::string where = report.first_instant ? fmt::format("first difference at turn {}", *report.first_instant) : "differs";
    if (!report.subsystem.empty()) where += ", " + report.subsystem;
    return where + ": " + report.message;
  }
  if (store::ToHex16(match->Digest()) != rows.attempt.digest)
    return "played again, the match ends with digest " + store::ToHex16(match->Digest()) + ", stored is " + rows.attempt.digest;
  return std::nullopt;
}

void PrintProblems(const store::VerifyReport& report) {
  for (const store::VerifyProblem& problem : report.problems) {
    fmt::print("{}: {}\n", problem.match_id.empty() ? "store" : "match " + problem.match_id.substr(0, 8), Printable(problem.what));
  }
}

std::string Json(const store::VerifyReport& report) {
  nlohmann::ordered_json out;
  out["matches"] = report.matches;
  out["resimulated"] = report.resimulated;
  out["without_record"] = report.without_record;
  out["problems"] = nlohmann::ordered_json::array();
  for (const store::VerifyProblem& problem : report.problems) out["problems"].push_back({{"match_id", problem.match_id}, {"what", problem.what}});
  return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

int Run(const VerifyOptions& options) {
  store::Reader reader(options.db);
  std::vector<std::string> ids;
  for (const std::string& match : options.matches) {
    const store::Reader::Found found = reader.Find(match);
    if (found.match_id.empty()) return Complain(found.error, kExitUsage);
    ids.push_back(found.match_id);
  }
  int done = 0;
  const bool progress = StderrIsTerminal();
  const store::VerifyReport report =
      store::Verify(reader, ids, options.hashes_only ? store::Resimulate() : store::Resimulate(Resimulate), [&](const std::string&) {
        if (progress) fmt::print(stderr, "\r{} verified", ++done);
      });
  if (progress) fmt::print(stderr, "\r\x1b[K");
  if (options.json) {
    fmt::print("{}\n", Json(report));
  } else {
    PrintProblems(report);
    fmt::print("{} matches looked at, {} played again, {} without a record; {}\n", report.matches, report.resimulated, report.without_record,
               report.problems.empty() ? "all agree" : fmt::format("{} problems", report.problems.size()));
  }
  return report.problems.empty() ? kExitDone : kExitNo;
}

}  // namespace

void AddVerifyCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = app.add_subcommand("verify", "Check hashes, chains and columns, and play the records again");
  command->add_option("MATCH", options->matches, "Matches; none = all of the store");
  AddDbOption(*command, options->db);
  command->add_flag("--hashes-only", options->hashes_only, "Do not play the records again");
  command->add_flag("--json", options->json, "One JSON object");
  command->footer("Example:\n  haze verify --db haze.db last\nExit code 0: all agree; 1: something differs, with match, turn and subsystem.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
