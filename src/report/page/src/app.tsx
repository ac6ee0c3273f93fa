import {useEffect, useRef, useState} from 'preact/hooks';
import {ShellProvider, type Shell, useShell} from './context';
import {DecisionStore, useDecisions} from './data/decisions';
import type {Data, Run} from './data/types';
import {type Language, Translator, firstLanguage, keepLanguage, readSetting, writeSetting} from './i18n';
import {go, href, keepPlace, parseRoute, placeKept, placeKeeper, useRoute, type Route} from './route';
import {WithCommand, plain} from './parts/text';
import {downloadDecisions} from './parts/decide';
import {Documents} from './views/documents';
import {DocumentView} from './views/document';
import {Families} from './views/families';
import {FamilyView} from './views/family';
import {Overview} from './views/overview';
import {Rejects} from './views/rejects';
import {Review} from './views/review';
import {Sources} from './views/sources';
import {CompareView} from './views/compare';

type ThemeChoice = 'auto' | 'light' | 'dark';
const THEMES: ThemeChoice[] = ['auto', 'light', 'dark'];
const THEME_KEY = 'tikrar-theme';
const SYSTEM_DARK = '(prefers-color-scheme: dark)';

export function App({data, run}: {data: Data; run: Run}) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const [choice, setChoice] = useState<ThemeChoice>(() => {
    const kept = readSetting(THEME_KEY) as ThemeChoice | null;
    return kept && THEMES.includes(kept) ? kept : 'auto';
  });
  const [dark, setDark] = useState(() => matchMedia(SYSTEM_DARK).matches);
  const [message, setMessage] = useState('');
  const [decisions] = useState(() => new DecisionStore(data, run.stamp));
  const route = useRoute();
  useEffect(() => {
    const query = matchMedia(SYSTEM_DARK);
    const listen = () => setDark(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  useEffect(() => {
    void decisions.load();
    const ask = (event: BeforeUnloadEvent) => {
      if (decisions.unsaved > 0) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [decisions]);
  const theme = choice === 'auto' ? (dark ? 'dark' : 'light') : choice;
  const tr = new Translator(language);
  // Before the children draw: charts read colours and direction.
  document.documentElement.lang = language;
  document.documentElement.dir = tr.rtl ? 'rtl' : 'ltr';
  document.documentElement.dataset.theme = theme;
  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => setMessage(''), 6000);
    return () => clearTimeout(timer);
  }, [message]);

  const shell: Shell = {tr, data, run, decisions, theme, say: setMessage};
  const nextTheme = () => {
    const next = THEMES[(THEMES.indexOf(choice) + 1) % THEMES.length]!;
    writeSetting(THEME_KEY, next);
    setChoice(next);
  };
  const switchLanguage = () => {
    const next = language === 'ar' ? 'en' : 'ar';
    keepLanguage(next);
    setLanguage(next);
  };
  return <ShellProvider value={shell}>
    <a class="skip" href="#main" onClick={(event) => {
      event.preventDefault();
      document.getElementById('main')?.focus();
    }}>{tr.t('skip')}</a>
    <Header route={route} choice={choice} nextTheme={nextTheme} switchLanguage={switchLanguage} />
    <Trouble />
    <Main route={route} />
    <Footer />
    <div class={`toast${message ? ' shown' : ''}`} role="status" aria-live="polite">{message}</div>
  </ShellProvider>;
}

/** What is wrong with the saving of decisions, until it is right, in any view. */
function Trouble() {
  const {tr, decisions} = useShell();
  useDecisions(decisions);
  const {save, problem, unstamped} = decisions;
  const fresh = <button type="button" onClick={() => location.reload()}>{tr.t('reload')}</button>;
  const keep = decisions.all.length > 0 && <button type="button"
    onClick={() => downloadDecisions(decisions)}>↓ {tr.t('download_decisions')}</button>;
  return <>
    {problem && <div class="trouble" role="alert">
      <p>{tr.t('decisions_unread', {error: plain(problem, 400)})}</p>{keep}{fresh}</div>}
    {unstamped > 0 && <div class="trouble" role="status"><p>{tr.count('decisions_unstamped', unstamped)}</p></div>}
    {save.state === 'failed' && <div class="trouble" role="alert">
      <p>{save.cause === 'refused' ? tr.t('save_refused', {error: plain(save.error, 400)})
        : save.cause === 'other_run' ? tr.t('save_other_run')
          : tr.t('save_unreached', {n: tr.number(decisions.unsaved), error: plain(save.error, 200)})}</p>
      {save.cause === 'unreached' && <button type="button" onClick={() => void decisions.retry()}>{tr.t('retry')}</button>}
      {save.cause !== 'refused' && keep}
      {save.cause === 'other_run' && fresh}
    </div>}
  </>;
}

const TABS = [['overview', 'nav_overview'], ['sources', 'nav_sources'],
  ['families', 'nav_families'], ['documents', 'nav_documents'],
  ['review', 'nav_review']] as const;
const PARENT: Record<string, string> =
  {family: 'families', document: 'documents', compare: 'documents', rejects: 'overview'};

function Header({route, choice, nextTheme, switchLanguage}: {route: Route;
  choice: ThemeChoice; nextTheme: () => void; switchLanguage: () => void}) {
  const {tr} = useShell();
  const current = PARENT[route.view] ?? route.view;
  const search = (event: Event) => {
    event.preventDefault();
    const field = new FormData(event.target as HTMLFormElement).get('q');
    go(href('families', '', {q: String(field ?? '')}));
  };
  return <header class="top">
    <a class="brand" href={href('overview')}>
      <span lang="en" dir="ltr">tikrar</span><span class="brand-ar" lang="ar">تكرار</span>
    </a>
    <nav aria-label={tr.t('nav_label')}>
      {TABS.map(([view, key]) => <a href={href(view)}
        aria-current={view === current ? 'page' : undefined}>{tr.t(key)}</a>)}
    </nav>
    <form class="find" role="search" onSubmit={search}>
      <input type="search" name="q" dir="auto" key={route.query.q ?? ''}
        defaultValue={route.view === 'families' ? route.query.q : ''}
        aria-label={tr.t('search_all')} placeholder={tr.t('search_all')}
        title={tr.t('search_hint')} />
    </form>
    <div class="switches">
      <button type="button" class="quiet" onClick={switchLanguage}
        lang={tr.language === 'ar' ? 'en' : 'ar'}>{tr.t('switch_language')}</button>
      <button type="button" class="quiet theme" onClick={nextTheme}
        aria-label={tr.t(`theme_${choice}`)} title={tr.t(`theme_${choice}`)}>
        <span aria-hidden="true">{choice === 'auto' ? '◐' : choice === 'light' ? '☀' : '☾'}</span>
      </button>
    </div>
  </header>;
}

function Main({route}: {route: Route}) {
  const {tr} = useShell();
  const place = useRef<HTMLElement>(null);
  const name = `${route.view}/${route.id}/${route.query.doc ?? ''}`;
  const first = useRef(true);
  useEffect(() => {
    history.scrollRestoration = 'manual';
    const keep = placeKeeper(() => ({y: scrollY}));
    // A link leaves before scrolling rests.
    const leave = (event: MouseEvent) => {
      if ((event.target as HTMLElement).closest?.('main a')) keepPlace({y: scrollY});
    };
    addEventListener('scroll', keep, {passive: true});
    addEventListener('click', leave, {capture: true});
    return () => {
      removeEventListener('scroll', keep);
      removeEventListener('click', leave, {capture: true});
    };
  }, []);
  useEffect(() => {
    const {y, list} = placeKept();
    const isFirst = first.current;
    first.current = false;
    if (y !== undefined) {
      // Back: to where it was, as soon as the view is long enough again.
      if (list?.row == null) place.current?.focus({preventScroll: true});
      return scrollBack(y);
    }
    if (isFirst) return;
    // A new view: to its begin, and readers hear its heading.
    scrollTo(0, 0);
    if (list?.row == null) place.current?.focus({preventScroll: true});
  }, [name]);
  return <main id="main" ref={place} tabIndex={-1} class={`view-${route.view}`} key={route.view}>
    {view(route) ?? <p class="empty">{tr.t('not_found')}</p>}
  </main>;
}

const BACK_MS = 3000;

/** Scrolls to `y` as soon as the page reaches so far; returns how to stop. */
function scrollBack(y: number): () => void {
  const until = performance.now() + BACK_MS;
  let frame = 0;
  const stop = () => cancelAnimationFrame(frame);
  const step = () => {
    scrollTo(0, y);
    if (Math.abs(scrollY - y) > 2 && performance.now() < until) frame = requestAnimationFrame(step);
  };
  step();
  addEventListener('wheel', stop, {once: true, passive: true});
  addEventListener('keydown', stop, {once: true});
  return stop;
}

function view(route: Route) {
  switch (route.view) {
    case 'overview': return <Overview />;
    case 'sources': return <Sources query={route.query} />;
    case 'families': return <Families query={route.query} />;
    case 'family': return <FamilyView key={route.id} id={Number(route.id)} query={route.query} />;
    case 'documents': return <Documents query={route.query} />;
    case 'document': return <DocumentView key={route.query.doc} query={route.query} />;
    case 'compare': return <CompareView query={route.query} />;
    case 'review': return <Review query={route.query} />;
    case 'rejects': return <Rejects />;
    default: return null;
  }
}

function Footer() {
  const {tr, data, run} = useShell();
  const left = run.omitted;
  const missing = left ? [
    left.families > 0 ? tr.count('n_family_texts', left.families) : '',
    left.documents > 0 ? tr.count('n_texts', left.documents) : ''].filter(Boolean) : [];
  return <footer class="bottom">
    <span dir="ltr">tikrar {run.tikrar}</span>
    {data.mode === 'file' && <span>{tr.t('offline_note')}</span>}
    {missing.length > 0 && <span>
      <WithCommand command="tikrar serve RUN"
        sentence={tr.t('omitted', {what: missing.join(tr.t('and'))})} />
    </span>}
  </footer>;
}

export {parseRoute};
