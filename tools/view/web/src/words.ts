// Numbers and names for people.

/// Control characters and the invisible ones that turn text around are shown, not obeyed.
export function clean(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function missionTime(seconds: number): string {
  const s = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  return `T+${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

export function utc(epoch: string, seconds: number): string {
  return new Date(Date.parse(epoch) + seconds * 1000).toISOString().slice(0, 19).replace('T', ' ') + ' UTC';
}

export function distance(m: number | null | undefined): string {
  if (m === null || m === undefined || !Number.isFinite(m)) return '–';
  if (Math.abs(m) < 1000) return `${m < 10 ? m.toFixed(1) : m.toFixed(0)} m`;
  const km = m / 1000;
  return `${km < 10 ? km.toFixed(2) : km < 100 ? km.toFixed(1) : Math.round(km).toLocaleString('en')} km`;
}

export function fixed(value: unknown, digits: number): string {
  return typeof value === 'number' && Number.isFinite(value) ? value.toFixed(digits) : '–';
}

export const words = (text: string) => text.replace(/_/g, ' ');

/// Elo difference of a share of points, which is held in [0.001, 0.999] first (tools/tournament/elo.h).
export function elo(share: number): number {
  const held = Math.max(0.001, Math.min(0.999, share));
  return -400 * Math.log10(1 / held - 1);
}

/// Mean share and its 95 % interval from pairs with 0, 1/2, 1, 3/2 and 2 points, a thousandth of a pair in each empty cell: what EstimateElo does, so that page
/// and `haze tournament table` say one thing. The seed pair is the unit, since its halves are not independent.
export function interval(counts: number[]): { mean: number; low: number; high: number } {
  const cells = counts.map((n) => n || 0.001);
  const units = cells.reduce((a, b) => a + b, 0);
  const mean = cells.reduce((sum, n, i) => sum + (n * i) / 4, 0) / units;
  const variance = cells.reduce((sum, n, i) => sum + n * (i / 4 - mean) ** 2, 0) / units;
  const reach = 1.959964 * Math.sqrt(variance / units);
  return { mean, low: mean - reach, high: mean + reach };
}
