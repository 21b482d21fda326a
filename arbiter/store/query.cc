// Reads what `store.cc` writes.
#include "arbiter/store/query.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "arbiter/store/fault.h"
#include "arbiter/store/format.h"
#include "dynamics/assert.h"

namespace haze::store {
namespace {

std::string Existing(const std::string& path) {
  if (!std::filesystem::exists(path)) throw StoreFault(path, "is not there; `haze play --db " + path + "` makes it");
  return path;
}

Keep KeepFrom(const std::string& name) {
  if (name == "results") return Keep::kResults;
  return name == "decisions" ? Keep::kDecisions : Keep::kFull;
}

// "last~N" as N, or nothing.
std::optional<int> BeforeLast(const std::string& text) {
  if (text == "last") return 0;
  if (text.rfind("last~", 0) != 0) return std::nullopt;
  int count = 0;
  const auto [end, error] = std::from_chars(text.data() + 5, text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count < 0) return std::nullopt;
  return count;
}

}  // namespace

Reader::Reader(const std::string& path, Trust trust) : database_(Existing(path), Database::Mode::kRead) {
  if (IsEmpty(database_)) throw StoreFault(path, "is empty: no match has been played into it");
  CheckFormat(database_);
  if (trust == Trust::kNone) CheckPages(database_);
}

Reader::Found Reader::Find(const std::string& text) {
  if (text.rfind("last", 0) == 0) {
    const std::optional<int> before = BeforeLast(text);
    if (!before) return {{}, "\"" + text + "\" is no match; allowed: last, last~N with N >= 0, or the beginning of an id"};
    Statement statement(database_, "SELECT match_id FROM attempts WHERE result IS NOT NULL ORDER BY number DESC LIMIT 1 OFFSET ?");
    statement.Bind(0, *before);
    if (statement.Step()) return {statement.Text(0), {}};
    return {{}, database_.path() + " holds fewer matches than " + text + " asks for"};
  }
  const bool hex = !text.empty() && text.size() <= 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!hex) return {{}, "\"" + text + "\" is no match; allowed: last, last~N, or the first digits (0-9, a-f) of an id"};
  Statement statement(database_, "SELECT match_id FROM attempts WHERE substr(match_id, 1, ?) = ? ORDER BY number LIMIT 4");
  statement.Bind(0, static_cast<std::int64_t>(text.size())).Bind(1, text);
  std::vector<std::string> ids;
  while (statement.Step()) ids.push_back(statement.Text(0));
  if (ids.size() == 1) return {ids.front(), {}};
  if (ids.empty()) return {{}, "no match of " + database_.path() + " begins with \"" + text + "\"; haze log lists them"};
  std::string error = "several matches begin with \"" + text + "\":";
  for (std::size_t i = 0; i < std::min<std::size_t>(ids.size(), 3); ++i) error += " " + ids[i];
  if (ids.size() > 3) error += " ...";
  return {{}, error};
}

std::vector<MatchLine> Reader::List(int limit) {
  Statement statement(database_,
                      "SELECT match_id, scenario, started_utc, result, winner, reason, line_up, transport, seed, blue_points, red_points, wall_s FROM matches "
                      "ORDER BY number DESC LIMIT ?");
  statement.Bind(0, limit > 0 ? limit : -1);
  std::vector<MatchLine> lines;
  while (statement.Step()) {
    lines.push_back({.match_id = statement.Text(0),
                     .scenario = statement.Text(1),
                     .started_utc = statement.Text(2),
                     .result = statement.Text(3),
                     .winner = statement.Text(4),
                     .reason = statement.Text(5),
                     .line_up = statement.Text(6),
                     .transport = statement.Text(7),
                     .seed = statement.Int(8),
                     .blue_points = statement.MaybeReal(9),
                     .red_points = statement.MaybeReal(10),
                     .wall_s = statement.MaybeReal(11)});
  }
  std::reverse(lines.begin(), lines.end());
  return lines;
}

std::vector<LeaderboardLine> Reader::Leaderboard() {
  Statement statement(database_,
                      "SELECT role, entry, scenario, exhibition, matches, wins, draws, losses, forfeits, score_fraction, mean_points FROM leaderboard");
  std::vector<LeaderboardLine> lines;
  while (statement.Step()) {
    lines.push_back({.role = statement.Text(0),
                     .entry = statement.Text(1),
                     .scenario = statement.Text(2),
                     .exhibition = statement.Int(3) != 0,
                     .matches = statement.Int(4),
                     .wins = statement.Int(5),
                     .draws = statement.Int(6),
                     .losses = statement.Int(7),
                     .forfeits = statement.Int(8),
                     .score_fraction = statement.Real(9),
                     .mean_points = statement.MaybeReal(10)});
  }
  return lines;
}

std::vector<std::string> Reader::FinishedIds() {
  Statement statement(database_, "SELECT match_id FROM attempts WHERE result IS NOT NULL ORDER BY number");
  std::vector<std::string> ids;
  while (statement.Step()) ids.push_back(statement.Text(0));
  return ids;
}

MatchRows Reader::Match(const std::string& match_id) {
  MatchRows rows;
  {
    Statement s(
        database_,
        "SELECT a.number, a.match_id, a.identity, i.scenario_hash, s.name, s.epoch_unix_s, s.duration_s, i.seed, a.tournament, a.exhibition, a.counted, "
        "a.practice, a.keep, a.transport, a.haze_version, a.started_utc, a.wall_s, a.result, a.winner, a.reason, a.seat_at_fault, a.sim_duration_s, "
        "a.turns, a.digest FROM attempts a LEFT JOIN identities i ON i.identity = a.identity LEFT JOIN scenarios s ON s.scenario_hash = i.scenario_hash "
        "WHERE a.match_id = ?");
    s.Bind(0, match_id);
    const bool found = s.Step();
    HAZE_ASSERT(found, "the match is in the store", match_id);
    rows.attempt = {.number = s.Int(0),
                    .match_id = s.Text(1),
                    .identity = s.Text(2),
                    .scenario_hash = s.Text(3),
                    .scenario = s.Text(4),
                    .epoch_unix_s = s.Int(5),
                    .duration_s = s.Real(6),
                    .seed = s.Int(7),
                    .tournament = s.Text(8),
                    .exhibition = s.Int(9) != 0,
                    .counted = s.Int(10) != 0,
                    .practice = s.Int(11) != 0,
                    .keep = KeepFrom(s.Text(12)),
                    .transport = s.Text(13),
                    .haze_version = s.Text(14),
                    .started_utc = s.Text(15),
                    .wall_s = s.MaybeReal(16),
                    .result = s.Text(17),
                    .winner = s.Text(18),
                    .reason = s.Text(19),
                    .seat_at_fault = s.Text(20),
                    .sim_duration_s = s.MaybeReal(21),
                    .turns = s.MaybeInt(22),
                    .digest = s.Text(23)};
  }
  {
    Statement s(
        database_,
        "SELECT seat, side, role, entry, entry_sha256, pid, outcome, exit_code, exit_signal, stderr_tail FROM seats WHERE match_id = ? ORDER BY number");
    s.Bind(0, match_id);
    while (s.Step()) {
      rows.seats.push_back({s.Text(0), s.Text(1), s.Text(2), s.Text(3), s.Text(4), s.MaybeInt(5), s.Text(6), s.MaybeInt(7), s.MaybeInt(8), s.Text(9)});
    }
  }
  {
    Statement s(database_, "SELECT side, points FROM sides WHERE match_id = ? ORDER BY side");
    s.Bind(0, match_id);
    while (s.Step()) rows.sides.push_back({s.Text(0), s.Real(1)});
  }
  {
    Statement s(database_, "SELECT side, number, line, value_si, points FROM scores WHERE match_id = ? ORDER BY side, number");
    s.Bind(0, match_id);
    while (s.Step()) rows.lines.push_back({s.Text(0), static_cast<int>(s.Int(1)), s.Text(2), s.MaybeReal(3), s.Real(4)});
  }
  {
    Statement s(database_,
                "SELECT liftoff_s, separation_s, first_detection_s, first_detection_range_m, custody_s, ranging_error_fraction, closest_approach_m, "
                "facets_delivered_fraction, back_off_range_m FROM milestones WHERE match_id = ?");
    s.Bind(0, match_id);
    if (s.Step()) {
      rows.milestones = {s.MaybeReal(0), s.MaybeReal(1), s.MaybeReal(2), s.MaybeReal(3), s.MaybeReal(4),
                         s.MaybeReal(5), s.MaybeReal(6), s.MaybeReal(7), s.MaybeReal(8)};
    }
  }
  {
    Statement s(database_, "SELECT craft, dv_used_mps FROM velocity_used WHERE match_id = ? ORDER BY number");
    s.Bind(0, match_id);
    while (s.Step()) rows.velocity_used.push_back({s.Text(0), s.Real(1)});
  }
  {
    Statement s(database_, "SELECT t_us, kind, seat, craft, other, value_si, value2_si, detail FROM facts WHERE match_id = ? ORDER BY number");
    s.Bind(0, match_id);
    while (s.Step()) rows.facts.push_back({s.Int(0), s.Text(1), s.Text(2), s.Text(3), s.Text(4), s.Real(5), s.Real(6), s.Text(7)});
  }
  {
    Statement s(database_, "SELECT record FROM records WHERE match_id = ?");
    s.Bind(0, match_id);
    if (s.Step()) rows.record = s.Blob(0);
  }
  {
    Statement s(database_, "SELECT place, sha256 FROM redactions WHERE match_id = ?");
    s.Bind(0, match_id);
    while (s.Step()) rows.redacted[s.Text(0)] = s.Text(1);
  }
  return rows;
}

std::optional<Seal> Reader::SealFor(const std::string& match_id) {
  Statement s(database_, "SELECT record_sha256, facts_sha256, chain_sha256 FROM seals WHERE match_id = ?");
  s.Bind(0, match_id);
  if (!s.Step()) return std::nullopt;
  return Seal{s.Text(0), s.Text(1), s.Text(2)};
}

std::string Reader::RecordHash(const std::string& match_id) {
  Statement s(database_, "SELECT record_sha256 FROM records WHERE match_id = ?");
  s.Bind(0, match_id);
  return s.Step() ? s.Text(0) : std::string();
}

std::optional<std::string> Reader::ScenarioText(const std::string& scenario_hash) {
  Statement s(database_, "SELECT canonical_text FROM scenarios WHERE scenario_hash = ?");
  s.Bind(0, scenario_hash);
  return s.Step() ? std::optional(s.Text(0)) : std::nullopt;
}

std::optional<std::string> Reader::Asset(const std::string& sha256) {
  Statement s(database_, "SELECT data FROM assets WHERE sha256 = ?");
  s.Bind(0, sha256);
  return s.Step() ? std::optional(s.Blob(0)) : std::nullopt;
}

}  // namespace haze::store
