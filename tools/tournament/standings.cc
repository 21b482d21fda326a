// Tables of a tournament.
#include "tools/tournament/standings.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "tools/tournament/bradley_terry.h"
#include "tools/tournament/elo.h"
#include "tools/tournament/normal.h"
#include "tools/tournament/sprt.h"

namespace haze::tools {
namespace {

// Pairs by their points: 0, 1/2, 1, 3/2, 2. The seed pair is the unit of every interval, since its halves are not independent.
using PairCounts = std::array<double, 5>;

// A pair is one meeting of two games, whichever of them gave its points: only their sum counts where a draw is half a win.
void RateJointly(const std::vector<store::PairTally>& tallies, const std::map<std::string, std::size_t>& index, std::vector<Standing>& standings, Tables& tables) {
  // Entries that have not met anybody yet have no rating and leave the others theirs.
  std::map<std::string, int> met;
  std::vector<std::string> names;
  for (const store::PairTally& tally : tallies) {
    long pairs = 0;
    for (const long cell : tally.pairs) pairs += cell;
    for (const std::string* name : {&tally.first, &tally.second}) {
      if (pairs == 0 || index.count(*name) == 0 || met.count(*name) > 0) continue;
      met[*name] = static_cast<int>(names.size());
      names.push_back(*name);
    }
  }
  std::vector<Meeting> meetings;
  for (const store::PairTally& tally : tallies) {
    const auto first = met.find(tally.first), second = met.find(tally.second);
    if (first == met.end() || second == met.end()) continue;
    for (int cell = 0; cell < 5; ++cell) {
      if (tally.pairs[cell] == 0) continue;
      meetings.push_back({.first = first->second, .second = second->second, .wins = 0.5 * cell, .losses = 2.0 - 0.5 * cell, .times = static_cast<double>(tally.pairs[cell])});
    }
  }
  if (meetings.empty()) return;
  if (const std::optional<NoMaximum> none = WhyNoMaximum(meetings, names)) {
    tables.joint_words = none->words;
    return;
  }
  const std::optional<BradleyTerryFit> fit = FitBradleyTerry(static_cast<int>(names.size()), MergeAlike(meetings));
  if (!fit) return;
  const double z = NormalQuantile(0.975);
  for (std::size_t i = 0; i < names.size(); ++i) {
    Standing& standing = standings[index.at(names[i])];
    const double error = z * fit->StandardError(static_cast<int>(i)) * EloPointsPerLogOdds();
    standing.joint = fit->strength[i] * EloPointsPerLogOdds();
    standing.joint_low = *standing.joint - error;
    standing.joint_high = *standing.joint + error;
  }
}

}  // namespace

Tables MakeTables(const Specification& specification, const std::vector<store::PairTally>& meetings, const std::vector<store::RoleTally>& roles) {
  Tables tables;
  const std::size_t count = specification.entries.size();
  std::vector<Standing> standings(count);
  std::vector<PairCounts> counts(count, PairCounts{});
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < count; ++i) {
    standings[i].entry = specification.entries[i].name;
    index[standings[i].entry] = i;
  }

  // One meeting as one of its two entries sees it, `cells` from the pairs that it lost to those that it won.
  struct View {
    long games = 0, wins = 0, draws = 0, losses = 0, forfeits = 0;
    std::array<long, 5> cells{};
  };
  std::map<std::pair<std::string, std::string>, HeadToHead> lines;
  const auto meet = [&](std::size_t entry, const std::string& versus, const View& view) {
    Standing& standing = standings[entry];
    standing.games += view.games;
    standing.wins += view.wins;
    standing.draws += view.draws;
    standing.losses += view.losses;
    standing.forfeits += view.forfeits;
    HeadToHead& line = lines[{standing.entry, versus}];
    line.entry = standing.entry;
    line.versus = versus;
    for (std::size_t cell = 0; cell < view.cells.size(); ++cell) {
      const long pairs = view.cells[cell];
      const double points = 0.5 * static_cast<double>(cell) * static_cast<double>(pairs);
      counts[entry][cell] += static_cast<double>(pairs);
      standing.pairs += pairs;
      standing.points += points;
      line.pairs += pairs;
      line.points += points;
      (cell > 2 ? line.won : cell < 2 ? line.lost : line.split) += pairs;
    }
  };
  for (const store::PairTally& m : meetings) {
    const auto first = index.find(m.first), second = index.find(m.second);
    if (first == index.end() || second == index.end()) continue;
    // A scenario that both sides play has each game in both columns.
    const long played = m.wins + m.draws + m.losses;
    tables.games += played > 0 ? played : m.first_games + m.second_games;
    for (const long pairs : m.pairs) tables.pairs += pairs;
    meet(first->second, m.second,
         {.games = m.first_games, .wins = m.wins, .draws = m.draws, .losses = m.losses, .forfeits = m.first_forfeits, .cells = {m.pairs[0], m.pairs[1], m.pairs[2], m.pairs[3], m.pairs[4]}});
    meet(second->second, m.first,
         {.games = m.second_games, .wins = m.losses, .draws = m.draws, .losses = m.wins, .forfeits = m.second_forfeits, .cells = {m.pairs[4], m.pairs[3], m.pairs[2], m.pairs[1], m.pairs[0]}});
  }
  for (auto& [key, line] : lines) {
    if (line.pairs > 0) tables.head_to_head.push_back(line);
  }

  // A default that plays for an entry bears another name there: only roles that the entry brings itself are told.
  std::map<std::tuple<std::string, std::string, std::string>, std::pair<RoleLine, long>> by_role;
  for (const store::RoleTally& tally : roles) {
    if (index.count(tally.entry) == 0) continue;
    auto& [line, scored] = by_role[{tally.entry, tally.role, tally.scenario}];
    line.entry = tally.entry;
    line.role = tally.role;
    line.scenario = tally.scenario;
    line.games += tally.matches;
    line.value += static_cast<double>(tally.wins) + 0.5 * static_cast<double>(tally.draws);
    line.points += tally.points;
    scored += tally.scored;
  }
  for (auto& [key, found] : by_role) {
    if (found.second > 0) found.first.points /= static_cast<double>(found.second);
    tables.roles.push_back(found.first);
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
  RateJointly(meetings, index, standings, tables);
  std::stable_sort(standings.begin(), standings.end(), [](const Standing& a, const Standing& b) { return a.share != b.share ? a.share > b.share : a.entry < b.entry; });
  tables.standings = standings;

  // A ring of three: everybody beats the next. Each ring is told once, from its first name on.
  const auto beats = [&](const std::string& a, const std::string& b) {
    const auto found = lines.find({a, b});
    return found != lines.end() && found->second.points > static_cast<double>(found->second.pairs);
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
  out += fmt::format("  {:>3} {:<{}}  {:>7} {:>8} {:>7} {:>6} {:>16} {:>6} {:>16} {:>14} {:>8}\n", "", "entry", width, "share", "points", "pairs", "Elo", "95 %", "joint", "95 %", "W / D / L",
                     "forfeits");
  int rank = 0;
  for (const Standing& s : tables.standings) {
    const std::string elo = s.elo ? fmt::format("{:.0f}", *s.elo) : "-";
    const std::string interval = s.elo_low && s.elo_high ? fmt::format("{:.0f} to {:.0f}", *s.elo_low, *s.elo_high) : "-";
    const std::string joint = s.joint ? fmt::format("{:.0f}", *s.joint) : "-";
    const std::string joint_interval = s.joint ? fmt::format("{:.0f} to {:.0f}", *s.joint_low, *s.joint_high) : "-";
    out += fmt::format("  {:>3} {:<{}}  {:>6.1f}% {:>8} {:>7} {:>6} {:>16} {:>6} {:>16} {:>14} {:>8}\n", ++rank, s.entry, width, 100.0 * s.share, fmt::format("{:.1f}", s.points), s.pairs,
                       elo, interval, joint, joint_interval, fmt::format("{} / {} / {}", s.wins, s.draws, s.losses), s.forfeits);
  }
  if (!tables.joint_words.empty()) out += "\nNo joint ratings (Bradley-Terry): " + tables.joint_words + "\n";
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
