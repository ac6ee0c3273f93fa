import type {Data} from '../data/types';

const kept = new WeakMap<Data, Promise<string[]>>();

/** The names of all sources, asked for once. */
export function sourceNames(data: Data): Promise<string[]> {
  let names = kept.get(data);
  if (!names) {
    names = data.sources().then((rows) => rows.map((row) => row.source));
    kept.set(data, names);
    names.catch(() => kept.delete(data));
  }
  return names;
}
