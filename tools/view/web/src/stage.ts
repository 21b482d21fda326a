// What both 3D views share: a renderer, a camera that mouse, touch and arrow keys turn, the page's colours.
import * as three from 'three';
import type { Vec } from './motion';

export const colour = (name: string) => new three.Color(getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#888888');
export const vector = (v: Vec, scale = 1) => new three.Vector3(v[0] * scale, v[1] * scale, v[2] * scale);

export class Stage {
  readonly scene = new three.Scene();
  readonly camera = new three.PerspectiveCamera(38, 1, 0.01, 400);
  readonly renderer: three.WebGLRenderer;
  azimuth = -0.9;
  elevation = 0.42;
  private distance: number;
  private pending = false;
  private stop: (() => void)[] = [];

  constructor(
    readonly canvas: HTMLCanvasElement,
    distance: number,
  ) {
    this.distance = distance;
    this.camera.up.set(0, 0, 1);
    this.renderer = new three.WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.renderer.setPixelRatio(Math.min(2, window.devicePixelRatio || 1));
    const on = <K extends keyof HTMLElementEventMap>(name: K, act: (e: HTMLElementEventMap[K]) => void, options?: AddEventListenerOptions) => {
      canvas.addEventListener(name, act, options);
      this.stop.push(() => canvas.removeEventListener(name, act));
    };
    on('pointerdown', (e) => canvas.setPointerCapture(e.pointerId));
    on('pointermove', (e) => {
      if (e.buttons === 0) return;
      this.turn(-e.movementX * 0.008, e.movementY * 0.008);
    });
    on('wheel', (e) => {
      if (!e.ctrlKey && document.activeElement !== canvas) return; // the page scrolls unless the view is chosen
      e.preventDefault();
      this.zoom(Math.exp(e.deltaY * 0.001));
    }, { passive: false });
    on('keydown', (e) => {
      const turns: Record<string, [number, number]> = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };
      if (turns[e.key]) this.turn(...turns[e.key]);
      else if (e.key === '+' || e.key === '=') this.zoom(1 / 1.15);
      else if (e.key === '-') this.zoom(1.15);
      else return;
      e.preventDefault();
    });
    const observer = new ResizeObserver(() => this.fit());
    observer.observe(canvas);
    this.stop.push(() => observer.disconnect());
    this.fit();
  }

  turn(azimuth: number, elevation: number) {
    this.azimuth += azimuth;
    this.elevation = Math.max(-1.5, Math.min(1.5, this.elevation + elevation));
    this.draw();
  }
  zoom(factor: number) {
    this.distance = Math.max(0.4, Math.min(60, this.distance * factor));
    this.draw();
  }
  private fit() {
    const width = this.canvas.clientWidth || 300;
    const height = this.canvas.clientHeight || 300;
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.draw();
  }
  /// Draws at the next frame, once.
  draw() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      const flat = Math.cos(this.elevation) * this.distance;
      this.camera.position.set(flat * Math.cos(this.azimuth), flat * Math.sin(this.azimuth), Math.sin(this.elevation) * this.distance);
      this.camera.lookAt(0, 0, 0);
      this.renderer.render(this.scene, this.camera);
      this.canvas.dataset.drawn = 'true';
    });
  }
  dispose() {
    this.stop.forEach((s) => s());
    this.scene.traverse((o) => {
      const thing = o as unknown as { geometry?: three.BufferGeometry; material?: three.Material };
      thing.geometry?.dispose();
      (thing.material as three.MeshBasicMaterial | undefined)?.map?.dispose();
      thing.material?.dispose();
    });
    this.renderer.dispose();
  }
}

export function polyline(points: three.Vector3[], ink: three.Color, opacity = 1): three.Line {
  return new three.Line(new three.BufferGeometry().setFromPoints(points), new three.LineBasicMaterial({ color: ink, transparent: opacity < 1, opacity }));
}

/// A small text that always faces the camera, `line` lines below its point, so that neighbours do not cover each other.
export function label(text: string, ink: string, size = 0.11, line = 0): three.Sprite {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const font = '600 44px system-ui, sans-serif';
  context.font = font;
  canvas.width = Math.ceil(context.measureText(text).width) + 16;
  canvas.height = 60;
  context.font = font;
  context.fillStyle = ink;
  context.textBaseline = 'middle';
  context.strokeStyle = `#${colour('--stage').getHexString()}`; // a rim, so that the word stands before anything
  context.lineJoin = 'round';
  context.lineWidth = 10;
  context.strokeText(text, 8, 32);
  context.fillText(text, 8, 32);
  const texture = new three.CanvasTexture(canvas);
  texture.colorSpace = three.SRGBColorSpace;
  const sprite = new three.Sprite(new three.SpriteMaterial({ map: texture, depthTest: false, transparent: true, sizeAttenuation: true }));
  sprite.scale.set((size * canvas.width) / canvas.height, size, 1);
  sprite.center.set(-0.12, 0.5 + line);
  return sprite;
}
