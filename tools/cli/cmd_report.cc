// `haze report`: a store as plain text.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fmt/format.h>

#include "arbiter/store/query.h"
#include "tools/cli/command.h"
#include "tools/cli/match_text.h"
#include "tools/cli/output.h"

namespace haze::tools {
namespace {

struct ReportOptions {
  std::string db, output = "-";
  int details = 5;
};

std::string Heading(const std::string& title) { return title + "\n" + std::string(title.size(), '=') + "\n\n"; }

std::string LeaderboardText(const std::vector<store::LeaderboardLine>& lines) {
  std::size_t width = 8;
  for (const store::LeaderboardLine& line : lines) width = std::max(width, line.entry.size());
  std::string text = fmt::format("{:<16}{:<{}}  {:<24}{:>8}{:>6}{:>6}{:>6}{:>9}{:>7}{:>8}\n", "role", "entry", width, "scenario", "matches", "won", "drawn",
                                 "lost", "forfeits", "score", "points");
  for (const store::LeaderboardLine& line : lines) {
    text += fmt::format("{:<16}{:<{}}  {:<24}{:>8}{:>6}{:>6}{:>6}{:>9}{:>7.2f}{:>8}\n", line.role, Printable(line.entry), width, line.scenario, line.matches,
                        line.wins, line.draws, line.losses, line.forfeits, line.score_fraction, line.mean_points ? Short(*line.mean_points, 1) : "-");
  }
  return text;
}

std::string Report(const ReportOptions& options) {
  store::Reader reader(options.db);
  const std::vector<store::MatchLine> matches = reader.List(0);
  std::string text = Heading("haze report of " + options.db);
  text += fmt::format("{} plays. An exhibition is played with a seed that everybody knows; it is never rated.\n\n", matches.size());
  text += Heading("Matches") + MatchTable(matches) + "\n";
  text += Heading("Entries by role") + LeaderboardText(reader.Leaderboard()) + "\n";

  const std::size_t first =
      options.details > 0 && matches.size() > static_cast<std::size_t>(options.details) ? matches.size() - static_cast<std::size_t>(options.details) : 0;
  for (std::size_t i = first; i < matches.size(); ++i)
    text += Heading("Match " + matches[i].match_id.substr(0, 8)) + MatchText(reader.Match(matches[i].match_id), false) + "\n";
  return text;
}

int Run(const ReportOptions& options) {
  const std::string text = Report(options);
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

}  // namespace

void AddReportCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command = app.add_subcommand("report", "A store as plain text: matches, entries by role, the newest matches in full");
  AddDbOption(*command, options->db);
  command->add_option("-o", options->output, "Where to; - is stdout")->type_name("FILE")->capture_default_str();
  command->add_option("--details", options->details, "Matches told in full, the newest; 0 = all")->capture_default_str()->check(CLI::NonNegativeNumber);
  command->footer("Example:\n  haze report -o report.txt");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
