// Joint ratings of many entries: the fit. Existence is in bradley_terry_existence.cc.
#include "tools/tournament/bradley_terry.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "dynamics/assert.h"

namespace haze::tools {
namespace {

enum Outcome { kWin, kDraw, kLoss };

// Log probability of an outcome and its derivatives by the difference d of strengths and the draw parameter e.
struct Term {
  double value = 0.0;
  double by_d = 0.0, by_e = 0.0;
  double by_dd = 0.0, by_de = 0.0, by_ee = 0.0;
};

// ln(1 / (1 + exp(-x))) without overflow.
double LogLogistic(double x) { return x > 0.0 ? -std::log1p(std::exp(-x)) : x - std::log1p(std::exp(x)); }
double Logistic(double x) { return x > 0.0 ? 1.0 / (1.0 + std::exp(-x)) : std::exp(x) / (1.0 + std::exp(x)); }

Term Plain(double d, double sign) {
  const double p = Logistic(sign * d);
  return {.value = LogLogistic(sign * d), .by_d = sign * (1.0 - p), .by_dd = -p * (1.0 - p)};
}

// Weights exp(+-d/2) and exp(e): an exponential family.
Term Davidson(double d, double e, Outcome outcome) {
  const double most = std::max(std::fabs(0.5 * d), e);
  const double a = std::exp(0.5 * d - most);
  const double b = std::exp(-0.5 * d - most);
  const double c = std::exp(e - most);
  const double sum = a + b + c;
  const double half = 0.5 * (a - b) / sum;  // mean of the sufficient statistic of d
  const double drawn = c / sum;
  Term term;
  const double x = outcome == kWin ? 0.5 : outcome == kLoss ? -0.5 : 0.0;
  const double y = outcome == kDraw ? 1.0 : 0.0;
  term.value = x * d + y * e - most - std::log(sum);
  term.by_d = x - half;
  term.by_e = y - drawn;
  term.by_dd = -(0.25 * (1.0 - drawn) - half * half);
  term.by_de = half * drawn;
  term.by_ee = -drawn * (1.0 - drawn);
  return term;
}

// ln kappa = e > 0.
Term RaoKupper(double d, double e, Outcome outcome) {
  const auto won = [e](double difference, double sign) {
    const double p = Logistic(difference - e);
    return Term{.value = LogLogistic(difference - e),
                .by_d = sign * (1.0 - p),
                .by_e = -(1.0 - p),
                .by_dd = -p * (1.0 - p),
                .by_de = sign * p * (1.0 - p),
                .by_ee = -p * (1.0 - p)};
  };
  if (outcome == kWin) return won(d, 1.0);
  if (outcome == kLoss) return won(-d, -1.0);
  const Term win = won(d, 1.0);
  const Term loss = won(-d, -1.0);
  const double growth = -std::expm1(-2.0 * e);  // (kappa^2 - 1) / kappa^2
  return {.value = win.value + loss.value + 2.0 * e + std::log(growth),
          .by_d = win.by_d + loss.by_d,
          .by_e = win.by_e + loss.by_e + 2.0 / growth,
          .by_dd = win.by_dd + loss.by_dd,
          .by_de = win.by_de + loss.by_de,
          .by_ee = win.by_ee + loss.by_ee - 4.0 * std::exp(-2.0 * e) / (growth * growth)};
}

class Likelihood {
 public:
  Likelihood(std::size_t entries, std::span<const Meeting> meetings, DrawModel model, bool has_draw, std::size_t reference)
      : entries_(entries), meetings_(meetings), model_(model), has_draw_(has_draw), reference_(reference) {}

  // Parameters: the strengths but the reference's, then the draw parameter.
  std::size_t Size() const { return entries_ - 1 + (has_draw_ ? 1 : 0); }
  std::size_t Index(std::size_t entry) const { return entry < reference_ ? entry : entry - 1; }

  Term Of(const Meeting& meeting, const std::vector<double>& x) const {
    const auto strength = [&](int entry) { return static_cast<std::size_t>(entry) == reference_ ? 0.0 : x[Index(static_cast<std::size_t>(entry))]; };
    const double d = strength(meeting.first) - strength(meeting.second);
    const double e = has_draw_ ? x.back() : 0.0;
    Term sum;
    const auto add = [&sum](double count, const Term& term) {
      sum.value += count * term.value;
      sum.by_d += count * term.by_d;
      sum.by_e += count * term.by_e;
      sum.by_dd += count * term.by_dd;
      sum.by_de += count * term.by_de;
      sum.by_ee += count * term.by_ee;
    };
    if (!has_draw_) {
      add(meeting.wins + 0.5 * meeting.draws, Plain(d, 1.0));
      add(meeting.losses + 0.5 * meeting.draws, Plain(d, -1.0));
      return sum;
    }
    const auto of = [&](Outcome outcome) { return model_ == DrawModel::kDavidson ? Davidson(d, e, outcome) : RaoKupper(d, e, outcome); };
    if (meeting.wins > 0.0) add(meeting.wins, of(kWin));
    if (meeting.draws > 0.0) add(meeting.draws, of(kDraw));
    if (meeting.losses > 0.0) add(meeting.losses, of(kLoss));
    return sum;
  }

  double Value(const std::vector<double>& x) const {
    double value = 0.0;
    for (const Meeting& meeting : meetings_) value += meeting.times * Of(meeting, x).value;
    return value;
  }

  // Gradient, minus the second derivatives, and the sum of the meetings' squared gradients.
  void Derivatives(const std::vector<double>& x, std::vector<double>& gradient, Table& information, Table& squares) const {
    gradient.assign(Size(), 0.0);
    information = Table(Size(), Size());
    squares = Table(Size(), Size());
    for (const Meeting& meeting : meetings_) {
      const Term term = Of(meeting, x);
      // At most three parameters, each with its factor of d or e.
      std::size_t where[3];
      double sign[3];
      bool of_draw[3];
      int count = 0;
      const auto push = [&](std::size_t index, double factor, bool draw) {
        where[count] = index;
        sign[count] = factor;
        of_draw[count++] = draw;
      };
      if (static_cast<std::size_t>(meeting.first) != reference_) push(Index(static_cast<std::size_t>(meeting.first)), 1.0, false);
      if (static_cast<std::size_t>(meeting.second) != reference_) push(Index(static_cast<std::size_t>(meeting.second)), -1.0, false);
      if (has_draw_) push(Size() - 1, 1.0, true);
      for (int i = 0; i < count; ++i) {
        const double gi = sign[i] * (of_draw[i] ? term.by_e : term.by_d);
        gradient[where[i]] += meeting.times * gi;
        for (int j = 0; j < count; ++j) {
          const double gj = sign[j] * (of_draw[j] ? term.by_e : term.by_d);
          const double second = of_draw[i] && of_draw[j] ? term.by_ee : of_draw[i] || of_draw[j] ? term.by_de : term.by_dd;
          information(where[i], where[j]) -= meeting.times * sign[i] * sign[j] * second;
          squares(where[i], where[j]) += meeting.times * gi * gj;
        }
      }
    }
  }

 private:
  std::size_t entries_;
  std::span<const Meeting> meetings_;
  DrawModel model_;
  bool has_draw_;
  std::size_t reference_;
};

// A virtual draw for each two entries that met.
std::vector<Meeting> WithPrior(std::span<const Meeting> meetings, std::size_t entries, double prior) {
  std::vector<Meeting> all(meetings.begin(), meetings.end());
  if (prior <= 0.0) return all;
  Table met(entries, entries);
  for (const Meeting& meeting : meetings) {
    const auto a = static_cast<std::size_t>(std::min(meeting.first, meeting.second));
    const auto b = static_cast<std::size_t>(std::max(meeting.first, meeting.second));
    if (met(a, b) == 0.0) all.push_back({.first = static_cast<int>(a), .second = static_cast<int>(b), .draws = prior});
    met(a, b) = 1.0;
  }
  return all;
}

}  // namespace

std::vector<Meeting> MergeAlike(std::span<const Meeting> meetings) {
  std::map<std::tuple<int, int, double, double, double>, double> times;
  for (const Meeting& m : meetings) times[{m.first, m.second, m.wins, m.draws, m.losses}] += m.times;
  std::vector<Meeting> grouped;
  for (const auto& [key, count] : times) {
    const auto& [first, second, wins, draws, losses] = key;
    grouped.push_back({.first = first, .second = second, .wins = wins, .draws = draws, .losses = losses, .times = count});
  }
  return grouped;
}

double EloPointsPerLogOdds() { return 400.0 / std::log(10.0); }

double BradleyTerryFit::StandardError(int entry) const {
  const auto i = static_cast<std::size_t>(entry);
  return std::sqrt(std::max(0.0, covariance(i, i)));
}

double BradleyTerryFit::StandardErrorOfDifference(int a, int b) const {
  const auto i = static_cast<std::size_t>(a);
  const auto j = static_cast<std::size_t>(b);
  return std::sqrt(std::max(0.0, covariance(i, i) + covariance(j, j) - 2.0 * covariance(i, j)));
}

std::optional<BradleyTerryFit> FitBradleyTerry(int entries, std::span<const Meeting> meetings, const BradleyTerryOptions& options) {
  const auto n = static_cast<std::size_t>(entries);
  HAZE_ASSERT(entries > 0 && options.reference < entries, "a reference among the entries", entries, options.reference);
  const std::vector<Meeting> all = WithPrior(meetings, n, options.prior);
  const std::vector<std::string> names(n);
  if (WhyNoMaximum(all, names)) return std::nullopt;

  double decided = 0.0;
  double drawn = 0.0;
  for (const Meeting& meeting : all) {
    decided += meeting.times * (meeting.wins + meeting.losses);
    drawn += meeting.times * meeting.draws;
  }
  // Without draws, or with nothing else, the parameter would run away.
  const bool has_draw = options.draws != DrawModel::kHalfWin && drawn > 0.0 && decided > 0.0;
  const std::size_t gauge = options.reference >= 0 ? static_cast<std::size_t>(options.reference) : 0;
  const Likelihood likelihood(n, all, options.draws, has_draw, gauge);

  std::vector<double> x(likelihood.Size(), 0.0);
  if (has_draw) {
    // Right for entries of equal strength.
    const double share = drawn / (drawn + decided);
    x.back() = options.draws == DrawModel::kDavidson ? std::log(2.0 * share / (1.0 - share)) : std::log((1.0 + share) / (1.0 - share));
  }
  BradleyTerryFit fit;
  std::vector<double> gradient;
  Table information;
  Table squares;
  double value = likelihood.Value(x);
  for (; fit.iterations < 200; ++fit.iterations) {
    likelihood.Derivatives(x, gradient, information, squares);
    Table right(x.size(), 1);
    for (std::size_t i = 0; i < x.size(); ++i) right(i, 0) = gradient[i];
    const std::optional<Table> step = Solve(information, right, 1e-300);
    if (!step) return std::nullopt;
    double moved = 0.0;
    double length = 1.0;
    std::vector<double> next = x;
    for (int halving = 0; halving < 60; ++halving, length *= 0.5) {
      moved = 0.0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        next[i] = x[i] + length * (*step)(i, 0);
        moved = std::max(moved, std::fabs(length * (*step)(i, 0)));
      }
      if (has_draw && options.draws == DrawModel::kRaoKupper && next.back() <= 0.0) continue;
      const double there = likelihood.Value(next);
      if (there >= value - 1e-12 * std::fabs(value)) {
        value = there;
        break;
      }
    }
    x = next;
    if (moved < 1e-13) break;
  }
  fit.log_likelihood = value;
  if (has_draw) fit.draw = x.back();

  likelihood.Derivatives(x, gradient, information, squares);
  const std::optional<Table> inverse = x.empty() ? Table() : Inverse(information);
  if (!inverse) return std::nullopt;
  Table reduced = *inverse;
  if (options.clustered) {
    // Meetings are few where entries are: the usual correction for their number.
    double clusters = 0.0;
    for (const Meeting& meeting : meetings) clusters += meeting.times;
    const double correction = clusters > 1.0 ? clusters / (clusters - 1.0) : 1.0;
    reduced = Product(Product(*inverse, squares), *inverse);
    for (std::size_t i = 0; i < reduced.rows(); ++i) {
      for (std::size_t j = 0; j < reduced.cols(); ++j) reduced(i, j) *= correction;
    }
  }
  fit.strength.assign(n, 0.0);
  Table covariance(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    if (i == gauge) continue;
    fit.strength[i] = x[likelihood.Index(i)];
    for (std::size_t j = 0; j < n; ++j) {
      if (j != gauge) covariance(i, j) = reduced(likelihood.Index(i), likelihood.Index(j));
    }
  }
  if (options.reference < 0) {
    double mean = 0.0;
    for (const double strength : fit.strength) mean += strength / static_cast<double>(n);
    for (double& strength : fit.strength) strength -= mean;
    Table centre(n, n, -1.0 / static_cast<double>(n));
    for (std::size_t i = 0; i < n; ++i) centre(i, i) += 1.0;
    covariance = Product(Product(centre, covariance), Transposed(centre));
  }
  fit.covariance = covariance;
  return fit;
}

}  // namespace haze::tools
