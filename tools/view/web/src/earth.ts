// The view from far: the Earth with its coasts, the Sun's side, and the orbits.
import * as three from 'three';
import land from 'world-atlas/land-110m.json';
import type { Motion } from './motion';
import { Stage, colour, label, polyline, vector } from './stage';

const kEarth = 6378137;
const kScale = 1 / kEarth;

// Coasts as pairs of points: TopoJSON arcs are differences of integers.
function coasts(): three.BufferGeometry {
  const { scale, translate } = land.transform as { scale: number[]; translate: number[] };
  const points: number[] = [];
  for (const arc of land.arcs as number[][][]) {
    let x = 0;
    let y = 0;
    let before: [number, number, number] | null = null;
    for (const [dx, dy] of arc) {
      x += dx;
      y += dy;
      const lon = ((x * scale[0] + translate[0]) * Math.PI) / 180;
      const lat = ((y * scale[1] + translate[1]) * Math.PI) / 180;
      const here: [number, number, number] = [1.002 * Math.cos(lat) * Math.cos(lon), 1.002 * Math.cos(lat) * Math.sin(lon), 1.002 * Math.sin(lat)];
      if (before) points.push(...before, ...here);
      before = here;
    }
  }
  return new three.BufferGeometry().setAttribute('position', new three.Float32BufferAttribute(points, 3));
}

// Land and sea as a picture of longitude by latitude. Rings that cross the date line run on past 180 degrees, so each is drawn on both sides as well; the ring
// of Antarctica goes once round, and is closed along the pole.
function ground(): three.CanvasTexture {
  const { scale, translate } = land.transform as { scale: number[]; translate: number[] };
  const arcs = (land.arcs as number[][][]).map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
  const canvas = document.createElement('canvas');
  canvas.width = 1024;
  canvas.height = 512;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = `#${colour('--sea').getHexString()}`;
  context.fillRect(0, 0, 1024, 512);
  context.fillStyle = `#${colour('--land').getHexString()}`;
  const shapes = land.objects.land.geometries as { arcs: number[][][] }[];
  for (const ring of shapes.flatMap((shape) => shape.arcs.flat())) {
    const points: number[][] = [];
    for (const index of ring) {
      const arc = index < 0 ? [...arcs[~index]].reverse() : arcs[index];
      for (const [lon, lat] of points.length > 0 ? arc.slice(1) : arc) {
        const before = points.length > 0 ? points[points.length - 1][0] : lon;
        points.push([lon + 360 * Math.round((before - lon) / 360), lat]);
      }
    }
    const [first, last] = [points[0], points[points.length - 1]];
    if (Math.abs(last[0] - first[0]) > 180) points.push([last[0], -90], [first[0], -90]);
    for (const turn of [-360, 0, 360]) {
      context.beginPath();
      for (const [lon, lat] of points) context.lineTo(((lon + turn + 180) / 360) * 1024, ((90 - lat) / 180) * 512);
      context.fill();
    }
  }
  const texture = new three.CanvasTexture(canvas);
  texture.colorSpace = three.SRGBColorSpace;
  return texture;
}

function graticule(): three.BufferGeometry {
  const points: number[] = [];
  const add = (lat: number, lon: number) => points.push(1.001 * Math.cos(lat) * Math.cos(lon), 1.001 * Math.cos(lat) * Math.sin(lon), 1.001 * Math.sin(lat));
  for (let lon = 0; lon < 360; lon += 30) {
    for (let lat = -90; lat < 90; lat += 5) {
      add((lat * Math.PI) / 180, (lon * Math.PI) / 180);
      add(((lat + 5) * Math.PI) / 180, (lon * Math.PI) / 180);
    }
  }
  for (let lat = -60; lat <= 60; lat += 30) {
    for (let lon = 0; lon < 360; lon += 5) {
      add((lat * Math.PI) / 180, (lon * Math.PI) / 180);
      add((lat * Math.PI) / 180, ((lon + 5) * Math.PI) / 180);
    }
  }
  return new three.BufferGeometry().setAttribute('position', new three.Float32BufferAttribute(points, 3));
}

export class EarthView {
  private stage: Stage;
  private earth = new three.Group();
  private light = new three.DirectionalLight(0xffffff, 2.6);
  private marks: three.Group[] = [];
  private orbits: three.Line[] = [];

  constructor(
    canvas: HTMLCanvasElement,
    readonly motion: Motion,
  ) {
    this.stage = new Stage(canvas, 4.4);
    const scene = this.stage.scene;
    scene.add(new three.AmbientLight(0xffffff, 0.75), this.light);
    // The sphere's poles lie along y and its picture begins at longitude -180: turned so that z is north and x is Greenwich.
    const sphere = new three.SphereGeometry(1, 72, 48).rotateX(Math.PI / 2);
    this.earth.add(new three.Mesh(sphere, new three.MeshLambertMaterial({ map: ground() })));
    this.earth.add(new three.LineSegments(graticule(), new three.LineBasicMaterial({ color: colour('--graticule'), transparent: true, opacity: 0.35 })));
    this.earth.add(new three.LineSegments(coasts(), new three.LineBasicMaterial({ color: colour('--coast') })));
    scene.add(this.earth);
    // Begin on the day side.
    const sun = motion.sunAt(0);
    this.stage.azimuth = Math.atan2(sun[1], sun[0]) + 0.7;
    motion.craft.forEach((craft, i) => {
      const ink = colour(`--craft${i + 1}`);
      const mark = new three.Group();
      mark.add(new three.Mesh(new three.SphereGeometry(0.028, 16, 12), new three.MeshBasicMaterial({ color: ink })));
      mark.add(label(craft.name, `#${ink.getHexString()}`, 0.15, i));
      const line = polyline([], ink, 0.75);
      scene.add(mark, line);
      this.marks.push(mark);
      this.orbits.push(line);
    });
  }

  show(t: number) {
    const motion = this.motion;
    const [i] = motion.place(t);
    this.earth.rotation.z = motion.eraAt(t);
    this.light.position.copy(vector(motion.sunAt(t), 10));
    motion.craft.forEach((_, c) => {
      const there = motion.there(c, i);
      this.marks[c].visible = there;
      this.orbits[c].visible = there;
      if (!there) return;
      this.marks[c].position.copy(vector(motion.position(c, t), kScale));
      // One revolution back: about 95 minutes.
      const points: three.Vector3[] = [];
      const span = Math.min(5700, t - motion.times[motion.craft[c].from]);
      for (let k = 0; k <= 96; ++k) points.push(vector(motion.position(c, t - span + (span * k) / 96), kScale));
      this.orbits[c].geometry.dispose();
      this.orbits[c].geometry = new three.BufferGeometry().setFromPoints(points);
    });
    this.stage.draw();
  }
  dispose() {
    this.stage.dispose();
  }
}
