// An audit finds what it is told to find, and nothing in a fair table.
#include "tools/tournament/audit.h"

#include <gtest/gtest.h>

#include "dynamics/random.h"

namespace haze::tools {
namespace {

Specification Six() {
  Specification specification;
  for (int i = 0; i < 6; ++i) {
    const std::string letter(1, static_cast<char>('a' + i));
    specification.entries.push_back({.name = letter, .version = "1", .owner = "team " + letter, .content_sha256 = std::string(64, letter[0]), .roles = {}});
  }
  return specification;
}

// Everybody meets 40 times; a lower index wins with 50 % + 5 % for each place between.
std::vector<PairResult> Fair(std::uint64_t seed) {
  dynamics::RandomStream random(dynamics::MatchKey{}, 78, 0, seed);
  std::vector<PairResult> pairs;
  for (int a = 0; a < 6; ++a) {
    for (int b = a + 1; b < 6; ++b) {
      for (int n = 0; n < 40; ++n) {
        const double p = 0.5 + 0.05 * (b - a);
        const double points = (random.Uniform() < p ? 1.0 : 0.0) + (random.Uniform() < p ? 1.0 : 0.0);
        pairs.push_back({.round = 0, .scenario = 0, .seed = n + 1, .first = a, .second = b, .first_points = points});
      }
    }
  }
  return pairs;
}

TEST(Audit, FindsNothingInFairTables) {
  std::size_t alarms = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) alarms += Audit(Six(), Fair(seed)).size();
  // One table in a hundred may alarm at 1 %; four times as many would not be chance.
  EXPECT_LE(alarms, 8u);
}

TEST(Audit, FindsGamesThatAreGivenAway) {
  std::vector<PairResult> pairs = Fair(1);
  // b, second of all, loses to f, the last, whatever happens.
  for (PairResult& pair : pairs) {
    if (pair.first == 1 && pair.second == 5) pair.first_points = 0.0;
  }
  const std::vector<Suspicion> found = Audit(Six(), pairs);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, "improbable");
  EXPECT_EQ(found[0].first + found[0].second, "team bteam f");
  EXPECT_LT(found[0].probability, 1e-6);
  EXPECT_NE(found[0].words.find("team b took 0.0 of 80 points from team f"), std::string::npos) << found[0].words;
}

TEST(Audit, FindsTheSameProgramUnderTwoNames) {
  Specification specification = Six();
  specification.entries[4].content_sha256 = specification.entries[2].content_sha256;
  const std::vector<Suspicion> found = Audit(specification, {});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, "identical");
  EXPECT_EQ(found[0].first + found[0].second, "ce");
}

TEST(Audit, HasNothingToSayOfTwoAlone) {
  Specification specification = Six();
  specification.entries.resize(2);
  std::vector<PairResult> pairs;
  for (const PairResult& pair : Fair(2)) {
    if (pair.second == 1) pairs.push_back(pair);
  }
  for (PairResult& pair : pairs) pair.first_points = 0.0;
  EXPECT_TRUE(Audit(specification, pairs).empty());
}

}  // namespace
}  // namespace haze::tools
