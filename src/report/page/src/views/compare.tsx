import {useLoaded, useShell, useTitle} from '../context';
import {Failed, Loading, WithCommand} from '../parts/text';
import {AlignedPair} from './family';

/** Two whole documents next to each other. */
export function CompareView({query}: {query: Record<string, string>}) {
  const {tr, data} = useShell();
  useTitle(tr.t('side_by_side'));
  const {a = '', b = ''} = query;
  const found = useLoaded(JSON.stringify([a, b]), () => data.compare(a, b));
  return <section class="card wide">
    <h1>{tr.t('side_by_side')}</h1>
    {found.error ? <Failed error={found.error} again={found.again} />
      : found.value ? <AlignedPair alignment={found.value} />
        : found.busy ? <Loading />
          : <p class="notice">{data.mode === 'serve' ? tr.t('document_unknown')
            : <WithCommand sentence={tr.t('document_left_out')} command="tikrar serve RUN" />}</p>}
  </section>;
}
