#include "arbiter/match/match.h"

#include <limits>

#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include "arbiter/match/codec.h"
#include "arbiter/match/replay.h"
#include "tests/support/duel.h"
#include "tests/support/random_decision.h"
#include "tests/support/scripted_seats.h"

namespace haze::match {
namespace {

using tests::ScriptedSeats;

dynamics::MatchKey Key(std::uint8_t seed) {
  dynamics::MatchKey key{};
  key[0] = seed;
  return key;
}

std::vector<std::string> ObjectIds(const v1::Briefing& briefing) {
  std::vector<std::string> ids;
  for (const v1::ObjectOfInterest& object : briefing.objects()) ids.push_back(object.object_id());
  return ids;
}

// Plays the duel with decisions drawn from `seed`; the same seed gives the same decisions.
class RandomPlay {
 public:
  explicit RandomPlay(std::uint8_t seed) : seed_(seed) {}

  v1::Decision Decide(const Match& match, int seat, const v1::Turn& turn) const {
    dynamics::RandomStream random(Key(seed_), 99, static_cast<std::uint32_t>(seat), static_cast<std::uint64_t>(turn.turn_id()));
    std::vector<std::string> names = ObjectIds(match.BriefingOf(seat));
    v1::Decision decision = tests::PlausibleDecision(turn, names, random);
    if (random.Bernoulli(0.1)) {
      names.push_back("red.target");
      tests::FillAtRandom(*decision.add_orders(), random, names);
    }
    if (random.Bernoulli(0.02)) tests::FillAtRandom(decision, random, names);
    return decision;
  }

 private:
  std::uint8_t seed_;
};

TEST(Match, EndsWithOneDigestTwice) {
  std::uint64_t digests[2];
  for (std::uint64_t& digest : digests) {
    Match match(tests::MakeDuel(), nullptr, Key(1), {});
    const RandomPlay play(7);
    ScriptedSeats seats([&](int seat, const v1::Turn& turn) { return play.Decide(match, seat, turn); });
    Play(match, seats);
    EXPECT_TRUE(match.over());
    EXPECT_EQ(seats.closed(), 2);
    digest = match.Digest();
  }
  EXPECT_EQ(digests[0], digests[1]);
}

TEST(Match, StepBudgetChangesNoBit) {
  std::vector<std::string> records;
  for (const long steps : {0L, 1L, 7L}) {
    Match match(tests::MakeDuel(), nullptr, Key(2), {});
    const RandomPlay play(8);
    ScriptedSeats seats([&](int seat, const v1::Turn& turn) { return play.Decide(match, seat, turn); });
    Play(match, seats, steps);
    records.push_back(match.Record().SerializeAsString());
  }
  EXPECT_EQ(records[0], records[1]);
  EXPECT_EQ(records[0], records[2]);
}

TEST(Match, AnotherKeyGivesAnotherMatch) {
  std::uint64_t digests[2];
  for (std::uint8_t k = 0; k < 2; ++k) {
    Match match(tests::MakeDuel(), nullptr, Key(k), {});
    const RandomPlay play(7);
    ScriptedSeats seats([&](int seat, const v1::Turn& turn) { return play.Decide(match, seat, turn); });
    Play(match, seats);
    digests[k] = match.Digest();
  }
  EXPECT_NE(digests[0], digests[1]);
}

// The property of the border: by reference and by bytes, valid or not, the record is the same.
TEST(Codec, DecisionsByReferenceAndByBytesGiveTheSameRecord) {
  // protobuf would write a line to stderr for each string that is not UTF-8.
  google::protobuf::SetLogHandler(nullptr);
  for (std::uint8_t seed = 0; seed < 40; ++seed) {
    std::string records[2];
    for (int way = 0; way < 2; ++way) {
      Match match(tests::MakeDuel(), nullptr, Key(seed), {});
      const RandomPlay play(seed);
      ScriptedSeats seats([&](int seat, const v1::Turn& turn) -> SeatAnswer {
        const v1::Decision decision = play.Decide(match, seat, turn);
        return way == 0 ? SeatAnswer(decision) : NormaliseBytes(decision.SerializePartialAsString(), turn);
      });
      Play(match, seats);
      records[way] = match.Record().SerializeAsString();
    }
    ASSERT_EQ(records[0], records[1]) << "repeat with seed " << int{seed};
  }
}

TEST(Codec, NotANumberInAnyFieldIsRefusedAndMovesNothing) {
  std::uint64_t quiet = 0;
  for (int run = 0; run < 2; ++run) {
    Match match(tests::MakeDuel(), nullptr, Key(3), {});
    ScriptedSeats seats([&](int seat, const v1::Turn& turn) {
      v1::Decision decision;
      if (run == 1 && seat == 0 && turn.turn_id() == 1) {
        v1::Order* order = decision.add_orders();
        order->set_order_id("nan");
        order->mutable_burn()->mutable_dv_rtn_mps()->set_x(std::numeric_limits<double>::quiet_NaN());
      }
      return decision;
    });
    Play(match, seats);
    // The bodies' part of the last instant: the ruling is news, the motion is not.
    const std::uint64_t bodies = match.Record().instants(match.Record().instants_size() - 1).parts(0);
    if (run == 0) {
      quiet = bodies;
    } else {
      EXPECT_EQ(bodies, quiet);
      bool told = false;
      for (const v1::Turn& turn : seats.heard()) {
        for (const v1::Ruling& ruling : turn.rulings()) told = told || ruling.code() == v1::RULING_CODE_NOT_FINITE;
      }
      EXPECT_TRUE(told);
    }
  }
}

TEST(Codec, EnumerationsOfGameAndContractCorrespond) {
  EXPECT_EQ(v1::WAKE_REASON_COMMANDABLE - v1::WAKE_REASON_START, static_cast<int>(game::WakeReason::kCommandable));
  EXPECT_EQ(v1::WAKE_REASON_LAUNCH - v1::WAKE_REASON_START, static_cast<int>(game::WakeReason::kLaunch));
  EXPECT_EQ(v1::WakeCondition::KIND_LAUNCH - v1::WakeCondition::KIND_DETECTION, static_cast<int>(game::WakeKind::kLaunch));
  EXPECT_EQ(v1::WakeCondition::KIND_RANGE - v1::WakeCondition::KIND_DETECTION, static_cast<int>(game::WakeKind::kRange));
  EXPECT_EQ(v1::RULING_CODE_BUDGET_SPENT, static_cast<int>(game::RulingCode::kBudgetSpent));
  EXPECT_EQ(v1::RULING_CODE_NO_TRACK, static_cast<int>(game::RulingCode::kNoTrack));
  EXPECT_EQ(v1::OrderState::STATE_FAILED - v1::OrderState::STATE_WAITING, static_cast<int>(game::OrderPhase::kFailed));
  EXPECT_EQ(v1::ImageReport::QUALITY_SUN_IN_CAMERA - v1::ImageReport::QUALITY_GOOD, static_cast<int>(game::ImageQuality::kSunInCamera));
  EXPECT_EQ(v1::TaskStatus::STATE_DONE - v1::TaskStatus::STATE_WAITING, static_cast<int>(game::LaunchCampaign::TaskState::kDone));
  EXPECT_EQ(v1::Briefing::ROLE_ADVERSARY - v1::Briefing::ROLE_LAUNCH_PROVIDER, static_cast<int>(scenarios::Role::kAdversary));
}

TEST(Codec, NamesAreOpaqueAndDifferForEverySeat) {
  Match match(tests::MakeDuel(), nullptr, Key(4), {});
  EXPECT_NE(match.BriefingOf(0).match_handle(), match.BriefingOf(1).match_handle());
  EXPECT_NE(match.BriefingOf(0).agent_seed(), match.BriefingOf(1).agent_seed());
  EXPECT_EQ(match.BriefingOf(0).objects(0).object_id().substr(0, 2), "o-");
}

TEST(Codec, ASeatIsToldItsOwnDevicesAndNobodyElses) {
  auto duel = tests::MakeDuel();
  scenarios::Vehicle& puma = duel->vehicles[1];
  puma.warning_sensor = true;
  puma.dazzler = scenarios::Dazzler{.range = 1000e3, .beam = 0.02, .glare = 0.5, .recovery = 60.0, .duty = 250.0};
  puma.jammer = scenarios::Jammer{.range = 300e3, .duty = 200.0};
  puma.decoys = scenarios::Decoys{.count = 3, .radius = 0.75, .albedo = 0.25, .speed = 2.0};
  puma.sunshade = scenarios::Sunshade{.radius = 12.0};
  puma.plates = {{.normal_B = dynamics::Vector3::UnitY(), .area = 3.0, .albedo = 0.5, .two_sided = true}};
  Match match(duel, nullptr, Key(4), {});
  const v1::Vehicle& own = match.BriefingOf(1).own_vehicle();
  EXPECT_TRUE(own.warning_sensor());
  EXPECT_EQ(own.dazzler().range_m(), 1000e3);
  EXPECT_EQ(own.dazzler().beam_rad(), 0.02);
  EXPECT_EQ(own.dazzler().glare_rad(), 0.5);
  EXPECT_EQ(own.dazzler().recovery_s(), 60.0);
  EXPECT_EQ(own.dazzler().duty_s(), 250.0);
  EXPECT_EQ(own.jammer().range_m(), 300e3);
  EXPECT_EQ(own.jammer().duty_s(), 200.0);
  EXPECT_EQ(own.decoys().count(), 3);
  EXPECT_EQ(own.decoys().radius_m(), 0.75);
  EXPECT_EQ(own.decoys().albedo(), 0.25);
  EXPECT_EQ(own.decoys().speed_mps(), 2.0);
  EXPECT_EQ(own.sunshade_radius_m(), 12.0);
  ASSERT_EQ(own.plates_size(), 1);
  EXPECT_EQ(own.plates(0).normal_b().y(), 1.0);
  EXPECT_EQ(own.plates(0).area_m2(), 3.0);
  EXPECT_EQ(own.plates(0).albedo(), 0.5);
  EXPECT_TRUE(own.plates(0).two_sided());
  // What the opponent hears is, byte by byte, the briefing of a match without them.
  Match bare(tests::MakeDuel(), nullptr, Key(4), {});
  EXPECT_EQ(match.BriefingOf(0).SerializeAsString(), bare.BriefingOf(0).SerializeAsString());
  const v1::Vehicle& nothing = bare.BriefingOf(1).own_vehicle();
  EXPECT_FALSE(nothing.has_dazzler() || nothing.has_jammer() || nothing.has_decoys());
  EXPECT_EQ(nothing.plates_size(), 0);
  EXPECT_EQ(nothing.sunshade_radius_m(), 0.0);
}

TEST(Replay, ARecordIsPlayedAgainAndADifferenceIsNamed) {
  const auto duel = tests::MakeDuel();
  Match match(duel, nullptr, Key(5), {.seed = 5});
  const RandomPlay play(9);
  ScriptedSeats seats([&](int seat, const v1::Turn& turn) { return play.Decide(match, seat, turn); });
  Play(match, seats);
  rec::Record record = match.Record();
  EXPECT_TRUE(Verify(record, duel, nullptr).equal) << Verify(record, duel, nullptr).message;

  record.mutable_instants(3)->set_parts(1, record.instants(3).parts(1) + 1);
  const ReplayReport report = Verify(record, duel, nullptr);
  EXPECT_FALSE(report.equal);
  EXPECT_EQ(report.first_instant, 3u);
  EXPECT_EQ(report.subsystem, "sensors");
}

TEST(Replay, AForfeitFromOutsideIsReplayed) {
  const auto duel = tests::MakeDuel();
  Match match(duel, nullptr, Key(6), {});
  ASSERT_EQ(match.Advance({}), Progress::kTurns);
  match.EndByForfeit(1, {v1::RESULT_KIND_FORFEIT_CRASH, "signal 9"});
  EXPECT_EQ(match.Result().result(), v1::RESULT_KIND_FORFEIT_CRASH);
  EXPECT_EQ(match.Result().winner(), "blue");
  EXPECT_EQ(match.Result().seat_at_fault(), "red.target");
  const ReplayReport report = Verify(match.Record(), duel, nullptr);
  EXPECT_TRUE(report.equal) << report.message;
}

TEST(Match, AHundredIllegalOrdersForfeit) {
  Match match(tests::MakeDuel(), nullptr, Key(7), {});
  ScriptedSeats seats([](int seat, const v1::Turn& turn) {
    v1::Decision decision;
    decision.mutable_wake()->set_time_us(turn.time_us() + 1);
    for (int i = 0; seat == 0 && i < 64; ++i) decision.add_orders()->set_order_id("nothing");
    return decision;
  });
  Play(match, seats);
  EXPECT_EQ(match.Result().result(), v1::RESULT_KIND_FORFEIT_ILLEGAL);
  EXPECT_EQ(match.Result().winner(), "red");
}

TEST(FirstDifference, NamesTheFirstAnswerThenTheWorldThatFollowsFromIt) {
  const auto play = [](double dv) {
    auto match = std::make_unique<Match>(tests::MakeDuel(), nullptr, Key(8), MatchOptions{});
    ScriptedSeats seats([dv](int seat, const v1::Turn& turn) {
      v1::Decision decision;
      if (seat == 0 && turn.turn_id() == 2) {
        v1::Order* order = decision.add_orders();
        order->set_order_id("raise");
        order->mutable_burn()->mutable_dv_rtn_mps()->set_y(dv);
      }
      return decision;
    });
    Play(*match, seats);
    return match->Record();
  };
  const rec::Record a = play(5.0), same = play(5.0);
  rec::Record b = play(6.0);
  EXPECT_TRUE(FirstDifference(a, same).equal);
  const ReplayReport answer = FirstDifference(a, b);
  EXPECT_FALSE(answer.equal);
  EXPECT_EQ(answer.subsystem, "");
  EXPECT_NE(answer.message.find("answers otherwise"), std::string::npos) << answer.message;
  // With the answer made alike, the orbits that it led to are what differs, one instant or more later.
  ASSERT_TRUE(answer.first_instant);
  const int at = static_cast<int>(*answer.first_instant);
  b.mutable_instants(at)->CopyFrom(a.instants(at));
  const ReplayReport world = FirstDifference(a, b);
  EXPECT_GT(*world.first_instant, *answer.first_instant);
  EXPECT_FALSE(world.subsystem.empty());
  rec::Record shorter = a;
  shorter.mutable_instants()->RemoveLast();
  EXPECT_EQ(FirstDifference(a, shorter).message, "one of the two is over");
}

TEST(Match, ABurnChangesTheOrbitByItsSize) {
  double used = 0.0;
  Match match(tests::MakeDuel(), nullptr, Key(8), {});
  ScriptedSeats seats([&](int seat, const v1::Turn& turn) {
    v1::Decision decision;
    if (seat == 0 && turn.turn_id() == 1) {
      v1::Order* order = decision.add_orders();
      order->set_order_id("raise");
      order->mutable_burn()->mutable_dv_rtn_mps()->set_y(5.0);
    }
    if (seat == 0 && turn.has_own()) used = 250.0 - turn.own().dv_left_mps();
    return decision;
  });
  Play(match, seats);
  // Five metres a second within three sigma of the magnitude error, 1 % + 1 mm/s.
  EXPECT_NEAR(used, 5.0, 0.16);
}

}  // namespace
}  // namespace haze::match
