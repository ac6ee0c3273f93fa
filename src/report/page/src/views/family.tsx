import * as Plot from '@observablehq/plot';
import {useEffect, useMemo, useState} from 'preact/hooks';
import {useLoaded, useShell, useTitle} from '../context';
import type {Alignment, Data, FamilyDetail, Member, Side} from '../data/types';
import {Chart, type Colors} from '../parts/chart';
import {DecideButtons} from '../parts/decide';
import {CsvButton} from '../parts/export';
import {Legend, MemberText, SideText, differs, usedOps} from '../parts/ops';
import {Failed, KindChip, Loading, Period, Quoted, Tip, WithCommand, clip, marked, plain, visible} from '../parts/text';
import {documentHref, href, replaceAddress} from '../route';
import {type QueryWord, queryWords} from '../text/hits';
import {across} from './overview';

type Query = Record<string, string>;
const PAGE = 50;
const LONG_TEXT = 1500;

export function FamilyView({id, query}: {id: number; query: Query}) {
  const {tr, data} = useShell();
  useTitle(tr.t('family_n', {n: id}));
  const [limit, setLimit] = useState(PAGE);
  const words = useMemo(() => queryWords(query.q ?? ''), [query.q]);
  const found = useLoaded(`${id}/${limit}`, () => loadFamily(data, id, limit));
  if (found.error) return <Failed error={found.error} again={found.again} />;
  if (found.value === undefined) return <Loading />;
  if (!found.value) return <p class="empty">{tr.t('not_found')}</p>;
  const family = found.value;
  const members = family.member_rows;
  return <>
    <FamilyHead family={family} words={words} />
    {members.rows.length === 0
      ? <p class="notice"><WithCommand sentence={tr.t('text_left_out')} command="tikrar serve RUN" /></p>
      : <>
        <Timeline family={family} />
        <SideBySide family={family} query={query} />
        <section class="card wide" aria-labelledby="copies-title">
          <div class="card-head">
            <h2 id="copies-title">{tr.t('copies')} <span class="faint">{tr.number(members.total)}</span></h2>
            <div class="controls">
              <Legend names={['edited', 'moved', 'missing', 'added']} />
              <CsvButton name={`family-${id}`} rows={() => [
                ['doc', 'source', 'date', 'title', 'begin', 'end', 'score', 'text'],
                ...members.rows.map((m) => [m.doc, m.source, m.date, m.title, m.begin, m.end, m.score, m.text])]} />
            </div>
          </div>
          {family.members > members.total && <p class="notice">{tr.t(
            family.kind === 'repeat' ? 'copies_repeat' : 'copies_fewer',
            {n: tr.number(members.total), total: tr.number(family.members)})}</p>}
          <ol class="members">
            {members.rows.map((member, index) => <MemberItem family={family} member={member} index={index} query={query} />)}
          </ol>
          {members.rows.length < members.total && data.mode === 'file' && <p class="note">
            {tr.t('first_of', {n: tr.number(members.rows.length), total: tr.number(members.total)})}{' '}
            <WithCommand sentence={tr.t('rest_served')} command="tikrar serve RUN" /></p>}
          {members.rows.length < members.total && data.mode === 'serve' && <button type="button" class="more"
            onClick={() => setLimit(limit + 4 * PAGE)}>{tr.t('more', {
              n: tr.number(Math.min(4 * PAGE, members.total - members.rows.length))})}</button>}
        </section>
      </>}
  </>;
}

const ANSWER = 100;

/** The server gives a hundred members an answer; larger families take several. */
async function loadFamily(data: Data, id: number, limit: number): Promise<FamilyDetail | null> {
  const family = await data.family(id, 0, Math.min(limit, ANSWER));
  if (!family) return null;
  const rows = [...family.member_rows.rows];
  while (rows.length < Math.min(limit, family.member_rows.total)) {
    const next = await data.family(id, rows.length, Math.min(ANSWER, limit - rows.length));
    if (!next || next.member_rows.rows.length === 0) break;
    rows.push(...next.member_rows.rows);
  }
  return {...family, member_rows: {total: family.member_rows.total, rows}};
}

function FamilyHead({family, words}: {family: FamilyDetail; words: QueryWord[]}) {
  const {tr} = useShell();
  const [whole, setWhole] = useState(false);
  const long = family.text.length > LONG_TEXT;
  return <section class="card wide family-head">
    <div class="card-head">
      <h1>{tr.t('family_n', {n: tr.number(family.family)})}</h1>
      <KindChip kind={family.kind} />
      <span class="faint">{tr.named('unit', family.unit)}</span>
      <div class="controls end">
        <DecideButtons target={{family: family.family}} kind={family.kind} what={tr.t('family_n', {n: family.family})} />
      </div>
    </div>
    <p class="facts">
      <span>{tr.count('n_members', family.members)}</span>
      <span>{tr.count('n_documents', family.documents)}</span>
      <span>{tr.count('n_sources', family.source_count)}</span>
      <span><Tip text={tr.t('tip_repeated')}>{tr.t('repeated')}</Tip> <bdi>{tr.bytes(family.repeated ?? family.bytes)}</bdi></span>
      {family.first?.date && <Period from={tr.date(family.first.date)} to={tr.date(family.date_last)} />}
    </p>
    <h2 class="small-title">{tr.t('representative')}</h2>
    <div class="reading" dir="auto">{marked(long && !whole ? clip(family.text, LONG_TEXT) : family.text, words)}</div>
    {long && !whole && <button type="button" class="more" onClick={() => setWhole(true)}>
      {tr.t('more', {n: tr.bytes(2 * (family.text.length - LONG_TEXT))})}</button>}
    {family.pattern && <><h2 class="small-title">{tr.t('pattern')}</h2>
      <div class="reading small" dir="auto">{marked(family.pattern, words)}</div></>}
    {family.kind === 'boilerplate' || family.kind === 'related' ? <p>
      <a href={href('review', '', {kind: family.kind, source: String(family.sources[0] ?? ''), at: family.family})}>
        {tr.t('review')} ↗</a></p> : null}
  </section>;
}

const DAY = /^\d{4}-\d\d-\d\d/;

function Timeline({family}: {family: FamilyDetail}) {
  const {tr} = useShell();
  const dated = family.member_rows.rows.flatMap((member, index) => {
    const time = member.date && DAY.test(member.date) ? Date.parse(member.date) : NaN;
    return Number.isNaN(time) ? [] : [{member, index, time: new Date(time), source: member.source ?? ''}];
  });
  if (dated.length < 2) return null;
  dated.sort((x, y) => x.time.getTime() - y.time.getTime());
  const names = [...new Set(dated.map((row) => row.source))].slice(0, 40);
  const shown = dated.filter((row) => names.includes(row.source));
  const label = (name: string) => `\u2068${plain(name || tr.t('no_source'), 26)}\u2069`;
  const build = (width: number, color: Colors, rtl: boolean): Plot.PlotOptions => {
    const room = Math.min(190, Math.max(90, width / 4));
    const format = new Intl.DateTimeFormat(tr.locale, {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'});
    const days = [...new Set(shown.map((row) => row.time.getTime()))].sort((x, y) => x - y).map((t) => new Date(t));
    const first = shown[0]!.time;
    const last = shown[shown.length - 1]!.time;
    const pad = Math.max(43_200_000, (last.getTime() - first.getTime()) * 0.05);
    const fits = Math.max(2, Math.floor((width - room) / 110));
    return {
      width, height: 44 + 30 * names.length, marginTop: 6, marginBottom: 38,
      marginLeft: rtl ? 24 : room, marginRight: rtl ? room : 24,
      x: {type: 'utc', domain: [new Date(first.getTime() - pad), new Date(last.getTime() + pad)], ...across(rtl)},
      y: {type: 'point', domain: names, padding: 0.6},
      marks: [
        Plot.gridY({stroke: color('line'), strokeOpacity: 1}),
        Plot.axisX({anchor: 'bottom', label: null, fill: color('ink'), stroke: color('line'), fontSize: 12,
          ...(days.length <= fits ? {ticks: days} : {ticks: fits}),
          // A picture runs from left to right, a date in Arabic does not.
          tickFormat: (date: Date) => `${rtl ? '\u2067' : '\u2066'}${format.format(date)}\u2069`}),
        Plot.axisY({anchor: rtl ? 'right' : 'left', label: null, tickSize: 0, tickPadding: 10,
          fill: color('ink'), fontSize: 13, tickFormat: label}),
        Plot.dot(shown, {x: 'time', y: 'source', r: 7, fill: color(family.kind), fillOpacity: 0.85,
          stroke: color('paper'), strokeWidth: 1.5,
          symbol: (row: {index: number}) => row.index === 0 ? 'diamond' : 'circle',
          href: (row) => documentHref(row.member.doc, {at: row.member.begin}),
          title: (row) => `${label(row.source)}, ${tr.date(row.member.date)}`,
          ariaLabel: (row) => `${label(row.source)}, ${tr.date(row.member.date)}, ${tr.t('copy_n', {n: row.index + 1})}`}),
      ],
    };
  };
  return <section class="card wide">
    <h2>{tr.t('timeline')}</h2>
    <Chart name={`family-${family.family}-timeline`} chartKey={`${family.family}/${shown.length}`}
      label={`${tr.t('timeline')}: ${shown.slice(0, 20).map((row) => `${label(row.source)} ${tr.date(row.member.date)}`).join(', ')}`}
      build={build} />
    <p class="note">{tr.t('timeline_note')}{' '}
      {new Set(dated.map((row) => row.source)).size > names.length && `${tr.t('sources_first', {
        n: tr.number(names.length), total: tr.number(new Set(dated.map((row) => row.source)).size)})} `}
      {family.member_rows.rows.length < family.member_rows.total && tr.t('timeline_part', {
        n: tr.number(family.member_rows.rows.length), total: tr.number(family.member_rows.total)})}</p>
  </section>;
}

const number = (text: string | undefined) => text !== undefined && /^\d+$/.test(text) ? Number(text) : null;

function SideBySide({family, query}: {family: FamilyDetail; query: Query}) {
  const {tr, data} = useShell();
  const rows = family.member_rows.rows;
  const a = number(query.a) ?? 0;
  const b = number(query.b);
  const set = (change: Record<string, number>) => replaceAddress(href('family', family.family, {a, b: b ?? 1, ...change}));
  const found = useLoaded(`${family.family}/${a}/${b}`, () =>
    b === null ? Promise.resolve(null) : data.align(family.family, a, b));
  useEffect(() => {
    if (b !== null) document.getElementById('side-by-side')?.scrollIntoView({block: 'start'});
  }, []);
  if (family.members < 2) return null;
  const choice = (name: 'a' | 'b', value: number) => <label class="field">
    <span>{tr.t(name === 'a' ? 'compare_a' : 'compare_b')}</span>
    <select value={value} onChange={(event) => set({[name]: Number(event.currentTarget.value)})}>
      {rows.map((member, index) => <option value={index}>{memberName(tr.number(index + 1), member)}</option>)}
    </select></label>;
  return <section class="card wide" id="side-by-side" aria-labelledby="side-title">
    <div class="card-head">
      <h2 id="side-title">{tr.t('side_by_side')}</h2>
      <div class="controls choose-pair">
        {choice('a', a)}{choice('b', b ?? 1)}
        {rows.length < family.member_rows.total && <span class="faint">{tr.t('first_of', {
          n: tr.number(rows.length), total: tr.number(family.member_rows.total)})}</span>}
        {b === null && <button type="button" onClick={() => set({})}>{tr.t('compare')}</button>}
      </div>
    </div>
    {b === null ? <p class="note">{tr.t('compare_two')}</p>
      : found.error ? <Failed error={found.error} again={found.again} />
        : found.value ? <AlignedPair alignment={found.value} />
          : found.busy ? <Loading /> : <p class="empty">{tr.t('not_found')}</p>}
  </section>;
}

// Each part isolated: in a menu, which takes no elements, a date or a Latin
// name would else turn the others around.
const memberName = (n: string, member: Member) => [n, plain(member.source ?? '', 24),
  member.date?.slice(0, 10) ?? ''].filter(Boolean).map((part) => `\u2068${part}\u2069`).join(' · ');

/** Two texts next to each other, their differences marked. */
export function AlignedPair({alignment}: {alignment: Alignment}) {
  const {tr} = useShell();
  const {a, b, ops} = alignment;
  return <>
    <Legend names={usedOps(ops)} />
    {!differs(ops) && <p class="note">{tr.t('whole_copy')}</p>}
    <div class="pair">
      <PairSide side={a}><SideText text={a.text} ops={ops} side="a" /></PairSide>
      <PairSide side={b}><SideText text={b.text} ops={ops} side="b" /></PairSide>
    </div>
  </>;
}

function PairSide({side, children}: {side: Side; children: preact.ComponentChildren}) {
  const {tr} = useShell();
  return <article class="side">
    <header>
      <a href={documentHref(side.doc)}><Quoted text={side.title || side.doc} letters={120} /></a>
      <span class="faint"><Quoted text={side.source ?? ''} letters={60} /> <bdi>{tr.date(side.date)}</bdi></span>
    </header>
    <div class="reading" dir="auto">{children}</div>
  </article>;
}

function MemberItem({family, member, index, query}: {family: FamilyDetail; member: Member; index: number; query: Query}) {
  const {tr} = useShell();
  const [whole, setWhole] = useState(false);
  const first = index === 0;
  // Only what is shown is marked; a member may be a whole book.
  const long = member.text.length > 2 * LONG_TEXT && !whole;
  const b = number(query.b) === index;
  return <li class={`member${first ? ' first' : ''}`} id={`copy-${index}`}>
    <div class="member-head">
      <b>{tr.t('copy_n', {n: tr.number(index + 1)})}</b>
      {first && <span class="tag">{tr.t('is_representative')}</span>}
      <span><Quoted text={member.source ?? tr.t('no_source')} letters={60} /></span>
      <bdi class="faint">{tr.date(member.date)}</bdi>
      <a class="member-title" href={documentHref(member.doc, {at: member.begin})}>
        <Quoted text={member.title || member.doc} letters={120} /></a>
      <span class="controls end">
        {member.score !== null && !first && <span class="faint" title={tr.t('tip_score')}><bdi>{tr.percent(member.score)}</bdi></span>}
        {!first && <a class="button" aria-current={b ? 'true' : undefined}
          href={href('family', family.family, {a: query.a ?? 0, b: index})}
          onClick={() => setTimeout(() => document.getElementById('side-by-side')?.scrollIntoView({block: 'start'}))}>
          {tr.t('side_by_side')}</a>}
      </span>
    </div>
    <div class="reading" dir="auto">
      {member.before && <span class="context">{visible(member.before)}</span>}
      {long ? visible(clip(member.text, 2 * LONG_TEXT))
        : member.ops && !first ? <MemberText text={member.text} other={family.text} ops={member.ops} />
          : visible(member.text)}
      {member.after && !long && <span class="context">{visible(member.after)}</span>}
    </div>
    {long && <button type="button" class="more" onClick={() => setWhole(true)}>
      {tr.t('more', {n: tr.bytes(2 * (member.text.length - 2 * LONG_TEXT))})}</button>}
  </li>;
}
