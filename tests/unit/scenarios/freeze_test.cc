// Frozen tables and the scenarios that name them.
#include "scenarios/freeze.h"

#include <gmock/gmock.h>

#include "tests/unit/scenarios/written.h"

namespace haze::scenarios {
namespace {

using testing::HasSubstr;

const dynamics::UtcTime kEpoch = *dynamics::ParseUtc("2026-08-11T03:38:00Z");

using FrozenTable = Written;

TEST_F(FrozenTable, IsNamedByWhatItHolds) {
  const Frozen frozen = Freeze(kEpoch, 90 * dynamics::kMinute);
  EXPECT_EQ(frozen.sha256, Sha256(frozen.text));
  EXPECT_EQ(frozen.file, "tables/astronomy-2026-08-11-2h-" + frozen.sha256.substr(0, 8) + ".txt");
  EXPECT_EQ(Freeze(kEpoch, 90 * dynamics::kMinute).text, frozen.text);
  const std::optional<dynamics::AstronomyTable> table = dynamics::ParseAstronomy(frozen.text);
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->epoch, kEpoch);
  EXPECT_EQ(table->leap_seconds, 37);
  EXPECT_GE(table->t_end(), 5401.0);
}

TEST_F(FrozenTable, IsWhatTheScenarioNames) {
  const Frozen frozen = Freeze(kEpoch, dynamics::kHour);
  Write(frozen.text, frozen.file);
  const std::string head = "base: encore\nduration_s: 3600\n";
  const LoadResult loaded = Load(head + "astronomy: {file: " + frozen.file + ", sha256: " + frozen.sha256 + "}\n");
  ASSERT_NE(loaded.scenario, nullptr);
  const AstronomyResult astronomy = LoadAstronomy(*loaded.scenario, FolderOf(loaded.path));
  EXPECT_EQ(astronomy.error, "");
  ASSERT_NE(astronomy.table, nullptr);
  EXPECT_EQ(astronomy.text, frozen.text);
}

TEST_F(FrozenTable, AnotherThanTheNamedOneIsRefused) {
  const Frozen frozen = Freeze(kEpoch, dynamics::kHour);
  const std::string line = "astronomy: {file: " + frozen.file + ", sha256: " + frozen.sha256 + "}\n";
  const std::string head = "base: encore\n" + line;
  const auto error_of = [&](const std::string& text) {
    const LoadResult loaded = Load(text);
    EXPECT_NE(loaded.scenario, nullptr);
    return LoadAstronomy(*loaded.scenario, FolderOf(loaded.path)).error;
  };
  EXPECT_THAT(error_of(head), HasSubstr("cannot be read"));
  std::string touched = frozen.text;
  touched[touched.size() / 2] ^= 1;
  Write(touched, frozen.file);
  EXPECT_THAT(error_of(head), HasSubstr("is not the one that the scenario names"));
  Write(frozen.text, frozen.file);
  EXPECT_THAT(error_of(head), HasSubstr("ends before the match"));
  EXPECT_THAT(error_of(head + "duration_s: 600\nepoch: 2026-08-11T03:39:00Z\n"), HasSubstr("is for the epoch 2026-08-11T03:38:00Z"));
  EXPECT_THAT(error_of(head + "duration_s: 600\nleap_seconds: 36\n"), HasSubstr("37 leap seconds"));
  EXPECT_THAT(error_of("base: encore\nastronomy: ~\n"), HasSubstr("`haze scenario freeze` makes it"));
}

TEST_F(FrozenTable, NeedsOnlyEpochAndDuration) {
  const SpanResult span = LoadSpan(Write("epoch: 2026-08-11T03:38:00Z\nduration_s: 3600\nastronomy: {file: 3}\nseats: wrong\n"));
  EXPECT_TRUE(span.errors.empty());
  EXPECT_EQ(span.epoch, kEpoch);
  EXPECT_EQ(span.duration, dynamics::kHour);
  const SpanResult none = LoadSpan(Write("epoch: never\nseats: wrong\n"));
  ASSERT_EQ(none.errors.size(), 2u);
  EXPECT_THAT(none.errors[0].Text(), HasSubstr("duel.yaml:1:1: duration_s is missing"));
  EXPECT_THAT(none.errors[1].Text(), HasSubstr("duel.yaml:1:8: epoch is \"never\""));
}

}  // namespace
}  // namespace haze::scenarios
