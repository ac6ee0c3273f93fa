// Data for the page without a program: synthetic runs of any size, and a
// hostile one. The tests that need a real run take one of `tikrar report`.

const KINDS = ['boilerplate', 'related', 'repeat', 'duplicate', 'syndicated', 'quote', 'passage'];
const WORDS = ('افتتحت البلدية مكتبة جديدة في الحي القديم صباح الأحد وقالت الوزارة إن المشروع يخدم ' +
  'آلاف السكان وأكد المدير أن العمل يستمر حتى نهاية العام بعد أن وصلت المواد إلى الميناء').split(' ');

/** A small generator of numbers, the same on every machine. */
function numbers(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 4294967296 * below);
  };
}

const bytes = (text) => Buffer.byteLength(text);

export function baseRun(changes = {}) {
  const kinds = Object.fromEntries(KINDS.map((kind, i) =>
    [kind, {spans: 10 + i, bytes: 1000 * (i + 1), documents: 5 + i}]));
  return {
    tikrar: '0.1.0', format: 1,
    options: {threshold: 0.7, containment: 0.8, engine: 'minhash', shingle: 'auto', normalize: 'standard'},
    inputs: [{path: 'news.jsonl', bytes: 100000, documents: 20, xxh3: '00000000000000ab'}],
    counts: {documents_read: 20, documents_rejected: 0, blocks: 100, text_bytes: 90000, ...kinds},
    audit: {documents: {sampled: 20, expected: 8, found: 8, recall: 1, lower: 0.675592, upper: 1}},
    timing: null, peak_rss_bytes: null,
    clean: {documents_kept: 15, documents_dropped: {duplicate: 1, syndicated: 4}, bytes_kept: 70000,
      bytes_removed: {boilerplate: 5000, related: 3000, syndicated: 12000}},
    rejects: 0, families: 0, sources: 3, texts: 'all', omitted: {families: 0, documents: 0},
    ...changes,
  };
}

/** A run of `count` families, and as much text of documents as `textBytes`. */
export function manyFamilies(count, textBytes = 0) {
  const below = numbers(7);
  const sources = Array.from({length: 40}, (_, i) => `source-${String(i).padStart(2, '0')}.example`);
  const sentence = (words) => Array.from({length: words}, () => WORDS[below(WORDS.length)]).join(' ');
  const families = Array.from({length: count}, (_, family) => {
    const own = [...new Set(Array.from({length: 1 + below(4)}, () => below(sources.length)))];
    const members = 2 + below(30);
    const day = `20${10 + below(10)}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`;
    const text = `${sentence(6 + below(8))} ${family}`;
    return {family, kind: KINDS[below(7)], unit: ['document', 'block', 'passage'][below(3)], text, members,
      documents: members, sources: own, source_count: own.length, bytes: members * bytes(text),
      repeated: (members - 1) * bytes(text) + count - family, first: {doc: `d${family}`, date: day}, date_last: day,
      from: own[0]};
  });
  const documents = [];
  const document = {};
  for (let left = textBytes; left > 0;) {
    const doc = `d${documents.length}`;
    const text = Array.from({length: 20}, () => sentence(60)).join('\n');
    const row = {doc, source: sources[below(40)], url: `https://example.org/${doc}`, date: '2020-01-01',
      title: sentence(8), bytes: bytes(text), keep: true, stays: true, reason: null, keeper: null};
    documents.push(row);
    const first = bytes(text.split('\n')[0]);
    document[doc] = {...row, text, spans: [{begin: 0, end: first, kind: 'passage', role: null, family: 0, score: 0.9}],
      cleaned: [[0, row.bytes]], shares: {total: 0, rows: []}};
    left -= row.bytes;
  }
  return {
    mode: 'file', run: baseRun({families: count, sources: sources.length}),
    sources: sources.map((source, i) => ({source, documents: 10 + i, bytes: 10000 * (i + 1), first_date: '2010-01-01',
      last_date: '2019-12-31', kinds: Object.fromEntries(KINDS.map((kind) => [kind, {spans: 3, bytes: 300 * (i + 1), documents: 2}])),
      templates: 0})),
    templates: {}, families, family: {}, documents, document,
    sharing: Object.fromEntries(['families', 'documents', 'bytes'].map((measure) => [measure, {sources,
      cells: sources.flatMap((from, i) => sources.flatMap((to, j) => (i * 7 + j * 3) % 5 === 0
        ? [{from, to, families: 1 + (i * j) % 90, documents: 2 + (i * j) % 190, bytes: 100 * (1 + i * j)}] : []))}])),
  };
}

export const ATTACK = '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">';

/** Every field says something that must stay text. */
export function hostile({titleBytes = 10_000_000} = {}) {
  const override = 'abc\u202edef\u202cghi\u2066xyz';
  const names = [ATTACK, override, '__proto__', 'constructor', '=HYPERLINK("x")', '\ud800half'];
  const text = `${ATTACK}\n${override}\nالنص ${'\u0000'} العربي\n{{constructor.constructor('window.pwned=1')()}}`;
  const end = bytes(text);
  const attack = bytes(ATTACK);
  const row = (doc, i) => ({doc, source: names[i % names.length], date: i % 2 ? '<b>2020</b>' : '2020-02-30',
    url: ['javascript:window.pwned=1', 'data:text/html,<script>window.pwned=1</script>', 'https://example.org/ok',
      ' java\nscript:window.pwned=1', 'vbscript:x', '//evil.example/x'][i], title: i === 0 ? 'عنوان '.repeat(titleBytes / 11) : names[i],
    bytes: end, keep: i !== 1, stays: i !== 1, reason: i === 1 ? 'syndicated' : null, keeper: i === 1 ? names[0] : null});
  const documents = names.map(row);
  const span = {begin: 0, end: attack, kind: 'passage', role: '<i>role</i>', family: 0, score: 0.5};
  const members = names.map((doc, i) => ({doc, begin: 0, end, source: names[i], date: i % 2 ? '<b>2020</b>' : '2020-01-0' + (i + 1),
    title: i === 0 ? documents[0].title : ATTACK, text, before: ATTACK, after: override, score: 1,
    ops: [{op: 'edited', a: [0, attack], b: [0, attack], letters: [[0, 9]]}, {op: 'moved', a: [-5, 9e9], b: [attack, 9e9]}]}));
  const family = {family: 0, kind: 'passage', unit: 'passage', text, members: names.length, documents: names.length,
    sources: names.map((_, i) => i), source_count: names.length, bytes: 5 * end, repeated: 4 * end,
    first: {doc: names[0], date: '2020-01-01'}, date_last: '2020-01-05', from: 0};
  return {
    mode: 'file',
    run: baseRun({families: 2, sources: names.length, rejects: 1, tikrar: ATTACK, inputs: [{path: ATTACK, bytes: 1, documents: 6}],
      options: {threshold: ATTACK, engine: ATTACK, normalize: override}}),
    sources: names.map((source) => ({source, documents: 1, bytes: end, first_date: ATTACK, last_date: override,
      kinds: {boilerplate: {spans: 1, bytes: 10, documents: 1}}, templates: 1})),
    templates: Object.fromEntries(names.map((name) => [name, [{family: 1, kind: 'boilerplate', role: ATTACK, text, documents: 2, bytes: 9, sources: [0]}]])),
    sharing: {families: {sources: names, cells: [{from: names[0], to: names[1], families: 1, documents: 2, bytes: 3},
      {from: names[2], to: names[3], families: 1, documents: 2, bytes: 3}]}},
    families: [family, {...family, family: 1, kind: '<u>kind</u>', unit: 'constructor', first: null, date_last: null}],
    family: {0: {...family, representative: {doc: names[0], begin: 0, end}, pattern: ATTACK,
      members: {total: members.length, rows: members}}},
    documents,
    document: Object.fromEntries(documents.map((item) => [item.doc, {...item, text, cleaned: [[0, 10], [attack, end]],
      spans: [span, {...span, begin: 5, end: end + 99, kind: 'quote'}],
      shares: {total: 1, rows: [{doc: names[2], source: ATTACK, date: ATTACK, title: ATTACK, kind: 'quote', family: 0, begin: 0, end: 3}]}}])),
    rejects: [{input: 0, record: 3, line: 4, offset: 55, error: ATTACK}],
  };
}

/** The same as records to scan, so that a server has them: of each two, so that they are a family. */
export function hostileLines({titleBytes = 1_000_000} = {}) {
  const said = 'أعلنت البلدية أمس عن خطة جديدة لتنظيف الشواطئ قبل بداية فصل الصيف ودعت المتطوعين إلى المشاركة فيها وقالت إن العمل يبدأ غدا';
  const text = `${ATTACK}\n\u202e${said}\u202c ${ATTACK} {{constructor.constructor('window.pwned=1')()}} \u0000 ${said}`;
  const names = [ATTACK, '__proto__', 'constructor', '"><svg onload=window.pwned=1>', '\u202eevil\u202c', '../../etc/passwd'];
  const urls = ['javascript:window.pwned=1', 'data:text/html,<script>window.pwned=1</script>', ' java\nscript:window.pwned=1', 'https://example.org/ok'];
  const records = names.flatMap((name, i) => [0, 1].map((copy) => ({id: `${name}-${copy}`, source: name, url: urls[i % urls.length],
    date: copy ? '<b>2024</b>' : `2024-01-0${i + 1}`, title: i === 1 ? 'عنوان '.repeat(titleBytes / 11) : `${name}\u2066`,
    text: `${text} ${'كلمة'.repeat(i + 1)}`})));
  // Half of a pair of surrogates is no character, but JSON can say it.
  return `${records.map((record) => JSON.stringify(record)).join('\n')}\n` +
    '{"id":"half","text":"\\ud800 كلام","title":"\\udc00","source":"\\udfff"}\n{"id":"<img src=x onerror=window.pwned=1>","text":3}\n';
}

/** Puts data into the built page, as the program does. */
export function fill(page, data) {
  const json = JSON.stringify(data).replace(/</g, '\\u003c').replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029');
  return page.replace('"@tikrar-data@"', () => json);
}
