import * as Plot from '@observablehq/plot';
import type {ComponentChildren} from 'preact';
import {useLoaded, useShell, useTitle} from '../context';
import {useDecisions} from '../data/decisions';
import {KINDS, type Cleaning, type Figures as CleanFigures, type Kind, type KindCount, type Recall, type Run} from '../data/types';
import type {Translator} from '../i18n';
import {Chart, type Colors} from '../parts/chart';
import {CsvButton} from '../parts/export';
import {Failed, KindChip, Line, Loading, Quoted, Tip, WithCommand} from '../parts/text';
import {href} from '../route';

const LARGEST = 10;

export function Overview() {
  const {tr, run, data, decisions} = useShell();
  useTitle(tr.t('overview'));
  useDecisions(decisions);
  // Served, what cleaning leaves follows the decisions.
  const made = decisions.all.length > 0;
  const decided = useLoaded(`${made}/${decisions.version}`, async () => made ? data.cleaning() : null);
  const figures = made ? decided.value ?? null : null;
  const removed = removedBytes(figures?.clean ?? run.clean);
  return <>
    <h1 class="sr-only">{tr.t('overview')}</h1>
    <section class="tiles" aria-label={tr.t('corpus')}>
      <Tile label={tr.t('documents')} value={tr.number(run.counts.documents_read)} link={href('documents')} />
      <Tile label={tr.t('sources')} value={tr.number(run.sources)} link={href('sources')} />
      <Tile label={tr.t('text_size')} value={tr.bytes(run.counts.text_bytes)} tip={tr.t('tip_bytes')} />
      <Tile label={tr.t('families')} value={tr.number(run.families)} link={href('families')} tip={tr.t('tip_family')} />
      {run.clean && <Tile label={tr.t('repeated_share')} strong
        value={tr.percent(removed, run.counts.text_bytes)} />}
    </section>
    {run.rejects > 0 && <p class="notice">
      <a href={href('rejects')}>{tr.count('n_rejects', run.rejects)}</a>
    </p>}
    <div class="columns">
      <KindBars />
      <CleanBar figures={figures} pending={decided.busy && data.mode === 'serve'} />
    </div>
    <Largest />
    <Figures />
  </>;
}

function Tile({label, value, link, tip, strong}: {label: string; value: string;
  link?: string; tip?: string; strong?: boolean}) {
  return <div class={`tile${strong ? ' strong' : ''}`}>
    <span class="tile-label">{tip ? <Tip text={tip}>{label}</Tip> : label}</span>
    {link ? <a class="tile-value" href={link}><bdi>{value}</bdi></a>
      : <span class="tile-value"><bdi>{value}</bdi></span>}
  </div>;
}

function removedBytes(clean: CleanFigures | undefined): number {
  return Object.values(clean?.bytes_removed ?? {}).reduce((sum, n) => sum + n, 0);
}

const kindCount = (run: Run, kind: Kind) => run.counts[kind] as KindCount | undefined;

/** A horizontal axis that runs with the language. */
export const across = (rtl: boolean) => rtl ? {reverse: true} : {};

function KindBars() {
  const {tr, run} = useShell();
  const rows = KINDS.map((kind) => ({kind, name: tr.named('kind', kind),
    bytes: kindCount(run, kind)?.bytes ?? 0,
    documents: kindCount(run, kind)?.documents ?? 0,
    spans: kindCount(run, kind)?.spans ?? 0}));
  const whole = run.counts.text_bytes;
  const words = rows.map((row) => `${row.name} ${tr.percent(row.bytes, whole)}`).join(', ');
  const build = (width: number, color: Colors, rtl: boolean): Plot.PlotOptions => {
    const side = rtl ? 'right' : 'left';
    const most = Math.max(...rows.map((row) => row.bytes), 1);
    return {
      width, height: 7 * 34 + 8, marginTop: 4, marginBottom: 4,
      marginLeft: rtl ? 70 : 140, marginRight: rtl ? 140 : 70,
      x: {axis: null, domain: [0, most], ...across(rtl)},
      y: {axis: null, domain: rows.map((row) => row.kind), padding: 0.3},
      marks: [
        Plot.barX(rows, {x: () => most, y: 'kind', fill: color('wash')}),
        Plot.barX(rows, {x: 'bytes', y: 'kind', fill: (row) => color(row.kind),
          href: (row) => href('families', '', {kind: row.kind}),
          ariaLabel: (row) => `${row.name} ${tr.percent(row.bytes, whole)}`,
          title: (row) => `${row.name}: ${tr.bytes(row.bytes)}, ${tr.count('n_documents', row.documents)}`}),
        Plot.axisY({anchor: side, tickSize: 0, tickPadding: 8, fill: color('ink'), fontSize: 13,
          tickFormat: (kind: string) => tr.named('kind', kind), label: null}),
        Plot.text(rows, {x: () => most, y: 'kind', text: (row) => tr.percent(row.bytes, whole),
          textAnchor: rtl ? 'end' : 'start', dx: rtl ? -8 : 8, fill: color('ink'), fontSize: 13,
          fontVariant: 'tabular-nums'}),
      ],
    };
  };
  return <section class="card">
    <h2>{tr.t('bar_kinds')}</h2>
    <Chart name="kinds" chartKey={JSON.stringify(rows)} label={`${tr.t('bar_kinds')}: ${words}`} build={build} />
    <p class="note">{tr.t('bar_kinds_note')}</p>
  </section>;
}

function CleanBar({figures, pending}: {figures: Cleaning | null; pending: boolean}) {
  const {tr, run, data, decisions} = useShell();
  const clean = figures?.clean ?? run.clean;
  if (!clean) return null;
  const made = decisions.all.length;
  const parts = [
    {kind: 'stays', name: tr.t('stays'), bytes: clean.bytes_kept},
    ...Object.entries(clean.bytes_removed).filter(([, bytes]) => bytes > 0)
      .map(([kind, bytes]) => ({kind, name: tr.named('kind', kind), bytes}))];
  const whole = parts.reduce((sum, part) => sum + part.bytes, 0);
  const build = (width: number, color: Colors, rtl: boolean): Plot.PlotOptions => ({
    width, height: 56, margin: 0,
    x: {axis: null, domain: [0, whole], ...across(rtl)},
    marks: [Plot.barX(parts, {x: 'bytes', fill: (part) => color(part.kind === 'stays' ? 'stays' : part.kind),
      order: null, insetLeft: 1, insetRight: 1,
      title: (part) => `${part.name}: ${tr.bytes(part.bytes)}, ${tr.percent(part.bytes, whole)}`})],
  });
  const words = parts.map((part) => `${part.name} ${tr.percent(part.bytes, whole)}`).join(', ');
  return <section class="card">
    <h2>{tr.t('bar_clean')}</h2>
    <Chart name="cleaning" chartKey={JSON.stringify(parts)} label={`${tr.t('bar_clean')}: ${words}`} build={build} />
    <ul class="key">
      {parts.map((part) => <li>
        <span class={`swatch k-${part.kind}`} aria-hidden="true" />
        <span>{part.name}</span>
        <b><bdi>{tr.percent(part.bytes, whole)}</bdi></b>
        <span class="faint"><bdi>{tr.bytes(part.bytes)}</bdi></span>
      </li>)}
    </ul>
    <p><a href={href('documents', '', {kept: 'true'})}>{tr.t('documents_stay', {
      kept: tr.number(clean.documents_kept), total: tr.number(run.counts.documents_read)})}</a></p>
    {made > 0 && <p class="note" role="status">{pending ? tr.t('clean_pending')
      : figures && figures.decisions > 0 ? tr.count('clean_decided', figures.decisions)
        : figures ? decisions.unsaved === 0 && <WithCommand sentence={tr.t('clean_refused')}
          command="tikrar clean RUN --decisions RUN/decisions.jsonl --dry-run" />
        : <WithCommand sentence={tr.count('clean_undecided', made)}
          command={data.mode === 'file' ? 'tikrar clean RUN --decisions decisions.jsonl --dry-run' : ''} />}</p>}
    <p class="note">{tr.t('bar_clean_note')}</p>
  </section>;
}

function Largest() {
  const {tr, data, run} = useShell();
  const found = useLoaded('largest', () => data.families({}, 0, LARGEST));
  const rows = found.value?.rows ?? [];
  return <section class="card wide">
    <div class="card-head">
      <h2>{tr.t('largest_families')}</h2>
      <CsvButton name="largest-families" rows={() => [
        ['family', 'kind', 'unit', 'members', 'documents', 'sources', 'bytes', 'text'],
        ...rows.map((row) => [row.family, row.kind, row.unit, row.members, row.documents,
          row.source_count, row.bytes, row.text])]} />
    </div>
    {found.error ? <Failed error={found.error} again={found.again} />
      : !found.value ? <Loading /> : rows.length === 0 ? <p class="empty">{tr.t('no_families')}</p>
        : <div class="scroll-x" tabIndex={0} role="region" aria-label={tr.t('largest_families')}>
          <table class="plain">
            <thead><tr>
              <th scope="col">{tr.t('kind')}</th><th scope="col" class="grow">{tr.t('text')}</th>
              <th scope="col" class="number">{tr.t('members')}</th>
              <th scope="col" class="number spare">{tr.t('sources')}</th>
              <th scope="col" class="number" title={tr.t('tip_repeated')}>{tr.t('repeated')}</th>
            </tr></thead>
            <tbody>{rows.map((row) => <tr>
              <td><KindChip kind={row.kind} /></td>
              <td class="grow"><a class="line-link" href={href('family', row.family)}><Line text={row.text} letters={160} /></a></td>
              <td class="number">{tr.number(row.members)}</td>
              <td class="number spare">{tr.number(row.source_count)}</td>
              <td class="number">{tr.bytes(row.repeated ?? row.bytes)}</td>
            </tr>)}</tbody>
          </table>
        </div>}
    <p><a href={href('families')}>{tr.t('all_families')} ({tr.number(found.value?.total ?? run.families)})</a></p>
  </section>;
}

function recallText(tr: Translator, recall: Recall): string {
  if (recall.expected === 0 || recall.recall === null) {
    return tr.t('recall_none', {n: tr.number(recall.sampled)});
  }
  return tr.isolate(`${tr.percent(recall.recall)} [${tr.percent(recall.lower)} – ${tr.percent(recall.upper)}]`);
}

function Figures() {
  const {tr, run} = useShell();
  const options = run.options;
  const text = (value: unknown) => <Quoted text={String(value ?? '')} letters={80} />;
  const share = (value: unknown) => typeof value === 'number' ? tr.percent(value) : text(value);
  const seconds = run.timing ? Object.entries(run.timing)
    .filter(([name]) => !name.includes(':')).reduce((sum, [, n]) => sum + n, 0) : null;
  const figures: [string, ComponentChildren, string?, string?][] = [
    [tr.t('threshold'), share(options.threshold), tr.t('tip_threshold')],
    [tr.t('containment'), share(options.containment), tr.t('tip_containment')],
    [tr.t('engine'), text(`${options.engine ?? ''} · ${options.shingle ?? ''}`)],
    [tr.t('normalize'), text(options.normalize)],
    ...(run.audit ? Object.entries(run.audit).map(([unit, recall]): [string, string, string] =>
      [unit === 'documents' ? tr.t('recall_documents') : unit === 'blocks' ? tr.t('recall_blocks') : unit,
        recallText(tr, recall), tr.t('tip_audit')])
      : [[tr.t('audit'), tr.t('not_audited'), tr.t('tip_audit')] as [string, string, string]]),
    [tr.t('blocks'), tr.number(run.counts.blocks)],
    [tr.t('inputs'), tr.number(run.inputs.length)],
    [tr.t('rejected'), tr.number(run.rejects), undefined, href('rejects')],
    ...(seconds === null ? [] : [[tr.t('time'), tr.seconds(seconds)] as [string, string]]),
    ...(run.peak_rss_bytes === null || run.peak_rss_bytes === undefined ? []
      : [[tr.t('peak_memory'), tr.bytes(run.peak_rss_bytes)] as [string, string]]),
    [tr.t('version'), text(run.tikrar)],
  ];
  return <section class="card wide">
    <h2>{tr.t('figures')}</h2>
    <dl class="figures">{figures.map(([name, value, tip, link]) => <div>
      <dt>{tip ? <Tip text={tip}>{name}</Tip> : name}</dt>
      <dd>{link ? <a href={link}><bdi>{value}</bdi></a> : <bdi>{value}</bdi>}</dd>
    </div>)}</dl>
  </section>;
}
