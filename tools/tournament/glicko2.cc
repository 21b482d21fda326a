// Glicko-2, step by step as in the paper.
#include "tools/tournament/glicko2.h"

#include <cmath>
#include <numbers>

namespace haze::tools {
namespace {

constexpr double kScale = 173.7178;  // the paper's rounding of 400 / ln 10

// Step 5: the root A = ln sigma'^2 of f.
double Volatility(double sigma, double delta, double phi, double v, double tau) {
  const double a = std::log(sigma * sigma);
  const auto f = [&](double x) {
    const double e = std::exp(x);
    const double sum = phi * phi + v + e;
    return e * (delta * delta - sum) / (2.0 * sum * sum) - (x - a) / (tau * tau);
  };
  double A = a;
  double B = 0.0;
  if (delta * delta > phi * phi + v) {
    B = std::log(delta * delta - phi * phi - v);
  } else {
    int k = 1;
    while (f(a - k * tau) < 0.0) ++k;
    B = a - k * tau;
  }
  double f_A = f(A);
  double f_B = f(B);
  for (int i = 0; i < 200 && std::fabs(B - A) > 1e-12; ++i) {
    const double C = A + (A - B) * f_A / (f_B - f_A);
    const double f_C = f(C);
    if (f_C * f_B <= 0.0) {
      A = B;
      f_A = f_B;
    } else {
      f_A /= 2.0;
    }
    B = C;
    f_B = f_C;
  }
  return std::exp(A / 2.0);
}

}  // namespace

GlickoPeriod RateGlicko2(const Glicko& player, std::span<const GlickoGame> games, double tau) {
  const double mu = (player.rating - 1500.0) / kScale;
  const double phi = player.deviation / kScale;
  GlickoPeriod period;
  period.after = player;
  double precision = 0.0;
  double improvement = 0.0;
  for (const GlickoGame& game : games) {
    const double mu_j = (game.rating - 1500.0) / kScale;
    const double phi_j = game.deviation / kScale;
    const double g = 1.0 / std::sqrt(1.0 + 3.0 * phi_j * phi_j / (std::numbers::pi * std::numbers::pi));
    const double E = 1.0 / (1.0 + std::exp(-g * (mu - mu_j)));
    precision += g * g * E * (1.0 - E);
    improvement += g * (game.score - E);
  }
  if (games.empty()) {
    period.phi_star = std::sqrt(phi * phi + player.volatility * player.volatility);
    period.mu_prime = mu;
    period.phi_prime = period.phi_star;
    period.after.deviation = kScale * period.phi_prime;
    return period;
  }
  period.v = 1.0 / precision;
  period.delta = period.v * improvement;
  period.after.volatility = Volatility(player.volatility, period.delta, phi, period.v, tau);
  period.phi_star = std::sqrt(phi * phi + period.after.volatility * period.after.volatility);
  period.phi_prime = 1.0 / std::sqrt(1.0 / (period.phi_star * period.phi_star) + precision);
  period.mu_prime = mu + period.phi_prime * period.phi_prime * improvement;
  period.after.rating = 1500.0 + kScale * period.mu_prime;
  period.after.deviation = kScale * period.phi_prime;
  return period;
}

}  // namespace haze::tools
