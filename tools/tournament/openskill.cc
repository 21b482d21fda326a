// OpenSkill, by Weng and Lin's letters: Omega moves the mean, Delta shrinks the variance.
#include "tools/tournament/openskill.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "dynamics/assert.h"
#include "tools/tournament/normal.h"

namespace haze::tools {
namespace {

struct TeamBelief {
  double mu = 0.0;
  double sigma2 = 0.0;
  double rank = 0.0;
};

struct Change {
  double omega = 0.0;
  double delta = 0.0;
};

double V(double x, double t) {
  const double mass = NormalCdf(x - t);
  return mass < std::numeric_limits<double>::epsilon() ? -(x - t) : NormalPdf(x - t) / mass;
}

double W(double x, double t) {
  if (NormalCdf(x - t) < std::numeric_limits<double>::epsilon()) return x < 0.0 ? 1.0 : 0.0;
  const double v = V(x, t);
  return v * (v + x - t);
}

double VDraw(double x, double t) {
  const double size = std::fabs(x);
  const double mass = NormalCdf(t - size) - NormalCdf(-t - size);
  if (mass < 1e-5) return x < 0.0 ? -x - t : -x + t;
  const double difference = NormalPdf(-t - size) - NormalPdf(t - size);
  return (x < 0.0 ? -difference : difference) / mass;
}

double WDraw(double x, double t) {
  const double size = std::fabs(x);
  const double mass = NormalCdf(t - size) - NormalCdf(-t - size);
  if (mass < std::numeric_limits<double>::epsilon()) return 1.0;
  const double v = VDraw(x, t);
  return ((t - size) * NormalPdf(t - size) + (t + size) * NormalPdf(-t - size)) / mass + v * v;
}

// Team i against team q.
Change AgainstBradleyTerry(const TeamBelief& i, const TeamBelief& q, double beta) {
  const double c = std::sqrt(i.sigma2 + q.sigma2 + 2.0 * beta * beta);
  const double p = 1.0 / (1.0 + std::exp((q.mu - i.mu) / c));
  const double s = q.rank > i.rank ? 1.0 : q.rank == i.rank ? 0.5 : 0.0;
  const double gamma = std::sqrt(i.sigma2) / c;
  return {.omega = i.sigma2 / c * (s - p), .delta = gamma * i.sigma2 / c / c * p * (1.0 - p)};
}

Change AgainstThurstoneMosteller(const TeamBelief& i, const TeamBelief& q, double beta, double epsilon, double widening) {
  const double c = widening * std::sqrt(i.sigma2 + q.sigma2 + 2.0 * beta * beta);
  const double x = (i.mu - q.mu) / c;
  const double t = epsilon / c;
  const double gamma = std::sqrt(i.sigma2) / c;
  const double of_mean = i.sigma2 / c;
  const double of_variance = gamma * i.sigma2 / c / c;
  if (q.rank > i.rank) return {.omega = of_mean * V(x, t), .delta = of_variance * W(x, t)};
  if (q.rank < i.rank) return {.omega = -of_mean * V(-x, t), .delta = of_variance * W(-x, t)};
  return {.omega = of_mean * VDraw(x, t), .delta = of_variance * WDraw(x, t)};
}

std::vector<Change> PlackettLuce(const std::vector<TeamBelief>& teams, double beta) {
  double c2 = 0.0;
  double top = -std::numeric_limits<double>::infinity();
  for (const TeamBelief& team : teams) {
    c2 += team.sigma2 + beta * beta;
    top = std::max(top, team.mu);
  }
  const double c = std::sqrt(c2);
  const std::size_t n = teams.size();
  std::vector<double> weight(n);
  std::vector<double> sum(n, 0.0);   // over teams that did not end before q
  std::vector<double> tied(n, 0.0);  // A_q
  for (std::size_t q = 0; q < n; ++q) weight[q] = std::exp((teams[q].mu - top) / c);
  for (std::size_t q = 0; q < n; ++q) {
    for (std::size_t s = 0; s < n; ++s) {
      if (teams[s].rank >= teams[q].rank) sum[q] += weight[s];
      if (teams[s].rank == teams[q].rank) tied[q] += 1.0;
    }
  }
  std::vector<Change> changes(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t q = 0; q < n; ++q) {
      if (teams[q].rank > teams[i].rank) continue;
      const double p = weight[i] / sum[q];
      changes[i].omega += ((q == i ? 1.0 : 0.0) - p) / tied[q];
      changes[i].delta += p * (1.0 - p) / tied[q];
    }
    const double gamma = std::sqrt(teams[i].sigma2) / c;
    changes[i].omega *= teams[i].sigma2 / c;
    changes[i].delta *= gamma * teams[i].sigma2 / c2;
  }
  return changes;
}

std::vector<Change> Pairwise(const std::vector<TeamBelief>& teams, const OpenSkillOptions& options) {
  const bool part = options.model == OpenSkillModel::kBradleyTerryPart || options.model == OpenSkillModel::kThurstoneMostellerPart;
  const bool logistic = options.model == OpenSkillModel::kBradleyTerryFull || options.model == OpenSkillModel::kBradleyTerryPart;
  std::vector<Change> changes(teams.size());
  for (std::size_t i = 0; i < teams.size(); ++i) {
    for (std::size_t q = 0; q < teams.size(); ++q) {
      if (q == i || (part && q + 1 != i && i + 1 != q)) continue;
      // The reference implementation's partial Thurstone-Mosteller has twice the paper's c, so that neighbours count for the teams behind them.
      const Change change = logistic ? AgainstBradleyTerry(teams[i], teams[q], options.beta)
                                     : AgainstThurstoneMosteller(teams[i], teams[q], options.beta, options.epsilon, part ? 2.0 : 1.0);
      changes[i].omega += change.omega;
      changes[i].delta += change.delta;
    }
  }
  return changes;
}

}  // namespace

std::vector<Team> RateOpenSkill(const TeamGame& game, const OpenSkillOptions& options) {
  HAZE_ASSERT(game.teams.size() >= 2 && game.ranks.size() == game.teams.size(), "two teams or more, each with a rank", game.teams.size(), game.ranks.size());
  const std::vector<std::size_t> order = ByRank(game.ranks);
  std::vector<TeamBelief> beliefs;
  for (const std::size_t k : order) {
    TeamBelief belief{.rank = game.ranks[k]};
    for (const Skill& player : game.teams[k]) {
      belief.mu += player.mu;
      belief.sigma2 += player.sigma * player.sigma + options.tau * options.tau;
    }
    beliefs.push_back(belief);
  }
  const std::vector<Change> changes = options.model == OpenSkillModel::kPlackettLuce ? PlackettLuce(beliefs, options.beta) : Pairwise(beliefs, options);
  std::vector<Team> after = game.teams;
  for (std::size_t k = 0; k < order.size(); ++k) {
    for (Skill& player : after[order[k]]) {
      const double sigma2 = player.sigma * player.sigma + options.tau * options.tau;
      const double share = sigma2 / beliefs[k].sigma2;
      const double sigma = std::sqrt(sigma2 * std::max(1.0 - share * changes[k].delta, options.kappa));
      player.mu += share * changes[k].omega;
      player.sigma = options.limit_sigma ? std::min(player.sigma, sigma) : sigma;
    }
  }
  return after;
}

}  // namespace haze::tools
