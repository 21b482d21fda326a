// alpha-Rank. One elimination serves two kinds of number: logarithms, and leading terms of ever stronger selection.
#include "tools/tournament/alpharank.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "dynamics/assert.h"
#include "tools/tournament/components.h"

namespace haze::tools {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kEqual = 1e-12;  // payoffs nearer than this are equal

// A positive number by its logarithm; -inf is 0.
struct LogNumber {
  double log = -kInfinity;
  static LogNumber One() { return {0.0}; }
  bool IsZero() const { return log == -kInfinity; }
  LogNumber operator*(const LogNumber& other) const { return {log + other.log}; }
  LogNumber operator/(const LogNumber& other) const { return {log - other.log}; }
  LogNumber operator+(const LogNumber& other) const {
    if (IsZero()) return other;
    if (other.IsZero()) return *this;
    const double most = std::max(log, other.log);
    return {most + std::log1p(std::exp(std::min(log, other.log) - most))};
  }
};

// c exp(-k alpha) as alpha grows: the slower decay wins a sum.
struct LeadingTerm {
  double k = kInfinity;
  double c = 0.0;
  static LeadingTerm One() { return {0.0, 1.0}; }
  bool IsZero() const { return c == 0.0; }
  LeadingTerm operator*(const LeadingTerm& other) const { return IsZero() || other.IsZero() ? LeadingTerm{} : LeadingTerm{k + other.k, c * other.c}; }
  LeadingTerm operator/(const LeadingTerm& other) const { return IsZero() ? LeadingTerm{} : LeadingTerm{k - other.k, c / other.c}; }
  LeadingTerm operator+(const LeadingTerm& other) const {
    if (IsZero()) return other;
    if (other.IsZero()) return *this;
    if (std::fabs(k - other.k) <= 1e-9 * (1.0 + std::fabs(k))) return {std::min(k, other.k), c + other.c};
    return k < other.k ? *this : other;
  }
};

template <class Number>
using Chain = std::vector<std::vector<Number>>;

// Unnormalised stationary distribution of an irreducible chain; the diagonal is not read.
template <class Number>
std::vector<Number> Stationary(Chain<Number> p) {
  const std::size_t n = p.size();
  for (std::size_t k = n; k-- > 1;) {
    Number out;
    for (std::size_t j = 0; j < k; ++j) out = out + p[k][j];
    HAZE_ASSERT(!out.IsZero(), "an irreducible chain", k);
    for (std::size_t i = 0; i < k; ++i) {
      p[i][k] = p[i][k] / out;
      if (p[i][k].IsZero()) continue;
      for (std::size_t j = 0; j < k; ++j) {
        if (j != i) p[i][j] = p[i][j] + p[i][k] * p[k][j];
      }
    }
  }
  std::vector<Number> mass(n);
  mass[0] = Number::One();
  for (std::size_t k = 1; k < n; ++k) {
    for (std::size_t i = 0; i < k; ++i) mass[k] = mass[k] + mass[i] * p[i][k];
  }
  return mass;
}

std::vector<double> Shares(const std::vector<LogNumber>& mass) {
  double most = -kInfinity;
  for (const LogNumber& m : mass) most = std::max(most, m.log);
  std::vector<double> shares;
  double sum = 0.0;
  for (const LogNumber& m : mass) {
    shares.push_back(std::exp(m.log - most));
    sum += shares.back();
  }
  for (double& share : shares) share /= sum;
  return shares;
}

std::vector<double> Shares(const std::vector<LeadingTerm>& mass) {
  LeadingTerm sum;
  for (const LeadingTerm& m : mass) sum = sum + m;
  std::vector<double> shares;
  for (const LeadingTerm& m : mass) {
    const LeadingTerm share = m / sum;
    shares.push_back(!share.IsZero() && share.k <= 1e-9 * (1.0 + std::fabs(sum.k)) ? share.c : 0.0);
  }
  return shares;
}

// Probability that one mutant takes over, when its payoff exceeds the residents' by d whatever their numbers: (1 - e^-u) / (1 - e^-mu), u = alpha d.
LogNumber Fixation(double d, const AlphaRankOptions& options, LogNumber) {
  const double u = options.alpha * d;
  const double m = options.population;
  if (std::fabs(u) <= 1e-14) return {-std::log(m)};
  const double size = std::fabs(u);
  const double ratio = std::log(-std::expm1(-size)) - std::log(-std::expm1(-m * size));
  return {u > 0.0 ? ratio : ratio - (m - 1.0) * size};
}

LeadingTerm Fixation(double d, const AlphaRankOptions& options, LeadingTerm) {
  if (std::fabs(d) <= kEqual) return {0.0, 1.0 / options.population};
  return d > 0.0 ? LeadingTerm::One() : LeadingTerm{-(options.population - 1.0) * d, 1.0};
}

// The same where fitness depends on how many there are: `advantage[l]` of a mutant over a resident when there are l + 1 mutants, for l + 1 < m.
LogNumber Fixation(const std::vector<double>& advantage, const AlphaRankOptions& options, LogNumber) {
  LogNumber sum = LogNumber::One();
  double path = 0.0;
  for (const double d : advantage) {
    path -= options.alpha * d;
    sum = sum + LogNumber{path};
  }
  return LogNumber::One() / sum;
}

LeadingTerm Fixation(const std::vector<double>& advantage, const AlphaRankOptions&, LeadingTerm) {
  LeadingTerm sum = LeadingTerm::One();
  double path = 0.0;
  for (const double d : advantage) {
    path += d;
    sum = sum + LeadingTerm{path, 1.0};
  }
  return LeadingTerm::One() / sum;
}

template <class Number>
Chain<Number> SingleChain(const Table& payoff, const AlphaRankOptions& options) {
  const std::size_t n = payoff.rows();
  const double m = options.population;
  Chain<Number> chain(n, std::vector<Number>(n));
  for (std::size_t s = 0; s < n; ++s) {
    for (std::size_t r = 0; r < n; ++r) {
      if (r == s) continue;
      if (options.local_selection) {
        chain[s][r] = Fixation(payoff(r, s) - payoff(s, r), options, Number());
        continue;
      }
      std::vector<double> advantage;
      for (int mutants = 1; mutants < options.population; ++mutants) {
        const double k = mutants;
        const double of_mutant = ((k - 1.0) * payoff(r, r) + (m - k) * payoff(r, s)) / (m - 1.0);
        const double of_resident = ((m - k - 1.0) * payoff(s, s) + k * payoff(s, r)) / (m - 1.0);
        advantage.push_back(of_mutant - of_resident);
      }
      chain[s][r] = Fixation(advantage, options, Number());
    }
  }
  return chain;
}

template <class Number>
Chain<Number> MultiChain(const std::vector<int>& strategies, const std::vector<std::vector<double>>& payoffs, const AlphaRankOptions& options) {
  const std::size_t profiles = payoffs[0].size();
  Chain<Number> chain(profiles, std::vector<Number>(profiles));
  for (std::size_t s = 0; s < profiles; ++s) {
    std::size_t stride = profiles;
    for (std::size_t k = 0; k < strategies.size(); ++k) {
      // Profiles that differ in population k only are a stride apart.
      const auto size = static_cast<std::size_t>(strategies[k]);
      stride /= size;
      const std::size_t own = s / stride % size;
      for (std::size_t other = 0; other < size; ++other) {
        if (other == own) continue;
        const std::size_t r = s + other * stride - own * stride;
        chain[s][r] = Fixation(payoffs[k][r] - payoffs[k][s], options, Number());
      }
    }
  }
  return chain;
}

AlphaRank Finite(const Chain<LogNumber>& chain) {
  AlphaRank rank;
  rank.mass = Shares(Stationary(chain));
  rank.classes.emplace_back();
  for (std::size_t i = 0; i < chain.size(); ++i) rank.classes[0].push_back(static_cast<int>(i));
  rank.within.push_back(rank.mass);
  return rank;
}

AlphaRank Infinite(const Chain<LeadingTerm>& chain) {
  AlphaRank rank;
  rank.mass = Shares(Stationary(chain));
  const auto stays = [](const LeadingTerm& term) { return !term.IsZero() && term.k <= kEqual; };
  std::vector<std::vector<int>> edges(chain.size());
  for (std::size_t i = 0; i < chain.size(); ++i) {
    for (std::size_t j = 0; j < chain.size(); ++j) {
      if (j != i && stays(chain[i][j])) edges[i].push_back(static_cast<int>(j));
    }
  }
  std::vector<std::vector<int>> components = StronglyConnected(edges);
  std::sort(components.begin(), components.end());
  for (const std::vector<int>& component : components) {
    const auto inside = [&](int to) { return std::binary_search(component.begin(), component.end(), to); };
    const bool closed = std::all_of(component.begin(), component.end(), [&](int from) {
      const std::vector<int>& out = edges[static_cast<std::size_t>(from)];
      return std::all_of(out.begin(), out.end(), inside);
    });
    if (!closed) continue;
    Chain<LogNumber> own(component.size(), std::vector<LogNumber>(component.size()));
    for (std::size_t a = 0; a < component.size(); ++a) {
      for (std::size_t b = 0; b < component.size(); ++b) {
        const LeadingTerm& term = chain[static_cast<std::size_t>(component[a])][static_cast<std::size_t>(component[b])];
        if (a != b && stays(term)) own[a][b] = {std::log(term.c)};
      }
    }
    rank.classes.push_back(component);
    rank.within.push_back(Shares(Stationary(own)));
  }
  return rank;
}

}  // namespace

AlphaRank RankSinglePopulation(const Table& payoff, const AlphaRankOptions& options) {
  HAZE_ASSERT(payoff.rows() == payoff.cols() && payoff.rows() > 0 && options.population >= 2, "a square payoff and two players", payoff.rows(), payoff.cols());
  return options.infinite ? Infinite(SingleChain<LeadingTerm>(payoff, options)) : Finite(SingleChain<LogNumber>(payoff, options));
}

AlphaRank RankMultiPopulation(const std::vector<int>& strategies, const std::vector<std::vector<double>>& payoffs, const AlphaRankOptions& options) {
  std::size_t profiles = 1;
  for (const int size : strategies) profiles *= static_cast<std::size_t>(size);
  HAZE_ASSERT(!payoffs.empty() && payoffs.size() == strategies.size(), "one payoff for each population", payoffs.size(), strategies.size());
  for (const std::vector<double>& payoff : payoffs) HAZE_ASSERT(payoff.size() == profiles, "one payoff for each profile", payoff.size(), profiles);
  return options.infinite ? Infinite(MultiChain<LeadingTerm>(strategies, payoffs, options)) : Finite(MultiChain<LogNumber>(strategies, payoffs, options));
}

}  // namespace haze::tools
