// Shipped policies in scenarios that ship: the published inspection tasks, and a match that went wrong once.
#include <algorithm>

#include <gtest/gtest.h>

#include "agents/local/local_seats.h"
#include "agents/policy/policy.h"
#include "arbiter/match/match.h"
#include "scenarios/load.h"
#include "tests/support/scripted_seats.h"
#include "tools/tournament/match_key.h"

namespace haze::agents {
namespace {

using game::FactKind;

struct Played {
  std::vector<game::Fact> facts;
  match::v1::GameOver result;

  int Count(FactKind kind) const {
    return static_cast<int>(std::count_if(facts.begin(), facts.end(), [kind](const game::Fact& fact) { return fact.kind == kind; }));
  }
  double Last(FactKind kind) const {
    double value = 0.0;
    for (const game::Fact& fact : facts) value = fact.kind == kind ? fact.value : value;
    return value;
  }
};

Played Play(const std::string& scenario, long seed, match::Seats& seats) {
  const scenarios::LoadResult loaded = scenarios::LoadScenario(scenario);
  EXPECT_NE(loaded.scenario, nullptr);
  match::Match match(loaded.scenario, scenarios::LoadAstronomy(*loaded.scenario).table, tools::MakeMatchKey("", loaded.scenario->hash, seed), {.seed = seed});
  match::Play(match, seats, 0);
  return {{match.Facts().begin(), match.Facts().end()}, match.Result()};
}

Played PlayAll(const std::string& scenario, long seed, std::initializer_list<const char*> names) {
  std::vector<std::unique_ptr<Policy>> policies;
  for (const char* name : names) policies.push_back(MakePolicy(name));
  LocalSeats seats(std::move(policies));
  return Play(scenario, seed, seats);
}

// What is told of Puma dissolves within hours; seed 21 lets the guess wander off by 1,000 km before Puma is seen, at 287 km. Once the inspector flew after it.
TEST(Encore, AGuessThatWanderedOffIsNotChased) {
  const Played played = PlayAll("encore", 21, {"inspector/direct", "target/passive", "adversary/escort"});
  const auto holds_puma = [](const game::Fact& fact) { return fact.kind == FactKind::kCustodyGained && fact.craft == 0 && fact.other == 1; };
  EXPECT_TRUE(std::any_of(played.facts.begin(), played.facts.end(), holds_puma));
}

Played PlayHunt(long seed) { return PlayAll("victus_haze", seed, {"inspector/classical", "launch_provider/cautious", "target/passive", "adversary/idle"}); }

// Ten kilometres from Puma the Earth's shadow and its limb hide it for half an hour. Once the inspector took that for a loss and believed a false alarm.
TEST(VictusHaze, DarknessIsNoReasonToDoubtATrack) { EXPECT_GE(PlayHunt(14).Last(FactKind::kDelivered), 0.75); }

// Puma is first seen 17 h after its separation, 1,000 km from where the launch cue lets expect it. Once the first fit ran into an orbit 230 km too high.
TEST(VictusHaze, AFirstFitSearchesThePhase) { EXPECT_GE(PlayHunt(6).Last(FactKind::kDelivered), 0.75); }

// A burn's errors lead the way to the next ellipse through the keep-out. Once the inspector flew such a coast to its end, though its ranges told it.
TEST(VictusHaze, ACoastThatHasBecomeUnsafeIsLeft) {
  const Played played = PlayHunt(85);
  EXPECT_GE(played.Last(FactKind::kDelivered), 0.75);
  EXPECT_EQ(played.Count(FactKind::kKeepOut), 0);
}

double Measured(const Played& played, const char* line) {
  for (const match::v1::SideScore& side : played.result.scores()) {
    for (const match::v1::LineScore& one : side.lines()) {
      if (one.name() == line) return one.value();
    }
  }
  return -1.0;
}

double CustodyOfPuma(const Played& played) {
  for (const game::Fact& fact : played.facts) {
    if (fact.kind == FactKind::kCustodyGained && fact.craft == 0 && fact.other == 1) return dynamics::Seconds(fact.time);
  }
  return 86400.0;
}

// Red knows from its radars where the hunter is: a dazzler blinds it from the first minute on, a jammer waits until there are pictures to send.
TEST(Contested, DazzlingDelaysCustodyAndJammingMeetsTheHunter) {
  const Played quiet = PlayAll("contested", 1, {"inspector/classical", "target/passive", "adversary/escort"});
  const Played dazzled = PlayAll("contested", 1, {"inspector/classical", "target/passive", "adversary/dazzler"});
  const Played jammed = PlayAll("contested", 1, {"inspector/classical", "target/passive", "adversary/jammer"});
  EXPECT_EQ(quiet.Count(FactKind::kInterference), 0);
  EXPECT_GT(CustodyOfPuma(dazzled), CustodyOfPuma(quiet) + 600.0);
  EXPECT_GT(jammed.Count(FactKind::kInterference), 0);
  EXPECT_GT(jammed.Count(FactKind::kInterferenceAttributed), 0) << "the hunter holds the escort's track";
}

// Three kilometres in four minutes: who does nothing scores (0.1 * 3000)^2.
TEST(PursuitEvasion, ThePursuerClosesInAndTheEvaderMakesItHarder) {
  const Played idle = PlayAll("pursuit_evasion", 1, {"inspector/pursuer", "target/passive"});
  const Played evading = PlayAll("pursuit_evasion", 1, {"inspector/pursuer", "target/sidestep"});
  EXPECT_LT(Measured(idle, "pursuit"), 30.0);
  EXPECT_LT(Measured(evading, "pursuit"), 200.0);
  EXPECT_GT(Measured(evading, "pursuit"), Measured(idle, "pursuit"));
  EXPECT_EQ(idle.Count(FactKind::kCollision), 0);
}

TEST(LadyBanditGuard, EvasionAndGuardAreBothWorthSomething) {
  const double alone = Measured(PlayAll("lady_bandit_guard", 1, {"inspector/pursuer", "target/passive", "adversary/idle"}), "attack");
  const double guarded = Measured(PlayAll("lady_bandit_guard", 1, {"inspector/pursuer", "target/passive", "adversary/guard"}), "attack");
  const double evading = Measured(PlayAll("lady_bandit_guard", 1, {"inspector/pursuer", "target/sidestep", "adversary/idle"}), "attack");
  EXPECT_LT(alone, 6000.0);
  EXPECT_GT(guarded, alone);
  EXPECT_GT(evading, alone);
}

// FACTS: success at 99 points; the best published policy sees 98.82 % of them.
TEST(AfrlInspection, CircuitSeesEveryPointWithoutAViolation) {
  for (long seed = 1; seed <= 10; ++seed) {
    const Played played = PlayAll("afrl_inspection", seed, {"inspector/circuit"});
    EXPECT_GE(played.Last(FactKind::kDelivered), 0.99) << seed;
    EXPECT_LT(played.Last(FactKind::kVelocityUsed), 5.0) << seed;
    for (const FactKind violation : {FactKind::kKeepOut, FactKind::kUnsafeCoast, FactKind::kSpeedLimit, FactKind::kLossByRule}) EXPECT_EQ(played.Count(violation), 0) << seed;
  }
}

TEST(AfrlInspection, DirectPlaysItToo) { EXPECT_GE(PlayAll("afrl_inspection", 1, {"inspector/direct"}).Last(FactKind::kDelivered), 0.99); }

// FACTS: success at 90 % of the illuminated points, 10 m/s in all.
TEST(BskRsoInspection, CircuitSeesWhatTheSunLights) {
  for (long seed = 1; seed <= 5; ++seed) {
    const Played played = PlayAll("bsk_rso_inspection", seed, {"inspector/circuit"});
    const double lit = played.Last(FactKind::kLitShare);
    EXPECT_GT(lit, 0.2) << seed;
    EXPECT_GE(played.Last(FactKind::kDelivered), 0.9 * lit) << seed;
    EXPECT_EQ(played.Count(FactKind::kLossByRule), 0) << seed;
  }
}

// One burn towards or away from the other craft, in its own RTN axes.
Played PlayBurn(long seed, double toward_mps) {
  tests::ScriptedSeats* self = nullptr;
  tests::ScriptedSeats seats([&](int, const match::v1::Turn& turn) -> match::SeatAnswer {
    match::v1::Decision decision;
    if (turn.turn_id() == 1) {
      const match::v1::StateEstimate& own = turn.own().estimate();
      const match::v1::StateEstimate& other = self->briefing(0).objects(0).estimate();
      const Eigen::Vector3d to(other.r_eci_m().x() - own.r_eci_m().x(), other.r_eci_m().y() - own.r_eci_m().y(), other.r_eci_m().z() - own.r_eci_m().z());
      const Eigen::Vector3d drift(other.v_eci_mps().x() - own.v_eci_mps().x(), other.v_eci_mps().y() - own.v_eci_mps().y(), other.v_eci_mps().z() - own.v_eci_mps().z());
      const Eigen::Vector3d dv = drift + toward_mps * to.normalized();
      match::v1::Order* order = decision.add_orders();
      order->set_order_id("go");
      order->mutable_burn()->mutable_dv_eci_mps()->set_x(dv.x());
      order->mutable_burn()->mutable_dv_eci_mps()->set_y(dv.y());
      order->mutable_burn()->mutable_dv_eci_mps()->set_z(dv.z());
    }
    return decision;
  });
  self = &seats;
  return Play("afrl_inspection", seed, seats);
}

TEST(AfrlInspection, ACollisionWithACraftThatNobodyFliesLoses) {
  const Played played = PlayBurn(3, 2.0);
  EXPECT_EQ(played.Count(FactKind::kCollision), 1);
  EXPECT_EQ(played.Count(FactKind::kLossByRule), 1);
  EXPECT_NE(played.result.reason().find("collision"), std::string::npos) << played.result.reason();
}

TEST(AfrlInspection, StrayingFartherThanTheBoundLoses) {
  const Played played = PlayBurn(3, -4.0);
  EXPECT_EQ(played.Count(FactKind::kLossByRule), 1);
  EXPECT_NE(played.result.reason().find("stray"), std::string::npos) << played.result.reason();
}

}  // namespace
}  // namespace haze::agents
