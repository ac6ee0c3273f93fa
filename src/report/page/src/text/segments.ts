import type {Range, Span} from '../data/types';
import type {ByteOffsets} from './utf8';

export interface Segment {
  begin: number;
  end: number;
  /** Numbers of the spans that cover it, the shortest first. */
  spans: number[];
  /** Spans that begin with it. */
  starts: number[];
}

/**
 * Cuts a text where a span begins or ends. Offsets of the result are UTF-16;
 * spans may overlap. Cost: spans log spans, and for each segment its cover.
 */
export function segments(length: number, spans: Span[], at: ByteOffsets): Segment[] {
  const places = spans.map((span) => at.range([span.begin, span.end]));
  const cuts = new Set([0, length]);
  for (const [begin, end] of places) { cuts.add(begin); cuts.add(end); }
  const edges = [...cuts].sort((x, y) => x - y);
  const order = spans.map((_, i) => i).sort((x, y) => places[x]![0] - places[y]![0]);
  const found: Segment[] = [];
  let next = 0;
  let open: number[] = [];
  for (let e = 0; e + 1 < edges.length; ++e) {
    const [begin, end] = [edges[e]!, edges[e + 1]!];
    open = open.filter((i) => places[i]![1] > begin);
    const starts: number[] = [];
    for (; next < order.length && places[order[next]!]![0] <= begin; ++next) {
      const i = order[next]!;
      if (places[i]![1] <= begin) continue;
      open.push(i);
      starts.push(i);
    }
    const size = (i: number) => places[i]![1] - places[i]![0];
    found.push({begin, end, spans: [...open].sort((x, y) => size(x) - size(y) || x - y), starts});
  }
  return found;
}

/** What is not in `kept`: ranges of [0, length), ascending. */
export function gaps(kept: Range[], length: number): Range[] {
  const out: Range[] = [];
  let at = 0;
  for (const [begin, end] of kept) {
    if (begin > at) out.push([at, begin]);
    at = Math.max(at, end);
  }
  if (at < length) out.push([at, length]);
  return out;
}
