import {useEffect, useState} from 'preact/hooks';
import type {Data, Decision, Target} from './types';
import {OtherRun, Refused, targetKey} from './types';

/** Why something is not saved: refused for good, not reached, of another run. */
export type Cause = 'refused' | 'unreached' | 'other_run';
export type SaveState = {state: 'saved'} | {state: 'saving'} |
  {state: 'failed'; cause: Cause; error: string};

/** What a step changed: each key with the decision that was there before. */
interface Step { before: [Target, Decision | undefined][]; }

interface Change {
  before: Step['before'];
  set: Decision[];
  forget: Target[];
  refused: () => void;
}

const words = (error: unknown) => error instanceof Error ? error.message : String(error);

/**
 * The decisions of a person: shown at once, saved one after the other, undone
 * step by step. What is refused is taken back and said, its notes are kept as
 * drafts; what only did not get through waits, in order, for `retry`.
 */
export class DecisionStore {
  private readonly map = new Map<string, Decision>();
  private readonly steps: Step[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly waiting: Change[] = [];
  private running = false;
  save: SaveState = {state: 'saved'};
  /** Notes without a decision, or of one that was refused; by targetKey. */
  readonly drafts = new Map<string, string>();
  /** Why those of the run could not be read. */
  problem = '';
  /** Goes up when something is saved. */
  version = 0;

  constructor(private readonly data: Data, private readonly stamp: string | undefined) {}

  async load() {
    try {
      const {rows} = await this.data.decisions();
      for (const decision of rows) this.map.set(targetKey(decision), decision);
      this.problem = '';
    } catch (error) {
      this.problem = words(error);
    }
    this.tell();
  }

  get all(): Decision[] { return [...this.map.values()]; }
  /** Those that do not say of which run they are, until decided anew. */
  get unstamped(): number {
    return this.stamp === undefined ? 0 : this.all.filter((d) => !d.run).length;
  }
  get canUndo(): boolean { return this.steps.length > 0; }
  get unsaved(): number { return this.waiting.length; }
  of(target: Target): Decision | undefined { return this.map.get(targetKey(target)); }

  decide(given: Decision[]) {
    const decisions = given.map((d) => this.stamp === undefined ? d : {...d, run: this.stamp});
    const step: Step = {before: decisions.map((d) => [d, this.of(d)])};
    this.steps.push(step);
    this.apply(step.before, decisions, [], () => this.leaveOut(step));
  }

  withdraw(target: Target) {
    const before = this.of(target);
    if (!before) return;
    const step: Step = {before: [[target, before]]};
    this.steps.push(step);
    this.apply(step.before, [], [target], () => this.leaveOut(step));
  }

  /** Takes the last step back; its targets, none if there is no step. */
  undo(): Target[] {
    const step = this.steps.pop();
    if (!step) return [];
    this.apply(step.before.map(([target]) => [target, this.of(target)]),
      step.before.flatMap(([, decision]) => decision ? [decision] : []),
      step.before.flatMap(([target, decision]) => decision ? [] : [target]),
      () => this.steps.push(step));
    return step.before.map(([target]) => target);
  }

  private apply(before: Step['before'], set: Decision[], forget: Target[], refused: () => void) {
    for (const decision of set) this.map.set(targetKey(decision), decision);
    for (const target of forget) this.map.delete(targetKey(target));
    this.waiting.push({before, set, forget, refused});
    void this.retry();
  }

  /** Sends what waits, in order. */
  async retry() {
    if (this.running) return;
    this.running = true;
    this.save = {state: 'saving'};
    this.tell();
    let end: SaveState = {state: 'saved'};
    while (this.waiting.length > 0) {
      const change = this.waiting[0]!;
      try {
        if (change.set.length) await this.data.save(change.set);
        for (const target of change.forget) await this.data.forget(target);
        for (const decision of change.set) this.drafts.delete(targetKey(decision));
        ++this.version;
      } catch (error) {
        const cause = error instanceof Refused ? 'refused'
          : error instanceof OtherRun ? 'other_run' : 'unreached';
        end = {state: 'failed', cause, error: words(error)};
        if (cause !== 'refused') break;
        this.takeBack(change.before, change.set);
        change.refused();
      }
      this.waiting.shift();
      this.tell();
    }
    this.running = false;
    this.save = end;
    this.tell();
  }

  /** Where nothing else was decided since. */
  private takeBack(before: Step['before'], set: Decision[]) {
    for (const [target, decision] of before) {
      const key = targetKey(target);
      const made = set.find((d) => targetKey(d) === key);
      if (made?.note) this.drafts.set(key, made.note);
      if (this.map.get(key) !== made) continue;
      if (decision) this.map.set(key, decision);
      else this.map.delete(key);
    }
  }

  private leaveOut(step: Step) {
    const at = this.steps.indexOf(step);
    if (at >= 0) this.steps.splice(at, 1);
  }

  /** The file that `tikrar clean --decisions` reads. */
  lines(): string {
    return this.all.map(({family, doc, begin, end, decision, note, run}) =>
      `${JSON.stringify({...(doc === undefined ? {family} : {doc, begin, end}),
        decision, ...(note ? {note} : {}), ...(run ? {run} : {})})}\n`).join('');
  }

  private tell() { for (const listener of this.listeners) listener(); }

  listen(listener: () => void) {
    this.listeners.add(listener);
    return () => { this.listeners.delete(listener); };
  }
}

/** Draws the component anew when a decision changes. */
export function useDecisions(store: DecisionStore): DecisionStore {
  const [, set] = useState(0);
  useEffect(() => store.listen(() => set((n) => n + 1)), [store]);
  return store;
}
