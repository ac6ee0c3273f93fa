import {useMemo, useState} from 'preact/hooks';
import {useLoaded, useShell, useTitle} from '../context';
import {useDecisions} from '../data/decisions';
import {KINDS, type DocumentQuery, type DocumentRow} from '../data/types';
import type {Translator} from '../i18n';
import {type Cell, CsvButton} from '../parts/export';
import {type Column, VirtualTable} from '../parts/table';
import {HitLine, KindChip, Quoted} from '../parts/text';
import {type QueryWord, queryWords} from '../text/hits';
import {sourceNames} from '../parts/sources';
import {documentHref, href, replaceAddress} from '../route';
import {SearchField, SearchNote, SourceField} from './families';

type Query = Record<string, string>;
// With what was found of the text below the title.
const TALL_ROW = 64;

export function Documents({query}: {query: Query}) {
  const {tr, data, decisions} = useShell();
  useDecisions(decisions);
  useTitle(tr.t('documents_view'));
  const [total, setTotal] = useState<number | null>(null);
  const names = useLoaded('names', () => sourceNames(data)).value ?? [];
  const asked: DocumentQuery = {};
  for (const name of ['q', 'source', 'kept', 'reason'] as const) if (query[name]) asked[name] = query[name];
  const set = (change: Query) => replaceAddress(href('documents', '', {...query, ...change}));
  const words = useMemo(() => queryWords(asked.q ?? ''), [asked.q]);
  const columns = useMemo(() => documentColumns(tr, words, asked.q), [tr.language, asked.q]);
  const csvRows = async () => {
    const rows: Cell[][] = [['doc', 'source', 'date', 'title', 'url', 'bytes', 'stays', 'reason', 'keeper']];
    for (let offset = 0; ;) {
      const answer = await data.documents(asked, offset, 1000);
      for (const row of answer.rows) {
        rows.push([row.doc, row.source, row.date, row.title, row.url, row.bytes, row.stays, row.reason, row.keeper]);
      }
      offset += answer.rows.length;
      if (answer.rows.length === 0 || offset >= answer.total) return rows;
    }
  };
  return <div class="fill">
    <div class="view-head">
      <h1>{tr.t('documents_view')}</h1>
      <span class="faint" role="status">{total === null ? '' : tr.count('n_documents', total)}</span>
      <div class="controls end"><CsvButton name="documents" rows={csvRows} /></div>
    </div>
    <div class="filters" role="group" aria-label={tr.t('filter')}>
      <SearchField value={query.q ?? ''} onValue={(q) => set({q})} label={tr.t('search')} hint={tr.t('search_hint')} />
      <SourceField value={query.source ?? ''} names={names} label={tr.t('source')} any={tr.t('any_source')}
        onValue={(source) => set({source})} />
      <label class="field"><span>{tr.t('kept')}</span>
        <select value={query.kept ?? ''} onChange={(event) => set({kept: event.currentTarget.value, reason: ''})}>
          <option value="">{tr.t('kept_any')}</option>
          <option value="true">{tr.t('kept_true')}</option>
          <option value="false">{tr.t('kept_false')}</option>
        </select></label>
      {query.kept === 'false' && <select value={query.reason ?? ''} aria-label={tr.t('kind')}
        onChange={(event) => set({reason: event.currentTarget.value})}>
        <option value="">{tr.t('any_kind')}</option>
        {KINDS.map((kind) => <option value={kind}>{tr.named('kind', kind)}</option>)}
      </select>}
    </div>
    {asked.q && <SearchNote what="documents" />}
    {data.mode === 'serve' && decisions.all.length > 0 && <p class="note">
      {tr.t('kept')}: {tr.count('documents_undecided', decisions.all.length)}</p>}
    <VirtualTable<DocumentRow> label={tr.t('documents_view')} columns={columns} rowsKey={JSON.stringify(asked)}
      load={(offset, limit, signal) => data.documents(asked, offset, limit, signal)}
      pageSize={100} address={(row) => documentHref(row.doc, {q: asked.q})}
      rowHeight={asked.q ? TALL_ROW : undefined}
      empty={tr.t('no_documents')} onTotal={setTotal} />
  </div>;
}

function documentColumns(tr: Translator, words: QueryWord[], q: string | undefined): Column<DocumentRow>[] {
  return [
    {key: 'title', label: tr.t('title'), width: 'minmax(16rem, 1fr)', cell: (row) =>
      <a class="line-link" href={documentHref(row.doc, {q})}>
        <HitLine text={row.title || row.doc} words={words} letters={200} />
        {row.hit && <span class="faint"><HitLine text={row.hit.text} hit={row.hit} words={words} /></span>}</a>},
    {key: 'doc', label: tr.t('document'), width: 'minmax(7rem, 14rem)', cell: (row) =>
      <span class="one-line faint"><Quoted text={row.doc} letters={80} /></span>},
    {key: 'source', label: tr.t('source'), width: 'minmax(6rem, 12rem)', cell: (row) =>
      <span class="one-line"><Quoted text={row.source ?? ''} letters={60} /></span>},
    {key: 'date', label: tr.t('date'), width: '7rem', number: true, cell: (row) => <bdi>{tr.date(row.date)}</bdi>},
    {key: 'bytes', label: tr.t('size'), width: '6rem', number: true, tip: tr.t('tip_bytes'),
      cell: (row) => <bdi>{tr.bytes(row.bytes)}</bdi>},
    {key: 'keep', label: tr.t('kept'), width: '10rem', cell: (row) => row.stays
      ? <span class="faint">{tr.t('kept_true')}</span>
      : row.reason ? <span class="one-line gone"><KindChip kind={row.reason} /></span> : tr.t('removed')},
  ];
}
