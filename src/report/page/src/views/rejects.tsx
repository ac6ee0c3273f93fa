import {useLoaded, useShell, useTitle} from '../context';
import {CsvButton} from '../parts/export';
import {Failed, Loading, Quoted} from '../parts/text';

export function Rejects() {
  const {tr, data, run} = useShell();
  useTitle(tr.t('rejects'));
  const found = useLoaded('rejects', () => data.rejects());
  const input = (n: number) => run.inputs[n]?.path ?? String(n);
  if (found.error) return <Failed error={found.error} again={found.again} />;
  if (!found.value) return <Loading />;
  const rows = found.value;
  return <section class="card wide">
    <div class="card-head"><h1>{tr.t('rejects')}</h1>
      <CsvButton name="rejects" rows={() => [['input', 'record', 'line', 'offset', 'error'],
        ...rows.map((row) => [input(row.input), row.record, row.line, row.offset, row.error])]} />
    </div>
    {rows.length === 0 ? <p class="empty">{run.rejects > 0 ? tr.count('n_rejects', run.rejects) : tr.t('rejects_none')}</p>
      : <div class="scroll-x" tabIndex={0} role="region" aria-label={tr.t('rejects')}>
        <table class="plain"><thead><tr>
          <th scope="col">{tr.t('input')}</th><th scope="col" class="number">{tr.t('record')}</th>
          <th scope="col" class="number">{tr.t('line')}</th><th scope="col" class="number">{tr.t('offset')}</th>
          <th scope="col" class="grow">{tr.t('error')}</th>
        </tr></thead><tbody>{rows.map((row) => <tr>
          <td><Quoted text={input(row.input)} /></td>
          <td class="number">{tr.number(row.record)}</td><td class="number">{tr.number(row.line)}</td>
          <td class="number">{tr.number(row.offset)}</td>
          <td class="grow"><Quoted text={row.error} /></td>
        </tr>)}</tbody></table></div>}
  </section>;
}
