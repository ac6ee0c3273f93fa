import type {ComponentChildren} from 'preact';
import {useEffect, useMemo, useState} from 'preact/hooks';
import {useLoaded, useShell, useTitle} from '../context';
import {useDecisions} from '../data/decisions';
import {KINDS, type DocumentDetail, type Kind, type Span} from '../data/types';
import {DecideButtons} from '../parts/decide';
import {CsvButton} from '../parts/export';
import {Failed, KindChip, Line, Loading, Quoted, WithCommand, clip, marked, plain} from '../parts/text';
import {documentHref, href, placeKept, replaceAddress} from '../route';
import {type QueryWord, queryWords} from '../text/hits';
import {segments} from '../text/segments';
import {ByteOffsets} from '../text/utf8';

type Query = Record<string, string>;
// Of marks and of others, at first and more each time.
const LIST = 200;

export function DocumentView({query}: {query: Query}) {
  const {tr, data, decisions} = useShell();
  useDecisions(decisions);
  const doc = query.doc ?? '';
  // What cleaning leaves of it follows what is decided.
  const [shares, setShares] = useState(LIST);
  const found = useLoaded(`${data.mode === 'serve' ? decisions.version : ''}/${shares}/${doc}`,
    () => data.document(doc, shares));
  useTitle(plain(found.value?.title || doc || tr.t('document')));
  if (found.error) return <Failed error={found.error} again={found.again} />;
  if (found.value === undefined) return <Loading />;
  if (!found.value) {
    return <section class="card wide"><h1><Quoted text={doc} /></h1>
      <p class="notice">{data.mode === 'serve' ? tr.t('document_unknown')
        : <WithCommand sentence={tr.t('document_left_out')} command="tikrar serve RUN" />}</p></section>;
  }
  return <Loaded document={found.value} query={query} more={() => setShares(5 * shares)} />;
}

function Loaded({document: detail, query, more}: {document: DocumentDetail; query: Query; more: () => void}) {
  const {tr} = useShell();
  const cleaned = query.clean === '1';
  const hidden = new Set((query.hide ?? '').split(',').filter(Boolean));
  const set = (change: Query) => replaceAddress(documentHref(detail.doc, {...query, ...change}));
  const offsets = useMemo(() => new ByteOffsets(detail.text), [detail]);
  const used = KINDS.filter((kind) => detail.spans.some((span) => span.kind === kind));
  const toggle = (kind: Kind) => {
    const next = new Set(hidden);
    if (!next.delete(kind)) next.add(kind);
    set({hide: [...next].join(',')});
  };
  const words = useMemo(() => queryWords(query.q ?? ''), [query.q]);
  useEffect(() => {
    if (query.at === undefined) {
      if (placeKept().y === undefined) document.querySelector('.whole .hit')?.scrollIntoView({block: 'center'});
      return;
    }
    const mark = document.querySelector<HTMLElement>(`[data-begin="${CSS.escape(query.at)}"]`);
    mark?.scrollIntoView({block: 'center'});
    mark?.classList.add('found');
  }, [query.at, query.q, detail.doc]);
  return <>
    <DocumentHead detail={detail} />
    <div class="document-columns">
      <section class="card text-card" aria-labelledby="text-title">
        <div class="card-head">
          <h2 id="text-title" class="sr-only">{tr.t('text')}</h2>
          <fieldset class="segments">
            <legend class="sr-only">{tr.t('show_as')}</legend>
            {(['as_read', 'as_cleaned'] as const).map((name) => <label>
              <input type="radio" name="show" checked={cleaned === (name === 'as_cleaned')}
                onChange={() => set({clean: name === 'as_cleaned' ? '1' : ''})} />
              <span>{tr.t(name)}</span></label>)}
          </fieldset>
          {!cleaned && <div class="kind-toggles" role="group" aria-label={tr.t('show_kinds')}>
            {used.map((kind) => <button type="button" class={`chip toggle k-${kind}`} aria-pressed={!hidden.has(kind)}
              title={tr.named('mean', kind)} onClick={() => toggle(kind)}>
              <span class="swatch" aria-hidden="true" /><span class={`mark sample k-${kind}`}>{tr.named('kind', kind)}</span>
              <bdi class="faint">{tr.number(detail.spans.filter((span) => span.kind === kind).length)}</bdi></button>)}
          </div>}
        </div>
        {words.length > 0 && <p class="note">{tr.t('hits_of', {q: query.q ?? ''})}{' '}
          <button type="button" class="quiet" onClick={() => set({q: ''})}>✕ {tr.t('hits_off')}</button></p>}
        {cleaned ? <CleanedText detail={detail} offsets={offsets} words={words} />
          : <MarkedText detail={detail} offsets={offsets} hidden={hidden} words={words} />}
      </section>
      <aside class="side-lists">
        <SpanList detail={detail} offsets={offsets} hidden={hidden} query={query} />
        <Shares detail={detail} more={more} />
      </aside>
    </div>
  </>;
}

function DocumentHead({detail}: {detail: DocumentDetail}) {
  const {tr, data} = useShell();
  // `cleaned` is what clean leaves, served with the decisions, and not in a file
  // that left the text out; `keep` is what the scan proposed.
  const stays = detail.cleaned.length > 0 || (data.mode === 'file' && detail.stays);
  return <header class="document-head">
    <h1 class="reading-title"><Quoted text={detail.title || detail.doc} letters={400} /></h1>
    <p class="facts">
      {detail.source && <a href={href('documents', '', {source: detail.source})}><Quoted text={detail.source} letters={80} /></a>}
      {detail.date && <span><Quoted text={tr.date(detail.date)} letters={40} /></span>}
      <span title={tr.t('tip_bytes')}><bdi>{tr.bytes(detail.bytes)}</bdi></span>
      <span class="faint"><Quoted text={detail.doc} letters={120} /></span>
      <Address url={detail.url} />
    </p>
    <p class={stays ? 'fate' : 'fate gone'}>
      {stays ? tr.t('stays_whole') : detail.keep ? tr.t('removed_all') : <>
        {tr.t('removed_whole')}{' '}
        {detail.keeper !== null && <a href={documentHref(detail.keeper)}><Quoted text={detail.keeper} letters={120} /></a>}
        {' '}{detail.reason && <KindChip kind={detail.reason} />}
        {detail.keeper !== null && <> · <a href={href('compare', '', {a: detail.keeper, b: detail.doc})}>{tr.t('side_by_side')}</a></>}
      </>}
    </p>
  </header>;
}

/** A link if it leads to the web, else its text: no other scheme is followed. */
function Address({url}: {url: string | null}) {
  const {tr} = useShell();
  if (!url) return null;
  let parsed: URL | null = null;
  try { parsed = new URL(url); } catch { /* no address */ }
  if (parsed && (parsed.protocol === 'http:' || parsed.protocol === 'https:')) {
    return <a href={parsed.href} rel="noopener noreferrer nofollow" target="_blank">{tr.t('original')} ↗</a>;
  }
  return <span class="faint" title={tr.t('not_a_link')}><Quoted text={url} letters={80} /></span>;
}

function roleName(tr: ReturnType<typeof useShell>['tr'], span: Span): string {
  return span.role ? `${tr.named('kind', span.kind)} · ${tr.named('role', span.role)}` : tr.named('kind', span.kind);
}

function MarkedText({detail, offsets, hidden, words}: {detail: DocumentDetail; offsets: ByteOffsets;
  hidden: Set<string>; words: QueryWord[]}) {
  const {tr} = useShell();
  const shown = detail.spans.filter((span) => !hidden.has(span.kind));
  const key = [...hidden].sort().join();
  const cut = useMemo(() => segments(detail.text.length, shown, offsets), [detail, key]);
  const parts: ComponentChildren[] = cut.map(({begin, end, spans, starts}) => {
    const text = detail.text.slice(begin, end);
    const top = spans[0];
    if (top === undefined) return marked(text, words);
    const span = shown[top]!;
    const names = spans.map((i) => roleName(tr, shown[i]!));
    const tag = starts.map((i) => shown[i]!).map((s) =>
      s.role && s.role !== 'other' ? tr.named('role', s.role) : tr.named('kind', s.kind)).join(' + ');
    const spoken = starts.map((i) => roleName(tr, shown[i]!)).join(' + ');
    const target = spans.map((i) => shown[i]!).find((s) => s.family !== null);
    const attributes = {
      class: `mark k-${span.kind}${spans.length > 1 ? ` over k2-${shown[spans[1]!]!.kind}` : ''}`,
      title: target ? `${names.join(' + ')} → ${tr.t('in_family', {n: tr.number(target.family!)})}` : names.join(' + '),
      'data-tag': tag || undefined,
      'data-begin': starts.length ? shown[starts[0]!]!.begin : undefined,
    };
    const inner = <>{tag && <span class="sr-only">{`[${spoken}] `}</span>}{marked(text, words)}</>;
    return target ? <a {...attributes} href={href('family', target.family!)}>{inner}</a>
      : <mark {...attributes}>{inner}</mark>;
  });
  return <div class="reading whole" dir="auto" lang="ar">{parts}</div>;
}

function CleanedText({detail, offsets, words}: {detail: DocumentDetail; offsets: ByteOffsets; words: QueryWord[]}) {
  const {tr} = useShell();
  const kept = detail.cleaned.reduce((sum, [begin, end]) => sum + end - begin, 0);
  const parts: ComponentChildren[] = [];
  let at = 0;
  const cutMark = (bytes: number) => <span class="cut" role="img" title={`${tr.t('removed')}: ${tr.bytes(bytes)}`}
    aria-label={`${tr.t('removed')}: ${tr.bytes(bytes)}`}>⋯</span>;
  let gone = 0;
  for (const range of detail.cleaned) {
    const [begin, end] = offsets.range(range);
    const text = detail.text.slice(begin, end);
    gone += Math.max(0, range[0] - at);
    at = range[1];
    // What was removed line by line is one cut.
    if (!text.trim() && gone > 0) continue;
    if (gone > 0) parts.push(cutMark(gone), ' ');
    gone = 0;
    parts.push(marked(text, words));
  }
  gone += Math.max(0, offsets.total - at);
  if (gone > 0) parts.push(' ', cutMark(gone));
  return <>
    <p class="note">{tr.t('cleaned_bytes', {kept: tr.bytes(kept), total: tr.bytes(offsets.total)})}</p>
    <div class="reading whole" dir="auto" lang="ar">{parts}</div>
  </>;
}

function SpanList({detail, offsets, hidden, query}: {detail: DocumentDetail; offsets: ByteOffsets; hidden: Set<string>; query: Query}) {
  const {tr} = useShell();
  const view = {hide: query.hide};
  const [limit, setLimit] = useState(LIST);
  const all = detail.spans.filter((span) => !hidden.has(span.kind));
  const shown = all.slice(0, limit);
  return <section class="card" aria-labelledby="marks-title">
    <div class="card-head"><h2 id="marks-title">{tr.t('marks_in_text')} <span class="faint">{tr.number(all.length)}</span></h2>
      <CsvButton name="spans" rows={() => [['doc', 'begin', 'end', 'kind', 'role', 'family', 'score'],
        ...detail.spans.map((s) => [detail.doc, s.begin, s.end, s.kind, s.role, s.family, s.score])]} /></div>
    {detail.spans.length === 0 ? <p class="empty">{tr.t('no_marks')}</p> : <ul class="spans">
      {shown.map((span) => {
        const [begin, end] = offsets.range([span.begin, span.end]);
        const text = clip(detail.text.slice(begin, Math.min(end, begin + 200)), 90);
        return <li>
          <div class="span-head"><KindChip kind={span.kind} />
            {span.role && <span class="faint">{tr.named('role', span.role)}</span>}
            {span.family !== null && <a class="end" href={href('family', span.family)}>{tr.t('in_family', {n: tr.number(span.family)})}</a>}
          </div>
          <a class="line-link" href={documentHref(detail.doc, {...view, at: span.begin})}><Line text={text} /></a>
          <DecideButtons small target={{doc: detail.doc, begin: span.begin, end: span.end}} what={plain(text, 40)} />
        </li>;
      })}
    </ul>}
    {all.length > limit && <FirstOf shown={limit} total={all.length} more={() => setLimit(5 * limit)} />}
  </section>;
}

/** That a list is not all, with a way to the rest. */
function FirstOf({shown, total, more}: {shown: number; total: number; more?: () => void}) {
  const {tr} = useShell();
  return <div class="first-of">
    <p class="note">{tr.t('first_of', {n: tr.number(shown), total: tr.number(total)})}
      {!more && <>{' '}<WithCommand sentence={tr.t('rest_served')} command="tikrar serve RUN" /></>}</p>
    {more && <button type="button" class="more" onClick={more}>{tr.t('show_more')}</button>}
  </div>;
}

function Shares({detail, more}: {detail: DocumentDetail; more: () => void}) {
  const {tr, data} = useShell();
  const {rows, total} = detail.shares;
  return <section class="card" aria-labelledby="shares-title">
    <div class="card-head"><h2 id="shares-title">{tr.t('shares_with')} <span class="faint">{tr.count('n_documents', total)}</span></h2>
      {rows.length > 0 && <CsvButton name="shares" rows={() => [['doc', 'source', 'date', 'title', 'kind', 'family', 'begin', 'end', 'families'],
        ...rows.map((r) => [r.doc, r.source, r.date, r.title, r.kind, r.family, r.begin, r.end, r.families])]} />}</div>
    {rows.length === 0 ? <p class="empty">{tr.t('shares_none')}</p> : <ul class="spans">
      {rows.map((row) => <li>
        <div class="span-head"><KindChip kind={row.kind} />
          <span><Quoted text={row.source ?? ''} letters={40} /></span><bdi class="faint">{tr.date(row.date)}</bdi>
          {(row.families ?? 1) > 1 && <span class="faint">{tr.count('n_families', row.families!)}</span>}
          <a class="end" href={href('compare', '', {a: detail.doc, b: row.doc})}>{tr.t('compare')}</a></div>
        <a class="line-link accent" href={documentHref(row.doc)}><Line text={row.title || row.doc} letters={120} /></a>
      </li>)}
    </ul>}
    {total > rows.length && <FirstOf shown={rows.length} total={total} more={data.mode === 'serve' ? more : undefined} />}
  </section>;
}
