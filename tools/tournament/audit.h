// What an organiser looks at before a table is published: entries that are the same program, and results between two owners that their other results do not explain.
#pragma once

#include <string>
#include <vector>

#include "tools/tournament/specification.h"

namespace haze::tools {

struct Suspicion {
  std::string kind;           ///< "identical" or "improbable"
  std::string first, second;  ///< entries, or owners
  double probability = 0.0;   ///< of so great a deviation by chance, two-sided, times the number of pairs of owners looked at; 0 where identical
  std::string words;
};

/// Entries of different owners with one content; and pairs of owners whose meetings deviate, at 1 %, from what the ratings of all other meetings let expect. The
/// expectation is Bradley-Terry's from all pairs but theirs; its own uncertainty is counted. An entry without an owner is its own.
std::vector<Suspicion> Audit(const Specification& specification, const std::vector<PairResult>& pairs);

}  // namespace haze::tools
