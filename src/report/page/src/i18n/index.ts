import {ar} from './ar';
import {en, type Plural, type Strings} from './en';

export type Language = 'ar' | 'en';
const TABLES: Record<Language, Strings> = {ar, en};

// Western digits in both languages: figures stand next to figures of the
// texts' own, and the Arab world reads both.
const LOCALE: Record<Language, string> = {ar: 'ar-u-nu-latn-ca-gregory', en: 'en-GB'};

type TextKey = {[K in keyof Strings]: Strings[K] extends string ? K : never}[keyof Strings];
type CountKey = Exclude<keyof Strings, TextKey>;
export type {TextKey};

export class Translator {
  private readonly strings: Strings;
  private readonly rules: Intl.PluralRules;
  private readonly numbers: Intl.NumberFormat;
  private readonly fractions: Intl.NumberFormat;
  readonly locale: string;
  readonly rtl: boolean;

  constructor(readonly language: Language) {
    this.strings = TABLES[language];
    this.locale = LOCALE[language];
    this.rtl = language === 'ar';
    this.rules = new Intl.PluralRules(language);
    this.numbers = new Intl.NumberFormat(this.locale);
    this.fractions = new Intl.NumberFormat(this.locale, {maximumFractionDigits: 1});
  }

  t(key: TextKey, values?: Record<string, string | number>): string {
    return fill(this.strings[key], values);
  }

  count(key: CountKey, n: number): string {
    const forms = this.strings[key] as Plural;
    return fill(forms[this.rules.select(n)] ?? forms.other, {n: this.number(n)});
  }

  /** A word that the data names: `kind_` + quote; unknown ones as they are. */
  named(prefix: 'kind' | 'mean' | 'unit' | 'role' | 'measure' | 'op' | 'label', name: string): string {
    const key = `${prefix}_${name}`;
    return Object.hasOwn(this.strings, key)
      ? this.strings[key as TextKey] : name;
  }

  number(n: number): string { return this.numbers.format(n); }

  percent(part: number, whole = 1): string {
    const share = whole > 0 ? 100 * part / whole : 0;
    if (part > 0 && share < 0.1) return this.isolate('<\u00a00.1\u00a0%');
    return this.isolate(`${this.fractions.format(share)}\u00a0%`);
  }

  /** Figures with signs run from left to right, also inside Arabic. */
  isolate(figures: string): string {
    return this.rtl ? `\u2066${figures}\u2069` : figures;
  }

  bytes(n: number): string {
    const units = this.rtl ? ['بايت', 'ك.ب', 'م.ب', 'ج.ب', 'ت.ب'] : ['B', 'kB', 'MB', 'GB', 'TB'];
    let size = n;
    let unit = 0;
    while (size >= 1000 && unit < units.length - 1) { size /= 1000; ++unit; }
    return `${unit === 0 || size >= 100 ? this.number(Math.round(size))
      : this.fractions.format(size)}\u00a0${units[unit]}`;
  }

  seconds(n: number): string {
    return this.t('seconds', {n: n < 10 ? n.toFixed(2) : this.number(Math.round(n))});
  }

  /** Dates stay as the corpus has them, but for the time of day. */
  date(date: string | null | undefined): string {
    if (!date) return '';
    const day = /^\d{4}(-\d\d(-\d\d)?)?/.exec(date);
    return day ? day[0] : date.slice(0, 30).replace(/\p{C}/gu, '');
  }
}

function fill(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (found, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : found);
}

const KEY = 'tikrar-language';

export function firstLanguage(): Language {
  const kept = readSetting(KEY);
  if (kept === 'ar' || kept === 'en') return kept;
  const first = navigator.languages.find((name) => /^(ar|en)\b/i.test(name));
  return first?.toLowerCase().startsWith('ar') ? 'ar' : 'en';
}

export function keepLanguage(language: Language) { writeSetting(KEY, language); }

/** What the browser remembers; files from disk may be denied it. */
export function readSetting(key: string): string | null {
  try { return localStorage.getItem(key); } catch { return null; }
}
export function writeSetting(key: string, value: string) {
  try { localStorage.setItem(key, value); } catch { /* not kept, no harm */ }
}
