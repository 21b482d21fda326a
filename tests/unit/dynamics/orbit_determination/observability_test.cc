// What directions tell about the range: nothing without a burn, as much as its displacement across the line of sight is long, and what a fit then finds.
#include "dynamics/orbit_determination/observability.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"
#include "dynamics/j2_motion.h"
#include "dynamics/orbit_determination/batch.h"
#include "dynamics/random.h"
#include "dynamics/relative.h"

namespace haze::dynamics {
namespace {

constexpr double kN = 1.1e-3;  // rad/s
constexpr double kSigma = 20.0 * kArcsecond;
constexpr double kHalf = kPi / kN;  // s: half a revolution

std::vector<double> Times(double first, double last, double step) {
  std::vector<double> times;
  for (double t = first; t <= last; t += step) times.push_back(t);
  return times;
}

/// The target stands 20 km ahead.
LinearCourse Ahead() {
  LinearCourse course{.n = kN};
  course.x(1) = 20e3;
  return course;
}

/// The craft of hunt.h in closer orbits: 62 km apart.
RealCourse Near() {
  return {.own = ToState({.a = 6880.8e3, .e = 0.001, .i = 1.7, .raan = 1.2, .argp = 0.5, .nu = 0.3}),
          .target = ToState({.a = 6881.2e3, .e = 0.0015, .i = 1.7005, .raan = 1.2003, .argp = 0.5, .nu = 0.309})};
}

TEST(Observability, WithoutABurnDirectionsLeaveTheRangeOpenUnderLinearMotion) {
  RandomStream random(MatchKey{}, 8, 1, 0);
  const std::vector<double> both = Times(-3000.0, 5000.0, 50.0);
  const std::vector<double> early = Times(-3000.0, 0.0, 50.0);
  const std::vector<double> late = Times(10.0, 5000.0, 50.0);
  for (int k = 0; k < 50; ++k) {
    LinearCourse course{.n = kN};
    course.x << 1e4 * random.NormalVector3(), 10.0 * random.NormalVector3();
    const Vector3 dv = random.UnitVector3();
    EXPECT_FALSE(ExpectRange(course, {.times = both, .sigma = kSigma, .end = 5000.0}).range_sigma) << k;
    // A burn needs directions on either side: those after it alone fit every multiple of the state that it left.
    EXPECT_FALSE(ExpectRange(course, {.times = early, .sigma = kSigma, .end = 5000.0}, dv).range_sigma) << k;
    EXPECT_FALSE(ExpectRange(course, {.times = late, .sigma = kSigma, .end = 5000.0}, dv).range_sigma) << k;
    const RangeObservability with = ExpectRange(course, {.times = both, .sigma = kSigma, .end = 5000.0}, dv);
    ASSERT_EQ(with.status, ObservabilityStatus::kOk);
    ASSERT_TRUE(with.range_sigma) << k;
    // Nor does it help to burn so little that rounding is more.
    EXPECT_FALSE(ExpectRange(course, {.times = both, .sigma = kSigma, .end = 5000.0}, 1e-13 * dv).range_sigma) << k;
    // A tenth of the displacement tells a tenth, as long as the path is about the same.
    const RangeObservability small = ExpectRange(course, {.times = both, .sigma = kSigma, .end = 5000.0}, 1e-4 * dv);
    const RangeObservability smaller = ExpectRange(course, {.times = both, .sigma = kSigma, .end = 5000.0}, 1e-5 * dv);
    ASSERT_TRUE(small.range_sigma && smaller.range_sigma) << k;
    EXPECT_NEAR(*smaller.range_sigma / *small.range_sigma, 10.0, 0.1) << k;
  }
}

TEST(Observability, ADisplacementAlongTheLineOfSightTellsNothing) {
  // Half a revolution after a radial burn the displacement is 4 dv / n along the track and nothing else, towards a target that stands ahead.
  std::vector<double> times = Times(-3000.0, 0.0, 50.0);
  times.push_back(kHalf);
  const SightSchedule schedule{.times = times, .sigma = kSigma, .end = kHalf};
  const RangeObservability radial = ExpectRange(Ahead(), schedule, Vector3::UnitX());
  ASSERT_EQ(radial.status, ObservabilityStatus::kOk);
  EXPECT_NEAR(std::fabs(radial.range - 20e3), 4.0 / kN, 1e-6);
  EXPECT_LT(radial.sight_angle, 1e-12);
  EXPECT_FALSE(radial.range_sigma);
  const RangeObservability transverse = ExpectRange(Ahead(), schedule, Vector3::UnitY());
  ASSERT_TRUE(transverse.range_sigma);
  EXPECT_LT(*transverse.range_sigma, 0.01 * transverse.range);
  // Seen on the way as well, the radial burn tells.
  times.push_back(0.5 * kHalf);
  EXPECT_TRUE(ExpectRange(Ahead(), {.times = times, .sigma = kSigma, .end = kHalf}, Vector3::UnitX()).range_sigma);
}

TEST(Observability, OneDirectionTellsSigmaTimesRangeOverTheTangentOfTheAngle) {
  // The prior knows the course to a centimetre but for its scale.
  const LinearCourse course = Ahead();
  const std::vector<double> times = {0.7 * kHalf};
  SightSchedule schedule{.times = times, .sigma = kSigma, .end = times.front(), .use_prior = true};
  schedule.prior.diagonal() << 1e-4, 1e-4, 1e-4, 1e-10, 1e-10, 1e-10;
  schedule.prior += course.x * course.x.transpose();
  RandomStream random(MatchKey{}, 8, 2, 0);
  for (int k = 0; k < 20; ++k) {
    const RangeObservability seen = ExpectRange(course, schedule, 0.3 * random.UnitVector3());
    ASSERT_TRUE(seen.range_sigma);
    EXPECT_NEAR(*seen.range_sigma / (kSigma * seen.range / Tan(seen.sight_angle)), 1.0, 2e-3) << k;  // the prior's 100 % hold a little
  }
}

TEST(Observability, WithoutDirectionsTheRangeIsKnownAsThePriorHasIt) {
  RandomStream random(MatchKey{}, 8, 5, 0);
  LinearCourse course = Ahead();
  course.x << 5e3, 20e3, -3e3, 2.0, -1.0, 3.0;
  SightSchedule schedule{.sigma = kSigma, .end = 1500.0, .use_prior = true};
  for (int k = 0; k < 6; ++k) {
    Vector6 column;
    column << 100.0 * random.NormalVector3(), 0.1 * random.NormalVector3();
    schedule.prior += column * column.transpose();
  }
  const Matrix6 Phi = HcwTransition(kN, 1500.0);
  const Vector3 u = (Phi * course.x).head<3>().normalized();
  const Matrix3 P = (Phi * schedule.prior * Phi.transpose()).topLeftCorner<3, 3>();
  const RangeObservability seen = ExpectRange(course, schedule);
  ASSERT_TRUE(seen.range_sigma);
  EXPECT_NEAR(*seen.range_sigma / std::sqrt(u.dot(P * u)), 1.0, 1e-9);
}

TEST(Observability, NonlinearMotionTellsALittleAndABurnMore) {
  const std::vector<double> times = Times(-2800.0, 2800.0, 50.0);
  const SightSchedule schedule{.times = times, .sigma = kSigma, .end = 2800.0};
  const RangeObservability without = ExpectRange(Near(), schedule);
  const RangeObservability with = ExpectRange(Near(), schedule, Vector3(0.0, 0.0, 1.0));
  ASSERT_TRUE(without.range_sigma && with.range_sigma);
  EXPECT_LT(*with.range_sigma, 0.2 * *without.range_sigma);
  EXPECT_EQ(without.sight_angle, 0.0);
}

TEST(Observability, LinearAndRealCoursesAgreeCloseBy) {
  // A circular orbit over the equator: J2 changes the mean motion by a thousandth.
  const State own = ToState({.a = 7000e3, .e = 0.0, .i = 0.0, .raan = 0.0, .argp = 0.0, .nu = 0.0});
  LinearCourse linear{.n = RtnRate(own).z()};
  linear.x << 100.0, 2000.0, 300.0, 0.2, -0.3, 0.1;
  const RealCourse real{.own = own, .target = FromRtnRelative(FromVector6(linear.x), own)};
  const std::vector<double> times = Times(-2500.0, 2500.0, 100.0);
  const SightSchedule schedule{.times = times, .sigma = kSigma, .end = 2500.0};
  const Vector3 dv(0.03, 0.05, -0.08);
  const RangeObservability a = ExpectRange(linear, schedule, dv);
  const RangeObservability b = ExpectRange(real, schedule, dv);
  ASSERT_TRUE(a.range_sigma && b.range_sigma);
  EXPECT_NEAR(a.range / b.range, 1.0, 0.02);
  EXPECT_NEAR(*a.range_sigma / *b.range_sigma, 1.0, 0.03);
}

TEST(Observability, ThePlannedBurnBeatsRandomOnesOfItsSize) {
  const std::vector<double> times = Times(-2000.0, 2500.0, 100.0);
  const SightSchedule schedule{.times = times, .sigma = kSigma, .end = 2500.0};
  LinearCourse moving{.n = kN};
  moving.x << 3e3, -15e3, 2e3, -1.0, -4.0, 2.0;
  RandomStream random(MatchKey{}, 8, 3, 0);
  for (const RelativeCourse& course : {RelativeCourse(Ahead()), RelativeCourse(moving), RelativeCourse(Near())}) {
    const ObservabilityBurn plan = PlanObservabilityBurn(course, schedule, {.dv = 1.0});
    ASSERT_EQ(plan.status, ObservabilityStatus::kOk);
    EXPECT_LE(plan.dv_RTN.norm(), 1.0 + 1e-12);
    EXPECT_FALSE(plan.without.range_sigma && *plan.without.range_sigma < *plan.with.range_sigma);
    for (int k = 0; k < 200; ++k) {
      const RangeObservability other = ExpectRange(course, schedule, plan.dv_RTN.norm() * random.UnitVector3());
      EXPECT_FALSE(other.range_sigma && *other.range_sigma < *plan.with.range_sigma) << "course " << course.index() << " burn " << k;
    }
  }
}

TEST(Observability, PromisesWhatTwoHundredFitsKeep) {
  const RealCourse course = Near();
  const double end = 2800.0;
  const std::vector<double> times = Times(-2800.0, end, 50.0);
  const ObservabilityBurn plan = PlanObservabilityBurn(course, {.times = times, .sigma = kSigma, .end = end}, {.dv = 1.0, .keep_out = 20e3});
  ASSERT_EQ(plan.status, ObservabilityStatus::kOk);
  EXPECT_GT(*plan.without.range_sigma, 500.0);
  EXPECT_LT(*plan.with.range_sigma, 40.0);
  State burned = course.own;
  burned.v += RtnFromEci(course.own).transpose() * plan.dv_RTN;
  const Vector3 r_own = PropagateJ2(burned, end).r;
  const double range = (PropagateJ2(course.target, end).r - r_own).norm();
  EXPECT_NEAR(plan.with.range / range, 1.0, 1e-3);

  double squares = 0.0;
  constexpr int kFits = 200;
  for (std::uint64_t seed = 0; seed < kFits; ++seed) {
    RandomStream random(MatchKey{}, 8, 4, seed);
    std::vector<AngleMeasurement> angles;
    for (const double t : times) {
      const Vector3 observer = PropagateJ2(t > 0.0 ? burned : course.own, t).r;
      const Vector3 u = (PropagateJ2(course.target, t).r - observer).normalized();
      angles.push_back({t, observer, (u + kSigma * random.NormalVector3()).normalized(), kSigma});
    }
    const State guess{course.target.r + 1e3 * random.NormalVector3(), course.target.v + random.NormalVector3()};
    const FitResult fit = BatchFit(0.0, guess, angles, {});
    ASSERT_EQ(fit.status, FitStatus::kConverged) << "seed " << seed;
    const double error = (PropagateJ2(fit.state, end).r - r_own).norm() - range;
    squares += error * error;
  }
  // One sigma of the root of a mean of 200 squares is 5 %.
  EXPECT_NEAR(std::sqrt(squares / kFits) / *plan.with.range_sigma, 1.0, 0.15);
}

TEST(Observability, StaysOutsideTheKeepOutRadiusAndNearThePresentPath) {
  LinearCourse course{.n = kN};
  course.x(1) = 3e3;
  const std::vector<double> times = Times(-2000.0, 2500.0, 100.0);
  const SightSchedule schedule{.times = times, .sigma = kSigma, .end = 2500.0};
  const auto extremes = [&](const Vector3& dv, double* nearest, double* drift) {
    *nearest = std::numeric_limits<double>::infinity();
    *drift = 0.0;
    for (double t = 0.0; t <= 2500.0; t += 1.0) {
      Vector6 x = course.x;
      x.tail<3>() -= dv;
      const Vector3 rho = PropagateHcw(x, kN, t).head<3>();
      *nearest = std::min(*nearest, rho.norm());
      *drift = std::max(*drift, (rho - PropagateHcw(course.x, kN, t).head<3>()).norm());
    }
  };
  double nearest = 0.0;
  double drift = 0.0;
  const ObservabilityBurn free = PlanObservabilityBurn(course, schedule, {.dv = 1.0});
  ASSERT_EQ(free.status, ObservabilityStatus::kOk);
  extremes(free.dv_RTN, &nearest, &drift);
  EXPECT_LT(nearest, 1.5e3);
  EXPECT_GT(drift, 1e3);
  EXPECT_NEAR(free.nearest, nearest, 2.0);
  EXPECT_NEAR(free.drift, drift, 1e-3 * drift);

  const ObservabilityBurn kept = PlanObservabilityBurn(course, schedule, {.dv = 1.0, .keep_out = 2.5e3});
  ASSERT_EQ(kept.status, ObservabilityStatus::kOk);
  extremes(kept.dv_RTN, &nearest, &drift);
  EXPECT_GE(nearest, 2.5e3 - 2.0);  // straight between samples
  EXPECT_GE(kept.nearest, 2.5e3);
  EXPECT_GT(*kept.with.range_sigma, *free.with.range_sigma);

  const ObservabilityBurn close = PlanObservabilityBurn(course, schedule, {.dv = 1.0, .drift = 100.0});
  ASSERT_EQ(close.status, ObservabilityStatus::kOk);
  extremes(close.dv_RTN, &nearest, &drift);
  EXPECT_LE(drift, 100.1);
  EXPECT_GT(drift, 90.0);
  EXPECT_GT(*close.with.range_sigma, *free.with.range_sigma);

  EXPECT_EQ(PlanObservabilityBurn(course, schedule, {.dv = 1.0, .keep_out = 4e3}).status, ObservabilityStatus::kNoneAllowed);
  const std::vector<double> late = Times(100.0, 2500.0, 100.0);
  EXPECT_EQ(PlanObservabilityBurn(course, {.times = late, .sigma = kSigma, .end = 2500.0}, {.dv = 1.0}).status, ObservabilityStatus::kOpen);
}

TEST(Observability, TheOrderOfTheTimesChangesNoBit) {
  const std::vector<double> times = Times(-2000.0, 2500.0, 100.0);
  const std::vector<double> reversed(times.rbegin(), times.rend());
  const RangeObservability a = ExpectRange(Near(), {.times = times, .sigma = kSigma, .end = 2500.0}, Vector3::UnitZ());
  const RangeObservability b = ExpectRange(Near(), {.times = reversed, .sigma = kSigma, .end = 2500.0}, Vector3::UnitZ());
  ASSERT_TRUE(a.range_sigma);
  EXPECT_EQ(*a.range_sigma, *b.range_sigma);
}

TEST(Observability, WhatCannotBeAskedIsSaid) {
  const std::vector<double> times = Times(-2000.0, 2500.0, 100.0);
  const SightSchedule good{.times = times, .sigma = kSigma, .end = 2500.0};
  const auto status = [](const RelativeCourse& course, const SightSchedule& schedule, const Vector3& dv = Vector3::Zero()) {
    const ObservabilityStatus plan = PlanObservabilityBurn(course, schedule, {.dv = 1.0}).status;
    const ObservabilityStatus expected = ExpectRange(course, schedule, dv).status;
    EXPECT_TRUE(plan == expected || !dv.allFinite());
    return expected;
  };
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(status(Ahead(), good), ObservabilityStatus::kOk);
  EXPECT_EQ(status(Ahead(), good, Vector3(kNan, 0.0, 0.0)), ObservabilityStatus::kBadInput);
  for (const double odd : {kNan, std::numeric_limits<double>::infinity(), 0.0, -1.0}) {
    LinearCourse linear = Ahead();
    linear.n = odd;
    EXPECT_EQ(status(linear, good), ObservabilityStatus::kBadInput) << odd;
    EXPECT_EQ(status(Ahead(), {.times = times, .sigma = odd, .end = 2500.0}), ObservabilityStatus::kBadInput) << odd;
    EXPECT_EQ(status(Ahead(), {.times = times, .sigma = kSigma, .end = odd}), ObservabilityStatus::kBadInput) << odd;
    EXPECT_EQ(PlanObservabilityBurn(Ahead(), good, {.dv = odd}).status, ObservabilityStatus::kBadInput) << odd;
    SightSchedule prior = good;
    prior.use_prior = true;
    prior.prior = odd * Matrix6::Identity();
    EXPECT_EQ(status(Ahead(), prior), ObservabilityStatus::kBadInput) << odd;
    if (odd == 0.0) continue;
    EXPECT_EQ(PlanObservabilityBurn(Ahead(), good, {.dv = 1.0, .keep_out = odd}).status, ObservabilityStatus::kBadInput) << odd;
    EXPECT_EQ(PlanObservabilityBurn(Ahead(), good, {.dv = 1.0, .drift = odd}).status, ObservabilityStatus::kBadInput) << odd;
  }
  EXPECT_EQ(status(LinearCourse{.n = kN}, good), ObservabilityStatus::kBadInput);  // no distance
  RealCourse same = Near();
  same.target = same.own;
  EXPECT_EQ(status(same, good), ObservabilityStatus::kBadInput);
  RealCourse lost = Near();
  lost.target.v.x() = kNan;
  EXPECT_EQ(status(lost, good), ObservabilityStatus::kBadInput);
  for (const double t : {2501.0, -2e6, kNan}) {
    const std::vector<double> wrong = {0.0, t};
    EXPECT_EQ(status(Ahead(), {.times = wrong, .sigma = kSigma, .end = 2500.0}), ObservabilityStatus::kBadInput) << t;
  }
}

TEST(Observability, NoOddNumberGivesAnAnswerThatIsNotFinite) {
  const std::vector<double> times = Times(-2000.0, 2500.0, 500.0);
  const SightSchedule schedule{.times = times, .sigma = kSigma, .end = 2500.0};
  constexpr double kInf = std::numeric_limits<double>::infinity();
  for (const double odd : {std::numeric_limits<double>::quiet_NaN(), kInf, -kInf, 0.0, -1.0, 1e-300, 1e200, -1e200}) {
    for (int k = 0; k < 22; ++k) {
      LinearCourse linear = Ahead();
      RealCourse real = Near();
      Vector3 dv(0.1, 0.2, 0.3);
      const std::array<std::pair<double*, int>, 7> parts = {{{linear.x.data(), 6},
                                                             {&linear.n, 1},
                                                             {dv.data(), 3},
                                                             {real.own.r.data(), 3},
                                                             {real.own.v.data(), 3},
                                                             {real.target.r.data(), 3},
                                                             {real.target.v.data(), 3}}};
      int left = k;
      std::size_t part = 0;
      for (; left >= parts[part].second; ++part) left -= parts[part].second;
      parts[part].first[left] = odd;
      for (const RelativeCourse& course : {RelativeCourse(linear), RelativeCourse(real)}) {
        const RangeObservability seen = ExpectRange(course, schedule, dv);
        const bool ok = seen.status == ObservabilityStatus::kOk;
        EXPECT_TRUE(!ok || (std::isfinite(seen.range) && std::isfinite(seen.sight_angle) && std::isfinite(seen.range_sigma.value_or(0.0)))) << k << " " << odd;
        const bool concerned = part == 2 || (part < 2) == (course.index() == 0);
        EXPECT_FALSE(ok && concerned && !std::isfinite(odd)) << k << " " << odd;
      }
    }
  }
}

}  // namespace
}  // namespace haze::dynamics
