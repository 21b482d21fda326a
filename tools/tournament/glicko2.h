// Glicko-2: ratings that move with time, for ladders. Tournaments are rated jointly (bradley_terry.h).
#pragma once

#include <span>

namespace haze::tools {

/// A player on Glicko's scale: 1500, 350, 0.06 before the first game.
struct Glicko {
  double rating = 1500.0;
  double deviation = 350.0;
  double volatility = 0.06;
};

/// A game against an opponent with this rating before the period; score 1, 1/2 or 0.
struct GlickoGame {
  double rating = 1500.0;
  double deviation = 350.0;
  double score = 0.0;
};

/// The state after a rating period, with the steps of the paper by its letters (on its internal scale).
struct GlickoPeriod {
  Glicko after;
  double v = 0.0;         ///< step 3: estimated variance of the rating from the games alone; 0 without games
  double delta = 0.0;     ///< step 4: estimated improvement
  double phi_star = 0.0;  ///< step 6: deviation before the games, the period's uncertainty added
  double mu_prime = 0.0;
  double phi_prime = 0.0;
};

/// One rating period; `tau` (0.3 to 1.2) bounds the volatility's changes. Without games only the deviation grows.
/// Source: Glickman 2013 (rev. 2022), "Example of the Glicko-2 system", steps 2 to 8; the volatility by its Illinois iteration.
GlickoPeriod RateGlicko2(const Glicko& player, std::span<const GlickoGame> games, double tau = 0.5);

}  // namespace haze::tools
