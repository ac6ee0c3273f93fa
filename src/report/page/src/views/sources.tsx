import * as Plot from '@observablehq/plot';
import {useMemo, useRef, useState} from 'preact/hooks';
import {useLoaded, useShell, useTitle} from '../context';
import {KINDS, MEASURES, type Kind, type Measure, type Sharing, type SourceRow, type Template} from '../data/types';
import type {Translator} from '../i18n';
import {draw} from '../parts/chart';
import {CsvButton, ImageButtons} from '../parts/export';
import {Failed, KindChip, Loading, Period, Quoted, Tip, plain} from '../parts/text';
import {href, replaceAddress} from '../route';

type Query = Record<string, string>;

export function Sources({query}: {query: Query}) {
  const {tr} = useShell();
  useTitle(tr.t('nav_sources'));
  return <>
    <h1>{tr.t('nav_sources')}</h1>
    <SharingCard query={query} />
    <SourceTable query={query} />
  </>;
}

interface Matrix {
  names: string[];
  value(from: number, to: number): number;
  cell(from: number, to: number): Sharing['cells'][number] | undefined;
  /** Of the families of a cell, those of which nobody knows who was first. */
  unknown(from: number, to: number): number;
  most: number;
}

/** The cells by place; sources are named by text or by number in the list. */
function matrixOf(sharing: Sharing, measure: Measure): Matrix {
  const at = new Map(sharing.sources.map((name, i) => [name, i]));
  const place = (source: string | number) =>
    typeof source === 'number' ? source : at.get(source) ?? -1;
  const size = sharing.sources.length;
  const cells = new Map<number, Sharing['cells'][number]>();
  let most = 0;
  for (const cell of sharing.cells) {
    const [from, to] = [place(cell.from), place(cell.to)];
    if (from < 0 || to < 0 || from >= size || to >= size) continue;
    cells.set(from * size + to, cell);
    most = Math.max(most, cell[measure]);
  }
  const cell = (from: number, to: number) => cells.get(from * size + to);
  const unknown = (from: number, to: number) => {
    const found = cell(from, to);
    return (found?.tied ?? 0) + (found?.undated ?? 0);
  };
  return {names: sharing.sources, cell, unknown, most, value: (from, to) => cell(from, to)?.[measure] ?? 0};
}

const LEVELS = 6;
// On the shades of the levels; the style sheet has the same.
const INKS = ['ink', 'ink', 'ink', 'ink', 'heat-ink-4', 'heat-ink-strong', 'heat-ink-strong'];

/** 0 for nothing, 1 to 6 by the root, as areas grow: the many small ones differ, too. */
function level(value: number, most: number): number {
  if (value <= 0) return 0;
  return 1 + Math.min(LEVELS - 1, Math.floor(LEVELS * Math.sqrt(value / most)));
}

function SharingCard({query}: {query: Query}) {
  const {tr, data} = useShell();
  const measure = (MEASURES as readonly string[]).includes(query.measure ?? '')
    ? query.measure as Measure : 'families';
  const kind = data.mode === 'serve' ? query.kind ?? '' : '';
  const found = useLoaded(`${measure}/${kind}`, () => data.sharing(measure, kind));
  const set = (change: Query) => replaceAddress(href('sources', '', {...query, ...change}));
  const matrix = useMemo(() => found.value ? matrixOf(found.value, measure) : null, [found.value]);
  return <section class="card wide" aria-labelledby="sharing-title">
    <div class="card-head">
      <h2 id="sharing-title">{tr.t('sharing')}</h2>
      <div class="controls">
        <fieldset class="segments">
          <legend class="sr-only">{tr.t('measure')}</legend>
          {MEASURES.map((name) => <label>
            <input type="radio" name="measure" checked={name === measure}
              onChange={() => set({measure: name})} />
            <span>{tr.named('measure', name)}</span>
          </label>)}
        </fieldset>
        {data.mode === 'serve' && <label class="field"><span class="sr-only">{tr.t('kind')}</span>
          <select value={kind} onChange={(event) => set({kind: event.currentTarget.value})}>
            <option value="">{tr.t('any_kind')}</option>
            {KINDS.map((name) => <option value={name}>{tr.named('kind', name)}</option>)}
          </select></label>}
        {matrix && <CsvButton name={`sharing-${measure}`} rows={() => [
          ['first', 'then', 'families', 'documents', 'bytes', 'families_same_day', 'families_undated'],
          ...matrix.names.flatMap((from, i) => matrix.names.flatMap((to, j) => {
            const cell = matrix.cell(i, j);
            return cell ? [[from, to, cell.families, cell.documents, cell.bytes, cell.tied, cell.undated]] : [];
          }))]} />}
        {matrix && <ImageButtons name={`sharing-${measure}`} svg={() => heatImage(matrix, tr, measure)} />}
      </div>
    </div>
    <p class="note">{tr.t('sharing_note')}</p>
    {found.error ? <Failed error={found.error} again={found.again} />
      : !matrix ? <Loading />
        : matrix.most === 0 ? <p class="empty">{tr.t('few_sources')}</p>
          : <>
            <HeatMap matrix={matrix} measure={measure} kind={kind} />
            <HeatNotes matrix={matrix} total={found.value?.total} />
          </>}
  </section>;
}

/** What the map leaves open, and leaves out. */
function HeatNotes({matrix, total}: {matrix: Matrix; total: number | undefined}) {
  const {tr} = useShell();
  let [families, tied, undated] = [0, 0, 0];
  matrix.names.forEach((_, i) => matrix.names.forEach((__, j) => {
    const cell = i === j ? undefined : matrix.cell(i, j);
    families += cell?.families ?? 0;
    tied += cell?.tied ?? 0;
    undated += cell?.undated ?? 0;
  }));
  return <>
    {tied + undated > 0 && <p class="note"><span class="unsure sample" aria-hidden="true" />{' '}
      {tr.t('order_unknown_note', {n: tr.number(tied + undated), total: tr.number(families),
        tied: tr.number(tied), undated: tr.number(undated)})}</p>}
    {total !== undefined && total > matrix.names.length &&
      <p class="note">{tr.t('sources_most', {n: tr.number(matrix.names.length), total: tr.number(total)})}</p>}
  </>;
}

/** What a cell says in words. */
function cellWords(tr: Translator, matrix: Matrix, measure: Measure, i: number, j: number): string {
  const cell = matrix.cell(i, j);
  const unknown = i === j ? 0 : matrix.unknown(i, j);
  const isOpen = cell !== undefined && unknown > 0 && unknown === cell.families;
  const words = tr.t(i === j ? 'cell_own' : isOpen ? 'cell_open' : 'cell', {
    from: plain(matrix.names[i]!, 60), to: plain(matrix.names[j]!, 60),
    measure: tr.named('measure', measure), value: short(tr, measure, matrix.value(i, j))});
  if (unknown === 0 || !cell) return words;
  return `${words}. ${tr.t('cell_unknown', {n: tr.number(unknown), total: tr.number(cell.families),
    tied: tr.number(cell.tied ?? 0), undated: tr.number(cell.undated ?? 0)})}`;
}

/**
 * A table, so that readers hear row and column of a cell, it mirrors by
 * itself and its heads stay in sight. One stop for Tab; arrows move in it.
 */
function HeatMap({matrix, measure, kind}: {matrix: Matrix; measure: Measure; kind: string}) {
  const {tr} = useShell();
  const table = useRef<HTMLTableElement>(null);
  const size = matrix.names.length;
  const roomy = size <= 16;
  const onKey = (event: KeyboardEvent) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-cell]');
    if (!cell) return;
    const [row, column] = cell.dataset.cell!.split(',').map(Number) as [number, number];
    const ahead = tr.rtl ? -1 : 1;
    const steps: Record<string, [number, number]> = {ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column], ArrowLeft: [row, column - ahead],
      ArrowRight: [row, column + ahead], Home: [row, 0], End: [row, size - 1]};
    const to = steps[event.key];
    if (!to) return;
    event.preventDefault();
    const next = table.current!.querySelector<HTMLElement>(`[data-cell="${to[0]},${to[1]}"]`);
    if (!next) return;
    for (const old of table.current!.querySelectorAll('[data-cell][tabindex="0"]')) {
      old.setAttribute('tabindex', '-1');
    }
    next.setAttribute('tabindex', '0');
    next.focus();
  };
  return <>
    <div class="heat-frame">
      <table class={`heat${roomy ? ' roomy' : ''}`} ref={table} onKeyDown={onKey}
        aria-labelledby="sharing-title">
        <thead><tr>
          <td class="corner"><span class="corner-column">{tr.t('has_later')}</span>
            <span class="corner-row">{tr.t('had_first')}</span></td>
          {matrix.names.map((name) => <th scope="col"><span><Quoted text={name} letters={40} /></span></th>)}
        </tr></thead>
        <tbody>{matrix.names.map((from, i) => <tr>
          <th scope="row"><Quoted text={from} letters={40} /></th>
          {matrix.names.map((to, j) => {
            const value = matrix.value(i, j);
            const shown = roomy ? short(tr, measure, value) : '';
            const words = cellWords(tr, matrix, measure, i, j);
            const open = i === j ? 0 : matrix.unknown(i, j);
            const unsure = open === 0 ? '' : open === matrix.cell(i, j)!.families ? ' unsure' : ' partly-unsure';
            const first = i === 0 && j === 0 ? 0 : -1;
            return <td class={`h${level(value, matrix.most)}${i === j ? ' self' : ''}${unsure}`}>
              {value > 0
                ? <a data-cell={`${i},${j}`} tabIndex={first} title={words} aria-label={words}
                  href={href('families', '', {first_source: from, source: to, kind})}>
                  {shown}</a>
                : <span data-cell={`${i},${j}`} tabIndex={first} role="img" aria-label={words} />}
            </td>;
          })}
        </tr>)}</tbody>
      </table>
    </div>
    <p class="scale" aria-hidden="true"><span>{tr.t('heat_scale')}</span>
      {Array.from({length: LEVELS}, (_, i) => <span class={`step h${i + 1}`} />)}
    </p>
  </>;
}

function short(tr: Translator, measure: Measure, value: number): string {
  return measure === 'bytes' ? tr.bytes(value) : tr.number(value);
}

/** The same as a picture, for the exports. */
function heatImage(matrix: Matrix, tr: Translator, measure: Measure): SVGSVGElement {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const cells = matrix.names.flatMap((_, i) => matrix.names.map((__, j) =>
    ({i, j, value: matrix.value(i, j)})));
  const side = matrix.names.length > 16 ? 22 : 44;
  const label = (i: number) => plain(matrix.names[i] ?? '', 24);
  const order = matrix.names.map((_, i) => i);
  return draw({
    width: 200 + side * matrix.names.length, height: 200 + side * matrix.names.length,
    marginLeft: tr.rtl ? 20 : 180, marginRight: tr.rtl ? 180 : 20, marginTop: 180, marginBottom: 20,
    x: {domain: tr.rtl ? [...order].reverse() : order, axis: 'top', tickFormat: label, tickRotate: -60,
      label: tr.t('has_later'), tickSize: 0},
    y: {domain: order, axis: tr.rtl ? 'right' : 'left', tickFormat: label, label: tr.t('had_first'), tickSize: 0},
    style: {color: color('ink')},
    marks: [
      Plot.cell(cells, {x: 'j', y: 'i', inset: 0.5,
        fill: (cell) => color(`heat-${level(cell.value, matrix.most)}`)}),
      ...(side > 30 ? [Plot.text(cells.filter((cell) => cell.value > 0), {x: 'j', y: 'i',
        text: (cell) => short(tr, measure, cell.value),
        fill: (cell) => color(INKS[level(cell.value, matrix.most)]!)})] : []),
    ],
  });
}

// Where no source is known, every document is one of its own.
const SOURCES_SHOWN = 200;

function SourceTable({query}: {query: Query}) {
  const {tr, data} = useShell();
  const [limit, setLimit] = useState(SOURCES_SHOWN);
  const found = useLoaded('sources', () => data.sources());
  if (found.error) return <Failed error={found.error} again={found.again} />;
  if (!found.value) return <Loading />;
  const rows = found.value;
  const most = Math.max(...rows.map((row) => row.bytes), 1);
  return <section class="card wide" aria-labelledby="source-table">
    <div class="card-head">
      <h2 id="source-table">{tr.t('source_table')}</h2>
      <CsvButton name="sources" rows={() => [
        ['source', 'documents', 'bytes', 'first_date', 'last_date', 'templates', ...KINDS.map((k) => `${k}_bytes`), 'once_bytes'],
        ...rows.map((row) => [row.source, row.documents, row.bytes, row.first_date, row.last_date,
          row.templates, ...KINDS.map((k) => row.kinds[k]?.bytes ?? 0), onceBytes(row)])]} />
    </div>
    <ul class="legend kinds" aria-label={tr.t('legend')}>
      {KINDS.filter((kind) => rows.some((row) => row.kinds[kind]?.bytes)).map((kind) => <li><KindChip kind={kind} /></li>)}
      <li><span class="chip k-stays"><span class="swatch" aria-hidden="true" />{tr.t('unique')}</span></li>
    </ul>
    <p class="note">{tr.t('strip_note')}</p>
    <div class="scroll-x" tabIndex={0} role="region" aria-labelledby="source-table">
      <table class="plain">
        <thead><tr>
          <th scope="col">{tr.t('source')}</th>
          <th scope="col" class="number">{tr.t('documents')}</th>
          <th scope="col" class="number">{tr.t('size')}</th>
          <th scope="col" class="grow">{tr.t('share')}</th>
          <th scope="col" class="number"><Tip text={tr.t('tip_once')}>{tr.t('unique')}</Tip></th>
          <th scope="col">{tr.t('period')}</th>
          <th scope="col" class="number"><Tip text={tr.t('tip_templates')}>{tr.t('templates')}</Tip></th>
        </tr></thead>
        {rows.slice(0, limit).map((row) => <SourceBody row={row} most={most} open={query.templates === row.source} query={query} />)}
      </table>
    </div>
    {rows.length > limit && <button type="button" class="more" onClick={() => setLimit(limit + SOURCES_SHOWN)}>
      {tr.t('more', {n: tr.number(Math.min(SOURCES_SHOWN, rows.length - limit))})}</button>}
  </section>;
}

/** Each byte once, under the first kind that it has. */
const shareBytes = (row: SourceRow, kind: Kind) => row.kinds[kind]?.share_bytes ?? 0;
const onceBytes = (row: SourceRow) =>
  row.bytes - KINDS.reduce((sum, kind) => sum + shareBytes(row, kind), 0);

function SourceBody({row, most, open, query}: {row: SourceRow; most: number; open: boolean; query: Query}) {
  const {tr} = useShell();
  const toggle = () => replaceAddress(href('sources', '',
    {...query, templates: open ? '' : row.source}));
  const once = onceBytes(row);
  const words = [...KINDS.filter((kind) => row.kinds[kind]?.bytes).map((kind) =>
    `${tr.named('kind', kind)} ${tr.percent(row.kinds[kind]?.bytes ?? 0, row.bytes)}`),
  `${tr.t('unique')} ${tr.percent(once, row.bytes)}`].join(', ');
  return <tbody>
    <tr>
      <th scope="row" class="name"><a href={href('families', '', {source: row.source})}
        title={tr.t('show_families_of', {source: plain(row.source, 60)})}><Quoted text={row.source} letters={60} /></a></th>
      <td class="number"><a href={href('documents', '', {source: row.source})}>{tr.number(row.documents)}</a></td>
      <td class="number"><bdi>{tr.bytes(row.bytes)}</bdi></td>
      <td class="grow"><span class="strip" role="img" aria-label={words} title={words}
        style={{inlineSize: `${Math.max(15, 100 * Math.sqrt(row.bytes / most))}%`}}>
        {KINDS.map((kind) => {
          const bytes = shareBytes(row, kind);
          return bytes > 0 && <span class={`k-${kind}`}
            style={{flexGrow: bytes, flexBasis: 0}} />;
        })}
        <span class="rest" style={{flexGrow: once, flexBasis: 0}} />
      </span></td>
      <td class="number"><bdi>{tr.percent(once, row.bytes)}</bdi></td>
      <td class="dates"><Period from={tr.date(row.first_date)} to={tr.date(row.last_date)} /></td>
      <td class="number">{row.templates > 0
        ? <button type="button" class="quiet" aria-expanded={open} onClick={toggle}>
          <bdi>{tr.number(row.templates)}</bdi> <span aria-hidden="true">{open ? '▴' : '▾'}</span>
          <span class="sr-only">{tr.t('templates_of', {source: plain(row.source, 60)})}</span></button>
        : tr.number(0)}</td>
    </tr>
    {open && <tr><td colSpan={7} class="inset"><Templates source={row.source} /></td></tr>}
  </tbody>;
}

function Templates({source}: {source: string}) {
  const {tr, data} = useShell();
  const found = useLoaded(source, () => data.templates(source));
  if (found.error) return <Failed error={found.error} again={found.again} />;
  if (!found.value) return <Loading />;
  if (found.value.length === 0) return <p class="empty">{tr.t('no_templates')}</p>;
  const rows: Template[] = found.value;
  return <>
    <div class="card-head">
      <h3>{tr.t('templates_of', {source: plain(source, 60)})}</h3>
      <div class="controls">
        <a class="button" href={href('review', '', {source, kind: 'boilerplate'})}>{tr.t('review_templates')}</a>
        <CsvButton name="furniture" rows={() => [['family', 'kind', 'role', 'documents', 'bytes', 'text'],
          ...rows.map((row) => [row.family, row.kind, row.role, row.documents, row.bytes, row.text])]} />
      </div>
    </div>
    <ul class="templates">{rows.map((row) => <li>
      <KindChip kind={row.kind} />
      <span class="faint">{row.role ? tr.named('role', row.role) : ''}</span>
      <a href={href('family', row.family)}><Quoted text={row.text} letters={200} /></a>
      <span class="number"><bdi>{tr.count('n_documents', row.documents)}</bdi></span>
    </li>)}</ul>
  </>;
}
