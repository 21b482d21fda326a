// From the words of a match to the rows of the store.
#include "arbiter/store/rows.h"

#include <openssl/rand.h>

#include <functional>
#include <map>

#include "arbiter/store/pack.h"
#include "arbiter/store/sha256.h"
#include "dynamics/assert.h"

namespace haze::store {
namespace {

// Length of the valid UTF-8 sequence at `at`, or 0.
std::size_t SequenceLength(const std::string& bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u; };
  const auto follows = [&](std::size_t i, unsigned lo = 0x80, unsigned hi = 0xbf) { return byte(i) >= lo && byte(i) <= hi; };
  const unsigned first = byte(at);
  if (first == 0) return 0;
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(at + 1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const unsigned lo = first == 0xe0 ? 0xa0 : 0x80, hi = first == 0xed ? 0x9f : 0xbf;
    return follows(at + 1, lo, hi) && follows(at + 2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const unsigned lo = first == 0xf0 ? 0x90 : 0x80, hi = first == 0xf4 ? 0x8f : 0xbf;
    return follows(at + 1, lo, hi) && follows(at + 2) && follows(at + 3) ? 4 : 0;
  }
  return 0;
}

std::string NameAt(const std::vector<std::string>& names, int index) {
  return index >= 0 && static_cast<std::size_t>(index) < names.size() ? names[static_cast<std::size_t>(index)] : std::string();
}

}  // namespace

std::string IdentityOf(const std::string& scenario_hash, std::int64_t seed, const std::vector<SeatRow>& seats) {
  Sha256 hash;
  hash.Field("haze match identity 1");
  hash.Field(scenario_hash);
  hash.Number(seed);
  for (const SeatRow& seat : seats) {
    hash.Field(seat.seat);
    hash.Field(seat.entry);
    hash.Field(seat.entry_sha256);
  }
  return hash.FinishHex();
}

std::string NewMatchId() {
  unsigned char bytes[16];
  HAZE_ASSERT(RAND_bytes(bytes, sizeof bytes) == 1, "the operating system provides random bytes");
  return Hex({reinterpret_cast<const char*>(bytes), sizeof bytes});
}

std::string ToHex16(std::uint64_t digest) {
  std::string bytes;
  for (int i = 7; i >= 0; --i) bytes += static_cast<char>((digest >> (8 * i)) & 0xff);
  return Hex(bytes);
}

std::string KeepName(Keep keep) {
  switch (keep) {
    case Keep::kResults:
      return "results";
    case Keep::kDecisions:
      return "decisions";
    case Keep::kFull:
      return "full";
  }
  return {};
}

std::string ResultName(::haze::agent::v1::ResultKind kind) {
  const std::string name = ::haze::agent::v1::ResultKind_Name(kind);
  const std::string prefix = "RESULT_KIND_";
  return name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : name;
}

std::string RoleName(scenarios::Role role) {
  switch (role) {
    case scenarios::Role::kLaunchProvider:
      return "launch_provider";
    case scenarios::Role::kInspector:
      return "inspector";
    case scenarios::Role::kTarget:
      return "target";
    case scenarios::Role::kAdversary:
      return "adversary";
  }
  return {};
}

std::string SideName(scenarios::Side side) { return side == scenarios::Side::kBlue ? "blue" : "red"; }

std::string CleanText(const std::string& bytes, std::size_t limit) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = SequenceLength(bytes, at);
    text += length ? bytes.substr(at, length) : std::string("?");
    at += length ? length : 1;
  }
  if (text.size() <= limit) return text;
  std::size_t from = text.size() - limit;
  while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xc0) == 0x80) ++from;
  return text.substr(from);
}

std::vector<FactRow> NamedFacts(const scenarios::Scenario& scenario, std::span<const game::Fact> facts) {
  std::vector<std::string> seats, craft;
  for (const scenarios::Seat& seat : scenario.seats) seats.push_back(seat.name);
  for (const scenarios::Vehicle& vehicle : scenario.vehicles) craft.push_back(vehicle.name);
  std::vector<FactRow> rows;
  for (const game::Fact& fact : facts) {
    rows.push_back({fact.time.us, std::string(game::FactName(fact.kind)), NameAt(seats, fact.seat), NameAt(craft, fact.craft), NameAt(craft, fact.other),
                    fact.value, fact.value2, CleanText(fact.detail, 4096)});
  }
  return rows;
}

std::vector<game::Fact> FactsOf(const scenarios::Scenario& scenario, std::span<const FactRow> rows) {
  std::map<std::string, int> seats, craft;
  for (std::size_t i = 0; i < scenario.seats.size(); ++i) seats[scenario.seats[i].name] = static_cast<int>(i);
  for (std::size_t i = 0; i < scenario.vehicles.size(); ++i) craft[scenario.vehicles[i].name] = static_cast<int>(i);
  std::map<std::string, game::FactKind, std::less<>> kinds;
  for (int i = 0; i <= static_cast<int>(game::FactKind::kEnd); ++i) kinds.emplace(game::FactName(static_cast<game::FactKind>(i)), static_cast<game::FactKind>(i));
  const auto index = [](const std::map<std::string, int>& names, const std::string& name) {
    const auto found = names.find(name);
    return found == names.end() ? -1 : found->second;
  };
  std::vector<game::Fact> facts;
  for (const FactRow& row : rows) {
    const auto kind = kinds.find(row.kind);
    if (kind == kinds.end()) continue;
    facts.push_back({.time = {row.t_us}, .kind = kind->second, .seat = index(seats, row.seat), .craft = index(craft, row.craft), .other = index(craft, row.other),
                     .value = row.value_si, .value2 = row.value2_si, .detail = row.detail});
  }
  return facts;
}

void FillScores(const ::haze::agent::v1::GameOver& result, MatchRows& rows) {
  rows.sides.clear();
  rows.lines.clear();
  // Blue first, as the tables are read.
  for (const std::string name : {"blue", "red"}) {
    for (const auto& side : result.scores()) {
      if (side.side() != name) continue;
      rows.sides.push_back({name, side.points()});
      int number = 0;
      for (const auto& line : side.lines()) {
        rows.lines.push_back({name, number++, line.name(), line.has_value() ? std::optional(line.value()) : std::nullopt, line.points()});
      }
    }
  }
}

void FillResult(const scenarios::Scenario& scenario, const ::haze::agent::v1::GameOver& result, std::span<const game::Fact> facts,
                const game::Milestones& milestones, const rec::Record& record, MatchRows& rows) {
  rows.attempt.result = ResultName(result.result());
  rows.attempt.winner = result.winner();
  rows.attempt.reason = result.reason();
  rows.attempt.seat_at_fault = result.seat_at_fault();
  rows.attempt.sim_duration_s = static_cast<double>(result.time_us()) * 1e-6;
  for (SeatRow& seat : rows.seats) {
    if (seat.seat == result.seat_at_fault()) {
      seat.outcome = rows.attempt.result;
    } else if (seat.outcome.empty()) {
      seat.outcome = "OK";
    }
  }

  FillScores(result, rows);
  rows.milestones = {.liftoff_s = milestones.liftoff,
                     .separation_s = milestones.separation,
                     .first_detection_s = milestones.first_detection,
                     .first_detection_range_m = milestones.first_detection_range,
                     .custody_s = milestones.custody,
                     .ranging_error_fraction = milestones.ranging_error_fraction,
                     .closest_approach_m = milestones.closest_approach,
                     .facets_delivered_fraction = milestones.facets_delivered_fraction,
                     .back_off_range_m = milestones.back_off_range};
  for (const auto& [craft, dv] : milestones.dv_used) rows.velocity_used.push_back({craft, dv});

  if (rows.attempt.keep == Keep::kFull) rows.facts = NamedFacts(scenario, facts);
  if (rows.attempt.keep != Keep::kResults) rows.record = Pack(record);
}

}  // namespace haze::store
