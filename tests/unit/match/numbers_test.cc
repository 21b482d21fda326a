// No number that is no number gets in: every floating-point field that a Decision can hold, found by reflection, not by a list.
#include <cmath>
#include <functional>
#include <limits>

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "arbiter/match/match.h"
#include "arbiter/match/replay.h"
#include "tests/support/duel.h"
#include "tests/support/scripted_seats.h"

namespace haze::match {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Path = std::vector<const FieldDescriptor*>;

void FindNumbers(const Descriptor& type, const Path& above, std::vector<Path>& found) {
  for (int i = 0; i < type.field_count(); ++i) {
    Path path = above;
    path.push_back(type.field(i));
    if (type.field(i)->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE || type.field(i)->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) found.push_back(path);
    if (type.field(i)->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) FindNumbers(*type.field(i)->message_type(), path, found);
  }
}

// A decision that holds `value` at the end of `path` and nothing else but the messages on the way; an order gets a name.
v1::Decision With(const Path& path, double value) {
  v1::Decision decision;
  Message* at = &decision;
  for (const FieldDescriptor* field : path) {
    const auto* reflection = at->GetReflection();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      at = field->is_repeated() ? reflection->AddMessage(at, field) : reflection->MutableMessage(at, field);
    } else if (field->is_repeated()) {
      reflection->AddDouble(at, field, value);
    } else {
      reflection->SetDouble(at, field, value);
    }
  }
  for (v1::Order& order : *decision.mutable_orders()) order.set_order_id("number");
  return decision;
}

struct Outcome {
  std::vector<std::uint64_t> world;  // bodies, launch, links and random at the end: all but the rulings and their count
  bool told = false;
};

Outcome PlayWith(const v1::Decision& first) {
  dynamics::MatchKey key{};
  key[0] = 3;
  Match match(tests::MakeDuel(), nullptr, key, {});
  tests::ScriptedSeats seats([&](int seat, const v1::Turn& turn) { return seat == 0 && turn.turn_id() == 1 ? first : v1::Decision(); });
  Play(match, seats);
  Outcome outcome;
  const auto& last = match.Record().instants(match.Record().instants_size() - 1);
  for (const int part : {0, 2, 3, 4}) outcome.world.push_back(last.parts(part));
  for (const v1::Turn& turn : seats.heard()) {
    for (const v1::Ruling& ruling : turn.rulings()) outcome.told = outcome.told || ruling.code() == v1::RULING_CODE_NOT_FINITE;
  }
  return outcome;
}

TEST(Numbers, NoFieldTakesWhatIsNotFinite) {
  std::vector<Path> paths;
  FindNumbers(*v1::Decision::descriptor(), {}, paths);
  ASSERT_GE(paths.size(), 20u) << "burns, directions, rates, cadences, claims, wake thresholds";
  const Outcome quiet = PlayWith({});
  for (const Path& path : paths) {
    std::string name;
    for (const FieldDescriptor* field : path) name += "." + field->name();
    for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
      const Outcome outcome = PlayWith(With(path, value));
      EXPECT_TRUE(outcome.told) << name << " = " << value << ": no ruling says so";
      EXPECT_EQ(outcome.world, quiet.world) << name << " = " << value << ": the world's digest moved";
    }
  }
}

// The rest of what a number may be: judged like any other, without harm to the match.
TEST(Numbers, ExtremesInAnyFieldLeaveTheMatchWhole) {
  std::vector<Path> paths;
  FindNumbers(*v1::Decision::descriptor(), {}, paths);
  for (const Path& path : paths) {
    for (const double value : {-0.0, 1e308, -1e308, 5e-324}) {
      const Outcome once = PlayWith(With(path, value));
      EXPECT_EQ(once.world, PlayWith(With(path, value)).world);
    }
  }
}

}  // namespace
}  // namespace haze::match
