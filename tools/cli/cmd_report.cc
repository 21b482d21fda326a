// `haze report`: a store as one page for a browser, or as plain text.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "arbiter/store/query.h"
#include "tools/cli/command.h"
#include "tools/cli/match_text.h"
#include "tools/cli/output.h"
#include "tools/cli/version.h"
#include "tools/export/trajectory.h"
#include "tools/tournament/utc_now.h"
#include "tools/view/book.h"
#include "tools/view/bundle.h"
#include "tools/view/series.h"

namespace haze::tools {
namespace {

struct ReportOptions {
  std::string db, output = "-";
  int details = 5;
  std::size_t replays = 6;
  std::vector<std::string> replay;
  double step_s = 60.0;
};

bool IsPage(const std::string& path) { return path.ends_with(".html") || path.ends_with(".htm"); }

std::string Heading(const std::string& title) { return title + "\n" + std::string(title.size(), '=') + "\n\n"; }

std::string LeaderboardText(const std::vector<store::LeaderboardLine>& lines) {
  std::size_t width = 8;
  for (const store::LeaderboardLine& line : lines) width = std::max(width, Printable(line.entry).size());
  std::string text = fmt::format("{:<16}{:<{}}  {:<24}{:>8}{:>6}{:>6}{:>6}{:>9}{:>7}{:>8}\n", "role", "entry", width, "scenario", "matches", "won", "drawn",
                                 "lost", "forfeits", "score", "points");
  for (const store::LeaderboardLine& line : lines) {
    text += fmt::format("{:<16}{:<{}}  {:<24}{:>8}{:>6}{:>6}{:>6}{:>9}{:>7.2f}{:>8}\n", line.role, Printable(line.entry), width, Printable(line.scenario), line.matches,
                        line.wins, line.draws, line.losses, line.forfeits, line.score_fraction, line.mean_points ? Short(*line.mean_points, 1) : "-");
  }
  return text;
}

std::string Report(const ReportOptions& options) {
  store::Reader reader(options.db);
  const std::vector<store::MatchLine> matches = reader.List(0);
  std::string text = Heading("haze report of " + Printable(options.db));
  text += fmt::format("{} plays. An exhibition is played with a seed that everybody knows; it is never rated.\n\n", matches.size());
  text += Heading("Matches") + MatchTable(matches) + "\n";
  text += Heading("Entries by role") + LeaderboardText(reader.Leaderboard()) + "\n";

  const std::size_t first =
      options.details > 0 && matches.size() > static_cast<std::size_t>(options.details) ? matches.size() - static_cast<std::size_t>(options.details) : 0;
  for (std::size_t i = first; i < matches.size(); ++i)
    text += Heading("Match " + matches[i].match_id.substr(0, 8)) + MatchText(reader.Match(matches[i].match_id), false) + "\n";
  return text;
}

int WriteFile(const ReportOptions& options, const std::string& text);

int WritePage(const ReportOptions& options) {
  if (BundleScript().empty())
    return Complain("this program was built without npm and has no page; -o report.txt writes plain text. Cure: apt-get install nodejs npm, then build again", kExitUsage);
  store::Reader reader(options.db);
  const std::string source = std::filesystem::path(options.db).filename().string();
  nlohmann::ordered_json book = MakeBook(reader, {.kind = "report", .made_utc = NowUtc(), .version = std::string(kVersion), .source = source});
  std::vector<std::string> ids;
  for (const std::string& match : options.replay) {
    const store::Reader::Found found = reader.Find(match);
    if (found.match_id.empty()) return Complain(found.error, kExitUsage);
    if (!IsShown(reader, found.match_id)) return Complain("match " + found.match_id.substr(0, 8) + " is half of an unfinished seed pair, or was never decided", kExitUsage);
    ids.push_back(found.match_id);
  }
  if (ids.empty()) ids = ChooseReplays(reader, options.replays);
  for (const std::string& id : ids) {
    if (StderrIsTerminal()) fmt::print(stderr, "\r\x1b[Kplaying {} again", id.substr(0, 8));
    book["replays"][id] = ReplayJson(Sample(reader, id, dynamics::FromSeconds(options.step_s)), options.step_s);
  }
  if (StderrIsTerminal()) fmt::print(stderr, "\r\x1b[K");
  return WriteFile(options, MakePage(book, "haze report of " + source, false));
}

int WriteFile(const ReportOptions& options, const std::string& text) {
  if (options.output == "-") {
    fmt::print("{}", text);
    return kExitDone;
  }
  std::FILE* file = std::fopen(options.output.c_str(), "wb");
  const bool written = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = file && std::fclose(file) == 0;
  if (!written || !closed) return Complain(options.output + " cannot be written: " + std::strerror(errno), kExitUsage);
  return kExitDone;
}

int Run(const ReportOptions& options) { return IsPage(options.output) ? WritePage(options) : WriteFile(options, Report(options)); }

}  // namespace

void AddReportCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command = app.add_subcommand("report", "A store as one self-contained page (-o FILE.html) or as plain text");
  AddDbOption(*command, options->db);
  command->add_option("-o", options->output, "Where to; .html is a page, - is stdout")->type_name("FILE")->capture_default_str();
  command->add_option("--details", options->details, "Matches told in full, the newest; 0 = all (plain text)")->capture_default_str()->check(CLI::NonNegativeNumber);
  command->add_option("--replays", options->replays, "Matches whose 3D replay the page carries; one of each line-up first, newest first")->capture_default_str();
  command->add_option("--replay", options->replay, "Matches whose 3D replay the page carries, by id")->type_name("MATCH");
  command->add_option("--step-s", options->step_s, "Time between samples of a replay")->capture_default_str()->check(CLI::Range(1.0, 3600.0));
  command->footer("Examples:\n  haze report -o report.html\n  haze report            (plain text)\nThe page makes no request: it can be sent by mail.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
