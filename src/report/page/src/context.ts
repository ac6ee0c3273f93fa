import {createContext} from 'preact';
import {useContext, useEffect, useRef, useState} from 'preact/hooks';
import type {Data, Now, Run} from './data/types';
import type {DecisionStore} from './data/decisions';
import type {Translator} from './i18n';

export interface Shell {
  tr: Translator;
  data: Data;
  run: Run;
  decisions: DecisionStore;
  /** light or dark, as shown; charts take their colours anew when it changes. */
  theme: 'light' | 'dark';
  /** Tells screen readers, and in a corner everyone, what happened. */
  say(message: string): void;
}

const Context = createContext<Shell | null>(null);
export const ShellProvider = Context.Provider;

export function useShell(): Shell {
  const shell = useContext(Context);
  if (!shell) throw new Error('shell: used outside of the page');
  return shell;
}

export interface Loaded<T> {
  value?: T;
  error?: string;
  /** True until an answer to the newest question is there. */
  busy: boolean;
  again(): void;
}

/** Runs `load` anew when `key` changes; the old value stays until then. */
export function useLoaded<T>(key: string, load: (signal: AbortSignal) => Now<T>): Loaded<T> {
  const [state, set] = useState<{key?: string; value?: T; error?: string}>({});
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    const control = new AbortController();
    Promise.resolve().then(() => latest.current(control.signal)).then(
      (value) => { if (!control.signal.aborted) set({key, value}); },
      (error: unknown) => {
        if (!control.signal.aborted) {
          set({key, error: error instanceof Error ? error.message : String(error)});
        }
      });
    return () => control.abort();
  }, [key, round]);
  return {value: state.value, error: state.key === key ? state.error : undefined,
    busy: state.key !== key, again: () => setRound(round + 1)};
}

/** The title of the window follows the view. */
export function useTitle(title: string) {
  useEffect(() => { document.title = `${title.slice(0, 120)} · tikrar`; }, [title]);
}
