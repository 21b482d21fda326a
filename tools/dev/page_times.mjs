#!/usr/bin/env node
// How large a report is and how soon it is there, in Chromium without a graphics card: size, first paint, standings on the page, both 3D views drawn.
//
//     build/release/haze report --db thousand.db -o report.html && tools/dev/page_times.mjs report.html [--runs 5] [--modules build/release/tools/view/web/node_modules]
//
// Figures are medians over fresh pages, in ms since the navigation began. The limits stand beside them; nothing fails by them: a machine may be busy.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const given = process.argv.slice(2);
const option = (name, otherwise) => (given.includes(name) ? given.splice(given.indexOf(name), 2)[1] : otherwise);
const runs = Number(option('--runs', '5'));
const modules = resolve(option('--modules', join(root, 'build/release/tools/view/web/node_modules')));
const report = given[0];
const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!report || !chromiumPath || !existsSync(join(modules, 'playwright-core'))) {
  console.error('usage: tools/dev/page_times.mjs REPORT.html [--runs N] [--modules DIR]; needs Chromium and playwright-core (both come with tools/test)');
  process.exit(2);
}
const { chromium } = createRequire(join(modules, 'x.js'))('playwright-core');

const text = readFileSync(report, 'utf8');
const book = JSON.parse(/id="haze-data">([^<]*)</.exec(text)[1]);
const url = pathToFileURL(resolve(report)).href;
const replay = Object.keys(book.replays)[0];

// Runs before the page's own script: notes when what a person waits for is there.
function watchFor(selectors) {
  globalThis.hazeSeen = {};
  const look = () => {
    for (const [name, selector] of Object.entries(selectors)) {
      if (name in globalThis.hazeSeen || document.querySelectorAll(selector).length < (name === 'drawn' ? 2 : 1)) continue;
      globalThis.hazeSeen[name] = null;
      // What was drawn in a frame is before the person when the next one begins.
      requestAnimationFrame(() => requestAnimationFrame(() => (globalThis.hazeSeen[name] = performance.now())));
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}

// One browser, as a person has it open already; each visit is of a page of its own without any cache.
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking'] });

async function visit(address, wanted) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(watchFor, { standings: '[data-test=standings] tbody tr', drawn: 'canvas[data-drawn=true]' });
  await page.goto(address);
  const missing = (w) => !globalThis.hazeSeen[w] || performance.getEntriesByName('first-contentful-paint').length === 0;
  for (const end = Date.now() + 60000; await page.evaluate(missing, wanted); await new Promise((r) => setTimeout(r, 20))) {
    if (Date.now() > end) throw new Error(`${wanted} never came`);
  }
  const found = await page.evaluate(() => ({ ...globalThis.hazeSeen, paint: performance.getEntriesByName('first-contentful-paint')[0].startTime }));
  await page.close();
  return found;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const first = [];
const views = [];
await visit(url, 'standings'); // starts the processes
for (let i = 0; i < runs; ++i) {
  first.push(await visit(url, 'standings'));
  if (replay) views.push(await visit(`${url}#/match/${replay}`, 'drawn'));
}
const line = (what, value, limit, unit) => console.log(`${what.padEnd(34)}${value.padStart(9)} ${unit.padEnd(3)} limit ${limit}`);
console.log(`${book.figures.matches.rows.length} matches, ${Object.keys(book.replays).length} replays; medians of ${runs} visits`);
line('size', (statSync(report).size / 1e6).toFixed(2), '5', 'MB');
line('first contentful paint', median(first.map((f) => f.paint)).toFixed(0), '1000', 'ms');
line('standings on the page', median(first.map((f) => f.standings)).toFixed(0), '1000', 'ms');
await browser.close();
if (replay) line('a replay opened: both views drawn', median(views.map((v) => v.drawn)).toFixed(0), '3000', 'ms');
