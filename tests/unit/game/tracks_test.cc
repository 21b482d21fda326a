#include "arbiter/game/tracks.h"

#include <gtest/gtest.h>

#include "dynamics/elements.h"
#include "dynamics/orbit_determination/batch.h"

namespace haze::game {
namespace {

const scenarios::Rules kRules;

State Orbit() { return dynamics::ToState({.a = 6.88e6, .e = 0.001, .i = 1.7, .raan = 2.0, .argp = 1.0, .nu = 0.3}); }

Claim ClaimWith(double sigma, const Vector3& error) {
  Claim claim{.craft = 0, .time = SimTime{0}, .state = Orbit()};
  claim.state.r += error;
  for (int i = 0; i < 6; ++i) claim.covariance(i, i) = i < 3 ? sigma * sigma : 1e-6 * sigma * sigma;
  return claim;
}

// Judged once a minute for `minutes`; the minute at which custody was gained, or -1.
int GainedAfter(const Claim& claim, int minutes, double range) {
  Tracks tracks(1);
  tracks.Set(claim);
  for (int m = 0; m <= minutes; ++m) {
    const State truth = dynamics::PropagateJ2(Orbit(), 60.0 * m);
    const std::optional<CustodyChange> change = tracks.Judge(0, 60.0 * m, truth.r, range, kRules);
    if (change && change->gained) return m;
  }
  return -1;
}

TEST(Tracks, AGoodClaimIsCustodyAfterItsHoldTime) { EXPECT_EQ(GainedAfter(ClaimWith(50.0, Vector3(20, 0, 0)), 60, 1e5), 30); }

TEST(Tracks, AClaimThatMissesTheTruthIsNoCustody) { EXPECT_EQ(GainedAfter(ClaimWith(50.0, Vector3(0, 0, 400)), 60, 1e5), -1); }

TEST(Tracks, ALargeClaimIsCustodyOnlyFarAway) {
  // Three sigma of 900 m and more are below 5 % of 200 km, and above 300 m and 5 % of 10 km.
  EXPECT_EQ(GainedAfter(ClaimWith(300.0, Vector3::Zero()), 60, 2e5), 30);
  EXPECT_EQ(GainedAfter(ClaimWith(300.0, Vector3::Zero()), 60, 1e4), -1);
}

TEST(Tracks, CustodyIsLostWhenTheClaimGoesBad) {
  Tracks tracks(1);
  tracks.Set(ClaimWith(50.0, Vector3::Zero()));
  for (int m = 0; m <= 30; ++m) (void)tracks.Judge(0, 60.0 * m, dynamics::PropagateJ2(Orbit(), 60.0 * m).r, 1e5, kRules);
  ASSERT_TRUE(tracks.InCustody(0));
  // The target burns: from now on the truth is elsewhere.
  const std::optional<CustodyChange> change = tracks.Judge(0, 1860.0, Vector3(7e6, 0, 0), 1e5, kRules);
  ASSERT_TRUE(change.has_value());
  EXPECT_FALSE(change->gained);
}

TEST(Tracks, PositiveDefiniteRefusesWhatIsNot) {
  Matrix6 P = Matrix6::Identity();
  EXPECT_TRUE(PositiveDefinite(P));
  P(2, 2) = 0.0;
  EXPECT_FALSE(PositiveDefinite(P));
  P = Matrix6::Identity();
  P(0, 1) = P(1, 0) = 2.0;
  EXPECT_FALSE(PositiveDefinite(P));
}

TEST(Tracks, LargestEigenvalueOfARotatedDiagonal) {
  dynamics::Matrix3 R;
  R << 0.36, 0.48, -0.8, -0.8, 0.6, 0.0, 0.48, 0.64, 0.6;  // orthogonal, 3-4-5
  const dynamics::Matrix3 A = R * Vector3(1.0, 9.0, 4.0).asDiagonal() * R.transpose();
  EXPECT_NEAR(LargestEigenvalue(A), 9.0, 1e-12);
}

}  // namespace
}  // namespace haze::game
