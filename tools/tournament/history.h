// How ratings came about, round by round: for formats that are played in several.
#pragma once

#include <string>
#include <vector>

#include "tools/tournament/specification.h"

namespace haze::tools {

/// An entry after a round: from all pairs that it has played so far.
struct RatingPoint {
  std::string entry;
  int round = 0;
  long pairs = 0;
  double elo = 0.0, low = 0.0, high = 0.0;  ///< logistic, against the field that it met, with a 95 % interval over pairs (elo.h)
};

/// By entry as the specification has them, then by round; an entry begins with the first round in which it met anybody. `pairs` in any order.
std::vector<RatingPoint> RatingHistory(const Specification& specification, const std::vector<PairResult>& pairs);

}  // namespace haze::tools
