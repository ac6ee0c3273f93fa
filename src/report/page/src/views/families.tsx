import {useEffect, useMemo, useRef, useState} from 'preact/hooks';
import {useLoaded, useShell, useTitle} from '../context';
import {KINDS, UNITS, type FamilyQuery, type FamilyRow, type FamilySort, type Now} from '../data/types';
import type {Translator} from '../i18n';
import {type Cell, CsvButton} from '../parts/export';
import {type Column, VirtualTable} from '../parts/table';
import {HitLine, KindChip, Quoted, WithCommand, plain} from '../parts/text';
import {type QueryWord, queryWords} from '../text/hits';
import {href, replaceAddress} from '../route';
import {sourceNames} from '../parts/sources';

type Query = Record<string, string>;
// More than the column shows, not much more: each letter is shaped while
// scrolling, which takes most of the time of a frame.
const rowLetters = () => Math.ceil(innerWidth / 15);
const FILTERS = ['kind', 'unit', 'source', 'source2', 'first_source', 'from', 'to',
  'min_members', 'q'] as const;

export function familyQuery(query: Query): FamilyQuery {
  const found: FamilyQuery = {};
  for (const name of FILTERS) if (query[name]) found[name] = query[name];
  if (query.sort) found.sort = query.sort as FamilySort;
  if (query.order === 'asc' || query.order === 'desc') found.order = query.order;
  return found;
}

export function Families({query}: {query: Query}) {
  const {tr, data} = useShell();
  useTitle(tr.t('families'));
  const [total, setTotal] = useState<number | null>(null);
  const asked = familyQuery(query);
  const sort = asked.sort ?? 'repeated';
  const order = asked.order ?? 'desc';
  const set = (change: Query) => replaceAddress(href('families', '', {...query, ...change}));
  const onSort = (next: string) => set({sort: next,
    order: next === sort ? (order === 'desc' ? 'asc' : 'desc') : 'desc'});
  const words = useMemo(() => queryWords(asked.q ?? ''), [asked.q]);
  const columns = useMemo(() => familyColumns(tr, words, asked.q), [tr.language, asked.q]);
  const rowsKey = JSON.stringify(asked);
  const active = FILTERS.some((name) => asked[name]);
  return <div class="fill">
    <div class="view-head">
      <h1>{tr.t('families')}</h1>
      <span class="faint" role="status">{total === null ? '' : tr.count('n_families', total)}</span>
      <div class="controls end">
        {active && <button type="button" class="quiet" onClick={() => replaceAddress(href('families', '',
          {sort: query.sort, order: query.order}))}>✕ {tr.t('clear_filters')}</button>}
        <CsvButton name="families" rows={() => allFamilies(asked, (q, o, l) => data.families(q, o, l))} />
      </div>
    </div>
    <Filters query={query} set={set} />
    {asked.q && <SearchNote what="families" />}
    {asked.first_source && asked.source && asked.first_source !== asked.source &&
      <p class="note">{tr.t('first_note')}</p>}
    <VirtualTable<FamilyRow> label={tr.t('families')} columns={columns} rowsKey={rowsKey}
      load={(offset, limit, signal) => data.families(asked, offset, limit, signal)}
      pageSize={100} address={(row) => href('family', row.family, {q: asked.q})}
      sort={sort} order={order} onSort={onSort} empty={tr.t('no_families')} onTotal={setTotal} />
    <p class="note sr-only">{tr.t('row_keys')}</p>
  </div>;
}

function familyColumns(tr: Translator, words: QueryWord[], q: string | undefined): Column<FamilyRow>[] {
  const comma = tr.rtl ? '، ' : ', ';
  return [
    {key: 'kind', label: tr.t('kind'), width: '9.5rem', sort: 'kind', cell: (row) => <KindChip kind={row.kind} />},
    {key: 'text', label: tr.t('text'), width: 'minmax(16rem, 1fr)', cell: (row) =>
      <a class="line-link" href={href('family', row.family, {q})}>
        <HitLine text={row.text} hit={row.hit} words={words} letters={rowLetters()} /></a>},
    {key: 'sources', label: tr.t('sources'), width: 'minmax(8rem, 14rem)', sort: 'sources', cell: (row) =>
      <span class="one-line faint"><b class="count">{tr.number(row.source_count)}</b>{' '}
        {row.sources.slice(0, 3).map((source, i) => <>{i > 0 && comma}
          <Quoted text={String(source)} letters={30} /></>)}
        {row.source_count > Math.min(3, row.sources.length) && ' …'}</span>},
    {key: 'unit', label: tr.t('unit'), width: '9rem', cell: (row) => <span class="faint">{tr.named('unit', row.unit)}</span>},
    {key: 'members', label: tr.t('members'), width: '5.5rem', number: true, sort: 'members',
      tip: tr.t('tip_members'), cell: (row) => tr.number(row.members)},
    {key: 'repeated', label: tr.t('repeated'), width: '6.5rem', number: true, sort: 'repeated',
      tip: tr.t('tip_repeated'), cell: (row) => <bdi>{tr.bytes(row.repeated ?? row.bytes)}</bdi>},
    {key: 'date', label: tr.t('first'), width: '7rem', number: true, sort: 'date',
      cell: (row) => <bdi class="faint">{tr.date(row.first?.date)}</bdi>},
  ];
}

async function allFamilies(query: FamilyQuery,
  load: (query: FamilyQuery, offset: number, limit: number) => Now<{total: number; rows: FamilyRow[]}>) {
  const rows: Cell[][] = [['family', 'kind', 'unit', 'members', 'documents', 'source_count',
    'sources', 'bytes', 'repeated', 'first_doc', 'first_date', 'last_date', 'text']];
  for (let offset = 0; ;) {
    const answer = await load(query, offset, 1000);
    for (const row of answer.rows) {
      rows.push([row.family, row.kind, row.unit, row.members, row.documents, row.source_count,
        row.sources.join('; '), row.bytes, row.repeated, row.first?.doc, row.first?.date,
        row.date_last, row.text]);
    }
    offset += answer.rows.length;
    if (answer.rows.length === 0 || offset >= answer.total) return rows;
  }
}

/** How far a search in a report reaches. */
export function SearchNote({what}: {what: 'families' | 'documents'}) {
  const {tr, data} = useShell();
  if (data.mode === 'serve') return null;
  return <p class="note"><WithCommand command="tikrar serve RUN"
    sentence={tr.t(what === 'families' ? 'search_families_file' : 'search_documents_file')} /></p>;
}

const TYPING_MS = 200;

/** Writes while typing, but not at each letter. */
export function SearchField({value, onValue, label, hint}: {value: string;
  onValue: (value: string) => void; label: string; hint?: string}) {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // A new value from outside, as by the back button; not the own one.
    if (input.current && document.activeElement !== input.current) input.current.value = value;
  }, [value]);
  useEffect(() => {
    // What was typed for the address before must not come over a new one.
    const stop = () => clearTimeout(timer.current);
    addEventListener('hashchange', stop);
    return () => {
      stop();
      removeEventListener('hashchange', stop);
    };
  }, []);
  return <input ref={input} type="search" class="search" dir="auto" defaultValue={value} aria-label={label}
    placeholder={label} title={hint}
    onKeyDown={(event) => { if (event.key === 'Escape') event.currentTarget.blur(); }}
    onInput={(event) => {
      const typed = event.currentTarget.value;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => onValue(typed), TYPING_MS);
    }} />;
}

const MANY_SOURCES = 300;

export function SourceField({value, onValue, label, any, names}: {value: string;
  onValue: (value: string) => void; label: string; any: string; names: string[]}) {
  if (names.length > MANY_SOURCES) {
    return <input type="search" dir="auto" defaultValue={value} aria-label={label} placeholder={any}
      list="source-names" onChange={(event) => onValue(event.currentTarget.value)} />;
  }
  const known = value === '' || names.includes(value) ? names : [value, ...names];
  return <select value={value} aria-label={label} onChange={(event) => onValue(event.currentTarget.value)}>
    <option value="">{any}</option>
    {known.map((name) => <option value={name}>{plain(name, 60)}</option>)}
  </select>;
}

function Filters({query, set}: {query: Query; set: (change: Query) => void}) {
  const {tr, data} = useShell();
  const names = useLoaded('names', () => sourceNames(data)).value ?? [];
  const pick = (name: string, options: readonly string[], prefix: 'kind' | 'unit', any: string) =>
    <select value={query[name] ?? ''} aria-label={tr.t(prefix)}
      onChange={(event) => set({[name]: event.currentTarget.value})}>
      <option value="">{any}</option>
      {options.map((option) => <option value={option}>{tr.named(prefix, option)}</option>)}
    </select>;
  return <div class="filters" role="group" aria-label={tr.t('filter')}>
    <SearchField value={query.q ?? ''} onValue={(q) => set({q})} label={tr.t('search')} hint={tr.t('search_hint')} />
    {pick('kind', KINDS, 'kind', tr.t('any_kind'))}
    {pick('unit', UNITS, 'unit', tr.t('any_unit'))}
    {query.first_source && <SourceField value={query.first_source} names={names} label={tr.t('first_source')}
      any={tr.t('first_source')} onValue={(first_source) => set({first_source})} />}
    <SourceField value={query.source ?? ''} names={names} label={tr.t('source')} any={tr.t('any_source')}
      onValue={(source) => set({source})} />
    {(query.source || query.source2) && !query.first_source &&
      <SourceField value={query.source2 ?? ''} names={names} label={tr.t('with_source')} any={tr.t('with_source')}
        onValue={(source2) => set({source2})} />}
    <label class="field"><span>{tr.t('from_date')}</span>
      <input type="date" value={query.from ?? ''} onChange={(event) => set({from: event.currentTarget.value})} /></label>
    <label class="field"><span>{tr.t('to_date')}</span>
      <input type="date" value={query.to ?? ''} onChange={(event) => set({to: event.currentTarget.value})} /></label>
    <label class="field"><span>{tr.t('min_members')}</span>
      <input type="number" min="2" max="1000000" inputMode="numeric" value={query.min_members ?? ''}
        onChange={(event) => set({min_members: event.currentTarget.value})} /></label>
    {names.length > MANY_SOURCES && <datalist id="source-names">
      {names.slice(0, 5000).map((name) => <option value={name} />)}</datalist>}
  </div>;
}
