// A replay as functions of time: states between samples, the relative frame, angles.
import type { ReplayData } from './book';
import { decode } from './decode';

export type Vec = [number, number, number];

export interface Craft {
  name: string;
  side: string;
  radius: number; // m
  fov: number; // rad, full angle of the imaging camera; 0 without one
  from: number;
  r: Float64Array[]; // GCRF, m
  q: Float64Array[]; // w x y z, v_B = q v_I
  dv: Float64Array; // m/s left
}

const dot = (a: Vec, b: Vec) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const norm = (a: Vec) => Math.sqrt(dot(a, a));
const sub = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Vec, b: Vec): Vec => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const unit = (a: Vec): Vec => {
  const n = norm(a) || 1;
  return [a[0] / n, a[1] / n, a[2] / n];
};

/// Axes R, T, N as rows.
export type Axes = [Vec, Vec, Vec];
export const toAxes = (axes: Axes, v: Vec): Vec => [dot(axes[0], v), dot(axes[1], v), dot(axes[2], v)];

export class Motion {
  readonly craft: Craft[];
  readonly times: Float64Array;
  private sun: Float64Array[];
  private era: Float64Array;

  constructor(readonly data: ReplayData) {
    this.times = new Float64Array(data.samples);
    for (let i = 0; i < data.samples; ++i) this.times[i] = Math.min(i * data.step_s, data.end_s);
    this.sun = decode(data.sun, 3, 2, 1e4);
    this.era = decode(data.era, 1, 2, 1e5)[0];
    this.craft = data.craft.map((c) => ({
      name: c.name,
      side: c.side,
      radius: c.radius_m,
      fov: c.camera_fov_rad,
      from: c.from,
      r: decode(c.r, 3, 5, 100),
      q: decode(c.q, 4, 1, 2000),
      dv: decode(c.dv, 1, 1, 1000)[0],
    }));
  }

  get end() {
    return this.data.end_s;
  }
  /// The sample at or before `t`, and how far it is to the next, 0 to 1.
  place(t: number): [number, number] {
    const last = this.times.length - 1;
    const i = Math.max(0, Math.min(last - 1, Math.floor(t / this.data.step_s)));
    if (last < 1) return [0, 0];
    const span = this.times[i + 1] - this.times[i];
    return [i, span > 0 ? Math.max(0, Math.min(1, (t - this.times[i]) / span)) : 0];
  }
  there(c: number, i: number) {
    return this.craft[c] !== undefined && this.craft[c].r[0].length > 0 && i >= this.craft[c].from;
  }
  /// Position of craft `c` at sample `i`, m, GCRF.
  at(c: number, i: number): Vec {
    const craft = this.craft[c];
    const k = Math.max(0, Math.min(craft.r[0].length - 1, i - craft.from));
    return [craft.r[0][k], craft.r[1][k], craft.r[2][k]];
  }
  /// Between samples by the cubic through four of them.
  private smooth(i: number, f: number, value: (i: number) => Vec, low: number): Vec {
    const last = this.times.length - 1;
    if (last < 1) return value(0);
    const p1 = value(i);
    const p2 = value(i + 1);
    const p0: Vec = i > low ? value(i - 1) : [2 * p1[0] - p2[0], 2 * p1[1] - p2[1], 2 * p1[2] - p2[2]];
    const p3: Vec = i + 2 <= last ? value(i + 2) : [2 * p2[0] - p1[0], 2 * p2[1] - p1[1], 2 * p2[2] - p1[2]];
    const out: Vec = [0, 0, 0];
    const w = [(-f * (f - 1) * (f - 2)) / 6, ((f + 1) * (f - 1) * (f - 2)) / 2, (-(f + 1) * f * (f - 2)) / 2, ((f + 1) * f * (f - 1)) / 6];
    for (let k = 0; k < 3; ++k) out[k] = w[0] * p0[k] + w[1] * p1[k] + w[2] * p2[k] + w[3] * p3[k];
    return out;
  }
  position(c: number, t: number): Vec {
    const [i, f] = this.place(t);
    return this.smooth(i, f, (k) => this.at(c, k), this.craft[c].from);
  }
  /// Axes of the orbit of `c` at sample `i`.
  axes(c: number, i: number): Axes {
    const low = this.craft[c].from;
    const a = this.at(c, Math.max(low, i - 1));
    const b = this.at(c, Math.min(this.times.length - 1, Math.max(low, i - 1) + 2));
    const r = unit(this.at(c, i));
    const n = unit(cross(a, b));
    return [r, cross(n, r), n];
  }
  /// `c` seen from `target` in its radial, transverse and normal axes, at sample `i`, m.
  relativeAt(c: number, target: number, i: number): Vec {
    return toAxes(this.axes(target, i), sub(this.at(c, i), this.at(target, i)));
  }
  relative(c: number, target: number, t: number): Vec {
    const [i, f] = this.place(t);
    return this.smooth(i, f, (k) => this.relativeAt(c, target, k), Math.max(this.craft[c].from, this.craft[target].from));
  }
  axesAt(c: number, t: number): Axes {
    const [i, f] = this.place(t);
    const a = this.axes(c, i);
    const b = this.axes(c, Math.min(this.times.length - 1, i + 1));
    const mix = (u: Vec, v: Vec): Vec => [u[0] + (v[0] - u[0]) * f, u[1] + (v[1] - u[1]) * f, u[2] + (v[2] - u[2]) * f];
    const r = unit(mix(a[0], b[0]));
    const n0 = mix(a[2], b[2]);
    const n = unit(sub(n0, [r[0] * dot(n0, r), r[1] * dot(n0, r), r[2] * dot(n0, r)]));
    return [r, cross(n, r), n];
  }
  /// Unit quaternion [w, x, y, z] with v_B = q v_I.
  attitude(c: number, t: number): [number, number, number, number] {
    const [i, f] = this.place(t);
    const craft = this.craft[c];
    const last = craft.q[0].length - 1;
    const a = Math.max(0, Math.min(last, i - craft.from));
    const b = Math.min(last, a + 1);
    let sign = 0;
    for (let k = 0; k < 4; ++k) sign += craft.q[k][a] * craft.q[k][b];
    const out = [0, 0, 0, 0];
    for (let k = 0; k < 4; ++k) out[k] = craft.q[k][a] * (1 - f) + Math.sign(sign || 1) * craft.q[k][b] * f;
    const n = Math.hypot(...out) || 1;
    return [out[0] / n, out[1] / n, out[2] / n, out[3] / n];
  }
  /// A vector of body axes in GCRF.
  fromBody(c: number, t: number, v: Vec): Vec {
    const [w, x, y, z] = this.attitude(c, t);
    // The conjugate turns it: v + 2w (u x v) + 2 u x (u x v) with u = -(x, y, z).
    const u: Vec = [-x, -y, -z];
    const a = cross(u, v);
    const b = cross(u, a);
    return [v[0] + 2 * (w * a[0] + b[0]), v[1] + 2 * (w * a[1] + b[1]), v[2] + 2 * (w * a[2] + b[2])];
  }
  sunAt(t: number): Vec {
    const [i] = this.place(t);
    return [this.sun[0][i], this.sun[1][i], this.sun[2][i]];
  }
  eraAt(t: number): number {
    const [i, f] = this.place(t);
    const next = Math.min(this.era.length - 1, i + 1);
    return this.era[i] + (this.era[next] - this.era[i]) * f;
  }
  /// Range (m) and the angle Sun, target, observer (deg) at every sample; null before both are there.
  geometry(observer: number, target: number): { range: (number | null)[]; phase: (number | null)[] } {
    const range: (number | null)[] = [];
    const phase: (number | null)[] = [];
    for (let i = 0; i < this.times.length; ++i) {
      if (!this.there(observer, i) || !this.there(target, i)) {
        range.push(null);
        phase.push(null);
        continue;
      }
      const d = sub(this.at(observer, i), this.at(target, i));
      range.push(norm(d));
      const s: Vec = [this.sun[0][i], this.sun[1][i], this.sun[2][i]];
      phase.push((Math.acos(Math.max(-1, Math.min(1, dot(unit(d), unit(s))))) * 180) / Math.PI);
    }
    return { range, phase };
  }
  velocityLeft(c: number): (number | null)[] {
    return Array.from(this.times, (_, i) => (this.there(c, i) ? this.craft[c].dv[Math.min(this.craft[c].dv.length - 1, i - this.craft[c].from)] : null));
  }
  /// State of the facets of `target` as `observer` collected them up to `t`: 0 unseen, 1 imaged, 2 delivered.
  facets(observer: number, target: number, t: number): Uint8Array {
    const out = new Uint8Array(84);
    for (const [i, o, c, facet, state] of this.data.imaged) {
      if (o === observer && c === target && this.times[i] <= t) out[facet] = Math.max(out[facet], state);
    }
    return out;
  }
}

/// Normals of the 84 facets in body axes: six bands of latitude from the south, equally spaced from longitude 0.
export function facetNormals(): { normal: Vec; latitude: number; longitude: number; half: [number, number] }[] {
  const out = [];
  const bands: [number, number][] = [[-75, 6], [-45, 15], [-15, 21], [15, 21], [45, 15], [75, 6]];
  for (const [latitude, count] of bands) {
    for (let k = 0; k < count; ++k) {
      const lat = (latitude * Math.PI) / 180;
      const lon = (2 * Math.PI * k) / count;
      out.push({
        normal: [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)] as Vec,
        latitude: lat,
        longitude: lon,
        half: [Math.PI / 12, Math.PI / count] as [number, number],
      });
    }
  }
  return out;
}
