// Knockout.
#include "tools/tournament/knockout.h"

#include "tools/tournament/schedule.h"
#include "tools/tournament/swiss.h"

namespace haze::tools {
namespace {

constexpr int kNobody = -1;

// Share of points in rounds before `round`; 1/2 without games.
double Share(const std::vector<RoundMatch>& matches, int entry, int round) {
  double own = 0.0;
  double all = 0.0;
  for (const RoundMatch& match : matches) {
    if (match.round >= round || (match.first != entry && match.second != entry)) continue;
    own += match.first == entry ? match.first_points : match.second_points;
    all += match.first_points + match.second_points;
  }
  return all > 0.0 ? own / all : 0.5;
}

class Tree {
 public:
  Tree(const Specification& specification, std::string_view master_secret, int round, std::span<const PairResult> before)
      : lots_(DrawLots(specification, master_secret)), matches_(RoundMatches(before, round)) {
    std::vector<int> by_lot(lots_.size());
    for (std::size_t i = 0; i < lots_.size(); ++i) by_lot[static_cast<std::size_t>(lots_[i])] = static_cast<int>(i);
    for (const int seed : Bracket(static_cast<int>(lots_.size()))) places_.push_back(seed < 0 ? kNobody : by_lot[static_cast<std::size_t>(seed)]);
    for (int r = 0; r < round && places_.size() > 1; ++r) Advance(r);
  }

  const std::vector<int>& places() const { return places_; }

 private:
  void Advance(int round) {
    std::vector<int> next;
    for (std::size_t i = 0; i + 1 < places_.size(); i += 2) next.push_back(Winner(round, places_[i], places_[i + 1]));
    places_ = next;
  }

  int Winner(int round, int a, int b) const {
    if (a == kNobody) return b;
    if (b == kNobody) return a;
    for (const RoundMatch& match : matches_) {
      if (match.round != round || !((match.first == a && match.second == b) || (match.first == b && match.second == a))) continue;
      if (match.first_points > match.second_points) return match.first;
      if (match.first_points < match.second_points) return match.second;
    }
    const double share_a = Share(matches_, a, round);
    const double share_b = Share(matches_, b, round);
    if (share_a != share_b) return share_a > share_b ? a : b;
    return lots_[static_cast<std::size_t>(a)] < lots_[static_cast<std::size_t>(b)] ? a : b;
  }

  std::vector<int> lots_;
  std::vector<RoundMatch> matches_;
  std::vector<int> places_;
};

}  // namespace

std::vector<int> Bracket(int entries) {
  std::vector<int> places = {0};
  // Each doubling puts opposite every seed the one with which it adds up to the last.
  while (static_cast<int>(places.size()) < entries) {
    const int last = 2 * static_cast<int>(places.size()) - 1;
    std::vector<int> next;
    for (const int seed : places) {
      next.push_back(seed);
      next.push_back(last - seed);
    }
    places = next;
  }
  for (int& seed : places) {
    if (seed >= entries) seed = kNobody;
  }
  return places;
}

std::vector<int> StillIn(const Specification& specification, std::string_view master_secret, int round, std::span<const PairResult> before) {
  const Tree tree(specification, master_secret, round, before);
  std::vector<int> in;
  for (const int entry : tree.places()) {
    if (entry != kNobody) in.push_back(entry);
  }
  return in;
}

std::optional<std::vector<std::pair<int, int>>> KnockoutPairings(const Specification& specification, std::string_view master_secret, int round,
                                                                std::span<const PairResult> before) {
  if (specification.entries.size() < 2) return std::nullopt;
  const Tree tree(specification, master_secret, round, before);
  if (tree.places().size() < 2) return std::nullopt;
  std::vector<std::pair<int, int>> pairs;
  for (std::size_t i = 0; i + 1 < tree.places().size(); i += 2) {
    const int a = tree.places()[i];
    const int b = tree.places()[i + 1];
    if (a != kNobody && b != kNobody && MayMeet(specification, a, b)) pairs.emplace_back(a, b);
  }
  return pairs;
}

}  // namespace haze::tools
