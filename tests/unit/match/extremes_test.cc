// Orders that are legal but for one number: every numeric field of every order, claim, assessment and wake-up at every extreme, in the middle of a match.
#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "agents/policy/policy.h"
#include "arbiter/match/match.h"
#include "arbiter/match/replay.h"
#include "scenarios/load.h"
#include "tests/support/duel.h"
#include "tests/support/scripted_seats.h"

namespace haze::match {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const std::vector<double> kDoubles = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(), 0.0, -0.0, -1.0,
                                      1e308,  -1e308, 5e-324, 1e18, -1e18};
const std::vector<std::int64_t> kLongs = {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::min() + 1, -1, 0, 1, std::numeric_limits<std::int64_t>::max() - 1,
                                          std::numeric_limits<std::int64_t>::max()};
const std::vector<std::int32_t> kInts = {std::numeric_limits<std::int32_t>::min(), -1, 0, 1, std::numeric_limits<std::int32_t>::max()};

// One number of one message, at one extreme.
struct Change {
  std::string name;  // "orders.burn.dv_rtn_mps.x"
  bool not_finite = false;
  v1::Decision decision;
};
constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

void Put(Message& message, const FieldDescriptor* field, int index, std::size_t value) {
  const auto* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return field->is_repeated() ? reflection->SetRepeatedDouble(&message, field, index, kDoubles[value]) : reflection->SetDouble(&message, field, kDoubles[value]);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->SetInt64(&message, field, kLongs[value]);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->SetInt32(&message, field, kInts[value]);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->SetEnumValue(&message, field, kInts[value]);
    default:
      FAIL() << field->full_name() << ": a kind of number that this test does not know";
  }
}

std::size_t Extremes(const FieldDescriptor* field) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_DOUBLE: return kDoubles.size();
    case FieldDescriptor::CPPTYPE_INT64: return kLongs.size();
    case FieldDescriptor::CPPTYPE_MESSAGE:
    case FieldDescriptor::CPPTYPE_STRING: return 0;
    default: return kInts.size();
  }
}

// Every change of `root` in `at`, a message of its own that is there; `root` is as it was afterwards. The turn's id, which the arbiter fills in, is
// left alone. With `wanted` only that one's decision is written down.
void FindChanges(v1::Decision& root, Message& at, const std::string& above, std::vector<Change>& changes, std::size_t wanted = kAll) {
  const auto* reflection = at.GetReflection();
  for (int i = 0; i < at.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const field = at.GetDescriptor()->field(i);
    const std::string name = above + (above.empty() ? "" : ".") + field->name();
    if (name == "turn_id") continue;
    const int count = field->is_repeated() ? reflection->FieldSize(at, field) : 1;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      for (int k = 0; k < count; ++k) {
        if (field->is_repeated()) {
          FindChanges(root, *reflection->MutableRepeatedMessage(&at, field, k), name, changes, wanted);
        } else if (reflection->HasField(at, field)) {
          FindChanges(root, *reflection->MutableMessage(&at, field), name, changes, wanted);
        }
      }
      continue;
    }
    for (std::size_t value = 0; value < Extremes(field); ++value) {
      // Of a long list the first, the last and one between speak for all.
      for (const int k : std::set<int>{0, count / 2, count - 1}) {
        Change& change = changes.emplace_back();
        change.name = name;
        change.not_finite = field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE && !std::isfinite(kDoubles[value]);
        if (wanted != kAll && wanted + 1 != changes.size()) continue;
        const std::unique_ptr<Message> before(at.New());
        before->CopyFrom(at);
        Put(at, field, k, value);
        change.decision = root;
        at.CopyFrom(*before);
      }
    }
  }
}

// One decision for each thing that a craft can be told, legal when it is said at `turn`.
std::vector<v1::Decision> LegalDecisions(const v1::Turn& turn, const v1::Briefing& briefing) {
  std::vector<v1::Decision> all;
  const std::string object = briefing.objects(0).object_id();
  const std::int64_t end = turn.time_us() + 60'000'000;
  const auto order = [&] {
    v1::Order* const said = all.emplace_back().add_orders();
    said->set_order_id("t" + std::to_string(turn.turn_id()));
    said->set_start_time_us(turn.time_us() + 1'000'000);
    return said;
  };
  order()->mutable_burn()->mutable_dv_rtn_mps()->set_y(0.1);
  order()->mutable_burn()->mutable_dv_eci_mps()->set_z(0.1);
  for (int mode = v1::Point::MODE_NADIR; mode <= v1::Point::MODE_SPIN; ++mode) {
    v1::Point* const point = order()->mutable_point();
    point->set_mode(static_cast<v1::Point::Mode>(mode));
    point->mutable_q_b_eci()->set_w(1.0);
    point->mutable_direction_rtn()->set_y(1.0);
    point->set_object_id(object);
    point->set_rate_radps(0.005);
  }
  v1::Search* const search = order()->mutable_search();
  search->add_directions_rtn()->set_y(1.0);
  search->set_end_time_us(end);
  v1::Range* const range = order()->mutable_range();
  range->set_object_id(object);
  range->set_cadence_s(10.0);
  range->set_end_time_us(end);
  v1::Image* const image = order()->mutable_image();
  image->set_object_id(object);
  image->set_cadence_s(10.0);
  image->set_count(2);
  image->set_end_time_us(end);
  order()->mutable_downlink()->set_end_time_us(end);
  order()->mutable_point()->set_mode(v1::Point::MODE_SUN);
  all.back().mutable_orders(0)->set_order_id("cancelled");
  all.back().add_orders()->set_order_id("t" + std::to_string(turn.turn_id()));
  all.back().mutable_orders(1)->mutable_cancel()->set_order_id("cancelled");
  v1::Dazzle* const dazzle = order()->mutable_dazzle();
  dazzle->set_object_id(object);
  dazzle->set_duration_s(1.0);
  v1::Jam* const jam = order()->mutable_jam();
  jam->set_object_id(object);
  jam->set_duration_s(1.0);
  order()->mutable_release_decoy()->mutable_dv_rtn_mps()->set_y(0.5);
  v1::TrackClaim* const claim = all.emplace_back().add_tracks();
  claim->set_object_id(object);
  *claim->mutable_estimate() = turn.own().estimate();
  claim->mutable_estimate()->clear_covariance_upper();
  for (int row = 0; row < 6; ++row) {
    for (int column = row; column < 6; ++column) claim->mutable_estimate()->add_covariance_upper(row != column ? 0.0 : row < 3 ? 100.0 : 0.01);
  }
  v1::Assessment* const assessment = all.emplace_back().add_assessments();
  assessment->set_object_id(object);
  assessment->set_size_m(1.5);
  assessment->set_faces(3);
  for (int kind = v1::WakeCondition::KIND_DETECTION; kind <= v1::WakeCondition::KIND_LAUNCH; ++kind) {
    v1::WakeCondition* const condition = all.emplace_back().mutable_wake()->add_conditions();
    condition->set_kind(static_cast<v1::WakeCondition::Kind>(kind));
    condition->set_object_id(object);
    condition->set_threshold(0.5);
  }
  return all;
}

// What came of it: plays on, tells of every number that is none, and replays to the bit.
void Check(const Match& match, const std::shared_ptr<const scenarios::Scenario>& scenario, const std::shared_ptr<const dynamics::AstronomyTable>& astronomy,
           const tests::ScriptedSeats& seats, std::size_t not_finite) {
  EXPECT_TRUE(match.Result().result() == v1::RESULT_KIND_WIN || match.Result().result() == v1::RESULT_KIND_DRAW) << match.Result().DebugString();
  std::size_t told = 0;
  for (const v1::Turn& turn : seats.heard()) {
    for (const v1::Ruling& ruling : turn.rulings()) told += ruling.code() == v1::RULING_CODE_NOT_FINITE ? 1 : 0;
  }
  EXPECT_EQ(told, not_finite);
  for (const v1::Turn& turn : seats.heard()) {
    if (!turn.has_own()) continue;
    const v1::StateEstimate& own = turn.own().estimate();
    ASSERT_TRUE(std::isfinite(own.r_eci_m().x()) && std::isfinite(own.v_eci_mps().x())) << "turn " << turn.turn_id();
  }
  const ReplayReport replay = Verify(match.Record(), scenario, astronomy);
  EXPECT_TRUE(replay.equal) << replay.message;
}

// The duel with every device, ten hours, and a turn every twenty seconds or sooner.
std::shared_ptr<scenarios::Scenario> FullyEquippedDuel() {
  const std::shared_ptr<scenarios::Scenario> duel = tests::MakeDuel();
  duel->vehicles[0].dazzler = scenarios::Dazzler{.range = 50e3, .beam = 0.1, .glare = 0.5, .recovery = 10.0, .duty = 1e6};
  duel->vehicles[0].jammer = scenarios::Jammer{.range = 50e3, .duty = 1e6};
  duel->vehicles[0].decoys = scenarios::Decoys{.count = 1000, .radius = 0.5, .albedo = 0.2, .speed = 1.0};
  duel->downlink = scenarios::Downlink{.stations = {{.name = "Svalbard", .latitude = 1.365, .longitude = 0.269, .height = 450.0}}, .min_elevation = 0.09, .rate = 2e6};
  duel->rules.max_illegal_orders = 1'000'000;
  duel->duration = dynamics::FromSeconds(36000.0);
  duel->longest_quiet = 20.0;
  return duel;
}

TEST(Extremes, AreTriedOnDecisionsThatAreLegal) {
  Match match(FullyEquippedDuel(), nullptr, dynamics::MatchKey{}, {});
  std::size_t next = 0, all = 1;
  tests::ScriptedSeats seats([&](int seat, const v1::Turn& turn) {
    if (seat != 0) return v1::Decision();
    const std::vector<v1::Decision> legal = LegalDecisions(turn, seats.briefing(0));
    all = legal.size();
    v1::Decision decision;
    if (turn.turn_id() == 1) {
      for (const v1::Decision& each : legal) decision.MergeFrom(each.tracks_size() > 0 ? each : v1::Decision());
    } else if (next < all) {
      decision = legal[next++];
    }
    decision.mutable_wake()->set_time_us(turn.time_us() + 90'000'000);
    return decision;
  });
  Play(match, seats);
  EXPECT_EQ(next, all);
  for (const v1::Turn& turn : seats.heard()) {
    for (const v1::Ruling& ruling : turn.rulings()) ADD_FAILURE() << turn.turn_id() << ": " << ruling.ShortDebugString();
  }
}

TEST(Extremes, OfEveryNumberThatACraftIsToldLeaveTheMatchWhole) {
  const std::shared_ptr<scenarios::Scenario> duel = FullyEquippedDuel();
  Match match(duel, nullptr, dynamics::MatchKey{}, {});
  std::size_t next = 0, all = 1, not_finite = 0;
  tests::ScriptedSeats seats([&](int seat, const v1::Turn& turn) {
    v1::Decision decision;
    if (seat != 0 || next >= all) return decision;
    // The list is the same at every turn but for times and names.
    std::vector<Change> changes;
    v1::TrackClaim claim;
    for (v1::Decision& legal : LegalDecisions(turn, seats.briefing(0))) {
      if (legal.tracks_size() > 0) claim = legal.tracks(0);
      legal.mutable_wake()->set_time_us(turn.time_us() + 5'000'000);
      FindChanges(legal, legal, "", changes, next);
    }
    all = changes.size();
    decision = changes[next].decision;
    not_finite += changes[next].not_finite ? 1 : 0;
    ++next;
    // What needs a claim has it.
    if (decision.tracks_size() == 0) *decision.add_tracks() = claim;
    return decision;
  });
  Play(match, seats);
  EXPECT_EQ(next, all) << "the match was too short for all of them";
  Check(match, duel, nullptr, seats, not_finite);
}

// The control room's: what the shipped policy says, preceded by itself with one number changed.
TEST(Extremes, OfEveryNumberThatAControlRoomIsToldLeaveTheMatchWhole) {
  const scenarios::LoadResult loaded = scenarios::LoadScenario("victus_nox");
  ASSERT_TRUE(loaded.scenario);
  const auto scenario = std::make_shared<scenarios::Scenario>(*loaded.scenario);
  scenario->rules.max_illegal_orders = 1'000'000;
  const std::shared_ptr<const dynamics::AstronomyTable> astronomy = scenarios::LoadAstronomy(*scenario).table;
  Match match(scenario, astronomy, dynamics::MatchKey{}, {});
  const auto provider = agents::MakePolicy("launch_provider/fastest");
  provider->Open(match.BriefingOf(0));
  std::set<std::string> names;
  std::size_t not_finite = 0, in_last_turn = 0;
  tests::ScriptedSeats seats([&](int seat, const v1::Turn& turn) {
    if (seat != 0) return v1::Decision();
    in_last_turn = 0;
    v1::Decision decision = provider->Decide(turn);
    const std::int64_t liftoff = turn.launch().windows_size() > 0 ? turn.launch().windows(0).nominal_time_us() : turn.time_us();
    v1::Decision spoken;
    // Its own orders, and two that it never gives.
    for (const v1::Order& order : decision.orders()) *spoken.add_orders() = order;
    spoken.add_orders()->mutable_choose_orbit()->set_altitude_m(500e3);
    spoken.add_orders()->mutable_set_liftoff()->set_liftoff_time_us(liftoff);
    std::vector<Change> changes;
    FindChanges(spoken, spoken, "", changes);
    v1::Decision crowd;
    for (std::size_t i = 0; i < changes.size() && crowd.orders_size() + decision.orders_size() < 60; ++i) {
      // A different part of the list at each turn.
      const Change& change = changes[(i + static_cast<std::size_t>(turn.turn_id()) * 40) % changes.size()];
      for (const v1::Order& order : change.decision.orders()) {
        const std::string bytes = order.SerializeAsString();
        bool same = false;
        for (const v1::Order& legal : spoken.orders()) same = same || legal.SerializeAsString() == bytes;
        if (same) continue;
        *crowd.add_orders() = order;
        crowd.mutable_orders(crowd.orders_size() - 1)->set_order_id("x" + std::to_string(i));
        names.insert(change.name);
        not_finite += change.not_finite ? 1 : 0;
        in_last_turn += change.not_finite ? 1 : 0;
      }
    }
    for (const v1::Order& order : decision.orders()) *crowd.add_orders() = order;
    *crowd.mutable_wake() = decision.wake();
    return crowd;
  });
  Play(match, seats);
  EXPECT_TRUE(names.contains("orders.choose_orbit.altitude_m") && names.contains("orders.set_liftoff.liftoff_time_us") && names.contains("orders.start_time_us"));
  EXPECT_GT(not_finite, 0u);
  Check(match, scenario, astronomy, seats, not_finite - in_last_turn);  // rulings come with the next turn
}

// What the two matches above try, and what the contract has: a field that is added has to be added there.
TEST(Extremes, NoNumberOfTheContractIsForgotten) {
  std::set<std::string> wanted;
  const std::function<void(const google::protobuf::Descriptor&, const std::string&)> find = [&](const google::protobuf::Descriptor& type, const std::string& above) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* const field = type.field(i);
      const std::string name = above + (above.empty() ? "" : ".") + field->name();
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        find(*field->message_type(), name);
      } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING && name != "turn_id") {
        wanted.insert(name);
      }
    }
  };
  find(*v1::Decision::descriptor(), "");
  v1::Turn turn;
  turn.mutable_own()->mutable_estimate()->mutable_r_eci_m()->set_x(7e6);
  turn.mutable_own()->mutable_estimate()->mutable_v_eci_mps()->set_y(7e3);
  v1::Briefing briefing;
  briefing.add_objects()->set_object_id("object");
  std::vector<Change> changes;
  for (v1::Decision& decision : LegalDecisions(turn, briefing)) {
    decision.mutable_wake()->set_time_us(1);
    FindChanges(decision, decision, "", changes);
  }
  for (const Change& change : changes) wanted.erase(change.name);
  EXPECT_EQ(wanted, (std::set<std::string>{"orders.choose_orbit.altitude_m", "orders.choose_orbit.inclination_rad", "orders.set_liftoff.liftoff_time_us"}))
      << "a control room's, and nothing else";
}

}  // namespace
}  // namespace haze::match
