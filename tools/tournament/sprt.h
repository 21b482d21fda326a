// Sequential probability ratio test between two entries, by games or by pairs with sides swapped.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "tools/tournament/elo.h"

namespace haze::tools {

/// In which Elo the hypotheses are given. BayesElo is for games (3 counts) only.
enum class EloModel { kLogistic, kNormalized, kBayesian };

/// H0: elo = elo0; H1: elo = elo1 > elo0. `alpha`, `beta`: errors of the first and second kind, in (0, 1/2).
struct SprtTest {
  double elo0 = 0.0, elo1 = 10.0;
  double alpha = 0.05, beta = 0.05;
  EloModel model = EloModel::kLogistic;
};

/// Where the test ends. Source: Wald 1945, "Sequential Tests of Statistical Hypotheses": ln(beta / (1 - alpha)), ln((1 - beta) / alpha).
struct SprtBounds {
  double lower = 0.0, upper = 0.0;
};
SprtBounds BoundsOf(double alpha, double beta);

/// Generalised log likelihood ratio of H1 against H0 for the counts (elo.h): each hypothesis with the most likely distribution of results that satisfies it.
/// Empty cells are regularised. Nothing where a hypothesis is out of reach of any distribution on these cells (normalised Elo beyond about +-10^4).
/// Source: Van den Bergh, "The generalized maximum likelihood ratio for the expectation value of a distribution", Prop. 1.1 (logistic), and
/// "A practical introduction to the GSPRT" / "Normalized Elo (practical)", section 4.1 (t value, by fixed point).
std::optional<double> LogLikelihoodRatio(const SprtTest& test, std::span<const double> counts);

enum class SprtVerdict { kContinue, kAcceptH0, kAcceptH1 };
std::string_view NameOf(SprtVerdict verdict);

/// What a sequence of results says.
struct SprtState {
  SprtVerdict verdict = SprtVerdict::kContinue;
  std::size_t units = 0;  ///< read until the verdict, or all
  double llr = 0.0;       ///< after those
  double counts[5] = {};  ///< of those: the first 3 or 5
};

/// Reads games (`cells` 3) or pairs (5) in the order of the schedule and stops at the first prefix that decides: what has been played beyond it, and the order
/// in which matches ended, change nothing. `results` holds cell indices.
SprtState RunSprt(const SprtTest& test, int cells, std::span<const int> results);

/// The cell of a pair's points for its first entry, 0, 1/2, … 2.
int PairCell(double points);

/// An estimate that knows that the test stops: median-unbiased, from the distribution of where a Brownian motion leaves the bounds.
struct SprtEstimate {
  Interval elo;      ///< logistic; held in +-1000
  double los = 0.5;  ///< probability that elo > 0, in the same sense
  double llr = 0.0;
};
/// The counts at the verdict (or now). Source: Van den Bergh's approximation of the GSPRT by a Brownian motion ("GSPRT approximation"), with the ordering of
/// outcomes of Siegmund 1985, "Sequential Analysis", chapter III: an outcome is worse that fails earlier or passes later.
std::optional<SprtEstimate> EstimateAfterSprt(const SprtTest& test, std::span<const double> counts, double confidence = 0.95);

/// Probability that a Brownian motion with drift mu and standard deviation sigma for each unit of time, started at 0 between barriers a < 0 < b, has an
/// outcome no better than (T, y): it left at a before T, or is at or below y at T. y = a or y = b: it left there at T.
double BrownianOutcomeCdf(double a, double b, double mu, double sigma, double T, double y);

}  // namespace haze::tools
