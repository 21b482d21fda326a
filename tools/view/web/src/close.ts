// The view from near: the frame of the target's orbit, its 84 facets as they are imaged and delivered, the observer with its camera's cone.
import * as three from 'three';
import type { Motion, Vec } from './motion';
import { facetNormals, toAxes } from './motion';
import { Stage, colour, label, polyline, vector } from './stage';

const kTarget = 0.3; // radius of the drawn target where it would be smaller

// A facet's patch on the unit sphere, a little smaller than its share, as a fan of triangles.
function patch(latitude: number, longitude: number, half: [number, number]): three.BufferGeometry {
  const points: number[] = [];
  const steps = 4;
  const at = (u: number, v: number): Vec => {
    const lat = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, latitude + (2 * u - 1) * half[0] * 0.9));
    const lon = longitude + (2 * v - 1) * half[1] * 0.9;
    return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
  };
  for (let a = 0; a < steps; ++a) {
    for (let b = 0; b < steps; ++b) {
      const p = at(a / steps, b / steps);
      const q = at(a / steps, (b + 1) / steps);
      const r = at((a + 1) / steps, (b + 1) / steps);
      const s = at((a + 1) / steps, b / steps);
      points.push(...p, ...q, ...r, ...p, ...r, ...s);
    }
  }
  const geometry = new three.BufferGeometry().setAttribute('position', new three.Float32BufferAttribute(points, 3));
  geometry.setAttribute('normal', new three.Float32BufferAttribute(points, 3));
  return geometry;
}

export class CloseView {
  private stage: Stage;
  private body = new three.Group();
  private facets: three.MeshLambertMaterial[] = [];
  private light = new three.DirectionalLight(0xffffff, 2.8);
  private sun: three.ArrowHelper;
  private mark = new three.Group();
  private cone: three.Mesh;
  private sight: three.Line;
  private trail: three.Line;
  private unseen = colour('--facet0');
  private seen = [colour('--facet0'), colour('--facet1'), colour('--facet2')];

  constructor(
    canvas: HTMLCanvasElement,
    readonly motion: Motion,
    readonly observer: number,
    readonly target: number,
  ) {
    this.stage = new Stage(canvas, 4.2);
    const scene = this.stage.scene;
    scene.add(new three.AmbientLight(0xffffff, 1.1), this.light);
    this.body.add(new three.Mesh(new three.SphereGeometry(0.985, 48, 32), new three.MeshLambertMaterial({ color: colour('--facet-gap') })));
    for (const { latitude, longitude, half } of facetNormals()) {
      const material = new three.MeshLambertMaterial({ color: this.unseen, side: three.DoubleSide });
      this.facets.push(material);
      this.body.add(new three.Mesh(patch(latitude, longitude, half), material));
    }
    this.body.scale.setScalar(kTarget);
    scene.add(this.body);
    const soft = colour('--soft');
    const ink = `#${colour('--ink').getHexString()}`;
    const axes: [Vec, string][] = [[[1, 0, 0], 'up'], [[0, 1, 0], 'ahead'], [[0, 0, 1], 'orbit normal']];
    for (const [axis, text] of axes) {
      scene.add(polyline([vector(axis, kTarget), vector(axis, 0.62)], soft, 0.8));
      const word = label(text, ink, 0.12);
      word.position.copy(vector(axis, 0.64));
      scene.add(word);
    }
    for (const radius of [0.5, 1, 1.5]) {
      const ring: three.Vector3[] = [];
      for (let k = 0; k <= 96; ++k) ring.push(new three.Vector3(radius * Math.cos((k * Math.PI) / 48), radius * Math.sin((k * Math.PI) / 48), 0));
      scene.add(polyline(ring, soft, 0.22));
    }
    this.sun = new three.ArrowHelper(new three.Vector3(1, 0, 0), new three.Vector3(), 0.5, colour('--sun'), 0.09, 0.05);
    scene.add(this.sun);
    const own = colour(`--craft${observer + 1}`);
    this.mark.add(new three.Mesh(new three.OctahedronGeometry(0.04), new three.MeshBasicMaterial({ color: own })));
    this.mark.add(label(motion.craft[observer].name, `#${own.getHexString()}`, 0.16));
    scene.add(this.mark);
    const half = Math.max(0.03, motion.craft[observer].fov / 2);
    const length = Math.min(0.9, 0.25 / Math.tan(half)); // a wide camera's cone is short, so that it does not fill the view
    const shape = new three.ConeGeometry(Math.tan(half) * length, length, 40, 1, true);
    shape.translate(0, -length / 2, 0); // the tip is the camera
    shape.rotateZ(Math.PI / 2); // and it looks along +x
    this.cone = new three.Mesh(shape, new three.MeshBasicMaterial({ color: own, transparent: true, opacity: 0.22, side: three.DoubleSide, depthWrite: false }));
    scene.add(this.cone);
    this.sight = polyline([], soft, 0.5);
    this.trail = polyline([], own, 0.8);
    scene.add(this.sight, this.trail);
  }

  /// How many facets are seen and delivered, and whether both craft are there.
  show(t: number): { imaged: number; delivered: number; range: number | null } {
    const { motion, observer, target } = this;
    const state = motion.facets(observer, target, t);
    const imaged = state.reduce((n, s) => n + (s > 0 ? 1 : 0), 0);
    const delivered = state.reduce((n, s) => n + (s > 1 ? 1 : 0), 0);
    const [i] = motion.place(t);
    const there = motion.there(target, i);
    this.body.visible = there;
    const both = there && motion.there(observer, i);
    for (const part of [this.mark, this.cone, this.sight, this.trail]) part.visible = both;
    if (!there) {
      this.stage.draw();
      return { imaged, delivered, range: null };
    }
    const axes = motion.axesAt(target, t);
    const sun = vector(toAxes(axes, motion.sunAt(t))).normalize();
    this.light.position.copy(sun).multiplyScalar(8);
    this.sun.setDirection(sun);
    this.sun.position.copy(sun).multiplyScalar(kTarget * 1.15);
    const x = toAxes(axes, motion.fromBody(target, t, [1, 0, 0]));
    const y = toAxes(axes, motion.fromBody(target, t, [0, 1, 0]));
    const z = toAxes(axes, motion.fromBody(target, t, [0, 0, 1]));
    this.body.quaternion.setFromRotationMatrix(new three.Matrix4().makeBasis(vector(x), vector(y), vector(z)));
    state.forEach((s, k) => {
      this.facets[k].color.copy(this.seen[s]);
      this.facets[k].emissive.copy(this.seen[s]).multiplyScalar(s > 0 ? 0.55 : 0.12);
    });
    let range: number | null = null;
    if (both) {
      const at = motion.relative(observer, target, t);
      range = Math.hypot(...at);
      // The observer always stands within the rings: its distance is the unit, and the trail keeps to it.
      const scale = 1.1 / Math.max(range, 1);
      const place = vector(at, scale);
      this.mark.position.copy(place);
      this.cone.position.copy(place);
      const look = vector(toAxes(axes, motion.fromBody(observer, t, [1, 0, 0]))).normalize();
      this.cone.quaternion.setFromUnitVectors(new three.Vector3(1, 0, 0), look);
      this.sight.geometry.dispose();
      this.sight.geometry = new three.BufferGeometry().setFromPoints([place, place.clone().normalize().multiplyScalar(kTarget)]);
      const points: three.Vector3[] = [];
      const first = motion.times[Math.max(motion.craft[observer].from, motion.craft[target].from)];
      const span = Math.min(2 * 5700, t - first);
      for (let k = 0; k <= 160; ++k) points.push(vector(motion.relative(observer, target, t - span + (span * k) / 160), scale));
      this.trail.geometry.dispose();
      this.trail.geometry = new three.BufferGeometry().setFromPoints(points);
    }
    this.stage.draw();
    return { imaged, delivered, range };
  }
  dispose() {
    this.stage.dispose();
  }
}
