import {useEffect, useLayoutEffect, useRef, useState} from 'preact/hooks';
import {useLoaded, useShell, useTitle} from '../context';
import {useDecisions} from '../data/decisions';
import {KINDS, UNITS, type Decision, type FamilyQuery, type FamilyRow, type Verdict, targetKey} from '../data/types';
import {readSetting, writeSetting} from '../i18n';
import {DecideButtons, VerdictMeanings, downloadDecisions} from '../parts/decide';
import {MemberText} from '../parts/ops';
import {sourceNames} from '../parts/sources';
import {Failed, KindChip, Line, Loading, Quoted, WithCommand, clip, plain, visible} from '../parts/text';
import {documentHref, href, replaceAddress} from '../route';
import {SearchField, SourceField} from './families';

type Query = Record<string, string>;
const CHUNK = 1000;
const WINDOW = 60;
const SHOWN_MEMBERS = 6;
const KEYS_SETTING = 'tikrar-keys';

export function Review({query}: {query: Query}) {
  const {tr, decisions} = useShell();
  useTitle(tr.t('review'));
  useDecisions(decisions);
  const queue = useQueue(query);
  const [noteOpen, setNoteOpen] = useState(0);
  const [bulk, setBulk] = useState<Verdict | null>(null);
  const [keysOn, setKeysOn] = useState(() => readSetting(KEYS_SETTING) !== 'off');
  const actions = useActions(queue, () => setNoteOpen((n) => n + 1));
  useKeys(keysOn, actions);
  const set = (change: Query) => replaceAddress(href('review', '', {...query, at: '', ...change}));
  const decided = queue.rows.filter((row) => decisions.of({family: row.family})).length;
  return <>
    <div class="view-head">
      <h1>{tr.t('review')}</h1>
      <span class="progress">
        <progress max={Math.max(1, queue.total)} value={decided} aria-label={tr.t('decided_of', {n: decided, total: queue.total})} />
        <bdi>{tr.t('decided_of', {n: tr.number(decided), total: tr.number(queue.total)})}</bdi>
      </span>
      <SaveLine />
      <div class="controls end">
        <button type="button" onClick={actions.undo} disabled={!decisions.canUndo}>↺ {tr.t('undo')}</button>
        <button type="button" onClick={() => downloadDecisions(decisions)} disabled={decisions.all.length === 0}>
          ↓ {tr.t('download_decisions')}</button>
      </div>
    </div>
    <p class="note">{tr.t('review_note')}</p>
    <ReviewFilters query={query} set={set} />
    {queue.total > 1 && queue.filtered && <div class="bulk">
      {bulk === null ? <>
        <button type="button" class="quiet" onClick={() => setBulk('keep')}>{tr.t('keep_all', {n: tr.number(queue.total)})}</button>
        <button type="button" class="quiet" onClick={() => setBulk('drop')}>{tr.t('drop_all', {n: tr.number(queue.total)})}</button>
      </> : <span role="alertdialog" aria-label={tr.t(bulk)}>
        {tr.t('confirm_all', {action: tr.t(bulk), n: tr.number(queue.total)})}{' '}
        <button type="button" class={bulk} onClick={() => { setBulk(null); void actions.all(bulk); }}>{tr.t('yes')}</button>
        <button type="button" class="quiet" onClick={() => setBulk(null)}>{tr.t('cancel')}</button>
      </span>}
    </div>}
    <p class="keys">
      <label><input type="checkbox" checked={keysOn} onChange={(event) => {
        setKeysOn(event.currentTarget.checked);
        writeSetting(KEYS_SETTING, event.currentTarget.checked ? 'on' : 'off');
      }} /> {tr.t('keys_on')}</label> <bdi class="faint">{tr.t('keys_text')}</bdi>
    </p>
    <div class="review-columns">
      <QueueList queue={queue} />
      <section class="card review-card" aria-label={tr.t('family')}>
        {queue.error ? <Failed error={queue.error} />
          : queue.current ? <Judge key={queue.current.family} row={queue.current} actions={actions} noteOpen={noteOpen} />
            : queue.busy ? <Loading /> : <p class="empty">{tr.t('queue_empty')}</p>}
      </section>
    </div>
    <Made />
  </>;
}

interface Queue {
  rows: FamilyRow[];
  visible: FamilyRow[];
  total: number;
  filtered: boolean;
  asked: FamilyQuery;
  query: Query;
  position: number;
  current: FamilyRow | undefined;
  busy: boolean;
  error?: string;
  more(): void;
}

function queueQuery(query: Query): FamilyQuery {
  const asked: FamilyQuery = {};
  for (const name of ['kind', 'unit', 'source', 'q', 'min_members'] as const) {
    if (query[name]) asked[name] = query[name];
  }
  return asked;
}

/** The families to judge, in chunks, and which of them is in hand. */
function useQueue(query: Query): Queue {
  const {data, decisions} = useShell();
  const asked = queueQuery(query);
  const key = JSON.stringify(asked);
  const [chunks, setChunks] = useState(1);
  const loaded = useLoaded(`${key}/${chunks}`, async (signal) => {
    const rows: FamilyRow[] = [];
    for (;;) {
      const answer = await data.families(asked, rows.length, CHUNK, signal);
      rows.push(...answer.rows);
      if (rows.length >= Math.min(answer.total, chunks * CHUNK) || answer.rows.length === 0) {
        return {rows, total: answer.total, key};
      }
    }
  });
  // What was decided before this list was asked for; what is decided now
  // stays in sight, so that one can go back to it.
  const before = useRef<{key: string; done: Set<string>}>({key: '', done: new Set()});
  const listKey = `${key}/${query.open ?? ''}`;
  if (before.current.key !== listKey && loaded.value?.key === key) {
    before.current = {key: listKey, done: new Set(decisions.all.map(targetKey))};
  }
  const rows = loaded.value?.key === key ? loaded.value.rows : [];
  const visibleRows = query.open === '1'
    ? rows.filter((row) => !before.current.done.has(targetKey({family: row.family}))) : rows;
  const at = visibleRows.findIndex((row) => String(row.family) === query.at);
  // One that the list does not show, as it is decided, is not looked for.
  const isLeftOut = at < 0 && rows.some((row) => String(row.family) === query.at);
  const position = at < 0 && query.at && !isLeftOut ? -1 : Math.max(0, at);
  const isAllRead = rows.length >= (loaded.value?.total ?? 0);
  useEffect(() => {
    if (position < 0 && !loaded.busy && !isAllRead) setChunks((n) => 2 * n);
  }, [position, loaded.busy, isAllRead]);
  return {rows, visible: visibleRows, total: loaded.value?.key === key ? loaded.value.total : 0,
    filtered: Object.keys(asked).length > 0, asked, query, position, current: visibleRows[position],
    busy: loaded.busy || (position < 0 && !isAllRead), error: loaded.error, more: () => setChunks((n) => n + 1)};
}

interface Actions {
  move(step: number): void;
  decide(decision: Verdict): void;
  undo(): void;
  note(): void;
  all(decision: Verdict): Promise<void>;
}

function useActions(queue: Queue, openNote: () => void): Actions {
  const {tr, data, decisions, say} = useShell();
  const show = (row: FamilyRow | undefined) => {
    if (row) replaceAddress(href('review', '', {...queue.query, at: row.family}));
  };
  const move = (step: number) => {
    const to = queue.position + step;
    if (to >= queue.visible.length - 5 && queue.rows.length < queue.total) queue.more();
    show(queue.visible[to]);
  };
  const name = (family: number) => tr.t('family_n', {n: tr.number(family)});
  return {
    move,
    decide(decision) {
      const row = queue.current;
      if (!row) return;
      const note = decisions.drafts.get(targetKey({family: row.family})) ?? decisions.of({family: row.family})?.note;
      decisions.decide([{family: row.family, decision, ...(note ? {note} : {})}]);
      say(tr.t(decision === 'keep' ? 'done_keep' : 'done_drop', {what: name(row.family)}));
      move(1);
    },
    undo() {
      const targets = decisions.undo();
      const first = targets[0];
      if (!first) { say(tr.t('nothing_to_undo')); return; }
      say(tr.t('done_undo', {what: targets.length > 1 ? tr.count('n_families', targets.length)
        : first.family === undefined ? plain(first.doc ?? '', 40) : name(first.family)}));
      if (targets.length === 1) show(queue.visible.find((row) => row.family === first.family));
    },
    note: openNote,
    async all(decision) {
      const list: Decision[] = [];
      for (let offset = 0; ;) {
        const answer = await data.families(queue.asked, offset, CHUNK);
        for (const row of answer.rows) list.push({family: row.family, decision});
        offset += answer.rows.length;
        if (answer.rows.length === 0 || offset >= answer.total) break;
      }
      decisions.decide(list);
      say(tr.t(decision === 'keep' ? 'done_keep' : 'done_drop', {what: tr.count('n_families', list.length)}));
    },
  };
}

/** Keys by their letter; where the layout is not Latin, by their place. */
function keyName(event: KeyboardEvent): string {
  if (/^[A-Za-z]$/.test(event.key)) return event.key;
  const code = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (!code || event.key.length > 1) return event.key;
  return event.shiftKey ? code : code.toLowerCase();
}

function useKeys(on: boolean, actions: Actions) {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    if (!on) return;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.target as HTMLElement).closest?.('input:not([type=checkbox]), textarea, select')) return;
      const {move, decide, undo, note} = latest.current;
      const commands: Record<string, () => void> = {
        j: () => move(1), J: () => move(-1), p: () => move(-1),
        k: () => decide('keep'), d: () => decide('drop'), u: undo, n: note};
      const command = commands[keyName(event)];
      if (!command) return;
      event.preventDefault();
      command();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [on]);
}

function SaveLine() {
  const {tr, decisions, data} = useShell();
  const {save} = decisions;
  if (decisions.all.length === 0 && save.state === 'saved') return null;
  return <span class={`save-state ${save.state}`} role="status">
    {save.state === 'failed' ? tr.t('save_failed', {error: plain(save.error, 200)})
      : save.state === 'saving' && data.mode === 'serve' ? tr.t('saving') : `✓ ${tr.t('saved')}`}</span>;
}

function ReviewFilters({query, set}: {query: Query; set: (change: Query) => void}) {
  const {tr, data} = useShell();
  const names = useLoaded('names', () => sourceNames(data)).value ?? [];
  return <div class="filters" role="group" aria-label={tr.t('filter')}>
    <SearchField value={query.q ?? ''} onValue={(q) => set({q})} label={tr.t('search')} hint={tr.t('search_hint')} />
    <select value={query.kind ?? ''} aria-label={tr.t('kind')} onChange={(event) => set({kind: event.currentTarget.value})}>
      <option value="">{tr.t('any_kind')}</option>
      {KINDS.map((kind) => <option value={kind}>{tr.named('kind', kind)}</option>)}
    </select>
    <select value={query.unit ?? ''} aria-label={tr.t('unit')} onChange={(event) => set({unit: event.currentTarget.value})}>
      <option value="">{tr.t('any_unit')}</option>
      {UNITS.map((unit) => <option value={unit}>{tr.named('unit', unit)}</option>)}
    </select>
    <SourceField value={query.source ?? ''} names={names} label={tr.t('source')} any={tr.t('any_source')}
      onValue={(source) => set({source})} />
    <label class="check"><input type="checkbox" checked={query.open === '1'}
      onChange={(event) => set({open: event.currentTarget.checked ? '1' : ''})} /> {tr.t('queue_open')}</label>
  </div>;
}

function QueueList({queue}: {queue: Queue}) {
  const {tr, decisions} = useShell();
  const list = useRef<HTMLOListElement>(null);
  const from = Math.max(0, Math.min(queue.position - WINDOW / 2, queue.visible.length - WINDOW));
  const rows = queue.visible.slice(from, from + WINDOW);
  useEffect(() => {
    // The list scrolls, the page stays.
    const item = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (!item || !list.current) return;
    const [top, height] = [item.offsetTop - list.current.offsetTop, list.current.clientHeight];
    if (top < list.current.scrollTop || top + item.offsetHeight > list.current.scrollTop + height) {
      list.current.scrollTop = top - height / 3;
    }
  }, [queue.position, rows.length]);
  return <nav class="card queue" aria-label={tr.t('queue')}>
    <h2>{tr.t('queue')} <span class="faint"><bdi>{tr.t('rows_of', {
      n: tr.number(queue.visible.length ? queue.position + 1 : 0), total: tr.number(queue.query.open === '1' ? queue.visible.length : queue.total)})}</bdi></span></h2>
    <ol ref={list} start={from + 1}>
      {rows.map((row) => {
        const made = decisions.of({family: row.family});
        return <li key={row.family}><a href={href('review', '', {...queue.query, at: row.family})}
          aria-current={row.family === queue.current?.family ? 'true' : undefined}>
          {made ? <span class={`verdict ${made.decision}`} role="img"
            aria-label={tr.t(made.decision === 'keep' ? 'kept_mark' : 'dropped_mark')}>
            {made.decision === 'keep' ? '✓' : '✕'}</span> : <span />}
          <span class={`swatch k-${row.kind}`} aria-hidden="true" />
          <Line text={row.text} letters={90} />
          <bdi class="faint">{tr.number(row.members)}</bdi>
        </a></li>;
      })}
    </ol>
  </nav>;
}

function Judge({row, actions, noteOpen}: {row: FamilyRow; actions: Actions; noteOpen: number}) {
  const {tr, data, decisions} = useShell();
  const found = useLoaded(String(row.family), () => data.family(row.family, 0, SHOWN_MEMBERS));
  const made = decisions.of({family: row.family});
  const members = found.value?.member_rows.rows ?? [];
  const name = tr.t('family_n', {n: tr.number(row.family)});
  return <>
    <div class="card-head">
      <h2><a href={href('family', row.family)}>{name}</a></h2>
      <KindChip kind={row.kind} />
      <span class="faint">{tr.named('unit', row.unit)}</span>
    </div>
    <p class="facts"><span>{tr.count('n_members', row.members)}</span><span>{tr.count('n_documents', row.documents)}</span>
      <span>{tr.count('n_sources', row.source_count)}</span><span><bdi>{tr.bytes(row.bytes)}</bdi></span></p>
    <div class="judge">
      <button type="button" class="keep big" aria-pressed={made?.decision === 'keep'} onClick={() => actions.decide('keep')}>
        <span aria-hidden="true">✓ </span>{tr.t('keep')} <kbd aria-hidden="true">k</kbd></button>
      <button type="button" class="drop big" aria-pressed={made?.decision === 'drop'} onClick={() => actions.decide('drop')}>
        <span aria-hidden="true">✕ </span>{tr.t('drop')} <kbd aria-hidden="true">d</kbd></button>
      <span class="spacer" />
      <button type="button" class="quiet" onClick={() => actions.move(-1)}>{tr.t('previous')} <kbd aria-hidden="true">J</kbd></button>
      <button type="button" class="quiet" onClick={() => actions.move(1)}>{tr.t('next')} <kbd aria-hidden="true">j</kbd></button>
    </div>
    <VerdictMeanings kind={row.kind} />
    <NoteField row={row} made={made} open={noteOpen} />
    <div class="reading" dir="auto">{visible(tight(found.value?.text ?? row.text, 600))}</div>
    {found.error && <Failed error={found.error} again={found.again} />}
    {found.value && members.length === 0 && <p class="notice"><WithCommand sentence={tr.t('text_left_out')} command="tikrar serve RUN" /></p>}
    <ul class="members short">{members.map((member, index) => <li class="member">
      <div class="member-head">
        <span><Quoted text={member.source ?? tr.t('no_source')} letters={60} /></span><bdi class="faint">{tr.date(member.date)}</bdi>
        <a class="member-title" href={documentHref(member.doc, {at: member.begin})}><Quoted text={member.title || member.doc} letters={100} /></a>
        <span class="controls end"><span class="faint">{tr.t('this_place')}</span>
          <DecideButtons small target={{doc: member.doc, begin: member.begin, end: member.end}} what={`${tr.t('copy_n', {n: index + 1})}, ${plain(member.doc, 40)}`} /></span>
      </div>
      <div class="reading small" dir="auto">
        {member.before && <span class="context">{visible(member.before)}</span>}
        {member.ops && index > 0 && member.text.length <= 700 && found.value
          ? <MemberText text={member.text} other={found.value.text} ops={member.ops} />
          : visible(tight(member.text, 400))}
        {member.after && member.text.length <= 500 && <span class="context">{visible(member.after)}</span>}
      </div>
    </li>)}</ul>
    {row.members > members.length && members.length > 0 &&
      <p><a href={href('family', row.family)}>{tr.t('more', {n: tr.number(row.members - members.length)})}</a></p>}
  </>;
}

/** For a glance: the begin, without blank lines. */
const tight = (text: string, letters: number) => clip(text, letters).replace(/\n\s*\n/g, '\n');

function NoteField({row, made, open}: {row: FamilyRow; made: Decision | undefined; open: number}) {
  const {tr, decisions} = useShell();
  const field = useRef<HTMLInputElement>(null);
  const first = useRef(open);
  useLayoutEffect(() => { if (open !== first.current) field.current?.focus(); }, [open]);
  const key = targetKey({family: row.family});
  const draft = decisions.drafts.get(key);
  if (!made && !draft && open === first.current) return null;
  const save = (text: string) => {
    const note = text.trim();
    if (!made) { decisions.drafts.set(key, note); return; }
    if (note === (made.note ?? '')) { decisions.drafts.delete(key); return; }
    decisions.decide([{family: row.family, decision: made.decision, ...(note ? {note} : {})}]);
  };
  return <label class="note-field"><span>{tr.t('note')}</span>
    <input ref={field} type="text" dir="auto" maxLength={500} defaultValue={draft ?? made?.note ?? ''} placeholder={tr.t('note_hint')}
      onChange={(event) => save(event.currentTarget.value)}
      onKeyDown={(event) => { if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur(); }} /></label>;
}

function Made() {
  const {tr, data, run, decisions} = useShell();
  const all = decisions.all;
  const [limit, setLimit] = useState(100);
  const command = 'tikrar clean RUN --decisions decisions.jsonl -o OUT';
  return <section class="card wide" aria-labelledby="made-title">
    <h2 id="made-title">{tr.t('decisions_made')} <span class="faint">{tr.number(all.length)}</span></h2>
    <p class="note">{data.mode === 'serve' && run.writable === false ? tr.t('cannot_write')
      : <WithCommand sentence={tr.t(data.mode === 'serve' ? 'stored_server' : 'stored_here')} command={command} />}</p>
    {all.length > limit && <p class="note">{tr.t('last_of', {n: tr.number(limit), total: tr.number(all.length)})}</p>}
    {all.length === 0 ? <p class="empty">{tr.t('no_decisions')}</p> : <ul class="made">
      {all.slice(-limit).reverse().map((decision) => <li>
        <span class={`verdict ${decision.decision}`}>{decision.decision === 'keep' ? '✓ ' : '✕ '}
          {tr.t(decision.decision === 'keep' ? 'kept_mark' : 'dropped_mark')}</span>
        {decision.doc === undefined
          ? <a href={href('review', '', {at: decision.family})}>{tr.t('family_n', {n: tr.number(decision.family ?? 0)})}</a>
          : <a href={documentHref(decision.doc, {at: decision.begin})}><Quoted text={decision.doc} letters={60} /> <bdi>{decision.begin}–{decision.end}</bdi></a>}
        {decision.note && <span class="faint"><Quoted text={decision.note} /></span>}
        <button type="button" class="quiet end" onClick={() => decisions.withdraw(decision)}>{tr.t('withdraw')}</button>
      </li>)}
    </ul>}
    {all.length > limit && <button type="button" class="more" onClick={() => setLimit(10 * limit)}>{tr.t('show_more')}</button>}
  </section>;
}
