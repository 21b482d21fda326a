// Ratings round by round, on hand-made pairs.
#include "tools/tournament/history.h"

#include <gtest/gtest.h>

#include "tools/tournament/elo.h"

namespace haze::tools {
namespace {

Specification Three() {
  Specification specification;
  for (const char* name : {"a", "b", "c"}) specification.entries.push_back({.name = name});
  return specification;
}

TEST(History, EachRoundCountsAllPairsSoFar) {
  // Round 0: a wins and splits against b. Round 1: b sweeps c, a has a rest.
  const std::vector<PairResult> pairs = {
      {.round = 1, .first = 1, .second = 2, .first_points = 2.0}, {.round = 0, .first = 0, .second = 1, .first_points = 1.5}, {.round = 0, .first = 1, .second = 0, .first_points = 1.0}};
  const std::vector<RatingPoint> history = RatingHistory(Three(), pairs);
  ASSERT_EQ(history.size(), 5u);  // c comes in with round 1
  const auto elo = [](std::array<double, 5> counts) { return EstimateElo(counts).elo.estimate; };
  EXPECT_EQ(history[0].entry, "a");
  EXPECT_EQ(history[0].pairs, 2);
  EXPECT_DOUBLE_EQ(history[0].elo, elo({0, 0, 1, 1, 0}));
  EXPECT_EQ(history[1].round, 1);
  EXPECT_DOUBLE_EQ(history[1].elo, history[0].elo);
  EXPECT_DOUBLE_EQ(history[2].elo, elo({0, 1, 1, 0, 0}));
  EXPECT_EQ(history[3].pairs, 3);
  EXPECT_DOUBLE_EQ(history[3].elo, elo({0, 1, 1, 0, 1}));
  EXPECT_EQ(history[4].entry, "c");
  EXPECT_EQ(history[4].round, 1);
  EXPECT_LT(history[4].elo, 0.0);
}

TEST(History, TheLastRoundIsTheTablesRating) {
  std::vector<PairResult> pairs;
  std::array<double, 5> counts{};
  for (int i = 0; i < 40; ++i) {
    const double points = 0.5 * (i * 7 % 5);
    pairs.push_back({.round = i / 10, .seed = i, .first = 0, .second = 1, .first_points = points});
    counts[static_cast<std::size_t>(2.0 * points)] += 1.0;
  }
  const std::vector<RatingPoint> history = RatingHistory(Three(), pairs);
  ASSERT_EQ(history.size(), 8u);
  EXPECT_DOUBLE_EQ(history[3].low, EstimateElo(counts).elo.low);
  EXPECT_NEAR(history[3].elo, -history[7].elo, 1e-9);
}

}  // namespace
}  // namespace haze::tools
