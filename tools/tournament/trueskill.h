// TrueSkill: ratings of teams by message passing on the graph of a game.
#pragma once

#include <span>
#include <vector>

#include "tools/tournament/skill.h"

namespace haze::tools {

struct TrueSkillOptions {
  double beta = 25.0 / 6.0;       ///< spread of a player's performance about its skill
  double tau = 25.0 / 300.0;      ///< growth of sigma before each game
  double draw_probability = 0.1;  ///< in [0, 1), of a game of equal teams
};

/// Beliefs after the game, in the order of `game.teams`. Source: Herbrich, Minka, Graepel 2007, "TrueSkill: a Bayesian skill rating system" (factor graph,
/// expectation propagation along the chain of neighbouring teams until no message moves by more than 1e-8).
std::vector<Team> RateTrueSkill(const TeamGame& game, const TrueSkillOptions& options = {});

/// How even a game would be, from 0 to 1: the likelihood of a draw of all teams relative to that of teams known to be equal. Source: ibid., section 4.
double TrueSkillQuality(std::span<const Team> teams, double beta = 25.0 / 6.0);

}  // namespace haze::tools
