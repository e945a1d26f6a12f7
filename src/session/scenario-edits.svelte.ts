import type { FaultPlan } from '../faults/plan.ts';
import type { Scenario } from '../scenario/document.ts';
import type { Fork } from './forks.svelte.ts';

/** What is edited in the pictures: what shall go wrong, what people do, and from where on (null: from the start). */
export interface Edited {
  readonly faults: FaultPlan;
  readonly interventions: Scenario['interventions'];
  readonly fork?: Fork | null;
}

/** Edits that can be undone. */
const UNDO_STEPS = 50;

/** One line of edits of both, so that undo goes back in the order in which they were made. */
export class ScenarioEdits {
  /** What was before each edit, the last one last. */
  #past: readonly Edited[] = $state.raw([]);
  readonly #now: () => Edited;

  constructor(now: () => Edited) {
    this.#now = now;
  }

  readonly canUndo: boolean = $derived.by(() => this.#past.length > 0);

  /** An edit was made; one that led back to where it began is none. */
  made(from: Edited): void {
    if (same(from, this.#now())) return;
    this.#past = [...this.#past, from].slice(-UNDO_STEPS);
  }

  /** What was before the last edit; null where there is nothing to undo. */
  get before(): Edited | null {
    return this.#past.at(-1) ?? null;
  }

  /** The last edit was undone. */
  undone(): void {
    this.#past = this.#past.slice(0, -1);
  }

  /** Something else was opened. */
  reset(): void {
    this.#past = [];
  }

  get current(): Edited {
    return this.#now();
  }
}

const same = (a: Edited, b: Edited): boolean =>
  (a.fork ?? null) === (b.fork ?? null) &&
  JSON.stringify([a.faults, a.interventions]) === JSON.stringify([b.faults, b.interventions]);
