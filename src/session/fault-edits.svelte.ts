import type { FaultPlan } from '../faults/plan.ts';
import type { PlannedFault } from '../history/projections/planned-fault.ts';
import { plannedFaults } from '../faults/planned.ts';
import { withCrash, withOutage, withoutFault, withWindow } from './plan-edits.ts';
import type { ComputedWorld } from './sandbox-driver.ts';
import type { Edited, ScenarioEdits } from './scenario-edits.svelte.ts';

/** What edits of the plan need of the visit around them. */
export interface FaultEditing {
  readonly edits: ScenarioEdits;
  /** False where the scenario cannot be edited just now. */
  readonly change: (part: Partial<Edited>) => boolean;
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
  /** What was before the edit under way. */
  #from: Edited | null = null;

  constructor(visit: FaultEditing) {
    this.#visit = visit;
  }

  readonly planned: PlannedFault[] = $derived.by(() => plannedFaults(this.#plan));

  readonly canUndo: boolean = $derived.by(() => this.#visit.edits.canUndo && !this.dragging);

  get #plan(): FaultPlan {
    return this.#visit.edits.current.faults;
  }

  /** Brings back what was before the last edit, of a fault or of what a person did. */
  undo(): void {
    const { edits, change, compute } = this.#visit;
    const { before } = edits;
    if (!before || this.dragging || !change(before)) return;
    edits.undone();
    this.forget();
    compute(true);
  }

  move(id: string, window: readonly [number, number], phase: 'move' | 'end'): void {
    this.#begin();
    const changed = this.#visit.change({ faults: withWindow(this.#plan, id, window) });
    if (changed) this.#visit.compute(phase === 'end');
    if (phase === 'end') this.#finish();
  }

  add(model: string, atMs: number): void {
    this.#edit(withOutage(this.#plan, model, atMs).plan);
  }

  /** Lets the orchestrator itself die at a moment. */
  crash(atMs: number): void {
    this.#edit(withCrash(this.#plan, atMs).plan);
  }

  remove(id: string): void {
    this.#edit(withoutFault(this.#plan, id));
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
    this.#visit.edits.reset();
  }

  #edit(faults: FaultPlan): void {
    this.#begin();
    if (this.#visit.change({ faults })) this.#visit.compute(true);
    this.#finish();
  }

  #begin(): void {
    if (this.dragging) return;
    this.before = this.#visit.shown();
    this.previous = this.planned;
    this.#from = this.#visit.edits.current;
    this.heldEndMs = this.#visit.endMs();
    this.dragging = true;
  }

  #finish(): void {
    if (this.#from) this.#visit.edits.made(this.#from);
    this.#from = null;
    this.dragging = false;
    this.previous = null;
    this.heldEndMs = 0;
  }
}
