// Dormand-Prince 8(5,3): the order is measured, not trusted.
#include "dynamics/integrator.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/constants.h"
#include "dynamics/elements.h"
#include "dynamics/j2_motion.h"
#include "dynamics/kepler.h"

namespace haze::dynamics {
namespace {

Vector6 TwoBody(double mu, const Vector6& y) {
  const Vector3 r = y.head<3>();
  const double r2 = r.squaredNorm();
  Vector6 dy;
  dy << y.tail<3>(), r * (-mu / (r2 * std::sqrt(r2)));
  return dy;
}

template <std::size_t M>
double Sum(const std::array<dop853::Term, M>& row, int power = 0) {
  double sum = 0.0;
  for (const dop853::Term& term : row) {
    double value = term.weight;
    for (int k = 0; k < power; ++k) value *= dop853::kC[static_cast<std::size_t>(term.stage)];
    sum += value;
  }
  return sum;
}

TEST(Integrator, TableauSatisfiesItsRowSums) {
  const double sums[] = {Sum(dop853::kA1),  Sum(dop853::kA2), Sum(dop853::kA3),  Sum(dop853::kA4),  Sum(dop853::kA5),
                         Sum(dop853::kA6),  Sum(dop853::kA7), Sum(dop853::kA8),  Sum(dop853::kA9),  Sum(dop853::kA10),
                         Sum(dop853::kA11), Sum(dop853::kB),  Sum(dop853::kA13), Sum(dop853::kA14), Sum(dop853::kA15)};
  for (std::size_t i = 0; i < std::size(sums); ++i) EXPECT_NEAR(sums[i], dop853::kC[i + 1], 2e-14) << i + 1;
  // Quadrature conditions of order 8, and those of the embedded formulas.
  for (int power = 0; power < 8; ++power) EXPECT_NEAR(Sum(dop853::kB, power), 1.0 / (power + 1), 2e-15 * 5) << power;
  for (int power = 0; power < 3; ++power) EXPECT_NEAR(Sum(dop853::kB3, power), 1.0 / (power + 1), 2e-15 * 5) << power;
  for (int power = 0; power < 5; ++power) EXPECT_NEAR(Sum(dop853::kE5, power), 0.0, 2e-15 * 5) << power;
}

struct Errors {
  double end;
  double inside;
};

/// One revolution of an ellipse of unit size in `steps` equal steps: errors at the step ends and inside the steps.
Errors FixedStepErrors(int steps) {
  const State start = ToState({.a = 1.0, .e = 0.2, .i = 0.4, .raan = 0.1, .argp = 0.2, .nu = 0.3}, 1.0);
  Dop853Options<6> options;
  options.rtol = 0.0;
  options.atol.setConstant(1e30);  // every step is accepted
  options.h_initial = kTwoPi / steps;
  options.h_max = options.h_initial;
  Dop853<6> integrator(options);
  integrator.Start(0.0, ToVector6(start));
  const auto f = [](double, const Vector6& y) -> Vector6 { return TwoBody(1.0, y); };
  Errors errors{0.0, 0.0};
  while (integrator.Step(f, kTwoPi) == StepStatus::kAdvanced) {
    const DenseSegment<6>& segment = integrator.Segment();
    for (const double s : {0.0, 0.17, 0.5, 0.83, 1.0}) {
      const double t = segment.t0 + s * segment.h;
      errors.inside = std::fmax(errors.inside, (segment.At(t) - ToVector6(*PropagateKepler(start, t, 1.0))).norm());
    }
  }
  errors.end = (integrator.y() - ToVector6(start)).norm();
  return errors;
}

TEST(Integrator, ErrorFallsWithEighthPowerOfStep) {
  const Errors coarse = FixedStepErrors(24);
  const Errors fine = FixedStepErrors(48);
  EXPECT_NEAR(Log(coarse.end / fine.end) / Log(2.0), 8.0, 0.7) << coarse.end << ' ' << fine.end;
}

TEST(Integrator, DenseErrorFallsWithEighthPowerOfStep) {
  // Order 7 of the interpolant: an error of h^8 inside a step.
  const Errors coarse = FixedStepErrors(24);
  const Errors fine = FixedStepErrors(48);
  EXPECT_NEAR(Log(coarse.inside / fine.inside) / Log(2.0), 8.0, 0.7) << coarse.inside << ' ' << fine.inside;
  EXPECT_LT(fine.inside, 10.0 * fine.end + 1e-9);
}

TEST(Integrator, OneDayOfTwoBodyMotionStaysWithinThreeCentimetres) {
  const State start = ToState({.a = 6.88e6, .e = 0.001, .i = 1.7, .raan = 0.0, .argp = 0.0, .nu = 0.0});
  const auto f = [](double, const Vector6& y) -> Vector6 { return TwoBody(kMuEarth, y); };
  Dop853<6> integrator(OrbitOptions());
  integrator.Start(0.0, ToVector6(start));
  ASSERT_EQ(integrator.Advance(f, 86400.0), StepStatus::kReached);
  EXPECT_EQ(integrator.t(), 86400.0);
  const State exact = *PropagateKepler(start, 86400.0);
  EXPECT_LT((integrator.y().head<3>() - exact.r).norm(), 0.03);
  EXPECT_LT((integrator.y().tail<3>() - exact.v).norm(), 3e-5);
  EXPECT_LT(integrator.counts().accepted, 800);
  RecordProperty("accepted", static_cast<int>(integrator.counts().accepted));
  // nyx-space/nyx f31c037ab5bf, propagators.rs: GMAT RungeKutta89 over one day.
  integrator.Start(0.0, 1e3 * (Vector6() << -2436.45, -2436.45, 6891.037, 5.088611, -5.088611, 0.0).finished());
  ASSERT_EQ(integrator.Advance(f, 86400.0), StepStatus::kReached);
  EXPECT_LT((integrator.y().head<3>() - 1e3 * Vector3(-5971.194191670676, 3945.506653225158, 2864.6366184134445)).norm(), 0.02);
}

TEST(Integrator, BackwardUndoesForward) {
  const State start = ToState({.a = 7.5e6, .e = 0.08, .i = 0.9, .raan = 0.0, .argp = 0.0, .nu = 1.0});
  const auto f = [](double, const Vector6& y) -> Vector6 { return TwoBody(kMuEarth, y); };
  Dop853<6> integrator(OrbitOptions());
  integrator.Start(100.0, ToVector6(start));
  ASSERT_EQ(integrator.Advance(f, 7000.0), StepStatus::kReached);
  ASSERT_EQ(integrator.Advance(f, 100.0), StepStatus::kReached);
  EXPECT_LT(integrator.Segment().h, 0.0);
  EXPECT_LT((integrator.y().head<3>() - start.r).norm(), 3e-2);
}

TEST(Integrator, PreciseOptionsKeepEnergyAndTurnBack) {
  const auto f = [](double, const Vector6& y) -> Vector6 { return TwoBody(kMuEarth, y); };
  for (const double e : {0.0, 0.01, 0.3, 0.7}) {
    const State start = ToState({.a = 6.7e6 / (1.0 - e), .e = e, .i = 1.7, .raan = 0.3, .argp = 0.2, .nu = 0.5});
    Dop853<6> integrator(PreciseOrbitOptions());
    integrator.Start(0.0, ToVector6(start));
    ASSERT_EQ(integrator.Advance(f, 86400.0), StepStatus::kReached);
    const State end = FromVector6(integrator.y());
    const auto energy = [](const State& s) { return 0.5 * s.v.squaredNorm() - kMuEarth / s.r.norm(); };
    EXPECT_LT(std::fabs(energy(end) / energy(start) - 1.0), 1e-12) << e;
    EXPECT_LT((end.r - PropagateKepler(start, 86400.0)->r).norm(), 1e-3) << e;
    ASSERT_EQ(integrator.Advance(f, 0.0), StepStatus::kReached);
    EXPECT_LT((integrator.y().head<3>() - start.r).norm(), 1e-3) << e;
  }
}

TEST(Integrator, ADayForwardAndBackUnderJ2EndsWithinACentimetre) {
  const auto f = [](double, const Vector6& y) {
    Vector6 rate;
    rate << y.tail<3>(), J2Acceleration(y.head<3>());
    return rate;
  };
  const State start = ToState({.a = 6.88e6, .e = 0.001, .i = 1.7, .raan = 0.0, .argp = 0.0, .nu = 0.0});
  Dop853<6> integrator(PreciseOrbitOptions());
  integrator.Start(0.0, ToVector6(start));
  ASSERT_EQ(integrator.Advance(f, 86400.0), StepStatus::kReached);
  ASSERT_EQ(integrator.Advance(f, 0.0), StepStatus::kReached);
  EXPECT_LT((integrator.y().head<3>() - start.r).norm(), 0.01);
}

TEST(Integrator, SegmentsMeetAndKeepTheTolerance) {
  const State start = ToState({.a = 7.5e6, .e = 0.08, .i = 0.9, .raan = 0.0, .argp = 0.0, .nu = 1.0});
  const auto f = [](double, const Vector6& y) -> Vector6 { return TwoBody(kMuEarth, y); };
  Dop853<6> integrator(OrbitOptions());
  integrator.Start(0.0, ToVector6(start));
  StepStatus status = StepStatus::kAdvanced;
  while (status == StepStatus::kAdvanced) {
    const Vector6 before = integrator.y();
    status = integrator.Step(f, 20000.0);
    const DenseSegment<6>& segment = integrator.Segment();
    EXPECT_EQ(segment.At(segment.t0), before);
    EXPECT_LT((segment.At(integrator.t()) - integrator.y()).norm(), 1e-7);  // some ulps of 1e7 m
    const double t = segment.t0 + 0.4 * segment.h;
    EXPECT_LT((segment.At(t).head<3>() - PropagateKepler(start, t)->r).norm(), 0.05);
  }
  EXPECT_EQ(status, StepStatus::kReached);
}

TEST(Integrator, ACutStepDoesNotShortenTheOnesAfterIt) {
  const State start = ToState({.a = 6.88e6, .e = 0.001, .i = 1.7, .raan = 0.0, .argp = 0.0, .nu = 0.0});
  const auto f = [](double, const Vector6& y) -> Vector6 { return TwoBody(kMuEarth, y); };
  Dop853<6> free(OrbitOptions());
  free.Start(0.0, ToVector6(start));
  ASSERT_EQ(free.Advance(f, 20000.0), StepStatus::kReached);
  Dop853<6> cut(OrbitOptions());
  cut.Start(0.0, ToVector6(start));
  for (int k = 1; k <= 20; ++k) {
    ASSERT_EQ(cut.Advance(f, 1000.0 * k - 0.001), StepStatus::kReached);
    ASSERT_EQ(cut.Advance(f, 1000.0 * k), StepStatus::kReached);
  }
  EXPECT_LE(cut.counts().accepted, free.counts().accepted + 60);
}

TEST(Integrator, ReportsWhatItCannotIntegrate) {
  using Scalar = Eigen::Matrix<double, 1, 1>;
  Dop853<1> integrator;
  integrator.Start(0.0, Scalar::Constant(1.0));
  // y' = y^2 has a pole at t = 1.
  EXPECT_NE(integrator.Advance([](double, const Scalar& y) -> Scalar { return y * y(0); }, 2.0), StepStatus::kReached);
  EXPECT_NEAR(integrator.t(), 1.0, 1e-6);
  integrator.Start(0.0, Scalar::Constant(1.0));
  EXPECT_EQ(integrator.Advance([](double, const Scalar&) -> Scalar { return Scalar::Constant(std::nan("")); }, 2.0), StepStatus::kNotFinite);
}

TEST(Integrator, ExponentialDecayInOneDimension) {
  using Scalar = Eigen::Matrix<double, 1, 1>;
  Dop853Options<1> options;
  options.rtol = 1e-12;
  options.atol.setConstant(1e-14);
  options.dense = false;
  Dop853<1> integrator(options);
  integrator.Start(0.0, Scalar::Constant(1.0));
  ASSERT_EQ(integrator.Advance([](double, const Scalar& y) -> Scalar { return -y; }, 5.0), StepStatus::kReached);
  EXPECT_NEAR(integrator.y()(0) / Exp(-5.0), 1.0, 1e-10);
}

}  // namespace
}  // namespace haze::dynamics
