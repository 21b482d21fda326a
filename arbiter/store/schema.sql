-- The store: one file that opens anywhere with SQLite 3.26 or later. Units are the last word of a column's name; "si" means the SI unit of what the row names.
-- application_id and user_version are set by store.cc, which also fills `readme`.
-- Words are compared one by one: SQLite makes a table of its own for each longer IN list of each row that is written, a fifth of a tournament's book-keeping.

-- How to start, line by line.
CREATE TABLE readme (
  line INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);

-- What was played: resolved text and astronomy tables by content, so that a record can be checked on another machine.
CREATE TABLE scenarios (
  scenario_hash TEXT PRIMARY KEY CHECK (length(scenario_hash) = 64),
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  epoch_utc TEXT NOT NULL,
  epoch_unix_s INTEGER NOT NULL CHECK (typeof(epoch_unix_s) = 'integer'),
  duration_s REAL NOT NULL CHECK (duration_s > 0),
  one_sided INTEGER NOT NULL CHECK (one_sided IN (0, 1)),
  draw_band_points REAL NOT NULL CHECK (draw_band_points >= 0),
  canonical_text TEXT NOT NULL
);

-- Tables that scenarios name by hash: the astronomy of their days.
CREATE TABLE assets (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  kind TEXT NOT NULL CHECK (kind IN ('astronomy')),
  name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL CHECK (size_bytes = length(data)),
  data BLOB NOT NULL
);

-- Who met whom in what: scenario, seed and the entry in each seat. One counted result at most belongs to each identity of a tournament.
CREATE TABLE identities (
  identity TEXT PRIMARY KEY CHECK (length(identity) = 64),
  scenario_hash TEXT NOT NULL REFERENCES scenarios (scenario_hash),
  seed INTEGER NOT NULL CHECK (typeof(seed) = 'integer')
);

-- Each time an identity was played. An exhibition (`haze play`) is never counted; a void attempt is no result. `result` is empty while it is being played.
CREATE TABLE attempts (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  match_id TEXT NOT NULL UNIQUE CHECK (length(match_id) = 32),
  identity TEXT NOT NULL REFERENCES identities (identity),
  tournament TEXT NOT NULL DEFAULT '',
  exhibition INTEGER NOT NULL CHECK (exhibition IN (0, 1)),
  counted INTEGER NOT NULL DEFAULT 0 CHECK (counted IN (0, 1) AND NOT (counted = 1 AND exhibition = 1)),
  practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
  keep TEXT NOT NULL CHECK (keep = 'results' OR keep = 'decisions' OR keep = 'full'),
  transport TEXT NOT NULL CHECK (transport = 'in-process' OR transport = 'unix' OR transport = 'tcp'),
  haze_version TEXT NOT NULL,
  started_utc TEXT NOT NULL,
  wall_s REAL CHECK (wall_s >= 0),
  result TEXT CHECK (result = 'WIN' OR result = 'DRAW' OR result = 'FORFEIT_ILLEGAL' OR result = 'FORFEIT_TIMEOUT' OR result = 'FORFEIT_CRASH' OR result = 'FORFEIT_PROTOCOL' OR
                      result = 'FORFEIT_OVERLOAD' OR result = 'FORFEIT_NO_SHOW' OR result = 'VOID_ARBITER' OR result = 'VOID_INFRASTRUCTURE'),
  winner TEXT NOT NULL DEFAULT '' CHECK (winner = '' OR winner = 'blue' OR winner = 'red'),
  reason TEXT NOT NULL DEFAULT '',
  seat_at_fault TEXT NOT NULL DEFAULT '',
  sim_duration_s REAL CHECK (sim_duration_s >= 0),
  turns INTEGER CHECK (turns >= 0),
  digest TEXT CHECK (length(digest) = 16)
);

CREATE UNIQUE INDEX one_counted_result ON attempts (tournament, identity) WHERE counted = 1;
CREATE INDEX attempts_by_identity ON attempts (identity);

-- Who sat where in an attempt, and how its process ended.
CREATE TABLE seats (
  match_id TEXT NOT NULL REFERENCES attempts (match_id),
  number INTEGER NOT NULL CHECK (number >= 0),
  seat TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('blue', 'red')),
  role TEXT NOT NULL CHECK (role = 'launch_provider' OR role = 'inspector' OR role = 'target' OR role = 'adversary'),
  entry TEXT NOT NULL,
  entry_sha256 TEXT NOT NULL CHECK (length(entry_sha256) = 64),
  pid INTEGER,
  outcome TEXT NOT NULL DEFAULT '',
  exit_code INTEGER,
  exit_signal INTEGER,
  stderr_tail TEXT NOT NULL DEFAULT '' CHECK (length(stderr_tail) <= 65536),
  PRIMARY KEY (match_id, number)
);

-- Points of each side.
CREATE TABLE sides (
  match_id TEXT NOT NULL REFERENCES attempts (match_id),
  side TEXT NOT NULL CHECK (side IN ('blue', 'red')),
  points REAL NOT NULL,
  PRIMARY KEY (match_id, side)
);

-- A value is empty where what the line measures never happened.
CREATE TABLE scores (
  match_id TEXT NOT NULL REFERENCES attempts (match_id),
  side TEXT NOT NULL CHECK (side IN ('blue', 'red')),
  number INTEGER NOT NULL CHECK (number >= 0),
  line TEXT NOT NULL,
  value_si REAL,
  points REAL NOT NULL,
  PRIMARY KEY (match_id, side, number)
);

-- When and how well what matters happened; empty where it did not.
CREATE TABLE milestones (
  match_id TEXT PRIMARY KEY REFERENCES attempts (match_id),
  liftoff_s REAL,
  separation_s REAL,
  first_detection_s REAL,
  first_detection_range_m REAL,
  custody_s REAL,
  ranging_error_fraction REAL,
  closest_approach_m REAL,
  facets_delivered_fraction REAL,
  back_off_range_m REAL
);

-- Velocity change that each craft spent.
CREATE TABLE velocity_used (
  match_id TEXT NOT NULL REFERENCES attempts (match_id),
  number INTEGER NOT NULL CHECK (number >= 0),
  craft TEXT NOT NULL,
  dv_used_mps REAL NOT NULL,
  PRIMARY KEY (match_id, number)
);

-- A cache: the record gives the same facts again.
CREATE TABLE facts (
  match_id TEXT NOT NULL REFERENCES attempts (match_id),
  number INTEGER NOT NULL CHECK (number >= 0),
  t_us INTEGER NOT NULL CHECK (typeof(t_us) = 'integer'),
  kind TEXT NOT NULL,
  seat TEXT NOT NULL DEFAULT '',
  craft TEXT NOT NULL DEFAULT '',
  other TEXT NOT NULL DEFAULT '',
  value_si REAL NOT NULL,
  value2_si REAL NOT NULL,
  detail TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (match_id, number)
);

-- haze.record.v1.Record, packed (arbiter/store/pack.h): the answers and a digest for each instant, from which `haze verify` plays the match again.
CREATE TABLE records (
  match_id TEXT PRIMARY KEY REFERENCES attempts (match_id),
  record_sha256 TEXT NOT NULL CHECK (length(record_sha256) = 64),
  record BLOB NOT NULL
);

-- Hashes over what a finished match says: `chain_sha256` runs over its instants and ends with every column of the tables above.
CREATE TABLE seals (
  match_id TEXT PRIMARY KEY REFERENCES attempts (match_id),
  record_sha256 TEXT NOT NULL,
  facts_sha256 TEXT NOT NULL,
  chain_sha256 TEXT NOT NULL CHECK (length(chain_sha256) = 64)
);

-- Merkle roots (proof.h): over the seals of a tournament's counted matches, or of the exhibitions (tournament ''), and the tournament's own rows. Written when the
-- store is closed; removed while results come in. A signature is Ed25519 by public_key.
CREATE TABLE roots (
  tournament TEXT PRIMARY KEY,
  matches INTEGER NOT NULL CHECK (matches >= 0),
  merkle_root TEXT NOT NULL CHECK (length(merkle_root) = 64),
  public_key BLOB NOT NULL,
  signature BLOB NOT NULL
);

-- What `haze publish` took out: the hash that stands for it in the chain of its match, or in the root of its tournament (match_id is its name then).
CREATE TABLE redactions (
  match_id TEXT NOT NULL,
  place TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  PRIMARY KEY (match_id, place)
);

-- What if: a match played on from an instant with other policies in some seats (`haze replay --from`). No result: no view of results reads it.
CREATE TABLE branches (
  branch_id TEXT PRIMARY KEY CHECK (length(branch_id) = 32),
  match_id TEXT NOT NULL REFERENCES attempts (match_id),
  from_s REAL NOT NULL,
  seats TEXT NOT NULL,
  created_utc TEXT NOT NULL,
  result TEXT NOT NULL,
  winner TEXT NOT NULL,
  reason TEXT NOT NULL,
  blue_points REAL,
  red_points REAL,
  digest TEXT NOT NULL CHECK (length(digest) = 16),
  record_sha256 TEXT NOT NULL CHECK (length(record_sha256) = 64),
  record BLOB NOT NULL
);

-- A cache, filled by `haze replay --refresh`: the positions of a craft (GCRF) at equal steps, and the fact that decided.
CREATE TABLE trajectories (
  match_id TEXT NOT NULL REFERENCES attempts (match_id),
  object TEXT NOT NULL,
  t_us INTEGER NOT NULL CHECK (typeof(t_us) = 'integer'),
  step_us INTEGER NOT NULL CHECK (step_us > 0),
  samples INTEGER NOT NULL CHECK (samples > 0),
  position BLOB NOT NULL,
  PRIMARY KEY (match_id, object, t_us)
);

-- The number of the fact that decided a match, a cache like `trajectories`.
CREATE TABLE decisive (
  match_id TEXT PRIMARY KEY REFERENCES attempts (match_id),
  fact INTEGER NOT NULL CHECK (fact >= 0)
);

-- What the lines of a scenario's score give at most; 0 for a line of violations.
CREATE TABLE score_lines (
  scenario_hash TEXT NOT NULL REFERENCES scenarios (scenario_hash),
  side TEXT NOT NULL CHECK (side IN ('blue', 'red')),
  line TEXT NOT NULL,
  full_points REAL NOT NULL,
  PRIMARY KEY (scenario_hash, side, line)
);

-- Programs for readers, as text: SELECT source FROM decoders WHERE name = 'series.py'.
CREATE TABLE decoders (
  name TEXT PRIMARY KEY,
  source TEXT NOT NULL
);

-- A tournament: its specification as read, and the hash of the secret that its draws hang on; the secret itself is published when it is complete.
CREATE TABLE tournaments (
  tournament TEXT PRIMARY KEY,
  specification TEXT NOT NULL,
  commitment_sha256 TEXT NOT NULL CHECK (length(commitment_sha256) = 64),
  master_secret TEXT NOT NULL,
  complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
  created_utc TEXT NOT NULL
);

-- Who takes part in a tournament, and what plays for it, by content.
CREATE TABLE entries (
  tournament TEXT NOT NULL REFERENCES tournaments (tournament),
  number INTEGER NOT NULL CHECK (number >= 0),
  entry TEXT NOT NULL,
  version TEXT NOT NULL,
  owner TEXT NOT NULL,
  entry_sha256 TEXT NOT NULL CHECK (length(entry_sha256) = 64),
  plays TEXT NOT NULL,
  PRIMARY KEY (tournament, entry)
);

-- What a match is in its tournament: one half of a seed pair. In half 0 the first entry plays blue, or plays at all where only one side has seats.
CREATE TABLE games (
  tournament TEXT NOT NULL REFERENCES tournaments (tournament),
  identity TEXT NOT NULL REFERENCES identities (identity),
  round INTEGER NOT NULL CHECK (round >= 0),
  first TEXT NOT NULL,
  second TEXT NOT NULL,
  half INTEGER NOT NULL CHECK (half IN (0, 1)),
  PRIMARY KEY (tournament, identity)
);

-- Sums over the matches that are over, kept when they are written, so that tables over millions of them take no time: `haze verify` adds them up again.
-- By role: exhibitions under tournament '', counted matches under theirs; void attempts are nowhere.
CREATE TABLE role_tallies (
  tournament TEXT NOT NULL,
  exhibition INTEGER NOT NULL,
  role TEXT NOT NULL,
  entry TEXT NOT NULL,
  side TEXT NOT NULL,
  scenario_hash TEXT NOT NULL,
  matches INTEGER NOT NULL,
  wins INTEGER NOT NULL,
  draws INTEGER NOT NULL,
  losses INTEGER NOT NULL,
  forfeits INTEGER NOT NULL,
  scored INTEGER NOT NULL,
  points REAL NOT NULL,
  PRIMARY KEY (tournament, exhibition, role, entry, side, scenario_hash)
) WITHOUT ROWID;

-- By meeting: games of `first` against `second`, and their seed pairs by the points of `first` in half points: 0 lost both ... 4 won both. Wins, draws and
-- losses are of `first`, in scenarios that both sides play; forfeits are of an entry's own making.
CREATE TABLE pair_tallies (
  tournament TEXT NOT NULL,
  first TEXT NOT NULL,
  second TEXT NOT NULL,
  scenario_hash TEXT NOT NULL,
  first_games INTEGER NOT NULL,
  second_games INTEGER NOT NULL,
  wins INTEGER NOT NULL,
  draws INTEGER NOT NULL,
  losses INTEGER NOT NULL,
  first_forfeits INTEGER NOT NULL,
  second_forfeits INTEGER NOT NULL,
  pairs_0 INTEGER NOT NULL DEFAULT 0,
  pairs_1 INTEGER NOT NULL DEFAULT 0,
  pairs_2 INTEGER NOT NULL DEFAULT 0,
  pairs_3 INTEGER NOT NULL DEFAULT 0,
  pairs_4 INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (tournament, first, second, scenario_hash)
) WITHOUT ROWID;

-- Halves of seed pairs that wait for the other half. `value` is of `first`, in half points; `points` of the one side that plays, where it is one.
CREATE TABLE open_pairs (
  tournament TEXT NOT NULL,
  first TEXT NOT NULL,
  second TEXT NOT NULL,
  scenario_hash TEXT NOT NULL,
  seed INTEGER NOT NULL,
  round INTEGER NOT NULL,
  half INTEGER NOT NULL,
  value INTEGER NOT NULL,
  points REAL NOT NULL,
  failed INTEGER NOT NULL,
  PRIMARY KEY (tournament, first, second, scenario_hash, seed, round, half)
) WITHOUT ROWID;

-- One row a play, as people ask for it.
-- Try: SELECT scenario, seed, result, winner, round(blue_points, 1) AS blue, round(red_points, 1) AS red FROM matches LIMIT 2;
CREATE VIEW matches AS
SELECT a.number, a.match_id, s.name AS scenario, i.seed, a.started_utc, coalesce(a.result, 'IN_FLIGHT') AS result, a.winner, a.reason, a.seat_at_fault,
       (SELECT points FROM sides p WHERE p.match_id = a.match_id AND p.side = 'blue') AS blue_points,
       (SELECT points FROM sides p WHERE p.match_id = a.match_id AND p.side = 'red') AS red_points,
       (SELECT group_concat(x.seat || '=' || x.entry, ' ') FROM (SELECT seat, entry FROM seats t WHERE t.match_id = a.match_id ORDER BY number) x) AS line_up,
       a.turns, a.sim_duration_s, a.wall_s, a.transport, a.exhibition, a.counted, a.tournament, a.digest, i.scenario_hash
FROM attempts a
JOIN identities i ON i.identity = a.identity
JOIN scenarios s ON s.scenario_hash = i.scenario_hash
ORDER BY a.number;

-- How each entry did in each role: decided matches only, exhibitions apart from counted ones.
-- Try: SELECT role, entry, scenario, matches, wins, score_fraction, mean_points FROM leaderboard WHERE role = 'inspector';
CREATE VIEW leaderboard AS
SELECT t.role, t.entry, s.name AS scenario, t.exhibition, sum(t.matches) AS matches, sum(t.wins) AS wins, sum(t.draws) AS draws, sum(t.losses) AS losses,
       sum(t.forfeits) AS forfeits,
       round((sum(t.wins) + 0.5 * sum(t.draws)) / sum(t.matches), 4) AS score_fraction,
       CASE WHEN sum(t.scored) > 0 THEN round(sum(t.points) / sum(t.scored), 2) END AS mean_points
FROM role_tallies t
JOIN scenarios s ON s.scenario_hash = t.scenario_hash
GROUP BY t.role, t.entry, s.name, t.exhibition
ORDER BY t.role, score_fraction DESC, t.entry;

-- Who met whom: each pair of entries of a tournament in both orders, `points` of `entry` out of 2 for each seed pair.
-- Try: SELECT * FROM crosstable LIMIT 3;
CREATE VIEW crosstable AS
SELECT m.tournament, m.entry, m.versus, s.name AS scenario, sum(m.games) AS games, sum(m.won + m.split + m.lost) AS pairs, sum(m.points) AS points,
       sum(m.won) AS pairs_won, sum(m.split) AS pairs_split, sum(m.lost) AS pairs_lost,
       CASE WHEN sum(m.won + m.split + m.lost) > 0 THEN round(sum(m.points) / (2.0 * sum(m.won + m.split + m.lost)), 4) END AS score_fraction
FROM (SELECT tournament, first AS entry, second AS versus, scenario_hash, first_games AS games, pairs_3 + pairs_4 AS won, pairs_2 AS split, pairs_0 + pairs_1 AS lost,
             0.5 * pairs_1 + pairs_2 + 1.5 * pairs_3 + 2.0 * pairs_4 AS points
      FROM pair_tallies
      UNION ALL
      SELECT tournament, second, first, scenario_hash, second_games, pairs_0 + pairs_1, pairs_2, pairs_3 + pairs_4,
             2.0 * pairs_0 + 1.5 * pairs_1 + pairs_2 + 0.5 * pairs_3
      FROM pair_tallies) m
JOIN scenarios s ON s.scenario_hash = m.scenario_hash
GROUP BY m.tournament, m.entry, m.versus, s.name
ORDER BY m.tournament, m.entry, m.versus, s.name;

-- What happened, with the date beside the simulated time.
-- Try: SELECT t_utc, kind, craft, other, value_si FROM timeline WHERE kind = 'custody_gained' LIMIT 3;
CREATE VIEW timeline AS
SELECT f.match_id, f.number, f.t_us / 1000000.0 AS t_s,
       strftime('%Y-%m-%dT%H:%M:%SZ', s.epoch_unix_s + f.t_us / 1000000, 'unixepoch') AS t_utc,
       f.kind, f.seat, f.craft, f.other, f.value_si, f.value2_si, f.detail
FROM facts f
JOIN attempts a ON a.match_id = f.match_id
JOIN identities i ON i.identity = a.identity
JOIN scenarios s ON s.scenario_hash = i.scenario_hash
ORDER BY a.number, f.number;

-- Who failed and how, with the last words on stderr.
-- Try: SELECT entry, result, count(*) FROM forfeits GROUP BY entry, result;
CREATE VIEW forfeits AS
SELECT a.match_id, s.name AS scenario, i.seed, a.started_utc, a.result, a.seat_at_fault, t.entry, a.reason, t.exit_code, t.exit_signal, t.stderr_tail
FROM attempts a
JOIN identities i ON i.identity = a.identity
JOIN scenarios s ON s.scenario_hash = i.scenario_hash
LEFT JOIN seats t ON t.match_id = a.match_id AND t.seat = a.seat_at_fault
WHERE a.result LIKE 'FORFEIT%'
ORDER BY a.number;

-- Where the points of a match were left, the dearest line first, and the fact that decided it where `haze replay --refresh` has found it (`haze why` finds it anew).
-- Try: SELECT side, line, points, points_left, decisive_kind FROM why_lost WHERE side <> winner AND points_left > 0 LIMIT 3;
CREATE VIEW why_lost AS
SELECT a.match_id, s.name AS scenario, i.seed, a.winner, c.side, c.line, c.value_si, c.points, l.full_points,
       round(l.full_points - c.points, 3) AS points_left,
       f.kind AS decisive_kind, f.craft AS decisive_craft, f.other AS decisive_other, f.t_us / 1000000.0 AS decisive_t_s,
       strftime('%Y-%m-%dT%H:%M:%SZ', s.epoch_unix_s + f.t_us / 1000000, 'unixepoch') AS decisive_t_utc
FROM attempts a
JOIN identities i ON i.identity = a.identity
JOIN scenarios s ON s.scenario_hash = i.scenario_hash
JOIN scores c ON c.match_id = a.match_id
LEFT JOIN score_lines l ON l.scenario_hash = i.scenario_hash AND l.side = c.side AND l.line = c.line
LEFT JOIN decisive d ON d.match_id = a.match_id
LEFT JOIN facts f ON f.match_id = a.match_id AND f.number = d.fact
WHERE a.result IS NOT NULL AND a.result NOT LIKE 'VOID%'
ORDER BY a.number, c.side, points_left DESC;

-- Which entries take the longest: wall time of their matches for each turn of all seats. Agents think inside it, and so does the arbiter.
-- Try: SELECT entry, role, matches, wall_ms_per_turn FROM slowest_agents LIMIT 3;
CREATE VIEW slowest_agents AS
SELECT t.entry, t.role, s.name AS scenario, a.transport, count(*) AS matches, round(avg(a.wall_s), 3) AS mean_wall_s, round(max(a.wall_s), 3) AS longest_wall_s,
       round(1000.0 * sum(a.wall_s) / max(sum(a.turns), 1), 3) AS wall_ms_per_turn
FROM attempts a
JOIN seats t ON t.match_id = a.match_id
JOIN identities i ON i.identity = a.identity
JOIN scenarios s ON s.scenario_hash = i.scenario_hash
WHERE a.result IS NOT NULL AND a.result NOT LIKE 'VOID%'
GROUP BY t.entry, t.role, s.name, a.transport
ORDER BY wall_ms_per_turn DESC, t.entry, t.role;

-- Facets delivered against velocity spent, a row for each craft of an inspector's side in each match.
-- Try: SELECT inspector, dv_used_mps, facets_delivered_fraction FROM facets_against_propellant WHERE craft = 'jackal' LIMIT 3;
CREATE VIEW facets_against_propellant AS
SELECT a.match_id, s.name AS scenario, i.seed, t.entry AS inspector, v.craft, v.dv_used_mps, m.facets_delivered_fraction
FROM attempts a
JOIN identities i ON i.identity = a.identity
JOIN scenarios s ON s.scenario_hash = i.scenario_hash
JOIN seats t ON t.match_id = a.match_id AND t.role = 'inspector'
JOIN milestones m ON m.match_id = a.match_id
JOIN velocity_used v ON v.match_id = a.match_id
WHERE a.result IS NOT NULL AND a.result NOT LIKE 'VOID%'
ORDER BY a.number, v.number;

-- Seed pairs whose halves were not won by the same entry: where the side, the sky or luck decided. Half 0 has `first` as blue; scenarios that both sides play.
-- Try: SELECT scenario, seed, first, second, half0_winner FROM split_pairs LIMIT 3;
CREATE VIEW split_pairs AS
SELECT g.tournament, s.name AS scenario, i.seed, g.first, g.second,
       max(CASE WHEN g.half = 0 THEN a.winner END) AS half0_winner, max(CASE WHEN g.half = 1 THEN a.winner END) AS half1_winner,
       max(CASE WHEN g.half = 0 THEN a.match_id END) AS half0_match_id, max(CASE WHEN g.half = 1 THEN a.match_id END) AS half1_match_id
FROM games g
JOIN attempts a ON a.tournament = g.tournament AND a.identity = g.identity AND a.counted = 1
JOIN identities i ON i.identity = g.identity
JOIN scenarios s ON s.scenario_hash = i.scenario_hash
WHERE s.one_sided = 0
GROUP BY g.tournament, s.name, i.seed, g.round, g.first, g.second
HAVING count(*) = 2 AND half0_winner = half1_winner AND half0_winner <> ''
ORDER BY g.tournament, s.name, i.seed, g.first, g.second;

-- How an entry's score grew with its counted games against each other, in the order of rounds: games and score so far after each round. `haze tournament table` has Elo and intervals.
-- Try: SELECT entry, round, games, score_fraction FROM rating_history LIMIT 3;
CREATE VIEW rating_history AS
SELECT e.tournament, e.entry, r.round, count(*) AS games,
       round(avg(CASE WHEN a.winner = '' THEN 0.5 WHEN (a.winner = 'blue') = ((g.first = e.entry) = (g.half = 0)) THEN 1.0 ELSE 0.0 END), 4) AS score_fraction
FROM entries e
JOIN (SELECT DISTINCT tournament, round FROM games) r ON r.tournament = e.tournament
JOIN games g ON g.tournament = e.tournament AND g.round <= r.round AND (g.first = e.entry OR g.second = e.entry)
JOIN attempts a ON a.tournament = g.tournament AND a.identity = g.identity AND a.counted = 1
JOIN identities i ON i.identity = g.identity
JOIN scenarios s ON s.scenario_hash = i.scenario_hash
WHERE s.one_sided = 0
GROUP BY e.tournament, e.entry, r.round
ORDER BY e.tournament, e.entry, r.round;

-- Positions of kept matches: a row for each craft, `t_utc` of its first sample, `position` for the decoder (decoders: series.py). Filled by `haze replay --refresh`.
-- Try: SELECT t_utc, object, step_s, samples, length(position) FROM series LIMIT 3;
CREATE VIEW series AS
SELECT p.match_id, strftime('%Y-%m-%dT%H:%M:%SZ', s.epoch_unix_s + p.t_us / 1000000, 'unixepoch') AS t_utc, p.object, p.step_us / 1000000.0 AS step_s, p.samples, p.position
FROM trajectories p
JOIN attempts a ON a.match_id = p.match_id
JOIN identities i ON i.identity = a.identity
JOIN scenarios s ON s.scenario_hash = i.scenario_hash
ORDER BY a.number, p.object, p.t_us;
