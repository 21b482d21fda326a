// The inspector's track of another craft, by its own model of the forces.
#include "agents/inspector/track.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/astronomy/astronomy.h"
#include "dynamics/dmath.h"
#include "dynamics/time.h"
#include "dynamics/mean_orbit.h"

namespace haze::agents::inspector {
namespace {

using dynamics::kDegree;

dynamics::MeanOrbit Orbit(double raan_deg, double u_deg) { return {.a = 6880e3, .ex = 1e-3, .ey = 0.0, .i = 97.4 * kDegree, .raan = raan_deg * kDegree, .u = u_deg * kDegree}; }

// Squared sigmas off a guess at 15 deg ahead, good to 30 km and 30 m/s, after sights of `object` on three occasions in two hours.
double Misfit(const dynamics::MeanOrbit& object) {
  const OnboardModel model("2026-06-19T12:00:00Z", 4, 4);
  Track track(&model, {});
  Matrix6 P = Matrix6::Zero();
  P.diagonal() << 9e8, 9e8, 9e8, 900.0, 900.0, 900.0;
  track.SetPrior(0.0, dynamics::OsculatingState(Orbit(68.0, 15.0)), P);
  EXPECT_EQ(track.prior_misfit(), 0.0);
  const State own = dynamics::OsculatingState(Orbit(68.0, 0.0)), truth = dynamics::OsculatingState(object);
  for (const double begin : {60.0, 3000.0, 7000.0}) {
    for (int k = 0; k < 20; ++k) {
      Measurement sight;
      sight.t = begin + 10.0 * k;
      sight.r_camera = model.Propagate(own, 0.0, sight.t, 0.0).r;
      sight.direction = (model.Propagate(truth, 0.0, sight.t, 0.0).r - sight.r_camera).normalized();
      sight.sigma = 1e-4;
      track.Add(sight);
    }
  }
  EXPECT_TRUE(track.Refine(7200.0, 9.0 * 3600.0));
  return track.prior_misfit();
}

TEST(Track, AnotherCraftsLightIsFarFromWhatWasTold) {
  EXPECT_LT(Misfit(Orbit(68.1, 15.3)), 28.0);  // a sigma off along and across
  EXPECT_GT(Misfit(Orbit(70.0, 16.0)), 28.0);  // 240 km across: eight sigmas
}

TEST(Inspector, OnboardModelKnowsWhereTheEarthTurns) {
  constexpr double kWeek = 7.0 * 86400.0;
  const OnboardModel model("2026-06-19T12:00:00Z", 8, 8);
  const dynamics::AstronomyTable table = dynamics::FreezeAstronomy(*dynamics::ParseUtc("2026-06-19T12:00:00Z"), kWeek);
  const auto off = [&](double t) -> Vector3 {
    const Matrix3 turn = model.R_ITRF_GCRF(t) * table.R_ITRF_GCRF(t).transpose();
    return Vector3(turn(1, 2), turn(2, 0), turn(0, 1)) / dynamics::kArcsecond;
  };
  // About the axis UT1 - UTC, across it the pole's motion; what is left of both after a week is the model's own.
  const Vector3 first = off(0.0);
  EXPECT_LT(std::fabs(first.z()), 15.0);
  EXPECT_LT(first.head<2>().norm(), 1.5);
  for (const double t : {0.25 * kWeek, 0.5 * kWeek, kWeek}) EXPECT_LT((off(t) - first).norm(), 1.0) << t;
}

TEST(Inspector, AnArcIsTheMotionOfItsModel) {
  const OnboardModel model("2026-06-19T12:00:00Z", 8, 8);
  const State start = dynamics::OsculatingState(Orbit(68.0, 15.0));
  Arc arc(model, start, 5000.0, 2e-7);
  // Backward as fits go, to and fro, across the start, and at nodes of the grid.
  for (const double t : {5000.0, 4990.0, 4880.0, 3333.3, -16000.0, 100.0, 5000.5, 9000.0, 6000.0, 4999.0}) {
    const Carried truth = model.PropagateWithDerivatives(start, 5000.0, t, 2e-7);
    const Carried found = arc.At(t);
    // Over four revolutions the walk itself, by Runge-Kutta with 20 s, is a metre off.
    const bool near = t > 4000.0;
    EXPECT_LT((found.state.r - truth.state.r).norm(), near ? 0.5 : 2.0) << t;
    EXPECT_LT((found.state.v - truth.state.v).norm(), near ? 5e-4 : 2e-3) << t;
    for (const int half : {0, 3}) {
      for (int column = 0; column < 7; ++column) {
        const Vector3 expected = truth.Phi.block<3, 1>(half, column);
        const Vector3 difference = found.Phi.block<3, 1>(half, column) - expected;
        EXPECT_LT(difference.norm(), (near ? 1e-4 : 4e-3) * expected.norm() + 1e-5) << t << " " << half << " " << column;
      }
    }
  }
}

TEST(Inspector, AnArcThroughTheEarthsCentreIsNotANumber) {
  const OnboardModel model("2026-06-19T12:00:00Z", 8, 8);
  Arc arc(model, {.r = Vector3(7e6, 0.0, 0.0), .v = Vector3(-10.0, 0.0, 0.0)}, 0.0, 0.0);
  EXPECT_TRUE(std::isfinite(arc.At(60.0).state.r.x()));
  const Carried lost = arc.At(20000.0);
  EXPECT_FALSE(std::isfinite(lost.state.r.x()));
  EXPECT_FALSE(std::isfinite(lost.Phi(0, 0)));
}

}  // namespace
}  // namespace haze::agents::inspector
