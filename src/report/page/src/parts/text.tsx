import type {ComponentChildren} from 'preact';
import {KINDS, type Kind, type Range, type RowHit} from '../data/types';
import {useShell} from '../context';
import {type QueryWord, hitRanges} from '../text/hits';
import {ByteOffsets} from '../text/utf8';

// Text of the corpus goes into the page as text nodes, never as HTML. What
// would act on the page around it, the controls of direction and others that
// have no glyph, is shown by its name instead.

const NAMES: Record<number, string> = {
  0x200e: 'LRM', 0x200f: 'RLM', 0x061c: 'ALM', 0x202a: 'LRE', 0x202b: 'RLE',
  0x202c: 'PDF', 0x202d: 'LRO', 0x202e: 'RLO', 0x2066: 'LRI', 0x2067: 'RLI',
  0x2068: 'FSI', 0x2069: 'PDI', 0xfeff: 'BOM', 0x00ad: 'SHY', 0x2028: 'LS',
  0x2029: 'PS', 0x85: 'NEL',
};
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/;
const CONTROL_RUNS = new RegExp(CONTROLS.source, 'g');
const MARKS_OF_DIRECTION = /[\u200e\u200f\u061c]/g;

function controlName(code: number): string {
  return NAMES[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** One invisible character as a small box; the name is drawn, not copied. */
function Control({code}: {code: number}) {
  const {tr} = useShell();
  const name = controlName(code);
  return <span class="control" role="img" data-name={name}
    aria-label={tr.t('control_character', {name})} />;
}

/** Text of the corpus with its invisible controls made visible. */
export function visible(text: string): ComponentChildren {
  if (!CONTROLS.test(text)) return text;
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const match of text.matchAll(CONTROL_RUNS)) {
    if (match.index > at) parts.push(text.slice(at, match.index));
    parts.push(<Control code={match[0].charCodeAt(0)} />);
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

const ROW_LETTERS = 300;

/**
 * A short text of the corpus inside a line of the interface: isolated, in its
 * own direction, at most `letters` long. Marks of direction are left out: the
 * isolation does what they are for.
 */
export function Quoted({text, letters = ROW_LETTERS}: {text: string; letters?: number}) {
  return <bdi dir="auto">{visible(shortened(text, letters))}</bdi>;
}

/**
 * The same on one line of its own, cut off where the text ends, not where the
 * line does: the direction of the text decides, so it cannot be a bdi inside.
 */
export function Line({text, letters = ROW_LETTERS}: {text: string; letters?: number}) {
  return <span dir="auto" class="one-line">{visible(shortened(text, letters))}</span>;
}

const shortened = (text: string, letters: number) =>
  clip(text, letters).replace(MARKS_OF_DIRECTION, '').replace(/\s+/g, ' ');

/** Text with the words of a query marked, as matching compares them. */
export function marked(text: string, words: QueryWord[]): ComponentChildren {
  return words.length === 0 ? visible(text) : withMarks(text, hitRanges(text, words));
}

function withMarks(text: string, ranges: Range[]): ComponentChildren {
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const [begin, end] of ranges) {
    if (begin < at) continue;
    parts.push(visible(text.slice(at, begin)), <mark class="hit">{visible(text.slice(begin, end))}</mark>);
    at = end;
  }
  parts.push(visible(text.slice(at)));
  return parts;
}

/** A row's text on one line: where it was found, else its begin. */
export function HitLine({text, hit, words, letters = ROW_LETTERS}: {text: string; hit?: RowHit | null;
  words: QueryWord[]; letters?: number}) {
  if (!hit || words.length === 0) {
    return <span dir="auto" class="one-line">{marked(shortened(text, letters), words)}</span>;
  }
  const offsets = hit.utf16 ? null : new ByteOffsets(hit.text);
  const ranges = offsets ? hit.words.map((range) => offsets.range(range)) : hit.words;
  // A letter for a letter, so that the places hold.
  const line = hit.text.replace(/\s/g, ' ');
  return <span dir="auto" class="one-line">{hit.begin > 0 && '… '}{withMarks(line, ranges)}</span>;
}

/** From one date to another, in the order of the language. */
export function Period({from, to}: {from: string; to: string}) {
  if (!from || from === to) return <bdi dir="ltr">{to}</bdi>;
  return <span class="period"><bdi dir="ltr">{from}</bdi>{to && <> – <bdi dir="ltr">{to}</bdi></>}</span>;
}

/** Cuts before it copies: a title may have 10 MB. */
export function clip(text: string, letters: number): string {
  if (text.length <= letters) return text;
  const last = text.charCodeAt(letters - 1);
  const end = last >= 0xd800 && last < 0xdc00 ? letters - 1 : letters;
  return `${text.slice(0, end)}…`;
}

/** For names of controls and windows, which take no elements. */
export function plain(text: string, letters = 120): string {
  return clip(text, letters).replace(CONTROL_RUNS, '');
}

export function KindChip({kind}: {kind: string}) {
  const {tr} = useShell();
  const known = kind === 'short' || (KINDS as readonly string[]).includes(kind);
  return <span class={`chip ${known ? `k-${kind}` : ''}`} title={tr.named('mean', kind)}>
    <span class="swatch" aria-hidden="true" />{tr.named('kind', kind)}
  </span>;
}

/** Text with an explanation: a button that opens it, for every way to point. */
export function Tip({text, children}: {text: string; children?: ComponentChildren}) {
  return <span class="tip">
    {children}
    <button type="button" class="tip-button" aria-label={text} data-tip={text}>
      <span aria-hidden="true">?</span>
    </button>
  </span>;
}

export function Loading() {
  const {tr} = useShell();
  return <p class="loading" role="status">{tr.t('loading')}</p>;
}

export function Failed({error, again}: {error: string; again?: () => void}) {
  const {tr} = useShell();
  return <div class="failed" role="alert">
    <p>{tr.t('failed', {error: plain(error, 500)})}</p>
    {again && <button type="button" onClick={again}>{tr.t('retry')}</button>}
  </div>;
}

export const kindClass = (kind: Kind) => `k-${kind}`;

/** A command to type: left to right in every language. */
export function Command({text}: {text: string}) {
  return <code dir="ltr">{text}</code>;
}

/** A sentence with a command in it, put in place of `{command}`. */
export function WithCommand({sentence, command}: {sentence: string; command: string}) {
  const [before, after] = sentence.split('{command}');
  return <>{before}<Command text={command} />{after}</>;
}
