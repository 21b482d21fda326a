// What makes a file a store of ours.
#include "arbiter/store/format.h"

#include <map>

#include "arbiter/store/fault.h"

namespace haze::store {
namespace {

constexpr std::int64_t kCheckWholeFileBytes = 64 << 20;

constexpr const char* kReadme[] = {
    "This file holds matches of haze, a wargaming framework for responsive space.",
    "Start with: SELECT * FROM matches;   then: SELECT t_utc, kind, craft, other, value_si FROM timeline WHERE match_id LIKE 'your id%';",
    "Also: leaderboard (entries by role and scenario), crosstable (who met whom), forfeits (who failed, how, and the last words on stderr), why_lost, slowest_agents,",
    "facets_against_propellant, split_pairs, rating_history, and series (positions; SELECT source FROM decoders WHERE name = 'series.py' reads them).",
    "Units are the last word of a column's name (_s, _m, _mps, _us); _si means the SI unit of what the row names.",
    "attempts has one row for each time a match was played: exhibition = 1 for a casual 'haze play'; result is empty while it is being played.",
    "tournaments, entries and games say who met whom in which half of which seed pair; games joins attempts by tournament and identity, counted = 1.",
    "records holds each match in few bytes (haze.record.v1.Record, packed); 'haze verify' plays them again and compares.",
    "scenarios and assets hold the texts and tables that the matches used, by SHA-256, so that this file is enough to check itself.",
    "facts, trajectories and decisive are a cache: the record gives the same again ('haze replay --refresh'). branches holds what-ifs, which are no results.",
    "seals holds hashes over everything that a result depends on, roots one number over all seals of a tournament; redactions what was taken out.",
};

std::map<std::string, std::string> Objects(Database& database) {
  std::map<std::string, std::string> objects;
  Statement statement(database, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'");
  while (statement.Step()) objects[statement.Text(0)] = statement.Text(1);
  return objects;
}

}  // namespace

bool IsEmpty(Database& database) {
  return database.Ask("PRAGMA application_id") == "0" && database.Ask("PRAGMA user_version") == "0" &&
         database.Ask("SELECT count(*) FROM sqlite_master") == "0";
}

void CreateSchema(Database& database) {
  Transaction transaction(database);
  database.Execute("PRAGMA application_id = " + std::to_string(kApplicationId));
  database.Execute("PRAGMA user_version = " + std::to_string(kUserVersion));
  database.Execute(std::string(SchemaSql()));
  Statement insert(database, "INSERT INTO readme (line, text) VALUES (?, ?)");
  int line = 0;
  for (const char* text : kReadme) {
    insert.Bind(0, ++line).Bind(1, text);
    insert.Run();
  }
  Statement decoder(database, "INSERT INTO decoders (name, source) VALUES ('series.py', ?)");
  decoder.Bind(0, SeriesPy());
  decoder.Run();
  transaction.Commit();
}

void CheckFormat(Database& database) {
  const std::string& path = database.path();
  if (database.Ask("PRAGMA application_id") != std::to_string(kApplicationId)) {
    throw StoreFault(path, "is another program's SQLite file, not a haze store; it was left as it is");
  }
  const int version = std::stoi(database.Ask("PRAGMA user_version"));
  const std::string known = std::to_string(kUserVersion);
  if (version > kUserVersion) {
    throw StoreFault(path, "was written by a newer haze (store version " + std::to_string(version) + ", this program knows " + known + "); use that haze");
  }
  if (version < kUserVersion) {
    throw StoreFault(path, "was written by an older haze (store version " + std::to_string(version) + ", this program writes " + known +
                               "); haze db upgrade makes a copy in today's form");
  }

  static const std::map<std::string, std::string> kOurs = [] {
    Database model(":memory:", Database::Mode::kCreate);
    model.Execute(std::string(SchemaSql()));
    return Objects(model);
  }();
  const std::map<std::string, std::string> found = Objects(database);
  for (const auto& [name, sql] : kOurs) {
    const auto it = found.find(name);
    if (it == found.end()) throw StoreFault(path, "lacks the table or view " + name + "; it was left as it is");
    if (it->second != sql) throw StoreFault(path, "has another definition of " + name + " than this version writes; it was left as it is");
  }

}

void CheckPages(Database& database) {
  const std::int64_t bytes = std::stoll(database.Ask("PRAGMA page_count")) * std::stoll(database.Ask("PRAGMA page_size"));
  if (bytes <= kCheckWholeFileBytes) {
    const std::string answer = database.Ask("PRAGMA quick_check(1)");
    if (answer != "ok") throw StoreFault(database.path(), "is damaged (" + answer + "); it was left as it is");
  }
}

}  // namespace haze::store
