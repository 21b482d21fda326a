// The 3D replay: two views and one clock.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { CloseView } from './close';
import { EarthView } from './earth';
import type { Motion } from './motion';
import { Name } from './parts';
import { distance, missionTime, utc, words } from './words';

const kSpeeds = [60, 300, 900, 3600];
const kMoments = ['liftoff', 'separation', 'detection', 'custody_gained', 'image', 'delivered', 'closest_approach', 'keep_out', 'loss_by_rule', 'forfeit', 'end'];

export function Replay({ motion }: { motion: Motion }) {
  const cameras = motion.craft.map((_, i) => i).filter((i) => motion.craft[i].fov > 0);
  const observer = cameras[0] ?? 0;
  const targets = motion.craft.map((_, i) => i).filter((i) => i !== observer);
  const favourite = useMemo(() => {
    const count = (c: number) => motion.data.imaged.filter((e) => e[1] === observer && e[2] === c).length;
    return [...targets].sort((a, b) => count(b) - count(a))[0] ?? 0;
  }, [motion]);
  const [target, setTarget] = useState(favourite);
  const [time, setTime] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(300);
  const [failed, setFailed] = useState('');
  const [told, setTold] = useState<{ imaged: number; delivered: number; range: number | null }>({ imaged: 0, delivered: 0, range: null });
  const [theme, setTheme] = useState(0);
  const far = useRef<HTMLCanvasElement>(null);
  const near = useRef<HTMLCanvasElement>(null);
  const views = useRef<{ earth?: EarthView; close?: CloseView }>({});

  useEffect(() => {
    const changed = () => setTheme((n) => n + 1);
    window.addEventListener('haze-theme', changed);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', changed);
    return () => {
      window.removeEventListener('haze-theme', changed);
      scheme.removeEventListener('change', changed);
    };
  }, []);

  useEffect(() => {
    if (!far.current || !near.current || motion.times.length < 2) return;
    try {
      views.current.earth = new EarthView(far.current, motion);
      if (targets.length > 0) views.current.close = new CloseView(near.current, motion, observer, target);
    } catch (e) {
      setFailed((e as Error).message);
      return;
    }
    return () => {
      views.current.earth?.dispose();
      views.current.close?.dispose();
      views.current = {};
    };
  }, [motion, target, theme]);

  useEffect(() => {
    views.current.earth?.show(time);
    const next = views.current.close?.show(time);
    window.dispatchEvent(new CustomEvent('haze-time', { detail: time }));
    if (next) setTold((was) => (was.imaged === next.imaged && was.delivered === next.delivered && was.range === next.range ? was : next));
  }, [time, motion, target, theme]);

  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    let before = performance.now();
    const step = (now: number) => {
      const dt = Math.min(0.1, (now - before) / 1000);
      before = now;
      setTime((t) => {
        const next = t + dt * speed;
        if (next < motion.end) return next;
        setPlaying(false);
        return motion.end;
      });
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [playing, speed, motion]);

  const moments = useMemo(() => {
    const seen = new Set<string>();
    const out: { t: number; text: string }[] = [];
    for (const [t, kind, , craft, other] of motion.data.timeline) {
      const key = `${kind} ${craft} ${other}`;
      if (!kMoments.includes(kind) || seen.has(key)) continue;
      seen.add(key);
      out.push({ t, text: `${missionTime(t)} ${words(kind)} ${[craft, other].filter(Boolean).join(' → ')}` });
    }
    return out;
  }, [motion]);

  if (motion.times.length < 2) return null;
  const toggle = () => {
    if (!playing && time >= motion.end) setTime(0);
    setPlaying(!playing);
  };
  const seen = `${missionTime(time)}, ${utc(motion.data.epoch_utc, time)}`;
  return (
    <section class="card replay" aria-label="Replay" data-test="replay">
      <h2>Replay</h2>
      {failed && <p role="alert">This browser draws no 3D ({failed}). The plots and the timeline below tell the same.</p>}
      <div class="views">
        <div>
          <canvas ref={far} tabIndex={0} role="img" aria-label="The Earth and the orbits. Arrow keys turn the view, plus and minus zoom." data-test="earth" />
          <p class="note">Earth and orbits over one revolution; the lit side is where the Sun stands.</p>
        </div>
        <div>
          <canvas ref={near} tabIndex={0} role="img" aria-label={`The frame around ${motion.craft[target]?.name}. Arrow keys turn the view, plus and minus zoom.`} data-test="close" />
          <p class="note">
            {targets.length > 1 ? (
              <label>
                Around{' '}
                <select value={target} onChange={(e) => setTarget(Number((e.target as HTMLSelectElement).value))}>
                  {targets.map((i) => (
                    <option value={i}>{motion.craft[i].name}</option>
                  ))}
                </select>
              </label>
            ) : (
              <>
                Around <Name text={motion.craft[target]?.name} />
              </>
            )}{' '}
            in its orbit's axes; distances scaled to the observer, the craft drawn larger than it is. <span class="key f1" /> imaged <span class="key f2" /> delivered
          </p>
        </div>
      </div>
      <div class="controls">
        <button type="button" onClick={toggle} aria-pressed={playing}>
          {playing ? 'Pause' : 'Play'}
        </button>
        <label class="grow">
          <span class="unseen">Time</span>
          <input
            type="range"
            min={0}
            max={motion.end}
            step={Math.min(60, motion.data.step_s)}
            value={time}
            aria-valuetext={seen}
            data-test="time"
            onInput={(e) => setTime(Number((e.target as HTMLInputElement).value))}
          />
        </label>
        <label>
          <span class="unseen">Speed</span>
          <select value={speed} onChange={(e) => setSpeed(Number((e.target as HTMLSelectElement).value))}>
            {kSpeeds.map((s) => (
              <option value={s}>{s < 3600 ? `${s / 60} min/s` : `${s / 3600} h/s`}</option>
            ))}
          </select>
        </label>
        <label>
          <span class="unseen">Go to</span>
          <select value="" onChange={(e) => { const v = (e.target as HTMLSelectElement).value; if (v) setTime(Number(v)); }}>
            <option value="">Go to …</option>
            {moments.map((m) => (
              <option value={m.t}>{m.text}</option>
            ))}
          </select>
        </label>
      </div>
      <p class="readout" data-test="readout">
        <span>{seen}</span>
        <span>
          <Name text={motion.craft[observer].name} /> to <Name text={motion.craft[target]?.name} />: {distance(told.range)}
        </span>
        <span data-test="facets">
          {told.imaged} of 84 facets imaged, {told.delivered} delivered
        </span>
      </p>
    </section>
  );
}
