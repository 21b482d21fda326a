// One match: result, score lines, milestones, timeline, plots and the replay.
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Book, ReplayData, Row } from './book';
import { replayOf, rowsOf } from './book';
import { Motion } from './motion';
import { Figure, Name, Result, Sql, Table } from './parts';
import { Plot } from './plots';
import { Replay } from './replay';
import { distance, fixed, missionTime, utc, words } from './words';

export function MatchPage({ book, id }: { book: Book; id: string }) {
  const row = rowsOf(book, 'matches').find((r) => r.match_id === id);
  const [replay, setReplay] = useState<ReplayData | null | undefined>(undefined);
  const [error, setError] = useState('');
  useEffect(() => {
    replayOf(book, id).then(setReplay, (e: Error) => setError(e.message));
  }, [id]);
  const motion = useMemo(() => (replay && !replay.error ? new Motion(replay) : null), [replay]);
  if (!row) return <p role="alert">No decided match has the id {id}.</p>;
  const ofMatch = (r: Row) => r.number === row.number;
  return (
    <>
      <h1>
        Match <code>{id.slice(0, 8)}</code> · <Name text={row.scenario} />, seed {row.seed}
      </h1>
      <p class="lead" data-test="result">
        <Result row={row} /> <strong>{fixed(row.blue_points, 1)}</strong> to <strong>{fixed(row.red_points, 1)}</strong>: <Name text={row.reason} />. {row.turns} turns,{' '}
        {fixed(Number(row.sim_duration_s) / 3600, 1)} h simulated, started {String(row.started_utc).replace('T', ' ').replace('Z', ' UTC')}.
      </p>
      <p class="note">
        <Name text={row.line_up} />
      </p>
      {motion && <Replay motion={motion} />}
      {replay === undefined && !error && <p role="status">Playing the record again …</p>}
      {(error || replay?.error) && <p role="alert">No replay: {error || replay?.error}</p>}
      {replay === null && (
        <p class="note card">
          This report carries the replays of a few matches only. <code>haze view</code> replays any of them; so does <code>haze report --replay {id.slice(0, 8)}</code>.
        </p>
      )}
      {motion && <Plots motion={motion} />}
      <div class="columns">
        <Figure book={book} id="lines" title="Score">
          <Table
            label="Score lines"
            testId="lines"
            rows={rowsOf(book, 'lines').filter(ofMatch)}
            columns={[
              { key: 'side', title: 'Side', cell: (r) => <span class={`result ${r.side}`}>{r.side}</span> },
              { key: 'line', title: 'Line', cell: (r) => words(String(r.line)) },
              { key: 'value_si', title: 'Value (SI)', number: true, cell: (r) => (typeof r.value_si === 'number' ? +r.value_si.toPrecision(4) : '–') },
              { key: 'points', title: 'Points', number: true, cell: (r) => fixed(r.points, 1) },
            ]}
          />
        </Figure>
        <Milestones book={book} row={row} />
      </div>
      {replay && !replay.error && <Timeline replay={replay} />}
    </>
  );
}

function Milestones({ book, row }: { book: Book; row: Row }) {
  const found = rowsOf(book, 'milestones').find((r) => r.number === row.number);
  const spent = rowsOf(book, 'cost').filter((r) => r.match_id === row.match_id);
  const time = (v: unknown) => (typeof v === 'number' ? missionTime(v) : '–');
  const percent = (v: unknown) => (typeof v === 'number' ? `${(100 * v).toFixed(1)} %` : '–');
  const metres = (v: unknown) => distance(typeof v === 'number' ? v : null);
  const items: [string, string][] = found
    ? [
        ['Lift-off', time(found.liftoff_s)],
        ['Separation', time(found.separation_s)],
        ['First detection', typeof found.first_detection_s === 'number' ? `${time(found.first_detection_s)} at ${metres(found.first_detection_range_m)}` : '–'],
        ['Custody', time(found.custody_s)],
        ['First ranging off by', percent(found.ranging_error_fraction)],
        ['Closest approach', metres(found.closest_approach_m)],
        ['Facets delivered', percent(found.facets_delivered_fraction)],
        ['Backed off to', metres(found.back_off_range_m)],
        ...spent.map((r): [string, string] => [`${String(r.craft)} spent`, `${fixed(r.dv_used_mps, 1)} m/s`]),
      ]
    : [];
  return (
    <Figure book={book} id="milestones" title="Milestones">
      <dl class="facts" data-test="milestones">
        {items.map(([name, value]) => (
          <div>
            <dt>
              <Name text={name} />
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Figure>
  );
}

function Plots({ motion }: { motion: Motion }) {
  const observers = motion.craft.map((_, i) => i).filter((i) => motion.craft[i].fov > 0);
  const observer = observers[0] ?? 0;
  const hours = useMemo(() => Array.from(motion.times, (t) => t / 3600), [motion]);
  const others = motion.craft.map((_, i) => i).filter((i) => i !== observer);
  const geometry = useMemo(() => others.map((i) => motion.geometry(observer, i)), [motion]);
  const name = (i: number) => motion.craft[i].name;
  const range = useMemo(() => others.map((i, k) => ({ label: `${name(observer)} to ${name(i)}`, colour: `--craft${i + 1}`, values: geometry[k].range.map((m) => (m === null ? null : m / 1000)) })), [motion]);
  const phase = useMemo(() => others.map((i, k) => ({ label: `at ${name(i)}`, colour: `--craft${i + 1}`, values: geometry[k].phase })), [motion]);
  const left = useMemo(() => motion.craft.map((c, k) => ({ label: c.name, colour: `--craft${k + 1}`, values: motion.velocityLeft(k) })), [motion]);
  if (motion.times.length < 2) return null;
  return (
    <section class="card" aria-label="Plots">
      <h2>Range, light and propellant</h2>
      <div class="plots">
        <Plot title="Range" unit="km" log hours={hours} lines={range} />
        <Plot title={`Phase angle Sun – target – ${name(observer)}`} unit="deg" hours={hours} lines={phase} />
        <Plot title="Velocity change left" unit="m/s" hours={hours} lines={left} />
      </div>
      <Sql sql={`-- Trajectories are played again from the record:\nSELECT record FROM records WHERE match_id = '${motion.data.match_id}';\n-- the same samples: haze export ${motion.data.match_id.slice(0, 8)} --format csv --step-s ${motion.data.step_s}`} />
    </section>
  );
}

const kQuiet = new Set(['start', 'end', 'service_share', 'custody_share', 'encounter_share']);

function say(kind: string, value: number, value2: number): string {
  switch (kind) {
    case 'image':
      return `${value.toFixed(0)} new facets from ${distance(value2)}`;
    case 'delivered':
      return `${(100 * value).toFixed(0)} % of the facets, best ground-sample distance ${(100 * value2).toFixed(1)} cm`;
    case 'burn':
      return `${value.toFixed(3)} m/s, ${value2.toFixed(1)} kg left`;
    case 'range_fix':
    case 'detection':
    case 'closest_approach':
    case 'keep_out':
    case 'unsafe_coast':
    case 'collision':
    case 'back_off':
      return distance(value);
    case 'custody_gained':
      return `3 sigma ${distance(value)}`;
    case 'velocity_used':
      return `${value.toFixed(1)} m/s spent, ${value2.toFixed(1)} left`;
    case 'encounter':
      return value ? 'inside 100 km' : 'left 100 km';
    default:
      return value ? String(+value.toPrecision(4)) : '';
  }
}

function Timeline({ replay }: { replay: ReplayData }) {
  const share = new Map<string, number>();
  const brings = ([, kind, , craft, other, value]: ReplayData['timeline'][number]) => {
    if (kind === 'image') return value > 0;
    if (kind !== 'delivered') return true;
    const before = share.get(`${craft} ${other}`) ?? -1;
    share.set(`${craft} ${other}`, Math.max(before, value));
    return value > before;
  };
  const rows: Row[] = replay.timeline
    .filter((f) => !kQuiet.has(f[1]) && brings(f))
    .map(([t, kind, seat, craft, other, value, value2, detail]) => ({
      t,
      kind,
      who: [craft || seat, other].filter(Boolean).join(' → '),
      what: [say(kind, value, value2), detail].filter(Boolean).join('; '),
    }));
  return (
    <figure class="card">
      <figcaption>
        <h2>Timeline</h2>
        <p class="note">What happened, by the referee's book. Of detections and ranging fixes only the first of each two craft; images and deliveries that bring no new facet are left out.</p>
      </figcaption>
      <Table
        label="Timeline"
        testId="timeline"
        limit={60}
        rows={rows}
        columns={[
          { key: 't', title: 'Time', cell: (r) => <span class="nowrap" title={utc(replay.epoch_utc, Number(r.t))}>{missionTime(Number(r.t))}</span> },
          { key: 'kind', title: 'Event', cell: (r) => words(String(r.kind)) },
          { key: 'who', title: 'Who', cell: (r) => <Name text={r.who} /> },
          { key: 'what', title: 'What', cell: (r) => <Name text={r.what} /> },
        ]}
      />
      <Sql sql={`SELECT t_utc, t_s, kind, seat, craft, other, value_si, value2_si, detail FROM timeline WHERE match_id = '${replay.match_id}';\n-- empty in a store that keeps decisions only: the facts are then played again from the record`} />
    </figure>
  );
}
