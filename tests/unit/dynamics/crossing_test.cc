// Roots, first crossings and minima of known functions.
#include "dynamics/crossing.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

TEST(Crossing, FindsRootsToTolerance) {
  EXPECT_NEAR(*FindRoot([](double x) { return Cos(x) - x; }, 0.0, 1.0, 1e-14), 0.7390851332151607, 1e-14);
  EXPECT_NEAR(*FindRoot([](double x) { return x * x * x; }, -1.0, 3.0, 1e-9), 0.0, 1e-9);
  EXPECT_NEAR(*FindRoot([](double x) { return Exp(50.0 * (x - 0.9)) - 1.0; }, 1.0, 0.0, 1e-12), 0.9, 1e-12);
  EXPECT_EQ(*FindRoot([](double x) { return x - 2.0; }, 2.0, 5.0, 1e-9), 2.0);
  EXPECT_NEAR(*FindRoot([](double x) { return x < 0.3 ? -1.0 : 1.0; }, 0.0, 1.0, 1e-10), 0.3, 1e-10);
  EXPECT_FALSE(FindRoot([](double x) { return 1.0 + x * x; }, -1.0, 1.0, 1e-9));
  EXPECT_FALSE(FindRoot([](double) { return std::nan(""); }, -1.0, 1.0, 1e-9));
}

TEST(Crossing, RootsNeedFewEvaluations) {
  int calls = 0;
  (void)FindRoot(
      [&](double x) {
        ++calls;
        return Sin(x) - 0.3 * x;
      },
      1.0, 3.0, 1e-12);
  EXPECT_LE(calls, 14);  // bisection alone needs 41
}

TEST(Crossing, FirstCrossingIsTheFirstInItsDirection) {
  const auto f = [](double t) { return Sin(t); };
  const auto any = FirstCrossing(f, 0.5, 20.0, 0.7, 1e-12);
  ASSERT_TRUE(any);
  EXPECT_NEAR(any->t, kPi, 1e-12);
  EXPECT_FALSE(any->rising);
  const auto rising = FirstCrossing(f, 0.5, 20.0, 0.7, 1e-12, Direction::kRising);
  ASSERT_TRUE(rising);
  EXPECT_NEAR(rising->t, kTwoPi, 1e-12);
  EXPECT_TRUE(rising->rising);
  EXPECT_FALSE(FirstCrossing(f, 0.5, 3.0, 0.7, 1e-12));
  // Backward in time the same zero is crossed the other way.
  const auto backward = FirstCrossing(f, 4.0, 0.5, 0.7, 1e-12);
  ASSERT_TRUE(backward);
  EXPECT_NEAR(backward->t, kPi, 1e-12);
  EXPECT_TRUE(backward->rising);
}

TEST(Crossing, AZeroAtTheStartOrATouchDoesNotCount) {
  const auto f = [](double t) { return Sin(t); };
  EXPECT_NEAR(FirstCrossing(f, 0.0, 10.0, 0.5, 1e-12)->t, kPi, 1e-12);
  EXPECT_FALSE(FirstCrossing([](double t) { return (t - 1.0) * (t - 1.0); }, 0.0, 2.0, 0.25, 1e-9));
  // A zero that falls exactly on a sample is found with its direction.
  const auto exact = FirstCrossing([](double t) { return t - 1.0; }, 0.0, 2.0, 0.25, 1e-9);
  ASSERT_TRUE(exact);
  EXPECT_NEAR(exact->t, 1.0, 1e-9);
  EXPECT_TRUE(exact->rising);
}

TEST(Crossing, MinimaAreFoundToTheirFlatness) {
  const Minimum parabola = LocalMinimum([](double t) { return 3.0 + (t - 0.7) * (t - 0.7); }, 0.0, 5.0, 1e-9);
  EXPECT_NEAR(parabola.t, 0.7, 3e-8);
  EXPECT_NEAR(parabola.value, 3.0, 1e-14);
  EXPECT_NEAR(LocalMinimum([](double t) { return std::fabs(t - 2.0); }, 0.0, 3.0, 1e-9).t, 2.0, 1e-7);
  EXPECT_NEAR(LocalMinimum([](double t) { return t; }, 1.0, 3.0, 1e-9).t, 1.0, 1e-7);
}

TEST(Crossing, LeastValueSeesPastOtherMinima) {
  const auto f = [](double t) { return Cos(t) + 0.01 * t; };
  const Minimum least = LeastValue(f, 0.0, 20.0, 0.5, 1e-9);
  EXPECT_NEAR(least.t, kPi + Asin(-0.01) * -1.0 * -1.0, 1e-6);
  EXPECT_EQ(LeastValue(f, 2.0, 2.0, 0.5, 1e-9).t, 2.0);
  EXPECT_EQ(LeastValue([](double t) { return -t; }, 0.0, 3.0, 0.5, 1e-9).t, 3.0);
}

TEST(AssertDeathTest, SaysWhatAndWithWhichValues) {
  EXPECT_DEATH(HAZE_ASSERT(1 + 1 == 3, "sums are right", 0.1, 42, "text"), "sums are right.*1 \\+ 1 == 3.*0.10000000000000001 42 text");
  HAZE_ASSERT(true, "nothing happens");
}

}  // namespace
}  // namespace haze::dynamics
