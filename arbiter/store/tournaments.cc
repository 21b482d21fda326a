// What a store knows of its tournaments.
#include "arbiter/store/query.h"

namespace haze::store {

std::vector<TournamentRow> Tournaments(Database& database) {
  std::vector<TournamentRow> rows;
  Statement s(database, "SELECT tournament, specification, commitment_sha256, master_secret, complete, created_utc FROM tournaments ORDER BY tournament");
  while (s.Step()) {
    rows.push_back({.tournament = s.Text(0),
                    .specification = s.Text(1),
                    .commitment_sha256 = s.Text(2),
                    .master_secret = s.Text(3),
                    .created_utc = s.Text(5),
                    .complete = s.Int(4) != 0});
  }
  return rows;
}

std::vector<EntryRow> Entries(Database& database, const std::string& tournament) {
  std::vector<EntryRow> rows;
  Statement s(database, "SELECT entry, version, owner, entry_sha256, plays FROM entries WHERE tournament = ? ORDER BY number");
  s.Bind(0, tournament);
  while (s.Step()) rows.push_back({.entry = s.Text(0), .version = s.Text(1), .owner = s.Text(2), .entry_sha256 = s.Text(3), .plays = s.Text(4)});
  return rows;
}

std::vector<CountedGame> CountedGames(Database& database, const std::string& tournament) {
  std::vector<CountedGame> games;
  Statement s(database,
              "SELECT g.identity, g.round, g.first, g.second, g.half, c.name, i.scenario_hash, a.match_id, i.seed, a.result, a.winner, a.seat_at_fault, "
              "coalesce((SELECT t.entry FROM seats t WHERE t.match_id = a.match_id AND t.seat = a.seat_at_fault), ''), "
              "coalesce((SELECT p.points FROM sides p WHERE p.match_id = a.match_id AND p.side = 'blue'), 0.0), "
              "coalesce((SELECT p.points FROM sides p WHERE p.match_id = a.match_id AND p.side = 'red'), 0.0), coalesce(a.wall_s, 0.0) "
              "FROM attempts a JOIN games g ON g.tournament = a.tournament AND g.identity = a.identity "
              "JOIN identities i ON i.identity = a.identity JOIN scenarios c ON c.scenario_hash = i.scenario_hash "
              "WHERE a.tournament = ? AND a.counted = 1 ORDER BY g.round, g.first, g.second, c.name, i.seed, g.half");
  s.Bind(0, tournament);
  while (s.Step()) {
    games.push_back({.game = {.identity = s.Text(0), .round = s.Int(1), .first = s.Text(2), .second = s.Text(3), .half = s.Int(4)},
                     .scenario = s.Text(5),
                     .scenario_hash = s.Text(6),
                     .match_id = s.Text(7),
                     .seed = s.Int(8),
                     .result = s.Text(9),
                     .winner = s.Text(10),
                     .seat_at_fault = s.Text(11),
                     .entry_at_fault = s.Text(12),
                     .blue_points = s.Real(13),
                     .red_points = s.Real(14),
                     .wall_s = s.Real(15)});
  }
  return games;
}

std::set<std::string> CountedIdentities(Database& database, const std::string& tournament) {
  std::set<std::string> identities;
  Statement s(database, "SELECT identity FROM attempts WHERE tournament = ? AND counted = 1");
  s.Bind(0, tournament);
  while (s.Step()) identities.insert(s.Text(0));
  return identities;
}

std::map<std::string, int> VoidAttempts(Database& database, const std::string& tournament) {
  std::map<std::string, int> voids;
  Statement s(database, "SELECT identity, count(*) FROM attempts WHERE tournament = ? AND result = 'VOID_INFRASTRUCTURE' GROUP BY identity");
  s.Bind(0, tournament);
  while (s.Step()) voids[s.Text(0)] = static_cast<int>(s.Int(1));
  return voids;
}

}  // namespace haze::store
