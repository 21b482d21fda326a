// Opens the report and the live view as a person does, in Chromium without a graphics card: node pages_test.mjs HAZE NODE_MODULES SCREENSHOTS
// Exit code 77: skipped, with the reason.
import { spawn, spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [haze, modules, shots] = process.argv.slice(2).map((path) => resolve(path));
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}
if (!browserPath) skip('no Chromium (apt-get install chromium)');
if (!existsSync(join(modules, 'playwright-core'))) skip(`no playwright-core in ${modules}: the page was built without npm`);
const { chromium } = createRequire(join(modules, 'x.js'))('playwright-core');

const folder = mkdtempSync(join(tmpdir(), 'haze-pages-'));
mkdirSync(shots, { recursive: true });

function run(...args) {
  const done = spawnSync(haze, args, { cwd: folder, encoding: 'utf8' });
  assert.equal(done.status, 0, `haze ${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}
function sql(db, query) {
  const done = spawnSync('sqlite3', ['-json', join(folder, db), query], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout ? JSON.parse(done.stdout) : [];
}

const kHostile = [
  ['direct', '<img src=x onerror="window.stolen=1"></script><script>window.stolen=1</script>'],
  ['sunlock', "=cmd|' /C calc'!A0 '; DROP TABLE seats; -- \u001b[31m\u202eevil"],
];

function makeStores() {
  writeFileSync(
    join(folder, 'small.yaml'),
    'name: small\nentries:\n  - name: direct\n    roles: {inspector: direct, target: passive}\n  - name: sunlock\n    roles: {inspector: direct, target: sunlock}\n' +
      'scenarios: [encore]\nseeds: 2\nformat: round_robin\nkeep: decisions\n',
  );
  run('tournament', 'run', 'small.yaml', '--db', 'small.db');
  copyFileSync(join(folder, 'small.db'), join(folder, 'hostile.db'));
  const quote = (text) => `'${text.replaceAll("'", "''")}'`;
  for (const [from, to] of kHostile) {
    for (const [table, columns] of [['entries', ['entry']], ['games', ['first', 'second']], ['seats', ['entry']]]) {
      for (const column of columns) sql('hostile.db', `UPDATE ${table} SET ${column} = ${quote(to)} WHERE ${column} = ${quote(from)}`);
    }
  }
  // One half of a pair is taken out of a copy that is not complete: the other half must not be shown.
  copyFileSync(join(folder, 'small.db'), join(folder, 'half.db'));
  sql('half.db', 'UPDATE tournaments SET complete = 0; UPDATE attempts SET counted = 0, result = NULL WHERE number = (SELECT max(number) FROM attempts)');
}

// Everything a page does that it must not.
function watch(page, allowed) {
  const faults = [];
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && !/GPU stall|swiftshader|GL Driver/i.test(m.text()) && faults.push(`console: ${m.text()}`));
  page.on('pageerror', (e) => faults.push(`error: ${e.message}`));
  page.on('request', (r) => !allowed(r.url()) && faults.push(`request: ${r.url()}`));
  return faults;
}

// Asks until `said` holds of what `ask` answers. Not by waitForFunction, whose eval the page's policy forbids.
async function until(ask, said, what) {
  for (const end = Date.now() + kPatience; ; await new Promise((r) => setTimeout(r, 50))) {
    const answer = await ask();
    if (said(answer)) return answer;
    assert.ok(Date.now() < end, `${what}: ${answer}`);
  }
}

// ms: a busy machine draws without a graphics card for long.
const kPatience = 120000;

const claims = [];
const claim = (name, act) => claims.push([name, act]);

async function clickThrough(page, db) {
  await page.waitForSelector('[data-test=standings]');
  // Numbers against SQL of the test's own making.
  const truth = sql(
    db,
    `SELECT e.entry, sum(CASE WHEN a.winner = '' THEN 0.5 WHEN (a.winner = 'blue') = ((g.first = e.entry) = (g.half = 0)) THEN 1.0 ELSE 0.0 END) / count(*) AS share
     FROM entries e JOIN games g ON e.entry IN (g.first, g.second) JOIN attempts a ON a.identity = g.identity AND a.counted = 1 GROUP BY e.entry`,
  );
  const shown = await page.$$eval('[data-test=standings] tbody tr', (rows) => rows.map((r) => [r.querySelector('th').textContent, r.querySelector('[data-test=share]').textContent]));
  assert.equal(shown.length, truth.length);
  for (const { entry, share } of truth) assert.equal(shown.find(([name]) => name === entry)?.[1], `${(100 * share).toFixed(1)} %`, entry);
  // Elo and its interval are those of the program's own table.
  for (const row of JSON.parse(run('tournament', 'table', '--json', '--db', db)).standings) {
    const [estimate, interval] = await page.$$eval(
      '[data-test=standings] tbody tr',
      (rows, name) => ['elo', 'interval'].map((k) => rows.find((r) => r.querySelector('th').textContent === name).querySelector(`[data-test=${k}]`).textContent),
      row.entry,
    );
    const numbers = [estimate, ...interval.split(' to ')].map((t) => Number(t.replace('−', '-')));
    [row.elo, row.elo_low, row.elo_high].forEach((exact, i) => assert.ok(Math.abs(numbers[i] - exact) <= 0.51, `${row.entry}: ${numbers} of the page, ${row.elo_low} to ${row.elo_high} of the table`));
  }

  await page.click('[data-test^=payoff-] td a');
  await page.waitForSelector('h1');
  const pairs = await page.$$('[data-test=pairs] tbody tr');
  assert.equal(pairs.length, sql(db, 'SELECT count(*) AS n FROM games WHERE half = 0')[0].n);
  const link = await page.$('[data-test=pairs] tbody a');
  const prefix = (await link.$eval('code', (c) => c.textContent)).trim();
  const began = Date.now();
  await link.click();
  await page.waitForSelector('[data-test=earth][data-drawn=true]');
  await page.waitForSelector('[data-test=close][data-drawn=true]');
  const drawn = Date.now() - began;
  const [match] = sql(db, `SELECT a.match_id, m.facets_delivered_fraction AS share, p.points FROM attempts a JOIN milestones m USING (match_id) JOIN sides p ON p.match_id = a.match_id AND p.side = 'blue' WHERE a.match_id LIKE '${prefix}%'`);
  assert.ok((await page.textContent('[data-test=result]')).includes(match.points.toFixed(1)));
  const lines = await page.$$eval('[data-test=lines] tbody tr', (rows) => rows.map((r) => Number(r.lastElementChild.textContent)));
  const sum = sql(db, `SELECT count(*) AS n, sum(points) AS points FROM scores WHERE match_id = '${match.match_id}'`)[0];
  assert.equal(lines.length, sum.n);
  assert.ok(Math.abs(lines.reduce((a, b) => a + b, 0) - sum.points) <= 0.05 * sum.n, 'points of the lines');
  // At the end of the replay as many facets are delivered as the store says.
  await page.$eval('[data-test=time]', (e) => {
    e.value = e.max;
    e.dispatchEvent(new Event('input', { bubbles: true }));
  });
  const delivered = Math.round(84 * (match.share ?? 0));
  await until(() => page.textContent('[data-test=facets]'), (text) => text.includes(`, ${delivered} delivered`), `${delivered} facets delivered at the end`);
  return drawn;
}

async function picture(page, name) {
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

claim('the report is clicked through without an error or a request', async (browser) => {
  run('report', '--db', 'small.db', '-o', 'report.html', '--replays', '4');
  const url = pathToFileURL(join(folder, 'report.html')).href;
  for (const [name, options] of Object.entries({
    light: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
    dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
    narrow: { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true },
  })) {
    const page = await browser.newPage(options);
    page.setDefaultTimeout(kPatience);
    const faults = watch(page, (u) => /^(file|data|blob):/.test(u));
    await page.goto(url);
    await page.waitForSelector('[data-test=standings]');
    await picture(page, `report-${name}`);
    const drawn = await clickThrough(page, 'small.db');
    await page.$eval('[data-test=time]', (e) => {
      e.value = String(0.55 * e.max);
      e.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.waitForTimeout(200);
    await picture(page, `match-${name}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
    assert.equal(wide, false, `${name}: the page scrolls sideways`);
    assert.deepEqual(faults, []);
    console.log(`  ${name}: 3D after ${drawn} ms`);
    await page.close();
  }
});

claim('the replay is driven by the keyboard', async (browser) => {
  const page = await browser.newPage();
  page.setDefaultTimeout(kPatience);
  await page.goto(`${pathToFileURL(join(folder, 'report.html')).href}#/matches`);
  await page.focus('[data-test=matches] tbody a');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-test=close][data-drawn=true]');
  await page.focus('[data-test=time]');
  const before = await page.textContent('[data-test=readout]');
  await page.keyboard.press('ArrowRight');
  await until(() => page.textContent('[data-test=readout]'), (text) => text !== before, 'the arrow key moves time');
  const unnamed = await page.$$eval('button, select, input, a', (all) => all.filter((e) => !(e.textContent.trim() || e.getAttribute('aria-label') || e.closest('label'))).length);
  assert.equal(unnamed, 0, 'controls without a name');
  await page.close();
});

// What Tab comes to, until it leaves the page or has gone `most` steps: the element's name for people and whether its focus is to be seen.
async function tabThrough(page, most = 120) {
  const stops = [];
  for (let i = 0; i < most; ++i) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const style = getComputedStyle(e);
      return { what: e.dataset.test ?? '', tag: e.tagName.toLowerCase(), text: (e.getAttribute('aria-label') ?? e.textContent).trim().slice(0, 60), ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

claim('everything is reached by Tab, and the focus is to be seen', async (browser) => {
  const page = await browser.newPage();
  page.setDefaultTimeout(kPatience);
  const url = pathToFileURL(join(folder, 'report.html')).href;
  await page.goto(url);
  await page.waitForSelector('#figure-leaderboard');
  const first = await tabThrough(page);
  assert.equal(first[0].text, 'Skip to content');
  for (const name of ['haze', 'Results', 'Matches', 'direct', 'sunlock', 'Standings', 'Seed pairs', 'SQL']) assert.ok(first.some((s) => s.text === name), `${name}: ${first.map((s) => s.text)}`);
  await page.click('[data-test=pairs] tbody a');
  await page.waitForSelector('[data-test=close][data-drawn=true]');
  await page.evaluate(() => document.activeElement.blur());
  const second = await tabThrough(page);
  for (const what of ['earth', 'close', 'time']) assert.ok(second.some((s) => s.what === what), `${what}: ${second.map((s) => s.what || s.text)}`);
  assert.ok(second.some((s) => s.text === 'Play'));
  const blind = [...first, ...second].filter((s) => !s.ring || !s.text && s.tag !== 'input' && s.tag !== 'select');
  assert.deepEqual(blind, [], 'a focus that nobody sees, or a stop without a name');
  await page.close();
});

claim('an examiner of accessibility finds nothing by WCAG 2.1 A and AA', async (browser) => {
  const axe = join(modules, 'axe-core', 'axe.min.js');
  for (const colorScheme of ['light', 'dark']) {
    // The page's policy forbids every script but its own; the examiner is let in by the browser.
    const context = await browser.newContext({ colorScheme, bypassCSP: true });
    const page = await context.newPage();
    page.setDefaultTimeout(kPatience);
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    for (const [where, ready] of [['#/', '#figure-leaderboard'], ['#/matches', '[data-test=matches]'], ['#/match/', '[data-test=close][data-drawn=true]']]) {
      const id = where === '#/match/' ? await page.$eval('[data-test=matches] tbody a', (a) => a.hash) : where;
      await page.evaluate((hash) => (location.hash = hash), id);
      await page.waitForSelector(ready);
      await page.addScriptTag({ path: axe });
      const found = await page.evaluate(async () => {
        const result = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
        return { rules: result.passes.length, faults: result.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.any[0]?.message ?? ''}`)) };
      });
      assert.ok(found.rules > 10, `${found.rules} rules applied`);
      assert.deepEqual(found.faults, [], `${colorScheme} ${where}`);
    }
    await context.close();
  }
});

claim('names with HTML, SQL, formulas, ANSI and right-to-left characters are shown and do nothing', async (browser) => {
  run('report', '--db', 'hostile.db', '-o', 'hostile.html', '--replays', '1');
  const page = await browser.newPage();
  page.setDefaultTimeout(kPatience);
  const faults = watch(page, (u) => /^(file|data|blob):/.test(u));
  await page.goto(pathToFileURL(join(folder, 'hostile.html')).href);
  const names = await page.$$eval('[data-test=standings] tbody th', (all) => all.map((e) => e.textContent));
  assert.ok(names.includes(kHostile[0][1]));
  assert.ok(names.some((n) => n.startsWith("=cmd|' /C calc'!A0 '; DROP TABLE") && n.includes('\\u001b[31m\\u202eevil')), names.join('\n'));
  await page.click('[data-test^=payoff-] td a');
  await page.click('[data-test=pairs] tbody a');
  await page.waitForSelector('[data-test=result]');
  assert.equal(await page.evaluate(() => window.stolen), undefined);
  assert.equal(await page.evaluate(() => document.querySelectorAll('img, [onerror]').length), 0);
  assert.deepEqual(faults, []);
  await page.close();
});

claim('every figure carries the SQL that reproduces it', async () => {
  const html = readFileSync(join(folder, 'report.html'), 'utf8');
  const book = JSON.parse(/id="haze-data">([^<]*)</.exec(html)[1]);
  for (const [id, figure] of Object.entries(book.figures)) {
    const rows = sql('small.db', figure.sql);
    assert.equal(rows.length, figure.rows.length, id);
    rows.forEach((row, i) =>
      figure.columns.forEach((column, k) => {
        const cell = figure.rows[i][k];
        if (typeof cell === 'number') assert.ok(Math.abs(cell - row[column]) <= 1e-9 * Math.max(1, Math.abs(cell)), `${id} ${column}`);
        else assert.equal(cell, row[column], `${id} ${column}`);
      }),
    );
  }
});

const programs = []; // none may outlive the test, whatever fails

async function view(db) {
  const program = spawn(haze, ['view', '--db', db, '--json'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  programs.push(program);
  const line = await new Promise((resolve, reject) => {
    let text = '';
    program.stdout.on('data', (d) => (text += d).includes('\n') && resolve(text.split('\n')[0]));
    program.on('exit', (code) => reject(new Error(`haze view ended with ${code}`)));
  });
  program.removeAllListeners('exit');
  const end = () =>
    new Promise((resolve) => {
      program.once('exit', resolve);
      program.kill('SIGINT');
    });
  return { url: JSON.parse(line).url, end };
}

claim('the live view shows the same, asks nobody else, and hears of new results', async (browser) => {
  const served = await view('small.db');
  const { origin } = new URL(served.url);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(kPatience);
  const faults = watch(page, (u) => u.startsWith(origin) || /^(data|blob):/.test(u));
  await page.goto(served.url);
  await clickThrough(page, 'small.db');
  await picture(page, 'view');
  await page.goto(`${served.url}#/matches`);
  await page.waitForSelector('[data-test=matches]');
  const before = (await page.$$('[data-test=matches] tbody tr')).length;
  run('play', 'encore', '--seed', '1', '--in-process', '--db', 'small.db');
  await until(async () => (await page.$$('[data-test=matches] tbody tr')).length, (n) => n === before + 1, 'the new match comes by itself');
  assert.deepEqual(faults, []);
  await page.close();
  assert.equal(await served.end(), 0);
});

claim('without the token, or by another name for this machine, there is nothing', async () => {
  const served = await view('small.db');
  const url = new URL(served.url);
  assert.equal(url.hostname, '127.0.0.1');
  assert.equal(url.searchParams.get('token').length, 64);
  for (const path of ['/', '/api/book', '/nothing', `/?token=${'0'.repeat(64)}`]) {
    const answer = await fetch(url.origin + path);
    assert.equal(answer.status, 403, path);
    assert.equal(await answer.text(), 'no\n');
  }
  const { request } = await import('node:http');
  const status = await new Promise((resolve) =>
    request({ host: '127.0.0.1', port: url.port, path: url.pathname + url.search, headers: { Host: `evil.example:${url.port}` } }, (r) => {
      r.resume();
      resolve(r.statusCode);
    }).end(),
  );
  assert.equal(status, 403, 'a name that was bound to this address');
  await served.end();
});

claim('of a tournament in progress only finished seed pairs are shown', async () => {
  const served = await view('half.db');
  const url = new URL(served.url);
  const ask = (path) => fetch(`${url.origin}${path}${url.search}`);
  const book = await (await ask('/api/book')).json();
  const ids = book.figures.matches.rows.map((r) => r[book.figures.matches.columns.indexOf('match_id')]);
  const [half] = sql('half.db', 'SELECT a.match_id FROM attempts a JOIN games g USING (identity) JOIN identities i USING (identity) WHERE a.counted = 1 AND (g.first, g.second, i.seed) IN (SELECT h.first, h.second, j.seed FROM attempts b JOIN games h USING (identity) JOIN identities j USING (identity) WHERE b.counted = 0)');
  assert.ok(half && !ids.includes(half.match_id));
  assert.equal(ids.length, 2);
  assert.equal((await ask(`/api/replay/${half.match_id}`)).status, 404);
  assert.equal((await ask(`/api/replay/${ids[0]}`)).status, 200);
  await served.end();
});

claim('a report is small', async () => {
  const size = statSync(join(folder, 'report.html')).size;
  console.log(`  ${(size / 1e6).toFixed(2)} MB with four replays`);
  assert.ok(size < 2e6);
});

let failures = 0;
try {
  if (spawnSync(haze, ['report', '--db', '/nonexistent', '-o', 'x.html'], { encoding: 'utf8', cwd: folder }).stderr.includes('built without npm')) skip('haze was built without npm');
  makeStores();
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] });
  for (const [name, act] of claims) {
    try {
      await act(browser);
      console.log(`ok   ${name}`);
    } catch (error) {
      ++failures;
      console.log(`FAIL ${name}\n${error.stack}`);
    }
  }
  await browser.close();
} finally {
  for (const program of programs) program.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
console.log(`screenshots: ${shots}`);
process.exit(failures ? 1 : 0);
