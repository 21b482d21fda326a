// Numbers and names for people.

/// Control characters and the invisible ones that turn text around are shown, not obeyed.
export function clean(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
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

/// Elo difference of a share of points; nothing at 0 and 1.
export function elo(share: number): number | null {
  return share > 0 && share < 1 ? -400 * Math.log10(1 / share - 1) : null;
}

/// Mean and 95 % interval from n, sum and sum of squares; the seed pair is the unit, since its halves are not independent.
export function interval(n: number, sum: number, squares: number): { mean: number; low: number; high: number } {
  const mean = sum / n;
  const error = n > 1 ? Math.sqrt(Math.max(0, squares / n - mean * mean) / (n - 1)) : 0;
  return { mean, low: Math.max(0, mean - 1.96 * error), high: Math.min(1, mean + 1.96 * error) };
}
