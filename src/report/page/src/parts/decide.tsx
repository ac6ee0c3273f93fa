import {useShell} from '../context';
import {type DecisionStore, useDecisions} from '../data/decisions';
import type {Kind, Target, Verdict} from '../data/types';
import type {TextKey, Translator} from '../i18n';
import {download} from './export';

export function downloadDecisions(decisions: DecisionStore) {
  download('decisions.jsonl', new Blob([decisions.lines()], {type: 'application/jsonl'}));
}

const MEANINGS = {boilerplate: 'lines', related: 'lines', repeat: 'repeat', duplicate: 'copies',
  syndicated: 'copies', quote: 'shared', passage: 'shared'} as const;

/** What `clean` does to a family of that kind, or to a stretch alone, so decided. */
export function verdictMeaning(tr: Translator, verdict: Verdict, kind?: Kind): string {
  if (kind !== undefined && !Object.hasOwn(MEANINGS, kind)) return '';
  const key: TextKey = `${verdict}_${kind ? MEANINGS[kind] : 'stretch'}`;
  return tr.t(key);
}

/** Keep and drop, pressed where decided; once more takes it back. */
export function DecideButtons({target, what, kind, small}: {target: Target; what: string;
  kind?: Kind; small?: boolean}) {
  const {tr, decisions} = useShell();
  useDecisions(decisions);
  const now = decisions.of(target);
  const set = (decision: Verdict) => {
    if (now?.decision === decision) decisions.withdraw(target);
    else decisions.decide([{...target, decision, ...(now?.note ? {note: now.note} : {})}]);
  };
  const of = target.family === undefined ? undefined : kind;
  return <span class={`decide${small ? ' small' : ''}`} role="group" aria-label={`${tr.t('decide_family')}: ${what}`}>
    <button type="button" class="keep" aria-pressed={now?.decision === 'keep'}
      title={verdictMeaning(tr, 'keep', of)}
      onClick={() => set('keep')}><span aria-hidden="true">✓ </span>{tr.t('keep')}</button>
    <button type="button" class="drop" aria-pressed={now?.decision === 'drop'}
      title={verdictMeaning(tr, 'drop', of)}
      onClick={() => set('drop')}><span aria-hidden="true">✕ </span>{tr.t('drop')}</button>
  </span>;
}

/** In words, what either does to the family. */
export function VerdictMeanings({kind}: {kind: Kind}) {
  const {tr} = useShell();
  return <dl class="meanings">
    <div><dt class="verdict keep">{tr.t('keep')}</dt><dd>{verdictMeaning(tr, 'keep', kind)}</dd></div>
    <div><dt class="verdict drop">{tr.t('drop')}</dt><dd>{verdictMeaning(tr, 'drop', kind)}</dd></div>
  </dl>;
}
