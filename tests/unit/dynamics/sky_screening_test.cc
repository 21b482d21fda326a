// Screening against sampling at one second and golden sections.
#include "dynamics/sky_screening.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/kepler.h"
#include "tests/unit/dynamics/small_sky.h"

namespace haze::dynamics {
namespace {

const SmallSky& Sky() { return SmallSky::Get(); }

/// The path of one object a little displaced: a companion's, so that something comes near.
Trajectory Beside(int object) {
  return [object](double t) {
    State state = Sky().table.StateAt(object, t);
    state.r += Vector3(3e3, -2e3, 1e3);
    return state;
  };
}

double Distance(int object, const Trajectory& path, double t) { return (Sky().table.Position(object, t) - path(t).r).norm(); }

double GoldenLeast(const std::function<double(double)>& f, double a, double b) {
  const double g = 0.5 * (std::sqrt(5.0) - 1.0);
  double x = b - g * (b - a), y = a + g * (b - a);
  double fx = f(x), fy = f(y);
  while (b - a > 1e-6) {
    if (fx < fy) {
      b = y;
      y = x;
      fy = fx;
      x = b - g * (b - a);
      fx = f(x);
    } else {
      a = x;
      x = y;
      fx = fy;
      y = a + g * (b - a);
      fy = f(y);
    }
  }
  return 0.5 * (a + b);
}

std::vector<Approach> ByForce(const Trajectory& path, const ScreeningOptions& options) {
  std::vector<Approach> found;
  const int steps = static_cast<int>(options.end - options.begin);
  std::vector<Vector3> r;
  for (int k = 0; k <= steps; ++k) r.push_back(path(options.begin + k).r);
  for (int object = 0; object < Sky().table.size(); ++object) {
    std::vector<double> d;
    for (int k = 0; k <= steps; ++k) d.push_back((Sky().table.Position(object, options.begin + k) - r[static_cast<std::size_t>(k)]).norm());
    for (int k = 0; k <= steps; ++k) {
      const auto i = static_cast<std::size_t>(k);
      const bool falls = k == 0 || d[i] <= d[i - 1];
      const bool rises = k == steps || d[i] < d[i + 1];
      if (!falls || !rises || d[i] > options.radius + 2e4) continue;
      const double t = GoldenLeast([&](double s) { return Distance(object, path, s); }, std::max(options.begin, options.begin + k - 1.0),
                                   std::min(options.end, options.begin + k + 1.0));
      if (const double least = Distance(object, path, t); least <= options.radius) found.push_back({object, t, least});
    }
  }
  return found;
}

TEST(Screening, FindsEveryPassageThatSamplingFinds) {
  std::size_t passages = 0;
  for (const int companion : {40, 300, 880}) {
    const Trajectory path = Beside(companion);
    const ScreeningOptions options{.begin = 100.0, .end = 6100.0, .radius = 4e5};
    std::vector<Approach> found = ScreenTrajectory(Sky().table, path, options);
    std::vector<Approach> forced = ByForce(path, options);
    // The companion keeps its distance: it is told once, while sampling finds the rounding of the table.
    const auto is_companion = [companion](const Approach& approach) { return approach.object == companion; };
    EXPECT_EQ(std::erase_if(found, is_companion), 1u);
    std::erase_if(forced, is_companion);
    ASSERT_EQ(found.size(), forced.size()) << companion;
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].object, forced[i].object);
      EXPECT_NEAR(found[i].distance, forced[i].distance, 0.05);
      EXPECT_NEAR(found[i].t, forced[i].t, 0.05) << found[i].object;
    }
    passages += found.size();
  }
  EXPECT_GT(passages, 30u);
}

TEST(Screening, TellsTheEndsOfTheTime) {
  // Alone with one object on its own path at a constant distance: the end of the time counts, once.
  const Trajectory path = Beside(40);
  const std::vector<Approach> found = ScreenTrajectory(Sky().table, path, {.begin = 0.0, .end = 0.0, .radius = 4e3});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].object, 40);
  EXPECT_EQ(found[0].t, 0.0);
  EXPECT_NEAR(found[0].distance, std::sqrt(14.0) * 1e3, 1e-6);
}

TEST(Screening, FindsAPassageCutByTheEndOfTheTime) {
  const Trajectory path = Beside(300);
  const ScreeningOptions whole{.begin = 100.0, .end = 6100.0, .radius = 4e5};
  for (const Approach& passage : ScreenTrajectory(Sky().table, path, whole)) {
    if (passage.object == 300 || passage.t < 110.0 || passage.t > 6090.0) continue;
    const auto of_object = [&](double begin, double end) {
      std::vector<Approach> found;
      for (const Approach& approach : ScreenTrajectory(Sky().table, path, {.begin = begin, .end = end, .radius = 4.2e5})) {
        if (approach.object == passage.object) found.push_back(approach);
      }
      return found;
    };
    const std::vector<Approach> before = of_object(passage.t - 8.0, passage.t - 1.0);
    ASSERT_EQ(before.size(), 1u);
    EXPECT_EQ(before[0].t, passage.t - 1.0);
    const std::vector<Approach> after = of_object(passage.t + 1.0, passage.t + 8.0);
    ASSERT_EQ(after.size(), 1u);
    EXPECT_EQ(after[0].t, passage.t + 1.0);
    return;
  }
  FAIL() << "the path meets nobody";
}

TEST(Screening, ABurnOnThePathHidesNobody) {
  // Away from an object and, from 1,000 s on, back towards it: the least distance is at a corner of the range rate or past it.
  const Trajectory path = [](double t) {
    State state = Sky().table.StateAt(40, t);
    const double s = t < 1000.0 ? 1000.0 - t : t - 1000.0;
    state.r += Vector3(500.0 + 30.0 * s, 0.0, 0.0);
    state.v += Vector3(t < 1000.0 ? -30.0 : 30.0, 0.0, 0.0);
    return state;
  };
  int passages = 0;
  for (const Approach& approach : ScreenTrajectory(Sky().table, path, {.begin = 0.0, .end = 3000.0, .radius = 1e4})) {
    if (approach.object != 40) continue;
    ++passages;
    EXPECT_NEAR(approach.t, 1000.0, 1e-3);
    EXPECT_NEAR(approach.distance, 500.0, 0.1);
  }
  EXPECT_EQ(passages, 1);
}

}  // namespace
}  // namespace haze::dynamics
