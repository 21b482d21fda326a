#!/usr/bin/env node
// How soon a report shows something, and how soon a match's 3D replay is drawn: tools/dev/page_times.mjs REPORT.html [RUNS]
// Chromium without a graphics card, a new browser each time, medians. Not a test: it measures this machine.
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [report, runs = '5'] = process.argv.slice(2);
if (!report || !existsSync(report)) {
  console.error('usage: tools/dev/page_times.mjs REPORT.html [RUNS]');
  process.exit(2);
}
const modules = fileURLToPath(new URL('../../build/release/tools/view/web/node_modules/x.js', import.meta.url));
const { chromium } = createRequire(modules)('playwright-core');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const paints = [];
const replays = [];
for (let run = 0; run < Number(runs); ++run) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(pathToFileURL(resolve(report)).href);
  await page.waitForSelector('[data-test=standings]');
  paints.push(
    await page.evaluate(
      () =>
        new Promise((done) => {
          new PerformanceObserver((list) => list.getEntriesByName('first-contentful-paint').forEach((entry) => done(entry.startTime))).observe({ type: 'paint', buffered: true });
        }),
    ),
  );
  // The matches whose replay the page carries.
  const ids = await page.evaluate(() => Object.keys(JSON.parse(document.getElementById('haze-data').textContent).replays));
  const began = Date.now();
  await page.evaluate((id) => (location.hash = `#/match/${id}`), ids[0]);
  await page.waitForSelector('[data-test=earth][data-drawn=true]');
  await page.waitForSelector('[data-test=close][data-drawn=true]');
  replays.push(Date.now() - began);
  await browser.close();
}
console.log(`${(statSync(report).size / 1e6).toFixed(2)} MB, first contentful paint ${Math.round(median(paints))} ms, 3D drawn ${Math.round(median(replays))} ms after its match was opened (medians of ${runs})`);
