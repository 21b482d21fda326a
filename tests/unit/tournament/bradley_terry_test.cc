// Joint ratings: truths, other people's numbers, words where there is no maximum.
#include <gtest/gtest.h>

#include <cmath>

#include "dynamics/random.h"
#include "tools/tournament/bradley_terry.h"
#include "tools/tournament/elo.h"

namespace haze::tools {
namespace {

using Names = std::vector<std::string>;

TEST(BradleyTerry, TwoEntriesHaveTheLogOddsOfTheirScore) {
  const std::vector<Meeting> games = {{.first = 0, .second = 1, .wins = 30, .losses = 10}};
  const auto fit = FitBradleyTerry(2, games, {.reference = 1, .clustered = false});
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->strength[0], std::log(3.0), 1e-12);
  EXPECT_NEAR(fit->StandardError(0), std::sqrt(1.0 / 30 + 1.0 / 10), 1e-10);  // of a binomial's log odds
  EXPECT_NEAR(EloPointsPerLogOdds() * fit->strength[0], EloOfScore(0.75), 1e-9);
}

TEST(BradleyTerry, CitationsOfStatisticalJournals) {
  // Stigler 1994; Agresti 2002, p. 448. Abilities of the R package BradleyTerry2's vignette.
  const double wins[4][4] = {{0, 730, 498, 221}, {33, 0, 68, 17}, {320, 813, 0, 142}, {284, 276, 325, 0}};
  std::vector<Meeting> games;
  for (int i = 0; i < 4; ++i) {
    for (int j = i + 1; j < 4; ++j) games.push_back({.first = i, .second = j, .wins = wins[i][j], .losses = wins[j][i]});
  }
  const auto fit = FitBradleyTerry(4, games, {.reference = 0, .clustered = false});
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->strength[1], -2.94907, 1e-5);
  EXPECT_NEAR(fit->strength[2], -0.47957, 1e-5);
  EXPECT_NEAR(fit->strength[3], 0.26895, 1e-5);
  EXPECT_NEAR(fit->StandardError(1), 0.10255, 1e-5);
}

TEST(BradleyTerry, ModelsOfDrawsRepeatTheSharesOfTwoEntries) {
  // Two entries, three outcomes, two parameters: both models can fit the shares exactly.
  const std::vector<Meeting> games = {{.first = 0, .second = 1, .wins = 50, .draws = 30, .losses = 20}};
  const auto davidson = FitBradleyTerry(2, games, {.draws = DrawModel::kDavidson, .reference = 1});
  ASSERT_TRUE(davidson && davidson->draw);
  EXPECT_NEAR(davidson->strength[0], std::log(50.0 / 20.0), 1e-10);
  EXPECT_NEAR(std::exp(*davidson->draw), 30.0 / std::sqrt(50.0 * 20.0), 1e-10);
  const auto rao = FitBradleyTerry(2, games, {.draws = DrawModel::kRaoKupper, .reference = 1});
  ASSERT_TRUE(rao && rao->draw);
  const BayesElo of = BayesEloOf(0.5, 0.2);
  EXPECT_NEAR(EloPointsPerLogOdds() * rao->strength[0], of.elo, 1e-8);
  EXPECT_NEAR(EloPointsPerLogOdds() * *rao->draw, of.drawelo, 1e-8);
}

TEST(BradleyTerry, GaugeAndOrderOfEntriesChangeNoDifference) {
  const std::vector<Meeting> games = {{.first = 0, .second = 1, .wins = 5, .draws = 3, .losses = 2}, {.first = 1, .second = 2, .wins = 4, .draws = 1, .losses = 4},
                                      {.first = 2, .second = 0, .wins = 2, .draws = 2, .losses = 6}};
  for (const DrawModel model : {DrawModel::kHalfWin, DrawModel::kDavidson, DrawModel::kRaoKupper}) {
    const auto mean = FitBradleyTerry(3, games, {.draws = model});
    const auto fixed = FitBradleyTerry(3, games, {.draws = model, .reference = 2});
    ASSERT_TRUE(mean && fixed);
    EXPECT_NEAR(mean->strength[0] - mean->strength[1], fixed->strength[0] - fixed->strength[1], 1e-11);
    EXPECT_NEAR(mean->StandardErrorOfDifference(0, 1), fixed->StandardErrorOfDifference(0, 1), 1e-10);
    EXPECT_NEAR(mean->strength[0] + mean->strength[1] + mean->strength[2], 0.0, 1e-12);
  }
}

TEST(BradleyTerry, MergedMeetingsGiveTheSameFit) {
  std::vector<Meeting> games;
  for (int i = 0; i < 40; ++i) games.push_back({.first = i % 3, .second = (i + 1) % 3, .wins = i % 4 == 0 ? 2.0 : 1.0, .losses = i % 5 == 0 ? 2.0 : 0.0});
  const std::vector<Meeting> merged = MergeAlike(games);
  EXPECT_LT(merged.size(), games.size());
  const auto a = FitBradleyTerry(3, games);
  const auto b = FitBradleyTerry(3, merged);
  ASSERT_TRUE(a && b);
  for (int i = 0; i < 3; ++i) {
    EXPECT_NEAR(a->strength[static_cast<std::size_t>(i)], b->strength[static_cast<std::size_t>(i)], 1e-11);
    EXPECT_NEAR(a->StandardError(i), b->StandardError(i), 1e-10);
  }
}

TEST(BradleyTerry, PairClusteredIntervalsHoldTheTruthWhereIndependentOnesDoNot) {
  // Halves of a pair always agree: as if games were independent, intervals are too narrow by the root of two, and hold 83 % instead of 95 %.
  const double truth[3] = {0.4, 0.0, -0.4};
  constexpr int kTrials = 600;
  int clustered = 0;
  int independent = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    dynamics::RandomStream random(dynamics::MatchKey{}, 79, 0, static_cast<std::uint64_t>(trial));
    std::vector<Meeting> games;
    for (int i = 0; i < 3; ++i) {
      for (int j = i + 1; j < 3; ++j) {
        for (int pair = 0; pair < 80; ++pair) {
          const bool won = random.Bernoulli(1.0 / (1.0 + std::exp(truth[j] - truth[i])));
          games.push_back({.first = i, .second = j, .wins = won ? 2.0 : 0.0, .losses = won ? 0.0 : 2.0});
        }
      }
    }
    const auto held = [&](bool by_pair) {
      const auto fit = FitBradleyTerry(3, games, {.clustered = by_pair});
      return std::fabs(fit->strength[0] - fit->strength[2] - 0.8) <= 1.96 * fit->StandardErrorOfDifference(0, 2);
    };
    clustered += held(true) ? 1 : 0;
    independent += held(false) ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(clustered) / kTrials, 0.95, 0.027);  // three standard deviations
  EXPECT_LT(static_cast<double>(independent) / kTrials, 0.90);
}

TEST(BradleyTerry, AnUnbeatenGroupHasNoFiniteRatingAndIsNamed) {
  const Names names = {"Ada", "Bob", "Cyd", "Dan"};
  // Ada and Bob beat each other and everybody else.
  const std::vector<Meeting> games = {{.first = 0, .second = 1, .wins = 1, .losses = 1}, {.first = 0, .second = 2, .wins = 2}, {.first = 1, .second = 3, .wins = 1},
                                      {.first = 2, .second = 3, .wins = 1, .losses = 1}};
  EXPECT_FALSE(FitBradleyTerry(4, games));
  const auto why = WhyNoMaximum(games, names);
  ASSERT_TRUE(why);
  EXPECT_EQ(why->words, "Ada and Bob won every game against Cyd and Dan: the difference has no upper bound");
  EXPECT_EQ(why->groups, (std::vector<std::vector<int>>{{0, 1}, {2, 3}}));
  // A prior of half a draw for each two that met makes it finite.
  const auto fit = FitBradleyTerry(4, games, {.prior = 0.5});
  ASSERT_TRUE(fit);
  EXPECT_GT(fit->strength[0], fit->strength[2]);
}

TEST(BradleyTerry, GroupsThatNeverMetAreTold) {
  const Names names = {"Ada", "Bob", "Cyd", "Dan"};
  const std::vector<Meeting> games = {{.first = 0, .second = 1, .draws = 1}, {.first = 2, .second = 3, .draws = 1}};
  const auto why = WhyNoMaximum(games, names);
  ASSERT_TRUE(why);
  EXPECT_EQ(why->words, "no game joins Ada and Bob with Cyd and Dan: differences between these groups are unknown");
}

TEST(BradleyTerry, AllDrawsMakeAllEqual) {
  const std::vector<Meeting> games = {{.first = 0, .second = 1, .draws = 3}, {.first = 1, .second = 2, .draws = 1}};
  const auto fit = FitBradleyTerry(3, games, {.draws = DrawModel::kDavidson});
  ASSERT_TRUE(fit);
  for (const double strength : fit->strength) EXPECT_NEAR(strength, 0.0, 1e-12);
  EXPECT_FALSE(fit->draw);
}

}  // namespace
}  // namespace haze::tools
