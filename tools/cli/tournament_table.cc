#include "tools/cli/tournament_table.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "arbiter/store/query.h"
#include "arbiter/store/tally.h"
#include "scenarios/load.h"
#include "tools/cli/command.h"
#include "tools/cli/output.h"
#include "tools/tournament/audit.h"
#include "tools/tournament/entry.h"
#include "tools/tournament/history.h"
#include "tools/tournament/pair_results.h"
#include "tools/tournament/registration.h"
#include "tools/tournament/standings.h"

namespace haze::tools {
namespace {

using nlohmann::ordered_json;

ordered_json TablesJson(const Tables& tables, const store::TournamentRow& tournament) {
  const auto maybe = [](const std::optional<double>& value) { return value ? ordered_json(*value) : ordered_json(nullptr); };
  ordered_json out;
  out["tournament"] = tournament.tournament;
  out["commitment_sha256"] = tournament.commitment_sha256;
  out["complete"] = tournament.complete;
  out["secret"] = tournament.complete ? ordered_json(tournament.master_secret) : ordered_json(nullptr);
  out["games"] = tables.games;
  out["pairs"] = tables.pairs;
  out["standings"] = ordered_json::array();
  for (const Standing& s : tables.standings) {
    out["standings"].push_back({{"entry", s.entry}, {"share", s.share}, {"points", s.points}, {"pairs", s.pairs}, {"games", s.games}, {"elo", maybe(s.elo)},
                                {"elo_low", maybe(s.elo_low)}, {"elo_high", maybe(s.elo_high)}, {"normalized_elo", maybe(s.normalized_elo)}, {"joint_elo", maybe(s.joint)}, {"joint_elo_low", maybe(s.joint_low)}, {"joint_elo_high", maybe(s.joint_high)}, {"wins", s.wins}, {"draws", s.draws}, {"losses", s.losses},
                                {"forfeits", s.forfeits}});
  }
  if (!tables.joint_words.empty()) out["no_joint_elo"] = tables.joint_words;
  out["head_to_head"] = ordered_json::array();
  for (const HeadToHead& h : tables.head_to_head) {
    out["head_to_head"].push_back(
        {{"entry", h.entry}, {"versus", h.versus}, {"pairs", h.pairs}, {"points", h.points}, {"won", h.won}, {"split", h.split}, {"lost", h.lost}});
  }
  out["roles"] = ordered_json::array();
  for (const RoleLine& r : tables.roles) {
    out["roles"].push_back({{"entry", r.entry}, {"role", r.role}, {"scenario", r.scenario}, {"games", r.games}, {"value", r.value / static_cast<double>(r.games)},
                            {"mean_points", r.points}});
  }
  out["cycles"] = tables.cycles;
  return out;
}

// The specification and scenarios as the store kept them: tables need no file beside it.
SpecificationResult Stored(store::Reader& reader, const store::TournamentRow& tournament, const std::vector<store::PairTally>& meetings) {
  SpecificationResult result;
  result.specification.name = tournament.tournament;
  for (const store::EntryRow& row : store::Entries(reader.database(), tournament.tournament)) {
    Entry entry{.name = row.entry, .version = row.version, .owner = row.owner, .content_sha256 = row.entry_sha256};
    for (const std::string& role : RoleNames()) {
      if ((", " + row.plays).find(", " + role + ": ") != std::string::npos) entry.roles[role] = {};
    }
    result.specification.entries.push_back(entry);
  }
  for (const store::PairTally& meeting : meetings) {
    const auto same = [&](const ScenarioRef& s) { return s.hash == meeting.scenario_hash; };
    if (std::any_of(result.specification.scenarios.begin(), result.specification.scenarios.end(), same)) continue;
    const std::optional<std::string> text = reader.ScenarioText(meeting.scenario_hash);
    scenarios::LoadResult loaded = scenarios::LoadFromText(text.value_or(""));
    if (!loaded.scenario) continue;
    result.specification.scenarios.push_back({.name = meeting.scenario, .hash = meeting.scenario_hash, .one_sided = scenarios::OneSided(*loaded.scenario)});
    result.scenarios.push_back({.scenario = loaded.scenario, .tables = {}, .astronomy_text = {}, .errors = {}});
  }
  return result;
}

// Who played what for each entry: what it brought, and the defaults that stood in for it, which bear the name "entry: policy".
struct Brought {
  store::EntryRow entry;
  std::set<std::string> defaults;  // "adversary: escort"
};
std::vector<Brought> BroughtBy(const std::vector<store::EntryRow>& entries, const std::vector<store::RoleTally>& roles) {
  std::vector<Brought> out;
  for (const store::EntryRow& entry : entries) {
    Brought one{.entry = entry, .defaults = {}};
    const std::string prefix = entry.entry + ": ";
    for (const store::RoleTally& role : roles) {
      if (role.entry.rfind(prefix, 0) == 0) one.defaults.insert(role.role + ": " + role.entry.substr(role.entry.find('/', prefix.size()) + 1));
    }
    out.push_back(one);
  }
  return out;
}

std::string Listed(const std::set<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string HistoryText(const std::vector<RatingPoint>& history) {
  std::string out;
  for (auto first = history.begin(); first != history.end();) {
    const auto end = std::find_if(first, history.end(), [&](const RatingPoint& point) { return point.entry != first->entry; });
    std::vector<double> way;
    // Whole points, and no "-0".
    for (auto point = first; point != end; ++point) way.push_back(std::round(point->elo) + 0.0);
    if (way.size() > 1) out += fmt::format("  {}: {:.0f} to {:.0f} in {} rounds  {}\n", Printable(first->entry), way.front(), way.back(), way.size(), Sparkline(way));
    first = end;
  }
  return out.empty() ? out : "\nHistory (Elo after the first and after the last round, and its way):\n" + out;
}

// The same tables with names that a terminal does not obey.
Tables Harmless(Tables tables) {
  for (Standing& s : tables.standings) s.entry = Printable(s.entry);
  for (HeadToHead& h : tables.head_to_head) {
    h.entry = Printable(h.entry);
    h.versus = Printable(h.versus);
  }
  for (RoleLine& r : tables.roles) {
    r.entry = Printable(r.entry);
    r.scenario = Printable(r.scenario);
  }
  for (auto& cycle : tables.cycles) {
    for (std::string& name : cycle) name = Printable(name);
  }
  return tables;
}

struct Chosen {
  std::optional<store::TournamentRow> tournament;
  std::string error;
};
Chosen Choose(store::Reader& reader, const std::string& name) {
  const std::vector<store::TournamentRow> all = store::Tournaments(reader.database());
  std::string names;
  for (const store::TournamentRow& row : all) {
    if (row.tournament == name || (name.empty() && all.size() == 1)) return {.tournament = row, .error = {}};
    names += (names.empty() ? "" : ", ") + row.tournament;
  }
  if (all.empty()) return {.tournament = {}, .error = "the store holds no tournament"};
  return {.tournament = {}, .error = name.empty() ? "the store holds several tournaments; give one of: " + names : "no tournament \"" + name + "\"; there are: " + names};
}

}  // namespace

int TournamentTable(const std::string& db, const std::string& name, bool json, bool audit) {
  store::Reader reader(db);
  const Chosen chosen = Choose(reader, name);
  if (!chosen.tournament) return Complain(chosen.error, kExitUsage);
  const std::string& tournament = chosen.tournament->tournament;
  const std::vector<store::PairTally> meetings = store::PairTallies(reader.database(), tournament);
  const SpecificationResult stored = Stored(reader, *chosen.tournament, meetings);
  const std::vector<store::RoleTally> roles = store::RoleTallies(reader.database(), tournament);
  const Tables tables = MakeTables(stored.specification, meetings, roles);
  const std::vector<Brought> brought = BroughtBy(store::Entries(reader.database(), tournament), roles);
  // An audit looks at every pair, and so does a history, which only a tournament of several rounds has.
  const bool in_rounds = ValueIn(chosen.tournament->specification, "rounds") != "1";
  std::vector<PairResult> pairs;
  if (audit || in_rounds) pairs = PairResults(stored, store::CountedGames(reader.database(), tournament));
  const std::vector<Suspicion> suspicions = audit ? Audit(stored.specification, pairs) : std::vector<Suspicion>();
  const std::vector<RatingPoint> history = in_rounds ? RatingHistory(stored.specification, pairs) : std::vector<RatingPoint>();
  if (json) {
    ordered_json out = TablesJson(tables, *chosen.tournament);
    out["entries"] = ordered_json::array();
    for (const Brought& one : brought) {
      out["entries"].push_back({{"entry", one.entry.entry}, {"version", one.entry.version}, {"owner", one.entry.owner}, {"entry_sha256", one.entry.entry_sha256}, {"plays", one.entry.plays},
                                {"defaults", one.defaults}});
    }
    out["history"] = ordered_json::array();
    for (const RatingPoint& point : history) {
      out["history"].push_back({{"entry", point.entry}, {"round", point.round}, {"pairs", point.pairs}, {"elo", point.elo}, {"elo_low", point.low}, {"elo_high", point.high}});
    }
    if (audit) {
      out["audit"] = ordered_json::array();
      for (const Suspicion& s : suspicions) out["audit"].push_back({{"kind", s.kind}, {"first", s.first}, {"second", s.second}, {"probability", s.probability}, {"words", s.words}});
    }
    fmt::print("{}\n", out.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
  } else {
    fmt::print("{}{}", TablesText(Harmless(tables), Printable(chosen.tournament->tournament)), HistoryText(history));
    fmt::print("\nEntries (what they bring; the defaults that played for them):\n");
    for (const Brought& one : brought) {
      fmt::print("  {} {}{}: {}{}\n", Printable(one.entry.entry), Printable(one.entry.version), one.entry.owner.empty() ? "" : " of " + Printable(one.entry.owner), Printable(one.entry.plays),
                 one.defaults.empty() ? "" : "; " + Printable(Listed(one.defaults)));
    }
    if (audit) fmt::print("\nAudit: {}\n", suspicions.empty() ? "nothing found" : "");
    for (const Suspicion& s : suspicions) fmt::print("  {}: {}\n", s.kind, Printable(s.words));
    fmt::print("\ncommitment {}{}\n", chosen.tournament->commitment_sha256, chosen.tournament->complete ? ", secret " + chosen.tournament->master_secret : "");
  }
  return kExitDone;
}

int TournamentStatus(const std::string& db, bool json) {
  store::Reader reader(db);
  ordered_json out = ordered_json::array();
  for (const store::TournamentRow& row : store::Tournaments(reader.database())) {
    store::Statement s(reader.database(),
                       "SELECT sum(counted), sum(result LIKE 'VOID%'), sum(result IS NULL), sum(result LIKE 'FORFEIT%' AND counted = 1) FROM attempts WHERE tournament = ?");
    s.Bind(0, row.tournament);
    if (!s.Step()) continue;
    if (json) {
      out.push_back({{"tournament", row.tournament}, {"counted", s.Int(0)}, {"void", s.Int(1)}, {"in_play", s.Int(2)}, {"forfeits", s.Int(3)}, {"complete", row.complete}});
    } else {
      fmt::print("{}: {} counted, {} void attempts, {} in play, {} forfeits; {}\n", Printable(row.tournament), s.Int(0), s.Int(1), s.Int(2), s.Int(3),
                 row.complete ? "complete" : "not complete");
    }
  }
  if (json) fmt::print("{}\n", out.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
  return kExitDone;
}

}  // namespace haze::tools
