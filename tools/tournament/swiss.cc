// The Swiss system.
#include "tools/tournament/swiss.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <tuple>

#include "tools/tournament/match_key.h"
#include "tools/tournament/matching.h"
#include "tools/tournament/schedule.h"

namespace haze::tools {
namespace {

std::size_t At(int entry) { return static_cast<std::size_t>(entry); }

// What rounds gave, without tie-breaks.
struct History {
  std::vector<double> points;
  std::vector<int> byes;
  std::vector<std::vector<bool>> met;
  std::vector<int> floated;  // the last round in which an entry met one with fewer points, or -2
};

History Read(const Specification& specification, const std::vector<RoundMatch>& matches, int rounds) {
  const std::size_t n = specification.entries.size();
  History history{.points = std::vector<double>(n, 0.0),
                  .byes = std::vector<int>(n, 0),
                  .met = std::vector<std::vector<bool>>(n, std::vector<bool>(n, false)),
                  .floated = std::vector<int>(n, -2)};
  for (int round = 0; round < rounds; ++round) {
    std::vector<bool> played(n, false);
    std::vector<double> gained(n, 0.0);
    bool any = false;
    for (const RoundMatch& match : matches) {
      if (match.round != round) continue;
      any = true;
      const std::size_t a = At(match.first);
      const std::size_t b = At(match.second);
      played[a] = played[b] = true;
      history.met[a][b] = history.met[b][a] = true;
      gained[a] = match.FirstResult();
      gained[b] = 1.0 - match.FirstResult();
      if (history.points[a] > history.points[b]) history.floated[a] = round;
      if (history.points[b] > history.points[a]) history.floated[b] = round;
    }
    for (std::size_t i = 0; i < n && any; ++i) {
      if (!played[i]) ++history.byes[i];
      history.points[i] += played[i] ? gained[i] : 1.0;
    }
  }
  return history;
}

// Pairs the entries of `order` (best first) one by one.
class Pairer {
 public:
  Pairer(const Specification& specification, const History& history, int round, std::vector<int> order)
      : specification_(specification), history_(history), round_(round), left_(std::move(order)) {}

  std::vector<std::pair<int, int>> Pair() {
    GiveByes();
    std::vector<std::pair<int, int>> pairs;
    while (left_.size() >= 2) {
      const int top = left_.front();
      const int opponent = Choose();
      pairs.emplace_back(top, opponent);
      left_.erase(left_.begin());
      left_.erase(std::find(left_.begin(), left_.end(), opponent));
    }
    return pairs;
  }

 private:
  double Points(int entry) const { return history_.points[At(entry)]; }
  bool Allowed(int a, int b) const { return !history_.met[At(a)][At(b)] && MayMeet(specification_, a, b); }

  // The largest number of pairs among all that are left but `a` and `b`.
  int PairsWithout(int a, int b) const { return PairsAmong(left_, a, b); }

  int PairsAmong(const std::vector<int>& entries, int a, int b) const {
    std::vector<int> rest;
    for (const int entry : entries) {
      if (entry != a && entry != b) rest.push_back(entry);
    }
    std::vector<std::vector<bool>> allowed(rest.size(), std::vector<bool>(rest.size(), false));
    for (std::size_t i = 0; i < rest.size(); ++i) {
      for (std::size_t j = 0; j < rest.size(); ++j) allowed[i][j] = i != j && Allowed(rest[i], rest[j]);
    }
    return LargestMatching(allowed);
  }

  // Sets aside those who cannot be paired: the last in the table, fewest byes first.
  void GiveByes() {
    const int pairs = PairsWithout(-1, -1);
    while (static_cast<int>(left_.size()) > 2 * pairs) {
      std::vector<int> candidates(left_.rbegin(), left_.rend());
      std::stable_sort(candidates.begin(), candidates.end(), [&](int a, int b) { return history_.byes[At(a)] < history_.byes[At(b)]; });
      const auto bye = std::find_if(candidates.begin(), candidates.end(), [&](int entry) { return PairsWithout(entry, -1) == pairs; });
      left_.erase(std::find(left_.begin(), left_.end(), *bye));
    }
  }

  // Opponents of the best who is left, the preferred first. All that are left can be paired, and still can afterwards.
  int Choose() const {
    const int top = left_.front();
    std::size_t own = 1;  // how many have the points of the best
    while (own < left_.size() && Points(left_[own]) == Points(top)) ++own;
    std::vector<int> wanted;
    const std::vector<int> equals(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(own));
    if (own == 1) {
      // Floated down, alone in its group: meets the best below.
      wanted.assign(left_.begin() + 1, left_.end());
    } else {
      std::vector<int> group = equals;
      const int floater = own % 2 == 1 ? Floater(group) : -1;
      if (floater >= 0) group.erase(std::find(group.begin(), group.end(), floater));
      if (floater == top) {
        wanted.assign(left_.begin() + static_cast<std::ptrdiff_t>(own), left_.end());
        wanted.insert(wanted.end(), group.begin(), group.end());
      } else {
        // The lower half in order, then the upper half from its end.
        const std::size_t half = group.size() / 2;
        wanted.assign(group.begin() + static_cast<std::ptrdiff_t>(half), group.end());
        for (std::size_t i = half; i-- > 1;) wanted.push_back(group[i]);
        if (floater >= 0) wanted.push_back(floater);
        wanted.insert(wanted.end(), left_.begin() + static_cast<std::ptrdiff_t>(own), left_.end());
      }
    }
    const int rest = static_cast<int>(left_.size()) / 2 - 1;
    const int inside = PairsAmong(equals, -1, -1);
    for (const bool keep_group : {true, false}) {
      for (const int opponent : wanted) {
        if (!Allowed(top, opponent) || PairsWithout(top, opponent) != rest) continue;
        // First of all as many as can be meet an equal.
        const bool equal = Points(opponent) == Points(top);
        if (!keep_group || PairsAmong(equals, top, opponent) == inside - (equal ? 1 : 0)) return opponent;
      }
    }
    return wanted.front();  // GiveByes() left only what can be paired
  }

  // Who leaves an odd group: the last who did not float in the round before and has somebody to meet below.
  int Floater(const std::vector<int>& group) const {
    const std::size_t below = group.size();
    const int inside = PairsAmong(group, -1, -1);
    for (const bool again : {false, true}) {
      for (std::size_t i = group.size(); i-- > 0;) {
        if (!again && history_.floated[At(group[i])] == round_ - 1) continue;
        if (PairsAmong(group, group[i], -1) != inside) continue;
        for (std::size_t j = below; j < left_.size(); ++j) {
          if (Allowed(group[i], left_[j]) && PairsWithout(group[i], left_[j]) == static_cast<int>(left_.size()) / 2 - 1) return group[i];
        }
      }
    }
    return group.back();
  }

  const Specification& specification_;
  const History& history_;
  int round_;
  std::vector<int> left_;
};

}  // namespace

std::vector<int> DrawLots(const Specification& specification, std::string_view master_secret) {
  std::vector<std::pair<dynamics::MatchKey, int>> tickets;
  for (std::size_t i = 0; i < specification.entries.size(); ++i) {
    const Entry& entry = specification.entries[i];
    tickets.emplace_back(MakeMatchKey(master_secret, "lot " + entry.name + " " + entry.content_sha256, 0), static_cast<int>(i));
  }
  std::sort(tickets.begin(), tickets.end());
  std::vector<int> lots(tickets.size());
  for (std::size_t place = 0; place < tickets.size(); ++place) lots[At(tickets[place].second)] = static_cast<int>(place);
  return lots;
}

std::vector<RoundMatch> RoundMatches(std::span<const PairResult> results, int rounds) {
  std::vector<RoundMatch> matches;
  std::map<std::tuple<int, int, int>, std::size_t> known;
  for (const PairResult& result : results) {
    if (result.round >= rounds) continue;
    const auto [place, fresh] = known.try_emplace({result.round, result.first, result.second}, matches.size());
    if (fresh) matches.push_back({.round = result.round, .first = result.first, .second = result.second});
    matches[place->second].first_points += result.first_points;
    matches[place->second].second_points += 2.0 - result.first_points;
  }
  return matches;
}

std::vector<SwissStanding> SwissTable(const Specification& specification, std::string_view master_secret, int rounds, std::span<const PairResult> results) {
  const std::vector<RoundMatch> matches = RoundMatches(results, rounds);
  const History history = Read(specification, matches, rounds);
  const std::vector<int> lots = DrawLots(specification, master_secret);
  const std::size_t n = specification.entries.size();
  std::vector<std::vector<double>> opponents(n);
  std::vector<double> own(n, 0.0);
  std::vector<double> all(n, 0.0);
  std::vector<SwissStanding> table(n);
  const auto note = [&](int entry, int other, double result, double points, double of_other) {
    opponents[At(entry)].push_back(history.points[At(other)]);
    table[At(entry)].sonneborn_berger += result * history.points[At(other)];
    own[At(entry)] += points;
    all[At(entry)] += points + of_other;
  };
  for (const RoundMatch& match : matches) {
    note(match.first, match.second, match.FirstResult(), match.first_points, match.second_points);
    note(match.second, match.first, 1.0 - match.FirstResult(), match.second_points, match.first_points);
  }
  for (std::size_t i = 0; i < n; ++i) {
    SwissStanding& line = table[i];
    line.entry = static_cast<int>(i);
    line.points = history.points[i];
    line.byes = history.byes[i];
    line.lot = lots[i];
    line.game_points = all[i] > 0.0 ? own[i] / all[i] : 0.0;
    opponents[i].insert(opponents[i].end(), At(line.byes), line.points);
    line.buchholz = std::accumulate(opponents[i].begin(), opponents[i].end(), 0.0);
    line.buchholz_cut = opponents[i].empty() ? 0.0 : line.buchholz - *std::min_element(opponents[i].begin(), opponents[i].end());
  }
  std::sort(table.begin(), table.end(), [](const SwissStanding& a, const SwissStanding& b) {
    return std::tuple(-a.points, -a.buchholz_cut, -a.buchholz, -a.sonneborn_berger, -a.game_points, a.lot) <
           std::tuple(-b.points, -b.buchholz_cut, -b.buchholz, -b.sonneborn_berger, -b.game_points, b.lot);
  });
  return table;
}

std::optional<std::vector<std::pair<int, int>>> SwissPairings(const Specification& specification, std::string_view master_secret, int round,
                                                             std::span<const PairResult> before) {
  const History history = Read(specification, RoundMatches(before, round), round);
  const std::vector<int> lots = DrawLots(specification, master_secret);
  std::vector<int> order(specification.entries.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) { return std::pair(-history.points[At(a)], lots[At(a)]) < std::pair(-history.points[At(b)], lots[At(b)]); });
  std::vector<std::pair<int, int>> pairs = Pairer(specification, history, round, order).Pair();
  if (pairs.empty()) return std::nullopt;
  return pairs;
}

int RoundsNeeded(std::size_t entries) {
  int rounds = 0;
  while ((std::size_t{1} << rounds) < entries) ++rounds;
  return rounds;
}

}  // namespace haze::tools
