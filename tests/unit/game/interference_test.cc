// Reversible interference, each rule at its limit. Craft 0 is the hunter with a warning sensor, craft 1 carries the devices, craft 2 flies beside it.
#include "arbiter/game/interference.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "arbiter/game/world.h"
#include "dynamics/dmath.h"
#include "tests/support/duel.h"

namespace haze::game {
namespace {

using dynamics::FromSeconds;
using dynamics::kDegree;
using dynamics::Seconds;

constexpr double kOrbit = 6880.8e3;  // m

class Field : public testing::Test {
 protected:
  Field() {
    auto duel = tests::MakeDuel();
    duel->duration = FromSeconds(86400.0);
    duel->vehicles[0].warning_sensor = true;
    duel->vehicles[1].dazzler = scenarios::Dazzler{.range = 1000e3, .beam = 1.0 * kDegree, .glare = 30.0 * kDegree, .recovery = 60.0, .duty = 300.0};
    duel->vehicles[1].jammer = scenarios::Jammer{.range = 300e3, .duty = 300.0};
    duel->vehicles[1].decoys = scenarios::Decoys{.count = 2, .radius = 0.75, .albedo = 0.2, .speed = 1.0};
    scenarios::Vehicle third = duel->vehicles[1];
    third.name = "third";
    duel->vehicles.push_back(third);
    duel->seats.push_back({.name = "red.adversary", .side = scenarios::Side::kRed, .role = scenarios::Role::kAdversary, .vehicle = "third", .policy = "adversary/idle"});
    around.scenario = duel;
    places[0] = {true, At(0.0), &around.scenario->vehicles[0], &blue};
    places[1] = {true, At(200e3), &around.scenario->vehicles[1], &red};
    places[2] = {true, At(500e3, 300e3), &around.scenario->vehicles[2], &third_desk};
  }

  // So far ahead on the circle, and so far across it.
  static State At(double ahead, double across = 0.0) {
    const dynamics::SinCosValue turn = dynamics::SinCos(ahead / kOrbit);
    return {kOrbit * Vector3(turn.cos, turn.sin, 0.0) + across * Vector3::UnitZ(), 7612.0 * Vector3(-turn.sin, turn.cos, 0.0)};
  }
  static void Believe(Desk& desk, int craft, const State& state, SimTime time = SimTime{0}) {
    desk.tracks.Set({.craft = craft, .time = time, .state = state, .covariance = Matrix6::Identity()});
  }
  static Order Make(const char* id, Action action, double start = 0.0) { return {.id = id, .start = FromSeconds(start), .replaces = "", .action = std::move(action)}; }
  RulingCode Ask(const Order& order) const { return interference.Check(order, red, around.scenario->vehicles[1], SimTime{0}).code; }
  void Fire(const Order& order) { interference.Apply(order, red, around.scenario->vehicles[1], places[1].state, SimTime{0}, facts); }
  // Fires at the hunter now; whether it took effect.
  bool Hits(Action action) {
    Fire(Make("shot", std::move(action)));
    interference.Act(SimTime{0}, places, facts);
    return facts.front().kind == FactKind::kInterference && facts.front().value2 == 1.0;
  }
  long Attributed() const {
    return std::count_if(facts.begin(), facts.end(), [](const Fact& fact) { return fact.kind == FactKind::kInterferenceAttributed; });
  }

  Surroundings around;
  Desk blue{0, 0, 3}, red{1, 1, 3}, third_desk{2, 2, 3};
  std::vector<Interference::Place> places = std::vector<Interference::Place>(3);
  Interference interference{around};
  std::vector<Fact> facts;
};

TEST_F(Field, DutyIsThreeHundredSecondsInARevolution) {
  EXPECT_EQ(Ask(Make("a", Jam{0, 300.0})), RulingCode::kNone);
  EXPECT_EQ(Ask(Make("a", Jam{0, 300.1})), RulingCode::kOutOfRange);
  EXPECT_EQ(Ask(Make("a", Jam{0, 0.9})), RulingCode::kOutOfRange);
  Fire(Make("a", Jam{0, 299.0}));
  EXPECT_EQ(Ask(Make("b", Jam{0, 1.0}, 1000.0)), RulingCode::kNone);
  EXPECT_EQ(Ask(Make("b", Jam{0, 1.1}, 1000.0)), RulingCode::kBudgetSpent);
  // A revolution after the end of the first, and not a second earlier.
  EXPECT_EQ(Ask(Make("c", Jam{0, 300.0}, 299.0 + 5679.0)), RulingCode::kBudgetSpent);
  EXPECT_EQ(Ask(Make("c", Jam{0, 300.0}, 299.0 + 5680.0)), RulingCode::kNone);
}

TEST_F(Field, OnlyAtCraftOfTheOtherSideWithTheDevice) {
  EXPECT_EQ(Ask(Make("a", Jam{2, 10.0})), RulingCode::kUnknownObject);
  EXPECT_EQ(Ask(Make("a", Jam{1, 10.0})), RulingCode::kUnknownObject);
  EXPECT_EQ(interference.Check(Make("a", Jam{1, 10.0}), blue, around.scenario->vehicles[0], SimTime{0}).code, RulingCode::kNotEquipped);
  EXPECT_EQ(interference.Check(Make("a", ReleaseDecoy{}), blue, around.scenario->vehicles[0], SimTime{0}).code, RulingCode::kNotEquipped);
  EXPECT_EQ(Ask(Make("a", Dazzle{0, 10.0})), RulingCode::kNoTrack);
  Believe(red, 0, places[0].state);
  EXPECT_EQ(Ask(Make("a", Dazzle{0, 10.0})), RulingCode::kNone);
}

TEST_F(Field, DazzleMeetsTheCameraWithinItsBeam) {
  Believe(red, 0, At(0.0, 200e3 * dynamics::Sin(0.99 * kDegree)));
  EXPECT_TRUE(Hits(Dazzle{0, 10.0}));
}
TEST_F(Field, DazzleMissesWhereTheClaimIsOffByMoreThanItsBeam) {
  Believe(red, 0, At(0.0, 200e3 * dynamics::Sin(1.05 * kDegree)));
  EXPECT_FALSE(Hits(Dazzle{0, 10.0}));
  EXPECT_TRUE(blue.news.warnings.empty());
  EXPECT_TRUE(interference.GlareOn(0, FromSeconds(5.0)).empty());
}
TEST_F(Field, DazzleEndsAtItsRange) {
  places[1].state = At(1001e3);
  Believe(red, 0, places[0].state);
  EXPECT_FALSE(Hits(Dazzle{0, 10.0}));
}

TEST_F(Field, CameraIsBlindUntilItHasRecovered) {
  Believe(red, 0, places[0].state);
  ASSERT_TRUE(Hits(Dazzle{0, 10.0}));
  EXPECT_EQ(interference.GlareOn(0, SimTime{0}).size(), 1u);
  EXPECT_EQ(interference.GlareOn(0, FromSeconds(69.999)).size(), 1u);
  EXPECT_TRUE(interference.GlareOn(0, FromSeconds(70.0)).empty());
  EXPECT_TRUE(interference.GlareOn(2, SimTime{0}).empty());
}

TEST_F(Field, JamNeedsRangeOnlyAndEnds) {
  ASSERT_TRUE(Hits(Jam{0, 100.0}));
  EXPECT_TRUE(interference.Jammed(0, FromSeconds(99.9)));
  EXPECT_FALSE(interference.Jammed(0, FromSeconds(100.0)));
  EXPECT_EQ(Seconds(interference.JamEnd(0, FromSeconds(50.0))), 100.0);
}
TEST_F(Field, JamEndsAtItsRange) {
  places[1].state = At(301e3);
  EXPECT_FALSE(Hits(Jam{0, 100.0}));
}

TEST_F(Field, WarningTellsTheDirectionAndNotWho) {
  ASSERT_TRUE(Hits(Jam{0, 100.0}));
  ASSERT_EQ(blue.news.warnings.size(), 1u);
  const double off = dynamics::AcosClamped(blue.news.warnings[0].direction.dot((places[1].state.r - places[0].state.r).normalized()));
  EXPECT_LT(off, 4.0 * kWarningSigma);
  EXPECT_GT(off, 0.0);
  EXPECT_EQ(Attributed(), 0) << "without a claim nobody is accused";
}
TEST_F(Field, ClaimAboutTheOffenderAttributesIt) {
  Believe(blue, 1, places[1].state);
  ASSERT_TRUE(Hits(Jam{0, 100.0}));
  EXPECT_EQ(Attributed(), 1);
}
TEST_F(Field, TwoSuspectsInOneDirectionAreNone) {
  Believe(blue, 1, places[1].state);
  Believe(blue, 2, At(210e3));
  ASSERT_TRUE(Hits(Jam{0, 100.0}));
  EXPECT_EQ(Attributed(), 0);
}

TEST_F(Field, MagazineHoldsTwoDecoys) {
  EXPECT_EQ(Ask(Make("a", ReleaseDecoy{{0.0, 1.01, 0.0}})), RulingCode::kOutOfRange);
  for (const char* id : {"a", "b"}) {
    EXPECT_EQ(Ask(Make(id, ReleaseDecoy{{0.0, 1.0, 0.0}})), RulingCode::kNone);
    Fire(Make(id, ReleaseDecoy{{0.0, 1.0, 0.0}}));
  }
  EXPECT_EQ(Ask(Make("c", ReleaseDecoy{{0.0, 1.0, 0.0}})), RulingCode::kBudgetSpent);
  ASSERT_EQ(interference.decoys().size(), 2u);
  const State let_go = interference.decoys()[0].flight.At(0.0);
  EXPECT_EQ(let_go.r, places[1].state.r);
  EXPECT_NEAR((let_go.v - places[1].state.v).norm(), 1.0, 1e-9);
}

// In the world: the hunter, 20 km behind, stares ahead for an hour, or takes images.
class Stare {
 public:
  explicit Stare(bool dazzle, bool decoys, bool images = false) {
    auto duel = tests::MakeDuel();
    duel->vehicles[0].search_camera->false_per_frame = 0.0;
    duel->vehicles[0].search_camera->limiting_magnitude = 15.0;
    duel->vehicles[1].dazzler = scenarios::Dazzler{.range = 1000e3, .beam = 30.0 * kDegree, .glare = 30.0 * kDegree, .recovery = 60.0, .duty = 300.0};
    duel->vehicles[1].decoys = scenarios::Decoys{.count = 2, .radius = 0.75, .albedo = 0.2, .speed = 1.0};
    Surroundings around;
    around.scenario = duel;
    World world(around);
    long steps = -1;
    EXPECT_EQ(world.Advance(steps), World::Progress::kDecision);
    Wake sleep;
    std::vector<Order> search{{.id = "stare", .start = SimTime{0}, .replaces = "", .action = Search{.directions_RTN = {Vector3::UnitY()}, .pause = 0.0, .end = FromSeconds(3000.0)}}};
    const std::vector<Claim> quarry{{.craft = 1, .time = SimTime{0}, .state = world.TrueState(1).value(), .covariance = Matrix6::Identity()}};
    if (images) search[0].action = Image{.craft = 1, .cadence = 20.0, .count = 100, .end = FromSeconds(3000.0)};
    world.Apply(0, world.Judge(0, search, quarry, sleep));
    const std::vector<Claim> claim{{.craft = 0, .time = SimTime{0}, .state = world.TrueState(0).value(), .covariance = Matrix6::Identity()}};
    std::vector<Order> orders;
    if (dazzle) orders.push_back({.id = "shine", .start = FromSeconds(300.0), .replaces = "", .action = Dazzle{0, 300.0}});
    if (decoys) {
      for (const char* id : {"a", "b", "c"}) orders.push_back({.id = id, .start = SimTime{0}, .replaces = "", .action = ReleaseDecoy{{0.0, 0.0, 0.5}}});
    }
    const Verdict verdict = world.Judge(1, orders, claim, sleep);
    refused = verdict.rulings.size();
    world.Apply(1, verdict);
    (void)world.Tell(0);
    (void)world.Tell(1);
    while (world.Advance(steps) == World::Progress::kDecision && Seconds(world.now()) <= 1800.0) {
      for (const int seat : world.Due()) {
        const Knowledge told = world.Tell(seat);
        if (seat == 0) seen.insert(seen.end(), told.detections.begin(), told.detections.end());
        for (const ImageNote& image : told.images) blinded += image.quality == ImageQuality::kSunInCamera ? 1 : 0;
        world.Apply(seat, world.Judge(seat, {}, {}, sleep));
      }
    }
    for (const Fact& fact : world.facts()) into_the_sun += fact.kind == FactKind::kCameraSun ? 1 : 0;
  }
  long Between(double from, double to) const {
    return std::count_if(seen.begin(), seen.end(), [&](const SeenPoint& point) { return Seconds(point.time) >= from && Seconds(point.time) < to; });
  }
  std::vector<SeenPoint> seen;
  std::size_t refused = 0;
  long blinded = 0;       ///< images with too much light in them, as the seat is told
  long into_the_sun = 0;  ///< as the referee notes
};

TEST(Interference, DazzledCameraSeesNothingAndThenEverything) {
  const Stare quiet(false, false);
  const Stare shone(true, false);
  EXPECT_GT(quiet.Between(300.0, 660.0), 10);
  EXPECT_EQ(shone.Between(300.0, 660.0), 0) << "300 s of light and 60 s of recovery";
  EXPECT_EQ(shone.Between(0.0, 300.0), quiet.Between(0.0, 300.0));
  EXPECT_EQ(shone.Between(661.0, 1700.0), quiet.Between(661.0, 1700.0));
}

TEST(Interference, AnImageTakenInABeamIsNoLookIntoTheSun) {
  const Stare quiet(false, false, true);
  const Stare shone(true, false, true);
  EXPECT_EQ(quiet.blinded, quiet.into_the_sun);
  EXPECT_GE(shone.blinded, quiet.blinded + 10) << "the seat cannot tell one light from the other";
  EXPECT_LE(shone.into_the_sun, quiet.into_the_sun) << "the referee can";
}

TEST(Interference, DecoysArePointsOfLightLikeAnyOther) {
  const Stare alone(false, false);
  const Stare crowd(false, true);
  EXPECT_EQ(crowd.refused, 1u) << "the third decoy of a magazine of two, judged within one decision";
  EXPECT_GT(crowd.seen.size(), 2 * alone.seen.size());
}

}  // namespace
}  // namespace haze::game
