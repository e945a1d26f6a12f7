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

  constructor(visit: FaultEditing) {
    this.#visit = visit;
  }

  readonly planned: PlannedFault[] = $derived.by(() => plannedFaults(this.#visit.plan()));

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

  #begin(): void {
    if (this.dragging) return;
    this.before = this.#visit.shown();
    this.previous = this.planned;
    this.heldEndMs = this.#visit.endMs();
    this.dragging = true;
  }

  #finish(): void {
    this.dragging = false;
    this.previous = null;
    this.heldEndMs = 0;
  }
}
