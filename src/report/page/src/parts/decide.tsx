import {useShell} from '../context';
import {useDecisions} from '../data/decisions';
import type {Target, Verdict} from '../data/types';

/** Keep and drop, pressed where decided; once more takes it back. */
export function DecideButtons({target, what, small}: {target: Target; what: string; small?: boolean}) {
  const {tr, decisions} = useShell();
  useDecisions(decisions);
  const now = decisions.of(target);
  const set = (decision: Verdict) => {
    if (now?.decision === decision) decisions.withdraw(target);
    else decisions.decide([{...target, decision, ...(now?.note ? {note: now.note} : {})}]);
  };
  return <span class={`decide${small ? ' small' : ''}`} role="group" aria-label={`${tr.t('decide_family')}: ${what}`}>
    <button type="button" class="keep" aria-pressed={now?.decision === 'keep'}
      onClick={() => set('keep')}><span aria-hidden="true">✓ </span>{tr.t('keep')}</button>
    <button type="button" class="drop" aria-pressed={now?.decision === 'drop'}
      onClick={() => set('drop')}><span aria-hidden="true">✕ </span>{tr.t('drop')}</button>
  </span>;
}
