import type {Range} from '../data/types';
import {tokens} from './normalize';

// The words of a query in a text, found by their normal forms: as the index of
// the server finds them, all of a query's words, in any order; `*` behind one
// stands for any end of it.

export interface QueryWord {form: string; begin: boolean;}
/** A part of a text and where in it words are, in UTF-16. */
export interface Hit {text: string; begin: number; words: Range[];}

const SHOWN = 160;
const BEFORE = 35;

export function queryWords(query: string): QueryWord[] {
  return tokens(query).flatMap(({form, end}) =>
    form.split(' ').map((part) => ({form: part, begin: query[end] === '*'})));
}

function fits(form: string, word: QueryWord): boolean {
  return word.begin ? form.startsWith(word.form) : form === word.form;
}

/** Whether a text, given in its normal form, has all words; none has no words. */
export function hasAll(normalized: string, words: QueryWord[]): boolean {
  const spaced = ` ${normalized} `;
  return words.every((word) => spaced.includes(word.begin ? ` ${word.form}` : ` ${word.form} `));
}

interface Found {range: Range; word: number;}

function find(text: string, words: QueryWord[]): Found[] {
  if (words.length === 0) return [];
  return tokens(text).flatMap(({begin, end, form}) => {
    const parts = form.split(' ');
    const word = words.findIndex((asked) => parts.some((part) => fits(part, asked)));
    return word < 0 ? [] : [{range: [begin, end] as Range, word}];
  });
}

export function hitRanges(text: string, words: QueryWord[]): Range[] {
  return find(text, words).map(({range}) => range);
}

/** The part of a text that has most of the words; null if it has none. */
export function hitIn(text: string, words: QueryWord[]): Hit | null {
  const found = find(text, words);
  if (found.length === 0) return null;
  const within = (from: number) => new Set(found.filter(({range}) => range[0] >= from &&
    range[1] <= from + SHOWN - BEFORE).map(({word}) => word)).size;
  let start = found[0]!.range[0];
  let most = 0;
  for (const {range} of found.slice(0, 500)) {
    const count = within(range[0]);
    if (count > most) { most = count; start = range[0]; }
    if (most === words.length) break;
  }
  const cut = start <= BEFORE ? 0 : text.indexOf(' ', start - BEFORE) + 1;
  const from = cut > 0 && cut <= start ? cut : start <= BEFORE ? 0 : start;
  const shown = text.slice(from, from + SHOWN);
  return {text: shown, begin: from, words: found.filter(({range}) => range[0] >= from && range[1] <= from + shown.length)
    .map(({range: [begin, end]}) => [begin - from, end - from])};
}

