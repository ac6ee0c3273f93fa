// The standard profile of src/text/RULES.md as far as a search needs it: steps
// 4 to 15, 17 and 22 (case), and everything that separates tokens as a space.
// Left out, because no one types them into a search: HTML references and
// mojibake (2, 3), and the joining of proclitics across quotation marks (20).

const DELETED = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffd\u{e0000}-\u{e0fff}]/gu;
const MARKS = /[\u0300-\u036f\u0610-\u061a\u064b-\u0653\u0655-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0897-\u089f\u08ca-\u08e1\u08e3-\u08ff\ufbb2-\ufbc2\u0674\u{10efc}-\u{10eff}]/gu;
const TATWEEL = /\u0640+/g;
// Hamza above makes a seat of و and ي, of others it is a mark.
const HAMZA_ABOVE = /([\u0648\u064a\u0649])\u0654/g;
const FOLDS: [RegExp, string][] = [
  [/[\u0622\u0623\u0625\u0671-\u0673]/g, '\u0627'],
  [/[\u06cc\u06cd\u06ce\u06d0-\u06d3\u063d-\u063f\u0620\u0649]/g, '\u064a'],
  [/[\u0624\u0626]|\u064a\u0621/g, '\u0621'],
  [/[\u06be\u06c1\u06d5\u06ff\u0629\u06c0\u06c2\u06c3]/g, '\u0647'],
  [/[\u06a9\u06aa\u063b\u063c]/g, '\u0643'],
];
const DIGIT = /\p{Nd}/gu;
const SEPARATORS = /[^\p{L}\p{N}]+/gu;
const PLAIN = /^[\x20-\x7e\u0627\u0628\u062a-\u063a\u0641-\u0648\u064a]*$/;

/** A decimal digit as one of 0 to 9. Behind NFKD no two blocks of ten touch. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  if (code < 0x80) return digit;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) --zero;
  return String(code - zero);
}

/** `text` as matching reads it, words apart by single spaces. */
export function normalize(text: string): string {
  let s = text;
  if (!PLAIN.test(s)) {
    s = s.replace(DELETED, '').normalize('NFKD').replace(TATWEEL, '')
      .replace(MARKS, '')
      .replace(HAMZA_ABOVE, '\u0621').replace(/\u0654/g, '');
    // A hamza that was made of a ي and a mark swallows no further one.
    for (const [pattern, to] of FOLDS) s = s.replace(pattern, to);
    s = s.replace(DIGIT, asciiDigit);
  }
  return s.toLowerCase().replace(SEPARATORS, ' ').trim();
}

export interface Token {begin: number; end: number; form: string;}

const WORD = /[\p{L}\p{N}\p{M}\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** The words of a text with their places and normal forms. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const form = normalize(match[0]);
    if (form) {
      found.push({begin: match.index, end: match.index + match[0].length, form});
    }
  }
  return found;
}
