// What the ratings of teams have in common: a Gaussian belief for each player, a game as teams with ranks.
#pragma once

#include <cstddef>
#include <vector>

namespace haze::tools {

/// Belief about a player's skill.
struct Skill {
  double mu = 25.0;
  double sigma = 25.0 / 3.0;
};

using Team = std::vector<Skill>;

/// A game of at least two teams of at least one player; ranks one a team, the least is the winner, equal ones are a draw.
struct TeamGame {
  std::vector<Team> teams;
  std::vector<double> ranks;
};

/// Teams in the order of their ranks; equal ranks as given.
std::vector<std::size_t> ByRank(const std::vector<double>& ranks);

}  // namespace haze::tools
