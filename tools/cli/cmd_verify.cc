// `haze verify`: whether a store still says what was played.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "arbiter/store/proof.h"
#include "arbiter/store/verify.h"
#include "scenarios/load.h"
#include "tools/cli/command.h"
#include "tools/cli/output.h"
#include "tools/tournament/resimulate.h"

namespace haze::tools {
namespace {

struct VerifyOptions {
  std::vector<std::string> matches;
  std::string db, key;
  int jobs = 0;
  bool json = false, hashes_only = false;
};

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

// What stands beside a scenario's text for the tallies is what the text says.
void CheckScenarios(store::Reader& reader, store::VerifyReport& report) {
  store::Statement rows(reader.database(), "SELECT name, one_sided, draw_band_points, canonical_text FROM scenarios");
  while (rows.Step()) {
    const scenarios::LoadResult loaded = scenarios::LoadFromText(rows.Text(3));
    if (!loaded.scenario) continue;  // a match that was played in it says so
    if (scenarios::OneSided(*loaded.scenario) != (rows.Int(1) != 0) || loaded.scenario->draw_band != rows.Real(2)) {
      report.problems.push_back({{}, "scenario " + rows.Text(0) + " has one_sided or draw_band_points that its text does not say"});
    }
  }
}

int Run(const VerifyOptions& options) {
  store::Reader reader(options.db);
  std::vector<std::string> ids;
  for (const std::string& match : options.matches) {
    const store::Reader::Found found = reader.Find(match);
    if (found.match_id.empty()) return Complain(found.error, kExitUsage);
    ids.push_back(found.match_id);
  }
  std::string public_key;
  if (!options.key.empty()) {
    std::ifstream file(options.key, std::ios::binary);
    const std::optional<std::string> read = store::PublicKey(std::string(std::istreambuf_iterator<char>(file), {}));
    if (!read) return Complain(options.key + " is no Ed25519 key in PEM", kExitUsage);
    public_key = *read;
  }
  const std::size_t all = ids.empty() ? reader.FinishedIds().size() : ids.size();
  std::size_t done = 0;
  const bool progress = StderrIsTerminal();
  store::VerifyReport report =
      store::Verify(reader, ids, options.hashes_only ? store::Resimulate() : store::Resimulate(Resimulate), [&](const std::string&) {
        if (progress) fmt::print(stderr, "\r{} of {} verified", ++done, all);
      }, options.jobs > 0 ? options.jobs : static_cast<int>(std::max(1u, std::thread::hardware_concurrency())), public_key);
  if (progress) fmt::print(stderr, "\r\x1b[K");
  if (ids.empty()) CheckScenarios(reader, report);
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
  command->add_option("--key", options->key, "An Ed25519 public key (PEM) that has to have signed the results; openssl pkey -pubout makes it of a private one")->type_name("FILE");
  command->add_option("--jobs", options->jobs, "Matches at once; 0 = one for each processor")->capture_default_str();
  command->add_flag("--json", options->json, "One JSON object");
  command->footer("Example:\n  haze verify --db haze.db last\nExit code 0: all agree; 1: something differs, with match, turn and subsystem.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
