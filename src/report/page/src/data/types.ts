// What the page reads: the rows of the API and of the data inside a report.
// Every offset is one of UTF-8 bytes, half-open, until text/utf8.ts turns it
// into one of UTF-16.

export const KINDS = ['boilerplate', 'related', 'repeat', 'duplicate',
  'syndicated', 'quote', 'passage'] as const;
export type Kind = (typeof KINDS)[number];
export const UNITS = ['document', 'block', 'passage'] as const;
export type Unit = (typeof UNITS)[number];
export type Range = [number, number];

export interface KindCount {
  spans: number; bytes: number; documents: number;
  /** Of a source: of `bytes` those of no kind before it; these add up. */
  share_bytes?: number;
}
export interface Figures {
  documents_kept: number; documents_dropped: Record<string, number>;
  bytes_kept: number; bytes_removed: Record<string, number>;
}
export interface Cleaning { clean: Figures; decisions: number; }
export interface Recall {
  sampled: number; expected: number; found: number;
  recall: number | null; lower: number; upper: number;
}
export interface Run {
  tikrar: string;
  format: number;
  options: Record<string, unknown>;
  inputs: {path: string; bytes: number; documents: number; xxh3?: string}[];
  counts: {documents_read: number; documents_rejected: number;
    blocks: number; text_bytes: number} & Record<string, number | KindCount>;
  audit: Record<string, Recall> | null;
  timing: Record<string, number> | null;
  peak_rss_bytes: number | null;
  clean?: Figures;
  /** What decisions about this run are known by. */
  stamp?: string;
  rejects: number;
  families: number;
  sources: number;
  texts?: 'all' | 'largest';
  omitted?: {families: number; documents: number} | null;
  writable?: boolean;
}
export interface SourceRow {
  source: string; documents: number; bytes: number;
  first_date: string | null; last_date: string | null;
  kinds: Partial<Record<Kind, KindCount>>; templates: number;
}
export interface Template {
  family: number; kind: Kind; role: string | null; text: string;
  documents: number; bytes: number; sources: (string | number)[];
}
export const MEASURES = ['families', 'documents', 'bytes'] as const;
export type Measure = (typeof MEASURES)[number];
export interface Sharing {
  /** Of all sources that share; `sources` are those that share most. */
  total?: number;
  sources: string[];
  /** Of the families of a cell, those of which nobody knows who was first. */
  cells: ({from: string | number; to: string | number; tied?: number; undated?: number} &
    Record<Measure, number>)[];
}
export interface FamilyRow {
  family: number; kind: Kind; unit: Unit; text: string;
  members: number; documents: number; sources: (string | number)[];
  source_count: number; bytes: number; repeated?: number;
  first: {doc: string; date: string | null} | null; date_last: string | null;
  from?: string | number | null;
  /** Its first source has it at least twice: the diagonal of the sharing. */
  own?: boolean;
  pattern?: string | null;
  hit?: RowHit | null;
}
/** Where a row that was searched for has the words: offsets of bytes, or, made here, UTF-16. */
export interface RowHit {text: string; begin: number; words: Range[]; utf16?: boolean;}
export type OpName = 'same' | 'edited' | 'moved' | 'missing' | 'added';
/** Of `edited` words, which letters of b and of a differ, and what kind of edit it is. */
export interface Op {op: OpName; a: Range; b: Range; letters?: Range[]; letters_a?: Range[]; label?: string | null;}
export interface Member {
  doc: string; begin: number; end: number; source: string | null;
  date: string | null; title: string | null; text: string;
  before: string; after: string; score: number | null; ops?: Op[];
}
export interface FamilyDetail extends FamilyRow {
  representative: {doc: string; begin: number; end: number};
  member_rows: {total: number; rows: Member[]};
}
export interface Side {doc: string; source: string | null; date: string | null;
  title: string | null; text: string; before?: string; after?: string;}
export interface Alignment {a: Side; b: Side; ops: Op[];}
export interface DocumentRow {
  doc: string; source: string | null; url: string | null; date: string | null;
  title: string | null; bytes: number; keep: boolean; stays: boolean;
  reason: string | null; keeper: string | null;
  hit?: RowHit | null;
}
export interface Span {
  begin: number; end: number; kind: Kind; role: string | null;
  family: number | null; score: number | null;
}
export interface Share {
  doc: string; source: string | null; date: string | null;
  title: string | null; kind: Kind; family: number | null;
  begin: number; end: number;
  /** How many families join the two. */
  families?: number;
}
export interface DocumentDetail extends DocumentRow {
  text: string; spans: Span[]; cleaned: Range[];
  shares: {total: number; rows: Share[]};
}
export interface Reject {
  input: number; record: number; line: number; offset: number; error: string;
}
export interface Rows<T> {total: number; offset: number; rows: T[];}

export type FamilySort =
  'repeated' | 'bytes' | 'members' | 'documents' | 'sources' | 'date' | 'kind';
export interface FamilyQuery {
  kind?: string; unit?: string; source?: string; source2?: string;
  first_source?: string; from?: string; to?: string; min_members?: string;
  q?: string; sort?: FamilySort; order?: 'asc' | 'desc';
}
export interface DocumentQuery {
  q?: string; source?: string; kept?: string; reason?: string;
}

export type Verdict = 'keep' | 'drop';
export interface Decision {
  family?: number; doc?: string; begin?: number; end?: number;
  decision: Verdict; note?: string | null;
  /** The stamp of the run that it is about. */
  run?: string;
}
export interface Decisions {rows: Decision[];}
export interface Target {family?: number; doc?: string; begin?: number; end?: number;}

/** The name of what is decided on: of a family, or of a stretch. */
export function targetKey(target: Target): string {
  return target.doc === undefined
    ? `f${target.family}` : `s${target.begin}:${target.end}:${target.doc}`;
}

/** What will not be taken however often it is sent. */
export class Refused extends Error {}
/** The server has another run now than this page. */
export class OtherRun extends Error {}

/** What is at hand is given at once, so that a scrolled table draws only once. */
export type Now<T> = T | Promise<T>;

/** One interface, two doors: the data inside the file, or the server. */
export interface Data {
  readonly mode: 'file' | 'serve';
  run(): Promise<Run>;
  sources(): Promise<SourceRow[]>;
  templates(source: string): Promise<Template[]>;
  sharing(measure: Measure, kind: string): Promise<Sharing>;
  families(query: FamilyQuery, offset: number, limit: number,
    signal?: AbortSignal): Now<Rows<FamilyRow>>;
  family(id: number, offset: number, limit: number): Promise<FamilyDetail | null>;
  align(family: number, a: number, b: number): Promise<Alignment | null>;
  compare(a: string, b: string): Promise<Alignment | null>;
  documents(query: DocumentQuery, offset: number, limit: number,
    signal?: AbortSignal): Now<Rows<DocumentRow>>;
  /** With the first `shares` of the others that it shares text with. */
  document(doc: string, shares?: number): Promise<DocumentDetail | null>;
  /** What cleaning leaves as decided; null where only `run.clean` is known. */
  cleaning(): Promise<Cleaning | null>;
  rejects(): Promise<Reject[]>;
  decisions(): Promise<Decisions>;
  save(decisions: Decision[]): Promise<void>;
  forget(target: Target): Promise<void>;
}
