// TrueSkill on the chain of teams.
#include "tools/tournament/trueskill.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "dynamics/assert.h"
#include "tools/tournament/linear.h"
#include "tools/tournament/normal.h"

namespace haze::tools {
namespace {

// A Gaussian in natural parameters; precision 0 is no knowledge.
struct Gaussian {
  double pi = 0.0;   // 1 / sigma^2
  double tau = 0.0;  // mu / sigma^2
  static Gaussian Of(double mu, double variance) { return {1.0 / variance, mu / variance}; }
  double Mean() const { return pi == 0.0 ? 0.0 : tau / pi; }
  double Variance() const { return 1.0 / pi; }
  Gaussian operator*(const Gaussian& other) const { return {pi + other.pi, tau + other.tau}; }
  Gaussian operator/(const Gaussian& other) const { return {pi - other.pi, tau - other.tau}; }
};

// Mean and variance corrections of a Gaussian with unit variance and mean t cut off below `margin` (a win) or outside +-margin (a draw).
struct Correction {
  double v = 0.0;
  double w = 0.0;
};

Correction Win(double t, double margin) {
  const double x = t - margin;
  const double log_cdf = LogNormalCdf(x);
  // Far in the tail Mills' ratio tends to -x.
  const double v = std::exp(-0.5 * x * x - 0.5 * std::log(2.0 * std::numbers::pi) - log_cdf);
  return {.v = v, .w = std::clamp(v * (v + x), 0.0, 1.0)};
}

Correction Draw(double t, double margin) {
  const double size = std::fabs(t);
  const double a = margin - size;
  const double b = -margin - size;
  const double mass = NormalCdf(a) - NormalCdf(b);
  if (mass < 1e-300) return {.v = t < 0.0 ? -a : a, .w = 1.0};
  const double v = (NormalPdf(b) - NormalPdf(a)) / mass;
  const double w = v * v + (a * NormalPdf(a) - b * NormalPdf(b)) / mass;
  return {.v = t < 0.0 ? -v : v, .w = std::clamp(w, 0.0, 1.0)};
}

// A difference of two neighbours' performances: what is known of it, and the message from its outcome.
struct Difference {
  double margin = 0.0;
  bool drawn = false;
  Gaussian from_outcome;

  // Takes the message of the two teams, returns how far the outcome's message moved.
  double Update(const Gaussian& from_teams) {
    const double sigma = std::sqrt(from_teams.Variance());
    const double t = from_teams.Mean() / sigma;
    const Correction c = drawn ? Draw(t, margin / sigma) : Win(t, margin / sigma);
    const double left = std::max(1.0 - c.w, 1e-12);
    const Gaussian marginal = Gaussian::Of(from_teams.Mean() + sigma * c.v, from_teams.Variance() * left);
    const Gaussian message = marginal / from_teams;
    const double moved = std::max(std::fabs(message.tau - from_outcome.tau), std::sqrt(std::fabs(message.pi - from_outcome.pi)));
    from_outcome = message;
    return moved;
  }
};

// x = y + z where y and z are known: a message with sum of means and variances.
Gaussian Sum(const Gaussian& y, double sign, const Gaussian& z) {
  if (y.pi == 0.0 || z.pi == 0.0) return {};
  return Gaussian::Of(y.Mean() + sign * z.Mean(), y.Variance() + z.Variance());
}

}  // namespace

std::vector<std::size_t> ByRank(const std::vector<double>& ranks) {
  std::vector<std::size_t> order(ranks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  return order;
}

std::vector<Team> RateTrueSkill(const TeamGame& game, const TrueSkillOptions& options) {
  const std::size_t n = game.teams.size();
  HAZE_ASSERT(n >= 2 && game.ranks.size() == n, "two teams or more, each with a rank", n, game.ranks.size());
  const std::vector<std::size_t> order = ByRank(game.ranks);
  const double beta2 = options.beta * options.beta;

  std::vector<Gaussian> performance(n);  // of teams in order, from their players
  for (std::size_t k = 0; k < n; ++k) {
    double mean = 0.0;
    double variance = 0.0;
    for (const Skill& player : game.teams[order[k]]) {
      mean += player.mu;
      variance += player.sigma * player.sigma + options.tau * options.tau + beta2;
    }
    performance[k] = Gaussian::Of(mean, variance);
  }
  std::vector<Difference> differences(n - 1);
  for (std::size_t k = 0; k + 1 < n; ++k) {
    const double players = static_cast<double>(game.teams[order[k]].size() + game.teams[order[k + 1]].size());
    differences[k].margin = NormalQuantile(0.5 * (options.draw_probability + 1.0)) * std::sqrt(players) * options.beta;
    differences[k].drawn = game.ranks[order[k]] == game.ranks[order[k + 1]];
  }
  // Messages to team k from the difference on its better side and on its worse side.
  std::vector<Gaussian> from_better(n);
  std::vector<Gaussian> from_worse(n);
  const auto better_knows = [&](std::size_t k) { return performance[k] * from_better[k]; };       // without what difference k says
  const auto worse_knows = [&](std::size_t k) { return performance[k + 1] * from_worse[k + 1]; };
  for (int sweep = 0; sweep < 1000; ++sweep) {
    double moved = 0.0;
    for (std::size_t k = 0; k + 1 < n; ++k) {
      moved = std::max(moved, differences[k].Update(Sum(better_knows(k), -1.0, worse_knows(k))));
      from_better[k + 1] = Sum(better_knows(k), -1.0, differences[k].from_outcome);
    }
    for (std::size_t k = n - 1; k-- > 0;) {
      moved = std::max(moved, differences[k].Update(Sum(better_knows(k), -1.0, worse_knows(k))));
      from_worse[k] = Sum(worse_knows(k), 1.0, differences[k].from_outcome);
    }
    if (moved < 1e-8) break;
  }

  std::vector<Team> after = game.teams;
  for (std::size_t k = 0; k < n; ++k) {
    const Gaussian told = from_better[k] * from_worse[k];  // to the team's performance from the outcomes
    Team& team = after[order[k]];
    for (Skill& player : team) {
      const double prior = player.sigma * player.sigma + options.tau * options.tau;
      // The player's own performance is the team's less the others'; its skill has beta^2 less.
      if (told.pi > 0.0) {
        const double others_mean = performance[k].Mean() - player.mu;
        const double others_variance = performance[k].Variance() - prior - beta2;
        const Gaussian message = Gaussian::Of(told.Mean() - others_mean, told.Variance() + others_variance + beta2);
        const Gaussian posterior = Gaussian::Of(player.mu, prior) * message;
        player = {.mu = posterior.Mean(), .sigma = std::sqrt(posterior.Variance())};
      } else {
        player.sigma = std::sqrt(prior);
      }
    }
  }
  return after;
}

double TrueSkillQuality(std::span<const Team> teams, double beta) {
  HAZE_ASSERT(teams.size() >= 2, "two teams or more", teams.size());
  // Rows of A: differences of neighbouring teams over all players; S = beta^2 A A^T, T = S + A Sigma A^T: both tridiagonal.
  const std::size_t m = teams.size() - 1;
  const auto mean = [](const Team& team) {
    double sum = 0.0;
    for (const Skill& player : team) sum += player.mu;
    return sum;
  };
  const auto variance = [](const Team& team) {
    double sum = 0.0;
    for (const Skill& player : team) sum += player.sigma * player.sigma;
    return sum;
  };
  Table S(m, m);
  Table T(m, m);
  Table d(m, 1);
  for (std::size_t i = 0; i < m; ++i) {
    const double size = static_cast<double>(teams[i].size());
    const double next = static_cast<double>(teams[i + 1].size());
    S(i, i) = beta * beta * (size + next);
    T(i, i) = S(i, i) + variance(teams[i]) + variance(teams[i + 1]);
    if (i + 1 < m) {
      S(i, i + 1) = S(i + 1, i) = -beta * beta * next;
      T(i, i + 1) = T(i + 1, i) = S(i, i + 1) - variance(teams[i + 1]);
    }
    d(i, 0) = mean(teams[i]) - mean(teams[i + 1]);
  }
  const auto determinant = [m](const Table& a) {
    // Of a tridiagonal matrix, by its three-term recurrence.
    double before = 1.0;
    double now = a(0, 0);
    for (std::size_t i = 1; i < m; ++i) {
      const double next = a(i, i) * now - a(i, i - 1) * a(i - 1, i) * before;
      before = now;
      now = next;
    }
    return now;
  };
  const std::optional<Table> x = Solve(T, d);
  HAZE_ASSERT(x.has_value(), "a positive definite matrix", m);
  double square = 0.0;
  for (std::size_t i = 0; i < m; ++i) square += d(i, 0) * (*x)(i, 0);
  return std::sqrt(determinant(S) / determinant(T)) * std::exp(-0.5 * square);
}

}  // namespace haze::tools
