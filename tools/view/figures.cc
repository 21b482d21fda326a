#include "tools/view/figures.h"

#include <vector>

namespace haze::tools {
namespace {

// A pair is finished when both halves have a counted result.
const std::string kPairs = R"(WITH half AS (
  SELECT g.tournament, g.round, g.first, g.second, g.half, i.scenario_hash, i.seed, a.number, a.match_id, a.winner, a.result, a.seat_at_fault,
         CASE WHEN a.winner = '' THEN 0.5 WHEN (a.winner = 'blue') = (g.half = 0) THEN 1.0 ELSE 0.0 END AS first_value
  FROM games g
  JOIN attempts a ON a.tournament = g.tournament AND a.identity = g.identity AND a.counted = 1
  JOIN identities i ON i.identity = g.identity
), pair AS (
  SELECT x.tournament, x.round, x.first, x.second, x.scenario_hash, x.seed, x.first_value + y.first_value AS first_points,
         x.match_id AS half0_match, x.winner AS half0_winner, y.match_id AS half1_match, y.winner AS half1_winner
  FROM half x
  JOIN half y ON y.tournament = x.tournament AND y.round = x.round AND y.first = x.first AND y.second = x.second
             AND y.scenario_hash = x.scenario_hash AND y.seed = x.seed
  WHERE x.half = 0 AND y.half = 1
), shown AS (
  SELECT a.*, i.seed, i.scenario_hash, s.name AS scenario
  FROM attempts a
  JOIN identities i ON i.identity = a.identity
  JOIN scenarios s ON s.scenario_hash = i.scenario_hash
  WHERE a.result IS NOT NULL AND a.result NOT LIKE 'VOID%' AND (a.exhibition = 1 OR a.counted = 1)
    AND (a.tournament = '' OR a.tournament IN (SELECT tournament FROM tournaments WHERE complete = 1)
         OR a.match_id IN (SELECT half0_match FROM pair) OR a.match_id IN (SELECT half1_match FROM pair))
)
)";

std::vector<PageFigure> Make() {
  std::vector<PageFigure> figures;
  const auto add = [&figures](std::string_view id, const std::string& sql) { figures.push_back({id, kPairs + sql}); };
  add("tournaments", R"(SELECT t.tournament, t.complete, t.commitment_sha256, t.created_utc, count(p.seed) AS pairs, 2 * count(p.seed) AS games
FROM tournaments t LEFT JOIN pair p ON p.tournament = t.tournament
GROUP BY t.tournament ORDER BY t.created_utc DESC;)");
  add("standings", R"(, share AS (
  SELECT tournament, first AS entry, first_points / 2 AS share FROM pair
  UNION ALL SELECT tournament, second, 1 - first_points / 2 FROM pair
), played AS (
  SELECT h.tournament, e.entry, h.first_value AS value, h.result LIKE 'FORFEIT%' AND t.entry IS NOT NULL AS own_forfeit
  FROM half h
  JOIN shown s ON s.match_id = h.match_id
  JOIN (SELECT DISTINCT tournament, entry FROM entries) e ON e.tournament = h.tournament AND e.entry = h.first
  LEFT JOIN seats t ON t.match_id = h.match_id AND t.seat = h.seat_at_fault AND (t.side = 'blue') = (h.half = 0)
  UNION ALL
  SELECT h.tournament, e.entry, 1 - h.first_value, h.result LIKE 'FORFEIT%' AND t.entry IS NOT NULL
  FROM half h
  JOIN shown s ON s.match_id = h.match_id
  JOIN (SELECT DISTINCT tournament, entry FROM entries) e ON e.tournament = h.tournament AND e.entry = h.second
  LEFT JOIN seats t ON t.match_id = h.match_id AND t.seat = h.seat_at_fault AND (t.side = 'blue') = (h.half = 1)
)
SELECT s.tournament, s.entry, count(*) AS pairs, avg(s.share) AS share, sum(s.share = 0) AS pairs_0, sum(s.share = 0.25) AS pairs_half, sum(s.share = 0.5) AS pairs_1,
       sum(s.share = 0.75) AS pairs_1_half, sum(s.share = 1) AS pairs_2,
       p.wins, p.draws, p.losses, p.forfeits
FROM share s
JOIN (SELECT tournament, entry, sum(value = 1) AS wins, sum(value = 0.5) AS draws, sum(value = 0) AS losses, sum(own_forfeit) AS forfeits
      FROM played GROUP BY tournament, entry) p ON p.tournament = s.tournament AND p.entry = s.entry
GROUP BY s.tournament, s.entry
ORDER BY s.tournament, sum(s.share) / count(*) DESC, s.entry;)");
  add("payoff", R"(SELECT h.tournament, t.role, x.entry, x.versus, count(*) AS games, avg(x.value) AS value, avg(p.points) AS points
FROM half h
JOIN shown s ON s.match_id = h.match_id
JOIN (SELECT match_id, CASE half WHEN 0 THEN 'blue' ELSE 'red' END AS side, first AS entry, second AS versus, first_value AS value FROM half
      UNION ALL SELECT match_id, CASE half WHEN 0 THEN 'red' ELSE 'blue' END, second, first, 1 - first_value FROM half) x ON x.match_id = h.match_id
JOIN seats t ON t.match_id = h.match_id AND t.side = x.side AND t.entry = x.entry
LEFT JOIN sides p ON p.match_id = h.match_id AND p.side = x.side
GROUP BY h.tournament, t.role, x.entry, x.versus
ORDER BY h.tournament, t.role, x.entry, x.versus;)");
  add("pairs", R"(SELECT p.tournament, s.name AS scenario, p.seed, p.first, p.second, p.first_points, p.half0_match, p.half0_winner, p.half1_match, p.half1_winner
FROM pair p JOIN scenarios s ON s.scenario_hash = p.scenario_hash
ORDER BY p.tournament, p.round, p.first, p.second, s.name, p.seed;)");
  add("distribution", R"(SELECT s.scenario, p.side, 10 * (CAST((p.points + 1000) / 10 AS INTEGER) - 100) AS from_points, count(*) AS matches
FROM shown s JOIN sides p ON p.match_id = s.match_id
GROUP BY s.scenario, p.side, from_points
ORDER BY s.scenario, p.side, from_points;)");
  add("cost", R"(SELECT s.match_id, s.winner, v.craft, v.dv_used_mps, p.points AS blue_points
FROM shown s
JOIN velocity_used v ON v.match_id = s.match_id
JOIN sides p ON p.match_id = s.match_id AND p.side = 'blue'
ORDER BY s.number, v.number;)");
  add("leaderboard", R"(SELECT t.role, t.entry, s.scenario, s.exhibition, count(*) AS matches, sum(s.winner = t.side) AS wins, sum(s.result = 'DRAW') AS draws,
       sum(s.winner <> '' AND s.winner <> t.side) AS losses, sum(s.result LIKE 'FORFEIT%' AND s.seat_at_fault = t.seat) AS forfeits,
       avg(CASE WHEN s.winner = t.side THEN 1.0 WHEN s.winner = '' THEN 0.5 ELSE 0.0 END) AS score_fraction, avg(p.points) AS mean_points
FROM shown s
JOIN seats t ON t.match_id = s.match_id
LEFT JOIN sides p ON p.match_id = s.match_id AND p.side = t.side
GROUP BY t.role, t.entry, s.scenario, s.exhibition
ORDER BY t.role, score_fraction DESC, t.entry;)");
  add("matches", R"(SELECT s.number, s.match_id, s.scenario, s.seed, s.tournament, s.result, s.winner, s.reason, s.seat_at_fault, s.started_utc, s.turns, s.sim_duration_s,
       (SELECT points FROM sides p WHERE p.match_id = s.match_id AND p.side = 'blue') AS blue_points,
       (SELECT points FROM sides p WHERE p.match_id = s.match_id AND p.side = 'red') AS red_points,
       (SELECT group_concat(x.seat || '=' || x.entry, ' ') FROM (SELECT seat, entry FROM seats t WHERE t.match_id = s.match_id ORDER BY number) x) AS line_up
FROM shown s ORDER BY s.number DESC;)");
  add("lines", R"(SELECT s.number, c.side, c.line, c.value_si, c.points
FROM shown s JOIN scores c ON c.match_id = s.match_id ORDER BY s.number, c.side, c.number;)");
  add("milestones", R"(SELECT s.number, m.liftoff_s, m.separation_s, m.first_detection_s, m.first_detection_range_m, m.custody_s, m.ranging_error_fraction,
       m.closest_approach_m, m.facets_delivered_fraction, m.back_off_range_m
FROM shown s JOIN milestones m ON m.match_id = s.match_id ORDER BY s.number;)");
  return figures;
}

}  // namespace

const std::string& ShownSql() { return kPairs; }

std::span<const PageFigure> Figures() {
  static const std::vector<PageFigure> kFigures = Make();
  return kFigures;
}

}  // namespace haze::tools
