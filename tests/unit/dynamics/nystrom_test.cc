// RKN12(10)17M: its coefficients, its order measured, and what it does at the edges.
#include "dynamics/nystrom.h"

#include <limits>

#include <gtest/gtest.h>

#include "dynamics/constants.h"
#include "dynamics/j2_motion.h"
#include "dynamics/kepler.h"

namespace haze::dynamics {
namespace {

constexpr double kDay = 86400.0;

State LowOrbit(double e) {
  const double perigee = 6.678e6;
  const double v = std::sqrt(kMuEarth * (1.0 + e) / perigee);
  return {Vector3(0.6 * perigee, 0.8 * perigee, 0.0), v * Vector3(-0.8 * 0.54, 0.6 * 0.54, std::sqrt(1.0 - 0.54 * 0.54))};
}

Vector3 TwoBody(double, const Vector3& r) {
  const double r2 = r.squaredNorm();
  return (-kMuEarth / (r2 * std::sqrt(r2))) * r;
}

TEST(Nystrom, TableauSatisfiesItsOrderConditions) {
  // Rows sum to c^2 / 2; quadrature of powers of c is exact to 12 for the velocity, 11 for the position, and two less for the embedded formulas.
  // Weights reach 49, so rounding is some 1e-14.
  for (int i = 1; i < nystrom::kStages; ++i) {
    double sum = 0.0;
    for (int j = 0; j < i; ++j) sum += nystrom::kA[i][j];
    EXPECT_NEAR(sum, 0.5 * nystrom::kC[i] * nystrom::kC[i], 2e-14) << "row " << i;
  }
  for (int power = 0; power < 12; ++power) {
    double r = 0.0;
    double v = 0.0;
    double r10 = 0.0;
    double v10 = 0.0;
    for (int i = 0; i < nystrom::kStages; ++i) {
      double c = 1.0;
      for (int k = 0; k < power; ++k) c *= nystrom::kC[i];
      r += nystrom::kB[i] * c;
      v += nystrom::kBp[i] * c;
      r10 += (nystrom::kB[i] - nystrom::kE[i]) * c;
      v10 += (nystrom::kBp[i] - nystrom::kEp[i]) * c;
    }
    const double n = power + 1.0;
    EXPECT_NEAR(v, 1.0 / n, 1e-15) << "power " << power;
    if (power < 11) {
      EXPECT_NEAR(r, 1.0 / (n * (n + 1.0)), 1e-15) << "power " << power;
    }
    if (power < 10) {
      EXPECT_NEAR(v10, 1.0 / n, 1e-15) << "power " << power;
    }
    if (power < 9) {
      EXPECT_NEAR(r10, 1.0 / (n * (n + 1.0)), 1e-15) << "power " << power;
    }
  }
}

TEST(Nystrom, ErrorFallsWithTwelfthPowerOfStep) {
  // Most of a revolution about a point mass in 8 and in 12 steps: coarse, so that rounding has no part in it.
  const State start = LowOrbit(0.1);
  const double duration = 5000.0;
  const State exact = PropagateKepler(start, duration).value();
  const auto error = [&](double steps) {
    Nystrom12 integrator({.rtol = 1e30, .h_initial = duration / steps, .h_max = duration / steps});
    integrator.Start(0.0, start);
    EXPECT_EQ(integrator.Advance(TwoBody, duration), StepStatus::kReached);
    return (integrator.state().r - exact.r).norm();
  };
  const double order = Log(error(8.0) / error(12.0)) / Log(1.5);
  EXPECT_GT(order, 11.0);
  EXPECT_LT(order, 14.0);
}

TEST(Nystrom, ADayOfJ2AgreesWithDop853ToTwoMillimetres) {
  // 2e-6 km a day with what haze bench physics times.
  for (const double e : {0.001, 0.02, 0.1}) {
    const State start = LowOrbit(e);
    Dop853Options<6> options;
    options.rtol = 1e-14;
    options.atol << 1e-7, 1e-7, 1e-7, 1e-10, 1e-10, 1e-10;
    options.dense = false;
    Dop853<6> reference(options);
    reference.Start(0.0, ToVector6(start));
    const auto f = [](double, const Vector6& x) {
      Vector6 rate;
      rate << x.tail<3>(), J2Acceleration(x.head<3>());
      return rate;
    };
    ASSERT_EQ(reference.Advance(f, kDay), StepStatus::kReached);
    Nystrom12 integrator({.rtol = 0.0, .atol_r = 5e-4, .atol_v = 5e-7});
    integrator.Start(0.0, start);
    ASSERT_EQ(integrator.Advance([](double, const Vector3& r) { return J2Acceleration(r); }, kDay), StepStatus::kReached);
    const Vector3 difference = integrator.state().r - reference.y().head<3>();
    EXPECT_LT(difference.norm(), 2e-3) << "e " << e;
    EXPECT_LT(integrator.counts().evaluations, reference.counts().evaluations / 3);
    EXPECT_EQ(integrator.counts().rejected, 0);
  }
}

TEST(Nystrom, ForwardAndBackReturns) {
  const State start = LowOrbit(0.3);
  Nystrom12 integrator(NystromOptions{.rtol = 1e-13, .atol_r = 1e-4, .atol_v = 1e-7});
  integrator.Start(0.0, start);
  ASSERT_EQ(integrator.Advance(TwoBody, kDay), StepStatus::kReached);
  EXPECT_EQ(integrator.t(), kDay);
  ASSERT_EQ(integrator.Advance(TwoBody, 0.0), StepStatus::kReached);
  EXPECT_LT((integrator.state().r - start.r).norm(), 1e-2);  // the centimetre
}

TEST(Nystrom, NoStepPassesItsLimitAndACutStepShortensNoOther) {
  const State start = LowOrbit(0.01);
  Nystrom12 integrator;
  integrator.Start(0.0, start);
  ASSERT_EQ(integrator.Step(TwoBody, 1e6), StepStatus::kAdvanced);
  const double first = integrator.t();
  ASSERT_EQ(integrator.Step(TwoBody, first + 1.0), StepStatus::kReached);
  EXPECT_EQ(integrator.t(), first + 1.0);
  EXPECT_EQ(integrator.Step(TwoBody, first + 1.0), StepStatus::kReached);
  ASSERT_EQ(integrator.Step(TwoBody, 1e6), StepStatus::kAdvanced);
  EXPECT_GT(integrator.t() - first, 100.0);
}

TEST(Nystrom, WhatIsNotANumberIsToldAndMovesNothing) {
  Nystrom12 integrator;
  integrator.Start(0.0, LowOrbit(0.01));
  const auto broken = [](double, const Vector3&) { return Vector3(std::numeric_limits<double>::quiet_NaN(), 0.0, 0.0); };
  EXPECT_EQ(integrator.Advance(broken, 600.0), StepStatus::kNotFinite);
  EXPECT_EQ(integrator.t(), 0.0);
  EXPECT_EQ(integrator.state().r, LowOrbit(0.01).r);
}

}  // namespace
}  // namespace haze::dynamics
