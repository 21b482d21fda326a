// Records in few bytes and back.
#include "arbiter/store/pack.h"

#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace haze::store {
namespace {

namespace rec = ::haze::record::v1;
namespace v1 = ::haze::agent::v1;

// A match like many: three seats, searches that repeat, claims that move, and a few oddities that an agent may say.
rec::Record Sample(std::uint64_t seed, int instants) {
  std::mt19937_64 random(seed);
  rec::Record record;
  record.set_rules_revision(1);
  record.set_scenario_hash(std::string(64, 'a'));
  record.set_match_key("0123456789abcdef0123456789abcdef");
  record.set_seed(static_cast<std::int64_t>(random()));
  for (const char* seat : {"blue.inspector", "red.target", "red.adversary"}) record.add_seats(seat);
  for (int i = 0; i < instants; ++i) {
    rec::Instant* instant = record.add_instants();
    instant->set_time_us(i * 600'000'000LL);
    instant->set_digest(random());
    for (int part = 0; part < 6; ++part) instant->add_parts(part == 2 ? 7 : random());
    rec::Answer* answer = instant->add_answers();
    answer->set_seat(static_cast<int>(random() % 3));
    switch (random() % 8) {
      case 0: answer->set_hold(std::string("malformed \0\xc3\xa9", 13)); continue;
      case 1: answer->mutable_forfeit()->set_kind(v1::RESULT_KIND_FORFEIT_CRASH); continue;
      case 2: continue;
      default: break;
    }
    v1::Decision* decision = answer->mutable_decision();
    decision->set_turn_id(i + 1);
    decision->set_note(i % 9 == 0 ? "transfer, coasting, range 0012" : "");
    decision->mutable_wake()->set_time_us(static_cast<std::int64_t>(random() % 3 == 0 ? random() : (i + 1) * 600'000'000ull));
    v1::Order* order = decision->add_orders();
    order->set_order_id("search-" + std::to_string(i));
    for (int tile = 0; tile < 4; ++tile) {
      order->mutable_search()->add_directions_rtn()->set_x(0.25 * tile);
    }
    if (i % 5 == 0) {
      v1::StateEstimate* estimate = decision->add_tracks()->mutable_estimate();
      estimate->set_time_us(i * 600'000'000LL);
      for (int k = 0; k < 21; ++k) estimate->add_covariance_upper(static_cast<double>(random()) * 1e-9);
      estimate->mutable_r_eci_m()->set_x(std::numeric_limits<double>::quiet_NaN());
      estimate->mutable_v_eci_mps()->set_y(-std::numeric_limits<double>::infinity());
    }
  }
  record.mutable_result()->set_reason("blue leads 76.2 to 27.9");
  return record;
}

TEST(Pack, GivesBackEveryAnswerAndTheKeptBitsOfTheDigests) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const rec::Record record = Sample(seed, static_cast<int>(seed));
    const std::optional<rec::Record> back = Unpack(Pack(record));
    ASSERT_TRUE(back.has_value()) << "seed " << seed;
    EXPECT_EQ(back->digest_bits(), 16);
    ASSERT_EQ(back->instants_size(), record.instants_size());
    for (int i = 0; i < record.instants_size(); ++i) {
      const rec::Instant &a = record.instants(i), &b = back->instants(i);
      EXPECT_EQ(a.time_us(), b.time_us());
      ASSERT_EQ(a.answers_size(), b.answers_size());
      for (int k = 0; k < a.answers_size(); ++k) EXPECT_EQ(a.answers(k).SerializeAsString(), b.answers(k).SerializeAsString()) << "seed " << seed << " instant " << i;
      const bool last = i + 1 == record.instants_size();
      EXPECT_EQ(last ? a.digest() : a.digest() & 0xffff, b.digest());
      EXPECT_EQ(last ? a.parts(1) : a.parts(1) & 0xf, b.parts(1));
    }
    EXPECT_EQ(record.result().SerializeAsString(), back->result().SerializeAsString());
  }
}

TEST(Pack, GivesTheSameBytesForWhatWasUnpacked) {
  const std::string bytes = Pack(Sample(7, 40));
  EXPECT_EQ(Pack(*Unpack(bytes)), bytes);
}

TEST(Pack, ReadsPlainMessagesToo) {
  const rec::Record record = Sample(3, 10);
  const std::optional<rec::Record> back = Unpack(record.SerializeAsString());
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->SerializeAsString(), record.SerializeAsString());
  EXPECT_EQ(Unpack("")->instants_size(), 0);
}

// Three searches in four repeat the last one: of some 110 bytes a turn a tenth is left, most of it digests.
TEST(Pack, TakesATenthOfARecordOfRepeatedSearches) {
  rec::Record record = Sample(5, 400);
  for (rec::Instant& instant : *record.mutable_instants()) {
    for (rec::Answer& answer : *instant.mutable_answers()) answer.mutable_decision()->clear_tracks();
  }
  EXPECT_LT(Pack(record).size() * 10, record.SerializeAsString().size());
}

TEST(Pack, EndsOnEveryChangedOrCutInput) {
  const std::string bytes = Pack(Sample(11, 60));
  std::mt19937_64 random(20261123);
  for (int i = 0; i < 2000; ++i) {
    std::string changed = bytes;
    changed[random() % changed.size()] = static_cast<char>(random());
    if (i % 3 == 0) changed.resize(random() % changed.size());
    (void)Unpack(changed);  // whatever comes, it comes soon
  }
  EXPECT_FALSE(Unpack("hzr1").has_value() && Unpack("hzr1")->instants_size() > 0);
  EXPECT_FALSE(Unpack("\xff\xff\xff").has_value());
}

}  // namespace
}  // namespace haze::store
