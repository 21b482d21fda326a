-- The store: one file that opens anywhere with SQLite 3.26 or later. Units are the last word of a column's name; "si" means the SI unit of what the row names.
-- application_id and user_version are set by store.cc, which also fills `readme`.

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

-- Words are compared one by one: SQLite makes a table of its own for each longer IN list of each row that is written, a fifth of a tournament's book-keeping.
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

-- A tournament: its specification as read, and the hash of the secret that its draws hang on; the secret itself is published when it is complete.
CREATE TABLE tournaments (
  tournament TEXT PRIMARY KEY,
  specification TEXT NOT NULL,
  commitment_sha256 TEXT NOT NULL CHECK (length(commitment_sha256) = 64),
  master_secret TEXT NOT NULL,
  complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
  created_utc TEXT NOT NULL
);

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
CREATE VIEW timeline AS
SELECT f.match_id, f.number, f.t_us / 1000000.0 AS t_s,
       strftime('%Y-%m-%dT%H:%M:%SZ', s.epoch_unix_s + f.t_us / 1000000, 'unixepoch') AS t_utc,
       f.kind, f.seat, f.craft, f.other, f.value_si, f.value2_si, f.detail
FROM facts f
JOIN attempts a ON a.match_id = f.match_id
JOIN identities i ON i.identity = a.identity
JOIN scenarios s ON s.scenario_hash = i.scenario_hash
ORDER BY a.number, f.number;

CREATE VIEW forfeits AS
SELECT a.match_id, s.name AS scenario, i.seed, a.started_utc, a.result, a.seat_at_fault, t.entry, a.reason, t.exit_code, t.exit_signal, t.stderr_tail
FROM attempts a
JOIN identities i ON i.identity = a.identity
JOIN scenarios s ON s.scenario_hash = i.scenario_hash
LEFT JOIN seats t ON t.match_id = a.match_id AND t.seat = a.seat_at_fault
WHERE a.result LIKE 'FORFEIT%'
ORDER BY a.number;
