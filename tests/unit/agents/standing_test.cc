// Claims that stand until there is something to add, in few bits.
#include "agents/inspector/standing.h"

#include <cmath>
#include <random>

#include <Eigen/Eigenvalues>
#include <gtest/gtest.h>

#include "dynamics/j2_motion.h"

namespace haze::agents::inspector {
namespace {

const State kOrbit{{6880e3, 0.0, 0.0}, {0.0, 300.0, 7600.0}};
constexpr std::int64_t kMinute = 60'000'000;

Matrix6 Sigmas(double r, double v) {
  Matrix6 P = Matrix6::Zero();
  for (int i = 0; i < 3; ++i) {
    P(i, i) = r * r;
    P(i + 3, i + 3) = v * v;
  }
  return P;
}

Matrix6 Claimed(const v1::Decision& decision) { return CovarianceFromMessage(decision.tracks(0).estimate()); }

TEST(StandingClaims, AreNotSaidAgainWhileTheyHold) {
  StandingClaims claims;
  v1::Decision decision;
  claims.Claim("o-1", 0, kOrbit, Sigmas(10.0, 0.01), 5000.0, decision);
  ASSERT_EQ(decision.tracks_size(), 1);
  const State later = dynamics::PropagateJ2(kOrbit, 600.0);
  claims.Claim("o-1", 10 * kMinute, later, Sigmas(10.0, 0.01), 5000.0, decision);
  EXPECT_EQ(decision.tracks_size(), 1);
  claims.Claim("o-2", 10 * kMinute, later, Sigmas(10.0, 0.01), 5000.0, decision);
  EXPECT_EQ(decision.tracks_size(), 2) << "each object has a claim of its own";
  State aside = later;
  aside.r.y() += 50.0;
  claims.Claim("o-1", 10 * kMinute, aside, Sigmas(10.0, 0.01), 5000.0, decision);
  EXPECT_EQ(decision.tracks_size(), 3) << "more than 8 mrad aside, seen from 5 km";
}

TEST(StandingClaims, AreReplacedWhenMuchSurer) {
  StandingClaims claims;
  v1::Decision decision;
  claims.Claim("o-1", 0, kOrbit, Sigmas(5000.0, 5.0), 500e3, decision);
  claims.Claim("o-1", 0, kOrbit, Sigmas(4800.0, 4.8), 500e3, decision);
  EXPECT_EQ(decision.tracks_size(), 1);
  claims.Claim("o-1", 0, kOrbit, Sigmas(2500.0, 4.8), 500e3, decision);
  EXPECT_EQ(decision.tracks_size(), 2);
}

// A covariance like that of a camera alone: 30 km along the line of sight, little across, velocity bound to position.
TEST(StandingClaims, AreNeverSurerThanTheEstimate) {
  std::mt19937_64 engine(5);
  std::normal_distribution<double> normal;
  for (int round = 0; round < 200; ++round) {
    Matrix6 L = Matrix6::Zero();
    for (int k = 0; k < 6; ++k) {
      const double size = std::pow(10.0, 4.5 - 0.6 * k);
      for (int i = 0; i < 6; ++i) L(i, k) = size * normal(engine) * (i < 3 ? 1.0 : 1e-3);
    }
    const Matrix6 P = L * L.transpose();
    StandingClaims claims;
    v1::Decision decision;
    claims.Claim("o-1", 0, kOrbit, P, 1000e3, decision);
    ASSERT_EQ(decision.tracks_size(), 1);
    const Matrix6 said = Claimed(decision);
    // In units of the estimate's own sigmas; a velocity's are a thousand times smaller numbers.
    Matrix6 scale = Matrix6::Zero();
    for (int i = 0; i < 6; ++i) scale(i, i) = 1.0 / std::sqrt(P(i, i));
    const double least = Eigen::SelfAdjointEigenSolver<Matrix6>(scale * (said - P) * scale).eigenvalues().minCoeff();
    EXPECT_GT(least, 0.0);
    EXPECT_LT(said(0, 0) + said(1, 1) + said(2, 2), 1.02 * (P(0, 0) + P(1, 1) + P(2, 2)) + 3.1e6) << "but hardly: a thousandth of the range is added";
  }
}

TEST(StandingClaims, OfANearObjectHaveOneCovarianceForLong) {
  StandingClaims claims;
  v1::Decision decision;
  for (int n = 0; n < 8; ++n) {
    State state = kOrbit;
    state.r.y() += 100.0 * n;
    claims.Claim("o-1", 0, state, Sigmas(12.0 + 0.7 * n, 0.02 + 0.001 * n), 2000.0, decision);
  }
  ASSERT_EQ(decision.tracks_size(), 8);
  for (const v1::TrackClaim& track : decision.tracks()) {
    EXPECT_EQ(CovarianceFromMessage(track.estimate()), Sigmas(32.0, 0.03125));
    // Half a metre and half a millimetre a second of it: what a record keeps of seven thousand kilometres.
    EXPECT_EQ(track.estimate().r_eci_m().y() * 2.0, std::floor(track.estimate().r_eci_m().y() * 2.0));
    EXPECT_EQ(track.estimate().v_eci_mps().z() * 2048.0, std::floor(track.estimate().v_eci_mps().z() * 2048.0));
  }
}

}  // namespace
}  // namespace haze::agents::inspector
