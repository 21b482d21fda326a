// Standings, payoffs, distributions, cost and seed pairs.
import { useEffect, useState } from 'preact/hooks';
import type { Book, Row } from './book';
import { rowsOf } from './book';
import { Figure, Name, Result, Table, matchLink, pairingLink } from './parts';
import { elo, fixed, interval, words } from './words';

const number = (row: Row, key: string) => Number(row[key] ?? 0);
const text = (row: Row, key: string) => String(row[key] ?? '');
const unique = <T,>(items: T[]) => [...new Set(items)];
const signed = (x: number) => `${x >= 0 ? '+' : '−'}${Math.abs(x).toFixed(0)}`;

export function Overview({ book }: { book: Book }) {
  const tournaments = rowsOf(book, 'tournaments');
  const [chosen, choose] = useState(0);
  const tournament = tournaments[Math.min(chosen, tournaments.length - 1)];
  const name = tournament ? text(tournament, 'tournament') : null;
  // Standings are painted first; a thousand dots and rows come a frame later.
  const [rest, setRest] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setTimeout(() => setRest(true)));
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <>
      {tournaments.length > 1 && (
        <label class="choice">
          Tournament{' '}
          <select value={chosen} onChange={(e) => choose(Number((e.target as HTMLSelectElement).value))}>
            {tournaments.map((row, i) => (
              <option value={i}>{text(row, 'tournament')}</option>
            ))}
          </select>
        </label>
      )}
      {tournament && name !== null && (
        <>
          <p class="lead">
            Tournament <Name text={name} />: {number(tournament, 'games')} games in {number(tournament, 'pairs')} finished seed pairs,{' '}
            {number(tournament, 'complete') ? 'complete' : 'in progress (only finished seed pairs are shown)'}. Commitment <code class="hash">{text(tournament, 'commitment_sha256')}</code>
          </p>
          <Standings book={book} tournament={name} />
          <Payoffs book={book} tournament={name} />
          {rest && <Pairs book={book} rows={rowsOf(book, 'pairs').filter((r) => r.tournament === name)} />}
        </>
      )}
      {rest && (
        <>
          <Distributions book={book} />
          <Cost book={book} />
          <Leaderboard book={book} />
        </>
      )}
    </>
  );
}

function Standings({ book, tournament }: { book: Book; tournament: string }) {
  const rows = rowsOf(book, 'standings').filter((r) => r.tournament === tournament);
  const lines = rows.map((row) => ({ row, ...interval(['pairs_0', 'pairs_half', 'pairs_1', 'pairs_1_half', 'pairs_2'].map((k) => number(row, k))) }));
  lines.sort((a, b) => number(b.row, 'share') - number(a.row, 'share') || text(a.row, 'entry').localeCompare(text(b.row, 'entry')));
  return (
    <Figure
      book={book}
      id="standings"
      title="Standings"
      note="Share of the points of its seed pairs, with a 95 % interval over pairs; Elo is that share against the field it met."
    >
      <div class="scroll" role="region" aria-label="Standings" tabIndex={0}>
        <table data-test="standings">
          <caption class="unseen">Standings</caption>
          <thead>
            <tr>
              <th scope="col" class="number">#</th>
              <th scope="col">Entry</th>
              <th scope="col" class="number">Share</th>
              <th scope="col" class="wide">95 % interval</th>
              <th scope="col" class="number">Elo</th>
              <th scope="col" class="number">Interval</th>
              <th scope="col" class="number">Pairs</th>
              <th scope="col" class="number">W / D / L</th>
              <th scope="col" class="number">Forfeits</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ row, mean, low, high }, i) => (
              <tr>
                <td class="number">{i + 1}</td>
                <th scope="row">
                  <a href={`#/entry/${encodeURIComponent(text(row, 'entry'))}`}>
                    <Name text={row.entry} />
                  </a>
                </th>
                <td class="number" data-test="share">{(100 * number(row, 'share')).toFixed(1)} %</td>
                <td class="wide">
                  <Whisker mean={mean} low={low} high={high} />
                </td>
                <td class="number" data-test="elo">{signed(elo(mean))}</td>
                <td class="number nowrap" data-test="interval">
                  {signed(elo(low))} to {signed(elo(high))}
                </td>
                <td class="number">{row.pairs}</td>
                <td class="number nowrap">
                  {row.wins} / {row.draws} / {row.losses}
                </td>
                <td class="number">{row.forfeits}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

function Whisker({ mean, low, high }: { mean: number; low: number; high: number }) {
  const x = (share: number) => 4 + 192 * Math.max(0, Math.min(1, share));
  return (
    <svg viewBox="0 0 200 20" class="whisker" role="img" aria-label={`${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} percent`}>
      <line x1={x(0)} x2={x(1)} y1="10" y2="10" class="track" />
      <line x1={x(0.5)} x2={x(0.5)} y1="3" y2="17" class="track" />
      <line x1={x(low)} x2={x(high)} y1="10" y2="10" class="reach" />
      <circle cx={x(mean)} cy="10" r="4.5" class="dot" />
    </svg>
  );
}

// One hue each way from a neutral middle; the number stands in the cell, so that colour is never alone.
function shade(value: number): string {
  const strength = Math.min(1, Math.abs(value - 0.5) * 2);
  return `color-mix(in oklab, var(--${value >= 0.5 ? 'high' : 'low'}) ${(strength * 66).toFixed(0)}%, var(--middle))`;
}

function Payoffs({ book, tournament }: { book: Book; tournament: string }) {
  const rows = rowsOf(book, 'payoff').filter((r) => r.tournament === tournament);
  const roles = unique(rows.map((r) => text(r, 'role')));
  const entries = unique(rows.map((r) => text(r, 'entry'))).sort();
  return (
    <Figure book={book} id="payoff" title="Payoffs by role" note="Mean value of the row's entry in the role (1 a win, ½ a draw) against the column's entry. A cell opens the pairing.">
      <div class="grid">
        {roles.map((role) => (
          <div class="scroll" role="region" aria-label={`Payoffs as ${words(role)}`} tabIndex={0}>
            <table class="heat" data-test={`payoff-${role}`}>
              <caption>as {words(role)}</caption>
              <thead>
                <tr>
                  <td />
                  {entries.map((e) => (
                    <th scope="col">
                      <Name text={e} />
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <tr>
                    <th scope="row">
                      <Name text={entry} />
                    </th>
                    {entries.map((versus) => {
                      const row = rows.find((r) => r.role === role && r.entry === entry && r.versus === versus);
                      if (!row) return <td class="empty" aria-label="not met" />;
                      const value = number(row, 'value');
                      return (
                        <td style={{ background: shade(value) }}>
                          <a href={pairingLink(entry, versus)} title={`${row.games} games, mean points ${fixed(row.points, 1)}`}>
                            {value.toFixed(2)}
                          </a>
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
      </div>
    </Figure>
  );
}

export function Pairs({ book, rows, title = 'Seed pairs' }: { book: Book; rows: Row[]; title?: string }) {
  const won = rows.filter((r) => number(r, 'first_points') > 1);
  const split = rows.filter((r) => number(r, 'first_points') === 1);
  const lost = rows.filter((r) => number(r, 'first_points') < 1);
  const choices: [string, Row[]][] = [['all', rows], ['won by the first', won], ['split', split], ['won by the second', lost]];
  const [chosen, choose] = useState(0);
  return (
    <Figure
      book={book}
      id="pairs"
      title={title}
      note={`The same seed twice with the sides swapped: ${won.length} went to the first entry, ${split.length} were split, ${lost.length} went to the second.`}
    >
      <label class="choice">
        Show{' '}
        <select value={chosen} data-test="pairs-choice" onChange={(e) => choose(Number((e.target as HTMLSelectElement).value))}>
          {choices.map(([what, some], i) => (
            <option value={i}>
              {what} ({some.length})
            </option>
          ))}
        </select>
      </label>
      <Table
        label="Seed pairs"
        testId="pairs"
        limit={24}
        rows={choices[chosen][1]}
        columns={[
          { key: 'first', title: 'First', cell: (r) => <Name text={r.first} /> },
          { key: 'second', title: 'Second', cell: (r) => <Name text={r.second} /> },
          { key: 'scenario', title: 'Scenario', cell: (r) => <Name text={r.scenario} /> },
          { key: 'seed', title: 'Seed', number: true },
          { key: 'first_points', title: 'Points', number: true, cell: (r) => `${number(r, 'first_points')} : ${2 - number(r, 'first_points')}` },
          { key: 'half0', title: 'First as blue', cell: (r) => <Half match={text(r, 'half0_match')} winner={text(r, 'half0_winner')} /> },
          { key: 'half1', title: 'Sides swapped', cell: (r) => <Half match={text(r, 'half1_match')} winner={text(r, 'half1_winner')} /> },
        ]}
      />
    </Figure>
  );
}

function Half({ match, winner }: { match: string; winner: string }) {
  return (
    <a href={matchLink(match)} class={`result ${winner || 'none'}`}>
      {winner ? `${winner} wins` : 'draw'} <code>{match.slice(0, 8)}</code>
    </a>
  );
}

function Distributions({ book }: { book: Book }) {
  const rows = rowsOf(book, 'distribution');
  const sides = unique(rows.map((r) => `${text(r, 'side')} ${text(r, 'scenario')}`)).sort();
  const bins = rows.map((r) => number(r, 'from_points'));
  const low = Math.min(0, ...bins);
  const high = Math.max(100, ...bins.map((b) => b + 10));
  const count = Math.round((high - low) / 10);
  const every = high - low > 200 ? 100 : high - low > 60 ? 50 : 10;
  const ticks = Array.from({ length: Math.floor(high / every) - Math.ceil(low / every) + 1 }, (_, i) => (Math.ceil(low / every) + i) * every);
  return (
    <Figure book={book} id="distribution" title="Score distributions" note="Matches by the points of a side, ten points a bar.">
      <div class="multiples">
        {sides.map((key) => {
          const mine = rows.filter((r) => `${text(r, 'side')} ${text(r, 'scenario')}` === key);
          const top = Math.max(1, ...mine.map((r) => number(r, 'matches')));
          const side = text(mine[0], 'side');
          const total = mine.reduce((sum, r) => sum + number(r, 'matches'), 0);
          return (
            <div>
              <h3>
                {side} in <Name text={mine[0].scenario} /> <small>{total} matches</small>
              </h3>
              <svg viewBox="0 0 320 118" class="bars" role="img" aria-label={mine.map((r) => `${r.from_points} to ${number(r, 'from_points') + 10}: ${r.matches}`).join(', ')}>
                <line x1="14" x2="310" y1="96" y2="96" class="axis" />
                {mine.map((r) => {
                  const x = 14 + ((number(r, 'from_points') - low) / 10) * (296 / count);
                  const height = (78 * number(r, 'matches')) / top;
                  return (
                    <g>
                      <rect x={x + 1} y={96 - height} width={296 / count - 2} height={height} rx="2" class={side} />
                      <text x={x + 148 / count} y={90 - height} class="tiny middle">{r.matches}</text>
                    </g>
                  );
                })}
                {ticks.map((v) => (
                  <text x={14 + ((v - low) / (high - low)) * 296} y="112" class="tiny middle">{v}</text>
                ))}
              </svg>
            </div>
          );
        })}
      </div>
    </Figure>
  );
}

function Cost({ book }: { book: Book }) {
  const rows = rowsOf(book, 'cost');
  const spent = new Map<string, number>();
  for (const r of rows) spent.set(text(r, 'craft'), (spent.get(text(r, 'craft')) ?? 0) + number(r, 'dv_used_mps'));
  const crafts = [...spent].filter(([, dv]) => dv > 0).sort((a, b) => b[1] - a[1]).slice(0, 6).map(([craft]) => craft);
  const y = (points: number) => 180 - 1.6 * Math.max(-5, Math.min(105, points));
  return (
    <Figure book={book} id="cost" title="Score against cost" note="Blue's points against the velocity that a craft spent. A dot opens its match; the table of matches opens the same ones by keyboard.">
      <div class="multiples">
        {crafts.map((craft) => {
          const mine = rows.filter((r) => r.craft === craft);
          const right = nice(Math.max(1, ...mine.map((r) => number(r, 'dv_used_mps'))));
          const x = (dv: number) => 34 + (276 * dv) / right;
          return (
            <div>
              <h3>
                <Name text={craft} /> <small>{mine.length} matches</small>
              </h3>
              <svg viewBox="0 0 320 212" class="scatter" role="group" aria-label={`Points against velocity spent by ${craft}`}>
                {[0, 25, 50, 75, 100].map((v) => (
                  <g>
                    <line x1="34" x2="310" y1={y(v)} y2={y(v)} class="gridline" />
                    <text x="28" y={y(v) + 3} class="tiny end">{v}</text>
                  </g>
                ))}
                {[0, 0.25, 0.5, 0.75, 1].map((f) => (
                  <text x={x(f * right)} y="196" class="tiny middle">{Number((f * right).toPrecision(3))}</text>
                ))}
                <text x="310" y="208" class="tiny end">velocity spent, m/s</text>
                <text x="34" y="10" class="tiny">blue's points</text>
                {mine.map((r) => (
                  <a href={matchLink(text(r, 'match_id'))} tabIndex={-1} aria-label={`${fixed(r.dv_used_mps, 1)} m/s, ${fixed(r.blue_points, 1)} points, match ${text(r, 'match_id').slice(0, 8)}`}>
                    <circle cx={x(number(r, 'dv_used_mps'))} cy={y(number(r, 'blue_points'))} r="3.5" class={`mark ${text(r, 'winner') || 'none'}`} />
                  </a>
                ))}
              </svg>
            </div>
          );
        })}
      </div>
      {crafts.length === 0 && <p class="note">No craft has spent any.</p>}
      <p class="legend">
        <span class="key blue" /> blue wins <span class="key red" /> red wins <span class="key none" /> draw
      </p>
    </Figure>
  );
}

function nice(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((f) => f * power).find((v) => v >= value) ?? value;
}

function Leaderboard({ book }: { book: Book }) {
  return (
    <Figure book={book} id="leaderboard" title="Entries by role" note="Rated matches and exhibitions (played with a seed that everybody knows) apart.">
      <Table
        label="Entries by role"
        testId="leaderboard"
        limit={50}
        rows={rowsOf(book, 'leaderboard')}
        columns={[
          { key: 'role', title: 'Role', cell: (r) => words(text(r, 'role')) },
          { key: 'entry', title: 'Entry', cell: (r) => <Name text={r.entry} /> },
          { key: 'scenario', title: 'Scenario', cell: (r) => <Name text={r.scenario} /> },
          { key: 'exhibition', title: 'Kind', cell: (r) => (r.exhibition ? 'exhibition' : 'rated') },
          { key: 'matches', title: 'Matches', number: true },
          { key: 'wins', title: 'Won', number: true },
          { key: 'draws', title: 'Drawn', number: true },
          { key: 'losses', title: 'Lost', number: true },
          { key: 'forfeits', title: 'Forfeits', number: true },
          { key: 'score_fraction', title: 'Value', number: true, cell: (r) => fixed(r.score_fraction, 3) },
          { key: 'mean_points', title: 'Points', number: true, cell: (r) => fixed(r.mean_points, 1) },
        ]}
      />
    </Figure>
  );
}

export function Matches({ book }: { book: Book }) {
  return (
    <Figure book={book} id="matches" title="Matches" note="Decided matches; ▸ marks those whose replay is here.">
      <Table
        label="Matches"
        testId="matches"
        rows={rowsOf(book, 'matches')}
        columns={[
          {
            key: 'match_id',
            title: 'Match',
            cell: (r) => (
              <a href={matchLink(text(r, 'match_id'))}>
                <code>{text(r, 'match_id').slice(0, 8)}</code>
                {book.replays[text(r, 'match_id')] ? <span aria-label="with replay"> ▸</span> : ''}
              </a>
            ),
          },
          { key: 'scenario', title: 'Scenario', cell: (r) => <Name text={r.scenario} /> },
          { key: 'seed', title: 'Seed', number: true },
          { key: 'winner', title: 'Result', cell: (r) => <Result row={r} /> },
          { key: 'blue_points', title: 'Blue', number: true, cell: (r) => fixed(r.blue_points, 1) },
          { key: 'red_points', title: 'Red', number: true, cell: (r) => fixed(r.red_points, 1) },
          { key: 'line_up', title: 'Line-up', cell: (r) => <Name text={r.line_up} /> },
        ]}
      />
    </Figure>
  );
}
