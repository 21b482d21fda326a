// Cone and range: the same objects, in the same order, with the same bits as by looking at every one.
#include "dynamics/sky_query.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "tests/unit/dynamics/small_sky.h"

namespace haze::dynamics {
namespace {

const SmallSky& Sky() { return SmallSky::Get(); }

bool Same(const std::vector<SkyHit>& a, const std::vector<SkyHit>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].object != b[i].object || a[i].state.r != b[i].state.r || a[i].state.v != b[i].state.v) return false;
  }
  return true;
}

/// An observer among the satellites, or far from them, or at the Earth's centre.
Vector3 Observer(RandomStream& random, double t) {
  const double kind = random.Uniform();
  if (kind < 0.1) return Vector3::Zero();
  if (kind < 0.2) return 5e8 * random.UnitVector3();
  const auto object = static_cast<int>(random.Below(static_cast<std::uint64_t>(Sky().table.size())));
  return Sky().table.Position(object, t) + random.Uniform(0.0, 3e4) * random.UnitVector3();
}

TEST(SkyQuery, FindsWhatBruteForceFinds) {
  RandomStream random(MatchKey{}, 1, 0, 0);
  SkyIndex index;
  std::vector<SkyHit> hits, forced;
  std::size_t found = 0;
  for (const double slab : {30.0, 900.0, 5400.0, SmallSky::kEnd - SmallSky::kBegin}) {
    for (int n = 0; n < 12; ++n) {
      const double begin = random.Uniform(SmallSky::kBegin, SmallSky::kEnd - slab);
      index.Build(Sky().table, begin, begin + slab);
      for (const double half_angle : {0.0, 0.5, 5.0, 30.0, 89.999, 90.0, 110.0, 179.0, 180.0}) {
        for (const double range : {1e4, 2e6, 1e7, std::numeric_limits<double>::infinity()}) {
          const double t = std::min(random.Uniform(begin, begin + slab), index.end());
          const SkyCone cone{.observer = Observer(random, t), .direction = random.UnitVector3(), .half_angle = half_angle * kDegree, .range = range};
          FindInCone(Sky().table, index, cone, t, hits);
          FindInConeByForce(Sky().table, cone, t, forced);
          ASSERT_TRUE(Same(hits, forced)) << slab << " s, " << half_angle << " deg, " << range << " m, t " << t << ": " << hits.size() << " and " << forced.size();
          found += hits.size();
        }
      }
    }
  }
  EXPECT_GT(found, 10000u);
}

TEST(SkyQuery, PointsAtEachObjectAndFindsIt) {
  SkyIndex index;
  std::vector<SkyHit> hits;
  const Vector3 observer(7.2e6, 0.0, 0.0);
  index.Build(Sky().table, 0.0, 900.0);
  for (const double t : {0.0, 450.0, 900.0}) {
    for (int object = 0; object < Sky().table.size(); ++object) {
      const Vector3 d = Sky().table.Position(object, t) - observer;
      // A millionth of a radian past the object and a metre beyond it: borders of the cone, which the bound of the index has to hold.
      FindInCone(Sky().table, index, {.observer = observer, .direction = d.normalized(), .half_angle = 1e-6, .range = d.norm() + 1.0}, t, hits);
      const bool there = std::any_of(hits.begin(), hits.end(), [object](const SkyHit& hit) { return hit.object == object; });
      EXPECT_TRUE(there) << object << " at " << t;
    }
  }
}

TEST(SkyQuery, SlabsOfTheGridHoldTheirTime) {
  SkyIndex index;
  std::vector<SkyHit> hits;
  for (double t = SmallSky::kBegin; t <= SmallSky::kEnd; t += 299.99) {
    index.BuildFor(Sky().table, t);
    ASSERT_LE(index.begin(), t);
    ASSERT_GE(index.end(), t);
    EXPECT_LE(index.end() - index.begin(), SkyIndex::kSlab + 1e-6);
  }
  index.BuildFor(Sky().table, SmallSky::kEnd);
  EXPECT_EQ(index.end(), SmallSky::kEnd);
  const double begin = index.begin();
  index.BuildFor(Sky().table, SmallSky::kEnd - 1.0);
  EXPECT_EQ(index.begin(), begin);
}

TEST(SkyQuery, AnEmptySkyHoldsNothing) {
  const SkyFreezeResult frozen = FreezeSky({}, Sky().astronomy, 0.0, 1000.0);
  const SkyTable table = *SkyTable::Open(frozen.block).table;
  SkyIndex index;
  index.BuildFor(table, 500.0);
  std::vector<SkyHit> hits(3);
  FindInCone(table, index, {.half_angle = kPi, .range = 1e9}, 500.0, hits);
  EXPECT_TRUE(hits.empty());
}

TEST(SkyQuery, AnswersWithoutNewMemory) {
  SkyIndex index;
  index.BuildFor(Sky().table, 100.0);
  std::vector<SkyHit> hits;
  const SkyCone all{.half_angle = kPi, .range = 1e9};
  FindInCone(Sky().table, index, all, 100.0, hits);
  ASSERT_EQ(hits.size(), static_cast<std::size_t>(SmallSky::kCount));
  const SkyHit* const place = hits.data();
  FindInCone(Sky().table, index, all, 200.0, hits);
  EXPECT_EQ(hits.data(), place);
}

}  // namespace
}  // namespace haze::dynamics
