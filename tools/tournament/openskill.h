// OpenSkill: ratings of teams in closed form (Weng and Lin's Bayesian approximation).
#pragma once

#include "tools/tournament/skill.h"

namespace haze::tools {

/// Full: every team against every other; part: against its neighbours in the ranking.
enum class OpenSkillModel { kPlackettLuce, kBradleyTerryFull, kBradleyTerryPart, kThurstoneMostellerFull, kThurstoneMostellerPart };

struct OpenSkillOptions {
  OpenSkillModel model = OpenSkillModel::kPlackettLuce;
  double beta = 25.0 / 6.0;
  double kappa = 1e-4;        ///< least factor on a variance
  double tau = 25.0 / 300.0;  ///< growth of sigma before each game
  double epsilon = 0.1;       ///< draw margin of Thurstone-Mosteller
  bool limit_sigma = false;   ///< never lets a sigma grow
};

/// Beliefs after the game, in the order of `game.teams`. Source: Weng and Lin 2011, "A Bayesian approximation method for online ranking", JMLR 12: algorithms 1
/// (Bradley-Terry full), 2 (part), 3 (Thurstone-Mosteller) and 4 (Plackett-Luce), gamma_q = sigma_i / c.
std::vector<Team> RateOpenSkill(const TeamGame& game, const OpenSkillOptions& options = {});

}  // namespace haze::tools
