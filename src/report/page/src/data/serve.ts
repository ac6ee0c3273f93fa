import {familyDetail} from './file';
import {OtherRun, Refused} from './types';
import type {Alignment, Cleaning, Data, Decision, Decisions, DocumentDetail, DocumentQuery,
  DocumentRow, FamilyQuery, FamilyRow, Measure, Reject, Rows, Run, Sharing,
  SourceRow, Target, Template} from './types';

/** An answer of the server that is no success, in its own words. */
export class ServeError extends Error {
  constructor(readonly status: number, message: string) { super(message); }
  /** The server was started anew and does not know this page's token. */
  get isOldToken() { return this.status === 403 && this.message.startsWith('x-tikrar-token'); }
}

const RETRIES = 60;
const MOST_ROWS = 1000;

type Parameters = Record<string, string | number | undefined>;

function address(path: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `api/${path}?${text}` : `api/${path}`;
}

async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  let answer = await fetch(url, {credentials: 'same-origin', ...init});
  // The search index of a fresh run takes some seconds.
  for (let tries = 0; answer.status === 503 && tries < RETRIES; ++tries) {
    const seconds = Number(answer.headers.get('Retry-After')) || 1;
    await new Promise((resume) => setTimeout(resume, 1000 * Math.min(seconds, 5)));
    init?.signal?.throwIfAborted();
    answer = await fetch(url, {credentials: 'same-origin', ...init});
  }
  if (!answer.ok) {
    const body = await answer.json().catch(() => null) as {error?: string} | null;
    throw new ServeError(answer.status, body?.error ?? `${url}: ${answer.status}`);
  }
  return (answer.status === 204 ? null : await answer.json()) as T;
}

async function found<T>(url: string): Promise<T | null> {
  try {
    return await ask<T>(url);
  } catch (error) {
    if (error instanceof ServeError && error.status === 404) return null;
    throw error;
  }
}

const rowsOf = <T>(answer: T[] | {rows: T[]}): T[] =>
  Array.isArray(answer) ? answer : answer.rows;

export class ServeSource implements Data {
  readonly mode = 'serve';
  private stamp: string | undefined;
  constructor(private token: string) {}

  async run() {
    const run = await ask<Run>(address('run'));
    this.stamp ??= run.stamp;
    return run;
  }

  async sources() { return this.all<SourceRow>('sources', {}); }
  async templates(source: string) { return this.all<Template>('templates', {source}); }

  sharing(measure: Measure, kind: string) {
    return ask<Sharing>(address('sharing', {measure, kind}));
  }

  families(query: FamilyQuery, offset: number, limit: number, signal?: AbortSignal) {
    return ask<Rows<FamilyRow>>(
      address('families', {...query, offset, limit}), {signal});
  }

  async family(id: number, offset: number, limit: number) {
    const raw = await found<unknown>(address('family', {id, offset, limit}));
    return raw ? familyDetail(raw) : null;
  }

  align(family: number, a: number, b: number) {
    return found<Alignment>(address('align', {family, a, b}));
  }

  compare(a: string, b: string) {
    return found<Alignment>(address('compare', {a, b}));
  }

  documents(query: DocumentQuery, offset: number, limit: number, signal?: AbortSignal) {
    return ask<Rows<DocumentRow>>(
      address('documents', {...query, offset, limit}), {signal});
  }

  async document(doc: string, shares = 100) {
    const detail = await found<DocumentDetail>(
      address('document', {doc, limit: Math.min(shares, MOST_ROWS)}));
    if (!detail) return null;
    const {rows, total} = detail.shares;
    while (rows.length < Math.min(shares, total)) {
      const next = await ask<DocumentDetail>(
        address('document', {doc, offset: rows.length, limit: MOST_ROWS}));
      if (next.shares.rows.length === 0) break;
      rows.push(...next.shares.rows);
    }
    return detail;
  }

  cleaning() { return ask<Cleaning>(address('cleaning')); }
  rejects() { return this.all<Reject>('rejects', {}); }

  decisions() { return ask<Decisions>(address('decisions')); }

  async save(decisions: Decision[]) {
    // In parts that stay below the server's limit for a request.
    for (let from = 0; from < decisions.length; from += 1000) {
      await this.write(address('decisions'), 'PUT',
        JSON.stringify(decisions.slice(from, from + 1000)));
    }
  }

  async forget(target: Target) {
    const {family, doc, begin, end} = target;
    await this.write(address('decisions', {family, doc, begin, end}), 'DELETE');
  }

  private async write(url: string, method: string, body?: string) {
    try {
      try {
        await this.send(url, method, body);
      } catch (error) {
        if (!(error instanceof ServeError) || !error.isOldToken) throw error;
        await this.renew();
        await this.send(url, method, body);
      }
    } catch (error) {
      // What is gone already need not be removed.
      if (error instanceof ServeError && error.status === 404 && method === 'DELETE') return;
      const final = error instanceof ServeError && error.status >= 400 && error.status < 500 &&
        error.status !== 403;
      throw final ? new Refused(error.message) : error;
    }
  }

  private send(url: string, method: string, body?: string) {
    return ask<unknown>(url, {method, body, headers: {
      'X-Tikrar-Token': this.token,
      ...(body ? {'Content-Type': 'application/json'} : {})}});
  }

  /**
   * The token of a server that was started anew: it stands in its page, which
   * only pages of the same origin can read. Not of one that has another run,
   * in which the same numbers name other families.
   */
  private async renew() {
    const page = await (await fetch('./', {credentials: 'same-origin', cache: 'no-store'})).text();
    const data = new DOMParser().parseFromString(page, 'text/html').getElementById('tikrar-data');
    const given = JSON.parse(data?.textContent ?? 'null') as {mode?: string; token?: string} | null;
    const now = await ask<Run>(address('run'));
    if (now.stamp !== this.stamp) throw new OtherRun('run: another one than that of this page');
    if (given?.mode !== 'serve' || !given.token) throw new Error('page: no token in it');
    this.token = given.token;
  }

  /** All rows of a list that is short, a thousand at a time. */
  private async all<T>(path: string, parameters: Parameters): Promise<T[]> {
    const rows: T[] = [];
    for (;;) {
      const answer = await ask<T[] | Rows<T>>(
        address(path, {...parameters, offset: rows.length, limit: 1000}));
      const some = rowsOf(answer);
      rows.push(...some);
      if (Array.isArray(answer) || some.length === 0 ||
          rows.length >= answer.total) return rows;
    }
  }
}
