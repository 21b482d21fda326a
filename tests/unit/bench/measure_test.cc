// Figures against a clock that the test turns.
#include "tools/bench/measure.h"

#include <gtest/gtest.h>

namespace haze::tools {
namespace {

double now = 0.0;
double TurnedClock() { return now; }

/// Work of one unit that takes `duration` s of that clock.
Work Takes(double duration) {
  return [duration] {
    now += duration;
    return 1.0;
  };
}

TEST(Measure, RatesAreUnitsASecondAndRatiosAgainstTheLastWork) {
  const Rates rates = Interleave({Takes(0.02), Takes(0.01)}, 5, 0.1, TurnedClock);
  ASSERT_EQ(rates.median.size(), 2u);
  EXPECT_NEAR(rates.median[0], 50.0, 1e-9);  // sums of a clock's hundredths
  EXPECT_NEAR(rates.median[1], 100.0, 1e-9);
  EXPECT_NEAR(rates.ratio[0], 0.5, 1e-9);
  EXPECT_EQ(rates.ratio[1], 1.0);
}

TEST(Measure, OneDisturbedRoundMovesNeitherRateNorRatio) {
  int calls = 0;
  const Work disturbed = [&calls] {
    now += ++calls == 3 ? 10.0 : 0.1;  // the first call is the one that warms up
    return 1.0;
  };
  const Rates rates = Interleave({disturbed, Takes(0.1)}, 3, 0.05, TurnedClock);
  EXPECT_NEAR(rates.median[0], 10.0, 1e-6);
  EXPECT_NEAR(rates.ratio[0], 1.0, 1e-6);
}

TEST(Measure, APinIsTakenOutAgain) {
  // Where a thread may run is asked by pinning it twice: the second pin finds one processor, and after both it may be pinned anew.
  const bool first = Pin().pinned();
  const bool second = Pin().pinned();
  EXPECT_EQ(first, second);
}

}  // namespace
}  // namespace haze::tools
