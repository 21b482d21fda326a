// Hashes over a finished match.
#include "arbiter/store/seal.h"

#include "arbiter/store/pack.h"
#include "arbiter/store/sha256.h"

namespace haze::store {
namespace {

void Add(Sha256& hash, const std::optional<double>& value) {
  hash.Number(value ? 1 : 0);
  hash.Real(value.value_or(0.0));
}

void Add(Sha256& hash, const std::optional<std::int64_t>& value) {
  hash.Number(value ? 1 : 0);
  hash.Number(value.value_or(0));
}

std::string FactsHash(const std::vector<FactRow>& facts) {
  Sha256 hash;
  hash.Field("haze facts 1");
  for (const FactRow& fact : facts) {
    hash.Number(fact.t_us);
    for (const std::string* text : {&fact.kind, &fact.seat, &fact.craft, &fact.other, &fact.detail}) hash.Field(*text);
    hash.Real(fact.value_si);
    hash.Real(fact.value2_si);
  }
  return hash.FinishHex();
}

// Who played what.
std::string Head(const AttemptRow& attempt) {
  Sha256 hash;
  hash.Field("haze match chain 2");
  hash.Field(attempt.match_id);
  hash.Field(attempt.identity);
  hash.Field(attempt.scenario_hash);
  hash.Field(attempt.scenario);
  hash.Number(attempt.epoch_unix_s);
  hash.Real(attempt.duration_s);
  hash.Number(attempt.seed);
  hash.Field(attempt.tournament);
  hash.Number(attempt.exhibition ? 1 : 0);
  hash.Number(attempt.counted ? 1 : 0);
  hash.Number(attempt.practice ? 1 : 0);
  hash.Field(KeepName(attempt.keep));
  hash.Field(attempt.transport);
  hash.Field(attempt.haze_version);
  hash.Field(attempt.started_utc);
  return hash.FinishHex();
}

// The last link: what came of it.
std::string Tail(const MatchRows& rows) {
  const AttemptRow& attempt = rows.attempt;
  const auto given = [&](const std::string& place) {
    const auto found = rows.redacted.find(place);
    return found == rows.redacted.end() ? std::string() : found->second;
  };
  const auto said = [&](const std::string& place, const std::string& text) {
    const std::string hash = given(place);
    return hash.empty() ? HashOfText(attempt.match_id, place, text) : hash;
  };
  Sha256 hash;
  const std::string answers = given(kAnswers);
  hash.Field(answers.empty() ? AnswersHash(rows.record) : answers);
  hash.Field(Head(attempt));
  for (const std::string* text : {&attempt.result, &attempt.winner, &attempt.seat_at_fault, &attempt.digest}) hash.Field(*text);
  hash.Field(said(kReason, attempt.reason));
  Add(hash, attempt.wall_s);
  Add(hash, attempt.sim_duration_s);
  Add(hash, attempt.turns);

  hash.Number(static_cast<std::int64_t>(rows.seats.size()));
  std::size_t number = 0;
  for (const SeatRow& seat : rows.seats) {
    for (const std::string* text : {&seat.seat, &seat.side, &seat.role, &seat.entry_sha256, &seat.outcome}) hash.Field(*text);
    hash.Field(said(EntryPlace(number), seat.entry));
    hash.Field(said(StderrPlace(number), seat.stderr_tail));
    ++number;
    Add(hash, seat.pid);
    Add(hash, seat.exit_code);
    Add(hash, seat.exit_signal);
  }

  hash.Number(static_cast<std::int64_t>(rows.sides.size()));
  for (const SideRow& side : rows.sides) {
    hash.Field(side.side);
    hash.Real(side.points);
  }
  hash.Number(static_cast<std::int64_t>(rows.lines.size()));
  for (const LineRow& line : rows.lines) {
    hash.Field(line.side);
    hash.Number(line.number);
    hash.Field(line.line);
    Add(hash, line.value_si);
    hash.Real(line.points);
  }

  const MilestoneRow& m = rows.milestones;
  for (const std::optional<double>* value : {&m.liftoff_s, &m.separation_s, &m.first_detection_s, &m.first_detection_range_m, &m.custody_s,
                                             &m.ranging_error_fraction, &m.closest_approach_m, &m.facets_delivered_fraction, &m.back_off_range_m}) {
    Add(hash, *value);
  }
  hash.Number(static_cast<std::int64_t>(rows.velocity_used.size()));
  for (const VelocityRow& used : rows.velocity_used) {
    hash.Field(used.craft);
    hash.Real(used.dv_used_mps);
  }
  return hash.FinishHex();
}

}  // namespace

std::string EntryPlace(std::size_t seat) { return "seat " + std::to_string(seat) + " entry"; }
std::string StderrPlace(std::size_t seat) { return "seat " + std::to_string(seat) + " stderr"; }

std::string HashOfText(const std::string& match_id, const std::string& place, const std::string& text) {
  Sha256 hash;
  hash.Field("haze text 1");
  hash.Field(match_id);
  hash.Field(place);
  hash.Field(text);
  return hash.FinishHex();
}

std::string AnswersHash(const std::string& record_bytes) {
  std::string link = Sha256Hex("haze answers 1");
  const std::optional<rec::Record> record = Unpack(record_bytes);
  if (!record) return Sha256Hex(link + record_bytes);
  for (const rec::Instant& instant : record->instants()) {
    Sha256 hash;
    hash.Field(link);
    hash.Number(instant.time_us());
    hash.Bits(instant.digest());
    for (const std::uint64_t part : instant.parts()) hash.Bits(part);
    for (const rec::Answer& answer : instant.answers()) {
      std::string bytes;
      answer.SerializeToString(&bytes);
      hash.Field(bytes);
    }
    link = hash.FinishHex();
  }
  return link;
}

Seal SealOf(const MatchRows& rows) {
  return {
      .record_sha256 = Sha256Hex(rows.record), .facts_sha256 = FactsHash(rows.facts), .chain_sha256 = Tail(rows)};
}

}  // namespace haze::store
