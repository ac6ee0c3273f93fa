// Addresses: #/view/id?name=value. All of a view's state that is worth sharing
// is in its address; the same for a file and a server.

import {useEffect, useState} from 'preact/hooks';

export interface Route {
  view: string;
  id: string;
  query: Record<string, string>;
}

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = splitOnce(hash.replace(/^#\/?/, ''), '?');
  const [view = '', id = ''] = splitOnce(path, '/');
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search)) query[name] = value;
  return {view: view || 'overview', id: decode(id), query};
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try { return decodeURIComponent(text); } catch { return text; }
}

type Query = Record<string, string | number | boolean | null | undefined>;

/** The address of a view; what is empty is left out. */
export function href(view: string, id: string | number = '', query: Query = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
    .map(([name, value]) =>
      `${encodeURIComponent(name)}=${encodeURIComponent(wellFormed(String(value)))}`);
  return `#/${view}${id === '' ? '' : `/${encodeURIComponent(wellFormed(String(id)))}`}` +
    (pairs.length ? `?${pairs.join('&')}` : '');
}

/** encodeURIComponent throws on half a pair. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

export function documentHref(doc: string, query: Query = {}): string {
  const {doc: _, ...rest} = query;
  return href('document', '', {doc, ...rest});
}

export function go(address: string) { location.hash = address; }

/** Changes the address without a step of history: while typing a filter. */
export function replaceAddress(address: string) {
  history.replaceState(null, '', address);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Where a person was in a view: kept with its step of history. */
export interface Place {
  /** How far the window was scrolled. */
  y?: number;
  /** A table by its rows, how far it was scrolled, which row was opened. */
  list?: {key: string; top: number; row: number | null};
}

export function placeKept(): Place { return history.state as Place | null ?? {}; }

export function keepPlace(change: Place) {
  history.replaceState({...placeKept(), ...change}, '');
}

/** Keeps a place once scrolling rests, unless the address is another by then. */
export function placeKeeper(look: () => Place): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    const address = location.hash;
    clearTimeout(timer);
    timer = setTimeout(() => { if (location.hash === address) keepPlace(look()); }, 100);
  };
}

export function useRoute(): Route {
  const [route, set] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const listen = () => set(parseRoute(location.hash));
    addEventListener('hashchange', listen);
    return () => removeEventListener('hashchange', listen);
  }, []);
  return route;
}
