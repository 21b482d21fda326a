// What the page shows: figures (a query with its rows) and replays, from the page itself (report) or from the program that serves it (view).

export type Cell = string | number | null;
export type Row = Record<string, Cell>;

export interface Figure {
  sql: string;
  columns: string[];
  rows: Cell[][];
}

export interface CraftSeries {
  name: string;
  side: string;
  radius_m: number;
  camera_fov_rad: number;
  from: number; // first sample at which it is there
  r: string; // position, GCRF, cm, three components
  q: string; // attitude w x y z, 1/2000
  dv: string; // velocity left, mm/s
}

export interface ReplayData {
  match_id: string;
  error?: string;
  epoch_utc: string;
  step_s: number;
  end_s: number;
  samples: number;
  sun: string; // direction of the Sun, 1/10000
  era: string; // Earth rotation, 1e-5 rad
  craft: CraftSeries[];
  imaged: [number, number, number, number, number][]; // sample, observer, object, facet, 1 imaged or 2 delivered
  timeline: [number, string, string, string, string, number, number, string][]; // t_s, kind, seat, craft, other, value, value2, detail
  keep_out_m: number;
}

export interface Book {
  kind: 'report' | 'view';
  made_utc: string;
  version: string;
  source: string;
  figures: Record<string, Figure>;
  replays: Record<string, ReplayData>;
}

const cache = new WeakMap<Figure, Row[]>();

/// Rows of a figure as objects; none where the figure is not there.
export function rowsOf(book: Book, id: string): Row[] {
  const figure = book.figures[id];
  if (!figure) return [];
  let rows = cache.get(figure);
  if (!rows) {
    rows = figure.rows.map((cells) => {
      const row: Row = {};
      figure.columns.forEach((column, i) => (row[column] = cells[i]));
      return row;
    });
    cache.set(figure, rows);
  }
  return rows;
}

export function embedded(): Book {
  const element = document.getElementById('haze-data');
  return JSON.parse(element?.textContent ?? '{}') as Book;
}

const token = () => new URLSearchParams(location.search).get('token') ?? '';

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(`${path}?token=${encodeURIComponent(token())}`, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${answer.statusText}`);
  return (await answer.json()) as T;
}

export const fetchBook = () => ask<Book>('api/book');

export function replayOf(book: Book, match: string): Promise<ReplayData | null> {
  const there = book.replays[match];
  if (there) return Promise.resolve(there);
  if (book.kind === 'report') return Promise.resolve(null);
  return ask<ReplayData>(`api/replay/${match}`);
}

/// Calls `changed` when the store has new results; says through `state` whether the program is heard.
export function listen(changed: () => void, state: (connected: boolean) => void): void {
  const source = new EventSource(`api/events?token=${encodeURIComponent(token())}`);
  source.addEventListener('changed', changed);
  source.onopen = () => state(true);
  source.onerror = () => state(false);
}
