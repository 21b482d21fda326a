// Tables of a tournament.
#include "tools/tournament/standings.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "tools/tournament/elo.h"
#include "tools/tournament/sprt.h"

namespace haze::tools {
namespace {

// Pairs by their points: 0, 1/2, 1, 3/2, 2. The seed pair is the unit of every interval, since its halves are not independent.
using PairCounts = std::array<double, 5>;

}  // namespace

Tables MakeTables(const Specification& specification, const std::vector<PairResult>& pairs, const std::vector<store::CountedGame>& games) {
  Tables tables;
  tables.games = static_cast<long>(games.size());
  tables.pairs = static_cast<long>(pairs.size());
  const std::size_t count = specification.entries.size();
  std::vector<Standing> standings(count);
  std::vector<PairCounts> counts(count, PairCounts{});
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < count; ++i) {
    standings[i].entry = specification.entries[i].name;
    index[standings[i].entry] = i;
  }

  std::map<std::pair<std::string, std::string>, HeadToHead> meetings;
  const auto meet = [&](std::size_t entry, std::size_t versus, double points) {
    ++standings[entry].pairs;
    standings[entry].points += points;
    ++counts[entry][static_cast<std::size_t>(PairCell(points))];
    const std::string& name = standings[entry].entry;
    const std::string& other = standings[versus].entry;
    HeadToHead& line = meetings[{name, other}];
    line.entry = name;
    line.versus = other;
    ++line.pairs;
    line.points += points;
    ++(points > 1.0 ? line.won : points < 1.0 ? line.lost : line.split);
  };
  for (const PairResult& pair : pairs) {
    meet(static_cast<std::size_t>(pair.first), static_cast<std::size_t>(pair.second), pair.first_points);
    meet(static_cast<std::size_t>(pair.second), static_cast<std::size_t>(pair.first), 2.0 - pair.first_points);
  }
  for (auto& [key, line] : meetings) tables.head_to_head.push_back(line);

  std::map<std::tuple<std::string, std::string, std::string>, RoleLine> roles;
  for (const store::CountedGame& game : games) {
    const std::string& blue = game.game.half == 0 ? game.game.first : game.game.second;
    const std::string& red = game.game.half == 0 ? game.game.second : game.game.first;
    const bool one_sided = std::any_of(specification.scenarios.begin(), specification.scenarios.end(),
                                       [&](const ScenarioRef& s) { return s.hash == game.scenario_hash && s.one_sided; });
    const auto play = [&](const std::string& entry, const char* side, double points) {
      const auto found = index.find(entry);
      if (found == index.end()) return;
      Standing& standing = standings[found->second];
      ++standing.games;
      if (!one_sided) ++(game.winner == side ? standing.wins : game.winner.empty() ? standing.draws : standing.losses);
      if (game.entry_at_fault == entry && game.result.rfind("FORFEIT", 0) == 0) ++standing.forfeits;
      const Entry& known = specification.entries[found->second];
      for (const auto& [role, player] : known.roles) {
        const bool plays = side == std::string("blue") ? role == "inspector" : role != "inspector";
        if (!plays) continue;
        RoleLine& line = roles[{entry, role, game.scenario}];
        line.entry = entry;
        line.role = role;
        line.scenario = game.scenario;
        ++line.games;
        line.value += game.winner == side ? 1.0 : game.winner.empty() ? 0.5 : 0.0;
        line.points += points;
      }
    };
    play(blue, "blue", game.blue_points);
    if (!one_sided) play(red, "red", game.red_points);
  }
  for (auto& [key, line] : roles) {
    line.points /= static_cast<double>(line.games);
    tables.roles.push_back(line);
  }

  for (std::size_t i = 0; i < count; ++i) {
    Standing& standing = standings[i];
    if (standing.pairs == 0) continue;
    standing.share = standing.points / (2.0 * static_cast<double>(standing.pairs));
    const EloEstimate estimate = EstimateElo(counts[i]);
    standing.elo = estimate.elo.estimate;
    standing.elo_low = estimate.elo.low;
    standing.elo_high = estimate.elo.high;
    standing.normalized_elo = estimate.normalized_elo.estimate;
  }
  std::stable_sort(standings.begin(), standings.end(), [](const Standing& a, const Standing& b) { return a.share != b.share ? a.share > b.share : a.entry < b.entry; });
  tables.standings = standings;

  // A ring of three: everybody beats the next. Each ring is told once, from its first name on.
  const auto beats = [&](const std::string& a, const std::string& b) {
    const auto found = meetings.find({a, b});
    return found != meetings.end() && found->second.points > static_cast<double>(found->second.pairs);
  };
  for (const auto& [a, ia] : index) {
    for (const auto& [b, ib] : index) {
      for (const auto& [c, ic] : index) {
        if (a < b && a < c && b != c && beats(a, b) && beats(b, c) && beats(c, a)) tables.cycles.push_back({a, b, c});
      }
    }
  }
  return tables;
}

std::string TablesText(const Tables& tables, const std::string& title) {
  std::size_t width = 5;
  for (const Standing& s : tables.standings) width = std::max(width, s.entry.size());
  std::string out = fmt::format("{}: {} games, {} seed pairs\n\n", title, tables.games, tables.pairs);
  out += fmt::format("  {:>3} {:<{}}  {:>7} {:>8} {:>7} {:>6} {:>16} {:>14} {:>8}\n", "", "entry", width, "share", "points", "pairs", "Elo", "95 %", "W / D / L", "forfeits");
  int rank = 0;
  for (const Standing& s : tables.standings) {
    const std::string elo = s.elo ? fmt::format("{:.0f}", *s.elo) : "-";
    const std::string interval = s.elo_low && s.elo_high ? fmt::format("{:.0f} to {:.0f}", *s.elo_low, *s.elo_high) : "-";
    out += fmt::format("  {:>3} {:<{}}  {:>6.1f}% {:>8} {:>7} {:>6} {:>16} {:>14} {:>8}\n", ++rank, s.entry, width, 100.0 * s.share, fmt::format("{:.1f}", s.points), s.pairs,
                       elo, interval, fmt::format("{} / {} / {}", s.wins, s.draws, s.losses), s.forfeits);
  }
  if (!tables.head_to_head.empty()) {
    out += "\nHead to head (points of the row's entry of 2 a pair; pairs won, split, lost):\n";
    for (const HeadToHead& line : tables.head_to_head) {
      out += fmt::format("  {:<{}}  {:<{}}  {:>6.1f} / {:<4}  {} - {} - {}\n", line.entry, width, line.versus, width, line.points, 2 * line.pairs, line.won, line.split, line.lost);
    }
  }
  if (!tables.roles.empty()) {
    out += "\nBy role (value: 1 a win, 1/2 a draw; mean points of its side):\n";
    for (const RoleLine& line : tables.roles) {
      out += fmt::format("  {:<{}}  {:<15}  {:<22} {:>5} games  {:>6.3f}  {:>6.1f}\n", line.entry, width, line.role, line.scenario, line.games,
                         line.value / static_cast<double>(line.games), line.points);
    }
  }
  for (const auto& cycle : tables.cycles) out += fmt::format("\nCycle: {} beats {}, {} beats {}, {} beats {}\n", cycle[0], cycle[1], cycle[1], cycle[2], cycle[2], cycle[0]);
  return out;
}

}  // namespace haze::tools
