// `haze show`: one match's timeline and score.
#include <memory>

#include <fmt/format.h>

#include "arbiter/store/query.h"
#include "tools/cli/command.h"
#include "tools/cli/match_json.h"
#include "tools/cli/match_text.h"
#include "tools/cli/output.h"

namespace haze::tools {
namespace {

struct ShowOptions {
  std::string match = "last", db;
  bool json = false;
};

int Run(const ShowOptions& options) {
  store::Reader reader(options.db);
  const store::Reader::Found found = reader.Find(options.match);
  if (found.match_id.empty()) return Complain(found.error, kExitUsage);
  const store::MatchRows rows = reader.Match(found.match_id);
  fmt::print("{}", options.json ? MatchJson(rows) + "\n" : MatchText(rows, StdoutIsTerminal()));
  return kExitDone;
}

}  // namespace

void AddShowCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* command = app.add_subcommand("show", "One match: line-up, timeline, score");
  command->add_option("MATCH", options->match, "The beginning of an id, last, or last~N")->capture_default_str();
  AddDbOption(*command, options->db);
  command->add_flag("--json", options->json, "The JSON object of haze play --json");
  command->footer("Example:\n  haze show last~1");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
