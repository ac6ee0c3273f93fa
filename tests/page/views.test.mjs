// The page as a person meets it, in headless Chromium: all views in both
// languages, from disk and served, with what must be seen there.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {launch, open, show} from './browser.mjs';
import {ATTACK, baseRun, fill, hostile, hostileLines, manyFamilies} from './mock.mjs';

const SOURCE = process.env.TIKRAR_SOURCE_DIR;
const PROGRAM = process.env.TIKRAR_PROGRAM;
const OUT = process.env.TIKRAR_PAGE_OUT ?? join(tmpdir(), 'tikrar-page');
const PAGE = readFileSync(join(SOURCE, 'src/report/page/dist/page.html'), 'utf8');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'tikrar-page-'));
const LANGUAGES = ['en', 'ar'];
const THEMES = ['light', 'dark'];

let browser;
let corpus; // the address of the report of the project's corpus
before(async () => {
  mkdirSync(OUT, {recursive: true});
  browser = await launch();
  corpus = corpusReport();
});
after(async () => {
  await browser?.close();
  rmSync(folder, {recursive: true, force: true});
});

function tikrar(...args) {
  const run = spawnSync(PROGRAM, args, {encoding: 'utf8'});
  assert.equal(run.status, 0, `tikrar ${args.join(' ')}: ${run.stderr}`);
  return run.stdout;
}

const can = (command) => spawnSync(PROGRAM, [command, '--help'], {encoding: 'utf8'}).status === 0;

/** The report that the program makes of a scan of corpus/. */
function corpusReport() {
  tikrar('scan', join(SOURCE, 'corpus'), '-o', join(folder, 'run'), '--quiet');
  const report = join(folder, 'report.html');
  if (can('report')) {
    tikrar('report', join(folder, 'run'), '-o', report, '--quiet');
    // The program holds the page that is checked in.
    const data = /id="tikrar-data">(.*?)<\/script>/s.exec(readFileSync(report, 'utf8'))[1];
    assert.equal(PAGE.replace('"@tikrar-data@"', () => data), readFileSync(report, 'utf8'));
  } else {
    const made = spawnSync(process.execPath, [join(SOURCE, 'tests/page/from_run.mjs'), join(folder, 'run'),
      join(SOURCE, 'corpus'), join(SOURCE, 'src/report/page/dist/page.html'), report], {encoding: 'utf8'});
    assert.equal(made.status, 0, made.stderr);
  }
  return pathToFileURL(report).href;
}

/** What decisions of the run are known by, as the report has it. */
const stamp = () => /"stamp":"([0-9a-f]{16})"/.exec(readFileSync(fileURLToPath(corpus), 'utf8'))[1];

function pageOf(name, data) {
  const path = join(folder, `${name}.html`);
  writeFileSync(path, fill(PAGE, data));
  return pathToFileURL(path).href;
}

const rows = (name) => readFileSync(join(folder, 'run', `${name}.jsonl`), 'utf8')
  .split('\n').filter(Boolean).map((line) => JSON.parse(line));

/** The families that hold a place in each of these documents. */
function familyOf(kind, ...docs) {
  const spans = rows('spans').filter((span) => span.kind === kind);
  const sets = docs.map((doc) => new Set(spans.filter((s) => s.doc === doc).map((s) => s.family)));
  const common = [...sets[0]].find((family) => sets.every((set) => set.has(family)));
  assert.notEqual(common, undefined, `no ${kind} family of ${docs}`);
  return common;
}

/** Serious violations in words; empty is what is wanted. */
async function axe(tab) {
  // From a new world, which the policy of the page does not bind.
  await tab.evaluate(AXE);
  const {violations} = await tab.evaluate(() => window.axe.run(document, {resultTypes: ['violations']}));
  return violations.filter(({impact}) => impact === 'serious' || impact === 'critical').map(({id, nodes}) =>
    `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 200)}`).join(' | ')}`);
}

/** A server of the run, when it is ready. */
// Those that a failed test left: with one of them this program would not end.
const servers = [];
after(() => servers.forEach((server) => server.kill('SIGKILL')));

async function serve(run, port = 0) {
  const server = spawn(PROGRAM, ['serve', run, '--port', String(port)], {stdio: ['ignore', 'pipe', 'pipe']});
  servers.push(server);
  const base = await new Promise((found, fail) => {
    let said = '';
    const listen = (data) => {
      said += data;
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
      if (address) found(address[0]);
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.on('exit', () => fail(new Error(`serve ended: ${said}`)));
  });
  return {server, base};
}

async function stop(server) {
  const gone = new Promise((done) => server.on('exit', done));
  server.kill('SIGTERM');
  await gone;
}

function views() {
  const syndicated = familyOf('syndicated', 'barid-03', 'difaf-05');
  return {
    overview: '#/overview', sources: '#/sources?templates=difaf', families: '#/families',
    family: `#/family/${syndicated}?a=0&b=1`, documents: '#/documents',
    document: '#/document?doc=difaf-03', cleaned: '#/document?doc=difaf-03&clean=1',
    compare: '#/compare?a=difaf-03&b=difaf-04', review: '#/review', rejects: '#/rejects',
  };
}

for (const language of LANGUAGES) {
  for (const theme of THEMES) {
    test(`every view from disk, ${language}, ${theme}: no violation, no request, no error`, async () => {
      const tab = await open(browser, {language, theme});
      for (const [name, address] of Object.entries(views())) {
        await show(tab, corpus, address);
        await tab.screenshot({path: join(OUT, `${name}-${language}-${theme}.png`), fullPage: name !== 'review' && name !== 'family'});
        assert.equal(await tab.evaluate(() => document.documentElement.dir), language === 'ar' ? 'rtl' : 'ltr');
        assert.equal(await tab.evaluate(() => document.documentElement.dataset.theme), theme);
        assert.deepEqual(await axe(tab), [], `${name}, ${language}, ${theme}`);
        const wider = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wider <= 0, `${name}: ${wider} pixels wider than the window`);
      }
      assert.deepEqual(tab.problems, []);
      assert.deepEqual(tab.requests.filter((url) => !/^(file|blob|data):/.test(url)), []);
      await tab.context().close();
    });
  }
}

test('every view fits a narrow window', async () => {
  const tab = await open(browser, {language: 'ar', width: 390, height: 800});
  for (const [name, address] of Object.entries(views())) {
    await show(tab, corpus, address);
    await tab.screenshot({path: join(OUT, `${name}-ar-narrow.png`)});
    const wider = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `${name}: ${wider} pixels wider than the window`);
  }
  await tab.context().close();
});

describe('what a person sees', () => {
  let tab;
  before(async () => { tab = await open(browser); });
  after(async () => {
    assert.deepEqual(tab.problems, []);
    await tab.context().close();
  });

  test('the figures of the run', async () => {
    await show(tab, corpus, '#/overview');
    const text = await tab.innerText('main');
    const run = JSON.parse(readFileSync(join(folder, 'run', 'run.json'), 'utf8'));
    assert.ok(text.includes(`Documents\n${run.counts.documents_read}`), text.slice(0, 300));
    const share = (100 * run.counts.syndicated.bytes / run.counts.text_bytes).toFixed(1);
    assert.ok((await tab.innerHTML('.chart')).includes(`Syndicated ${share}`));
    assert.equal(await tab.locator('.view-overview table.plain tbody tr').count(), 10);
  });

  /** What barid had first and difaf has, too, from the files of the run alone. */
  function sharedByFiles(from, to) {
    const documents = rows('documents').map((row, order) => ({...row, order}));
    const byDoc = new Map(documents.map((row) => [row.doc, row]));
    const found = {families: 0, tied: 0, undated: 0};
    const spans = rows('spans');
    const matches = rows('matches');
    for (const family of rows('families')) {
      const docs = new Set([family.representative.doc]);
      for (const span of spans) if (span.family === family.family) docs.add(span.doc);
      if (spans.filter((span) => span.family === family.family).length < family.members) {
        for (const match of matches) if (match.family === family.family) docs.add(match.a.doc).add(match.b.doc);
      }
      const members = [...docs].map((doc) => byDoc.get(doc))
        .sort((x, y) => (x.date ?? '9').localeCompare(y.date ?? '9') || x.order - y.order);
      const theirs = members.filter((row) => row.source === to).map((row) => row.date);
      if (members[0].source !== from || theirs.length === 0) continue;
      ++found.families;
      if (!members[0].date || theirs.includes(null)) ++found.undated;
      else if (theirs.sort()[0].slice(0, 10) === members[0].date.slice(0, 10)) ++found.tied;
    }
    return found;
  }

  test('the cell of two sources says what the files say, and its families are behind it', async () => {
    await show(tab, corpus, '#/sources');
    const files = sharedByFiles('barid', 'difaf');
    const promised = files.families;
    assert.ok(promised >= 3 && files.tied > 0, JSON.stringify(files));
    const cell = tab.locator('td > a[aria-label^="barid first, then difaf;"]');
    assert.equal(await cell.getAttribute('aria-label'), `barid first, then difaf; families: ${promised}. Who was first is not known of ` +
      `${files.tied + files.undated} of ${promised} families: ${files.tied} from the same day, ${files.undated} with copies without a date`);
    assert.equal(await cell.innerText(), String(promised));
    // Nawras prints no dates: nobody knows who was first.
    const open = sharedByFiles('barid', 'nawras');
    assert.ok(open.families > 0 && open.undated === open.families, JSON.stringify(open));
    assert.equal(await tab.locator('td.unsure > a[aria-label^="barid and nawras, nobody knows who was first;"]').innerText(),
      String(open.families));
    await cell.click();
    await tab.waitForSelector('.view-families [data-row]');
    assert.equal(await tab.locator('.view-head [role=status]').innerText(), `${promised} families`);
    // Back and forward are two addresses.
    await tab.goBack();
    await tab.waitForSelector('.view-sources .heat');
    await tab.goForward();
    await tab.waitForSelector('.view-families [data-row]');
  });

  test('arrows move over the heat map, to the reading side in Arabic too', async () => {
    await show(tab, corpus, '#/sources');
    await tab.locator('[data-cell="0,0"]').focus();
    await tab.keyboard.press('ArrowRight');
    await tab.keyboard.press('ArrowDown');
    assert.equal(await tab.evaluate(() => document.activeElement.dataset.cell), '1,1');
    await tab.getByRole('button', {name: 'العربية'}).click();
    await tab.locator('[data-cell="0,0"]').focus();
    await tab.keyboard.press('ArrowLeft');
    assert.equal(await tab.evaluate(() => document.activeElement.dataset.cell), '0,1');
    await tab.getByRole('button', {name: 'English'}).click();
  });

  test('the words that differ between two copies', async () => {
    // barid-03 is a wire, difaf-05 an edited copy: see corpus/README.md.
    const family = familyOf('syndicated', 'barid-03', 'difaf-05');
    await show(tab, corpus, `#/family/${family}`);
    const copy = tab.locator('.member', {has: tab.locator('a[href*="difaf-05"]')});
    // Read off the two texts: three words and a verb's form were changed, and
    // the reason for the price was left out.
    const plain = (marks) => marks.map((mark) => mark.replace(/\[[^\]]*: |\]/g, '').trim());
    const wire = ['توقعت', 'أصدرتها', 'الخميس', 'بسبب'];
    const paper = ['رجحت', 'صدرت', 'أمس', 'جراء'];
    const left = 'لتعويض ارتفاع أسعار البذار والسماد';
    assert.deepEqual(plain(await copy.locator('.op-edited').allTextContents()), paper);
    assert.deepEqual(plain(await copy.locator('del.op-missing').allTextContents()), [left]);
    assert.equal(await copy.locator('.op-added, .op-moved').count(), 0);
    await copy.getByRole('link', {name: 'Side by side'}).click();
    await tab.waitForSelector('.pair');
    assert.equal(await tab.locator('.pair .side').count(), 2);
    // difaf-05 is shown second, whichever is the representative.
    const [one, two] = [tab.locator('.pair .side').nth(0), tab.locator('.pair .side').nth(1)];
    assert.equal(await one.locator('a[href*="barid-03"]').count(), 1);
    assert.deepEqual(plain(await one.locator('.op-edited').allTextContents()), wire);
    assert.deepEqual(plain(await one.locator('.op-missing').allTextContents()), [left]);
    assert.deepEqual(plain(await two.locator('.op-edited').allTextContents()), paper);
    assert.match(tab.url(), /[?&]b=\d/);
  });

  test('two copies that nothing differs in, but spelling', async () => {
    await show(tab, corpus, `#/family/${familyOf('syndicated', 'barid-01', 'difaf-01')}`);
    const copy = tab.locator('.member', {has: tab.locator('a[href*="difaf-01"], a[href*="barid-01"]')});
    assert.ok(await copy.count() >= 2);
  });

  test('spans of a document marked where they are', async () => {
    await show(tab, corpus, '#/document?doc=difaf-03');
    const text = Buffer.from(JSON.parse(readFileSync(join(SOURCE, 'corpus/news.jsonl'), 'utf8').split('\n')
      .find((line) => line.includes('"difaf-03"'))).text);
    const spans = rows('spans').filter((span) => span.doc === 'difaf-03');
    const plain = (s) => s.replace(/\[[^\]]*\] /g, '');
    for (const span of spans.filter((s) => s.kind === 'boilerplate' || s.kind === 'related')) {
      const mark = tab.locator(`.whole [data-begin="${span.begin}"]`);
      assert.equal(plain(await mark.evaluate((e) => e.textContent)), text.subarray(span.begin, span.end).toString());
      assert.ok((await mark.getAttribute('class')).includes(`k-${span.kind}`));
      if (span.family !== null) assert.equal(await mark.getAttribute('href'), `#/family/${span.family}`);
    }
    await tab.getByRole('radio', {name: 'As cleaned'}).check({force: true});
    const cleaned = await tab.locator('.whole').innerText();
    for (const span of spans.filter((s) => s.kind === 'boilerplate')) {
      assert.ok(!cleaned.includes(text.subarray(span.begin, span.end).toString()), 'furniture is still there');
    }
    assert.match(tab.url(), /clean=1/);
  });

  test('search without marks and hamzas', async () => {
    const count = async (q) => {
      await show(tab, corpus, `#/families?q=${encodeURIComponent(q)}`);
      await tab.waitForFunction(() => /\d|No/.test(document.querySelector('.view-head [role=status]').textContent));
      return tab.locator('.view-head [role=status]').innerText();
    };
    const plain = await count('البحيرة');
    assert.notEqual(plain, '0 families');
    assert.equal(await count('البُحَيْـره'), plain);
    assert.equal(await count('لا يوجد هذا الكلام'), '0 families');
    // The words stand out, as they are written there; how far it looks is said.
    assert.equal(await count('البُحَيْـره'), plain);
    const hits = await tab.locator('[data-row] mark.hit').allInnerTexts();
    assert.ok(hits.length > 0 && hits.every((word) => word.replace(/\p{M}/gu, '').includes('البحير')), hits.join());
    assert.match(await tab.innerText('main'), /first 300 bytes/);
    await tab.locator('[data-row="0"] a').click();
    await tab.waitForSelector('.family-head mark.hit');
  });

  test('a click on a mark opens its family; back is where one was', async () => {
    await show(tab, corpus, '#/families');
    await tab.waitForSelector('[data-row="0"] a');
    const top = await tab.locator('.table').evaluate((table) => { table.scrollTop = 700; return table.scrollTop; });
    assert.ok(top > 100);
    const row = tab.locator('[data-row="20"]');
    await row.locator('a').click();
    await tab.waitForSelector('.family-head');
    await tab.goBack();
    await tab.waitForFunction(() => document.activeElement.closest('[data-row]')?.dataset.row === '20');
    assert.equal(await tab.locator('.table').evaluate((table) => table.scrollTop), top);

    const span = rows('spans').find((s) => s.doc === 'burj-01' && s.kind === 'quote');
    await show(tab, corpus, '#/document?doc=burj-01');
    // In sight first, whatever fonts there are: a click scrolls to what is not.
    const mark = tab.locator(`.whole a[data-begin="${span.begin}"]`);
    await mark.evaluate((link) => link.scrollIntoView({block: 'center'}));
    const y = await tab.evaluate(() => scrollY);
    assert.ok(y > 50, `${y}`);
    await mark.click();
    await tab.waitForSelector('.family-head');
    assert.match(tab.url(), new RegExp(`#/family/${span.family}$`));
    await tab.goBack();
    await tab.waitForSelector('.document-head');
    await tab.waitForFunction((wanted) => Math.abs(scrollY - wanted) < 3, y);
  });

  test('lists that are cut say so and go on', async () => {
    const data = manyFamilies(3, 5000);
    const doc = data.documents[0].doc;
    const text = data.document[doc].text;
    data.document[doc].spans = Array.from({length: 450}, (_, i) =>
      ({begin: 2 * i, end: 2 * i + 2, kind: 'passage', role: null, family: 0, score: 1}));
    data.document[doc].shares = {total: 70, rows: Array.from({length: 50}, (_, i) => ({doc: `o${i}`, source: 's', date: null,
      title: null, kind: 'passage', family: 0, begin: 0, end: 2, families: 2}))};
    assert.ok(text.length > 900);
    await show(tab, pageOf('cut', data), `#/document?doc=${doc}`);
    assert.match(await tab.locator('.side-lists section').nth(0).innerText(), /The first 200 of 450\./);
    await tab.getByRole('button', {name: 'Show more'}).click();
    assert.equal(await tab.locator('.side-lists section').nth(0).locator('li').count(), 450);
    const shares = await tab.locator('.side-lists section').nth(1).innerText();
    assert.match(shares, /70 documents/);
    assert.match(shares, /The first 50 of 70\..*tikrar serve RUN/s);
  });

  test('rows are links: keys move, the address follows', async () => {
    await show(tab, corpus, '#/families');
    await tab.waitForSelector('[data-row="0"] a');
    await tab.locator('[data-row="0"] a').focus();
    await tab.keyboard.press('ArrowDown');
    await tab.waitForFunction(() => document.activeElement.closest('[data-row]')?.dataset.row === '1');
    await tab.getByRole('button', {name: /Copies/}).click();
    await tab.waitForFunction(() => location.hash.includes('sort=members'));
    await tab.selectOption('select[aria-label=Kind]', 'quote');
    await tab.waitForFunction(() => location.hash.includes('kind=quote'));
    const quotes = rows('families').filter((row) => row.kind === 'quote').length;
    await tab.waitForFunction((n) => document.querySelector('.view-head [role=status]').textContent.startsWith(`${n} `), quotes);
  });

  test('exports: CSV of a table, SVG and PNG of a chart', async () => {
    const saved = async (name) => {
      const [download] = await Promise.all([tab.waitForEvent('download'), tab.getByRole('button', {name}).first().click()]);
      return readFileSync(await download.path());
    };
    await show(tab, corpus, '#/families');
    await tab.waitForSelector('[data-row="0"] a');
    const table = (await saved('Download this table as CSV')).toString();
    assert.equal(table.split('\r\n').length, rows('families').length + 2);
    assert.ok(table.startsWith('\ufefffamily,kind,'));
    await show(tab, corpus, '#/overview');
    await tab.waitForSelector('.chart svg');
    const svg = (await saved(/chart as SVG/)).toString();
    assert.ok(svg.startsWith('<svg') && svg.includes('xmlns="http://www.w3.org/2000/svg"') && svg.includes('Syndicated'));
    assert.deepEqual([...(await saved(/chart as PNG/)).subarray(1, 4)], [...Buffer.from('PNG')]);
    await show(tab, corpus, '#/sources');
    const heat = (await saved(/chart as SVG/)).toString();
    assert.ok(heat.includes('barid') && heat.includes('<rect'));
  });

  test('the language of the browser, the switch, and that it stays', async () => {
    const other = await open(browser, {language: 'ar'});
    await show(other, corpus, '#/overview');
    assert.equal(await other.evaluate(() => document.documentElement.lang), 'ar');
    await other.getByRole('button', {name: 'English'}).click();
    assert.equal(await other.evaluate(() => document.documentElement.dir), 'ltr');
    await other.reload();
    await other.waitForSelector('main h1');
    assert.equal(await other.evaluate(() => document.documentElement.lang), 'en');
    await other.context().close();
  });

  test('prints without the controls', async () => {
    await show(tab, corpus, '#/families');
    await tab.waitForSelector('[data-row="0"] a');
    await tab.emulateMedia({media: 'print'});
    await tab.waitForFunction((n) => document.querySelectorAll('.table-body .row').length === n, rows('families').length);
    assert.equal(await tab.locator('.filters').isVisible(), false);
    await tab.emulateMedia({media: null});
  });
});

describe('review', () => {
  test('keys decide, undo takes back, the file is what clean honours', async () => {
    const tab = await open(browser, {language: 'ar'});
    const furniture = familyOf('boilerplate', 'difaf-03', 'difaf-04');
    await show(tab, corpus, '#/review?kind=quote');
    await tab.waitForSelector('.queue [aria-current]');
    const until = (state) => tab.waitForFunction(([position, keep, drop]) => {
      const items = [...document.querySelectorAll('.queue li a')];
      return items.findIndex((item) => item.ariaCurrent === 'true') === position &&
        document.querySelectorAll('.queue .verdict.keep').length === keep &&
        document.querySelectorAll('.queue .verdict.drop').length === drop;
    }, state, {timeout: 5000});
    await until([0, 0, 0]);
    for (const [key, ...state] of [['j', 1, 0, 0], ['Shift+J', 0, 0, 0], ['k', 1, 1, 0],
      ['d', 2, 1, 1], ['u', 1, 1, 0], ['u', 0, 0, 0]]) {
      await tab.keyboard.press(key);
      await until(state);
    }
    // Letters typed into a field are no commands.
    await tab.locator('.filters .search').fill('');
    await tab.locator('.filters .search').press('d');
    await tab.locator('.filters .search').fill('');
    await tab.locator('.filters .search').press('Escape');
    assert.equal(await tab.locator('.queue .verdict.drop').count(), 0);

    await show(tab, corpus, `#/review?at=${furniture}`);
    await tab.waitForSelector(`.queue [aria-current][href$="at=${furniture}"]`);
    // Letters of a note are no commands, also before there is a decision.
    const made = await tab.locator('.made li').count();
    await tab.keyboard.press('n');
    await tab.waitForFunction(() => document.activeElement.matches('.note-field input'));
    await tab.keyboard.type('keep, drop');
    await tab.keyboard.press('Enter');
    assert.equal(await tab.locator('.made li').count(), made, 'a note is no decision');
    await tab.locator('.note-field input').fill('');
    await tab.locator('.note-field input').press('Enter');
    await tab.keyboard.press('k');
    await show(tab, corpus, `#/review?at=${furniture}`);
    await tab.waitForSelector(`.queue [aria-current][href$="at=${furniture}"] .verdict.keep`);
    await tab.keyboard.press('n');
    await tab.waitForFunction(() => document.activeElement.matches('.note-field input'));
    await tab.keyboard.type('شعار لا أثاث');
    await tab.keyboard.press('Enter');
    await tab.waitForFunction(() => document.querySelector('.made').textContent.includes('شعار'));
    await tab.reload();
    await tab.waitForSelector('.made li');
    assert.ok((await tab.innerText('.made')).includes('شعار لا أثاث'), 'kept over a reload');
    // One stretch, in its document.
    const span = rows('spans').find((s) => s.doc === 'burj-05' && s.kind === 'quote');
    await show(tab, corpus, '#/document?doc=burj-05');
    const item = tab.locator('.spans li', {has: tab.locator(`a[href$="at=${span.begin}"]`)}).first();
    await item.getByRole('button', {name: 'احذف'}).click();
    await show(tab, corpus, '#/review');
    const [download] = await Promise.all([tab.waitForEvent('download'), tab.getByRole('button', {name: /نزّل القرارات/}).click()]);
    const file = join(folder, 'decisions.jsonl');
    await download.saveAs(file);
    assert.deepEqual(readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)), [
      {family: furniture, decision: 'keep', note: 'شعار لا أثاث', run: stamp()},
      {doc: 'burj-05', begin: span.begin, end: span.end, decision: 'drop', run: stamp()}]);
    assert.deepEqual(tab.problems, []);
    await tab.context().close();
    checkCleaned(file, furniture, span);
  });

  /** What `tikrar clean` makes of them. */
  function checkCleaned(file, furniture, span) {
    const cleaned = join(folder, 'cleaned');
    tikrar('clean', join(folder, 'run'), '-o', cleaned, '--decisions', file, '--quiet');
    const texts = Object.fromEntries(readFileSync(join(cleaned, 'news.jsonl'), 'utf8').split('\n').filter(Boolean)
      .map((line) => JSON.parse(line)).map(({id, text}) => [id, text]));
    const original = Object.fromEntries(readFileSync(join(SOURCE, 'corpus/news.jsonl'), 'utf8').split('\n').filter(Boolean)
      .map((line) => JSON.parse(line)).map(({id, text}) => [id, Buffer.from(text)]));
    const kept = rows('spans').find((s) => s.family === furniture && s.doc === 'difaf-03');
    assert.ok(texts['difaf-03'].includes(original['difaf-03'].subarray(kept.begin, kept.end).toString()), 'kept furniture');
    assert.ok(!texts['burj-05'].includes(original['burj-05'].subarray(span.begin, span.end).toString()), 'dropped quotation');
  }

  test('all of a filter, after a question, in one step', async () => {
    const tab = await open(browser);
    await show(tab, corpus, '#/review?kind=quote');
    await tab.waitForSelector('.meanings');
    assert.match(await tab.innerText('.meanings'), /stays in the first document that has it whole, and is cut out of the others/);
    await show(tab, corpus, '#/review?kind=boilerplate&source=difaf');
    await tab.waitForSelector('.queue [aria-current]');
    const total = await tab.locator('.queue li').count();
    assert.ok(total >= 4);
    await tab.getByRole('button', {name: `Drop all ${total}`}).click();
    await tab.getByRole('button', {name: 'Yes'}).click();
    await tab.waitForFunction((n) => document.querySelectorAll('.queue .verdict.drop').length === n, total);
    await tab.getByRole('button', {name: 'Undo'}).click();
    await tab.waitForFunction(() => document.querySelectorAll('.queue .verdict.drop').length === 0);
    await tab.context().close();
  });
});

test('hostile text is text: nothing runs, nothing is asked for, nothing is linked', async () => {
  const data = hostile();
  const base = pageOf('hostile', data);
  for (const language of LANGUAGES) {
    const tab = await open(browser, {language});
    const docs = data.documents.map((row) => row.doc);
    for (const address of ['#/overview', '#/sources', ...docs.map((doc) => `#/sources?templates=${encodeURIComponent(doc.toWellFormed?.() ?? doc.replace(/\ud800/, '\ufffd'))}`),
      '#/families', '#/family/0?a=0&b=1', '#/family/1', '#/documents', '#/review', '#/rejects', '#/compare?a=__proto__&b=constructor',
      `#/${encodeURIComponent(ATTACK)}`, '#/family/__proto__', '#/document?doc=toString',
      ...docs.slice(0, 5).map((doc) => `#/document?doc=${encodeURIComponent(doc)}`)]) {
      await tab.goto(`${base}${address}`);
      await tab.waitForSelector('main > *');
      await tab.waitForTimeout(30);
      assert.equal(await tab.evaluate(() => window.pwned), undefined, address);
      const links = await tab.evaluate(() => [...document.querySelectorAll('a[href]')].map((a) => a.protocol));
      assert.deepEqual([...new Set(links)].filter((name) => !['file:', 'https:'].includes(name)), [], address);
      assert.equal(await tab.locator('main script, main img, main iframe, main b b, main u').count(), 0, address);
      // No bidi control reaches the page.
      const raw = await tab.evaluate(() => /[\u202a-\u202e]/.test(document.querySelector('main').textContent));
      assert.equal(raw, false, address);
    }
    await tab.goto(`${base}#/document?doc=${encodeURIComponent(docs[1])}`);
    await tab.waitForSelector('.control[data-name=RLO]');
    await tab.screenshot({path: join(OUT, `hostile-${language}.png`)});
    assert.deepEqual(tab.problems, []);
    assert.deepEqual(tab.requests.filter((url) => !/^(file|blob|data):/.test(url)), []);
    await tab.context().close();
  }
});

test('the policy of the page forbids scripts of the data and the network', async () => {
  const tab = await open(browser);
  await show(tab, corpus, '#/overview');
  const ran = await tab.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.pwned = 1';
    document.body.append(script);
    const fetched = await fetch('http://127.0.0.1:9/').then(() => true, () => false);
    return {script: window.pwned ?? null, fetched};
  });
  assert.deepEqual(ran, {script: null, fetched: false});
  assert.ok(tab.problems.some((problem) => problem.includes('Content Security Policy')));
  await tab.context().close();
});

test('a run with nothing in it, and one that left texts out', async () => {
  const tab = await open(browser);
  const empty = pageOf('empty', {mode: 'file', run: baseRun({families: 0, sources: 0, audit: null, clean: undefined})});
  for (const view of ['overview', 'sources', 'families', 'documents', 'review', 'rejects', 'family/3', 'document?doc=x', 'nothing']) {
    await tab.goto(`${empty}#/${view}`);
    await tab.waitForSelector('main > *');
  }
  const left = manyFamilies(3);
  left.run.omitted = {families: 3, documents: 7};
  const base = pageOf('left', left);
  await show(tab, base, '#/family/1');
  assert.ok((await tab.innerText('main')).includes('tikrar serve RUN'));
  assert.ok((await tab.innerText('footer')).includes('3 families'));
  assert.deepEqual(tab.problems, []);
  await tab.context().close();
});

describe('served', () => {
  const skip = !can('serve');
  let server;
  let base;
  before(async () => {
    if (skip) return;
    ({server, base} = await serve(join(folder, 'run')));
  });
  after(() => { server?.kill('SIGTERM'); });

  for (const language of LANGUAGES) {
    test(`every view, ${language}`, {skip}, async () => {
      const tab = await open(browser, {language});
      for (const [name, address] of Object.entries(views())) {
        await show(tab, base, address);
        await tab.waitForTimeout(200);
        await tab.screenshot({path: join(OUT, `served-${name}-${language}.png`)});
        assert.deepEqual(await axe(tab), [], name);
        assert.equal(await tab.locator('.failed').count(), 0, name);
      }
      assert.deepEqual(tab.problems, []);
      await tab.context().close();
    });
  }

  test('a decision is in the run at once, and undone', {skip}, async () => {
    const file = join(folder, 'run', 'decisions.jsonl');
    const lines = () => existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : [];
    const tab = await open(browser);
    const furniture = familyOf('boilerplate', 'difaf-03', 'difaf-04');
    await show(tab, base, `#/review?at=${furniture}`);
    await tab.waitForSelector('.queue [aria-current]');
    await tab.keyboard.press('k');
    await tab.waitForSelector('.save-state.saved');
    assert.deepEqual(lines().map(({family, decision}) => [family, decision]), [[furniture, 'keep']]);
    tikrar('clean', join(folder, 'run'), '-o', join(folder, 'served-cleaned'), '--decisions', file, '--quiet');
    await tab.keyboard.press('u');
    await tab.waitForFunction(() => document.querySelectorAll('.made li').length === 0);
    await tab.waitForTimeout(300);
    assert.deepEqual(lines(), []);
    assert.deepEqual(tab.problems, []);
    await tab.context().close();
  });

  test('what cannot be saved is taken back and said', {skip}, async () => {
    const file = join(folder, 'run', 'decisions.jsonl');
    const lines = () => existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    const tab = await open(browser);
    const furniture = familyOf('boilerplate', 'difaf-03', 'difaf-04');
    await show(tab, base, `#/review?at=${furniture}`);
    await tab.waitForSelector('.queue [aria-current]');
    const refuse = (route) => route.request().method() !== 'PUT' ? route.continue()
      : route.fulfill({status: 409, contentType: 'application/json', body: '{"error":"decisions: contradict"}'});
    await tab.route('**/api/decisions', refuse);
    await tab.keyboard.press('k');
    await tab.waitForSelector('.save-state.failed');
    assert.match(await tab.locator('.save-state').textContent(), /contradict/);
    assert.equal(await tab.locator('.made li').count(), 0, 'shown as decided');
    assert.deepEqual(lines(), []);
    await tab.unroute('**/api/decisions', refuse);
    await tab.keyboard.press('d');
    await tab.waitForSelector('.save-state.saved');
    assert.equal(await tab.locator('.made li').count(), 1);
    assert.equal(lines().length, 1);
    await tab.keyboard.press('u');
    await tab.waitForFunction(() => document.querySelectorAll('.made li').length === 0);
    await tab.context().close();
  });

  test('the overview follows what is decided', {skip}, async () => {
    const file = join(folder, 'run', 'decisions.jsonl');
    const tab = await open(browser);
    const furniture = familyOf('boilerplate', 'difaf-03', 'difaf-04');
    await show(tab, base, `#/review?at=${furniture}`);
    await tab.waitForSelector('.queue [aria-current]');
    await tab.keyboard.press('k');
    await tab.waitForSelector('.save-state.saved');
    const {text_bytes, text_kept, documents_kept} = JSON.parse(tikrar('clean', join(folder, 'run'), '--dry-run', '--json', '--decisions', file));
    const before = JSON.parse(tikrar('clean', join(folder, 'run'), '--dry-run', '--json')).text_kept;
    assert.ok(text_kept > before);
    const share = (kept) => `${(100 * (text_bytes - kept) / text_bytes).toFixed(1).replace('.0', '')}`;
    assert.notEqual(share(before), share(text_kept));
    await show(tab, base, '#/overview');
    await tab.getByText('With your 1 decision.').waitFor();
    assert.match(await tab.innerText('.tile.strong'), new RegExp(`${share(text_kept)}\\s%`));
    assert.ok((await tab.innerText('main')).includes(`${documents_kept} of `));
    await show(tab, base, `#/review?at=${furniture}`);
    await tab.locator('.made').getByRole('button', {name: 'Withdraw'}).click();
    await tab.waitForFunction(() => document.querySelectorAll('.made li').length === 0);
    await tab.context().close();
  });

  test('families are in the same order as in the report', {skip}, async () => {
    const tab = await open(browser);
    const order = async (address, sort, direction) => {
      await show(tab, address, `#/families?sort=${sort}&order=${direction}`);
      await tab.waitForSelector('[data-row="0"] a');
      const [download] = await Promise.all([tab.waitForEvent('download'),
        tab.getByRole('button', {name: 'Download this table as CSV'}).click()]);
      return readFileSync(await download.path(), 'utf8').split('\r\n').map((line) => line.split(',')[0]);
    };
    for (const [sort, direction] of [['date', 'asc'], ['date', 'desc'], ['kind', 'asc'], ['members', 'asc']]) {
      assert.deepEqual(await order(base, sort, direction), await order(corpus, sort, direction), `${sort} ${direction}`);
    }
    await tab.context().close();
  });

  test('a page stays of use when the server is started anew', {skip}, async () => {
    const run = join(folder, 'run');
    const file = join(run, 'decisions.jsonl');
    const lines = () => existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : [];
    const first = await serve(run);
    const port = Number(new URL(first.base).port);
    const tab = await open(browser);
    const furniture = familyOf('boilerplate', 'difaf-03', 'difaf-04');
    await show(tab, first.base, `#/review?at=${furniture}`);
    await tab.waitForSelector('.queue [aria-current]');
    await tab.keyboard.press('n');
    await tab.locator('.note-field input').fill('شعار');
    await tab.keyboard.press('Enter');
    await stop(first.server);
    // Not there: said, kept, and sent once it is there again.
    await tab.keyboard.press('k');
    const trouble = tab.locator('.trouble[role=alert]');
    await trouble.waitFor();
    assert.match(await trouble.innerText(), /Not saved yet \(1 waiting\): the server does not answer/);
    assert.deepEqual(lines(), []);
    assert.equal(await tab.locator('.made li').count(), 1);
    await tab.screenshot({path: join(OUT, 'served-away.png')});
    const second = await serve(run, port);
    await trouble.getByRole('button', {name: 'Try again'}).click();
    await tab.waitForSelector('.save-state.saved');
    assert.equal(await trouble.count(), 0);
    // It has another token than the page: fetched anew, nothing is asked.
    assert.deepEqual(lines(), [{family: furniture, decision: 'keep', note: 'شعار', run: stamp()}]);
    // Decisions of another run are neither shown nor written over.
    writeFileSync(file, readFileSync(file, 'utf8').replace(stamp(), '0123456789abcdef'));
    await tab.reload();
    await trouble.waitFor();
    assert.match(await trouble.innerText(), /decided about another run/);
    await tab.waitForSelector('.queue [aria-current]');
    await tab.keyboard.press('d');
    await tab.waitForSelector('.save-state.failed');
    assert.equal(lines()[0].run, '0123456789abcdef');
    assert.equal(lines().length, 1);
    await stop(second.server);
    rmSync(file);
    // Nor is a page of one run saved into another one.
    const copy = join(folder, 'other');
    tikrar('scan', join(SOURCE, 'corpus'), '-o', copy, '--quiet', '--no-report', '--find', 'documents');
    const third = await serve(run, port);
    await tab.goto('about:blank');
    await show(tab, third.base, `#/review?at=${furniture}`);
    await tab.waitForSelector('.queue [aria-current]');
    await stop(third.server);
    const fourth = await serve(copy, port);
    await tab.keyboard.press('k');
    await trouble.waitFor();
    assert.match(await trouble.innerText(), /the server shows another run now/);
    assert.equal(await trouble.getByRole('button', {name: 'Reload the page'}).count(), 1);
    assert.equal(existsSync(join(copy, 'decisions.jsonl')), false);
    await stop(fourth.server);
    await tab.context().close();
  });

  test('search over everything, normalized', {skip}, async () => {
    const tab = await open(browser);
    await show(tab, base, `#/families?q=${encodeURIComponent('البُحَيْـره')}`);
    await tab.waitForSelector('[data-row="0"] mark.hit');
    // A word that no title has and that is far from the begin of its text.
    await show(tab, base, `#/documents?q=${encodeURIComponent('والسمادِ')}`);
    await tab.waitForSelector('[data-row="0"] mark.hit');
    assert.equal(await tab.locator('[data-row="0"] mark.hit').first().innerText(), 'والسماد');
    assert.match(await tab.locator('[data-row="0"] a .faint').innerText(), /^… /,
      'that its text begins before');
    await tab.screenshot({path: join(OUT, 'served-hits.png')});
    await tab.locator('[data-row="0"] a').click();
    assert.equal(await tab.locator('.whole mark.hit').first().innerText(), 'والسماد');
    await tab.context().close();
  });

  test('a hostile corpus, scanned, served and opened: nothing runs', {skip}, async () => {
    const run = join(folder, 'hostile-run');
    const lines = hostileLines();
    writeFileSync(join(folder, 'hostile.jsonl'), lines);
    tikrar('scan', join(folder, 'hostile.jsonl'), '-o', run, '--quiet');
    const attacked = await serve(run);
    const tab = await open(browser);
    let dialogs = 0;
    tab.on('dialog', (dialog) => { ++dialogs; void dialog.dismiss(); });
    const documents = readFileSync(join(run, 'documents.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    assert.ok(documents.length >= 5, `${documents.length} documents read`);
    const families = readFileSync(join(run, 'families.jsonl'), 'utf8').split('\n').filter(Boolean).length;
    assert.ok(families > 0, 'no family of hostile texts');
    const report = pathToFileURL(join(run, 'report.html')).href;
    for (const [name, address] of [['served', attacked.base], ['file', report]]) {
      for (const view of ['#/overview', '#/sources', '#/families', `#/families?q=${encodeURIComponent('<script> البلدية')}`, '#/family/0?a=0&b=1',
        '#/documents', '#/review', '#/rejects', ...documents.map(({doc}) => `#/document?doc=${encodeURIComponent(doc)}&q=${encodeURIComponent('البلدية')}`)]) {
        await tab.goto(`${address}${view}`);
        await tab.waitForSelector('main > *');
        await tab.waitForTimeout(40);
        const seen = await tab.evaluate(() => ({pwned: window.pwned ?? null,
          links: [...document.querySelectorAll('a[href]')].map((a) => a.protocol),
          elements: document.querySelectorAll('main script, main img, main iframe, main b b, main u').length,
          bidi: /[\u202a-\u202e]/.test(document.querySelector('main').textContent)}));
        assert.equal(seen.pwned, null, `${name} ${view}`);
        assert.deepEqual(seen.links.filter((link) => !['http:', 'https:', 'file:'].includes(link)), [], `${name} ${view}`);
        assert.equal(seen.elements, 0, `${name} ${view}`);
        assert.equal(seen.bidi, false, `${name} ${view}`);
      }
      await tab.screenshot({path: join(OUT, `hostile-${name}.png`)});
    }
    assert.equal(dialogs, 0);
    assert.deepEqual(tab.problems, []);
    await tab.context().close();
    await stop(attacked.server);
  });
});
