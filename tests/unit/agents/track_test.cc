// The inspector's track of another craft, by its own model of the forces.
#include "agents/inspector/track.h"

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
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

}  // namespace
}  // namespace haze::agents::inspector
