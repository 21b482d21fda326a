// Points as a function of facts: GAME's lines, gates and violations, and properties that hold for any facts.
#include "arbiter/game/score.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/random.h"

namespace haze::game {
namespace {

using dynamics::FromSeconds;
using dynamics::kHour;
using scenarios::Measure;
using scenarios::ScoreLine;
using scenarios::Side;

constexpr int kJackal = 0;
constexpr int kPuma = 1;
constexpr int kEscort = 2;

ScoreLine Line(const char* name, Side side, Measure measure, const char* observer, const char* object, double zero, double full, double points) {
  return {.name = name, .side = side, .measure = measure, .observer = observer, .object = object, .zero = zero, .full = full, .points = points};
}

// The lines of victus_haze (GAME: Score).
scenarios::Scenario Duel() {
  scenarios::Scenario s;
  s.separation_of = "puma";
  s.duration = 72 * kHour;
  s.seats = {{"blue.inspector", Side::kBlue, scenarios::Role::kInspector, "jackal", ""},
             {"red.launch_provider", Side::kRed, scenarios::Role::kLaunchProvider, "", ""},
             {"red.target", Side::kRed, scenarios::Role::kTarget, "puma", ""},
             {"red.adversary", Side::kRed, scenarios::Role::kAdversary, "escort", ""}};
  s.vehicles.resize(3);
  s.vehicles[kJackal].name = "jackal";
  s.vehicles[kPuma].name = "puma";
  s.vehicles[kEscort].name = "escort";
  const double h = 3600.0;
  s.score = {Line("custody_first", Side::kBlue, Measure::kCustodyFirst, "jackal", "puma", 36 * h, 6 * h, 15),
             Line("custody_fraction", Side::kBlue, Measure::kCustodyFraction, "jackal", "puma", 0.3, 0.95, 10),
             Line("facets_delivered", Side::kBlue, Measure::kFacetsDelivered, "jackal", "puma", 0.05, 0.75, 35),
             Line("best_gsd", Side::kBlue, Measure::kBestGsd, "jackal", "puma", 0.05, 0.02, 5),
             Line("half_facets", Side::kBlue, Measure::kHalfFacets, "jackal", "puma", 60 * h, 36 * h, 15),
             Line("back_off", Side::kBlue, Measure::kBackOff, "jackal", "puma", 2e3, 20e3, 10),
             Line("dv_used", Side::kBlue, Measure::kDvUsed, "", "jackal", 230, 120, 10),
             Line("notice", Side::kRed, Measure::kNoticeToLiftoff, "", "", 30 * h, 16.75 * h, 15),
             Line("insertion", Side::kRed, Measure::kInsertionError, "", "", 1.0, 0.2, 10),
             Line("service", Side::kRed, Measure::kService, "", "puma", 0.3, 0.9, 20),
             Line("unseen", Side::kRed, Measure::kCustodyFirst, "jackal", "puma", 6 * h, 36 * h, 15),
             Line("facets_denied", Side::kRed, Measure::kFacetsDelivered, "jackal", "puma", 0.25, 0.95, 20),
             Line("dv_left", Side::kRed, Measure::kDvLeft, "", "puma", 20, 90, 10),
             Line("escort_custody", Side::kRed, Measure::kEncounterCustody, "escort", "jackal", 0.0, 0.8, 10)};
  const auto line = [&s](const char* name) -> ScoreLine& { return *std::find_if(s.score.begin(), s.score.end(), [name](const ScoreLine& l) { return l.name == name; }); };
  line("back_off").gate = scenarios::Gate{Measure::kFacetsDelivered, 0.25};
  line("dv_used").gate = scenarios::Gate{Measure::kFacetsDelivered, 0.25};
  line("facets_denied").denied = true;
  line("unseen").points_without = 15;
  line("escort_custody").points_without = 5;
  const std::vector<scenarios::Violation> kinds = {scenarios::Violation::kKeepOut, scenarios::Violation::kUnsafeCoast, scenarios::Violation::kSpeed};
  s.violations = {{Side::kBlue, kinds, -5.0, -20.0}, {Side::kRed, kinds, -5.0, -15.0}};
  return s;
}

std::vector<Fact> GoodHunt() {
  const dynamics::SimTime separation = FromSeconds(63600.0);
  const dynamics::SimTime end = 72 * kHour;
  return {
      {.time = FromSeconds(60120.0), .kind = FactKind::kLiftoff, .seat = 1},
      {.time = FromSeconds(63300.0), .kind = FactKind::kInsertion, .seat = 1, .value = 0.6, .detail = "altitude"},
      {.time = separation, .kind = FactKind::kSeparation, .seat = 1, .craft = kPuma},
      {.time = separation + FromSeconds(600.0), .kind = FactKind::kSeparation, .craft = kEscort},
      {.time = separation + 2 * kHour, .kind = FactKind::kDetection, .craft = kJackal, .other = kPuma, .value = 1.95e6},
      {.time = separation + 6 * kHour, .kind = FactKind::kCustodyGained, .craft = kJackal, .other = kPuma, .value = 9e3},
      {.time = separation + 9 * kHour, .kind = FactKind::kRangeFix, .craft = kJackal, .other = kPuma, .value = 9e3, .value2 = -1.0},
      {.time = separation + 9 * kHour, .kind = FactKind::kRangeFix, .craft = kJackal, .other = kPuma, .value = 9e3, .value2 = 0.004},
      {.time = separation + 30 * kHour, .kind = FactKind::kClosestApproach, .craft = kPuma, .other = kJackal, .value = 212.0},
      {.time = separation + 30 * kHour, .kind = FactKind::kDelivered, .craft = kJackal, .other = kPuma, .value = 0.4, .value2 = 0.035, .detail = "1"},
      {.time = separation + 48 * kHour, .kind = FactKind::kDelivered, .craft = kJackal, .other = kPuma, .value = 0.75, .value2 = 0.035, .detail = "2"},
      {.time = end, .kind = FactKind::kCustodyShare, .craft = kJackal, .other = kPuma, .value = 0.95, .detail = "custody_fraction"},
      {.time = end, .kind = FactKind::kBackOff, .craft = kJackal, .other = kPuma, .value = 11e3},
      {.time = end, .kind = FactKind::kServiceShare, .craft = kPuma, .value = 0.6},
      {.time = end, .kind = FactKind::kVelocityUsed, .craft = kJackal, .value = 175.0, .value2 = 75.0},
      {.time = end, .kind = FactKind::kVelocityUsed, .craft = kPuma, .value = 0.0, .value2 = 100.0},
      {.time = end, .kind = FactKind::kEnd},
  };
}

double PointsOf(const Outcome& outcome, const std::string& name) {
  for (const SideResult& side : outcome.sides) {
    for (const LineResult& line : side.lines) {
      if (line.name == name) return line.points;
    }
  }
  ADD_FAILURE() << "no line " << name;
  return -1e9;
}

TEST(Score, EachLineOfTheDefaultScenarioIsLinearBetweenZeroAndFull) {
  const Outcome outcome = Judge(Duel(), GoodHunt());
  const auto expect = [&outcome](const char* name, double points) { EXPECT_NEAR(PointsOf(outcome, name), points, 1e-9) << name; };
  expect("custody_first", 15.0);
  expect("custody_fraction", 10.0);
  expect("facets_delivered", 35.0);
  expect("best_gsd", 2.5);
  expect("half_facets", 7.5);
  expect("back_off", 5.0);
  expect("dv_used", 5.0);
  expect("notice", 15.0);  // 16.7 h is better than full
  expect("insertion", 5.0);
  expect("service", 10.0);
  expect("unseen", 0.0);
  expect("facets_denied", 0.0);
  expect("dv_left", 10.0);
  expect("escort_custody", 5.0);  // no encounter
  EXPECT_EQ(outcome.winner, std::optional<Side>(Side::kBlue));
  EXPECT_EQ(outcome.reason, "blue leads 80.0 to 45.0");
}

TEST(DecisiveFact, IsTheOneFromWhichOnTheMatchEndsAsItDid) {
  const scenarios::Scenario duel = Duel();
  const std::vector<Fact> facts = GoodHunt();
  const std::optional<std::size_t> decisive = DecisiveFact(duel, facts);
  ASSERT_TRUE(decisive);
  // What is measured over the whole match counts for both; the images tip it.
  EXPECT_EQ(facts[*decisive].kind, FactKind::kDelivered);
  std::vector<Fact> without = facts;
  without.erase(without.begin() + static_cast<std::ptrdiff_t>(*decisive), without.end() - 6);
  EXPECT_NE(Judge(duel, without).winner, Judge(duel, facts).winner);
}

TEST(DecisiveFact, IsTheLossByRuleWhateverThePoints) {
  const scenarios::Scenario duel = Duel();
  std::vector<Fact> facts = GoodHunt();
  const Fact loss{.time = facts[9].time + FromSeconds(1.0), .kind = FactKind::kLossByRule, .seat = 0, .detail = "collision"};
  facts.insert(facts.begin() + 10, loss);
  EXPECT_EQ(DecisiveFact(duel, facts), std::optional<std::size_t>(10));
}

TEST(DecisiveFact, IsNoneWhereTheWholeMatchIsMeasured) { EXPECT_EQ(DecisiveFact(Duel(), {}), std::nullopt); }

TEST(Score, NothingHappenedLeavesBlueWithoutPointsAndRedWithWhatItDenied) {
  const Outcome outcome = Judge(Duel(), {});
  EXPECT_DOUBLE_EQ(outcome.sides[0].points, 0.0);
  EXPECT_DOUBLE_EQ(PointsOf(outcome, "unseen"), 15.0);
  EXPECT_DOUBLE_EQ(PointsOf(outcome, "facets_denied"), 20.0);
  EXPECT_DOUBLE_EQ(outcome.sides[1].points, 40.0);
}

TEST(Score, AGateHoldsPointsBackUntilItsMeasureIsReached) {
  std::vector<Fact> facts = GoodHunt();
  std::erase_if(facts, [](const Fact& fact) { return fact.kind == FactKind::kDelivered && fact.value > 0.5; });
  for (Fact& fact : facts) {
    if (fact.kind == FactKind::kDelivered) fact.value = 0.2499;
  }
  EXPECT_DOUBLE_EQ(PointsOf(Judge(Duel(), facts), "dv_used"), 0.0);
  EXPECT_DOUBLE_EQ(PointsOf(Judge(Duel(), facts), "back_off"), 0.0);
  for (Fact& fact : facts) {
    if (fact.kind == FactKind::kDelivered) fact.value = 0.25;
  }
  EXPECT_DOUBLE_EQ(PointsOf(Judge(Duel(), facts), "dv_used"), 5.0);
  EXPECT_DOUBLE_EQ(PointsOf(Judge(Duel(), facts), "back_off"), 5.0);
}

TEST(Score, ViolationsSubtractDownToTheirFloorFromTheSideThatCommittedThem) {
  std::vector<Fact> facts = GoodHunt();
  for (int n = 1; n <= 6; ++n) {
    facts.push_back({.time = 71 * kHour, .kind = n % 2 == 0 ? FactKind::kSpeedLimit : FactKind::kKeepOut, .craft = kJackal, .other = kPuma, .value = 90.0});
    const Outcome outcome = Judge(Duel(), facts);
    EXPECT_DOUBLE_EQ(outcome.sides[0].lines.back().points, std::max(-20.0, -5.0 * n));
    EXPECT_DOUBLE_EQ(outcome.sides[1].lines.back().points, 0.0);
  }
}

TEST(Score, ASmallLeadIsADraw) {
  scenarios::Scenario s = Duel();
  s.draw_band = 35.0;
  EXPECT_TRUE(Judge(s, GoodHunt()).draw);
  EXPECT_FALSE(Judge(s, GoodHunt()).winner.has_value());
  s.draw_band = 34.9;
  EXPECT_FALSE(Judge(s, GoodHunt()).draw);
}

TEST(Score, LossByRuleAndForfeitOverrideThePoints) {
  for (const FactKind kind : {FactKind::kLossByRule, FactKind::kForfeit}) {
    std::vector<Fact> facts = GoodHunt();
    facts.push_back({.time = 72 * kHour, .kind = kind, .seat = 0, .detail = "collision"});
    const Outcome outcome = Judge(Duel(), facts);
    EXPECT_EQ(outcome.winner, std::optional<Side>(Side::kRed));
    EXPECT_NE(outcome.reason.find("collision"), std::string::npos);
    EXPECT_DOUBLE_EQ(outcome.sides[0].points, 80.0);
    facts.push_back({.time = 72 * kHour, .kind = kind, .seat = 2, .detail = "collision"});
    EXPECT_TRUE(Judge(Duel(), facts).draw);
    facts.push_back({.time = 71 * kHour, .kind = kind, .seat = 2, .detail = "earlier"});
    EXPECT_EQ(Judge(Duel(), facts).winner, std::optional<Side>(Side::kBlue));
  }
}

TEST(Score, AOneSidedMatchIsWonByDoingMoreThanNothing) {
  scenarios::Scenario s = Duel();
  s.seats.resize(1);
  std::erase_if(s.score, [](const ScoreLine& line) { return line.side == Side::kRed; });
  const Outcome outcome = Judge(s, GoodHunt());
  ASSERT_EQ(outcome.sides.size(), 1u);
  EXPECT_EQ(outcome.winner, std::optional<Side>(Side::kBlue));
  EXPECT_TRUE(Judge(s, {}).draw);
}

TEST(Score, TheNearestApproachIsScoredAsPublished) {
  scenarios::Scenario s = Duel();
  s.vehicles.push_back({.name = "guard"});
  s.seats.push_back({.name = "red.adversary", .side = Side::kRed, .role = scenarios::Role::kAdversary, .vehicle = "guard"});
  const int guard = static_cast<int>(s.vehicles.size()) - 1;
  const std::vector<Fact> facts = {{.time = FromSeconds(100.0), .kind = FactKind::kNearest, .craft = 0, .other = 1, .value = 20.0, .value2 = 4.0},
                                   {.time = FromSeconds(100.0), .kind = FactKind::kNearestPropellant, .craft = 0, .other = 1, .value = 160.0},
                                   {.time = FromSeconds(90.0), .kind = FactKind::kNearest, .craft = 0, .other = guard, .value = 99.9, .value2 = 5.0}};
  const ScoreLine pursuit{.measure = Measure::kPursuitScore, .observer = "jackal", .object = "puma"};
  const ScoreLine guarding{.measure = Measure::kGuardingScore, .observer = "jackal", .object = "puma"};
  // 2^2 + 2^1.5 + 16^1.25 + 1.
  EXPECT_NEAR(ValueOf(s, facts, pursuit).value_or(-1.0), 4.0 + 2.0 * std::sqrt(2.0) + 32.0 + 1.0, 1e-12);
  EXPECT_NEAR(ValueOf(s, facts, guarding).value_or(-1.0), 400.0 + 1e4, 1e-9);
  EXPECT_FALSE(ValueOf(s, {}, pursuit).has_value());
}

TEST(Score, MilestonesTellTheHunt) {
  const Milestones m = MilestonesOf(Duel(), GoodHunt());
  EXPECT_EQ(m.liftoff, std::optional<double>(60120.0));
  EXPECT_EQ(m.separation, std::optional<double>(63600.0));
  EXPECT_EQ(m.first_detection, std::optional<double>(63600.0 + 7200.0));
  EXPECT_EQ(m.first_detection_range, std::optional<double>(1.95e6));
  EXPECT_EQ(m.custody, std::optional<double>(63600.0 + 21600.0));
  EXPECT_EQ(m.ranging_error_fraction, std::optional<double>(0.004));
  EXPECT_EQ(m.closest_approach, std::optional<double>(212.0));
  EXPECT_EQ(m.facets_delivered_fraction, std::optional<double>(0.75));
  EXPECT_EQ(m.back_off_range, std::optional<double>(11e3));
  ASSERT_EQ(m.dv_used.size(), 2u);
  EXPECT_EQ(m.dv_used[0], (std::pair<std::string, double>{"jackal", 175.0}));
  const Milestones none = MilestonesOf(Duel(), {});
  EXPECT_FALSE(none.liftoff || none.separation || none.first_detection || none.custody || none.closest_approach || none.back_off_range);
}

TEST(Score, FactsHaveNamesOfTheirOwn) {
  std::vector<std::string_view> names;
  for (int kind = 0; kind < kFactKinds; ++kind) names.push_back(FactName(static_cast<FactKind>(kind)));
  EXPECT_EQ(std::count(names.begin(), names.end(), "unknown"), 0);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

// Random facts over the duel's kinds, craft and seats.
std::vector<Fact> RandomFacts(std::uint8_t seed) {
  dynamics::MatchKey key{};
  key[0] = seed;
  dynamics::RandomStream random(key, 99, 0, 0);
  std::vector<Fact> facts;
  const std::uint64_t count = random.Below(60);
  for (std::uint64_t n = 0; n < count; ++n) {
    Fact fact;
    fact.time = FromSeconds(random.Uniform(0.0, 259200.0));
    fact.kind = static_cast<FactKind>(random.Below(static_cast<std::uint64_t>(kFactKinds)));
    // Losses are rare, or no match would be judged by points.
    if ((fact.kind == FactKind::kLossByRule || fact.kind == FactKind::kForfeit) && random.Bernoulli(0.9)) fact.kind = FactKind::kDelivered;
    fact.seat = static_cast<int>(random.Below(5)) - 1;
    fact.craft = static_cast<int>(random.Below(4)) - 1;
    fact.other = static_cast<int>(random.Below(4)) - 1;
    fact.value = random.Bernoulli(0.5) ? random.Uniform() : random.Uniform(-1e3, 1e5);
    fact.value2 = random.Uniform(-0.01, 0.1);
    fact.detail = random.Bernoulli(0.5) ? "custody_fraction" : "x";
    facts.push_back(fact);
  }
  std::stable_sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) { return a.time < b.time; });
  return facts;
}

Side Swap(Side side) { return side == Side::kBlue ? Side::kRed : Side::kBlue; }

TEST(Score, SwappingTheSidesSwapsTheScore) {
  const scenarios::Scenario s = Duel();
  scenarios::Scenario swapped = s;
  for (scenarios::Seat& seat : swapped.seats) seat.side = Swap(seat.side);
  for (ScoreLine& line : swapped.score) line.side = Swap(line.side);
  for (scenarios::ViolationLine& line : swapped.violations) line.side = Swap(line.side);
  for (int seed = 0; seed < 250; ++seed) {
    const std::vector<Fact> facts = RandomFacts(static_cast<std::uint8_t>(seed));
    const Outcome a = Judge(s, facts);
    const Outcome b = Judge(swapped, facts);
    ASSERT_EQ(a.draw, b.draw) << "seed " << seed;
    ASSERT_EQ(a.winner.has_value(), b.winner.has_value()) << "seed " << seed;
    if (a.winner) {
      ASSERT_EQ(*a.winner, Swap(*b.winner)) << "seed " << seed;
    }
    ASSERT_EQ(a.sides[0].points, b.sides[1].points) << "seed " << seed;
    ASSERT_EQ(a.sides[1].points, b.sides[0].points) << "seed " << seed;
  }
}

TEST(Score, PointsStayWithinTheirBoundsAndTheOutcomeIsOneOfThree) {
  const scenarios::Scenario s = Duel();
  for (int seed = 0; seed < 250; ++seed) {
    const Outcome outcome = Judge(s, RandomFacts(static_cast<std::uint8_t>(seed)));
    ASSERT_NE(outcome.draw, outcome.winner.has_value()) << "seed " << seed;
    ASSERT_FALSE(outcome.reason.empty());
    for (const SideResult& side : outcome.sides) {
      double floor = 0.0;
      for (const scenarios::ViolationLine& line : s.violations) floor += line.side == side.side ? line.floor : 0.0;
      ASSERT_GE(side.points, floor) << "seed " << seed;
      ASSERT_LE(side.points, 100.0 + 1e-9) << "seed " << seed;
      double sum = 0.0;
      for (const LineResult& line : side.lines) sum += line.points;
      ASSERT_EQ(side.points, sum);
      for (std::size_t i = 0, k = 0; i < s.score.size(); ++i) {
        if (s.score[i].side != side.side) continue;
        ASSERT_GE(side.lines[k].points, 0.0) << s.score[i].name << " seed " << seed;
        ASSERT_LE(side.lines[k].points, s.score[i].points) << s.score[i].name << " seed " << seed;
        ++k;
      }
    }
  }
}

// Better measurements never cost points: each line's value is moved from worst to best.
TEST(Score, EachLineIsMonotonicInItsMeasure) {
  const scenarios::Scenario s = Duel();
  const dynamics::SimTime separation = FromSeconds(63600.0);
  const auto base = [&](double share) {
    return std::vector<Fact>{{.time = separation, .kind = FactKind::kSeparation, .craft = kPuma},
                             {.time = separation + kHour, .kind = FactKind::kDelivered, .craft = kJackal, .other = kPuma, .value = share, .value2 = 0.04}};
  };
  const auto rises = [&](const char* name, auto facts_at) {
    double previous = -1.0;
    for (int step = 0; step <= 40; ++step) {
      const double points = PointsOf(Judge(s, facts_at(step / 40.0)), name);
      EXPECT_GE(points, previous) << name << " step " << step;
      previous = points;
    }
    const ScoreLine& line = *std::find_if(s.score.begin(), s.score.end(), [name](const ScoreLine& l) { return l.name == name; });
    EXPECT_DOUBLE_EQ(previous, line.points) << name;
    EXPECT_LT(PointsOf(Judge(s, facts_at(0.0)), name), line.points) << name;
  };
  const auto with = [&](Fact fact) {
    std::vector<Fact> facts = base(0.3);
    facts.push_back(std::move(fact));
    return facts;
  };
  rises("facets_delivered", [&](double x) { return base(x); });
  rises("facets_denied", [&](double x) { return base(1.0 - x); });
  rises("custody_first", [&](double x) { return with({.time = separation + FromSeconds((1.0 - x) * 40 * 3600.0), .kind = FactKind::kCustodyGained, .craft = kJackal, .other = kPuma}); });
  rises("unseen", [&](double x) { return with({.time = separation + FromSeconds(x * 40 * 3600.0), .kind = FactKind::kCustodyGained, .craft = kJackal, .other = kPuma}); });
  rises("custody_fraction", [&](double x) { return with({.kind = FactKind::kCustodyShare, .craft = kJackal, .other = kPuma, .value = x, .detail = "custody_fraction"}); });
  rises("half_facets", [&](double x) {
    return with({.time = separation + FromSeconds((1.0 - x) * 70 * 3600.0), .kind = FactKind::kDelivered, .craft = kJackal, .other = kPuma, .value = 0.5});
  });
  rises("best_gsd", [&](double x) { return with({.kind = FactKind::kDelivered, .craft = kJackal, .other = kPuma, .value = 0.3, .value2 = 0.06 - 0.045 * x}); });
  rises("back_off", [&](double x) { return with({.kind = FactKind::kBackOff, .craft = kJackal, .other = kPuma, .value = 30e3 * x}); });
  rises("dv_used", [&](double x) { return with({.kind = FactKind::kVelocityUsed, .craft = kJackal, .value = 250.0 * (1.0 - x)}); });
  rises("dv_left", [&](double x) { return with({.kind = FactKind::kVelocityUsed, .craft = kPuma, .value2 = 100.0 * x}); });
  rises("service", [&](double x) { return with({.kind = FactKind::kServiceShare, .craft = kPuma, .value = x}); });
  rises("notice", [&](double x) { return with({.time = FromSeconds((30.0 - 20.0 * x) * 3600.0), .kind = FactKind::kLiftoff}); });
  rises("insertion", [&](double x) { return with({.kind = FactKind::kInsertion, .value = 1.2 * (1.0 - x)}); });
  rises("escort_custody", [&](double x) { return with({.kind = FactKind::kEncounterShare, .craft = kEscort, .other = kJackal, .value = x}); });
}

}  // namespace
}  // namespace haze::game
