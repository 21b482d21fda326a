// CZML as CesiumJS reads it: node czml_test.mjs HAZE PLAYWRIGHT_MODULES CESIUM_MODULES
// Exit code 77: skipped, with the reason.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [haze, playwright, cesium] = process.argv.slice(2);
const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const script = join(cesium, 'cesium', 'Build', 'Cesium', 'Cesium.js');

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}
if (!chromiumPath) skip('no Chromium (apt-get install chromium)');
if (!existsSync(join(playwright, 'playwright-core'))) skip(`no playwright-core in ${playwright}: the page was built without npm`);
if (!existsSync(script)) skip(`no cesium in ${cesium}: npm install failed when haze was built`);
const { chromium } = createRequire(join(playwright, 'x.js'))('playwright-core');

const folder = mkdtempSync(join(tmpdir(), 'haze-czml-'));
function run(...args) {
  const done = spawnSync(haze, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(done.status, 0, `haze ${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}
// The craft and their positions by simulated second, as the record has them.
function positions(step) {
  const [head, ...lines] = run('export', 'last', '--format', 'csv', '--step-s', String(step)).trim().split(/\r?\n/).map((line) => line.split(','));
  const at = (name) => head.indexOf(name);
  return lines.map((cells) => ({
    craft: cells[at('craft')],
    utc: cells[at('t_utc')],
    t: Number(cells[at('t_s')]),
    r: ['x_gcrf_m', 'y_gcrf_m', 'z_gcrf_m'].map((c) => Number(cells[at(c)])),
  }));
}

let browser;
try {
  run('play', 'encore', '--seed', '1', '--in-process', '--set', 'duration_s=21600');
  const czml = JSON.parse(run('export', 'last', '--format', 'czml', '--step-s', '60'));
  const [nodes, between] = [positions(60), positions(30).filter((row) => row.t % 60 !== 0)];
  assert.ok(nodes.length > 3 * 300 && between.length > 3 * 300);

  writeFileSync(join(folder, 'reader.html'), `<!doctype html><title>reader</title><script src="${pathToFileURL(script)}"></script>`);
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--allow-file-access-from-files'] });
  const page = await browser.newPage();
  page.setDefaultTimeout(120000); // a busy machine takes a minute to read five megabytes of script
  const faults = [];
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && faults.push(m.text()));
  page.on('pageerror', (e) => faults.push(e.message));
  page.on('request', (r) => !/^(file|data|blob):/.test(r.url()) && faults.push(r.url()));
  await page.goto(pathToFileURL(join(folder, 'reader.html')).href);

  const read = await page.evaluate(
    async ([document, rows]) => {
      const { CzmlDataSource, JulianDate, ReferenceFrame } = globalThis.Cesium;
      const source = await CzmlDataSource.load(document);
      const entities = Object.fromEntries(source.entities.values.map((e) => [e.id, e]));
      return {
        ids: Object.keys(entities),
        from: JulianDate.toIso8601(source.clock.startTime),
        to: JulianDate.toIso8601(source.clock.stopTime),
        at: rows.map(({ craft, utc }) => {
          const r = entities[`craft/${craft}`].position.getValueInReferenceFrame(JulianDate.fromIso8601(utc), ReferenceFrame.INERTIAL);
          return r ? [r.x, r.y, r.z] : null;
        }),
      };
    },
    [czml, [...nodes, ...between]],
  );
  assert.deepEqual(read.ids.filter((id) => id.startsWith('craft/')).sort(), ['craft/escort', 'craft/jackal', 'craft/puma']);
  assert.equal(Date.parse(read.from), Date.parse(nodes[0].utc), 'the clock begins with the match');
  assert.equal(Date.parse(read.to), Date.parse(nodes.at(-1).utc), 'and ends with it');

  const miss = (row, r) => Math.max(...row.r.map((x, k) => Math.abs(x - r[k])));
  // Positions are printed to a millimetre; JulianDate holds a day's seconds to 1e-11, which at 8 km/s is nothing.
  const printed = Math.max(...nodes.map((row, i) => miss(row, read.at[i] ?? assert.fail(`${row.craft} is nowhere at ${row.utc}`))));
  assert.ok(printed <= 0.51e-3, `at the samples: ${printed} m`);
  // Half-way between, its interpolation of the fifth degree over states a minute apart; a path is parted where a burn bends it, and told by the second there.
  const half = (craft, limit) => {
    const misses = between.flatMap((row, i) => (row.craft === craft ? [miss(row, read.at[nodes.length + i] ?? assert.fail(`${craft} is nowhere at ${row.utc}`))] : []));
    assert.ok(Math.max(...misses) <= limit, `${craft} between the samples: ${Math.max(...misses)} m`);
    return Math.max(...misses);
  };
  const [quiet, burning] = [Math.max(half('puma', 0.1), half('escort', 0.1)), half('jackal', 0.1)];
  assert.deepEqual(faults, []);
  console.log(`${nodes.length} positions agree to ${(1e3 * printed).toFixed(2)} mm; between them ${quiet.toFixed(3)} m, ${burning.toFixed(3)} m about burns`);
} finally {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
}
