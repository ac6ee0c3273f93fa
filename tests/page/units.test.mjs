// The text functions of the page, by Node: TIKRAR_PAGE_UNITS is the folder of
// the compiled modules, TIKRAR_PROGRAM the program that judges normal forms.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {test} from 'node:test';
import {pathToFileURL} from 'node:url';

const unit = (name) => import(pathToFileURL(join(process.env.TIKRAR_PAGE_UNITS, `${name}.mjs`)).href);
const {ByteOffsets, byteLength, toBytes} = await unit('utf8');
const {normalize, tokens} = await unit('normalize');
const {alignTexts} = await unit('align');
const {segments, gaps} = await unit('segments');

const bytes = (text) => Buffer.byteLength(text);

// Every character of one to four bytes, halves of pairs, and many of them.
const TEXTS = ['', 'a', 'سد', 'a\u00e9س\u20ac😀b', '😀😀', '\ud800', 'x\udc00y', '\ud83dx\ude00',
  `${'سد a😀'.repeat(200)}end`];

test('byte offsets are those of Buffer', () => {
  for (const text of TEXTS) {
    const offsets = new ByteOffsets(text);
    assert.equal(offsets.total, bytes(text));
    assert.equal(byteLength(text), bytes(text));
    let at = 0;
    for (const character of text) {
      // At a character, and inside of it.
      assert.equal(offsets.at(bytes(text.slice(0, at))), at, JSON.stringify([text.slice(0, 20), at]));
      for (let inside = 1; inside < bytes(character); ++inside) {
        assert.equal(offsets.at(bytes(text.slice(0, at)) + inside), at);
      }
      at += character.length;
    }
    assert.equal(offsets.at(bytes(text)), text.length);
    assert.equal(offsets.at(1e12), text.length);
    assert.equal(offsets.at(-3), 0);
    assert.deepEqual(offsets.range([9, 2]).map((n) => n >= 0), [true, true]);
    const places = [...Array(text.length + 1).keys()].filter((i) => !/[\udc00-\udfff]/.test(text[i] ?? ''));
    assert.deepEqual(toBytes(text, places), places.map((i) => bytes(text.slice(0, i))));
  }
});

// The rules one by one; the expected forms are those of src/text/RULES.md.
const FORMS = [
  ['مُحَمَّدٌ', 'محمد'], ['أحمد إبراهيم آدم ٱلله', 'احمد ابراهيم ادم الله'], ['مدرسة', 'مدرسه'],
  ['على', 'علي'], ['عـــلـــي', 'علي'], ['مسؤول مسئول', 'مسءول مسءول'], ['کتاب یک', 'كتاب يك'],
  ['ﻻ', 'لا'], ['١٢٣ ۴۵۶', '123 456'], ['Reuters', 'reuters'], ['\u200fقال\u202c، «نعم»!', 'قال نعم'],
  ['شيء', 'شء'], ['قا\u0654', 'قا'], ['', ''], ['،؛؟', ''],
];

test('normal forms follow the standard profile', () => {
  for (const [text, form] of FORMS) assert.equal(normalize(text), form, text);
});

test('the program has the same words', {skip: !process.env.TIKRAR_PROGRAM}, () => {
  const texts = [...FORMS.map(([text]) => text).filter(Boolean),
    'قَالَ وزيرُ الخارجيّة إنّ الهيئة ستبدأ أعمالها في شؤون المرأة والبيئة', 'ئاسيا رئيس مبادئ شيئًا هيئة',
    'ﷺ ﷲ ﺍﻟﻤﺪﺭﺳﺔ', 'ڪتاب ھذا', 'إلىٰ موسىٰ'];
  for (const text of texts) {
    const run = spawnSync(process.env.TIKRAR_PROGRAM, ['explain', '--json', '-'], {input: text, encoding: 'utf8'});
    assert.equal(run.status, 0, run.stderr);
    const words = JSON.parse(run.stdout).tokens.map((token) => token.text).join(' ');
    assert.equal(normalize(text), words, text);
  }
});

test('words have places', () => {
  const text = 'قَالَ: «نعم» 12';
  assert.deepEqual(tokens(text).map(({begin, end, form}) => [text.slice(begin, end), form]),
    [['قَالَ', 'قال'], ['نعم', 'نعم'], ['12', '12']]);
});

/** What an alignment must be, whatever the texts. */
function checkAlignment(a, b) {
  const ops = alignTexts(a, b);
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  const words = (data, list, side) => list.map((op) => data.subarray(...op[side]).toString()).flatMap((part) => tokens(part).map((t) => t.form));
  // Each word of either side is in one piece.
  const sorted = (list) => [...list].sort();
  assert.deepEqual(sorted(words(x, ops, 'a')), sorted(tokens(a).map((t) => t.form)));
  assert.deepEqual(sorted(words(y, ops, 'b')), sorted(tokens(b).map((t) => t.form)));
  for (const op of ops) {
    const [left, right] = [words(x, [op], 'a'), words(y, [op], 'b')];
    if (op.op === 'same' || op.op === 'moved') assert.deepEqual(left, right);
    if (op.op === 'missing') assert.equal(right.length, 0);
    if (op.op === 'added') assert.equal(left.length, 0);
    for (const [begin, end] of op.letters ?? []) {
      assert.ok(op.b[0] <= begin && begin < end && end <= op.b[1]);
      assert.equal(y.subarray(begin, end).toString().includes('\ufffd'), false);
    }
  }
  return ops.map((op) => op.op);
}

test('alignments name every word once and say what happened to it', () => {
  const a = 'افتتحت البلدية مكتبة جديدة في الحي القديم صباح الأحد بحضور السكان';
  assert.deepEqual(checkAlignment(a, a), ['same']);
  assert.deepEqual(checkAlignment(a, 'افتتحت البلديه مكتبه جديده فى الحى القديم صباح الاحد بحضور السكان'), ['same']);
  assert.deepEqual(checkAlignment(a, a.replace('البلدية', 'بلدية')), ['same', 'edited', 'same']);
  assert.deepEqual(checkAlignment(a, a.replace(' القديم صباح الأحد', '')), ['same', 'missing', 'same']);
  assert.deepEqual(checkAlignment(a, a.replace('صباح', 'الكبير في صباح')), ['same', 'added', 'same']);
  const moved = checkAlignment('واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية', 'خمسة ستة سبعة ثمانية واحد اثنان ثلاثة أربعة');
  assert.ok(moved.includes('moved') && moved.includes('same') && moved.length === 2, String(moved));
});

test('alignments hold over random texts', () => {
  let state = 3;
  const below = (n) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor(state / 2 ** 32 * n); };
  const word = () => ['سد', 'وادي', 'الوادي', 'قال', 'وقال', '12', 'new', '😀x', 'ال'][below(9)];
  for (let round = 0; round < 300; ++round) {
    const text = () => Array.from({length: below(14)}, word).join([' ', '، ', '\n'][below(3)]);
    checkAlignment(text(), text());
  }
});

test('segments cover a text, each letter under the spans that hold it', () => {
  let state = 5;
  const below = (n) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor(state / 2 ** 32 * n); };
  for (let round = 0; round < 200; ++round) {
    const text = 'aس😀'.repeat(1 + below(5));
    const total = bytes(text);
    const spans = Array.from({length: below(5)}, () => {
      const begin = below(total);
      return {begin, end: begin + below(total), kind: 'quote', role: null, family: 0, score: 1};
    });
    const offsets = new ByteOffsets(text);
    const found = segments(text.length, spans, offsets);
    assert.equal(found.map(({begin, end}) => text.slice(begin, end)).join(''), text);
    const seen = new Set();
    for (const {begin, end, spans: over, starts} of found) {
      const expected = spans.flatMap((s, i) => {
        const [from, to] = offsets.range([s.begin, s.end]);
        return from <= begin && end <= to && to > from ? [i] : [];
      });
      assert.deepEqual([...over].sort(), expected);
      for (const i of starts) { assert.ok(!seen.has(i)); seen.add(i); }
    }
  }
  assert.deepEqual(gaps([[2, 4], [6, 8]], 10), [[0, 2], [4, 6], [8, 10]]);
});
