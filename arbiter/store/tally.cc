#include "arbiter/store/tally.h"

namespace haze::store {
namespace {

// Names without a schema on purpose: CompareTallies lets temporary tables of the same names take their place.
constexpr const char* kIntoRoles =
    "INSERT INTO role_tallies (tournament, exhibition, role, entry, side, scenario_hash, matches, wins, draws, losses, forfeits, scored, points) ";
constexpr const char* kAddingRoles =
    " ON CONFLICT DO UPDATE SET matches = matches + excluded.matches, wins = wins + excluded.wins, draws = draws + excluded.draws, "
    "losses = losses + excluded.losses, forfeits = forfeits + excluded.forfeits, scored = scored + excluded.scored, points = points + excluded.points";
constexpr const char* kRolesOfMarked =
    "SELECT tournament, exhibition, role, entry, side, scenario_hash, count(*), sum(winner = side), sum(winner = ''), sum(winner <> '' AND winner <> side), "
    "       sum(failed), count(points), coalesce(sum(points), 0.0) "
    "FROM (SELECT a.tournament, a.exhibition, t.role, t.entry, t.side, i.scenario_hash, a.winner, p.points, "
    "             max(a.result LIKE 'FORFEIT%' AND a.seat_at_fault = t.seat) AS failed "
    "      FROM temp.marked m JOIN main.attempts a ON a.match_id = m.match_id JOIN main.seats t ON t.match_id = a.match_id "
    "      JOIN main.identities i ON i.identity = a.identity LEFT JOIN main.sides p ON p.match_id = a.match_id AND p.side = t.side "
    "      WHERE a.result IS NOT NULL AND a.result NOT LIKE 'VOID%' AND (a.exhibition = 1 OR a.counted = 1) "
    "      GROUP BY a.match_id, t.role, t.entry, t.side ORDER BY a.number) "
    "WHERE true GROUP BY tournament, exhibition, role, entry, side, scenario_hash";
constexpr const char* kRolesOfShard =
    "SELECT tournament, exhibition, role, entry, side, scenario_hash, matches, wins, draws, losses, forfeits, scored, points FROM shard.role_tallies "
    "WHERE tournament = ? AND exhibition = 0";

// The counted games among the marked matches, with what a pair needs of each.
constexpr const char* kGames =
    "INSERT INTO temp.marked_games "
    "SELECT a.tournament, g.first, g.second, i.scenario_hash, i.seed, g.round, g.half, c.one_sided, "
    "       CASE WHEN a.winner = '' THEN 1 WHEN (a.winner = 'blue') = (g.half = 0) THEN 2 ELSE 0 END, "
    "       coalesce((SELECT sum(p.points) FROM main.sides p WHERE p.match_id = a.match_id), 0.0), a.result LIKE 'FORFEIT%', "
    "       coalesce((SELECT t.entry FROM main.seats t WHERE t.match_id = a.match_id AND t.seat = a.seat_at_fault), '') "
    "FROM temp.marked m JOIN main.attempts a ON a.match_id = m.match_id JOIN main.games g ON g.tournament = a.tournament AND g.identity = a.identity "
    "JOIN main.identities i ON i.identity = a.identity JOIN main.scenarios c ON c.scenario_hash = i.scenario_hash WHERE a.counted = 1";

constexpr const char* kIntoPairs =
    "INSERT INTO pair_tallies (tournament, first, second, scenario_hash, first_games, second_games, wins, draws, losses, first_forfeits, second_forfeits, "
    "                          pairs_0, pairs_1, pairs_2, pairs_3, pairs_4) ";
constexpr const char* kAddingPairs =
    " ON CONFLICT DO UPDATE SET first_games = first_games + excluded.first_games, second_games = second_games + excluded.second_games, wins = wins + excluded.wins, "
    "draws = draws + excluded.draws, losses = losses + excluded.losses, first_forfeits = first_forfeits + excluded.first_forfeits, "
    "second_forfeits = second_forfeits + excluded.second_forfeits, pairs_0 = pairs_0 + excluded.pairs_0, pairs_1 = pairs_1 + excluded.pairs_1, "
    "pairs_2 = pairs_2 + excluded.pairs_2, pairs_3 = pairs_3 + excluded.pairs_3, pairs_4 = pairs_4 + excluded.pairs_4";
constexpr const char* kMeetingsOfMarked =
    "SELECT tournament, first, second, scenario_hash, sum(NOT one_sided OR half = 0), sum(NOT one_sided OR half = 1), sum(NOT one_sided AND value = 2), "
    "       sum(NOT one_sided AND value = 1), sum(NOT one_sided AND value = 0), sum(failed AND at_fault = first), sum(failed AND at_fault = second), 0, 0, 0, 0, 0 "
    "FROM temp.marked_games WHERE true GROUP BY tournament, first, second, scenario_hash";
constexpr const char* kMeetingsOfShard =
    "SELECT tournament, first, second, scenario_hash, first_games, second_games, wins, draws, losses, first_forfeits, second_forfeits, pairs_0, pairs_1, pairs_2, "
    "       pairs_3, pairs_4 FROM shard.pair_tallies WHERE tournament = ?";

constexpr const char* kIntoOpen = "INSERT INTO open_pairs (tournament, first, second, scenario_hash, seed, round, half, value, points, failed) ";
constexpr const char* kOpenOfMarked = "SELECT tournament, first, second, scenario_hash, seed, round, half, value, points, failed FROM temp.marked_games";
constexpr const char* kOpenOfShard = "SELECT tournament, first, second, scenario_hash, seed, round, half, value, points, failed FROM shard.open_pairs WHERE tournament = ?";

// Both halves played one seat where one side alone has seats: more points win the pair, a forfeit loses it. Else the halves' values add up.
constexpr const char* kClosed =
    "INSERT INTO temp.closed_pairs "
    "SELECT a.tournament, a.first, a.second, a.scenario_hash, a.seed, a.round, "
    "       CASE WHEN NOT c.one_sided THEN a.value + b.value WHEN a.failed <> b.failed THEN CASE WHEN a.failed THEN 0 ELSE 4 END "
    "            WHEN a.points - b.points > c.draw_band_points THEN 4 WHEN b.points - a.points > c.draw_band_points THEN 0 ELSE 2 END "
    "FROM open_pairs a JOIN open_pairs b ON b.tournament = a.tournament AND b.first = a.first AND b.second = a.second AND b.scenario_hash = a.scenario_hash "
    "     AND b.seed = a.seed AND b.round = a.round AND b.half = 1 "
    "JOIN main.scenarios c ON c.scenario_hash = a.scenario_hash WHERE a.half = 0";

constexpr const char* kPairsOfClosed =
    "SELECT tournament, first, second, scenario_hash, 0, 0, 0, 0, 0, 0, 0, sum(cell = 0), sum(cell = 1), sum(cell = 2), sum(cell = 3), sum(cell = 4) "
    "FROM temp.closed_pairs WHERE true GROUP BY tournament, first, second, scenario_hash";

constexpr const char* kTidy =
    "DELETE FROM open_pairs WHERE (tournament, first, second, scenario_hash, seed, round) IN "
    "(SELECT tournament, first, second, scenario_hash, seed, round FROM temp.closed_pairs)";

constexpr const char* kTables[] = {"role_tallies", "pair_tallies", "open_pairs"};

void RunOnce(Database& database, const std::string& sql) {
  Statement statement(database, sql);
  statement.Run();
}

void RunFor(Database& database, const std::string& sql, const std::string& tournament) {
  Statement statement(database, sql);
  statement.Bind(0, tournament);
  statement.Run();
}

// Halves of which both are there become pairs.
void ClosePairs(Database& database) {
  RunOnce(database, kClosed);
  RunOnce(database, std::string(kIntoPairs) + kPairsOfClosed + kAddingPairs);
  RunOnce(database, kTidy);
  RunOnce(database, "DELETE FROM temp.closed_pairs");
}

}  // namespace

void ClearMarks(Database& database) {
  database.Execute(
      "CREATE TEMP TABLE IF NOT EXISTS marked (match_id TEXT PRIMARY KEY) WITHOUT ROWID;"
      "CREATE TEMP TABLE IF NOT EXISTS marked_games (tournament, first, second, scenario_hash, seed, round, half, one_sided, value, points, failed, at_fault);"
      "CREATE TEMP TABLE IF NOT EXISTS closed_pairs (tournament, first, second, scenario_hash, seed, round, cell);"
      "DELETE FROM temp.marked; DELETE FROM temp.marked_games; DELETE FROM temp.closed_pairs");
}

void MarkForTally(Database& database, const std::string& match_id) {
  Statement insert(database, "INSERT OR IGNORE INTO temp.marked (match_id) VALUES (?)");
  insert.Bind(0, match_id);
  insert.Run();
}

void TallyMarked(Database& database) {
  RunOnce(database, std::string(kIntoRoles) + kRolesOfMarked + kAddingRoles);
  RunOnce(database, kGames);
  RunOnce(database, std::string(kIntoPairs) + kMeetingsOfMarked + kAddingPairs);
  RunOnce(database, std::string(kIntoOpen) + kOpenOfMarked);
  ClosePairs(database);
  RunOnce(database, "DELETE FROM temp.marked");
  RunOnce(database, "DELETE FROM temp.marked_games");
}

void TallyShard(Database& database, const std::string& tournament) {
  RunFor(database, std::string(kIntoRoles) + kRolesOfShard + kAddingRoles, tournament);
  RunFor(database, std::string(kIntoPairs) + kMeetingsOfShard + kAddingPairs, tournament);
  RunFor(database, std::string(kIntoOpen) + kOpenOfShard, tournament);
  ClosePairs(database);
}

void TallyAll(Database& database) {
  ClearMarks(database);
  RunOnce(database, "INSERT INTO temp.marked SELECT match_id FROM main.attempts WHERE result IS NOT NULL");
  TallyMarked(database);
}

std::vector<std::string> CompareTallies(Database& database) {
  std::vector<std::string> problems;
  // One state of the file, while somebody may be writing to it.
  database.Execute("BEGIN");
  for (const char* table : kTables) {
    std::string sql = database.Ask("SELECT sql FROM main.sqlite_master WHERE name = '" + std::string(table) + "'");
    database.Execute(sql.replace(0, std::string("CREATE TABLE").size(), "CREATE TEMP TABLE"));
  }
  TallyAll(database);
  for (const char* table : kTables) {
    const std::string name(table);
    // Real columns are sums in another order: they are compared apart.
    std::string columns, keys, real;
    Statement info(database, "SELECT name, type, pk FROM pragma_table_info('" + name + "')");
    while (info.Step()) {
      if (info.Text(1) == "REAL") {
        real = info.Text(0);
      } else {
        columns += (columns.empty() ? "" : ", ") + info.Text(0);
        if (info.Int(2) > 0) keys += (keys.empty() ? "" : ", ") + info.Text(0);
      }
    }
    const auto differ = [&](const std::string& a, const std::string& b) {
      return database.Ask("SELECT count(*) FROM (SELECT " + columns + " FROM " + a + "." + name + " EXCEPT SELECT " + columns + " FROM " + b + "." + name + ")");
    };
    std::string off = differ("main", "temp");
    if (off == "0") off = differ("temp", "main");
    if (off == "0" && !real.empty()) {
      off = database.Ask("SELECT count(*) FROM main." + name + " a JOIN temp." + name + " b USING (" + keys + ") WHERE abs(a." + real + " - b." + real +
                         ") > 1e-9 * (1.0 + abs(b." + real + "))");
    }
    if (off != "0") problems.push_back(name + " says something else than the matches do, in " + off + " of its rows");
  }
  for (const char* table : kTables) database.Execute("DROP TABLE temp." + std::string(table));
  database.Execute("COMMIT");
  return problems;
}

std::vector<PairTally> PairTallies(Database& database, const std::string& tournament) {
  std::vector<PairTally> tallies;
  Statement s(database,
              "SELECT t.first, t.second, c.name, t.scenario_hash, t.first_games, t.second_games, t.wins, t.draws, t.losses, t.first_forfeits, t.second_forfeits, "
              "t.pairs_0, t.pairs_1, t.pairs_2, t.pairs_3, t.pairs_4 FROM pair_tallies t JOIN scenarios c ON c.scenario_hash = t.scenario_hash "
              "WHERE t.tournament = ? ORDER BY t.first, t.second, c.name, t.scenario_hash");
  s.Bind(0, tournament);
  while (s.Step()) {
    PairTally tally{.first = s.Text(0), .second = s.Text(1), .scenario = s.Text(2), .scenario_hash = s.Text(3), .first_games = s.Int(4), .second_games = s.Int(5), .wins = s.Int(6),
                    .draws = s.Int(7), .losses = s.Int(8), .first_forfeits = s.Int(9), .second_forfeits = s.Int(10)};
    for (int i = 0; i < 5; ++i) tally.pairs[i] = s.Int(11 + i);
    tallies.push_back(tally);
  }
  return tallies;
}

std::vector<RoleTally> RoleTallies(Database& database, const std::string& tournament) {
  std::vector<RoleTally> tallies;
  Statement s(database,
              "SELECT t.role, t.entry, t.side, c.name, t.matches, t.wins, t.draws, t.losses, t.scored, t.points FROM role_tallies t "
              "JOIN scenarios c ON c.scenario_hash = t.scenario_hash WHERE t.tournament = ? AND t.exhibition = 0 ORDER BY t.entry, t.role, c.name, t.side");
  s.Bind(0, tournament);
  while (s.Step()) {
    tallies.push_back({.role = s.Text(0), .entry = s.Text(1), .side = s.Text(2), .scenario = s.Text(3), .matches = s.Int(4), .wins = s.Int(5), .draws = s.Int(6), .losses = s.Int(7),
                       .scored = s.Int(8), .points = s.Real(9)});
  }
  return tallies;
}

}  // namespace haze::store
