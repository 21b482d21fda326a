#include "arbiter/store/upgrade.h"

#include <filesystem>
#include <set>
#include <vector>

#include "arbiter/store/fault.h"
#include "arbiter/store/format.h"
#include "arbiter/store/proof.h"
#include "arbiter/store/query.h"
#include "arbiter/store/sqlite.h"
#include "arbiter/store/tally.h"

namespace haze::store {
namespace {

std::set<std::string> Columns(Database& database, const std::string& schema, const std::string& table) {
  std::set<std::string> names;
  Statement info(database, "SELECT name FROM pragma_table_info(?, ?)");
  info.Bind(0, table).Bind(1, schema);
  while (info.Step()) names.insert(info.Text(0));
  return names;
}

void CopyScenarios(Database& database, const ReadScenario& read_scenario) {
  Statement old(database, "SELECT scenario_hash, name, title, epoch_utc, epoch_unix_s, duration_s, canonical_text FROM old.scenarios");
  Statement insert(database,
                   "INSERT INTO main.scenarios (scenario_hash, name, title, epoch_utc, epoch_unix_s, duration_s, one_sided, draw_band_points, canonical_text) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  while (old.Step()) {
    const std::optional<ScenarioFacts> facts = read_scenario(old.Text(6));
    if (!facts) throw StoreFault(database.path(), "cannot be made: the text of scenario " + old.Text(1) + " is not one that this version reads");
    insert.Bind(0, old.Text(0)).Bind(1, old.Text(1)).Bind(2, old.Text(2)).Bind(3, old.Text(3)).Bind(4, old.Int(4)).Bind(5, old.Real(5));
    insert.Bind(6, facts->one_sided ? 1 : 0).Bind(7, facts->draw_band).Bind(8, old.Text(6));
    insert.Run();
  }
}

void CopyTable(Database& database, const std::string& table) {
  std::string columns;
  const std::set<std::string> known = Columns(database, "old", table);
  for (const std::string& name : Columns(database, "main", table)) {
    if (known.count(name) > 0) columns += (columns.empty() ? "" : ", ") + name;
  }
  if (!columns.empty()) database.Execute("INSERT INTO main." + table + " (" + columns + ") SELECT " + columns + " FROM old." + table);
}

void Copy(const std::string& from, Database& database, const ReadScenario& read_scenario) {
  CreateSchema(database);
  Statement attach(database, "ATTACH DATABASE ? AS old");
  attach.Bind(0, from);
  attach.Run();
  {
    Transaction transaction(database);
    std::vector<std::string> tables;
    Statement list(database, "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid");
    while (list.Step()) tables.push_back(list.Text(0));
    const std::set<std::string> made_anew = {"readme", "scenarios", "role_tallies", "pair_tallies", "open_pairs", "decoders", "roots"};
    CopyScenarios(database, read_scenario);
    for (const std::string& table : tables) {
      if (made_anew.count(table) == 0) CopyTable(database, table);
    }
    TallyAll(database);
    transaction.Commit();
  }
  database.Execute("DETACH DATABASE old");
}

// Seals and roots as this version makes them; what the old ones said, the old version verifies.
void SealAnew(const std::string& path) {
  std::vector<std::pair<std::string, Seal>> seals;
  {
    Reader reader(path);
    for (const std::string& id : reader.FinishedIds()) {
      if (reader.SealFor(id)) seals.emplace_back(id, SealOf(reader.Match(id)));
    }
  }
  Database database(path, Database::Mode::kWrite);
  Transaction transaction(database);
  Statement update(database, "UPDATE seals SET record_sha256 = ?, facts_sha256 = ?, chain_sha256 = ? WHERE match_id = ?");
  for (const auto& [id, seal] : seals) {
    update.Bind(0, seal.record_sha256).Bind(1, seal.facts_sha256).Bind(2, seal.chain_sha256).Bind(3, id);
    update.Run();
  }
  for (const std::string& tournament : WithoutRoot(database)) StoreRoot(database, tournament);
  transaction.Commit();
}

}  // namespace

long Upgrade(const std::string& from, const std::string& to, const ReadScenario& read_scenario) {
  {
    Database old(from, Database::Mode::kRead);
    if (old.Ask("PRAGMA application_id") != std::to_string(kApplicationId)) throw StoreFault(from, "is another program's SQLite file, not a haze store");
    const int version = std::stoi(old.Ask("PRAGMA user_version"));
    if (version == kUserVersion) throw StoreFault(from, "is in today's form already (store version " + std::to_string(version) + ")");
    if (version > kUserVersion) throw StoreFault(from, "was written by a newer haze (store version " + std::to_string(version) + "); use that haze");
  }
  if (std::filesystem::exists(to)) throw StoreFault(to, "exists; a copy needs a new file");
  try {
    Database database(to, Database::Mode::kCreate);
    Copy(from, database, read_scenario);
    SealAnew(to);
    return std::stol(database.Ask("SELECT count(*) FROM attempts"));
  } catch (const StoreFault&) {
    std::error_code ignored;
    std::filesystem::remove(to, ignored);
    throw;
  }
}

}  // namespace haze::store
