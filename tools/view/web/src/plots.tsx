// Time series of a match with uPlot, in the page's colours.
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export interface Line {
  label: string;
  colour: string; // a custom property of the style sheet
  values: (number | null)[];
}

const property = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const number = (v: number) => (Math.abs(v) >= 1e4 ? `${+(v / 1e3).toPrecision(4)}k` : String(+v.toPrecision(4)));

export function Plot({ title, unit, hours, lines, log }: { title: string; unit: string; hours: number[]; lines: Line[]; log?: boolean }) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    let plot: uPlot | null = null;
    let now = 0; // the replay's time, h
    const draw = () => {
      plot?.destroy();
      const ink = property('--soft');
      const grid = property('--line');
      const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 }, font: '11px system-ui, sans-serif' };
      plot = new uPlot(
        {
          width: element.clientWidth || 320,
          height: 190,
          scales: { x: { time: false }, y: log ? { distr: 3 } : {} },
          legend: { live: true },
          cursor: { points: { size: 6 } },
          axes: [
            { ...axis, values: (_, ticks) => ticks.map((t) => `${t} h`) },
            { ...axis, size: 56, values: (_, ticks) => ticks.map((t) => (t === null ? '' : number(t))) },
          ],
          series: [
            { label: 'T+', value: (_, v) => (v === null || v === undefined ? '–' : `${v.toFixed(2)} h`) },
            ...lines.map((line) => ({
              label: line.label,
              stroke: property(line.colour),
              width: 1.75,
              points: { show: false },
              value: (_: uPlot, v: number | null) => (v === null || v === undefined ? '–' : `${number(v)} ${unit}`),
            })),
          ],
          hooks: {
            ready: [(u) => u.setLegend({ idx: hours.length - 1 })], // until the pointer asks for another instant
            draw: [
              (u) => {
                if (now === 0) return;
                const x = u.valToPos(now, 'x', true);
                u.ctx.save();
                u.ctx.strokeStyle = property('--soft');
                u.ctx.setLineDash([3, 4]);
                u.ctx.beginPath();
                u.ctx.moveTo(x, u.bbox.top);
                u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
                u.ctx.stroke();
                u.ctx.restore();
              },
            ],
          },
        },
        [hours, ...lines.map((line) => line.values)] as uPlot.AlignedData,
        element,
      );
    };
    const moved = (e: Event) => {
      now = (e as CustomEvent<number>).detail / 3600;
      plot?.redraw(false);
    };
    window.addEventListener('haze-time', moved);
    draw();
    const resized = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height: 190 }));
    resized.observe(element);
    window.addEventListener('haze-theme', draw);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      resized.disconnect();
      window.removeEventListener('haze-time', moved);
      window.removeEventListener('haze-theme', draw);
      scheme.removeEventListener('change', draw);
      plot?.destroy();
    };
  }, [hours, lines, log]);
  const spoken = lines
    .map((line) => {
      const known = line.values.filter((v): v is number => v !== null);
      return known.length ? `${line.label}: from ${number(known[0])} to ${number(known[known.length - 1])} ${unit}, least ${number(known.reduce((a, b) => Math.min(a, b)))}` : `${line.label}: none`;
    })
    .join('; ');
  return (
    <div class="plot">
      <h3>
        {title}, {unit}
      </h3>
      <div ref={holder} role="img" aria-label={`${title}. ${spoken}`} />
    </div>
  );
}
