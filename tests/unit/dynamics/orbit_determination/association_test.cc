// One craft among companions on its line of sight and false alarms all over the field: how often it is told apart.
#include "dynamics/orbit_determination/association.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "dynamics/orbit_determination/chi_square.h"
#include "dynamics/orbit_determination/scaled_cholesky.h"
#include "tests/unit/dynamics/orbit_determination/hunt.h"

namespace haze::dynamics {
namespace {

constexpr int kExposures = 12;
constexpr double kHalfAngle = 0.02;   // rad
constexpr double kStrangerRate = 1e-4;  // rad/s
constexpr int kFalseTracks = 15;      // that persist, moving on orbits of their own
constexpr int kFalseAlarms = 25;      // an exposure
constexpr double kDetect = 0.85;

struct Sky {
  std::vector<Exposure> exposures;
  std::vector<std::vector<Sighting>> detections;
  std::vector<int> which;  // the index of the craft, or kUnseen
  State truth;             // at the end
};

/// The craft of hunt.h, companions up to 400 km nearer or farther in its direction, with other velocities, and false alarms. Detections come in mixed order.
Sky Look(RandomStream& random, bool rates) {
  hunt::World world;
  world.rate_sigma = rates ? 2e-6 : 0.0;
  Sky sky;
  State observer = hunt::Observer();
  State target = hunt::Target();
  const Vector3 line = (target.r - observer.r).normalized();
  std::vector<State> companions;
  for (int k = 0; k < kFalseTracks; ++k) {
    State s = target;
    s.r += random.Uniform(-400e3, 400e3) * line + 5e3 * random.NormalVector3();
    s.v += 30.0 * random.NormalVector3();
    companions.push_back(s);
  }
  double t = 0.0;
  for (int n = 0; n < kExposures; ++n) {
    constexpr double kStep = 30.0;
    t += kStep;
    observer = PropagateJ2(observer, kStep);
    target = PropagateJ2(target, kStep);
    for (State& s : companions) s = PropagateJ2(s, kStep);
    const Vector3 boresight = (target.r - observer.r).normalized();
    std::vector<Sighting> seen;
    const auto see = [&](const State& s) {
      seen.push_back(hunt::See(s, observer, t, world, Vector3::Zero(), false, random));
    };
    const int before = static_cast<int>(random.Uniform(0.0, kFalseTracks));
    int which = kUnseen;
    for (int k = 0; k < kFalseTracks; ++k) {
      if (k == before && random.Uniform() < kDetect) {
        which = static_cast<int>(seen.size());
        see(target);
      }
      if (random.Uniform() < kDetect) see(companions[static_cast<std::size_t>(k)]);
    }
    for (int k = 0; k < kFalseAlarms; ++k) {
      Sighting s;
      s.t = t;
      s.observer = observer;
      s.sigma = world.sigma;
      s.rate_sigma = world.rate_sigma;
      const double off = kHalfAngle * std::sqrt(random.Uniform());
      const Vector3 side = boresight.cross(random.UnitVector3()).normalized();
      s.direction = (boresight + off * side).normalized();
      const double rate = kStrangerRate * std::sqrt(random.Uniform());
      const Vector3 moving = s.direction.cross(random.UnitVector3()).normalized();
      s.rate = (observer.r.cross(observer.v) / observer.r.squaredNorm()).cross(s.direction) + rate * moving;
      seen.push_back(s);
    }
    sky.detections.push_back(seen);
    sky.which.push_back(which);
    sky.exposures.push_back({.t = t, .observer = observer.r, .boresight = boresight, .half_angle = kHalfAngle, .detections = {}});
  }
  sky.truth = target;
  for (std::size_t k = 0; k < sky.exposures.size(); ++k) sky.exposures[k].detections = sky.detections[k];
  return sky;
}

AssociationOptions Options() {
  AssociationOptions options;
  options.p_detect = kDetect;
  options.strangers_per_sr = (kFalseTracks + kFalseAlarms) / (kPi * kHalfAngle * kHalfAngle);
  options.stranger_rate = kStrangerRate;
  options.most = 40;
  return options;
}

struct Outcome {
  int right = 0;    // exposures in which the likeliest hypothesis named the craft, or rightly none
  bool held = false;  // the truth inside the 99.9 % ellipsoid of the likeliest
  bool among = false;  // the same of any hypothesis
  double weight = 0.0;  // of the likeliest
  int tried = 0;
  std::size_t most = 0;
};

Outcome Associate(std::uint64_t seed, bool rates, const AssociationOptions& options) {
  RandomStream random(MatchKey{}, 7, 1, seed);
  Matrix6 P = Matrix6::Zero();
  P.topLeftCorner<3, 3>() = 25e6 * Matrix3::Identity();
  P.bottomRightCorner<3, 3>() = 25.0 * Matrix3::Identity();
  State guess = hunt::Target();
  guess.r += 5e3 * random.NormalVector3();
  guess.v += 5.0 * random.NormalVector3();
  Associator associator(options);
  associator.Start(0.0, guess, P, 1.0);
  const Sky sky = Look(random, rates);
  Outcome outcome;
  for (const Exposure& exposure : sky.exposures) {
    EXPECT_TRUE(associator.Add(exposure));
    outcome.tried += associator.tried();
    outcome.most = std::max(outcome.most, associator.hypotheses().size());
    double total = 0.0;
    for (const AssociationHypothesis& h : associator.hypotheses()) total += h.weight;
    EXPECT_NEAR(total, 1.0, 1e-12);
  }
  const AssociationHypothesis& best = associator.hypotheses().front();
  EXPECT_EQ(best.choices.size(), sky.which.size());
  for (std::size_t k = 0; k < sky.which.size(); ++k) outcome.right += best.choices[k] == sky.which[k] ? 1 : 0;
  outcome.weight = best.weight;
  for (const AssociationHypothesis& h : associator.hypotheses()) {
    const auto factor = Factorise<6>(h.filter.covariance());
    const bool holds = factor && factor->SquaredNorm(ToVector6(h.filter.state()) - ToVector6(sky.truth)) < ChiSquareQuantile(0.999, 6);
    if (&h == &best) outcome.held = holds;
    outcome.among = outcome.among || holds;
  }
  return outcome;
}

struct Sum {
  int held = 0;
  int among = 0;
  double weight = 0.0;
  int right = 0;
  int tried = 0;
  std::size_t most = 0;
};
constexpr int kSeeds = 40;
Sum AssociateAll(bool rates, const AssociationOptions& options) {
  Sum sum;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Outcome o = Associate(seed, rates, options);
    sum.held += o.held ? 1 : 0;
    sum.among += o.among ? 1 : 0;
    sum.weight += o.weight;
    sum.right += o.right;
    sum.tried += o.tried;
    sum.most = std::max(sum.most, o.most);
  }
  return sum;
}

TEST(Association, FindsTheCraftInFourOfFiveCrowdsWithBoundedHypotheses) {
  const Sum sum = AssociateAll(true, Options());
  EXPECT_LE(sum.most, 40U);
  // Measured: 34 of 40 runs; the others follow a companion from the first exposures on.
  EXPECT_GE(sum.held, 32);
  EXPECT_GE(sum.right, kSeeds * kExposures * 4 / 5);
}

TEST(Association, WeightsAreTooSureWhereStrangersPersist) {
  // The known weakness that association.h tells of, held here so that who mends it sees it: the weights of the likeliest sum to nearly all runs, more than are right.
  const Sum sum = AssociateAll(true, Options());
  EXPECT_GT(sum.weight, sum.held + 2.0);
}

TEST(Association, OneHypothesisLosesTheCraftMoreOftenThanForty) {
  AssociationOptions one = Options();
  one.most = 1;
  const Sum greedy = AssociateAll(false, one);
  const Sum many = AssociateAll(false, Options());
  EXPECT_GT(many.right, greedy.right);
  EXPECT_GT(many.held, greedy.held);
}

TEST(Association, RatesKeepOutStrangersThatDirectionsAdmit) {
  const Sum with = AssociateAll(true, Options());
  const Sum without = AssociateAll(false, Options());
  EXPECT_LT(2 * with.tried, without.tried);
}

TEST(Association, ACraftOutsideTheFieldIsNotBlamedForBeingUnseen) {
  Associator associator(Options());
  const Matrix6 P = Matrix6::Identity();
  State elsewhere = hunt::Target();
  elsewhere.r += 500e3 * elsewhere.r.normalized();
  associator.Start(0.0, hunt::Target(), P, 1.0);
  associator.Start(0.0, elsewhere, P, 1.0);
  const Vector3 boresight = (hunt::Target().r - hunt::Observer().r).normalized();
  ASSERT_TRUE(associator.Add({.t = 0.0, .observer = hunt::Observer().r, .boresight = boresight, .half_angle = kHalfAngle, .detections = {}}));
  ASSERT_EQ(associator.hypotheses().size(), 2U);
  // Bayes: 1 against 1 - 0.85.
  EXPECT_NEAR(associator.hypotheses()[0].weight, 1.0 / 1.15, 1e-12);
  EXPECT_GT((associator.hypotheses()[0].filter.state().r - hunt::Target().r).norm(), 100e3);
}

TEST(Association, NothingToStartFromIsSaid) {
  Associator associator(Options());
  EXPECT_FALSE(associator.Add({}));
}

}  // namespace
}  // namespace haze::dynamics
