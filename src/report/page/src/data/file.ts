import {alignTexts} from '../text/align';
import {type QueryWord, hasAll, hitIn, queryWords} from '../text/hits';
import {normalize} from '../text/normalize';
import type {Alignment, Data, Decision, DocumentDetail, DocumentQuery,
  DocumentRow, FamilyDetail, FamilyQuery, FamilyRow, Measure, Member, Now, Reject,
  RowHit, Rows, Run, Sharing, SourceRow, Target, Template} from './types';
import {KINDS, targetKey} from './types';

/** What stands inside a report. A list that is not there is empty. */
export interface FileData {
  mode: 'file';
  run: Run;
  sources?: SourceRow[];
  templates?: Record<string, Template[]>;
  sharing?: Partial<Record<Measure, Sharing>>;
  families?: FamilyRow[];
  family?: Record<string, unknown>;
  documents?: DocumentRow[];
  document?: Record<string, DocumentDetail>;
  rejects?: Reject[];
  /** Those of the run; what a person decides here counts more. */
  decisions?: Decision[];
}

const page = <T>(all: T[], offset: number, limit: number): Rows<T> =>
  ({total: all.length, offset, rows: all.slice(offset, offset + limit)});

/** The members of a family's detail; the API calls them `members`, too. */
export function familyDetail(raw: unknown): FamilyDetail {
  const detail = raw as Omit<FamilyDetail, 'members' | 'member_rows'> &
    {members: {total: number; rows: Member[]}; member_count?: number};
  return {...detail, members: detail.member_count ?? detail.members.total,
    member_rows: detail.members};
}

export class FileSource implements Data {
  readonly mode = 'file';
  private readonly rows: FamilyRow[];
  private readonly names: string[];
  private normalized: string[] = [];
  private lastQuery = '';
  private lastRows: FamilyRow[] = [];
  private lastWords: QueryWord[] = [];

  constructor(private readonly data: FileData) {
    this.rows = data.families ?? [];
    this.names = (data.sources ?? []).map((row) => row.source);
  }

  name(source: string | number): string {
    return typeof source === 'number' ? this.names[source] ?? '' : source;
  }

  async run() { return this.data.run; }
  async sources() { return this.data.sources ?? []; }

  async templates(source: string) {
    return this.data.templates && Object.hasOwn(this.data.templates, source)
      ? this.data.templates[source]! : [];
  }

  async sharing(measure: Measure) {
    return this.data.sharing?.[measure] ?? {sources: [], cells: []};
  }

  families(query: FamilyQuery, offset: number, limit: number,
    signal?: AbortSignal): Now<Rows<FamilyRow>> {
    const key = JSON.stringify(query);
    if (key === this.lastQuery) return this.selected(offset, limit);
    return this.select(query, signal).then((rows) => {
      this.lastQuery = key;
      this.lastRows = rows;
      this.lastWords = queryWords(query.q ?? '');
      return this.selected(offset, limit);
    });
  }

  private selected(offset: number, limit: number): Rows<FamilyRow> {
    const found = page(this.lastRows, offset, limit);
    found.rows = found.rows.map((row) => this.withHit(this.named(row), this.textOf(row)));
    return found;
  }

  /** All of it where the file has it. */
  private textOf(row: FamilyRow): string {
    return (this.data.family?.[String(row.family)] as {text?: string} | undefined)?.text ?? row.text;
  }

  private withHit<T extends {hit?: RowHit | null}>(row: T, text: string): T {
    if (this.lastWords.length === 0) return row;
    const hit = hitIn(text, this.lastWords);
    return {...row, hit: hit ? {...hit, utf16: true} : null};
  }

  private named(row: FamilyRow): FamilyRow {
    return {...row, sources: row.sources.map((s) => this.name(s)),
      from: row.from == null ? null : this.name(row.from)};
  }

  private async select(query: FamilyQuery, signal?: AbortSignal) {
    const words = queryWords(query.q ?? '');
    const searches = !!query.q?.trim();
    if (searches) await this.normalizeAll(signal);
    const has = (row: FamilyRow, source?: string) => !source ||
      row.sources.some((s) => this.name(s) === source);
    const least = Number(query.min_members ?? 0) || 0;
    const found = this.rows.filter((row, i) =>
      (!query.kind || row.kind === query.kind) &&
      (!query.unit || row.unit === query.unit) &&
      row.members >= least && has(row, query.source) && has(row, query.source2) &&
      (!query.first_source ||
        (row.from != null && this.name(row.from) === query.first_source)) &&
      (!query.first_source || query.first_source !== query.source || !!row.own) &&
      inTime(row, query.from, query.to) &&
      (!searches || (words.length > 0 && hasAll(this.normalized[i]!, words))));
    return sortFamilies(found, query);
  }

  /** In slices, so that typing stays smooth over 100 000 rows. */
  private async normalizeAll(signal?: AbortSignal) {
    let until = performance.now() + 12;
    for (let i = this.normalized.length; i < this.rows.length; ++i) {
      this.normalized.push(normalize(`${this.textOf(this.rows[i]!)} ${this.rows[i]!.pattern ?? ''}`));
      if ((i & 63) === 0 && performance.now() > until) {
        await new Promise((resume) => setTimeout(resume));
        signal?.throwIfAborted();
        // Another search may have gone on meanwhile.
        i = this.normalized.length - 1;
        until = performance.now() + 12;
      }
    }
  }

  async family(id: number, offset: number, limit: number) {
    const raw = this.data.family?.[String(id)];
    if (raw) {
      const detail = familyDetail(raw);
      const {total, rows} = detail.member_rows;
      return {...detail, sources: detail.sources.map((s) => this.name(s)),
        member_rows: {total, rows: rows.slice(offset, offset + limit)}};
    }
    const row = this.rows.find((candidate) => candidate.family === id);
    if (!row) return null;
    return {...this.named(row),
      representative: {doc: row.first?.doc ?? '', begin: 0, end: 0},
      member_rows: {total: row.members, rows: []}};
  }

  async align(family: number, a: number, b: number): Promise<Alignment | null> {
    const raw = this.data.family?.[String(family)];
    const rows = raw ? familyDetail(raw).member_rows.rows : [];
    const one = rows[a];
    const two = rows[b];
    if (!one || !two) return null;
    // Member 0 is the representative, which the embedded ops refer to.
    const ops = a === 0 && two.ops ? two.ops : alignTexts(one.text, two.text);
    return {a: one, b: two, ops};
  }

  async compare(a: string, b: string): Promise<Alignment | null> {
    const one = await this.document(a);
    const two = await this.document(b);
    return one && two ? {a: one, b: two, ops: alignTexts(one.text, two.text)} : null;
  }

  async documents(query: DocumentQuery, offset: number, limit: number) {
    const words = queryWords(query.q ?? '');
    const searches = !!query.q?.trim();
    const all = (this.data.documents ?? []).filter((row) =>
      (!query.source || row.source === query.source) &&
      (!query.kept || row.stays === (query.kept === 'true')) &&
      (!query.reason || row.reason === query.reason) &&
      (!searches || (words.length > 0 && hasAll(this.documentForm(row), words))));
    const found = page(all, offset, limit);
    found.rows = found.rows.map((row) => searches
      ? {...row, hit: this.documentHit(row, words)} : row);
    return found;
  }

  private readonly documentForms = new Map<string, string>();

  /** Of its title, its name and, where the file has it, its text. */
  private documentForm(row: DocumentRow): string {
    let form = this.documentForms.get(row.doc);
    if (form === undefined) {
      form = normalize(`${row.title ?? ''} ${row.doc} ${this.embedded(row.doc)?.text ?? ''}`);
      this.documentForms.set(row.doc, form);
    }
    return form;
  }

  private documentHit(row: DocumentRow, words: QueryWord[]): RowHit | null {
    const hit = hitIn(this.embedded(row.doc)?.text ?? '', words);
    return hit && {...hit, utf16: true};
  }

  private embedded(doc: string): DocumentDetail | undefined {
    return this.data.document && Object.hasOwn(this.data.document, doc)
      ? this.data.document[doc] : undefined;
  }

  async cleaning() { return null; }

  async document(doc: string) {
    return this.embedded(doc) ?? null;
  }

  async rejects() { return this.data.rejects ?? []; }

  // Decisions are kept by the browser, under the name of the run.
  private get key() {
    const {stamp, inputs, options} = this.data.run;
    return `tikrar-decisions:${stamp ?? hash(JSON.stringify([inputs, options]))}`;
  }

  async decisions() {
    return {rows: this.stored()};
  }

  private stored(): Decision[] {
    try {
      const kept = localStorage.getItem(this.key);
      const stored: unknown = kept === null ? this.data.decisions : JSON.parse(kept);
      return Array.isArray(stored) ? stored as Decision[] : [];
    } catch {
      return this.data.decisions ?? [];
    }
  }

  private store(decisions: Decision[]) {
    localStorage.setItem(this.key, JSON.stringify(decisions));
  }

  async save(decisions: Decision[]) {
    const byKey = new Map(this.stored().map((d) => [targetKey(d), d]));
    for (const decision of decisions) byKey.set(targetKey(decision), decision);
    this.store([...byKey.values()]);
  }

  async forget(target: Target) {
    const gone = targetKey(target);
    this.store(this.stored().filter((d) => targetKey(d) !== gone));
  }
}

function inTime(row: FamilyRow, from?: string, to?: string): boolean {
  if (!from && !to) return true;
  const first = row.first?.date;
  if (!first) return false;
  const last = row.date_last ?? first;
  return (!from || last.slice(0, from.length) >= from) &&
    (!to || first.slice(0, to.length) <= to);
}

export function sortFamilies(rows: FamilyRow[], query: FamilyQuery): FamilyRow[] {
  const sort = query.sort ?? 'repeated';
  const down = (query.order ?? 'desc') === 'desc' ? -1 : 1;
  const value: (row: FamilyRow) => number =
    sort === 'members' ? (row) => row.members
      : sort === 'documents' ? (row) => row.documents
        : sort === 'sources' ? (row) => row.source_count
          : sort === 'date' ? (row) => dateOrder(row.first?.date)
            : sort === 'bytes' ? (row) => row.bytes
              : sort === 'kind' ? (row) => KINDS.indexOf(row.kind)
                : (row) => row.repeated ?? row.bytes;
  // As the server: of equal ones, upwards is downwards from the end, but
  // within a kind; what has no date comes last in either order.
  const same = sort === 'kind' ? 1 : -down;
  return rows.map((row) => ({row, key: value(row)})).sort((x, y) => {
    const [noX, noY] = [Number.isNaN(x.key), Number.isNaN(y.key)];
    if (noX || noY) {
      if (noX !== noY) return noX ? 1 : -1;
    } else if (x.key !== y.key) {
      return x.key < y.key ? -down : down;
    }
    return same * (x.row.family - y.row.family);
  }).map(({row}) => row);
}

const DATE = /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(?:Z|([+-])(\d\d):?(\d\d)?)?)?/;

/** Seconds, as src/input/date_order.h reads a date; NaN for none. */
export function dateOrder(date: string | null | undefined): number {
  const found = DATE.exec(date ?? '');
  if (!found) return NaN;
  const [year, month, day, hour, minute, second, , zoneHour, zoneMinute] =
    found.slice(1).map((part) => Number(part ?? 0)) as number[];
  const civil = new Date(Date.UTC(year!, month! - 1, day));
  if (civil.getUTCMonth() !== month! - 1 || civil.getUTCDate() !== day) return NaN;
  const sign = found[7] === '+' ? 1 : found[7] === '-' ? -1 : 0;
  return civil.getTime() / 1000 + hour! * 3600 + minute! * 60 + second! -
    sign * (zoneHour! * 3600 + zoneMinute! * 60);
}

/** FNV-1a: a short name for a run, no more. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; ++i) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  return (h >>> 0).toString(16);
}
