// A match as the store keeps it: names instead of numbers, one struct for each table of schema.sql.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "arbiter/game/fact.h"
#include "arbiter/game/score.h"
#include "haze/record/v1/record.pb.h"
#include "scenarios/scenario.h"

namespace haze::store {

namespace rec = ::haze::record::v1;

/// How much of a match is kept: the result alone, with the record, or with the facts too.
enum class Keep { kResults, kDecisions, kFull };

struct SeatRow {
  std::string seat, side, role;
  std::string entry;         ///< "inspector/direct", or the command
  std::string entry_sha256;  ///< of what plays
  std::optional<std::int64_t> pid;
  std::string outcome;  ///< "OK", or the forfeit
  std::optional<std::int64_t> exit_code, exit_signal;
  std::string stderr_tail;  ///< at most 64 KiB, the end counts
};

struct SideRow {
  std::string side;
  double points = 0.0;
  bool operator==(const SideRow&) const = default;
};

struct LineRow {
  std::string side;
  int number = 0;  ///< within the side
  std::string line;
  std::optional<double> value_si;
  double points = 0.0;
  bool operator==(const LineRow&) const = default;
};

struct VelocityRow {
  std::string craft;
  double dv_used_mps = 0.0;
};

struct MilestoneRow {
  std::optional<double> liftoff_s, separation_s, first_detection_s, first_detection_range_m, custody_s, ranging_error_fraction, closest_approach_m,
      facets_delivered_fraction, back_off_range_m;
};

struct FactRow {
  std::int64_t t_us = 0;
  std::string kind, seat, craft, other;
  double value_si = 0.0, value2_si = 0.0;
  std::string detail;
};

/// One time that an identity was played.
struct AttemptRow {
  std::int64_t number = 0;  ///< order of starting; given by the store
  std::string match_id;     ///< 32 hex digits
  std::string identity;     ///< IdentityOf
  std::string scenario_hash, scenario;
  std::int64_t epoch_unix_s = 0;
  double duration_s = 0.0;
  std::int64_t seed = 0;
  std::string tournament;
  bool exhibition = true, counted = false, practice = true;
  Keep keep = Keep::kFull;
  std::string transport;
  std::string haze_version;
  std::string started_utc;
  std::optional<double> wall_s;
  std::string result;  ///< empty while it is being played
  std::string winner, reason, seat_at_fault;
  std::optional<double> sim_duration_s;
  std::optional<std::int64_t> turns;
  std::string digest;  ///< 16 hex digits; empty while it is being played
};

/// What a match is in its tournament (schema.sql: games).
struct GameRow {
  std::string identity;
  std::int64_t round = 0;
  std::string first, second;
  std::int64_t half = 0;
};

struct TournamentRow {
  std::string tournament, specification, commitment_sha256, master_secret, created_utc;
  bool complete = false;
};

struct EntryRow {
  std::string entry, version, owner, entry_sha256;
  std::string plays;  ///< in words: "inspector: direct, target: passive"
};

struct MatchRows {
  AttemptRow attempt;
  std::optional<GameRow> game;  ///< of a tournament
  std::vector<SeatRow> seats;
  std::vector<SideRow> sides;
  std::vector<LineRow> lines;
  MilestoneRow milestones;
  std::vector<VelocityRow> velocity_used;
  std::vector<FactRow> facts;
  std::string record;  ///< a packed haze.record.v1.Record (pack.h)
  /// What was taken out for publication (publish.h): by place, the hash that the chain has for it.
  std::map<std::string, std::string> redacted;
};

/// An astronomy table by content.
struct AssetRow {
  std::string sha256, name, data;
};

/// SHA-256 (hex) over scenario, seed and the entry in each seat: what "the same match" means. The seats' order counts.
std::string IdentityOf(const std::string& scenario_hash, std::int64_t seed, const std::vector<SeatRow>& seats);

/// 32 hex digits that nobody has drawn before.
std::string NewMatchId();

std::string ToHex16(std::uint64_t digest);
std::string KeepName(Keep keep);
/// "FORFEIT_CRASH" for RESULT_KIND_FORFEIT_CRASH.
std::string ResultName(::haze::agent::v1::ResultKind kind);
std::string RoleName(scenarios::Role role);
std::string SideName(scenarios::Side side);

/// Valid UTF-8 without NUL, at most `limit` bytes from the end: what an agent wrote, as a text that SQLite and people can read.
std::string CleanText(const std::string& bytes, std::size_t limit);

/// Facts with names for numbers.
std::vector<FactRow> NamedFacts(const scenarios::Scenario& scenario, std::span<const game::Fact> facts);
/// The other way round. A name that the scenario does not have becomes -1; a row of an unknown kind is left out.
std::vector<game::Fact> FactsOf(const scenarios::Scenario& scenario, std::span<const FactRow> rows);

/// Points and lines of a result, by side and in the order of its lines.
void FillScores(const ::haze::agent::v1::GameOver& result, MatchRows& rows);

/// Result, scores, milestones, facts and record of a finished match into `rows`; the seats' outcomes too where a seat was at fault. The other columns are the
/// caller's.
void FillResult(const scenarios::Scenario& scenario, const ::haze::agent::v1::GameOver& result, std::span<const game::Fact> facts,
                const game::Milestones& milestones, const rec::Record& record, MatchRows& rows);

}  // namespace haze::store
