// `haze show`: one match's timeline and score.
#include <memory>

#include <fmt/format.h>

#include "arbiter/store/pack.h"
#include "arbiter/store/query.h"
#include "tools/cli/command.h"
#include "tools/cli/match_json.h"
#include "tools/cli/match_text.h"
#include "tools/cli/narrator.h"
#include "tools/cli/output.h"

namespace haze::tools {
namespace {

struct ShowOptions {
  std::string match = "last", db;
  bool json = false, notes = false;
};

// What the seats wrote beside their decisions, and why others were held: from the record.
int ShowNotes(const store::MatchRows& rows) {
  const std::optional<store::rec::Record> record = store::Unpack(rows.record);
  if (!record) return Complain("the match has no record: it was kept with its results only", kExitUsage);
  for (const store::rec::Instant& instant : record->instants()) {
    for (const store::rec::Answer& answer : instant.answers()) {
      const std::string words = answer.has_hold() ? "held: " + answer.hold() : answer.decision().note();
      const bool known = answer.seat() >= 0 && answer.seat() < record->seats_size();
      if (!words.empty()) fmt::print("{}\n", TimelineLine(static_cast<double>(instant.time_us()) * 1e-6, (known ? record->seats(answer.seat()) : "?") + ": " + words));
    }
  }
  return kExitDone;
}

int Run(const ShowOptions& options) {
  store::Reader reader(options.db);
  const store::Reader::Found found = reader.Find(options.match);
  if (found.match_id.empty()) return Complain(found.error, kExitUsage);
  const store::MatchRows rows = reader.Match(found.match_id);
  if (options.notes) return ShowNotes(rows);
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
  command->add_flag("--notes", options->notes, "What the seats noted beside their decisions");
  command->footer("Example:\n  haze show last~1\n  haze show last --notes");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
