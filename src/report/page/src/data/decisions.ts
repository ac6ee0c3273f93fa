import {useEffect, useState} from 'preact/hooks';
import type {Data, Decision, Target} from './types';
import {targetKey} from './types';

export type SaveState = {state: 'saved' | 'saving'} | {state: 'failed'; error: string};

/** What a step changed: each key with the decision that was there before. */
interface Step { before: [Target, Decision | undefined][]; }

type Failure = {state: 'failed'; error: string};

/**
 * The decisions of a person: shown at once, saved one after the other, undone
 * step by step. What cannot be saved is taken back and said.
 */
export class DecisionStore {
  private readonly map = new Map<string, Decision>();
  private readonly steps: Step[] = [];
  private readonly listeners = new Set<() => void>();
  private queue: Promise<void> = Promise.resolve();
  private pending = 0;
  private failure: Failure | null = null;
  save: SaveState = {state: 'saved'};

  constructor(private readonly data: Data) {}

  async load() {
    for (const decision of await this.data.decisions()) {
      this.map.set(targetKey(decision), decision);
    }
    this.tell();
  }

  get all(): Decision[] { return [...this.map.values()]; }
  get canUndo(): boolean { return this.steps.length > 0; }
  of(target: Target): Decision | undefined { return this.map.get(targetKey(target)); }

  decide(decisions: Decision[]) {
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

  private apply(before: Step['before'], set: Decision[], forget: Target[], failed: () => void) {
    for (const decision of set) this.map.set(targetKey(decision), decision);
    for (const target of forget) this.map.delete(targetKey(target));
    if (this.pending++ === 0) this.failure = null;
    this.save = {state: 'saving'};
    this.tell();
    this.queue = this.queue.then(async () => {
      try {
        if (set.length) await this.data.save(set);
        for (const target of forget) await this.data.forget(target);
      } catch (error) {
        this.takeBack(before, set);
        failed();
        this.failure = {state: 'failed',
          error: error instanceof Error ? error.message : String(error)};
      }
      if (--this.pending === 0) this.save = this.failure ?? {state: 'saved'};
      this.tell();
    });
  }

  /** Where nothing else was decided since. */
  private takeBack(before: Step['before'], set: Decision[]) {
    for (const [target, decision] of before) {
      const key = targetKey(target);
      if (this.map.get(key) !== set.find((d) => targetKey(d) === key)) continue;
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
    return this.all.map(({family, doc, begin, end, decision, note}) =>
      `${JSON.stringify({...(doc === undefined ? {family} : {doc, begin, end}),
        decision, ...(note ? {note} : {})})}\n`).join('');
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
