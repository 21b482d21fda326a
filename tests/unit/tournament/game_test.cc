// Nash averaging, alpha-Rank, circles: closed forms and properties over random games.
#include <gtest/gtest.h>

#include <cmath>

#include "dynamics/random.h"
#include "tools/tournament/alpharank.h"
#include "tools/tournament/components.h"
#include "tools/tournament/nash.h"
#include "tools/tournament/payoff.h"

namespace haze::tools {
namespace {

Table Make(const std::vector<std::vector<double>>& rows) {
  Table table(rows.size(), rows[0].size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j) table(i, j) = rows[i][j];
  }
  return table;
}

Table RandomAntisymmetric(std::size_t n, std::uint64_t index) {
  dynamics::RandomStream random(dynamics::MatchKey{}, 80, 0, index);
  Table payoff(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      payoff(i, j) = random.Normal();
      payoff(j, i) = -payoff(i, j);
    }
  }
  return payoff;
}

TEST(Nash, BiasedRockPaperScissorsHasItsClosedForm) {
  const NashAverage average = AverageByNash(Make({{0, -0.5, 1}, {0.5, 0, -0.1}, {-1, 0.1, 0}}));
  EXPECT_NEAR(average.rows[0], 0.1 / 1.6, 1e-12);
  EXPECT_NEAR(average.rows[1], 1.0 / 1.6, 1e-12);
  EXPECT_NEAR(average.rows[2], 0.5 / 1.6, 1e-12);
  EXPECT_TRUE(average.unique);
}

TEST(Nash, CopiesOfAnEntryShareItsWeight) {
  // Rock twice: any split of its third is an equilibrium; the even one has the most entropy, and nobody's score changes.
  const NashAverage average = AverageByNash(Make({{0, 0, -1, 1}, {0, 0, -1, 1}, {1, 1, 0, -1}, {-1, -1, 1, 0}}));
  EXPECT_FALSE(average.unique);
  const double expected[4] = {1.0 / 6, 1.0 / 6, 1.0 / 3, 1.0 / 3};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(average.rows[i], expected[i], 1e-9);
    EXPECT_NEAR(average.row_scores[i], 0.0, 1e-9);
  }
}

TEST(Nash, WhereAllAreEqualTheMixtureIsUniform) {
  const NashAverage average = AverageByNash(Table(5, 5));
  for (const double part : average.rows) EXPECT_NEAR(part, 0.2, 1e-12);
}

TEST(Nash, MaximumEntropyUnderASlackAndATightRow) {
  // p in the simplex with p0 <= 2 p1, and p2 <= p0: the uniform mixture satisfies both.
  const auto uniform = MaximumEntropyMixture(Make({{1, -2, 0}, {-1, 0, 1}}));
  ASSERT_TRUE(uniform);
  for (const double part : *uniform) EXPECT_NEAR(part, 1.0 / 3, 1e-9);
  // p0 >= 2 p1 and p0 >= 2 p2 push it to (1/2, 1/4, 1/4).
  const auto pushed = MaximumEntropyMixture(Make({{-1, 2, 0}, {-1, 0, 2}}));
  ASSERT_TRUE(pushed);
  EXPECT_NEAR((*pushed)[0], 0.5, 1e-9);
  EXPECT_NEAR((*pushed)[1], 0.25, 1e-9);
}

TEST(Nash, NobodyGainsAgainstTheMixtureOfRandomGames) {
  for (std::uint64_t index = 0; index < 60; ++index) {
    const std::size_t n = 2 + index % 14;
    Table payoff = RandomAntisymmetric(n, index);
    if (index % 3 == 0) {
      // Rounded payoffs have many equilibria.
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) payoff(i, j) = std::trunc(payoff(i, j));
      }
    }
    const NashAverage average = AverageByNash(payoff);
    double sum = 0.0;
    for (const double part : average.rows) {
      EXPECT_GE(part, 0.0);
      sum += part;
    }
    EXPECT_NEAR(sum, 1.0, 1e-12) << index;
    EXPECT_NEAR(Exploitability(payoff, average.rows), 0.0, 1e-8) << index;
  }
}

TEST(Nash, EntriesAgainstTasksHaveTheValueOfTheGame) {
  const NashAverage average = AverageByNash(Make({{3, -1}, {-2, 1}, {-5, -5}}));
  EXPECT_NEAR(average.value, 1.0 / 7, 1e-12);  // (3 - 2) / (3 + 1 + 2 + 1)
  EXPECT_NEAR(average.rows[0], 3.0 / 7, 1e-9);
  EXPECT_NEAR(average.rows[2], 0.0, 1e-12);
  EXPECT_NEAR(average.columns[0], 2.0 / 7, 1e-9);
}

TEST(AlphaRank, TwoStrategiesFollowTheRatioOfFixations) {
  // pi_1 / pi_0 = rho_01 / rho_10 = exp((m - 1) alpha d), also far below round-off of 1.
  for (const double alpha : {0.01, 1.0, 30.0}) {
    const AlphaRank rank = RankSinglePopulation(Make({{0, -0.25}, {0.25, 0}}), {.population = 20, .alpha = alpha});
    EXPECT_NEAR(std::log(rank.mass[0]) - std::log(rank.mass[1]), -19.0 * alpha * 0.5, 1e-9 * (1.0 + 19.0 * alpha)) << alpha;
  }
}

TEST(AlphaRank, StrongSelectionTendsToItsLimit) {
  for (std::uint64_t index = 0; index < 30; ++index) {
    const std::size_t n = 2 + index % 7;
    const Table payoff = RandomAntisymmetric(n, 500 + index);
    for (const bool local : {true, false}) {
      const AlphaRank strong = RankSinglePopulation(payoff, {.population = 10, .alpha = 1e7, .local_selection = local});
      const AlphaRank limit = RankSinglePopulation(payoff, {.population = 10, .infinite = true, .local_selection = local});
      for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(strong.mass[i], limit.mass[i], 1e-6) << index << (local ? " local" : " global");
    }
  }
}

TEST(AlphaRank, ReducibleChainsKeepEachRecurrentClass) {
  // Battle of the sexes under ever stronger selection: two classes of one profile; from either mixed profile both are equally near.
  const std::vector<std::vector<double>> payoffs = {{3, 0, 0, 2}, {2, 0, 0, 3}};
  const AlphaRank rank = RankMultiPopulation({2, 2}, payoffs, {.infinite = true});
  EXPECT_EQ(rank.classes, (std::vector<std::vector<int>>{{0}, {3}}));
  EXPECT_NEAR(rank.mass[0] + rank.mass[3], 1.0, 1e-12);
  EXPECT_NEAR(rank.mass[0], 0.5, 1e-12);
  // Where one class is harder to leave it has all the mass.
  const AlphaRank uneven = RankMultiPopulation({2, 2}, {{3, 0, 0, 2}, {3, 0, 0, 2}}, {.infinite = true});
  EXPECT_EQ(uneven.classes.size(), 2u);
  EXPECT_NEAR(uneven.mass[0], 1.0, 1e-12);
}

TEST(AlphaRank, ADominatedStrategyAndACircleAboveIt) {
  const AlphaRank rank = RankSinglePopulation(Make({{0, 1, -1, 1}, {-1, 0, 1, 1}, {1, -1, 0, 1}, {-1, -1, -1, 0}}), {.infinite = true});
  ASSERT_EQ(rank.classes, (std::vector<std::vector<int>>{{0, 1, 2}}));
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(rank.within[0][i], 1.0 / 3, 1e-12);
  EXPECT_EQ(rank.mass[3], 0.0);
}

TEST(AlphaRank, LocalAndGlobalSelectionAreTheSameForLargePopulationsOfZeroSum) {
  // Global: u = alpha m / (m - 1) A_rs; local: u = 2 alpha A_rs.
  const Table payoff = Make({{0, 0.3, -0.2}, {-0.3, 0, 0.1}, {0.2, -0.1, 0}});
  const double m = 30.0;
  const AlphaRank global = RankSinglePopulation(payoff, {.population = 30, .alpha = 0.5, .local_selection = false});
  const AlphaRank local = RankSinglePopulation(payoff, {.population = 30, .alpha = 0.25 * m / (m - 1.0)});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(global.mass[i], local.mass[i], 1e-12);
}

TEST(Components, AreInOrderOfTheEdgesBetweenThem) {
  const std::vector<std::vector<int>> found = StronglyConnected({{1}, {2}, {0, 3}, {4}, {3}, {0}});
  EXPECT_EQ(found, (std::vector<std::vector<int>>{{5}, {0, 1, 2}, {3, 4}}));
}

TEST(Hodge, ARankingHasNoCyclicPartAndACircleHasNothingElse) {
  const Table weight(3, 3, 1.0);
  const Hodge ranking = Decompose(Make({{0, 1, 3}, {-1, 0, 2}, {-3, -2, 0}}), weight);
  EXPECT_NEAR(ranking.intransitivity, 0.0, 1e-24);
  EXPECT_NEAR(ranking.potential[0] - ranking.potential[2], 3.0, 1e-12);
  const Hodge circle = Decompose(Make({{0, 1, -1}, {-1, 0, 1}, {1, -1, 0}}), weight);
  EXPECT_NEAR(circle.intransitivity, 1.0, 1e-12);
  EXPECT_EQ(StrongestCycle(Make({{0, 1, -1}, {-1, 0, 1}, {1, -1, 0}})), (std::vector<int>{0, 1, 2}));
  EXPECT_TRUE(StrongestCycle(Make({{0, 1, 3}, {-1, 0, 2}, {-3, -2, 0}})).empty());
}

TEST(Hodge, TheRestIsOrthogonalToEveryRanking) {
  const std::size_t n = 6;
  const Table payoff = RandomAntisymmetric(n, 900);
  Table weight(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) weight(i, j) = i == j || i + j == 3 ? 0.0 : 1.0 + static_cast<double>((i + j) % 3);
  }
  const Hodge hodge = Decompose(payoff, weight);
  for (std::size_t i = 0; i < n; ++i) {
    double flow = 0.0;
    for (std::size_t j = 0; j < n; ++j) flow += weight(i, j) * hodge.cyclic(i, j);
    EXPECT_NEAR(flow, 0.0, 1e-12);
  }
}

TEST(Payoff, MeansAndCountsAreByRole) {
  const std::vector<RoleResult> results = {{"red.target", 0, 1, 1.0}, {"red.target", 0, 1, 0.5}, {"blue.inspector", 1, 0, 0.0}, {"blue.inspector", 0, 1, 1.0}};
  const auto roles = PayoffsByRole(2, results);
  ASSERT_EQ(roles.size(), 2u);
  EXPECT_EQ(roles.at("red.target").Mean(0, 1), 0.75);
  EXPECT_EQ(roles.at("red.target").count(0, 1), 2.0);
  EXPECT_EQ(roles.at("blue.inspector").Mean(1, 0), 0.0);
  Table weight;
  const Table game = MetaGame(2, results, &weight);
  EXPECT_NEAR(game(0, 1), 2.5 / 3.0, 1e-15);
  EXPECT_EQ(game(0, 1), -game(1, 0));
  EXPECT_EQ(weight(0, 1), 4.0);
}

}  // namespace
}  // namespace haze::tools
