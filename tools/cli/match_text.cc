// A match as text for a person.
#include "tools/cli/match_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "tools/cli/narrator.h"
#include "tools/cli/output.h"

namespace haze::tools {
namespace {

std::string Points(const std::optional<double>& points) { return points ? Short(*points, 1) : "-"; }

std::string SeatsText(const store::MatchRows& rows) {
  std::string text;
  for (const store::SeatRow& seat : rows.seats) {
    text += fmt::format("  {:<22}{}", seat.seat, Printable(seat.entry));
    if (!seat.outcome.empty() && seat.outcome != "OK") text += "  " + seat.outcome;
    if (seat.exit_signal) text += fmt::format("  (signal {})", *seat.exit_signal);
    if (seat.exit_code) text += fmt::format("  (exit code {})", *seat.exit_code);
    text += "\n";
  }
  return text;
}

std::string ScoreText(const store::MatchRows& rows) {
  std::size_t width = 24;
  for (const store::LineRow& line : rows.lines) width = std::max(width, line.line.size());
  std::string text;
  for (const store::SideRow& side : rows.sides) {
    text += fmt::format("  {:<{}}{:>16}{:>9}\n", side.side, width, "measured (SI)", "points");
    for (const store::LineRow& line : rows.lines) {
      if (line.side != side.side) continue;
      text += fmt::format("    {:<{}}{:>14}{:>9}\n", line.line, width, line.value_si ? fmt::format("{:.6g}", *line.value_si) : "never", Short(line.points, 2));
    }
    text += fmt::format("    {:<{}}{:>14}{:>9}\n", "sum", width, "", Short(side.points, 2));
  }
  return text;
}

}  // namespace

std::string MatchText(const store::MatchRows& rows, bool colour) {
  const store::AttemptRow& attempt = rows.attempt;
  std::string text = Paint(fmt::format("{}, seed {}", Printable(attempt.scenario), attempt.seed), "1", colour);
  text += fmt::format("   match {}   {}{}   {}\n", attempt.match_id, attempt.exhibition ? "exhibition" : "tournament " + Printable(attempt.tournament),
                      attempt.practice ? ", practice" : "", attempt.started_utc);
  text += SeatsText(rows) + "\n";
  for (const std::string& line : Timeline(rows)) text += line + "\n";
  const std::string score = ScoreLine(rows);
  if (!score.empty()) text += Paint(TimelineLine(attempt.sim_duration_s.value_or(0.0), score), "1", colour) + "\n";
  text += "\n" + Paint(attempt.result.empty() ? "in flight" : ResultWords(attempt), "1", colour) + "\n";
  if (!rows.lines.empty()) text += "\n" + ScoreText(rows);
  for (const store::SeatRow& seat : rows.seats) {
    if (seat.seat != attempt.seat_at_fault || seat.stderr_tail.empty()) continue;
    text += "\nlast words of " + seat.seat + " on stderr:\n";
    const std::string tail = store::CleanText(seat.stderr_tail, 2000);
    for (std::size_t at = 0; at < tail.size();) {
      const std::size_t end = std::min(tail.find('\n', at), tail.size());
      text += "  " + Printable(tail.substr(at, end - at)) + "\n";
      at = end + 1;
    }
  }
  text += fmt::format("\n{} turns, {} s of simulated time in {} s ({}), haze {}, digest {}\n", attempt.turns.value_or(0),
                      Grouped(static_cast<std::int64_t>(attempt.sim_duration_s.value_or(0.0))), Short(attempt.wall_s.value_or(0.0), 2), attempt.transport,
                      attempt.haze_version, attempt.digest.empty() ? "-" : attempt.digest);
  return text;
}

std::string MatchTable(const std::vector<store::MatchLine>& lines) {
  std::size_t scenario = 8, result = 6;
  for (const store::MatchLine& line : lines) {
    scenario = std::max(scenario, Printable(line.scenario).size());
    result = std::max(result, line.result.size());
  }
  std::string text = fmt::format("{:<10}{:<22}{:<{}}  {:>6}  {:<{}}  {:<6}{:>6}{:>6}  {}\n", "match", "started", "scenario", scenario, "seed", "result", result,
                                 "winner", "blue", "red", "line-up");
  for (const store::MatchLine& line : lines) {
    text += fmt::format("{:<10}{:<22}{:<{}}  {:>6}  {:<{}}  {:<6}{:>6}{:>6}  {}\n", line.match_id.substr(0, 8), line.started_utc, Printable(line.scenario), scenario,
                        line.seed, line.result, result, line.winner.empty() ? "-" : line.winner, Points(line.blue_points), Points(line.red_points),
                        Printable(line.line_up));
  }
  return text;
}

}  // namespace haze::tools
