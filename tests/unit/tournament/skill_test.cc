// Glicko-2, TrueSkill, OpenSkill: the papers' examples and what has to hold of any game.
#include <gtest/gtest.h>

#include <cmath>

#include "tools/tournament/glicko2.h"
#include "tools/tournament/openskill.h"
#include "tools/tournament/trueskill.h"

namespace haze::tools {
namespace {

TEST(Glicko2, GlickmansExample) {
  const std::vector<GlickoGame> games = {{1400, 30, 1}, {1550, 100, 0}, {1700, 300, 0}};
  const GlickoPeriod period = RateGlicko2({1500, 200, 0.06}, games, 0.5);
  EXPECT_NEAR(period.after.rating, 1464.06, 0.01);  // the paper rounds its steps; exact arithmetic gives 1464.05
  EXPECT_NEAR(period.after.deviation, 151.52, 0.005);
  EXPECT_NEAR(period.after.volatility, 0.05999, 1e-5);  // the paper cuts 0.059996
}

TEST(Glicko2, IdlePeriodsOnlyWidenTheDeviation) {
  const GlickoPeriod period = RateGlicko2({1500, 200, 0.06}, {});
  EXPECT_EQ(period.after.rating, 1500.0);
  EXPECT_EQ(period.after.volatility, 0.06);
  EXPECT_NEAR(period.after.deviation, std::hypot(200.0, 0.06 * 173.7178), 1e-9);
}

TEST(Glicko2, SurprisingResultsRaiseTheVolatility) {
  const std::vector<GlickoGame> upset(10, GlickoGame{2400, 30, 1});
  EXPECT_GT(RateGlicko2({1500, 50, 0.06}, upset).after.volatility, 0.06);
}

TEST(TrueSkill, AWinMovesEqualPlayersApartByTheSameAmount) {
  const std::vector<Team> after = RateTrueSkill({.teams = {{{}}, {{}}}, .ranks = {0, 1}});
  EXPECT_NEAR(after[0][0].mu - 25.0, 25.0 - after[1][0].mu, 1e-9);
  EXPECT_NEAR(after[0][0].mu, 29.396, 1e-3);  // Microsoft's calculator
  EXPECT_NEAR(after[0][0].sigma, 7.171, 1e-3);
}

TEST(TrueSkill, TheOrderOfTeamsAndTheirLabelsDoNotMatter) {
  const std::vector<Team> one = RateTrueSkill({.teams = {{{30, 4}}, {{20, 6}, {22, 5}}, {{27, 8}}}, .ranks = {2, 1, 3}});
  const std::vector<Team> two = RateTrueSkill({.teams = {{{27, 8}}, {{30, 4}}, {{20, 6}, {22, 5}}}, .ranks = {30, 20, 10}});
  for (std::size_t team = 0; team < 3; ++team) {
    const std::size_t other = (team + 1) % 3;
    for (std::size_t player = 0; player < one[team].size(); ++player) {
      EXPECT_NEAR(one[team][player].mu, two[other][player].mu, 1e-6);
      EXPECT_NEAR(one[team][player].sigma, two[other][player].sigma, 1e-6);
    }
  }
}

TEST(TrueSkill, UnexpectedResultsInTheTailStayFinite) {
  for (const std::vector<double>& ranks : {std::vector<double>{1, 0}, std::vector<double>{0, 0}}) {
    const std::vector<Team> after = RateTrueSkill({.teams = {{{500, 0.5}}, {{-500, 0.5}}}, .ranks = ranks});
    for (const Team& team : after) {
      EXPECT_TRUE(std::isfinite(team[0].mu));
      EXPECT_GT(team[0].sigma, 0.0);
    }
    EXPECT_LT(after[0][0].mu, 500.0);
  }
}

TEST(TrueSkill, QualityIsBestForEqualsAndFallsWithTheGap) {
  const std::vector<Team> equals = {{{25, 1}}, {{25, 1}}};
  const std::vector<Team> apart = {{{30, 1}}, {{25, 1}}};
  EXPECT_GT(TrueSkillQuality(equals), TrueSkillQuality(apart));
  EXPECT_LE(TrueSkillQuality(equals), 1.0);
  // Three sure and equal teams are as even as can be.
  const std::vector<Team> three = {{{25, 1e-6}}, {{25, 1e-6}}, {{25, 1e-6}}};
  EXPECT_NEAR(TrueSkillQuality(three), 1.0, 1e-6);
}

class OpenSkill : public testing::TestWithParam<OpenSkillModel> {};

TEST_P(OpenSkill, WinnersRiseLosersFallAndAllGrowSurer) {
  const std::vector<Team> after = RateOpenSkill({.teams = {{{25, 8}}, {{25, 8}}, {{25, 8}}}, .ranks = {3, 1, 2}}, {.model = GetParam()});
  EXPECT_GT(after[1][0].mu, after[2][0].mu);
  EXPECT_GT(after[2][0].mu, after[0][0].mu);
  for (const Team& team : after) EXPECT_LT(team[0].sigma, 8.0);
}

TEST_P(OpenSkill, ADrawOfEqualsMovesNobody) {
  const std::vector<Team> after = RateOpenSkill({.teams = {{{25, 8}}, {{25, 8}}}, .ranks = {1, 1}}, {.model = GetParam()});
  EXPECT_NEAR(after[0][0].mu, 25.0, 1e-12);
  EXPECT_NEAR(after[1][0].mu, 25.0, 1e-12);
}

TEST_P(OpenSkill, LimitedSigmaNeverGrows) {
  const TeamGame game{.teams = {{{25, 1}}, {{25, 1}}}, .ranks = {1, 2}};
  EXPECT_GT(RateOpenSkill(game, {.model = GetParam(), .tau = 5.0})[0][0].sigma, 1.0);
  EXPECT_LE(RateOpenSkill(game, {.model = GetParam(), .tau = 5.0, .limit_sigma = true})[0][0].sigma, 1.0);
}

INSTANTIATE_TEST_SUITE_P(Models, OpenSkill,
                         testing::Values(OpenSkillModel::kPlackettLuce, OpenSkillModel::kBradleyTerryFull, OpenSkillModel::kBradleyTerryPart,
                                         OpenSkillModel::kThurstoneMostellerFull, OpenSkillModel::kThurstoneMostellerPart));

}  // namespace
}  // namespace haze::tools
