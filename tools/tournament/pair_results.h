// From counted games to pairs, the unit of every statistic: who got how much of which seed pair.
#pragma once

#include <vector>

#include "arbiter/store/query.h"
#include "tools/tournament/read_specification.h"
#include "tools/tournament/sprt.h"

namespace haze::tools {

/// Counted games as results of whole pairs, in the order of the schedule; pairs with one half are left out.
std::vector<PairResult> PairResults(const SpecificationResult& specification, const std::vector<store::CountedGame>& games);

/// What an SPRT says after the counted games: pairs are read in the order of the schedule up to the first that is not complete, so that neither the number of
/// jobs nor a resume changes the verdict.
SprtState SprtStateOf(const SpecificationResult& specification, const std::vector<store::CountedGame>& games);

/// What the first entry got of a pair, 0 to 2. Where one side alone has seats: 2 for the better score, 1 within the scenario's draw band.
double PairPoints(const store::CountedGame& half0, const store::CountedGame& half1, bool one_sided, double draw_band);

}  // namespace haze::tools
