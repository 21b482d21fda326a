// Transfers: Vallado's examples of chapter 6, and what must hold for every pair of orbits.
#include "dynamics/transfer.h"

#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/kepler.h"

namespace haze::dynamics {
namespace {

// CelesTrak/fundamentals-of-astrodynamics 9655edb, test_transfer.py: mu 398600.4415 km3/s2, Re 6378.1363 km, which are ours.
constexpr double kRe = 6378136.3;
constexpr double kLow = kRe + 191341.1;
constexpr double kHigh = kRe + 35781348.57;

TEST(Transfer, HohmannIsValladosExample61) {
  const auto t = Hohmann(kLow, kHigh);
  ASSERT_TRUE(t.has_value());
  EXPECT_NEAR(t->dv1, 2457.038635627854, 1e-6);
  EXPECT_NEAR(t->dv2, 1478.187015430896, 1e-6);
  EXPECT_NEAR(t->tof / 60.0, 315.4027569935991, 1e-8);
  // And the way back costs the same.
  EXPECT_NEAR(Hohmann(kHigh, kLow)->dv(), t->dv(), 1e-9);
  EXPECT_EQ(Hohmann(7e6, 7e6)->dv(), 0.0);
}

TEST(Transfer, OneTangentBurnIsValladosExample63) {
  const auto t = OneTangentBurn(kLow, kHigh, 160.0 * kDegree);
  ASSERT_TRUE(t.has_value());
  EXPECT_NEAR(t->dv1, 2575.396079597792, 1e-5);
  EXPECT_NEAR(t->dv2, 2123.9372795577847, 1e-5);
  EXPECT_NEAR(t->tof / 60.0, 207.44540183723626, 1e-6);
  EXPECT_NEAR(t->e, 0.7705727464030682, 1e-12);
  EXPECT_NEAR(t->a, 28634250.27761329, 1e-2);
}

TEST(Transfer, OneTangentBurnToTheFarApsisIsHohmanns) {
  for (const auto& [r1, r2] : {std::pair{7e6, 4e7}, std::pair{4e7, 7e6}}) {
    const auto t = OneTangentBurn(r1, r2, kPi);
    const auto h = Hohmann(r1, r2);
    ASSERT_TRUE(t.has_value());
    EXPECT_NEAR(t->dv(), h->dv(), 1e-6);
    EXPECT_NEAR(t->tof, h->tof, 1e-6);
  }
  // It arrives where it says, on the way in too: fly it.
  const auto in = OneTangentBurn(4e7, 7e6, 150.0 * kDegree);
  ASSERT_TRUE(in.has_value());
  const State start{{4e7, 0.0, 0.0}, {0.0, ConicSpeed(4e7, in->a), 0.0}};
  EXPECT_NEAR(PropagateKepler(start, in->tof)->r.norm(), 7e6, 1e-3);
  EXPECT_FALSE(OneTangentBurn(7e6, 4e7, 10.0 * kDegree).has_value());  // only a hyperbola gets there so soon
}

TEST(Transfer, BiEllipticWinsBeyondARatioOfSixteenOfItsRadii) {
  // Hoelker & Silber 1959: past a ratio of 15.58 any far apsis beyond the target saves; below 11.94 none does.
  const double r = 7e6;
  EXPECT_LT(BiElliptic(r, 40.0 * r, 20.0 * r)->dv(), Hohmann(r, 20.0 * r)->dv());
  EXPECT_GT(BiElliptic(r, 40.0 * r, 10.0 * r)->dv(), Hohmann(r, 10.0 * r)->dv());
  // With the far apsis on the target orbit it is Hohmann's.
  EXPECT_NEAR(BiElliptic(r, 3.0 * r, 3.0 * r)->dv(), Hohmann(r, 3.0 * r)->dv(), 1e-9);
}

TEST(Transfer, PlaneChangesAreValladosExamples) {
  EXPECT_NEAR(InclinationChange(5993.824, 15.0 * kDegree, -6.79 * kDegree), 1553.7274747634255, 1e-8);   // 6-4
  const auto both = InclinationAndNodeChange(5892.311, 55.0 * kDegree, 40.0 * kDegree, 45.0 * kDegree);  // 6-6
  ASSERT_TRUE(both.has_value());
  EXPECT_NEAR(both->dv, 3615.924548496319, 1e-6);
  EXPECT_NEAR(both->u1 / kDegree, 128.9041397405515, 1e-8);
  EXPECT_NEAR(both->u2 / kDegree, 97.38034532660193, 1e-8);
  EXPECT_NEAR(VelocityChange(1230.0, 4560.0, 15.0 * kDegree), 3386.905734002608, 1e-9);
  EXPECT_FALSE(InclinationAndNodeChange(7e3, 0.5, 0.5, 0.0).has_value());
}

TEST(Transfer, PlanesMeetWhereTheArgumentsSay) {
  const double i1 = 0.9;
  const double i2 = 1.4;
  const double draan = -0.7;
  const auto change = InclinationAndNodeChange(7e3, i1, i2, draan);
  ASSERT_TRUE(change.has_value());
  const auto place = [](double i, double raan, double u) { return ToState({.a = 7e6, .e = 0.0, .i = i, .raan = raan, .argp = 0.0, .nu = u}).r; };
  double nearest = 1e9;
  for (const double s1 : {1.0, -1.0}) {
    for (const double s2 : {1.0, -1.0}) nearest = std::fmin(nearest, (place(i1, 0.0, s1 * change->u1) - place(i2, draan, s2 * change->u2)).norm());
  }
  EXPECT_LT(nearest, 1e-6);
}

TEST(Transfer, CombinedChangeIsValladosExample67) {
  const auto t = CombinedPlaneChange(kRe + 191e3, kRe + 35780e3, -28.5 * kDegree);
  ASSERT_TRUE(t.has_value());
  EXPECT_NEAR(t->di1 / kDegree, -1.594961534092242, 1e-5);
  EXPECT_NEAR(t->di2 / kDegree, -26.90503846590776, 1e-5);
  EXPECT_NEAR(t->transfer.dv1, 2469.6696299347445, 2.5e-3);
  EXPECT_NEAR(t->transfer.dv2, 1802.2162930889054, 2.5e-3);
  EXPECT_NEAR(t->transfer.tof / 60.0, 315.3863523156078, 1e-6);
  const auto best = BestCombinedPlaneChange(kRe + 191e3, kRe + 35780e3, -28.5 * kDegree);
  EXPECT_LE(best->transfer.dv(), t->transfer.dv());
  for (const double step : {-1e-3, 1e-3}) {
    const double di1 = best->di1 + step;
    const double a = best->transfer.a;
    const double dv = VelocityChange(CircularSpeed(kRe + 191e3), ConicSpeed(kRe + 191e3, a), di1) +
                      VelocityChange(ConicSpeed(kRe + 35780e3, a), CircularSpeed(kRe + 35780e3), -28.5 * kDegree - di1);
    EXPECT_GT(dv, best->transfer.dv());
  }
}

TEST(Transfer, PhasingAndRendezvousAreValladosExamples) {
  const auto phasing = PhasingOnCircle(12756274.0, -20.0 * kDegree, 2, 2);  // 6-8
  ASSERT_TRUE(phasing.has_value());
  EXPECT_NEAR(phasing->tof / 60.0, 464.6661415542555, 1e-6);
  EXPECT_NEAR(phasing->dv, -106.48139790646738, 1e-6);
  EXPECT_FALSE(PhasingOnCircle(7e6, -0.1, 1, 0).has_value());
  const auto way = RendezvousNoncoplanar(7143510.0, 42159485.5, 165.0 * kDegree, 45.0 * kDegree, 200.0 * kDegree, -28.5 * kDegree, 1, 0);  // 6-10
  ASSERT_TRUE(way.has_value());
  EXPECT_NEAR(way->t_transfer / 60.0, 320.9923637303245, 1e-6);
  EXPECT_NEAR(way->t_phase / 60.0, 450.7328392802076, 1e-5);
  EXPECT_NEAR(way->dv_phase, 2076.2730792979385, 1e-5);
  EXPECT_NEAR(way->dv1, 222.6079943473298, 1e-5);
  EXPECT_NEAR(way->dv2, 1802.4492966461878, 1e-5);
  EXPECT_NEAR(way->a_phase, 19473304.14898291, 0.2);
}

TEST(Transfer, TsiolkovskyInClosedForm) { EXPECT_NEAR(IdealVelocityChange(10.0, 2.0, 300.0), 4734.95829119156, 1e-9); }

TEST(Transfer, WhatIsNoOrbitGivesNothing) {
  const double nan = std::nan("");
  EXPECT_FALSE(Hohmann(-7e6, 8e6).has_value());
  EXPECT_FALSE(Hohmann(nan, 8e6).has_value());
  EXPECT_FALSE(OneTangentBurn(7e6, 8e6, nan).has_value());
  EXPECT_FALSE(BiElliptic(7e6, 0.0, 8e6).has_value());
  EXPECT_FALSE(CombinedPlaneChange(7e6, 8e6, nan).has_value());
  EXPECT_FALSE(BestCombinedPlaneChange(7e6, 8e6, 4.0).has_value());
  EXPECT_FALSE(PhasingOnCircle(7e6, nan, 1, 1).has_value());
  EXPECT_FALSE(RendezvousNoncoplanar(7e6, 4e7, nan, 0.0, 0.0, 0.1, 1, 0).has_value());
}

}  // namespace
}  // namespace haze::dynamics
