// Turns a match's facts into lines that a person enjoys.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arbiter/store/rows.h"

namespace haze::tools {

/// Remembers what was told, so that each thing is told once: the first detection of a search, each quarter of the facets, a closest approach that is really
/// closer. Facts come in order of time.
class Narrator {
 public:
  /// Live: a line as soon as it is worth one.
  Narrator() = default;
  /// In hindsight: all facts of the match are known, so that only the closest approach of each pair is told, and the last delivery.
  explicit Narrator(std::span<const store::FactRow> all);

  /// What to say about a fact, without the time; nothing where it is not worth a line.
  std::optional<std::string> Tell(const store::FactRow& fact);

 private:
  using Pair = std::pair<std::string, std::string>;
  bool FirstOf(const std::string& what, const store::FactRow& fact);
  void NoteFacets(const store::FactRow& delivery);
  std::optional<std::string> TellDelivery(const store::FactRow& fact);
  std::optional<std::string> TellApproach(const store::FactRow& fact);

  bool hindsight_ = false;
  std::set<std::pair<std::string, Pair>> told_;
  std::map<Pair, double> closest_;    // live: last told; in hindsight: the least of the match
  std::map<Pair, double> delivered_;  // share last told
  std::set<Pair> lattices_;           // pairs whose shares are no multiples of 1/84: the other body has another number of facets
  std::map<Pair, double> most_;       // in hindsight: the last share
};

/// "T+16:42:00  lift-off".
std::string TimelineLine(double t_s, const std::string& words);

/// The whole timeline of a match, a line each.
std::vector<std::string> Timeline(const store::MatchRows& rows);

/// "blue 78 : red 31".
std::string ScoreLine(const store::MatchRows& rows);
/// "blue wins: more points" or the like: result, winner and reason in words.
std::string ResultWords(const store::AttemptRow& attempt);

}  // namespace haze::tools
