import type { FaultPlan } from '../faults/plan.ts';
import type { PlannedFault } from '../history/projections/planned-fault.ts';
import { plannedFaults } from '../faults/planned.ts';
import { withOutage, withoutFault, withWindow } from './plan-edits.ts';
import type { ComputedWorld } from './sandbox-driver.ts';

/** What edits of the plan need of the visit around them. */
export interface FaultEditing {
  readonly plan: () => FaultPlan;
  /** False where the scenario cannot be edited just now. */
  readonly change: (plan: FaultPlan) => boolean;
  /** Computes the world of the plan as it is now; `kept` when the gesture is over. */
  readonly compute: (kept: boolean) => void;
  readonly shown: () => ComputedWorld | null;
  readonly endMs: () => number;
}

/** Edits that can be undone. */
const UNDO_STEPS = 50;

/** Faults clicked in, dragged and taken out: every frame of a drag is a world computed again. */
export class FaultEdits {
  /** What was before the last edit: numbers say what they "were". */
  before: ComputedWorld | null = $state.raw(null);
  dragging = $state(false);
  /** The plan before the drag. */
  previous: readonly PlannedFault[] | null = $state.raw(null);
  /** While a drag holds the scale, where it ends. */
  heldEndMs = $state(0);

  readonly #visit: FaultEditing;
  /** The plan before the edit under way. */
  #from: FaultPlan | null = null;
  /** Plans before each edit, the last one last. */
  #past: readonly FaultPlan[] = $state.raw([]);

  constructor(visit: FaultEditing) {
    this.#visit = visit;
  }

  readonly planned: PlannedFault[] = $derived.by(() => plannedFaults(this.#visit.plan()));

  readonly canUndo: boolean = $derived.by(() => this.#past.length > 0 && !this.dragging);

  /** Brings back the plan before the last edit. */
  undo(): void {
    const plan = this.#past.at(-1);
    if (!plan || this.dragging || !this.#visit.change(plan)) return;
    this.#past = this.#past.slice(0, -1);
    this.forget();
    this.#visit.compute(true);
  }

  move(id: string, window: readonly [number, number], phase: 'move' | 'end'): void {
    this.#begin();
    const changed = this.#visit.change(withWindow(this.#visit.plan(), id, window));
    if (changed) this.#visit.compute(phase === 'end');
    if (phase === 'end') this.#finish();
  }

  add(model: string, atMs: number): void {
    this.#begin();
    if (this.#visit.change(withOutage(this.#visit.plan(), model, atMs).plan)) this.#visit.compute(true);
    this.#finish();
  }

  remove(id: string): void {
    this.#begin();
    if (this.#visit.change(withoutFault(this.#visit.plan(), id))) this.#visit.compute(true);
    this.#finish();
  }

  /** Another run is on the screen: nothing "was". */
  forget(): void {
    this.before = null;
    this.#finish();
  }

  /** The run is kept: what numbers "were" belonged to the edit that led to it. */
  settle(): void {
    if (!this.dragging) this.before = null;
  }

  /** Something else was opened: its plan has no edits yet. */
  reset(): void {
    this.forget();
    this.#past = [];
  }

  #begin(): void {
    if (this.dragging) return;
    this.before = this.#visit.shown();
    this.previous = this.planned;
    this.#from = this.#visit.plan();
    this.heldEndMs = this.#visit.endMs();
    this.dragging = true;
  }

  #finish(): void {
    const from = this.#from;
    if (from && JSON.stringify(from) !== JSON.stringify(this.#visit.plan()))
      this.#past = [...this.#past, from].slice(-UNDO_STEPS);
    this.#from = null;
    this.dragging = false;
    this.previous = null;
    this.heldEndMs = 0;
  }
}
