/**
 * Turns offsets of UTF-8 bytes into offsets of UTF-16 units.
 *
 * The table is made once for a text, in one pass: `at(byte)` is then a look-up
 * and a walk of fewer than 256 units. A byte inside a character counts as its
 * begin, one past the end as the end.
 */
export class ByteOffsets {
  private static readonly STEP = 256;
  private readonly bytes: Uint32Array;
  readonly total: number;

  constructor(private readonly text: string) {
    const step = ByteOffsets.STEP;
    this.bytes = new Uint32Array(Math.floor(text.length / step) + 1);
    let bytes = 0;
    for (let i = 0; i < text.length; ++i) {
      if (i % step === 0) this.bytes[i / step] = bytes;
      bytes += unitBytes(text, i);
    }
    this.total = bytes;
  }

  at(byte: number): number {
    if (byte <= 0) return 0;
    if (byte >= this.total) return this.text.length;
    let low = 0;
    let high = this.bytes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.bytes[middle]! <= byte) low = middle;
      else high = middle - 1;
    }
    let i = low * ByteOffsets.STEP;
    let bytes = this.bytes[low]!;
    while (i < this.text.length) {
      const next = bytes + unitBytes(this.text, i);
      if (next > byte) break;
      bytes = next;
      ++i;
    }
    // Between the two halves of a pair is no place to cut.
    return isLow(this.text.charCodeAt(i)) && i > 0 &&
      isHigh(this.text.charCodeAt(i - 1)) ? i - 1 : i;
  }

  range([begin, end]: [number, number]): [number, number] {
    const from = this.at(begin);
    return [from, Math.max(from, this.at(end))];
  }
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000;

/** The bytes a unit stands for; a pair's 4 are counted at its second half. */
function unitBytes(text: string, i: number): number {
  const unit = text.charCodeAt(i);
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  if (isHigh(unit) && isLow(text.charCodeAt(i + 1))) return 0;
  if (isLow(unit) && i > 0 && isHigh(text.charCodeAt(i - 1))) return 4;
  return 3;
}

/** Bytes of a text in UTF-8; a lone surrogate counts as U+FFFD does. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; ++i) bytes += unitBytes(text, i);
  return bytes;
}

/** Offsets of UTF-16 units as bytes, for offsets that ascend. */
export function toBytes(text: string, offsets: number[]): number[] {
  let bytes = 0;
  let i = 0;
  return offsets.map((offset) => {
    for (; i < offset && i < text.length; ++i) bytes += unitBytes(text, i);
    return bytes;
  });
}
