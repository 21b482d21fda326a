// A store in a folder of its own and matches to put into it.
#include "tests/unit/store/sample.h"

#include <stdlib.h>

#include <fstream>
#include <iterator>

#include "arbiter/store/sha256.h"

namespace haze::store {

StoreTest::StoreTest() {
  std::string pattern = (std::filesystem::temp_directory_path() / "haze-store-XXXXXX").string();
  folder_ = mkdtemp(pattern.data());
}

StoreTest::~StoreTest() { std::filesystem::remove_all(folder_); }

scenarios::Scenario SampleScenario() {
  scenarios::Scenario scenario;
  scenario.name = "sample";
  scenario.title = "A sample";
  scenario.epoch = *dynamics::ParseUtc("2026-08-11T03:00:00Z");
  scenario.duration = dynamics::kDay;
  scenario.seats = {
      {.name = "blue.inspector", .side = scenarios::Side::kBlue, .role = scenarios::Role::kInspector, .vehicle = "jackal", .policy = "inspector/direct"},
      {.name = "red.target", .side = scenarios::Side::kRed, .role = scenarios::Role::kTarget, .vehicle = "puma", .policy = "target/passive"}};
  scenario.vehicles.resize(2);
  scenario.vehicles[0].name = "jackal";
  scenario.vehicles[1].name = "puma";
  scenario.canonical_text = "name: sample\n";
  scenario.hash = Sha256Hex(scenario.canonical_text);
  return scenario;
}

MatchRows SampleBeginning(std::int64_t seed) {
  const scenarios::Scenario scenario = SampleScenario();
  MatchRows rows;
  rows.attempt.match_id = NewMatchId();
  rows.attempt.scenario_hash = scenario.hash;
  rows.attempt.seed = seed;
  rows.attempt.transport = "in-process";
  rows.attempt.haze_version = "0.0.0";
  rows.attempt.started_utc = "2026-09-01T12:00:00Z";
  for (const scenarios::Seat& seat : scenario.seats) {
    rows.seats.push_back(
        {.seat = seat.name, .side = SideName(seat.side), .role = RoleName(seat.role), .entry = seat.policy, .entry_sha256 = Sha256Hex(seat.policy)});
  }
  return rows;
}

void SampleEnd(MatchRows& rows, int instants) {
  const scenarios::Scenario scenario = SampleScenario();
  ::haze::agent::v1::GameOver result;
  result.set_result(::haze::agent::v1::RESULT_KIND_WIN);
  result.set_winner("blue");
  result.set_reason("blue has more points");
  result.set_time_us(scenario.duration.us);
  result.set_seed(rows.attempt.seed);
  auto* blue = result.add_scores();
  blue->set_side("blue");
  blue->set_points(61.5);
  auto* line = blue->add_lines();
  line->set_name("facets_delivered");
  line->set_value(0.75);
  line->set_points(40.0);
  line = blue->add_lines();
  line->set_name("best_gsd");
  line->set_points(0.0);
  auto* red = result.add_scores();
  red->set_side("red");
  red->set_points(-0.0);

  rec::Record record;
  record.set_scenario_hash(scenario.hash);
  record.set_seed(rows.attempt.seed);
  record.set_match_key(std::string(32, 'k'));
  for (const scenarios::Seat& seat : scenario.seats) record.add_seats(seat.name);
  for (int i = 0; i < instants; ++i) {
    auto* instant = record.add_instants();
    instant->set_time_us(i * 1'000'000LL);
    instant->set_digest(0x1234567890abcdefULL + static_cast<std::uint64_t>(i));
    for (std::uint64_t part = 0; part < 6; ++part) instant->add_parts(part * 7919 + static_cast<std::uint64_t>(i));
    auto* answer = instant->add_answers();
    answer->set_seat(i % 2);
    auto* order = answer->mutable_decision()->add_orders();
    order->set_order_id("burn " + std::to_string(i));
    order->mutable_burn()->mutable_dv_rtn_mps()->set_y(0.25 * i);
  }
  *record.mutable_result() = result;

  game::Milestones milestones;
  milestones.first_detection = 4000.5;
  milestones.first_detection_range = 212345.0;
  milestones.dv_used = {{"jackal", 41.2}, {"puma", 0.0}};
  const std::vector<game::Fact> facts = {{.time = {0}, .kind = game::FactKind::kStart},
                                         {.time = {4'000'500'000}, .kind = game::FactKind::kDetection, .seat = 0, .craft = 0, .other = 1, .value = 212345.0},
                                         {.time = scenario.duration, .kind = game::FactKind::kEnd, .detail = "time is up"}};
  FillResult(scenario, result, facts, milestones, record, rows);
  rows.attempt.wall_s = 1.25;
  rows.attempt.turns = instants;
  rows.attempt.digest = "00112233445566ff";
}

std::string WriteOne(const std::string& path, int instants) {
  Store store(path);
  store.AddScenario(SampleScenario());
  MatchRows rows = SampleBeginning(1);
  store.Begin(rows);
  SampleEnd(rows, instants);
  store.Finish(rows);
  store.Close();
  return rows.attempt.match_id;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace haze::store
