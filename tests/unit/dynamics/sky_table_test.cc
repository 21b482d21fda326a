// The frozen sky: its error against SGP4, its bits, and blocks that are none.
#include "dynamics/sky_table.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

#include <gmock/gmock.h>

#include "dynamics/astronomy/earth_frames.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "tests/unit/dynamics/small_sky.h"

namespace haze::dynamics {
namespace {

using testing::HasSubstr;

const SmallSky& Sky() { return SmallSky::Get(); }

TEST(SkyFreeze, TurnsTemeAsErfaDoes) {
  const UtcTime epoch = *ParseUtc("2026-06-18T17:44:00Z");
  const EarthOrientationData observed{.ut1_minus_utc = 0.31, .xp = 0.11 * kArcsecond, .yp = 0.43 * kArcsecond};
  for (const EarthOrientationData& orientation : {EarthOrientationData{}, observed}) {
    const AstronomyTable astronomy = FreezeAstronomy(epoch, 86400.0, orientation);
    for (double t = -3000.0; t < 86400.0; t += 7000.0) {
      const UtcTime utc = epoch + FromSeconds(t);
      const FrameInstant at{.tt = ToJulianDate(utc + FromSeconds(37.0 + 32.184)), .ut1 = ToJulianDate(utc + FromSeconds(orientation.ut1_minus_utc))};
      const PoleAndRotation pole{.xp = orientation.xp, .yp = orientation.yp};
      const Matrix3 R = R_ITRF_F(EarthFrame::kGcrf, at, pole).transpose() * R_ITRF_F(EarthFrame::kTeme, at, pole);
      EXPECT_LT((R_GCRF_TEME(astronomy, t) - R).norm(), 1e-9) << t;
    }
  }
}

TEST(SkyFreeze, TakesAllOfASoundSky) {
  EXPECT_EQ(Sky().table.size(), SmallSky::kCount);
  EXPECT_TRUE(Sky().frozen.left_out.empty());
  EXPECT_EQ(Sky().table.epoch(), Sky().astronomy.epoch);
  EXPECT_EQ(Sky().table.t_begin(), SmallSky::kBegin);
  EXPECT_EQ(Sky().table.t_end(), SmallSky::kEnd);
  for (int i = 0; i < Sky().table.size(); ++i) EXPECT_EQ(Sky().table.objects()[static_cast<std::size_t>(i)].number, -1 - i);
}

TEST(SkyTable, IsWithinItsStatedErrorOfSgp4) {
  RandomStream random(MatchKey{}, 1, 0, 0);
  double worst = 0.0;
  for (int n = 0; n < 20000; ++n) {
    const int object = static_cast<int>(random.Below(SmallSky::kCount));
    const double t = random.Uniform(SmallSky::kBegin, SmallSky::kEnd);
    worst = std::max(worst, (Sky().table.Position(object, t) - Sky().Sgp4At(object, t).r).norm());
  }
  // Half a metre for coefficients of 24 bits at 7,000 km, two at the geostationary ring.
  EXPECT_LT(worst, Sky().table.header().error + 2.0);
  RecordProperty("worst_m", std::to_string(worst));
}

TEST(SkyTable, VelocityIsTheDerivative) {
  RandomStream random(MatchKey{}, 2, 0, 0);
  for (int n = 0; n < 5000; ++n) {
    const int object = static_cast<int>(random.Below(SmallSky::kCount));
    const double t = random.Uniform(SmallSky::kBegin + 1.0, SmallSky::kEnd - 1.0);
    const State state = Sky().table.StateAt(object, t);
    // An error of 50 m that turns sign over a segment of 14 terms: a few metres per second at the segment's ends, some 1e-6 rad/s at 1,000 km.
    EXPECT_LT((state.v - Sky().Sgp4At(object, t).v).norm(), 5.0) << object << " " << t;
    const double h = 0.05;
    const Vector3 difference = (Sky().table.Position(object, t + h) - Sky().table.Position(object, t - h)) / (2.0 * h);
    // A step across the border of two segments sees both slopes and the rounding of floats between them.
    EXPECT_LT((state.v - difference).norm(), 25.0) << object << " " << t;
  }
}

TEST(SkyTable, HasOneSetOfBits) {
  for (int object = 0; object < SmallSky::kCount; object += 7) {
    const double t = 13.7 * object;
    if (t > SmallSky::kEnd) break;
    const SkyInstant at = Sky().table.At(t);
    EXPECT_EQ(Sky().table.StateAt(object, t).r, Sky().table.Position(object, at));
    EXPECT_EQ(Sky().table.Position(object, t), Sky().table.Position(object, at));
  }
}

TEST(SkyTable, SegmentsMeet) {
  const SkyTable& table = Sky().table;
  for (int object = 0; object < table.size(); ++object) {
    const SkyClass& c = table.classes()[table.objects()[static_cast<std::size_t>(object)].sky_class];
    for (std::uint32_t s = 1; s < c.segments; ++s) {
      const double border = table.t_begin() + (table.t_end() - table.t_begin()) / c.segments * s;
      const Vector3 step = table.Position(object, border + 1e-6) - table.Position(object, border - 1e-6);
      // 2e-6 s of flight, and the rounding of coefficients on both sides.
      EXPECT_LT(step.norm(), 8.0);
    }
  }
}

TEST(SkyTable, KeepsDistancesAndSpeedsInsideTheirBounds) {
  const SkyTable& table = Sky().table;
  for (double t = SmallSky::kBegin; t <= SmallSky::kEnd; t += 97.0) {
    for (int object = 0; object < table.size(); object += 3) {
      const SkyObjectRecord& record = table.objects()[static_cast<std::size_t>(object)];
      const State state = table.StateAt(object, t);
      EXPECT_GE(state.r.norm(), static_cast<double>(record.distance_min));
      EXPECT_LE(state.r.norm(), static_cast<double>(record.distance_max));
      EXPECT_LE(state.v.norm(), static_cast<double>(record.speed_max));
    }
  }
}

TEST(SkyFreeze, GivesTheSameBytesInAnyOrderOfWork) {
  const std::span<const SkyEntry> some = std::span(Sky().entries).first(60);
  const SkyFreezeResult forward = FreezeSky(some, Sky().astronomy, 0.0, 6000.0);
  SkyFreezeOptions options;
  options.for_each = [](std::size_t count, const std::function<void(std::size_t)>& body) {
    while (count > 0) body(--count);
  };
  EXPECT_EQ(FreezeSky(some, Sky().astronomy, 0.0, 6000.0, options).block, forward.block);
}

TEST(SkyFreeze, LeavesOutWhatSgp4CannotCarry) {
  std::vector<SkyEntry> entries(Sky().entries.begin(), Sky().entries.begin() + 3);
  entries[1].tle.eccentricity = 0.9;  // a perigee deep in the Earth
  const SkyFreezeResult frozen = FreezeSky(entries, Sky().astronomy, 0.0, 6000.0);
  ASSERT_EQ(frozen.left_out.size(), 1u);
  EXPECT_EQ(frozen.left_out[0].entry, 1);
  EXPECT_NE(frozen.left_out[0].status, Sgp4Status::kOk);
  const SkyTable::OpenResult opened = SkyTable::Open(frozen.block);
  ASSERT_TRUE(opened.table) << opened.error;
  EXPECT_EQ(opened.table->size(), 2);
  EXPECT_EQ(opened.table->header().left_out, 1u);
  EXPECT_EQ(opened.table->objects()[1].number, -3);
}

TEST(SkyFreeze, LeavesOutWhatNoSegmentationHolds) {
  const std::vector<SkySegmentation> coarse = {{86400.0, 8}};
  SkyFreezeOptions options;
  options.ladder = coarse;
  const SkyFreezeResult frozen = FreezeSky(std::span(Sky().entries).first(5), Sky().astronomy, SmallSky::kBegin, SmallSky::kEnd, options);
  ASSERT_EQ(frozen.left_out.size(), 5u);
  EXPECT_EQ(frozen.left_out[0].status, Sgp4Status::kOk);
  const SkyTable::OpenResult opened = SkyTable::Open(frozen.block);
  ASSERT_TRUE(opened.table) << opened.error;
  EXPECT_EQ(opened.table->size(), 0);
}

/// A block of twenty objects that a test may spoil, at an address of multiples of eight.
class Block {
 public:
  Block() : bytes_(FreezeSky(std::span(Sky().entries).first(20), Sky().astronomy, 0.0, 9000.0).block) {}

  template <class T>
  T& At(std::size_t offset) {
    return *reinterpret_cast<T*>(bytes_.data() + offset);
  }
  SkyHeader& header() { return At<SkyHeader>(0); }
  SkyClass& sky_class(std::size_t i) { return At<SkyClass>(sizeof(SkyHeader) + i * sizeof(SkyClass)); }
  SkyObjectRecord& object(std::size_t i) { return At<SkyObjectRecord>(ObjectsBegin() + i * sizeof(SkyObjectRecord)); }
  std::size_t ObjectsBegin() { return sizeof(SkyHeader) + header().class_count * sizeof(SkyClass); }
  std::vector<std::byte>& bytes() { return bytes_; }
  std::string Error() const { return SkyTable::Open(bytes_).error; }

 private:
  std::vector<std::byte> bytes_;
};

TEST(SkyTable, RefusesABlockThatIsNone) {
  EXPECT_EQ(Block().Error(), "");
  EXPECT_THAT(SkyTable::Open({}).error, HasSubstr("0 bytes hold no header"));
  const auto after = [](const std::function<void(Block&)>& spoil) {
    Block block;
    spoil(block);
    return block.Error();
  };
  EXPECT_THAT(after([](Block& b) { b.header().magic[0] = 'h'; }), HasSubstr("does not begin with its mark"));
  EXPECT_THAT(after([](Block& b) { b.header().version = 2; }), HasSubstr("has version 2; this program reads 1"));
  EXPECT_THAT(after([](Block& b) { b.bytes().pop_back(); }), HasSubstr("cut off"));
  EXPECT_THAT(after([](Block& b) { b.header().t_end = std::nan(""); }), HasSubstr("span"));
  EXPECT_THAT(after([](Block& b) { b.header().t_begin = b.header().t_end; }), HasSubstr("span"));
  EXPECT_THAT(after([](Block& b) { b.header().error = std::nan(""); }), HasSubstr("error"));
  EXPECT_THAT(after([](Block& b) { b.header().class_count = 17; }), HasSubstr("17 classes"));
  EXPECT_THAT(after([](Block& b) { b.header().object_count = 0xFFFFFFFFU; }), HasSubstr("no room"));
  EXPECT_THAT(after([](Block& b) { b.header().object_count -= 1; }), HasSubstr("its place is"));
  EXPECT_THAT(after([](Block& b) { b.sky_class(0).terms = 33; }), HasSubstr("33 terms"));
  EXPECT_THAT(after([](Block& b) { b.sky_class(0).terms = 0; }), HasSubstr("0 terms"));
  EXPECT_THAT(after([](Block& b) { b.sky_class(1).segments = 0; }), HasSubstr("no segments"));
  EXPECT_THAT(after([](Block& b) {
                b.sky_class(0).segments = 0xFFFFFFFFU;
                b.sky_class(0).objects = 0xFFFFFFFFU;
              }),
              HasSubstr("larger than the block"));
  EXPECT_THAT(after([](Block& b) { b.object(3).sky_class = 16; }), HasSubstr("object 3 of the sky table has no coefficients"));
  EXPECT_THAT(after([](Block& b) { b.object(4).slot = 20; }), HasSubstr("object 4 of the sky table has no coefficients"));
  EXPECT_THAT(after([](Block& b) { b.object(5).radius = 0.0F; }), HasSubstr("object 5"));
  EXPECT_THAT(after([](Block& b) { b.object(5).albedo = std::numeric_limits<float>::quiet_NaN(); }), HasSubstr("object 5"));
  EXPECT_THAT(after([](Block& b) { b.At<float>(b.bytes().size() - 4) = std::numeric_limits<float>::infinity(); }), HasSubstr("no number"));
}

TEST(SkyTable, ReadsNothingOutsideABlockWhateverItSays) {
  RandomStream random(MatchKey{}, 3, 0, 0);
  const Block sound;
  int opened = 0;
  for (int n = 0; n < 4000; ++n) {
    Block block = sound;
    const std::size_t tables = block.ObjectsBegin() + 20 * sizeof(SkyObjectRecord);
    const std::size_t at = random.Below(tables);
    block.bytes()[at] ^= static_cast<std::byte>(1U << random.Below(8));
    const SkyTable::OpenResult result = SkyTable::Open(block.bytes());
    ASSERT_NE(result.table.has_value(), !result.error.empty());
    if (!result.table) continue;
    ++opened;
    const double begin = result.table->t_begin();
    const double end = result.table->t_end();
    for (const double t : {begin, 0.5 * (begin + end), end}) {
      if (!(t >= begin && t <= end)) continue;
      for (int i = 0; i < result.table->size(); ++i) ASSERT_TRUE(result.table->StateAt(i, t).r.allFinite()) << "byte " << at;
    }
  }
  EXPECT_GT(opened, 100);  // numbers, hashes and sizes may be anything
}

}  // namespace
}  // namespace haze::dynamics
