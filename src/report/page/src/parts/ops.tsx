import type {ComponentChildren} from 'preact';
import {useShell} from '../context';
import type {Op, OpName, Range} from '../data/types';
import type {Translator} from '../i18n';
import {ByteOffsets} from '../text/utf8';
import {visible} from './text';

// Alignments in the page. Each kind of difference has a colour, and a line and
// a sign besides, so that none is told by colour alone.

const SIGNS: Record<OpName, string> =
  {same: '', edited: '', moved: '↕', missing: '−', added: '+'};
export const OPS: OpName[] = ['same', 'edited', 'moved', 'missing', 'added'];

export function Legend({names = OPS}: {names?: OpName[]}) {
  const {tr} = useShell();
  return <ul class="legend" aria-label={tr.t('legend')}>
    {names.map((name) => <li title={tr.t(`op_${name}_tip`)}>
      <span class={`op op-${name}`} data-sign={SIGNS[name] || undefined}>{tr.t(`op_${name}`)}</span>
    </li>)}
  </ul>;
}

function Mark({name, children, words}: {name: OpName; children: ComponentChildren; words: string}) {
  const inner = <><span class="sr-only">{`[${words}: `}</span>{children}<span class="sr-only">]</span></>;
  const attributes = {class: `op op-${name}`, 'data-sign': SIGNS[name] || undefined, title: words};
  return name === 'missing' ? <del {...attributes}>{inner}</del>
    : name === 'added' ? <ins {...attributes}>{inner}</ins>
      : <span {...attributes}>{inner}</span>;
}

interface Piece {begin: number; end: number; name: OpName; letters: Range[]; label?: string;}

/**
 * The pieces of one side in the order of its text. Between two pieces of the
 * same words what stands (blanks, marks) belongs to neither and stays plain.
 */
function pieces(ops: Op[], side: 'a' | 'b', at: ByteOffsets): Piece[] {
  const list: Piece[] = [];
  for (const op of ops) {
    if (op.op === 'same') continue;
    const [begin, end] = at.range(op[side]);
    if (end <= begin) continue;
    list.push({begin, end, name: op.op,
      label: op.label ?? undefined,
      letters: ((side === 'b' ? op.letters : op.letters_a) ?? []).map((range) => at.range(range))});
  }
  return list.sort((x, y) => x.begin - y.begin || x.end - y.end);
}

function withLetters(text: string, piece: Piece): ComponentChildren {
  const parts: ComponentChildren[] = [];
  let at = piece.begin;
  for (const [begin, end] of piece.letters) {
    const from = Math.max(begin, at);
    const to = Math.min(end, piece.end);
    if (to <= from) continue;
    if (from > at) parts.push(visible(text.slice(at, from)));
    parts.push(<b class="letters">{visible(text.slice(from, to))}</b>);
    at = to;
  }
  if (at < piece.end) parts.push(visible(text.slice(at, piece.end)));
  return parts;
}

const words = (tr: Translator, piece: Piece) => piece.label
  ? `${tr.named('op', piece.name)}, ${tr.named('label', piece.label)}` : tr.named('op', piece.name);

/** One side of an alignment, as in the side-by-side view. */
export function SideText({text, ops, side}: {text: string; ops: Op[]; side: 'a' | 'b'}) {
  const {tr} = useShell();
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const piece of pieces(ops, side, new ByteOffsets(text))) {
    if (piece.begin < at) continue;
    parts.push(visible(text.slice(at, piece.begin)));
    parts.push(<Mark name={piece.name} words={words(tr, piece)}>
      {withLetters(text, piece)}</Mark>);
    at = piece.end;
  }
  parts.push(visible(text.slice(at)));
  return <>{parts}</>;
}

/** A copy with its differences, what it lacks of the other shown in place. */
export function MemberText({text, other, ops}: {text: string; other: string; ops: Op[]}) {
  const {tr} = useShell();
  const own = new ByteOffsets(text);
  const others = new ByteOffsets(other);
  const events: (Piece & {ghost?: string})[] = pieces(ops, 'b', own);
  for (const op of ops) {
    if (op.op !== 'missing') continue;
    const [from, to] = others.range(op.a);
    const place = own.at(op.b[0]);
    if (to > from) events.push({begin: place, end: place, name: 'missing', letters: [], ghost: other.slice(from, to)});
  }
  events.sort((x, y) => x.begin - y.begin || x.end - y.end);
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const event of events) {
    if (event.begin < at) continue;
    parts.push(visible(text.slice(at, event.begin)));
    parts.push(<Mark name={event.name} words={words(tr, event)}>
      {event.ghost === undefined ? withLetters(text, event) : visible(event.ghost)}</Mark>);
    if (event.ghost !== undefined) parts.push(' ');
    at = event.end;
  }
  parts.push(visible(text.slice(at)));
  return <>{parts}</>;
}

export const differs = (ops: Op[] | undefined) => !!ops?.some((op) => op.op !== 'same');
export const usedOps = (ops: Op[]) => OPS.filter((name) => ops.some((op) => op.op === name));
