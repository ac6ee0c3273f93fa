// How soon a large report answers and how smoothly it scrolls: measured, so
// nothing else may run beside it.
import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {launch, open, show} from './browser.mjs';
import {fill, manyFamilies} from './mock.mjs';

const PAGE = readFileSync(join(process.env.TIKRAR_SOURCE_DIR, 'src/report/page/dist/page.html'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'tikrar-page-'));

let browser;
before(async () => { browser = await launch(); });
after(async () => {
  await browser?.close();
  rmSync(folder, {recursive: true, force: true});
});

function pageOf(name, data) {
  const path = join(folder, `${name}.html`);
  writeFileSync(path, fill(PAGE, data));
  return pathToFileURL(path).href;
}

// The marks of issue 5: interactive in two seconds, 100 000 rows smooth.
const OPEN_MS = 2000;
const FRAME_MS = 16.7;
const FRAMES_DROPPED = 0.05;

/**
 * Milliseconds of processor time of each task of the page's main thread, most
 * first: unlike the clock, that says the same on a busy machine. Tasks alone
 * are traced: with all that happens in them, tracing was a fourth of the time.
 */
function mainThread(events) {
  const threads = new Map();
  const scripts = new Map();  // the main thread is the one that runs most
  for (const event of events) {
    const key = `${event.pid}/${event.tid}`;
    if (event.name === 'BlinkScheduler_PerformMicrotaskCheckpoint') scripts.set(key, (scripts.get(key) ?? 0) + 1);
    if (event.name !== 'ThreadControllerImpl::RunTask' || event.ph !== 'X' || !event.tdur) continue;
    threads.set(key, [...threads.get(key) ?? [], event.tdur / 1000]);
  }
  const [main] = [...scripts].sort((x, y) => y[1] - x[1])[0] ?? [];
  const tasks = threads.get(main) ?? [];
  assert.ok(tasks.length > 200, 'no main thread in the trace');
  return tasks.map((ms) => Math.round(10 * ms) / 10).sort((x, y) => y - x);
}

/** Runs in the page: every other frame it scrolls, in blocks, and counts. */
async function scrolling() {
  const box = document.querySelector('.table');
  box.scrollTop = 0;
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const LATE_MS = 2.5 * 1000 / 60;
  let [frames, late, idle, blank] = [0, 0, 0, 0];
  for (let block = 0; block < 12; ++block) {
    for (const moves of [false, true]) {
      let last = await frame();
      for (let i = 0; i < 20; ++i) {
        // Steps as a wheel makes them, then leaps as the bar does.
        if (moves) box.scrollTop += block < 9 ? 120 : 63_000;
        const now = await frame();
        if (now - last > LATE_MS) moves ? ++late : ++idle;
        last = now;
        if (!moves) continue;
        ++frames;
        const at = box.getBoundingClientRect();
        const seen = document.elementFromPoint(at.left + 300, at.top + at.height / 2);
        if (!seen?.closest('[data-row]') || seen.closest('.waiting')) ++blank;
      }
    }
  }
  return {frames, late, idle, blank};
}

test('a file of 20 MB opens in two seconds', async () => {
  const base = pageOf('large', manyFamilies(20_000, 13_000_000));
  const bytes = readFileSync(new URL(base)).length;
  assert.ok(bytes >= 20e6, `${bytes} bytes`);
  const times = [];
  for (let round = 0; round < 3; ++round) {
    const tab = await open(browser);
    const begin = performance.now();
    await tab.goto(`${base}#/families`, {waitUntil: 'commit'});
    await tab.waitForSelector('[data-row="0"] a');
    // Interactive: it answers to a click.
    await tab.getByRole('button', {name: /Copies/}).click();
    await tab.waitForFunction(() => location.hash.includes('sort=members'));
    times.push(Math.round(performance.now() - begin));
    await tab.context().close();
  }
  console.log(`${Math.round(bytes / 1e6)} MB: interactive after ${times.join(', ')} ms`);
  assert.ok(Math.min(...times) <= OPEN_MS, `${times} ms`);
});

/** The share of frames that a round of scrolling drops. */
async function scrolledOnce(tab) {
  await browser.startTracing(tab, {categories: ['-*', 'toplevel']});
  const {frames, late, idle, blank} = await tab.evaluate(scrolling);
  const work = mainThread(JSON.parse((await browser.stopTracing()).toString()).traceEvents);
  const long = work.filter((ms) => ms > FRAME_MS).length;
  console.log(`100 000 rows: ${long} of ${frames} frames take the processor longer than ${FRAME_MS} ms (most ${work[0]} ms); ` +
    `on the clock ${late} late while scrolling, ${idle} while idle; ${blank} without text in sight`);
  return Math.max(long, blank) / frames;
}

test('100 000 families scroll, sort and are searched', async () => {
  const base = pageOf('many', manyFamilies(100_000));
  const tab = await open(browser);
  await show(tab, base, '#/families');
  await tab.waitForSelector('[data-row="0"] a');
  // What else runs on the machine only ever adds to a round: the best counts.
  let best = Infinity;
  for (let round = 0; round < 3 && best > FRAMES_DROPPED; ++round) {
    best = Math.min(best, await scrolledOnce(tab));
  }
  assert.ok(best <= FRAMES_DROPPED, `${Math.round(100 * best)} % of the frames dropped`);
  assert.ok(await tab.locator('[data-row]').count() < 80, 'rows out of sight are in the page');
  const begin = performance.now();
  await tab.locator('.filters .search').fill('المكتبة ٩٩٩٩');
  await tab.locator('.filters .search').fill('99999');
  await tab.waitForFunction(() => document.querySelector('.view-head [role=status]').textContent === '1 family');
  console.log(`search over 100 000 families: ${Math.round(performance.now() - begin)} ms`);
  await tab.context().close();
});
