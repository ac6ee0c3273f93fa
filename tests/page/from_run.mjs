// node from_run.mjs RUN CORPUS PAGE OUT: the data of a report, made from a run
// directory by the obvious way. For looking at the page; `tikrar report` is
// what makes real reports. Only .jsonl and UTF-8 .txt inputs are read.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fill} from './mock.mjs';

const [runFolder, corpus, pageFile, out] = process.argv.slice(2);
const rows = (name) => readFileSync(join(runFolder, `${name}.jsonl`), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const run = JSON.parse(readFileSync(join(runFolder, 'run.json'), 'utf8'));
const [documents, spans, families] = ['documents', 'spans', 'families'].map(rows);

const texts = run.inputs.map((input) => {
  const path = join(corpus, input.path);
  if (path.endsWith('.jsonl')) return readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line).text ?? '');
  return path.endsWith('.txt') ? [readFileSync(path, 'utf8')] : [];
});
const byDoc = new Map(documents.map((row, order) =>
  [row.doc, {...row, order, data: Buffer.from(texts[row.input]?.[row.record] ?? '')}]));
const cut = (doc, begin, end) => byDoc.get(doc).data.subarray(begin, end).toString().replace(/\ufffd/g, '');

const tokens = (text) => [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((m) => ({word: m[0].normalize('NFKD').replace(/[\p{M}]/gu, '')
  .replace(/ى/g, 'ي').replace(/ة/g, 'ه'), begin: Buffer.byteLength(text.slice(0, m.index)), end: Buffer.byteLength(text.slice(0, m.index + m[0].length))}));
function align(a, b) {
  const [x, y] = [tokens(a), tokens(b)];
  if (x.length * y.length > 4e6) return [];
  const best = Array.from({length: x.length + 1}, () => new Uint16Array(y.length + 1));
  for (let i = x.length - 1; i >= 0; --i) for (let j = y.length - 1; j >= 0; --j) {
    best[i][j] = x[i].word === y[j].word ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  }
  const ops = [];
  const push = (op, a, b) => {
    const last = ops[ops.length - 1];
    if (last?.op === op) { last.a[1] = a[1]; last.b[1] = b[1]; } else ops.push({op, a: [...a], b: [...b]});
  };
  let [i, j] = [0, 0];
  const ends = (list, n, whole) => n < list.length ? list[n].begin : Buffer.byteLength(whole);
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i].word === y[j].word) { push('same', [x[i].begin, x[i].end], [y[j].begin, y[j].end]); ++i; ++j; }
    else if (i < x.length && j < y.length && best[i + 1][j] === best[i][j + 1] && best[i + 1][j + 1] === best[i][j]) {
      push('edited', [x[i].begin, x[i].end], [y[j].begin, y[j].end]); ++i; ++j;
    } else if (j >= y.length || (i < x.length && best[i + 1][j] >= best[i][j + 1])) { const at = ends(y, j, b); push('missing', [x[i].begin, x[i].end], [at, at]); ++i; }
    else { const at = ends(x, i, a); push('added', [at, at], [y[j].begin, y[j].end]); ++j; }
  }
  return ops;
}

const members = new Map();
for (const span of spans) if (span.family !== null) members.set(span.family, [...members.get(span.family) ?? [], span]);
const names = [...new Set(documents.map((row) => row.source))];
const familyRows = families.map((family) => {
  const own = members.get(family.family) ?? [];
  const dated = own.map((s) => byDoc.get(s.doc).date).filter(Boolean).sort();
  const first = own.map((s) => byDoc.get(s.doc)).sort((x, y) => (x.date ?? '9').localeCompare(y.date ?? '9') || x.order - y.order)[0];
  const text = family.text.length > 160 ? family.text.slice(0, family.text.lastIndexOf(' ', 160)) : family.text;
  return {family: family.family, kind: family.kind, unit: family.unit, text, members: family.members, documents: family.documents,
    sources: family.sources.map((s) => names.indexOf(s)), source_count: family.sources.length, bytes: family.bytes,
    repeated: family.bytes - Math.round(family.bytes / family.members), first: family.first, date_last: dated[dated.length - 1] ?? null,
    from: first ? names.indexOf(first.source) : null};
});
const detail = Object.fromEntries(families.map((family, i) => {
  const own = [...members.get(family.family) ?? []].sort((x, y) => Number(y.doc === family.representative.doc) - Number(x.doc === family.representative.doc));
  return [family.family, {...familyRows[i], text: family.text, pattern: family.pattern, representative: family.representative, members: {total: own.length, rows: own.map((s) => {
    const doc = byDoc.get(s.doc);
    const text = cut(s.doc, s.begin, s.end);
    return {doc: s.doc, begin: s.begin, end: s.end, source: doc.source, date: doc.date, title: doc.title, text,
      before: cut(s.doc, Math.max(0, s.begin - 100), s.begin), after: cut(s.doc, s.end, s.end + 100), score: s.score, ops: align(family.text, text)};
  })}}];
}));
const removedKinds = new Set(['boilerplate', 'related', 'repeat']);
const document = Object.fromEntries(documents.map((row) => {
  const {data} = byDoc.get(row.doc);
  const own = spans.filter((s) => s.doc === row.doc);
  let at = 0;
  const cleaned = [];
  for (const s of own.filter((s) => removedKinds.has(s.kind))) { if (s.begin > at) cleaned.push([at, s.begin]); at = Math.max(at, s.end); }
  if (at < data.length) cleaned.push([at, data.length]);
  const shares = own.filter((s) => s.family !== null && !removedKinds.has(s.kind)).flatMap((s) => members.get(s.family).filter((o) => o.doc !== row.doc).map((o) =>
    ({doc: o.doc, source: byDoc.get(o.doc).source, date: byDoc.get(o.doc).date, title: byDoc.get(o.doc).title, kind: o.kind, family: s.family, begin: o.begin, end: o.end})));
  return [row.doc, {...row, text: data.toString(), spans: own.map(({doc, ...s}) => s), cleaned: row.keep ? cleaned : [], shares: {total: shares.length, rows: shares}}];
}));
const cells = new Map();
for (const [i, row] of familyRows.entries()) {
  const own = members.get(row.family) ?? [];
  if (row.from === null) continue;
  for (const to of new Set(own.map((s) => names.indexOf(byDoc.get(s.doc).source)))) {
    const theirs = own.filter((s) => names.indexOf(byDoc.get(s.doc).source) === to);
    if (to === row.from && theirs.length < 2) continue;
    if (to === row.from) familyRows[i].own = true;
    const key = `${row.from},${to}`;
    const cell = cells.get(key) ?? {from: names[row.from], to: names[to], families: 0, documents: 0, bytes: 0};
    cell.families += 1;
    cell.documents += new Set(theirs.map((s) => s.doc)).size;
    cell.bytes += theirs.reduce((sum, s) => sum + s.end - s.begin, 0);
    cells.set(key, cell);
  }
}
const sharing = {sources: names, cells: [...cells.values()]};
const kindOf = (list) => Object.fromEntries([...new Set(list.map((s) => s.kind))].map((kind) => {
  const some = list.filter((s) => s.kind === kind);
  return [kind, {spans: some.length, bytes: some.reduce((sum, s) => sum + s.end - s.begin, 0), documents: new Set(some.map((s) => s.doc)).size}];
}));
const removed = {};
for (const s of spans) if (removedKinds.has(s.kind) && byDoc.get(s.doc).keep) removed[s.kind] = (removed[s.kind] ?? 0) + s.end - s.begin;
for (const row of documents) if (!row.keep) removed[row.reason] = (removed[row.reason] ?? 0) + row.bytes;
const gone = Object.values(removed).reduce((sum, n) => sum + n, 0);
const templatesOf = (source) => families.filter((f) => f.pattern != null && f.sources.includes(source)).map((f) =>
  ({family: f.family, kind: f.kind, role: members.get(f.family)?.[0]?.role ?? null, text: f.pattern, documents: f.documents, bytes: f.bytes, sources: f.sources}));
const data = {
  mode: 'file',
  run: {...run, timing: null, peak_rss_bytes: null, rejects: 0, families: families.length, sources: names.length, texts: 'all', omitted: {families: 0, documents: 0},
    clean: {documents_kept: documents.filter((d) => d.keep).length, documents_dropped: {}, bytes_kept: run.counts.text_bytes - gone, bytes_removed: removed}},
  sources: names.map((source) => {
    const own = documents.filter((d) => d.source === source);
    const dates = own.map((d) => d.date).filter(Boolean).sort();
    return {source, documents: own.length, bytes: own.reduce((sum, d) => sum + d.bytes, 0), first_date: dates[0] ?? null, last_date: dates[dates.length - 1] ?? null,
      kinds: kindOf(spans.filter((s) => byDoc.get(s.doc).source === source)), templates: templatesOf(source).length};
  }),
  templates: Object.fromEntries(names.map((source) => [source, templatesOf(source)])),
  sharing: {families: sharing, documents: sharing, bytes: sharing},
  families: familyRows, family: detail, documents, document,
};
writeFileSync(out, fill(readFileSync(pageFile, 'utf8'), data));
