import {diffArrays, diffChars} from 'diff';
import type {Op, Range} from '../data/types';
import {tokens, type Token} from './normalize';
import {toBytes} from './utf8';

// The alignment of two texts where no program is at hand to make it: in a
// one-file report, between two members of which neither is the representative.
// Words in order by Myers' algorithm (the library diff); then runs that are on
// both sides but elsewhere are moved, and what stands against each other and
// looks alike is edited.

const MOVED_WORDS = 3;
const MAX_EDITS = 4000;
const EDITED_WORDS = 2;

interface Piece {op: Op['op']; a: [number, number]; b: [number, number];}

/** Ranges of token numbers. */
export function alignTokens(a: string[], b: string[]): Piece[] {
  const changes = diffArrays(a, b, {maxEditLength: MAX_EDITS});
  const pieces: Piece[] = [];
  if (!changes) return [{op: 'missing', a: [0, a.length], b: [0, 0]},
    {op: 'added', a: [a.length, a.length], b: [0, b.length]}];
  let i = 0;
  let j = 0;
  for (const change of changes) {
    const n = change.count ?? change.value.length;
    if (change.removed) {
      pieces.push({op: 'missing', a: [i, i + n], b: [j, j]});
      i += n;
    } else if (change.added) {
      pieces.push({op: 'added', a: [i, i], b: [j, j + n]});
      j += n;
    } else {
      pieces.push({op: 'same', a: [i, i + n], b: [j, j + n]});
      i += n;
      j += n;
    }
  }
  return pairEdits(findMoved(pieces, a, b), a, b);
}

/** Cuts runs of words that are missing here and added there out as moved. */
function findMoved(pieces: Piece[], a: string[], b: string[]): Piece[] {
  const grams = new Map<string, {piece: number; at: number}[]>();
  pieces.forEach((piece, number) => {
    if (piece.op !== 'added') return;
    for (let at = piece.b[0]; at + MOVED_WORDS <= piece.b[1]; ++at) {
      const key = b.slice(at, at + MOVED_WORDS).join(' ');
      const list = grams.get(key);
      if (list) list.push({piece: number, at});
      else grams.set(key, [{piece: number, at}]);
    }
  });
  const takenB = new Set<number>();
  const moves: {a: Range; b: Range; missing: number; added: number}[] = [];
  pieces.forEach((piece, number) => {
    if (piece.op !== 'missing') return;
    let at = piece.a[0];
    while (at + MOVED_WORDS <= piece.a[1]) {
      let best: {length: number; at: number; piece: number} | null = null;
      for (const place of grams.get(a.slice(at, at + MOVED_WORDS).join(' ')) ?? []) {
        const limit = pieces[place.piece]!.b[1];
        let length = 0;
        while (at + length < piece.a[1] && place.at + length < limit &&
               a[at + length] === b[place.at + length] &&
               !takenB.has(place.at + length)) ++length;
        if (length >= MOVED_WORDS && (!best || length > best.length)) {
          best = {length, at: place.at, piece: place.piece};
        }
      }
      if (!best) { ++at; continue; }
      for (let k = 0; k < best.length; ++k) takenB.add(best.at + k);
      moves.push({a: [at, at + best.length], b: [best.at, best.at + best.length],
        missing: number, added: best.piece});
      at += best.length;
    }
  });
  if (moves.length === 0) return pieces;
  const out: Piece[] = [];
  pieces.forEach((piece, number) => {
    const side = piece.op === 'missing' ? 'a' : 'b';
    const cuts = moves.filter((m) => piece.op === 'missing' ? m.missing === number
      : piece.op === 'added' && m.added === number)
      .sort((x, y) => x[side][0] - y[side][0]);
    let at = piece[side][0];
    for (const cut of cuts) {
      if (cut[side][0] > at) out.push(part(piece, side, at, cut[side][0]));
      // A move is told once, where it stands in a; its place in b is empty.
      if (side === 'a') out.push({op: 'moved', a: cut.a, b: cut.b});
      at = cut[side][1];
    }
    if (cuts.length === 0) out.push(piece);
    else if (at < piece[side][1]) out.push(part(piece, side, at, piece[side][1]));
  });
  return out;
}

function part(piece: Piece, side: 'a' | 'b', from: number, to: number): Piece {
  return side === 'a' ? {op: 'missing', a: [from, to], b: piece.b}
    : {op: 'added', a: piece.a, b: [from, to]};
}

/** Missing and added words that stand against each other and are alike. */
function pairEdits(pieces: Piece[], a: string[], b: string[]): Piece[] {
  const out: Piece[] = [];
  for (let n = 0; n < pieces.length; ++n) {
    const one = pieces[n]!;
    const two = pieces[n + 1];
    const gone = one.op === 'missing' ? one : two;
    const come = one.op === 'added' ? one : two;
    if (!two || gone?.op !== 'missing' || come?.op !== 'added') {
      out.push(one);
      continue;
    }
    ++n;
    out.push(...pairWords(gone.a, come.b, a, b));
  }
  return out;
}

function pairWords(ra: Range, rb: Range, a: string[], b: string[]): Piece[] {
  const out: Piece[] = [];
  let i = ra[0];
  let j = rb[0];
  const rest = (untilA: number, untilB: number) => {
    // A word or two against as many are another wording; more are other text.
    if (untilA - i === untilB - j && untilA - i > 0 && untilA - i <= EDITED_WORDS) {
      out.push({op: 'edited', a: [i, untilA], b: [j, untilB]});
    } else {
      if (untilA > i) out.push({op: 'missing', a: [i, untilA], b: [j, j]});
      if (untilB > j) out.push({op: 'added', a: [untilA, untilA], b: [j, untilB]});
    }
    i = untilA;
    j = untilB;
  };
  for (let x = i; x < ra[1]; ++x) {
    for (let y = j; y < Math.min(rb[1], j + 8); ++y) {
      if (!alike(a[x]!, b[y]!)) continue;
      rest(x, y);
      out.push({op: 'edited', a: [x, x + 1], b: [y, y + 1]});
      i = x + 1;
      j = y + 1;
      break;
    }
  }
  rest(ra[1], rb[1]);
  return out;
}

/** Whether two words share most of their letters, as وقال and قالت do. */
function alike(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 3) return false;
  let common = 0;
  for (const change of diffChars(a, b)) {
    if (!change.added && !change.removed) common += change.count ?? change.value.length;
  }
  return common * 2 > Math.max(a.length, b.length) && common >= 3;
}

/** Offsets of the letters of `b` that `a` does not have. */
export function differingLetters(a: string, b: string): Range[] {
  const ranges: Range[] = [];
  let at = 0;
  for (const change of diffChars(a, b)) {
    if (change.removed) continue;
    const end = at + change.value.length;
    if (change.added) ranges.push([at, end]);
    at = end;
  }
  return ranges;
}

/** Aligns two texts; offsets are of UTF-8 bytes, as in the API. */
export function alignTexts(a: string, b: string): Op[] {
  const ta = tokens(a);
  const tb = tokens(b);
  const pieces = alignTokens(ta.map((t) => t.form), tb.map((t) => t.form));
  const startsA = byteEdges(a, ta);
  const startsB = byteEdges(b, tb);
  return pieces.map((piece) => {
    const op: Op = {op: piece.op, a: bytes(piece.a, startsA), b: bytes(piece.b, startsB)};
    if (piece.op === 'edited') op.letters = lettersOf(piece, a, b, ta, tb, startsB);
    return op;
  });
}

function lettersOf(piece: Piece, a: string, b: string, ta: Token[], tb: Token[],
  edges: Edges): Range[] {
  const out: Range[] = [];
  for (let k = 0; k < piece.b[1] - piece.b[0]; ++k) {
    const x = ta[piece.a[0] + k]!;
    const y = tb[piece.b[0] + k]!;
    const word = b.slice(y.begin, y.end);
    const first = edges.begin[piece.b[0] + k]!;
    for (const range of differingLetters(a.slice(x.begin, x.end), word)) {
      const [from, to] = toBytes(word, range);
      out.push([first + from!, first + to!]);
    }
  }
  return out;
}

interface Edges {begin: number[]; end: number[]; total: number;}

function byteEdges(text: string, list: Token[]): Edges {
  const flat = toBytes(text, [...list.flatMap((t) => [t.begin, t.end]), text.length]);
  return {begin: list.map((_, i) => flat[2 * i]!), end: list.map((_, i) => flat[2 * i + 1]!),
    total: flat[flat.length - 1]!};
}

function bytes([from, to]: Range, edges: Edges): Range {
  if (from < to) return [edges.begin[from]!, edges.end[to - 1]!];
  const at = from < edges.begin.length ? edges.begin[from]! : edges.total;
  return [at, at];
}
