// Lambert's problem: closure by propagation, then the published cases.
#include "dynamics/lambert.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/kepler.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

TEST(Lambert, SolvesRandomProblemsBack) {
  RandomStream random(MatchKey{}, 4, 0, 0);
  for (int k = 0; k < 20000; ++k) {
    const double e = random.Bernoulli(0.3) ? random.Uniform(1.05, 3.0) : random.Uniform(0.0, 0.9);
    const double reach = e > 1.0 ? 0.9 * Acos(-1.0 / e) : kPi;
    const Keplerian elements{.a = random.Uniform(6.6e6, 4e7) / (1.0 - e),
                             .e = e,
                             .i = random.Uniform(0.0, kPi),
                             .raan = random.Uniform(0, kTwoPi),
                             .argp = random.Uniform(0, kTwoPi),
                             .nu = random.Uniform(-reach, reach)};
    const State start = ToState(elements);
    const double tof = random.Uniform(0.02, 0.98) * (e < 1.0 ? OrbitPeriod(elements.a) : 20000.0);
    const State end = *PropagateKepler(start, tof);
    const Vector3 normal = start.r.cross(end.r).normalized();
    const double sine = start.r.cross(end.r).norm() / (start.r.norm() * end.r.norm());
    if (sine < 0.01 || std::fabs(normal.z()) < 1e-3) continue;  // the plane is then known to 1e-14 only
    const bool prograde = start.r.cross(start.v).z() > 0.0;
    const LambertSolution solution = Lambert({.r1 = start.r, .r2 = end.r, .tof = tof, .prograde = prograde});
    ASSERT_EQ(solution.status, LambertStatus::kOk) << k;
    EXPECT_LT((solution.v1 - start.v).norm() / start.v.norm(), 1e-9) << k << " e " << e << " sine " << sine;
    EXPECT_LT((solution.v2 - end.v).norm() / end.v.norm(), 1e-9) << k << " e " << e;
  }
}

TEST(Lambert, EveryRevolutionArrives) {
  RandomStream random(MatchKey{}, 5, 0, 0);
  int solved = 0;
  for (int k = 0; k < 2000; ++k) {
    LambertProblem problem{.r1 = 8e6 * random.UnitVector3(), .r2 = random.Uniform(7e6, 3e7) * random.UnitVector3(), .tof = random.Uniform(1e4, 2e5)};
    problem.revolutions = 1 + static_cast<int>(random.Below(6));
    problem.prograde = random.Bernoulli(0.5);
    problem.low_path = random.Bernoulli(0.5);
    const LambertSolution solution = Lambert(problem);
    if (solution.status == LambertStatus::kNoSolution) continue;
    ASSERT_EQ(solution.status, LambertStatus::kOk) << k;
    ++solved;
    EXPECT_EQ(problem.r1.cross(solution.v1).z() > 0.0, problem.prograde);
    const State start{.r = problem.r1, .v = solution.v1};
    const double a = SemiMajorAxis(start);
    ASSERT_GT(a, 0.0);
    EXPECT_EQ(std::floor(problem.tof / OrbitPeriod(a)), problem.revolutions) << k;
    const double perigee = a * (1.0 - ToKeplerian(start).e);
    if (perigee < 1e6) continue;  // nearly a fall: the closure below is then ill-conditioned
    const State end = *PropagateKepler(start, problem.tof);
    EXPECT_LT((end.r - problem.r2).norm() / problem.r2.norm(), 1e-9) << k;
    EXPECT_LT((end.v - solution.v2).norm() / end.v.norm(), 1e-9) << k;
  }
  EXPECT_GT(solved, 1000);
}

TEST(Lambert, AllReturnsWhatEachCallReturns) {
  RandomStream random(MatchKey{}, 6, 0, 0);
  std::size_t most = 0;
  for (int k = 0; k < 500; ++k) {
    LambertProblem problem{.r1 = 8e6 * random.UnitVector3(), .r2 = random.Uniform(7e6, 3e7) * random.UnitVector3(), .tof = random.Uniform(1e3, 2e5)};
    problem.prograde = random.Bernoulli(0.5);
    const LambertTransfers all = LambertAll(problem);
    ASSERT_EQ(all.status, LambertStatus::kOk) << k;
    std::size_t next = 0;
    for (int revolutions = 0;; ++revolutions) {
      problem.revolutions = revolutions;
      bool found = false;
      for (const bool low : {true, false}) {
        if (revolutions == 0 && !low) continue;
        problem.low_path = low;
        const LambertSolution one = Lambert(problem);
        if (one.status == LambertStatus::kNoSolution) continue;
        ASSERT_EQ(one.status, LambertStatus::kOk) << k;
        found = true;
        ASSERT_LT(next, all.transfers.size()) << k;
        const LambertTransfer& same = all.transfers[next++];
        EXPECT_EQ(same.revolutions, revolutions);
        EXPECT_EQ(same.low_path, low);
        EXPECT_EQ(same.v1, one.v1);  // bit for bit: the same iteration
        EXPECT_EQ(same.v2, one.v2);
      }
      if (!found) break;
    }
    EXPECT_EQ(next, all.transfers.size()) << k;
    most = std::max(most, next);
  }
  EXPECT_GT(most, 20u);
}

TEST(Lambert, AllHasOneAndTwoForEachRevolutionThatFits) {
  // A quarter turn of a circle and two revolutions more. No ellipse through both points turns faster than the one with 2 a = s: 0.79 of the circle's
  // period, so that three revolutions do not fit: 1 + 2 * 2 transfers, and the circle is among them.
  const double r = 7e6;
  const double v = std::sqrt(kMuEarth / r);
  const double tof = 2.25 * OrbitPeriod(r);
  const LambertProblem problem{.r1 = Vector3(r, 0, 0), .r2 = Vector3(0, r * Cos(0.5), r * Sin(0.5)), .tof = tof};
  const LambertTransfers all = LambertAll(problem);
  ASSERT_EQ(all.status, LambertStatus::kOk);
  EXPECT_EQ(all.transfers.size(), 5u);
  const Vector3 circle(0.0, v * Cos(0.5), v * Sin(0.5));
  double nearest = INFINITY;
  for (const LambertTransfer& transfer : all.transfers) nearest = std::fmin(nearest, (transfer.v1 - circle).norm());
  EXPECT_LT(nearest, 1e-8 * v);
  EXPECT_EQ(LambertAll(problem, 1).transfers.size(), 3u);
  EXPECT_EQ(LambertAll(problem, 0).transfers.size(), 1u);
  EXPECT_EQ(LambertAll(problem, -1).status, LambertStatus::kBadInput);
  EXPECT_EQ(LambertAll({}).status, LambertStatus::kBadInput);
}

TEST(Lambert, TooShortForTheRevolutionsIsNoSolution) {
  const LambertProblem problem{.r1 = Vector3(7e6, 0, 0), .r2 = Vector3(0, 8e6, 1e5), .tof = 3000.0, .revolutions = 1};
  EXPECT_EQ(Lambert(problem).status, LambertStatus::kNoSolution);
}

TEST(Lambert, RefusesBadInputAndCollinearRadii) {
  EXPECT_EQ(Lambert({}).status, LambertStatus::kBadInput);
  EXPECT_EQ(Lambert({.r1 = Vector3(7e6, 0, 0), .r2 = Vector3(0, 7e6, 0), .tof = -1.0}).status, LambertStatus::kBadInput);
  EXPECT_EQ(Lambert({.r1 = Vector3(7e6, 0, 0), .r2 = Vector3(0, std::nan(""), 0), .tof = 1e3}).status, LambertStatus::kBadInput);
  EXPECT_EQ(Lambert({.r1 = Vector3(7e6, 0, 0), .r2 = Vector3(-8e6, 0, 0), .tof = 1e3}).status, LambertStatus::kCollinear);
}

struct Case {
  const char* source;
  double mu;  // km, s
  Vector3 r1, r2;
  double tof;
  bool prograde;
  int revolutions;
  Vector3 v1, v2;
  double tolerance;  // of |v|, as the source prints it
};

TEST(Lambert, MatchesPublishedCases) {
  const double er = 6378.1363;
  const Vector3 der1(22592.145603, -1599.915239, -19783.950506);
  const Vector3 der2(1922.067697, 4054.157051, -8925.727465);
  const Vector3 hard1(7231.58074563487, 218.02523761425, 11.79251215952);
  const Vector3 hard2(7357.06485698842, 253.55724281562, 38.81222241557);
  const Vector3 er1 = er * Vector3(2.5, 0, 0);
  const Vector3 er2 = er * Vector3(1.9151111, 1.606969, 0);
  // jorgepiloto/lamberthub 7dd9ad9d9e9f, tests; the last two CelesTrak/fundamentals-of-astrodynamics 9655edb85d42, test_lambert.py.
  const std::vector<Case> cases = {
      {"Vallado 7-5", 398600.4418, {15945.34, 0, 0}, {12214.83899, 10249.46731, 0}, 4560.0, true, 0, {2.058913, 2.915965, 0}, {-3.451565, 0.910315, 0}, 2e-5},
      {"Curtis 5.2", 398600.4418, {5000, 10000, 2100}, {-14600, 2500, 7000}, 3600, true, 0, {-5.9925, 1.9254, 3.2456}, {-3.3125, -4.1966, -0.38529}, 6e-5},
      // lamberthub's mu, 39.47692641, is off in the fifth digit: with it the printed velocity misses r2 by 2.4e-7 au, with 4 pi^2 (au, year) it arrives.
      {"Battin 7.12",
       4.0 * kPi * kPi,
       {0.159321004, 0.579266185, 0.052359607},
       {0.057594337, 0.605750797, 0.068345246},
       0.010794065,
       true,
       0,
       {-9.303603251, 3.01864133, 1.536362143},
       Vector3::Zero(),
       2e-6},
      {"GMAT hyperbola",
       398600.4418,
       {7100, 200, 1300},
       {-47332.7499, -54840.2027, -37100.17067},
       12000,
       false,
       0,
       {0, -10.35, -5.5},
       {-4.3016, -3.4314, -2.5467},
       1e-4},
      {"Der 1",
       398600.4418,
       {2249.17126, 1898.0071, 5639.599193},
       {1744.495443, -4601.556054, 4043.864391},
       1618.5,
       false,
       0,
       {1.94312182, -4.35300015, 4.54630439},
       {-2.38885563, -1.42519647, -5.95772225},
       2e-7},
      {"Der 2", 398600.4418, der1, der2, 36000, false, 0, {2.96616042, -1.27577231, -0.75545632}, {5.8437455, -0.20047673, -5.48615883}, 2e-5},
      {"Der 2, one turn", 398600.4418, der1, der2, 36000, true, 1, {-2.45759553, 1.16945801, 0.43161258}, {-5.5384137, 0.0182222, 5.49641054}, 3e-5},
      {"Der 2, one turn back", 398600.4418, der1, der2, 36000, false, 1, {-1.38861608, -0.47836611, 2.21280154}, {3.92901545, 1.50871943, -6.52926969}, 3e-5},
      {"Der hard", 398600.4418, hard1, hard2, 12300, true, 0, {8.79257809, 0.27867677, 0.02581527}, {-8.6838332, -0.28592643, -0.0345301}, 1e-5},
      {"Der hard, one turn", 398600.4418, hard1, hard2, 12300, true, 1, {8.19519089, 2.30595215, 1.75229388}, {8.07984345, 2.30222567, 1.75189559}, 1e-5},
      {"Der hard, two turns", 398600.4418, hard1, hard2, 12300, true, 2, {7.00660748, 1.96687296, 1.49423471}, {6.87133644, 1.96250281, 1.49376762}, 1e-5},
      {"Vallado short",
       398600.4415,
       er1,
       er2,
       92854.234,
       true,
       1,
       {-0.8696153795282852, 6.3351545812502374, 0},
       {-3.405994961791248, 5.41198791828363, 0},
       7e-8},
      {"Vallado long",
       398600.4415,
       er1,
       er2,
       92854.234,
       false,
       1,
       {-6.241103309400493, -1.351339299630816, 0},
       {5.6495867154901545, 2.976517897853268, 0},
       7e-8},
  };
  for (const Case& c : cases) {
    double best = INFINITY;
    for (const bool low : {true, false}) {  // the names of the two branches differ between authors
      const LambertSolution s =
          Lambert({.r1 = c.r1, .r2 = c.r2, .tof = c.tof, .mu = c.mu, .revolutions = c.revolutions, .prograde = c.prograde, .low_path = low});
      ASSERT_EQ(s.status, LambertStatus::kOk) << c.source;
      const double miss = (s.v1 - c.v1).lpNorm<Eigen::Infinity>() + (c.v2.isZero() ? 0.0 : (s.v2 - c.v2).lpNorm<Eigen::Infinity>());
      best = std::fmin(best, miss);
    }
    EXPECT_LT(best, c.tolerance * 1.5) << c.source;
  }
}

}  // namespace
}  // namespace haze::dynamics
