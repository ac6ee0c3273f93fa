import {type VirtualItem, Virtualizer, elementScroll, observeElementOffset, observeElementRect} from '@tanstack/virtual-core';
import {Component, type ComponentChildren} from 'preact';
import {useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState} from 'preact/hooks';
import {useShell} from '../context';
import type {Now, Rows} from '../data/types';
import {type Place, keepPlace, placeKept, placeKeeper} from '../route';
import {Failed} from './text';

export interface Column<T> {
  key: string;
  label: string;
  /** A track of the grid, as `minmax(10rem, 1fr)`. */
  width: string;
  number?: boolean;
  sort?: string;
  tip?: string;
  cell: (row: T) => ComponentChildren;
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  /** Names the rows: another key, other rows. */
  rowsKey: string;
  load: (offset: number, limit: number, signal?: AbortSignal) => Now<Rows<T>>;
  pageSize: number;
  rowHeight?: number;
  address: (row: T) => string;
  sort?: string;
  order?: 'asc' | 'desc';
  onSort?: (sort: string) => void;
  empty: string;
  onTotal?: (total: number) => void;
}

class Pages<T> {
  total: number | null = null;
  error: string | null = null;
  private readonly pages = new Map<number, T[] | 'asked'>();
  private readonly control = new AbortController();

  constructor(private readonly size: number, private readonly load: Props<T>['load'],
    private readonly changed: () => void) {}

  row(index: number): T | undefined {
    const page = this.pages.get(Math.floor(index / this.size));
    return page && page !== 'asked' ? page[index % this.size] : undefined;
  }

  want(from: number, to: number) {
    const last = this.total === null ? 0 : Math.max(0, Math.ceil(this.total / this.size) - 1);
    // One page ahead on either side, so that scrolling finds rows there.
    const first = Math.max(0, Math.floor(from / this.size) - (this.total === null ? 0 : 1));
    for (let n = first; n <= Math.min(last, Math.floor(to / this.size) + 1); ++n) this.ask(n);
  }

  private ask(number: number) {
    if (this.pages.has(number)) return;
    const answer = this.load(number * this.size, this.size, this.control.signal);
    if (!(answer instanceof Promise)) {
      this.take(number, answer);
      return;
    }
    this.pages.set(number, 'asked');
    answer.then((rows) => {
      if (this.control.signal.aborted) return;
      this.take(number, rows);
      this.changed();
    }, (error: unknown) => {
      if (this.control.signal.aborted) return;
      this.pages.delete(number);
      this.error = error instanceof Error ? error.message : String(error);
      this.changed();
    });
  }

  private take(number: number, answer: Rows<T>) {
    this.pages.set(number, answer.rows);
    this.total = answer.total;
  }

  stop() { this.control.abort(); }
}

// Few: when the bar is dragged, each frame draws all rows anew.
const OVERSCAN = 4;
const REST_MS = 100;

/**
 * A table of any length: only the rows in sight are in the page (and, when it
 * is printed, the first few hundred). Rows are links; up and down move.
 */
export function VirtualTable<T>(props: Props<T>) {
  const {tr} = useShell();
  const {columns, rowHeight = 40} = props;
  const box = useRef<HTMLDivElement>(null);
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const pages = useMemo(
    () => new Pages<T>(props.pageSize, props.load, () => draw(undefined)), [props.rowsKey]);
  useEffect(() => () => pages.stop(), [pages]);
  // The first page, while it is drawn: what is at hand is there at once.
  if (pages.total === null) pages.want(0, 0);
  const total = pages.total ?? 0;
  const virtual = useVirtual(box, total, rowHeight, draw);
  const atRest = useLeaps(virtual, draw);
  const back = useRef<Place['list']>();
  useEffect(() => {
    const {list} = placeKept();
    back.current = list?.key === props.rowsKey ? list : undefined;
    box.current!.scrollTop = 0;
  }, [props.rowsKey]);
  useEffect(() => {
    // Back from a row: to where it was, once the table is as long again.
    const to = back.current;
    if (!to || pages.total === null) return;
    back.current = undefined;
    box.current!.scrollTop = to.top;
    // Not by scrollToIndex, which does not know of the line above yet.
    if (to.row !== null) focusWhenThere(to.row);
  }, [props.rowsKey, pages.total]);
  const keep = useMemo(() => placeKeeper(() => ({list: {key: props.rowsKey,
    top: box.current?.scrollTop ?? 0, row: placeKept().list?.row ?? null}})), [props.rowsKey]);
  const leave = (event: Event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    if (row) keepPlace({list: {key: props.rowsKey, top: box.current!.scrollTop, row: Number(row.dataset.row)}});
  };
  useEffect(() => { if (pages.total !== null) props.onTotal?.(pages.total); }, [pages.total]);
  const printing = usePrinting();
  const items = printing
    ? Array.from({length: Math.min(total, 300)}, (_, index) => ({index, start: index * rowHeight}))
    : atRest(virtual.getVirtualItems());
  const from = items[0]?.index ?? 0;
  const to = items[items.length - 1]?.index ?? 0;
  if (pages.total !== null) pages.want(from, to);

  const focusRow = (index: number) => {
    if (index < 0 || index >= total) return;
    virtual.scrollToIndex(index, {align: 'auto'});
    focusWhenThere(index);
  };
  const focusWhenThere = (index: number) => {
    let tries = 0;
    const attempt = () => {
      const link = box.current?.querySelector<HTMLElement>(`[data-row="${index}"] a`);
      if (link) link.focus({preventScroll: true});
      else if (++tries < 60) requestAnimationFrame(attempt);
    };
    requestAnimationFrame(attempt);
  };
  const onKey = (event: KeyboardEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    if (!row) return;
    const index = Number(row.dataset.row);
    const page = Math.max(1, Math.floor(box.current!.clientHeight / rowHeight) - 2);
    const steps: Record<string, number> = {ArrowDown: index + 1, ArrowUp: index - 1,
      PageDown: Math.min(total - 1, index + page), PageUp: Math.max(0, index - page),
      Home: 0, End: total - 1};
    if (!(event.key in steps)) return;
    event.preventDefault();
    focusRow(steps[event.key]!);
  };

  const template = columns.map((column) => column.width).join(' ');
  if (pages.error) return <Failed error={pages.error} />;
  return <div class="table-frame">
    <div class="table" role="table" aria-label={props.label} aria-rowcount={total + 1}
      aria-colcount={columns.length} ref={box} tabIndex={0} onKeyDown={onKey}
      onScroll={keep} onClickCapture={leave}>
      <div role="rowgroup" class="table-head">
        <div role="row" class="row head" aria-rowindex={1} style={{gridTemplateColumns: template}}>
          {columns.map((column) => <HeadCell column={column} props={props} />)}
        </div>
      </div>
      <div role="rowgroup" class="table-body"
        style={{blockSize: `${printing ? items.length * rowHeight : virtual.getTotalSize()}px`}}>
        {items.map(({index, start}) => <Row key={index} index={index} start={start}
          row={pages.row(index)} columns={columns} template={template} height={rowHeight}
          address={props.address} />)}
      </div>
      {pages.total === 0 && <p class="empty">{props.empty}</p>}
      {pages.total === null && <p class="empty" role="status">{tr.t('loading')}</p>}
    </div>
  </div>;
}

function HeadCell<T>({column, props}: {column: Column<T>; props: Props<T>}) {
  const {tr} = useShell();
  const sorted = column.sort !== undefined && column.sort === props.sort;
  const name = `cell${column.number ? ' number' : ''}`;
  if (!column.sort || !props.onSort) {
    return <div role="columnheader" class={name} title={column.tip}>{column.label}</div>;
  }
  return <div role="columnheader" class={name}
    aria-sort={sorted ? (props.order === 'asc' ? 'ascending' : 'descending') : 'none'}>
    <button type="button" class="sort" title={column.tip ?? tr.t('sort_by', {column: column.label})}
      onClick={() => props.onSort!(column.sort!)}>
      {column.label}<span class="arrow" aria-hidden="true">
        {sorted ? (props.order === 'asc' ? '▲' : '▼') : ''}</span>
    </button>
  </div>;
}

interface RowProps<T> {
  index: number;
  start: number;
  row: T | undefined;
  columns: Column<T>[];
  template: string;
  height: number;
  address: (row: T) => string;
}

/** Drawn once while it is in sight: scrolling draws the new rows only. */
class Row<T> extends Component<RowProps<T>> {
  shouldComponentUpdate(next: RowProps<T>) {
    const {row, start, columns, template} = this.props;
    return next.row !== row || next.start !== start || next.columns !== columns ||
      next.template !== template;
  }

  private readonly open = (event: MouseEvent) => {
    // All of a row opens it; what is a link or selected text does as always.
    const {row, address} = this.props;
    if (!row || (event.target as HTMLElement).closest('a, button') ||
        String(getSelection())) return;
    location.hash = address(row);
  };

  render({index, start, row, columns, template, height}: RowProps<T>) {
    return <div role="row" class={`row${row ? '' : ' waiting'}`} aria-rowindex={index + 2}
      data-row={index} onClick={this.open}
      style={{gridTemplateColumns: template, blockSize: `${height}px`,
        transform: `translateY(${start}px)`}}>
      {columns.map((column) => <div role="cell" class={`cell${column.number ? ' number' : ''}`}>
        {row ? column.cell(row) : <span class="ghost" />}
      </div>)}
    </div>;
  }
}

function useVirtual(box: {current: HTMLDivElement | null}, count: number, height: number,
  draw: (action: undefined) => void) {
  const options = {
    count, estimateSize: () => height, overscan: OVERSCAN,
    getScrollElement: () => box.current,
    observeElementRect, observeElementOffset, scrollToFn: elementScroll,
    onChange: () => draw(undefined),
    initialRect: {width: 800, height: 600},
  };
  const [virtual] = useState(() => new Virtualizer<HTMLDivElement, HTMLDivElement>(options));
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), [virtual]);
  useLayoutEffect(() => virtual._willUpdate());
  return virtual;
}

/**
 * Leaves out the rows around those in sight in a frame of which all rows are
 * new, as when the bar is dragged: they are a third of its work, and are drawn
 * when it rests.
 */
function useLeaps(virtual: Virtualizer<HTMLDivElement, HTMLDivElement>,
  draw: (action: undefined) => void) {
  const last = useRef({first: 0, late: 0});
  useEffect(() => () => clearTimeout(last.current.late), []);
  return (items: VirtualItem[]) => {
    const {range} = virtual;
    if (!range) return items;
    const {startIndex, endIndex} = range;
    const leaps = Math.abs(startIndex - last.current.first) > endIndex - startIndex;
    last.current.first = startIndex;
    if (!leaps) return items;
    clearTimeout(last.current.late);
    last.current.late = setTimeout(() => draw(undefined), REST_MS);
    return items.filter(({index}) => index >= startIndex && index <= endIndex);
  };
}

function usePrinting(): boolean {
  const [printing, set] = useState(false);
  useEffect(() => {
    const query = matchMedia('print');
    const listen = () => set(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return printing;
}
